"""A look at every row of a log before anything is counted: what became of each, and of the events.

Where a file's own statistics prove that every row is usable, no row is looked at.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pmm_core.events import problems
from pmm_core.events.log import EventLog
from pmm_core.events.source import CountRequest, RowCounts
from pmm_core.events.times import TimeReader

OLDEST_LIKELY_DAY = dt.date(1990, 1, 1)


@dataclass(frozen=True)
class LogSummary:
    """What a look at every row says before anything is counted.

    Attributes:
        rows: what became of the rows.
        first_day, last_day: with a readable row; null when there is none.
        odd_rows: readable rows dated before 1990.
        unused: named events that occur nowhere.
    """

    rows: RowCounts
    first_day: dt.date | None
    last_day: dt.date | None
    odd_rows: int
    unused: tuple[str, ...]

    def usable(self, rows: ir.Table, as_of: dt.date) -> ir.Table:
        """Return the rows to count, up to a day; unfiltered where every row is one of them."""
        all_used = self.rows.used == self.rows.read
        if all_used and self.last_day is not None and self.last_day <= as_of:
            return rows
        in_time = rows.day <= ibis.literal(as_of)
        return rows.filter(rows.readable & ~rows.duplicate & rows.passes & in_time)


@dataclass(frozen=True)
class Look:
    """A log read for a request.

    Attributes:
        usable: the usable rows up to the as-of day, as `shape` gives them.
        as_of: last day observed.
        summary: what was seen of all rows.
        notes: how they had to be read.
    """

    usable: ir.Table
    as_of: dt.date
    summary: LogSummary
    notes: tuple[str, ...] = ()

    @property
    def first_day(self) -> dt.date | None:
        """No usable row is earlier."""
        return self.summary.first_day

    @property
    def last_day_of_log(self) -> dt.date:
        """No readable row is later."""
        assert self.summary.last_day is not None, "a log without a readable day is refused"
        return self.summary.last_day

    @property
    def last_day(self) -> dt.date:
        """No usable row is later."""
        return min(self.as_of, self.last_day_of_log)


def summarise(
    log: EventLog, rows: ir.Table, as_of: dt.date | None, names: Sequence[str]
) -> LogSummary:
    """Look at every row.

    Args:
        log: for the lines that never became rows.
        rows: as `shape` gives them.
        as_of: last day observed; null = the last day in the log.
        names: events that are expected to occur.
    """
    facts = row_facts(rows, as_of)
    facts |= {f"event_{place}": (rows.event == name).sum() for place, name in enumerate(names)}
    found = log.engine.execute(rows.agg(**facts)).iloc[0]
    broken = problems.broken_lines(log)
    counts = {name: problems.whole(found[name]) for name in RowCounts.__dataclass_fields__}
    counts["read"] += broken
    counts["rejected"] += broken
    return LogSummary(
        rows=RowCounts(**counts),
        first_day=problems.calendar_day(found["first_day"]),
        last_day=problems.calendar_day(found["last_day"]),
        odd_rows=problems.whole(found["odd"]),
        unused=tuple(
            name for place, name in enumerate(names) if not problems.whole(found[f"event_{place}"])
        ),
    )


def summarise_clean_file(
    log: EventLog, request: CountRequest, reader: TimeReader, names: Sequence[str]
) -> LogSummary | None:
    """Prove from the statistics of a typed file that all its rows are usable; null where unproved.

    Args:
        log: what is asked.
        request: its conditions and days.
        reader: how times are read.
        names: events that are expected to occur.
    """
    unit, time = log.table[log.columns.unit], log.table[log.columns.time]
    plain = log.is_typed and unit.type().is_integer() and reader.keeps_days(time)
    if not plain or request.where or log.columns.insert_id is not None:
        return None
    facts = {
        "read": log.table.count(),
        "units": unit.count(),
        "times": time.count(),
        "first": time.min(),
        "last": time.max(),
    }
    found = log.engine.execute(log.table.agg(**facts)).iloc[0]
    read = problems.whole(found["read"])
    if not read or not read == found["units"] == found["times"]:
        return None
    first, last = (problems.calendar_day(found[name]) for name in ("first", "last"))
    assert first is not None and last is not None
    if first < OLDEST_LIKELY_DAY or (request.as_of is not None and last > request.as_of):
        return None
    rows = RowCounts(
        read=read, used=read, no_unit=0, rejected=0, duplicate=0, after_as_of=0, filtered=0
    )
    return LogSummary(rows, first, last, odd_rows=0, unused=_unused(log, names))


def _unused(log: EventLog, names: Sequence[str]) -> tuple[str, ...]:
    """Tell which events occur nowhere."""
    if log.columns.event is None:
        return tuple(names)
    cells = log.table.select(event=log.table[log.columns.event].cast("string")).distinct()
    occur = set(log.engine.to_pyarrow(cells)["event"].to_pylist())
    return tuple(name for name in names if name not in occur)


def row_facts(rows: ir.Table, as_of: dt.date | None) -> dict[str, ir.Scalar]:
    """Say what became of every row; the first that holds, in the order of the columns."""
    later = (
        ibis.literal(False) if as_of is None else (rows.day > ibis.literal(as_of)).fill_null(False)
    )
    no_unit = rows.unit.isnull() & ~rows.misshapen
    unique = rows.readable & ~rows.duplicate
    return {
        "read": rows.count(),
        "no_unit": no_unit.sum(),
        "rejected": (~no_unit & ~rows.readable).sum(),
        "duplicate": (rows.readable & rows.duplicate).sum(),
        "after_as_of": (unique & later).sum(),
        "filtered": (unique & ~later & ~rows.passes).sum(),
        "used": (unique & ~later & rows.passes).sum(),
        "first_day": rows.day.min(),
        "last_day": rows.day.max(),
        "odd": (rows.day < ibis.literal(OLDEST_LIKELY_DAY)).sum(),
    }
