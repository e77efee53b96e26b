"""Reads launches from a state: any number of them, as of any day."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from pmm_core.events.counting import CountedUnits
from pmm_core.events.daily import NEVER
from pmm_core.events.launch_bits import LaunchBits
from pmm_core.events.launch_days import LaunchCells, count_launches
from pmm_core.events.source import CountingRule, RowCounts
from pmm_core.events.state.tables import Tables, day_of, number_of


def count_rules(
    tables: Tables, rules: Sequence[CountingRule], as_of: dt.date, *, split: bool
) -> list[CountedUnits]:
    """Count the units of launches as of a day, as `many.launch_counts_many` counts them.

    Args:
        tables: in which all the rules are registered.
        rules: of first use, none after the last day of the state or the as-of day.
        as_of: last day observed.
        split: whether the units are split by segment.
    """
    counted: dict[int, CountedUnits] = {}
    last_day = min(day_of(tables.last_day), as_of)
    waiting = list(enumerate(rules))
    while waiting:
        # Rules that differ in no more than what is shown are one launch of the state.
        firsts = {tables.place_of(rule): (n, rule) for n, rule in reversed(waiting)}
        waiting = [each for each in waiting if each not in firsts.values()]
        launches = LaunchBits.of(list(firsts.values()), as_of, last_day=last_day)
        counted |= count_launches(launches, _cells(tables, launches), split=split)
    return [counted[n] for n in range(len(rules))]


def count_rows(tables: Tables, as_of: dt.date | None) -> RowCounts:
    """Say what became of the rows as of a day."""
    rows, last = tables.rows, tables.last_day if as_of is None else number_of(as_of)
    used = sum(n for day, n in rows.used.items() if day <= last)
    return RowCounts(
        read=rows.read,
        used=used,
        no_unit=rows.no_unit,
        rejected=rows.rejected,
        duplicate=rows.duplicate,
        after_as_of=sum(rows.used.values()) - used,
        filtered=0,
    )


def _cells(tables: Tables, launches: LaunchBits) -> LaunchCells:
    """Take the cells of some launches, with nothing after the as-of day."""
    as_of = number_of(launches.first_day) + launches.as_of
    names = sorted(tables.segments)
    place = {name: at for at, name in enumerate(names)}
    renumber = np.array([place[name] for name in tables.segments], np.int64)
    bit_of = np.full(len(tables.launches), -1, np.int64)
    use_of = np.full(len(tables.sets), -1, np.int64)
    for bit, launch in enumerate(launches.launches):
        number = tables.place_of(launch.rule)
        assert number is not None
        bit_of[number] = bit
        use_of[tables.set_of(tables.launches[number])] = launch.use
    frozen = tables.audience.where("launch", np.flatnonzero(bit_of >= 0)).frame()
    day_0 = np.array([one.day_0 for one in tables.launches], np.int64)[frozen["launch"]]
    seen = (day_0 + frozen["adopted"] <= as_of) & (frozen["adopted"] <= launches.horizon)
    frozen = frozen.assign(
        launch=bit_of[frozen["launch"]],
        segment=renumber[frozen["segment"]],
        adopted=np.where(seen, frozen["adopted"], NEVER),
    )
    late = tables.newcomers.where("use", np.flatnonzero(use_of >= 0)).frame()
    late = late[late["first"] <= as_of]
    seen = (late["first"] + late["adopted"] <= as_of) & (late["adopted"] <= launches.horizon)
    late = late.assign(
        use=use_of[late["use"]],
        first=late["first"] - number_of(launches.first_day),
        segment=renumber[late["segment"]],
        adopted=np.where(seen, late["adopted"], NEVER),
    )
    used_before = np.zeros(len(launches.launches), np.int64)
    used_before[bit_of[bit_of >= 0]] = tables.used_before[bit_of >= 0]
    return LaunchCells(
        names=tuple(names),
        frozen=frozen,
        late=late,
        late_of_one=None,
        by_first_day=late[late["use"] == 0],
        used_before=used_before,
    )
