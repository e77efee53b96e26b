"""A database named by a URL, opened for reading only; no message repeats a password."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import ibis
import ibis.expr.types as ir
from ibis.util import backend_entry_points

from pmm_core.errors import InvalidInput

_WRITTEN_AS = {
    "postgresql+psycopg": "postgres",
    "postgresql": "postgres",
    "spark": "pyspark",
}
"""Schemes that mean a back end of another name."""
_SHOWN = {"postgres": "PostgreSQL", "duckdb": "DuckDB", "pyspark": "Spark"}


def connect(url: str, *, seconds: float | None = None) -> Any:
    """Connect to a database.

    Args:
        url: of an Ibis back end, `duckdb:///FILE`, or a DuckDB file alone.
        seconds: the longest a query may take, where the database itself can hold to it.

    Returns:
        An Ibis backend.

    Raises:
        InvalidInput: there is no such back end (`engine_unknown`), its package is not installed
            (`engine_not_installed`), its file is missing, no database, or in use (`file_missing`,
            `not_a_database`, `source_locked`), or it does not answer (`connection_failed`).
    """
    scheme, mark, rest = url.partition("://")
    if not mark or scheme == "duckdb":
        return _open_duckdb(Path(unquote((rest if mark else url).partition("?")[0])).expanduser())
    name = _WRITTEN_AS.get(scheme, scheme)
    _require_installed(scheme, name)
    try:
        engine = _connected(name, rest)
        if name == "postgres":
            engine.raw_sql("SET default_transaction_read_only = on")
            if seconds is not None:
                engine.raw_sql(f"SET statement_timeout = {max(1, round(seconds * 1000))}")
        return engine
    except ImportError as fault:
        raise _not_installed(scheme, name, fault) from None
    except Exception:
        # What the driver says may hold the address, and with it the password.
        raise InvalidInput(
            f"The {shown(name)} database does not answer. Check host, name, user and password.",
            code="connection_failed",
        ) from None


def close(engine: Any) -> None:
    """Close a connection; one that is lost is closed already."""
    if engine.name == "pyspark":
        return  # A Spark session belongs to the process: whoever else reads would lose it.
    try:
        engine.disconnect()
    except Exception as fault:
        if not is_engine_fault(fault):
            raise


def is_engine_fault(fault: Exception) -> bool:
    """Tell a fault of a database or its driver from a mistake of ours."""
    package = type(fault).__module__.partition(".")[0]
    return isinstance(fault, ConnectionError) or package not in ("builtins", "pmm_core")


def shown(name: str) -> str:
    """Return what people call a back end."""
    return _SHOWN.get(name, name)


def in_use(file: Path) -> InvalidInput:
    """Say that another program holds a database file."""
    return InvalidInput(
        f"{file.name} is in use by a program that writes it. Close that program, or read a copy "
        "of the file.",
        code="source_locked",
    )


def table_unknown(name: str, tables: Sequence[str]) -> InvalidInput:
    """Say that there is no table of a name, and which there are."""
    return InvalidInput(
        f"There is no table “{name}” that can be read there. Tables: "
        f"{', '.join(tables[:12]) or 'none'}.",
        code="table_unknown",
    )


def find_table(engine: Any, name: str) -> ir.Table:
    """Return a table or view, its instants told from times without a zone.

    Args:
        engine: an Ibis backend.
        name: `TABLE` or `SCHEMA.TABLE`.
    """
    schema, _, short = name.rpartition(".")
    table = engine.table(short, database=schema or None)
    if engine.name != "pyspark":
        return table
    # Ibis reads Spark's two kinds of times as one; only the session tells them apart.
    kinds = engine._session.table(name).schema
    instants = [field.name for field in kinds if field.dataType.typeName() == "timestamp"]
    return table.mutate(**{each: table[each].cast("timestamp('UTC')") for each in instants})


def _connected(name: str, rest: str) -> Any:
    if name == "pyspark":
        # The session of this process, or a new one where Spark's own settings say.
        return ibis.pyspark.connect()
    return ibis.connect(f"{name}://{rest}")


def _require_installed(scheme: str, name: str) -> None:
    if name not in {each.name for each in backend_entry_points()}:
        raise InvalidInput(
            f"No database is read by “{scheme}://”. Logs can be counted where Ibis can, as in "
            "duckdb://, postgresql://, sqlite:// or clickhouse://.",
            code="engine_unknown",
        )
    try:
        getattr(ibis, name)
    except ImportError as fault:
        raise _not_installed(scheme, name, fault) from None


def _not_installed(scheme: str, name: str, fault: ImportError) -> InvalidInput:
    missing = fault.name or getattr(fault.__cause__, "name", None) or name
    return InvalidInput(
        f"Reading “{scheme}://” needs the package {missing}, which is not installed. Install "
        f"ibis-framework[{name}] beside the program, or export the log as Parquet.",
        code="engine_not_installed",
    )


def _open_duckdb(file: Path) -> Any:
    if not file.is_file():
        raise InvalidInput(
            f"There is no DuckDB file “{file}”. Write duckdb:///FOLDER/FILE with the whole path.",
            code="file_missing",
        )
    try:
        # Shut off for good when the file is opened: a view in it may name any file or address.
        return ibis.duckdb.connect(file, read_only=True, enable_external_access=False)
    except (duckdb.ConnectionException, duckdb.IOException) as fault:
        if "lock" in str(fault) or isinstance(fault, duckdb.ConnectionException):
            raise in_use(file) from fault
        raise InvalidInput(
            f"{file.name} is no DuckDB file, or one of a newer DuckDB.", code="not_a_database"
        ) from fault
