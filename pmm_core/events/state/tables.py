"""What is kept of a log, so that a day can be added to it and any launch read from it.

Days are whole numbers since 1970, in the one time zone of the state. Units are whole numbers in the
order in which they were met; what they are called stands in a file beside.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pmm_core.events.daily import Numbers
from pmm_core.events.source import CountingRule
from pmm_core.events.state.cells import Cells
from pmm_core.vocabulary import Clock, LateJoiners

Ints = NDArray[np.int32]
Bits = NDArray[np.uint8]
NONE = -1
"""No segment of its own (the unit's segment changed); no day (it has no use)."""
NEWCOMERS = ("use", "first", "segment", "adopted")
AUDIENCE = ("launch", "segment", "adopted")
_DAY_0 = dt.date(1970, 1, 1)


def number_of(day: dt.date) -> int:
    """Return a day as a number."""
    return (day - _DAY_0).days


def day_of(number: int) -> dt.date:
    """Return the day a number stands for."""
    return _DAY_0 + dt.timedelta(days=int(number))


@dataclass(frozen=True)
class FirstUse:
    """A launch whose adoption is the first use from day 0 on; a `CountingRule`.

    Attributes:
        adopt: events that count as use, sorted.
        launched_on: day 0.
        active_days: look-back of the frozen audience.
        horizon: last day counted.
    """

    adopt: tuple[str, ...]
    launched_on: dt.date
    active_days: int
    horizon: int
    timezone: str = "UTC"
    clock: Clock = Clock.LAUNCH
    expose: str | None = None
    leave: str | None = None
    late_joiners: LateJoiners = LateJoiners.SEPARATE
    after_exposure_day: bool = False
    min_uses: int = 1
    min_days: int = 1

    @property
    def frozen(self) -> None:
        """Nobody: units of a frozen audience are counted from the log."""

    @property
    def day_0(self) -> int:
        """Day 0 as a number."""
        return number_of(self.launched_on)

    def is_open(self, last_day: int) -> bool:
        """Tell whether a row on the last day or later can still be somebody's adoption."""
        return self.day_0 <= last_day <= self.day_0 + self.horizon

    @classmethod
    def of(cls, rule: CountingRule, horizon: int) -> "FirstUse":
        """Take from a rule what its count depends on."""
        assert rule.launched_on is not None
        adopt = tuple(sorted(set(rule.adopt)))
        return cls(adopt, rule.launched_on, rule.active_days, horizon)


@dataclass
class Rows:
    """What became of the rows of a log.

    Attributes:
        read, no_unit, rejected, duplicate, odd: as in `LogSummary`.
        last_day: last day of any row; null without one.
        used: usable rows by day.
        events: what occurs.
    """

    read: int = 0
    no_unit: int = 0
    rejected: int = 0
    duplicate: int = 0
    odd: int = 0
    last_day: int | None = None
    used: dict[int, int] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)

    def plus(self, other: "Rows") -> "Rows":
        """Add the rows of another part of the log."""
        days = [day for day in (self.last_day, other.last_day) if day is not None]
        used = dict(self.used)
        for day, n in other.used.items():
            used[day] = used.get(day, 0) + n
        sums = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("read", "no_unit", "rejected", "duplicate", "odd")
        }
        last = max(days, default=None)
        return Rows(**sums, last_day=last, used=used, events=self.events | other.events)

    def as_json(self) -> dict[str, Any]:
        """Return what `of_json` reads."""
        used = {str(day): n for day, n in sorted(self.used.items())}
        return {**vars(self), "used": used, "events": sorted(self.events)}

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> "Rows":
        """Read what `as_json` gave."""
        used = {int(day): int(n) for day, n in found["used"].items()}
        return cls(**{**found, "used": used, "events": set(found["events"])})


@dataclass
class UnitTable:
    """A row a unit, at the place of its number.

    Attributes:
        first: first day.
        first_segment: the segment on that day.
        segment: the one segment of all its rows, or `NONE`.
        first_use, last_use: by set of use events; `NONE` without a use.
    """

    first: Ints
    first_segment: Ints
    segment: Ints
    first_use: Ints
    last_use: Ints

    @classmethod
    def of_nobody(cls, sets: int) -> "UnitTable":
        """Return the table of no units, with so many sets of use events."""
        none, no_uses = np.zeros(0, np.int32), np.zeros((sets, 0), np.int32)
        return cls(none, none, none, no_uses, no_uses)

    def grown(self, by: int) -> "UnitTable":
        """Return the table with so many units more, of whom nothing is known yet."""
        more = np.full(by, NONE, np.int32)
        none = np.full((len(self.first_use), by), NONE, np.int32)
        first, first_segment, segment = (np.concatenate([one, more]) for one in self.plain())
        uses = (np.concatenate([one, none], axis=1) for one in (self.first_use, self.last_use))
        return UnitTable(first, first_segment, segment, *uses)

    def plain(self) -> tuple[Ints, Ints, Ints]:
        """Return the columns that no set of use events has a part in."""
        return self.first, self.first_segment, self.segment

    def put(self, place: Numbers, rows: "UnitTable") -> None:
        """Write rows at their places."""
        for mine, theirs in zip(self.plain(), rows.plain(), strict=True):
            mine[place] = theirs
        self.first_use[:, place] = rows.first_use
        self.last_use[:, place] = rows.last_use


