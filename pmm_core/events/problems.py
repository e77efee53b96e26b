"""Why a log cannot answer, said so that a person can mend it: lines, names, missing audiences."""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from pmm_core.errors import InvalidInput
from pmm_core.events.layout import LogKind, open_text
from pmm_core.events.log import EventLog
from pmm_core.events.readers import LogFile, log_table
from pmm_core.events.shaping import filled, is_misshapen
from pmm_core.events.source import CountingRule, RowCounts
from pmm_core.events.times import DAY_AND_MONTH, TimeReader
from pmm_core.formatting import show_day, show_names

_MOST_SHOWN = 20
_MOST_NAMES = 10
_MOST_COMPARED = 1000
_MISSHAPEN_LINE = ("row_misshapen", "the line does not have the cells the headers promise.")


@dataclass(frozen=True)
class DateOrder:
    """The order of day and month that the log itself proves."""

    day_first: bool
    sentence: str


@dataclass(frozen=True)
class DayLimits:
    """Days outside which a date is most likely a mistake; both ends are allowed days."""

    oldest: dt.date
    newest: dt.date


def proven_date_order(log: EventLog) -> DateOrder | None:
    """Find the order of dates such as 03/04/2024; null where the log has none.

    Raises:
        InvalidInput: `date_ambiguous` when no date proves an order, `date_order_mixed` when dates
            prove both.
    """
    cell = log.table[log.columns.time]
    if not cell.type().is_string():
        return None
    text = cell.strip()
    dates = log.table.filter(text.re_search(DAY_AND_MONTH).fill_null(False))
    text = dates[log.columns.time].strip()
    first, second = (text.re_extract(DAY_AND_MONTH, place).cast("int64") for place in (1, 2))
    found = log.engine.execute(
        dates.agg(
            dates=dates.count(),
            day_first=(first > 12).sum(),
            month_first=(second > 12).sum(),
        )
    ).iloc[0]
    total, day_first, month_first = (whole(found[name]) for name in found.index)
    if not total:
        return None
    if day_first and month_first:
        raise InvalidInput(
            f"{log.label}: {day_first} dates have the day first and {month_first} the month. "
            "Write all of them as YYYY-MM-DD.",
            code="date_order_mixed",
        )
    if not day_first and not month_first:
        raise InvalidInput(
            f"{log.label}: nothing proves whether dates such as 03/04/2024 have the day or the "
            "month first. Write them as YYYY-MM-DD.",
            code="date_ambiguous",
        )
    part = "day" if day_first else "month"
    both = total - day_first - month_first
    return DateOrder(
        bool(day_first), f"Dates were read with the {part} first; {both} of {total} read both ways."
    )


def header_only(log: EventLog) -> InvalidInput:
    """Say that there is nothing under the headers."""
    return InvalidInput(f"{log.label} holds headers but no rows.", code="header_only")


def nothing_readable(log: EventLog) -> InvalidInput:
    """Say that every row was left out."""
    return InvalidInput(
        f"No row of {log.label} has both a unit and a readable time.", code="no_rows"
    )


def no_audience(rule: CountingRule, as_of: dt.date) -> InvalidInput:
    """Say that nobody could have adopted, and why that may be."""
    if rule.launched_on is not None and rule.launched_on > as_of:
        message = (
            f"The launch is on {show_day(rule.launched_on)}, after the last day observed "
            f"({show_day(as_of)}). Check the day, or read again once the log has reached it."
        )
    elif rule.expose is not None:
        message = (
            f"No unit has the exposure event “{rule.expose}” on or before {show_day(as_of)}. Check "
            "its spelling and the day."
        )
    else:
        message = (
            f"No unit has a row in the {rule.active_days} days before the launch on "
            f"{show_day(rule.launched_on)}. Check the day, or look back further."
        )
        problem = {"field": "active_days", "message": message}
        return InvalidInput(message, code="no_audience", details={"problems": [problem]})
    return InvalidInput(message, code="no_audience")


