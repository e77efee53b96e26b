"""Dates of cells: read only in ways that are proven, never guessed row by row.

A year of four digits in front, a month in words, YYYYMMDD and unix time speak for themselves. For
`03/04/2026` one order holds for the whole file: it is proven when at least one date reads only that
way and none only the other.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pmm_core.importers.amounts import CellError
from pmm_core.importers.contract import DateOrder
from pmm_core.importers.remedies import Remedy, Way

OLDEST = dt.date(1990, 1, 1)
UTC = ZoneInfo("UTC")
_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {
    name.lower(): at for at, name in enumerate(calendar.month_name) if name
}
_TIME = (
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|UTC|[+\-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<by>[./\-])(?P<b>\d{{1,2}})(?P=by)(?P<c>\d{{1,4}}){_TIME}"
)
_EIGHT = re.compile(r"(?:19|20)\d{6}")
_MONTH = re.compile(r"(?P<y>\d{4})[\-/](?P<m>\d{1,2})|(?P<n>[A-Za-z]{3,9})\.?[ \-](?P<y2>\d{4})")
_WORDS = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ \-](?P<n>[A-Za-z]{{3,9}})\.?,?[ \-]|"
    rf"(?P<n2>[A-Za-z]{{3,9}})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? )"
    rf"(?P<y>\d{{2}}|\d{{4}}){_TIME}"
)
_UNIX = re.compile(r"\d{10}|\d{13}")


@dataclass(frozen=True, slots=True)
class OrderProof:
    """What the dates of one file say about their order.

    Attributes:
        order: the proven order; null without proof. `ymd` where every date begins with its year.
        both_ways: dates that read both ways, differently.
        contradiction: one date for each order, when they prove against each other.
        short_years: dates whose year has two digits.
    """

    order: DateOrder | None
    both_ways: int = 0
    contradiction: tuple[str, str] | None = None
    short_years: int = 0


@dataclass(frozen=True, slots=True)
class DayRules:
    """How the dates of one file are read.

    Attributes:
        order: for dates of numbers that do not begin with the year; null when nothing proves it.
        zone: in which an instant becomes a day.
    """

    order: DateOrder | None = None
    zone: ZoneInfo = UTC


@dataclass(frozen=True, slots=True)
class Day:
    """A day and how exactly it was written.

    Attributes:
        month_only: a month stood there; the day is its last.
    """

    on: dt.date
    month_only: bool = False


def prove_order(texts: Iterable[str]) -> OrderProof:
    """Find the one order of a file's dates.

    Args:
        texts: the cells of every date column; what is no date of numbers proves nothing.
    """
    only: dict[DateOrder, str] = {}
    both = short = year_first = 0
    for text in texts:
        found = _NUMERIC.fullmatch(text.strip())
        if not found:
            year_first += bool(_EIGHT.fullmatch(text.strip()) or _MONTH.fullmatch(text.strip()))
            continue
        if len(found["a"]) == 4:
            year_first += 1
            continue
        short += len(found["c"]) == 2
        dmy, mdy = (_ordered(found, order) for order in (DateOrder.DMY, DateOrder.MDY))
        if dmy and mdy:
            both += dmy != mdy
        elif dmy:
            only.setdefault(DateOrder.DMY, text)
        elif mdy:
            only.setdefault(DateOrder.MDY, text)
    if len(only) == 2:
        pair = (only[DateOrder.DMY], only[DateOrder.MDY])
        return OrderProof(None, both, pair, short)
    order = next(iter(only), DateOrder.YMD if year_first and not both else None)
    return OrderProof(order, both, None, short)


def _ordered(found: re.Match[str], order: DateOrder) -> dt.date | None:
    """Read three numbers in an order, or not at all."""
    parts = dict(zip(order.value, (found["a"], found["b"], found["c"]), strict=True))
    if len(parts["y"]) not in (2, 4) or len(parts["d"]) > 2 or len(parts["m"]) > 2:
        return None
    return _date(_year(parts["y"]), int(parts["m"]), int(parts["d"]))


def _year(text: str) -> int:
    """Two digits mean 1970 to 2069, as everywhere."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def looks_like_day(text: str) -> bool:
    """Whether a header is a date: a number alone is not one."""
    text = text.strip()
    if _UNIX.fullmatch(text):
        return False
    try:
        read_day(text, DayRules(DateOrder.DMY))
    except CellError as error:
        return error.code == "date_impossible"
    return True


