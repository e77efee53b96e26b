"""When a launch was to happen, when it happened, and how often and why its day moved."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pmm_core.models import Initiative, LaunchSlip


@dataclass(frozen=True)
class Slip:
    """A launch day that moved.

    Attributes:
        on: the day the move was recorded, where the launch is.
        by: whoever recorded it.
    """

    before: dt.date
    after: dt.date
    why: str
    on: dt.date
    by: str

    @property
    def days(self) -> int:
        """By how many days it moved; negative where it was brought forward."""
        return (self.after - self.before).days


@dataclass(frozen=True)
class Dates:
    """The days of a launch.

    Attributes:
        launched_on: the day it was or is to be launched; null until said.
        planned_on: the day first planned; null where it never moved.
        slips: in the order they were recorded.
        as_of: the day looked from.
    """

    launched_on: dt.date | None
    planned_on: dt.date | None
    timezone: str
    slips: tuple[Slip, ...]
    as_of: dt.date

    @property
    def is_ahead(self) -> bool:
        """Whether the launch lies ahead."""
        return self.launched_on is not None and self.launched_on > self.as_of

    @property
    def age(self) -> int | None:
        """Days since the launch, negative before it; null without a day."""
        return None if self.launched_on is None else (self.as_of - self.launched_on).days

    @property
    def first(self) -> dt.date | None:
        """The day first planned, moved since or not."""
        return self.planned_on or self.launched_on

    @property
    def moved_days(self) -> int | None:
        """Days between the first plan and the launch; null without a day."""
        if self.launched_on is None or self.first is None:
            return None
        return (self.launched_on - self.first).days


def dates_of(launch: Initiative, slips: Sequence[LaunchSlip], as_of: dt.date) -> Dates:
    """Read the days of a launch, with its moves in the order they were recorded."""
    zone = ZoneInfo(launch.timezone)
    return Dates(
        launched_on=launch.launched_on,
        planned_on=launch.planned_on,
        timezone=launch.timezone,
        slips=tuple(
            Slip(
                row.planned_before,
                row.planned_after,
                row.why,
                on=row.recorded_at.astimezone(zone).date(),
                by=row.recorded_by,
            )
            for row in slips
        ),
        as_of=as_of,
    )


def is_slip(
    before: dt.date | None,
    after: dt.date | None,
    *,
    entered_at: dt.datetime,
    now: dt.datetime,
    timezone: str,
    why: str | None = None,
) -> bool:
    """Tell a move of a launch from a mistake that is put right on the day of entry.

    Args:
        before, after: the launch day.
        entered_at: when the launch was entered, UTC.
        now: when the change is made, UTC.
        timezone: whose calendar days count.
        why: the reason given; with one it is a move even on the day of entry.
    """
    if before is None or after is None or before == after:
        return False
    zone = ZoneInfo(timezone)
    same_day = entered_at.astimezone(zone).date() == now.astimezone(zone).date()
    return why is not None or not same_day


def in_order(slips: Sequence[Slip], planned_on: dt.date | None) -> bool:
    """Tell whether the recorded moves explain the way from the first plan to the launch day."""
    if planned_on is None:
        return True
    return bool(slips) and slips[0].before == planned_on
