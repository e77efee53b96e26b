"""From counts of units to days: the tables of many launches x segments, laid out by launch.

Late joiners are counted by the last launch that had begun when they came, and summed up from the
newest launch to the oldest: of a launch they are all who came when it had begun.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmm_core.events.counting import CountedUnits
from pmm_core.events.daily import COUNT_COLUMNS, NEVER, Numbers, count_days, day_frame
from pmm_core.events.launch_bits import Launch, LaunchBits
from pmm_core.events.source import UnitCounts
from pmm_core.vocabulary import Audience, LateJoiners

ELIGIBLE, LATE = Audience.ELIGIBLE.value, Audience.LATE_JOINERS.value


@dataclass(frozen=True)
class LaunchCells:
    """Alike units of many launches, counted.

    Attributes:
        names: the segments, sorted; a segment is the number of its place.
        frozen: `launch` (its bit), `segment`, `adopted` (day or `NEVER`), `n`; where nobody left,
            everybody of a launch is followed equally long.
        late: `use`, `first` (day number), `segment`, `adopted` (on the unit's own clock), `n`.
        late_of_one: `launch`, `segment`, `adopted`, `follow`, `n`: late joiners whose segment
            depends on the launch.
        by_first_day: `first` (day number), `n`: all units.
        used_before: by the launch's bit, its eligible units with a use before day 0.
    """

    names: tuple[str, ...]
    frozen: pd.DataFrame
    late: pd.DataFrame
    late_of_one: pd.DataFrame | None
    by_first_day: pd.DataFrame
    used_before: Numbers


def count_launches(
    launches: LaunchBits, cells: LaunchCells, *, split: bool
) -> Iterator[tuple[int, CountedUnits]]:
    """Give each launch's count with the launch's number.

    Args:
        launches: of the pass.
        cells: of these launches.
        split: whether the units are split by segment.
    """
    tables = _DayTables(launches, cells, split=split)
    first, n = (cells.by_first_day[name].to_numpy(np.int64) for name in ("first", "n"))
    of_launch = cells.frozen["launch"].to_numpy(np.int64)
    sizes = np.bincount(of_launch, cells.frozen["n"], minlength=len(launches.launches))
    for bit, launch in enumerate(launches.launches):
        late, eligible = int(n[first >= launch.day_0].sum()), int(sizes[bit])
        used_before = int(cells.used_before[bit])
        units = UnitCounts(eligible, late, int(n.sum()) - late - eligible, used_before)
        yield launch.number, CountedUnits(tables.frame(bit, launch), units)


class _DayTables:
    """Counts per day of all launches of a pass, each a table (count, launch, segment, day)."""

    def __init__(self, launches: LaunchBits, cells: LaunchCells, *, split: bool) -> None:
        self.launches, self.names, self.split = launches, cells.names, split
        frozen = cells.frozen
        follow = np.array([launches.as_of - one.day_0 for one in launches.launches])
        follow = follow.clip(max=launches.horizon + 1)[frozen["launch"].to_numpy(np.int64)]
        late = self._late(cells.late)
        if cells.late_of_one is not None:
            late += self._table(cells.late_of_one)
        self.of = {ELIGIBLE: self._table(frozen.assign(follow=follow)), LATE: late}

    def frame(self, bit: int, launch: Launch) -> pd.DataFrame:
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
        """Count the days of cells by `launch` and `segment`."""
        shape = (len(self.launches.launches), len(self.names))
        group = cells["launch"].to_numpy(np.int64) * shape[1] + cells["segment"].to_numpy(np.int64)
        cells = cells.assign(entry=0, left=NEVER)
        counts = count_days(cells, group, shape[0] * shape[1], self.launches.horizon)
        return counts.reshape(len(counts), *shape, self.launches.horizon + 1)

    def _late(self, cells: pd.DataFrame) -> Numbers:
        """Count the days of late joiners: of a launch, all who came when it had begun."""
        first, use = cells["first"].to_numpy(np.int64), cells["use"].to_numpy(np.int64)
        begun = np.zeros(len(cells), dtype=np.int64)
        for number, days in enumerate(self.launches.days_0):
            begun[use == number] = np.searchsorted(days, first[use == number], side="right")
        came = begun > 0
        last = np.array(self.launches.offsets)[use[came]] + begun[came] - 1
        follow = (self.launches.as_of - first[came]).clip(max=self.launches.horizon + 1)
        counts = self._table(cells[came].assign(launch=last, follow=follow))
        for offset, days in zip(self.launches.offsets, self.launches.days_0, strict=True):
            of_set = counts[:, offset : offset + len(days)]
            of_set[:] = of_set[:, ::-1].cumsum(axis=1)[:, ::-1]
        return counts
