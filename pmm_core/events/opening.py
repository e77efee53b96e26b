"""An event log opened where it lies: files through DuckDB, tables of a database through its URL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events.connecting import (
    close,
    connect,
    find_table,
    is_engine_fault,
    shown,
    table_unknown,
)
from pmm_core.events.contract import ColumnChoice, resolve_columns
from pmm_core.events.dialects import is_known
from pmm_core.events.faults import told
from pmm_core.events.log import EventLog
from pmm_core.events.partitions import missing_columns
from pmm_core.events.proving import EVENTS, prove
from pmm_core.events.readers import (
    MISSHAPEN,
    LogFile,
    inspect_files,
    log_table,
    open_engine,
    reading_notes,
)
from pmm_core.events.sqlite_file import copy_table, file_of, is_sqlite, list_tables
from pmm_core.settings import Settings


def list_logs(root: str) -> tuple[str, ...]:
    """List the logs a launch can name, in order of their names.

    Args:
        root: the events folder, whose visible Parquet files and folders of them they are, or the
            URL of a database, whose tables they are.

    Raises:
        InvalidInput: the database does not answer (`connection_failed`).
    """
    if is_sqlite(root):
        return tuple(list_tables(root))
    if "://" in root:
        seconds = Settings.load().query_seconds or None
        engine = connect(root, seconds=seconds)
        try:
            with told(engine, "the list of tables", seconds=seconds):
                return tuple(sorted(engine.list_tables()))
        finally:
            close(engine)
    return tuple(sorted(one.name for one in Path(root).glob("[!.]*") if _is_log(one)))


def _is_log(path: Path) -> bool:
    if path.is_dir():
        return next(path.rglob("[!.]*.parquet"), None) is not None
    return path.suffix == ".parquet"


def mark_logs(root: str) -> tuple[tuple[str, int, int], ...]:
    """Tell one content of the events folder from another, at the cost of a look at its names.

    Args:
        root: the events folder or the URL of a SQLite file; of other databases nothing can be told.

    Returns:
        Name, time of the last change and size of each visible entry; a log's own folder changes
        when a file comes or goes.
    """
    if is_sqlite(root) and (file := file_of(root)).is_file():
        facts_of_file = file.stat()
        return ((file.name, facts_of_file.st_mtime_ns, facts_of_file.st_size),)
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
        InvalidInput: when there is no such log, it lacks a column, or, while it is read, it goes
            away, proves damaged or takes longer than `PMM_QUERY_SECONDS`.
    """
    choice = choice or ColumnChoice()
    seconds = Settings.load().query_seconds or None
    in_sqlite = is_sqlite(source) and table is not None
    if ("://" in source or table is not None) and not in_sqlite:
        with _open_table(source, table, seconds) as (engine, found):
            opened = _opened(engine, found, choice, label=f"table {table}")
            yield replace(opened, notes=_proved_notes(engine))
        return
    with tempfile.TemporaryDirectory(prefix="pmm-events-") as scratch:
        if in_sqlite:
            files = _copied(source, str(table), Path(scratch), seconds)
        else:
            files = inspect_files(source, Path(scratch))
        engine = open_engine([file.path for file in files], Path(scratch), writable=writable)
        label = files[0].name if len(files) == 1 else Path(source).name
        try:
            # Nobody waits at a screen while a log is imported, so that has no limit.
            limit, imported = (None, True) if writable else (seconds, False)
            with told(engine, label, seconds=limit, files=files, to_the_end=imported):
                opened = _opened(engine, log_table(engine, files), choice, label=label)
                notes = reading_notes(files) + _uneven(opened, files)
                yield replace(opened, files=files, notes=notes)
        finally:
            engine.disconnect()


def _copied(url: str, table: str, scratch: Path, seconds: float | None) -> tuple[LogFile, ...]:
    """Take a table of a SQLite file as a file of its name."""
    (file,) = inspect_files(str(copy_table(url, table, scratch, seconds=seconds)), scratch)
    return (replace(file, name=f"table {table}"),)


def _opened(engine: Any, table: ir.Table, choice: ColumnChoice, *, label: str) -> EventLog:
    headers = [name for name in table.columns if name != MISSHAPEN]
    return EventLog(engine, table, resolve_columns(headers, choice), label)


def _uneven(log: EventLog, files: tuple[LogFile, ...]) -> tuple[str, ...]:
    """Say which columns only some files have; refuse a file without the ones that count."""
    columns = {file.name: file.columns for file in files if file.columns}
    return missing_columns(columns, log.columns) if columns else ()


@contextmanager
def _open_table(
    url: str, table: str | None, seconds: float | None
) -> Iterator[tuple[Any, ir.Table]]:
    if table is None:
        raise InvalidInput(
            "A connection URL needs the name of the log's table beside it.", code="table_missing"
        )
    engine = connect(url, seconds=seconds)
    try:
        with told(engine, f"table {table}", seconds=seconds):
            if not is_known(engine.name):
                prove(engine, url)
            yield engine, _find_table(engine, table)
    finally:
        close(engine)


def _proved_notes(engine: Any) -> tuple[str, ...]:
    """Say of an engine that the tests do not count in what its numbers rest on."""
    if is_known(engine.name):
        return ()
    return (
        f"Counted in {shown(engine.name)}, which counted a known log of {len(EVENTS)} events "
        "right first",
    )


def _find_table(engine: Any, name: str) -> ir.Table:
    schema, _, short = name.rpartition(".")
    try:
        return find_table(engine, name)
    except Exception as fault:
        if not is_engine_fault(fault):
            raise
        found = fault
    # A database that went away cannot list its tables either; `told` says so.
    tables = sorted(engine.list_tables(database=schema or None))
    if short in tables:
        raise InvalidInput(
            f"“{name}” is there but cannot be read; a view must not read files or addresses "
            "outside its database. Name those files instead.",
            code="table_unreadable",
        ) from found
    raise table_unknown(name, tables) from found