def event_not_in_log(
    log: EventLog, names: Sequence[str], rules: Sequence[CountingRule] = ()
) -> InvalidInput:
    """Name the events the log does have: those of a like name, and the commonest.

    Args:
        log: the log.
        names: events that occur nowhere.
        rules: what they were named for.
    """
    listed = ", ".join(f"{_part_of(name, rules)}“{name}”" for name in names)
    listed = listed[0].upper() + listed[1:]
    if log.columns.event is None:
        return InvalidInput(
            f"{log.label} has no event column, so {listed} cannot be found. Name the column, or "
            "count every row as use.",
            code="event_not_in_log",
            details={"unknown": list(names), "near": [], "commonest": []},
        )
    known = commonest_events(log, most=_MOST_COMPARED)
    events = known[:_MOST_NAMES]
    near = list(dict.fromkeys(like for name in names for like in _alike(name, known)))
    meant = f" Did you mean {show_names([f'“{like}”' for like in near], 'or')}?" if near else ""
    return InvalidInput(
        f"{listed} occurs nowhere in {log.label}.{meant} The commonest events are "
        f"{', '.join(events)}. Check the spelling.",
        code="event_not_in_log",
        details={"unknown": list(names), "near": near, "commonest": events},
    )


def _part_of(name: str, rules: Sequence[CountingRule]) -> str:
    """Say what an event was named for, where that is not use."""
    if any(name in rule.adopt for rule in rules):
        return ""
    if any(name == rule.leave for rule in rules):
        return "the leaving event "
    return "the exposure event " if rules else ""


def _alike(name: str, known: Sequence[str]) -> list[str]:
    by_key = {one.strip().casefold(): one for one in reversed(known)}
    return [by_key[key] for key in get_close_matches(name.strip().casefold(), by_key, n=3)]


def repeats_count(log: EventLog) -> str:
    """Say that a row that stands there twice is two uses."""
    return (
        f"{log.label} has no insert id, so a row that stands there twice counts as two uses. Add "
        "an insert_id column if its exports overlap."
    )


def adopt_missing(log: EventLog) -> InvalidInput:
    """Ask which of the log's events counts as use."""
    events = commonest_events(log)
    return InvalidInput(
        f"Say which event of {log.label} counts as use, or that every row does. "
        f"The commonest events are {', '.join(events)}.",
        code="adopt_missing",
        details={"commonest": events},
    )


def commonest_events(log: EventLog, *, most: int = _MOST_NAMES) -> list[str]:
    """List the events of a log, those that occur most first."""
    if log.columns.event is None:
        return []
    rows = log.table.select(event=filled(log.table[log.columns.event]))
    rows = rows.filter(rows.event.notnull())
    counted = rows.group_by("event").agg(n=rows.count())
    commonest = counted.order_by([counted.n.desc(), counted.event]).limit(most)
    return [str(name) for name in log.engine.execute(commonest)["event"]]


def find_problems(
    log: EventLog, reader: TimeReader, limits: DayLimits | None = None
) -> list[dict[str, Any]]:
    """List the first rows that cannot be taken, each with the line a person sees."""
    problems: list[dict[str, Any]] = []
    for file in log.files:
        if len(problems) < _MOST_SHOWN:
            problems += _problems_in(log, file, reader, limits)
    return problems[:_MOST_SHOWN]


def rows_rejected(log: EventLog, rows: RowCounts, reader: TimeReader) -> InvalidInput:
    """Name the first rows that cannot be read, each with its line."""
    problems = find_problems(log, reader)
    first = problems[0]["message"] if problems else "A time is missing or cannot be read."
    where = f" Row {problems[0]['row']}: " if problems and problems[0]["row"] else " "
    return InvalidInput(
        f"{rows.rejected} of {rows.read} rows of {log.label} cannot be read.{where}{first} "
        "Mend them, or have them left out.",
        code="rows_rejected",
        details={"rows": {"read": rows.read, "rejected": rows.rejected}, "problems": problems},
    )