@dataclass
class OpenAudience:
    """Who is in the frozen audience of a launch that can still be adopted.

    Attributes:
        bits: a bit a unit.
        changed, found: the units in it whose segment changed, sorted, and the segment that the
            launch found each in.
    """

    bits: Bits
    changed: Numbers
    found: Numbers

    def holds(self, units: Numbers) -> NDArray[np.bool_]:
        """Tell of units whether they are in it; those that came after it was made are not."""
        place = units >> 3
        inside = place < len(self.bits)
        byte = self.bits[np.where(inside, place, 0)] if len(self.bits) else np.zeros(1, np.uint8)
        held: NDArray[np.bool_] = inside & (((byte >> (7 - (units & 7))) & 1) == 1)
        return held

    def segments(self, units: Numbers, own: Numbers) -> Numbers:
        """Return the segment the launch found units in; `own` holds the one of the steady."""
        place = np.searchsorted(self.changed, units)
        place = np.minimum(place, max(len(self.changed) - 1, 0))
        known = (
            np.zeros(len(units), bool) if not len(self.changed) else (self.changed[place] == units)
        )
        return np.where(known, self.found[place] if len(self.found) else NONE, own)


@dataclass
class Tables:
    """The whole state.

    Attributes:
        segments: a segment's number is its place.
        sets: of use events.
        launches: registered; those after `last_day` are not counted yet.
        horizon: last day of any window that can be answered.
        last_day: of the usable rows.
        newcomers: `NEWCOMERS` cells: all units by first day, on their own clock.
        audience: `AUDIENCE` cells of the frozen audiences.
        used_before: by launch, the eligible with a use before day 0.
        open: by launch, those that can still be adopted.
        changed: how many units have more than one segment; null = the units tell.
    """

    segments: list[str]
    sets: list[tuple[str, ...]]
    launches: list[FirstUse]
    horizon: int
    last_day: int
    rows: Rows
    units: UnitTable
    newcomers: Cells
    audience: Cells
    used_before: Numbers
    open: dict[int, OpenAudience]
    changed: int | None = None

    def count_changed(self) -> int:
        """Count the units with more than one segment."""
        return int((self.units.segment == NONE).sum()) if self.changed is None else self.changed

    def set_of(self, launch: FirstUse) -> int:
        """Return the number of a launch's set of use events."""
        return self.sets.index(launch.adopt)

    def begun(self) -> list[int]:
        """Return the numbers of the launches that are counted."""
        return [n for n, one in enumerate(self.launches) if one.day_0 <= self.last_day]

    def place_of(self, rule: CountingRule) -> int | None:
        """Find the launch a rule speaks of; null where it is not registered."""
        asked = FirstUse.of(rule, self.horizon)
        if rule.horizon > self.horizon or asked not in self.launches:
            return None
        return self.launches.index(asked)

    def keep_only(self, numbers: Sequence[int]) -> None:
        """Forget all launches but some."""
        renumber = np.full(len(self.launches), NONE, np.int64)
        renumber[list(numbers)] = np.arange(len(numbers))
        kept = self.audience.where("launch", np.array(numbers, np.int64))
        keys = kept.keys.copy()
        keys[:, AUDIENCE.index("launch")] = renumber[kept.column("launch")]
        self.audience = Cells(AUDIENCE, keys, kept.n)
        self.used_before = self.used_before[list(numbers)]
        self.launches = [self.launches[number] for number in numbers]
        self.open = {int(renumber[n]): one for n, one in self.open.items() if n in set(numbers)}

    def segment_numbers(self, names: Sequence[str]) -> dict[str, int]:
        """Give every name its number, new ones the next."""
        for name in names:
            if name not in self.segments:
                self.segments.append(name)
        return {name: place for place, name in enumerate(self.segments)}
