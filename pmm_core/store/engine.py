"""Engines for SQLite and PostgreSQL, set up so that no update is lost and no read is blocked."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
)


def open_engine(url: str) -> Engine:
    """Open an engine on a store; nothing is created or changed.

    Args:
        url: SQLAlchemy URL, `sqlite:///...` or `postgresql+psycopg://...`.

    Returns:
        An engine that is safe to share between threads. Connections whose execution options hold
        `write=True` begin their transaction with the write lock taken (SQLite).
    """
    if make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.QueuePool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Tell whether the store is a SQLite file."""
    return engine.dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin by itself only before a change, leaving the read that led to it
    # outside the transaction: updates get lost without an error.
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
