"""An event log opened where it lies: files through DuckDB, tables of a database through its URL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events.contract import ColumnChoice, LogColumns, resolve_columns
from pmm_core.events.layout import LogKind
from pmm_core.events.readers import (
    MISSHAPEN,
    LogFile,
    inspect_files,
    log_table,
    open_engine,
    reading_notes,
)


@dataclass(frozen=True)
class EventLog:
    """One event log, open for reading.

    Attributes:
        engine: the Ibis backend that holds it.
        table: the log as it is.
        columns: where the parts of an event stand.
        label: the log's name, for messages; never a URL with a password.
        files: of a log in files, for line numbers.
        notes: how it had to be read.
    """

    engine: Any
    table: ir.Table
    columns: LogColumns
    label: str
    files: tuple[LogFile, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The log's columns."""
        return tuple(name for name in self.table.columns if name != MISSHAPEN)

    @property
    def is_text(self) -> bool:
        """Whether cells have to be parsed, so that doing it once pays."""
        return bool(self.files) and not self.is_typed

    @property
    def is_typed(self) -> bool:
        """Whether it lies in files whose cells have types."""
        return bool(self.files) and self.files[0].layout.kind is LogKind.PARQUET


def list_logs(root: str) -> tuple[str, ...]:
    """List the logs a launch can name, in order of their names.

    Args:
        root: the events folder, whose visible Parquet files they are, or the URL of a database,
            whose tables they are.

    Raises:
        InvalidInput: the database does not answer (`connection_failed`).
    """
    if "://" in root:
        engine = _connect(root)
        try:
            return tuple(sorted(engine.list_tables()))
        finally:
            engine.disconnect()
    files = Path(root).glob("[!.]*.parquet")
    return tuple(sorted(file.name for file in files if file.is_file()))


def mark_logs(root: str) -> tuple[tuple[str, int, int], ...]:
    """Tell one content of the events folder from another, at the cost of a look at its names.

    Args:
        root: the events folder; of a database nothing can be told.

    Returns:
        Name, time of the last change and size of each visible entry; a log's own folder changes
        when a file comes or goes.
    """
    if "://" in root or not Path(root).is_dir():
        return ()
    with os.scandir(root) as entries:
        facts = ((one.name, one.stat()) for one in entries if not one.name.startswith("."))
        return tuple(sorted((name, one.st_mtime_ns, one.st_size) for name, one in facts))


@contextmanager
def open_log(
    source: str,
    *,
    choice: ColumnChoice | None = None,
    table: str | None = None,
    writable: Path | None = None,
) -> Iterator[EventLog]:
    """Open an event log, and close its engine afterwards.

    Args:
        source: a file, a folder, a glob, or a connection URL (then with `table`).
        choice: columns a person named.
        table: table of the database; `SCHEMA.TABLE` where needed.
        writable: folder the engine of a log in files may write into; null for none.

    Raises:
        InvalidInput: when there is no such log, or it lacks a column.
    """
    choice = choice or ColumnChoice()
    if "://" in source or table is not None:
        with _open_table(source, table) as (engine, found):
            yield _opened(engine, found, choice, label=f"table {table}")
        return
    with tempfile.TemporaryDirectory(prefix="pmm-events-") as scratch:
        files = inspect_files(source, Path(scratch))
        engine = open_engine([file.path for file in files], Path(scratch), writable=writable)
        try:
            label = files[0].name if len(files) == 1 else Path(source).name
            opened = _opened(engine, log_table(engine, files), choice, label=label)
            yield replace(opened, files=files, notes=reading_notes(files))
        finally:
            engine.disconnect()


def _opened(engine: Any, table: ir.Table, choice: ColumnChoice, *, label: str) -> EventLog:
    headers = [name for name in table.columns if name != MISSHAPEN]
    return EventLog(engine, table, resolve_columns(headers, choice), label)


@contextmanager
def _open_table(url: str, table: str | None) -> Iterator[tuple[Any, ir.Table]]:
    if table is None:
        raise InvalidInput(
            "A connection URL needs the name of the log's table beside it.", code="table_missing"
        )
    engine = _connect(url)
    schema, _, name = table.rpartition(".")
    try:
        try:
            found = engine.table(name, database=schema or None)
        except Exception as fault:
            raise InvalidInput(
                f"There is no table “{table}” that can be read there. Tables: "
                f"{', '.join(sorted(engine.list_tables())[:12]) or 'none'}.",
                code="table_unknown",
            ) from fault
        yield engine, found
    finally:
        engine.disconnect()


def _connect(url: str) -> Any:
    """Connect for reading only; a failure never repeats the URL, which may hold a password."""
    for prefix in ("postgresql+psycopg://", "postgres://"):
        url = url.replace(prefix, "postgresql://", 1) if url.startswith(prefix) else url
    scheme = url.partition("://")[0] if "://" in url else "duckdb"
    try:
        if scheme == "duckdb":
            engine = ibis.duckdb.connect(url.removeprefix("duckdb://"), read_only=True)
            engine.raw_sql("SET TimeZone = 'UTC'")
            engine.raw_sql("SET enable_external_access = false")
            engine.raw_sql("SET lock_configuration = true")
            return engine
        engine = ibis.connect(url)
        if scheme == "postgresql":
            engine.raw_sql("SET default_transaction_read_only = on")
        return engine
    except Exception as fault:
        raise InvalidInput(
            f"The {scheme} database does not answer, or its driver is not installed. Check host, "
            "name, user and password.",
            code="connection_failed",
        ) from fault
