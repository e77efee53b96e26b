"""Many launches x segments of one log in one pass, instead of one pass a launch.

The engine keeps a row a unit and a row a use that counts (`launch_units`), and counts them
(`launch_counts`). Here the counts become days: those of a frozen audience by launch, those of late
joiners by the last launch that had begun when they came, summed up from the newest to the oldest.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pmm_core.events.counting import CountedUnits
from pmm_core.events.daily import COUNT_COLUMNS, NEVER, Numbers, count_days, day_frame
from pmm_core.events.launch_bits import BITS, Launch, LaunchBits, launch_day
from pmm_core.events.launch_counts import ELIGIBLE, LATE, LaunchCounts
from pmm_core.events.launch_units import LaunchRows
from pmm_core.events.segments import Segments, find_segments
from pmm_core.events.source import CountingRule, UnitCounts
from pmm_core.events.summary import Look
from pmm_core.vocabulary import Clock, LateJoiners


def fits_one_pass(rule: CountingRule) -> bool:
    """Tell whether a rule is one of first use from the launch day on."""
    return (
        rule.clock is Clock.LAUNCH
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
        room = BITS - len(segments.names) * segments.few
        for start in range(0, len(begun), room):
            launches = LaunchBits.of(
                begun[start : start + room], look.as_of, last_day=look.last_day
            )
            counts = LaunchCounts(LaunchRows(engine, look.usable, launches, segments))
            for number, units in _DayTables(counts, split=split).count():
                counted[number] = units
    return counted


class _DayTables:
    """Counts per day of all launches of a pass, each a table (count, launch, segment, day)."""

    def __init__(self, counts: LaunchCounts, *, split: bool) -> None:
        self.launches = counts.launches
        self.names = counts.kept.segments.names
        self.split = split
        self.eligible = counts.eligible()
        self.by_first_day = counts.by_first_day()
        self.used_before = counts.used_before().set_index(["use", "bit"])["n"]
        self.of = {
            ELIGIBLE: self._frozen(counts.adopted()),
            LATE: self._late(counts.late_adopted()),
        }
        if self.by_first_day["segment"].isna().any():
            changed = self._changed(counts)
            for audience, is_late in ((ELIGIBLE, False), (LATE, True)):
                self.of[audience] += self._table(changed[changed["late"] == is_late])

    def count(self) -> Iterator[tuple[int, CountedUnits]]:
        """Give each launch's count with the launch's number."""
        total = int(self.by_first_day["n"].sum())
        eligible_units = self.eligible.groupby("launch")["n"].sum()
        for bit, launch in enumerate(self.launches.launches):
            came_late = self.by_first_day["first"] >= launch.day_0
            late = int(self.by_first_day.loc[came_late, "n"].sum())
            eligible = int(eligible_units.get(bit, 0))
            used_before = int(self.used_before.get((launch.use, launch.rank - 1), 0))
            units = UnitCounts(eligible, late, total - late - eligible, used_before)
            yield launch.number, CountedUnits(self._frame(bit, launch), units)

    def _frame(self, bit: int, launch: Launch) -> pd.DataFrame:
        """Lay out the days of one launch, of every group that has units."""
        audiences = [ELIGIBLE]
        if launch.rule.late_joiners is LateJoiners.SEPARATE:
            audiences.append(LATE)
        days = launch.rule.horizon + 1
        counts = np.stack([self.of[audience][:, bit, :, :days] for audience in audiences], axis=2)
        everybody = counts.sum(axis=1, keepdims=True)
        counts = np.concatenate([everybody, counts], axis=1) if self.split else everybody
        names = [None, *self.names] if self.split else [None]
        keys = [(name, audience) for name in names for audience in audiences]
        counts = counts.reshape(len(counts), len(keys), days)
        present = np.flatnonzero(counts[COUNT_COLUMNS.index("entered")].any(axis=1))
        return day_frame([keys[int(place)] for place in present], counts[:, present])

    def _table(self, cells: pd.DataFrame) -> Numbers:
        """Count the days of cells by `launch` and `segment`, or by what else has a launch's bit."""
        shape = (len(self.launches.launches), len(self.names))
        group = cells["launch"].to_numpy(np.int64) * shape[1] + cells["segment"].to_numpy(np.int64)
        cells = cells.assign(entry=0, left=NEVER)
        counts = count_days(cells, group, shape[0] * shape[1], self.launches.horizon)
        return counts.reshape(len(counts), *shape, self.launches.horizon + 1)

    def _frozen(self, found: pd.DataFrame) -> Numbers:
        """Count the days of the frozen audiences."""
        steady = self.eligible[self.eligible["segment"].notna()]
        cells = _with_adopters(steady, self._adopters(found))
        follow = np.array([self.launches.as_of - one.day_0 for one in self.launches.launches])
        cells["follow"] = follow.clip(max=self.launches.horizon + 1)[cells["launch"]]
        return self._table(cells)

    def _adopters(self, found: pd.DataFrame) -> pd.DataFrame:
        """Turn uses by day and open launch into adopters by launch and day since the launch."""
        open_launches = range(self.launches.at_once)
        n = found[[str(place) for place in open_launches]].to_numpy(np.int64)
        use, day = found["use"].to_numpy(np.int64), found["day"].to_numpy(np.int64)
        begun = np.array(self.launches.begun())[use * self.launches.span + day]
        oldest = np.array(self.launches.offsets)[use] + np.maximum(begun - self.launches.at_once, 0)
        row, place = np.nonzero(n)
        launch = oldest[row] + place
        day_0 = np.array([one.day_0 for one in self.launches.launches])[launch]
        adopters = pd.DataFrame(
            {
                "launch": launch,
                "segment": found["segment"].to_numpy(np.int64)[row],
                "adopted": day[row] - day_0,
                "n": n[row, place],
            }
        )
        return adopters[adopters["adopted"] <= self.launches.horizon]

    def _late(self, adopters: pd.DataFrame) -> Numbers:
        """Count the days of late joiners: of a launch, all who came when it had begun."""
        steady = self.by_first_day[self.by_first_day["segment"].notna()]
        follow = (self.launches.as_of - steady["first"]).clip(upper=self.launches.horizon + 1)
        steady = steady.assign(follow=follow)
        everybody = pd.concat(
            steady.assign(use=use, begun=np.searchsorted(days, steady["first"], side="right"))
            for use, days in enumerate(self.launches.days_0)
        )
        cells = _with_adopters(everybody[everybody["begun"] > 0], adopters)
        cells["launch"] = np.array(self.launches.offsets)[cells["use"]] + cells["begun"] - 1
        counts = self._table(cells)
        for offset, days in zip(self.launches.offsets, self.launches.days_0, strict=True):
            of_set = counts[:, offset : offset + len(days)]
            of_set[:] = of_set[:, ::-1].cumsum(axis=1)[:, ::-1]
        return counts

    def _changed(self, counts: LaunchCounts) -> pd.DataFrame:
        found = counts.changed()
        places = {name: place for place, name in enumerate(self.names)}
        return found.assign(segment=found["segment"].map(places))


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