def broken_lines(log: EventLog) -> int:
    """Count the lines a delimited log could not be cut into; they never became rows."""
    if not log.files or log.files[0].layout.kind is not LogKind.DELIMITED:
        return 0
    query = (
        "SELECT count(*) FROM (SELECT DISTINCT file_path, line FROM reject_errors "
        "JOIN reject_scans USING (scan_id, file_id))"
    )
    return int(log.engine.raw_sql(query).fetchone()[0])


def whole(value: Any) -> int:
    """Return a count that an engine gave as null, float or integer."""
    return 0 if pd.isna(value) else int(value)


def calendar_day(value: Any) -> dt.date | None:
    """Return a day that an engine gave as null, date or timestamp."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _problems_in(
    log: EventLog, file: LogFile, reader: TimeReader, limits: DayLimits | None
) -> list[dict[str, Any]]:
    """Find the rows of one file that cannot be taken, with the lines a person sees."""
    table = log_table(log.engine, [file], name="one_file")
    time = table[log.columns.time]
    numbered = table.select(
        ordinal=ibis.row_number(),
        cell=time.cast("string"),
        unit=filled(table[log.columns.unit]),
        day=reader.read(time).day,
        misshapen=is_misshapen(table),
    )
    bad = numbered.misshapen | (numbered.unit.notnull() & numbered.day.isnull())
    if limits is not None:
        bad = bad | is_odd(numbered.day, limits)
    found = log.engine.execute(numbered.filter(bad).order_by("ordinal").limit(_MOST_SHOWN))
    faults = {
        int(row.ordinal): _MISSHAPEN_LINE
        if row.misshapen
        else _cell_fault("" if pd.isna(row.cell) else row.cell, calendar_day(row.day), limits)
        for row in found.itertuples()
    }
    problems = []
    for ordinal, line in _lines(file, last=max(faults, default=None)):
        if ordinal is None or ordinal in faults:
            code, message = _MISSHAPEN_LINE if ordinal is None else faults[ordinal]
            column = None if code == _MISSHAPEN_LINE[0] else log.columns.time
            problems.append(
                {"file": file.name, "row": line, "column": column, "code": code, "message": message}
            )
        if len(problems) == _MOST_SHOWN:
            break
    return problems


def is_odd(day: ir.DateValue, limits: DayLimits) -> ir.BooleanValue:
    """Tell of each row whether its day lies outside the limits."""
    outside = (day < ibis.literal(limits.oldest)) | (day > ibis.literal(limits.newest))
    return outside.fill_null(False)


def _cell_fault(cell: str, day: dt.date | None, limits: DayLimits | None) -> tuple[str, str]:
    if not cell.strip():
        return "date_missing", "the time is blank."
    if day is None:
        return "date_unreadable", f"“{cell[:40]}” is no day or time."
    if limits is not None and day > limits.newest:
        return "date_in_future", f"“{cell[:40]}” lies after today ({limits.newest})."
    return "date_odd", f"“{cell[:40]}” lies before {limits.oldest.year if limits else ''}."


def _lines(file: LogFile, last: int | None) -> Iterator[tuple[int | None, int | None]]:
    """Pair the records of a file with their lines; a line of the wrong width is no record."""
    layout = file.layout
    if layout.kind is LogKind.PARQUET:
        yield from ((row, row + 1) for row in range((-1 if last is None else last) + 1))
        return
    ordinal = 0
    with open_text(file.path, "utf-8") as text:
        delimited = layout.kind is LogKind.DELIMITED
        records = csv.reader(text, delimiter=layout.delimiter) if delimited else None
        line = 0
        for record in records if records is not None else text:
            start, line = line + 1, records.line_num if records is not None else line + 1
            blank = not record if delimited else not str(record).strip()
            if blank or start <= layout.header_line:
                continue
            if delimited and len(record) != len(layout.headers):
                yield None, start
                continue
            yield ordinal, start
            ordinal += 1
