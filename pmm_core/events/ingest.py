"""Event logs kept: a file becomes one validated Parquet file under the events folder, or nothing.

The kept file has the columns `user_id`, `event` and `ts`, and every other column under its own
name. A plain date stays a date; everything else becomes an instant. It appears in one step.
"""

import datetime as dt
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events import problems
from pmm_core.events.contract import KEPT_NAMES, ColumnChoice, LogColumns
from pmm_core.events.log import EventLog
from pmm_core.events.opening import open_log
from pmm_core.events.problems import DayLimits
from pmm_core.events.readers import MISSHAPEN, literal
from pmm_core.events.shaping import filled, is_misshapen, is_repeat
from pmm_core.events.times import TimeReader
from pmm_core.failpoints import failpoint

OLDEST_DAY = dt.date(1990, 1, 1)
_PREVIEW_ROWS = 10


@dataclass(frozen=True)
class LogOptions:
    """What a person said about a log.

    Attributes:
        choice: columns; null ones are recognised.
        timezone: zone of times without an offset.
        today: later days are mistakes.
        accept_odd_dates: take days after today or before 1990 as they are.
        skip_rejected: keep the good rows although others were rejected.
    """

    today: dt.date
    choice: ColumnChoice = field(default_factory=ColumnChoice)
    timezone: str = "UTC"
    accept_odd_dates: bool = False
    skip_rejected: bool = False


