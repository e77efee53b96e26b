"""Where launches stand on a page of the calendar: the weeks of a month, the rows of a quarter."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.launch_calendar.build import LaunchCalendar
from pmm_core.launch_calendar.collisions import Influence, Scheduled
from pmm_core.vocabulary import Cadence

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A launch, or an external factor, over its days.

    Attributes:
        launch: null for a factor.
        collides: whether a launch collides with another within the days shown.
        readings: windows that end within it, and their days.
    """

    name: str
    first: dt.date
    last: dt.date
    launch: Scheduled | None = None
    collides: bool = False
    readings: tuple[tuple[int, dt.date], ...] = ()


@dataclass(frozen=True)
class Piece:
    """The part of a span that lies in one week, in a lane of its own.

    Attributes:
        first, last: its days within the week.
        begins, ends: whether the span begins and ends with it.
        lane: from 0, the uppermost.
    """

    span: Span
    first: dt.date
    last: dt.date
    begins: bool
    ends: bool
    lane: int


@dataclass(frozen=True)
class DayCell:
    """A day of the month's sheet.

    Attributes:
        is_inside: whether it belongs to the month.
        holiday: its name, empty where it has none; null on any other day.
    """

    day: dt.date
    is_inside: bool
    is_working: bool
    holiday: str | None


@dataclass(frozen=True)
class Week:
    """A row of the month's sheet."""

    days: tuple[DayCell, ...]
    pieces: tuple[Piece, ...]

    @property
    def lanes(self) -> int:
        """How many lanes its pieces take."""
        return max((piece.lane + 1 for piece in self.pieces), default=0)


def spans(found: LaunchCalendar, first: dt.date, last: dt.date) -> tuple[Span, ...]:
    """List what lies within some days: launches by their day, then the factors that meet them."""
    launches = [
        Span(
            one.name,
            one.launched_on,
            one.last_day,
            one,
            bool(found.collisions_of(one)),
            one.readings,
        )
        for one in found.launches
        if one.launched_on <= last and first <= one.last_day
    ]
    factors: dict[Influence, None] = dict.fromkeys(
        one.factor for one in found.meetings if one.first <= last and first <= one.last
    )
    return (
        *launches,
        *(Span(one.name, one.first, one.last or dt.date.max) for one in factors),
    )


def weeks(
    found: LaunchCalendar,
    month: Period,
    calendar: BusinessCalendar,
    holidays: Mapping[dt.date, str],
) -> tuple[Week, ...]:
    """Lay out a month in whole weeks, as the company counts them."""
    rows = []
    first = calendar.period(month.first, Cadence.WEEKLY).first
    shown = spans(found, first, calendar.period(month.last, Cadence.WEEKLY).last)
    while first <= month.last:
        days = tuple(first + _DAY * number for number in range(7))
        cells = tuple(
            DayCell(
                day,
                month.first <= day <= month.last,
                calendar.is_working_day(day),
                holidays.get(day),
            )
            for day in days
        )
        rows.append(Week(cells, _pieces(shown, days[0], days[-1])))
        first += 7 * _DAY
    return tuple(rows)


def _pieces(found: Sequence[Span], first: dt.date, last: dt.date) -> tuple[Piece, ...]:
    """Cut the spans to a week, each in the first lane that is free over its days."""
    taken_until: list[dt.date] = []
    pieces = []
    touching = [span for span in found if span.first <= last and first <= span.last]
    for span in sorted(touching, key=lambda one: (one.launch is None, one.first, one.name)):
        start, end = max(span.first, first), min(span.last, last)
        lane = next(
            (number for number, until in enumerate(taken_until) if until < start),
            len(taken_until),
        )
        taken_until[lane : lane + 1] = [end]
        pieces.append(Piece(span, start, end, span.first >= first, span.last <= last, lane))
    return tuple(pieces)


def month_starts(period: Period) -> tuple[dt.date, ...]:
    """List the first days of the months of a period, and the day after its last."""
    starts = [period.first]
    while starts[-1] <= period.last:
        starts.append((starts[-1] + dt.timedelta(days=32)).replace(day=1))
    return tuple(starts)
