"""The one question asked of an event log, and its answer: counts per segment, audience and day.

To answer it nothing but these counts leaves the engine that holds the log: no event enters Python.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from pmm_core.events.contract import Condition
from pmm_core.vocabulary import Clock, LateJoiners


class ListedUnits(Protocol):
    """A frozen audience: where its units are listed, and what is known of the list."""

    @property
    def file(self) -> str:
        """Path of the list."""

    @property
    def digest(self) -> str:
        """SHA-256 of its units with their segments."""

    @property
    def size(self) -> int:
        """How many units it has."""

    @property
    def segment_by(self) -> str | None:
        """Column of the log from which the segments were taken; null without."""


class CountingRule(Protocol):
    """What a source must know to count; an adoption definition is one."""

    @property
    def clock(self) -> Clock:
        """Where day 0 lies."""

    @property
    def launched_on(self) -> dt.date | None:
        """Day 0 of the launch clock; beside `expose` the day days are laid from."""

    @property
    def expose(self) -> str | None:
        """Event whose first day is a unit's day 0 on the exposure clock."""

    @property
    def adopt(self) -> tuple[str, ...]:
        """Events that count as use; `any` = every row."""

    @property
    def leave(self) -> str | None:
        """Event after which a unit can no longer adopt."""

    @property
    def active_days(self) -> int:
        """Look-back of the frozen audience, in days."""

    @property
    def frozen(self) -> ListedUnits | None:
        """Who is eligible, whatever the rows say; null = whom the rule finds in the rows."""

    @property
    def late_joiners(self) -> LateJoiners:
        """What happens to units first seen on or after the launch day."""

    @property
    def after_exposure_day(self) -> bool:
        """Whether use on day 0 does not count."""

    @property
    def min_uses(self) -> int:
        """How many uses make an adoption."""

    @property
    def min_days(self) -> int:
        """On how many distinct days."""

    @property
    def horizon(self) -> int:
        """Last day counted."""

    @property
    def timezone(self) -> str:
        """Zone in which calendar days are cut."""


@dataclass(frozen=True)
class CountRequest:
    """A question to a log.

    Attributes:
        rule: who counts when.
        as_of: last day observed, inclusive; null = the last day in the log.
        stated: somebody says that the log is complete up to `as_of`; without that no day after
            the last one in the log counts as observed.
        by: column that splits the units; null = no split.
        where: conditions a row must satisfy to count at all.
        source_timezone: zone of times without an offset.
        skip_rejected: leave out rows that cannot be read instead of refusing the log.
        allow_unused: accept a named event that occurs nowhere.
    """

    rule: CountingRule
    as_of: dt.date | None = None
    stated: bool = True
    by: str | None = None
    where: Sequence[Condition] = ()
    source_timezone: str = "UTC"
    skip_rejected: bool = False
    allow_unused: bool = False


@dataclass(frozen=True)
class RowCounts:
    """What became of every row; `read` is the sum of the others."""

    read: int
    used: int
    no_unit: int
    rejected: int
    duplicate: int
    after_as_of: int
    filtered: int


@dataclass(frozen=True)
class UnitCounts:
    """What became of the units.

    Attributes:
        eligible: in the curve of the audience.
        late_joiners: first seen on or after the launch day.
        excluded: seen before the launch day, but not in the look-back, or gone before day 0.
        used_before: eligible units with a use before their day 0; they stay in.
    """

    eligible: int
    late_joiners: int = 0
    excluded: int = 0
    used_before: int = 0


@dataclass(frozen=True)
class Recount:
    """How the audience would differ from the frozen one if it were taken from the rows today.

    Attributes:
        came: units that would now be eligible too; they are left out.
        gone: frozen units that would no longer be; they stay in.
    """

    came: int
    gone: int


@dataclass(frozen=True)
class DailyCounts:
    """The answer of a source.

    Attributes:
        frame: one row a segment (null = everybody), audience and day 0..horizon, with `entered`,
            `adopted`, `left`, `censored`, `observed`, `matured`, `matured_adopted`
            (`pmm_core.events.daily` says what each is).
        as_of: last day observed.
        last_day: last day in the log.
        unused: named events that occur nowhere.
        never_exposed: units without the exposure event (exposure clock).
        odd_rows: readable rows dated before 1990, most likely a broken clock.
        recount: against today's rows, of a frozen audience; null for any other.
        changed_segment: units of the log with more than one segment; null without a split, and for
            a day before the last one in the log.
        notes: how the log had to be read, as sentences.
    """

    frame: pd.DataFrame
    as_of: dt.date
    last_day: dt.date
    rows: RowCounts
    units: UnitCounts
    unused: tuple[str, ...] = ()
    never_exposed: int = 0
    odd_rows: int = 0
    recount: Recount | None = None
    changed_segment: int | None = None
    notes: tuple[str, ...] = field(default=())


class EventSource(Protocol):
    """Anything that can count: a file, a folder, a warehouse."""

    def daily_counts(self, request: CountRequest) -> DailyCounts:
        """Answer the request.

        Raises:
            InvalidInput: for a log or a request that makes no sense (`no_audience`,
                `event_not_in_log`, `rows_rejected`, `column_unknown`, ...).
        """