@dataclass(frozen=True)
class LogPreview:
    """What a log holds, before anything is kept.

    Attributes:
        headers: its columns.
        columns: those that were recognised or named.
        first_rows: the first rows as text, in the order of the headers.
        read, accepted, rejected, duplicate: rows; `read` is the sum of the others.
        no_unit: accepted rows without a unit; they are kept and never counted.
        first_day, last_day: of the accepted rows.
        events: the commonest events.
        problems: rejected rows with `file`, `row`, `column`, `code`, `message`, the first 20.
        assumed: how the log was read, as sentences.
    """

    headers: tuple[str, ...]
    columns: LogColumns
    first_rows: tuple[tuple[str | None, ...], ...]
    read: int
    accepted: int
    rejected: int
    duplicate: int
    no_unit: int
    first_day: dt.date | None
    last_day: dt.date | None
    events: tuple[str, ...]
    problems: tuple[dict[str, Any], ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class KeptLog:
    """A log under the events folder.

    Attributes:
        name: what a launch calls it, the file's name in the folder.
        replaced: whether a log of that name was there before.
    """

    name: str
    replaced: bool
    preview: LogPreview


def preview_log(source: str, *, options: LogOptions) -> LogPreview:
    """Look at a log without keeping anything.

    Args:
        source: a file, a folder or a glob.
        options: what a person said about it.

    Raises:
        InvalidInput: the log as a whole cannot be read.
    """
    with _opened(source, options) as opened:
        return opened.preview


def keep_log(source: str, *, events_root: str, name: str, options: LogOptions) -> KeptLog:
    """Keep a log under the events folder: all of its good rows, or nothing.

    Args:
        source: a file, a folder or a glob.
        events_root: the events folder; it is made if it is missing.
        name: what to call the log; a log of that name is replaced.
        options: what a person said about it.

    Raises:
        InvalidInput: the log cannot be read; it has rejected rows (`rows_rejected`, unless they
            are to be skipped) or no good one (`no_rows`); the events lie in a database
            (`events_elsewhere`).
    """
    file = events_folder(events_root) / log_file_name(name)
    replaced = file.exists()
    preview = write_log(source, file=file, options=options)
    return KeptLog(file.name, replaced, preview)


def events_folder(events_root: str) -> Path:
    """Return the folder that logs are kept in; it need not be there yet.

    Raises:
        InvalidInput: the events lie in a database (`events_elsewhere`).
    """
    if "://" in events_root:
        raise InvalidInput(
            "The events lie in a database, which is only read. Load the log there and give its "
            "table on the launch.",
            code="events_elsewhere",
        )
    return Path(events_root).resolve()


def write_log(source: str, *, file: Path, options: LogOptions) -> LogPreview:
    """Write the good rows of a log into a Parquet file: all of them in one step, or nothing.

    Raises:
        InvalidInput: as `keep_log`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.parent / f".{file.name.lstrip('.')}.{os.getpid()}.part"
    with _opened(source, options, writable=file.parent) as opened:
        preview = opened.preview
        if preview.rejected and not options.skip_rejected:
            raise _rejected(opened)
        if not preview.accepted:
            raise problems.nothing_readable(opened.log)
        try:
            query = ibis.to_sql(opened.kept(), dialect="duckdb")
            opened.log.engine.raw_sql(f"COPY ({query}) TO {literal(str(part))} (FORMAT parquet)")
            failpoint("events.before_rename")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return preview


def log_file_name(name: str) -> str:
    """Turn any name into a safe file name: letters, digits and hyphens, then `.parquet`."""
    plain = re.sub(r"[^\w-]+", "-", name.strip().lower().removesuffix(".parquet")).strip("-_")
    if not plain:
        raise InvalidInput("Give the log a name with a letter or a digit.", code="name_missing")
    return f"{plain[:80]}.parquet"


@dataclass(frozen=True)
class _Opened:
    """A log with its rows judged.

    Attributes:
        rows: the log's columns and `#unit`, `#event`, `#day`, `#at`, `#dated`, `#verdict`.
    """

    log: EventLog
    rows: ir.Table
    preview: LogPreview

    def kept(self) -> ir.Table:
        """The accepted rows as they are written."""
        rows, columns = self.rows, self.log.columns
        rows = rows.filter(rows["#verdict"] == "accepted")
        times = self.log.engine.execute(
            rows.agg(dates=rows["#dated"].sum(), all=rows["#day"].count())
        ).iloc[0]
        taken = {columns.unit, columns.time, columns.event}
        others = {
            f"{name}_original" if name.casefold() in KEPT_NAMES else name: rows[name]
            for name in self.log.headers
            if name not in taken
        }
        dates, everything = problems.whole(times["dates"]), problems.whole(times["all"])
        time = _written(rows, all_dates=dates == everything, no_dates=dates == 0)
        kept = dict(zip(KEPT_NAMES, (rows["#unit"], rows["#event"], time), strict=True))
        return rows.select(**kept, **others)


def _written(rows: ir.Table, *, all_dates: bool, no_dates: bool) -> ir.Value:
    """Return the time as it is kept: days, instants, or text where a log has both."""
    if all_dates:
        return rows["#day"]
    if no_dates:
        return rows["#at"].cast("timestamp('UTC')")
    instant = rows["#at"].strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"
    return ibis.ifelse(rows["#dated"], rows["#day"].cast("string"), instant)


@contextmanager
def _opened(source: str, options: LogOptions, *, writable: Path | None = None) -> Iterator[_Opened]:
    with open_log(source, choice=options.choice, writable=writable) as log:
        limits = None if options.accept_odd_dates else DayLimits(OLDEST_DAY, options.today)
        reader = TimeReader(log.engine.name, options.timezone, options.timezone)
        order = problems.proven_date_order(log)
        if order is not None:
            reader = replace(reader, day_first=order.day_first)
        rows = log.engine.create_table(
            "judged", _judged(log, reader, limits), temp=True, overwrite=True
        )
        notes = log.notes + (() if order is None else (order.sentence,))
        yield _Opened(log, rows, _preview(log, rows, reader, limits, notes))


def _judged(log: EventLog, reader: TimeReader, limits: DayLimits | None) -> ir.Table:
    """Put a verdict beside every row: accepted, rejected or duplicate."""
    table, columns = log.table, log.columns
    moment = reader.read(table[columns.time])
    rows = table.mutate(
        **{
            "#unit": filled(table[columns.unit]),
            "#event": ibis.null("string")
            if columns.event is None
            else filled(table[columns.event]),
            "#day": moment.day,
            "#at": moment.at,
            "#dated": moment.dated,
            "#bad": is_misshapen(table),
        }
    )
    odd = ibis.literal(False) if limits is None else problems.is_odd(rows["#day"], limits)
    rejected = rows["#bad"] | odd | (rows["#unit"].notnull() & rows["#day"].isnull())
    rows = rows.mutate(**{"#rejected": rejected})
    key = [rows["#unit"], rows["#event"], rows["#at"]]
    repeat = (
        ibis.literal(False)
        if columns.insert_id is None
        else is_repeat(filled(rows[columns.insert_id]), key, first=[rows["#rejected"]])
    )
    verdict = ibis.cases((rows["#rejected"], "rejected"), (repeat, "duplicate"), else_="accepted")
    rows = rows.mutate(**{"#verdict": verdict})
    return rows.drop(MISSHAPEN) if MISSHAPEN in table.columns else rows


def _preview(
    log: EventLog,
    rows: ir.Table,
    reader: TimeReader,
    limits: DayLimits | None,
    notes: Sequence[str],
) -> LogPreview:
    accepted = rows["#verdict"] == "accepted"
    found = log.engine.execute(
        rows.agg(
            read=rows.count(),
            accepted=accepted.sum(),
            rejected=(rows["#verdict"] == "rejected").sum(),
            duplicate=(rows["#verdict"] == "duplicate").sum(),
            no_unit=(accepted & rows["#unit"].isnull()).sum(),
            first_day=rows["#day"].min(where=accepted),
            last_day=rows["#day"].max(where=accepted),
        )
    ).iloc[0]
    broken = problems.broken_lines(log)
    read, rejected = problems.whole(found["read"]) + broken, problems.whole(found["rejected"])
    if not read:
        raise problems.header_only(log)
    sample = log.engine.execute(log.table.select(*log.headers).limit(_PREVIEW_ROWS))
    return LogPreview(
        headers=log.headers,
        columns=log.columns,
        first_rows=tuple(
            tuple(None if cell is None or cell != cell else str(cell) for cell in row)
            for row in sample.itertuples(index=False)
        ),
        read=read,
        accepted=problems.whole(found["accepted"]),
        rejected=rejected + broken,
        duplicate=problems.whole(found["duplicate"]),
        no_unit=problems.whole(found["no_unit"]),
        first_day=problems.calendar_day(found["first_day"]),
        last_day=problems.calendar_day(found["last_day"]),
        events=tuple(problems.commonest_events(log)),
        problems=tuple(problems.find_problems(log, reader, limits) if rejected + broken else ()),
        assumed=tuple(notes),
    )


def _rejected(opened: _Opened) -> InvalidInput:
    preview = opened.preview
    first = preview.problems[0] if preview.problems else None
    where = f" Row {first['row']}: {first['message']}" if first else ""
    return InvalidInput(
        f"{preview.rejected} of {preview.read} rows of {opened.log.label} were rejected, so "
        f"nothing was kept.{where} Mend them, or keep the others alone.",
        code="rows_rejected",
        details={"problems": list(preview.problems)},
    )