def read_day(text: str, rules: DayRules) -> Day:
    """Read a cell as a day.

    Args:
        text: a cell that is not blank.
        rules: order and zone of the file.

    Raises:
        CellError: `date_ambiguous` (reads both ways and nothing proves the order),
            `date_impossible` (30 February), `date_unreadable`.
    """
    cell = text.strip()
    for reading in (_read_numeric, _read_words, _read_compact):
        day = reading(cell, rules)
        if day is not None:
            return day
    raise CellError("date_unreadable", f"“{text[:40]}” is not a date. Write it as 2026-03-31.")


def _read_numeric(cell: str, rules: DayRules) -> Day | None:
    found = _NUMERIC.fullmatch(cell)
    if not found:
        return None
    if len(found["a"]) == 4:
        return _in_zone(found, _ordered(found, DateOrder.YMD), rules)
    if rules.order is not None and (rules.order is not DateOrder.YMD or len(found["c"]) == 2):
        return _in_zone(found, _ordered(found, rules.order), rules)
    dmy, mdy = (_ordered(found, order) for order in (DateOrder.DMY, DateOrder.MDY))
    if dmy and mdy and dmy != mdy:
        raise CellError(
            "date_ambiguous",
            f"“{cell}” is {dmy:%-d %B %Y} or {mdy:%-d %B %Y}, and no other date of the file proves "
            "which.",
            Remedy(Way.DATE_ORDER),
        )
    return _in_zone(found, dmy or mdy, rules)


def _read_words(cell: str, rules: DayRules) -> Day | None:
    found = _WORDS.fullmatch(cell)
    if not found:
        return None
    month = _MONTHS.get((found["n"] or found["n2"]).lower())
    if month is None:
        return None
    return _in_zone(found, _date(_year(found["y"]), month, int(found["d"] or found["d2"])), rules)


def _read_compact(cell: str, rules: DayRules) -> Day | None:
    if _EIGHT.fullmatch(cell):
        return Day(_possible(cell, _date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))))
    if _UNIX.fullmatch(cell):
        seconds = int(cell) / (1000 if len(cell) == 13 else 1)
        return Day(dt.datetime.fromtimestamp(seconds, rules.zone).date())
    found = _MONTH.fullmatch(cell)
    if not found:
        return None
    month = int(found["m"]) if found["m"] else _MONTHS.get(found["n"].lower())
    if month is None:
        return None
    year = int(found["y"] or found["y2"])
    first = _possible(cell, _date(year, month, 1))
    return Day(first.replace(day=calendar.monthrange(year, month)[1]), month_only=True)


def _possible(cell: str, day: dt.date | None) -> dt.date:
    if day is None:
        raise CellError("date_impossible", f"“{cell}” is not a day of the calendar. Correct it.")
    return day


def _in_zone(found: re.Match[str], day: dt.date | None, rules: DayRules) -> Day:
    """Cut the day of an instant in the zone; a time without an offset keeps the day as written."""
    on = _possible(found.group(), day)
    if found["zone"] is None:
        return Day(on)
    hour = (
        int(found["hour"]) % 12 + 12 * (found["half"].lower() == "pm")
        if found["half"]
        else int(found["hour"])
    )
    zone = "+00:00" if found["zone"] in ("Z", "UTC") else found["zone"]
    try:
        instant = dt.datetime.fromisoformat(
            f"{on.isoformat()}T{hour:02}:{found['minute']}:{found['second'] or '00'}{zone}"
        )
        return Day(instant.astimezone(rules.zone).date())
    except (ValueError, OverflowError) as error:
        raise CellError(
            "date_impossible", f"“{found.group()}” is not a time of the day."
        ) from error
