"""A table of a SQLite file as a Parquet file of text, read like any other file of text.

SQLite keeps times as text or numbers in whatever way they were written, and puts them in order as
text; so the table is read where text of every known kind is, and not counted in SQLite itself.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import quote, unquote

import pyarrow as pa
import pyarrow.parquet as pq

from pmm_core.errors import InvalidInput
from pmm_core.events.connecting import in_use, table_unknown
from pmm_core.events.faults import given_up, too_long
from pmm_core.events.waiting import giving_up

_SCHEME = "sqlite://"
_ROWS = 50_000


def is_sqlite(source: str) -> bool:
    """Tell whether a source is the URL of a SQLite file."""
    return source.startswith(_SCHEME)


def file_of(url: str) -> Path:
    """Return the file a URL names; a whole path may have three slashes before it or four."""
    path = unquote(url.removeprefix(_SCHEME).partition("?")[0])
    return Path(f"/{path.lstrip('/')}" if path.startswith("/") else path).expanduser()


def list_tables(url: str) -> list[str]:
    """List the tables and views of a file.

    Raises:
        InvalidInput: the file is missing, no database or in use (`file_missing`, `not_a_database`,
            `source_locked`).
    """
    with _opened(url) as file:
        found = file.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
        return [name for (name,) in found]


def copy_table(url: str, table: str, folder: Path, *, seconds: float | None) -> Path:
    """Copy a table into a Parquet file, every cell as text and a blank as null.

    Args:
        url: `sqlite:///FOLDER/FILE`.
        table: its name, or that of a view.
        folder: where the file goes.
        seconds: the longest it may take; null for no end.

    Raises:
        InvalidInput: as `list_tables`; there is no such table, or it cannot be read
            (`table_unknown`, `table_unreadable`), it takes too long or nobody waits for it any more
            (`query_too_long`, `reading_stopped`).
    """
    tables = list_tables(url)
    if table not in tables:
        raise table_unknown(table, tables)
    target = folder / "table.parquet"
    ends, nobody_waits = monotonic() + (seconds or float("inf")), giving_up()
    quoted = table.replace('"', '""')
    with _opened(url) as file, _told(table):
        rows = file.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 -- a name that is there, quoted
        schema = pa.schema([(name, pa.string()) for name, *_ in rows.description])
        with pq.ParquetWriter(target, schema) as parquet:
            while chunk := rows.fetchmany(_ROWS):
                cells = [[_as_text(cell) for cell in column] for column in zip(*chunk, strict=True)]
                parquet.write_table(pa.table(cells, schema=schema))
                if monotonic() > ends:
                    raise too_long(f"table {table}", seconds)
                if nobody_waits():
                    raise given_up(f"table {table}")
    return target


@contextmanager
def _told(table: str) -> Iterator[None]:
    """Tell a view that asks for what is not there from a file that is no database."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise
        raise InvalidInput(
            f"“{table}” is there but cannot be read: {fault}. Mend it there, or name another.",
            code="table_unreadable",
        ) from fault


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", errors="replace")


def _as_text(cell: object) -> str | None:
    if isinstance(cell, bytes):
        return _decoded(cell)
    # A float may be a time in seconds; no digit of it is lost, and none is made up.
    return None if cell is None else str(cell)


@contextmanager
def _opened(url: str) -> Iterator[sqlite3.Connection]:
    path = file_of(url)
    if not path.is_file():
        raise InvalidInput(
            f"There is no SQLite file “{path}”. Write sqlite:///FOLDER/FILE with the whole path.",
            code="file_missing",
        )
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as file:
            # Text that is none has odd letters, and hides no other row.
            file.text_factory = _decoded
            yield file
    except sqlite3.DatabaseError as fault:
        if "locked" in str(fault):
            raise in_use(path) from fault
        raise InvalidInput(
            f"{path.name} is no SQLite file, or a damaged one ({fault}).", code="not_a_database"
        ) from fault
