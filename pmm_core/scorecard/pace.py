"""How far a KPI has come from where it started, and how far it should be today."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar

_SAME = 1e-9


@dataclass(frozen=True)
class Span:
    """The way a KPI has to go: from a value on a day to a value on a later day."""

    start: float
    start_date: dt.date
    target: float
    target_date: dt.date


@dataclass(frozen=True)
class Pace:
    """Progress beside what is due at the end of a day.

    Attributes:
        progress: share of the way from start to target, may be negative or above 1; null without a
            start, or where start and target are one.
        due_progress: share of the way that is due; null with `progress`.
        due: the value that is due, in the KPI's unit.
        method: `linear` (over working days), null without a pace.
    """

    progress: float | None = None
    due_progress: float | None = None
    due: float | None = None
    method: str | None = None


def progress(*, actual: float, start: float, target: float) -> float | None:
    """Return (actual - start) / (target - start).

    Measured from the start, so that a goal from 1.0M to 1.3M stands at 0 on its first day, and a
    goal downwards works alike. Null where start and target are one.
    """
    way = target - start
    return None if abs(way) < _SAME else (actual - start) / way


def due_share(
    *, start_date: dt.date, target_date: dt.date, as_of: dt.date, calendar: BusinessCalendar
) -> float:
    """Return the share of the working days after the start that are over by the end of a day.

    0 on the start date, 1 from the last working day on or before the target date.
    """
    if as_of >= target_date:
        return 1.0
    whole = calendar.working_days(start_date, target_date)
    return calendar.working_days(start_date, as_of) / whole if whole else 0.0


def linear_pace(span: Span, *, actual: float, as_of: dt.date, calendar: BusinessCalendar) -> Pace:
    """Compare a value with a straight line over working days from start to target."""
    done = progress(actual=actual, start=span.start, target=span.target)
    if done is None:
        return Pace()
    share = due_share(
        start_date=span.start_date, target_date=span.target_date, as_of=as_of, calendar=calendar
    )
    return Pace(done, share, span.start + share * (span.target - span.start), "linear")
