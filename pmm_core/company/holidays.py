"""Reads holidays from a CSV (`date[,name]`) or a calendar file (.ics).

A file with one line that cannot be read is refused as a whole, with every such line. A recurring
event is expanded over the span given.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar, Event

from pmm_core.company import wording
from pmm_core.company.profile import Holiday
from pmm_core.errors import InvalidInput

_HEADERS = {"date", "day", "holiday"}
_LONGEST = dt.timedelta(days=60)
_FREQUENCIES = {"YEARLY", "MONTHLY", "WEEKLY"}
# A rule may never end; a weekly one takes this many repeats for a hundred years.
_MOST = 5_200


@dataclass(frozen=True)
class Span:
    """The days over which a recurring holiday is expanded, both inclusive."""

    first: dt.date
    last: dt.date

    @classmethod
    def around(cls, day: dt.date) -> "Span":
        """Take ten years before and ten after a day: long enough for every pace and every strip."""
        return cls(dt.date(day.year - 10, 1, 1), dt.date(day.year + 10, 12, 31))


@dataclass(frozen=True)
class LineProblem:
    """A line that cannot be read; for a calendar the number of its event, from 1."""

    row: int
    message: str


def read_holidays(content: bytes, *, span: Span) -> tuple[Holiday, ...]:
    """Read the holidays of a file, in order, each day once.

    Raises:
        InvalidInput: `holidays_unreadable`; `details["problems"]` holds `row` and `message`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _unreadable(wording.not_text()) from fault
    is_calendar = text.lstrip().upper().startswith("BEGIN:VCALENDAR")
    found = list(_from_calendar(text, span) if is_calendar else _from_csv(text))
    problems = [one for one in found if isinstance(one, LineProblem)]
    if problems:
        raise _unreadable(wording.refused(len(problems)), problems)
    by_day = {one.day: one for one in found if isinstance(one, Holiday)}
    if not by_day:
        raise _unreadable(wording.no_holidays())
    return tuple(by_day[day] for day in sorted(by_day))


def _from_csv(text: str) -> Iterator[Holiday | LineProblem]:
    first_line = text.partition("\n")[0]
    delimiter = ";" if ";" in first_line else "\t" if "\t" in first_line else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    for cells in reader:
        given = [cell.strip() for cell in cells]
        if not any(given) or (reader.line_num == 1 and given[0].casefold() in _HEADERS):
            continue
        yield _holiday(given, reader.line_num)


def _holiday(cells: list[str], row: int) -> Holiday | LineProblem:
    if any(cells[2:]):
        return LineProblem(row, wording.too_many_cells())
    try:
        day = dt.date.fromisoformat(cells[0])
    except ValueError:
        return LineProblem(row, wording.not_a_day(cells[0]))
    return _named(day, "".join(cells[1:2]), row)


def _named(day: dt.date, name: str, row: int) -> Holiday | LineProblem:
    try:
        return Holiday.check(day=day, name=name)
    except InvalidInput:
        return LineProblem(row, wording.name_too_long())


def _from_calendar(text: str, span: Span) -> Iterator[Holiday | LineProblem]:
    try:
        calendar = Calendar.from_ical(text)
    except ValueError as fault:
        raise _unreadable(wording.not_a_calendar(str(fault).rstrip("."))) from fault
    for number, event in enumerate(calendar.events, start=1):
        yield from _from_event(event, number, span)


def _from_event(event: Event, number: int, span: Span) -> Iterator[Holiday | LineProblem]:
    try:
        first, last = _day(event.start), _last_day(event)
    except ValueError:
        yield LineProblem(number, wording.no_start())
        return
    if last - first > _LONGEST:
        yield LineProblem(number, wording.long_span())
        return
    name = str(event.get("summary", ""))
    try:
        starts = _starts(event, first, span)
    except ValueError:
        yield LineProblem(number, wording.unreadable_rule(_rule(event)))
        return
    for start in starts:
        for offset in range((last - first).days + 1):
            yield _named(start + dt.timedelta(days=offset), name, number)


def _starts(event: Event, first: dt.date, span: Span) -> list[dt.date]:
    """The first days of an event within the span: the one it names, or all its rule gives."""
    if not event.rrules:
        return [first]
    if event.rrules[0].get("FREQ", [""])[0] not in _FREQUENCIES:
        raise ValueError("a rule that is no holiday's")
    rule = rrulestr(_rule(event), dtstart=dt.datetime.combine(first, dt.time()), ignoretz=True)
    left_out = {_day(day) for day in event.exdates}
    days = (moment.date() for moment in islice(rule, _MOST))
    return [day for day in days if span.first <= day <= span.last and day not in left_out]


def _rule(event: Event) -> str:
    return str(event.rrules[0].to_ical().decode())


def _last_day(event: Event) -> dt.date:
    """The end of an event of whole days is the day after its last one."""
    start, end = event.start, event.end
    if isinstance(end, dt.datetime):
        return _day(end)
    return max(_day(start), end - dt.timedelta(days=1))


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _unreadable(message: str, problems: list[LineProblem] | None = None) -> InvalidInput:
    rows = [{"row": problem.row, "message": problem.message} for problem in problems or []]
    return InvalidInput(message, code="holidays_unreadable", details={"problems": rows})
