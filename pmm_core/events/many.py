"""Many launches x segments of one log in one pass, instead of one pass a launch.

The engine keeps a row a unit and a row a use that counts (`launch_units`), and counts them
(`launch_counts`). Here the counts become cells of alike units, and `launch_days` makes days of
them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from pmm_core.events.counting import CountedUnits
from pmm_core.events.daily import NEVER, Numbers
from pmm_core.events.launch_bits import BITS, LaunchBits, launch_day
from pmm_core.events.launch_counts import LaunchCounts
from pmm_core.events.launch_days import LaunchCells, count_launches
from pmm_core.events.launch_units import LaunchRows
from pmm_core.events.segments import Segments, find_segments
from pmm_core.events.source import CountingRule
from pmm_core.events.summary import Look
from pmm_core.vocabulary import Clock, LateJoiners


def fits_one_pass(rule: CountingRule) -> bool:
    """Tell whether a rule is one of first use from the launch day on."""
    return (
        rule.clock is Clock.LAUNCH
        and rule.expose is None
        and rule.frozen is None
        and rule.min_uses == rule.min_days == 1
        and not rule.after_exposure_day
        and rule.leave is None
        and rule.late_joiners is not LateJoiners.INCLUDE
    )


def launch_counts_many(
    engine: Any, look: Look, rules: Sequence[CountingRule], *, split: bool
) -> list[CountedUnits]:
    """Count the units of many launches over one log.

    Args:
        engine: an Ibis DuckDB backend that may make temporary tables.
        look: the usable rows of the log, all days cut in the one zone that the rules share.
        rules: launches for each of which `fits_one_pass` holds.
        split: whether the units are split by segment.

    Returns:
        One count a rule, in their order, each as `counting.count_units` would give it; nobody for
        a launch after the last day.
    """
    counted = [CountedUnits.nobody() for _ in rules]
    begun = [(n, rule) for n, rule in enumerate(rules) if launch_day(rule) <= look.as_of]
    if begun:
        segments = find_segments(engine, look.usable) if split else Segments(("",), {None: 0})
        room = room_beside(segments)
        for start in range(0, len(begun), room):
            launches = LaunchBits.of(
                begun[start : start + room], look.as_of, last_day=look.last_day
            )
            counts = LaunchCounts(
                LaunchRows(engine, look.usable, launches, segments, look.first_day)
            )
            cells = _cells(counts)
            for number, units in count_launches(launches, cells, split=split):
                counted[number] = replace(units, changed_segment=_changed(cells))
    return counted


def room_beside(segments: Segments) -> int:
    """Return how many launches fit into one pass, where few segments take bits of their own."""
    return BITS - len(segments.names) * segments.few


def _cells(counts: LaunchCounts) -> LaunchCells:
    launches, names = counts.launches, counts.kept.segments.names
    by_first_day = counts.by_first_day()
    changed = changed_cells(counts) if by_first_day["segment"].isna().any() else None
    return LaunchCells(
        names=names,
        frozen=frozen_cells(counts, changed),
        late=_late_cells(launches, by_first_day, counts.late_adopted()),
        late_of_one=None if changed is None else changed[changed["late"]],
        by_first_day=by_first_day,
        used_before=used_before(counts),
    )


def _changed(cells: LaunchCells) -> int:
    everybody = cells.by_first_day
    return int(everybody.loc[everybody["segment"].isna(), "n"].sum())


def changed_cells(counts: LaunchCounts) -> pd.DataFrame:
    """Count the units whose segment changed, each launch by the segment it found."""
    found = counts.changed()
    places = {name: place for place, name in enumerate(counts.kept.segments.names)}
    return found.assign(segment=found["segment"].map(places), late=found["late"].astype(bool))


def frozen_cells(counts: LaunchCounts, changed: pd.DataFrame | None) -> pd.DataFrame:
    """Count the frozen audiences: `launch`, `segment`, `adopted`, `n`.

    Args:
        counts: of the pass.
        changed: the units whose segment changed; null where there are none.
    """
    eligible = counts.eligible()
    steady = eligible[eligible["segment"].notna()]
    cells = _with_adopters(steady, _adopters(counts.launches, counts.adopted()))
    if changed is not None:
        cells = pd.concat([cells, changed[~changed["late"]]], ignore_index=True)
    return cells


def used_before(counts: LaunchCounts) -> Numbers:
    """Count by launch the eligible units with a use before day 0."""
    found = counts.used_before().set_index(["use", "bit"])["n"]
    launches = counts.launches.launches
    return np.array([int(found.get((one.use, one.rank - 1), 0)) for one in launches], np.int64)


def _adopters(launches: LaunchBits, found: pd.DataFrame) -> pd.DataFrame:
    """Turn uses by day and open launch into adopters by launch and day since the launch."""
    n = found[[str(place) for place in range(launches.at_once)]].to_numpy(np.int64)
    use, day = found["use"].to_numpy(np.int64), found["day"].to_numpy(np.int64)
    begun = np.array(launches.begun())[use * launches.span + day]
    oldest = np.array(launches.offsets)[use] + np.maximum(begun - launches.at_once, 0)
    row, place = np.nonzero(n)
    launch = oldest[row] + place
    day_0 = np.array([one.day_0 for one in launches.launches])[launch]
    adopters = pd.DataFrame(
        {
            "launch": launch,
            "segment": found["segment"].to_numpy(np.int64)[row],
            "adopted": day[row] - day_0,
            "n": n[row, place],
        }
    )
    return adopters[adopters["adopted"] <= launches.horizon]


def _late_cells(
    launches: LaunchBits, by_first_day: pd.DataFrame, adopters: pd.DataFrame
) -> pd.DataFrame:
    steady = by_first_day[by_first_day["segment"].notna()]
    everybody = pd.concat(steady.assign(use=use) for use in range(len(launches.uses)))
    return _with_adopters(everybody, adopters)


def _with_adopters(everybody: pd.DataFrame, adopters: pd.DataFrame) -> pd.DataFrame:
    """Make cells: adopters are taken out of everybody as those who never did, and put in anew."""
    return pd.concat(
        [
            everybody.assign(adopted=NEVER),
            adopters.assign(adopted=NEVER, n=-adopters["n"]),
            adopters,
        ],
        ignore_index=True,
    )
