"""Bring a backup back: verified first, then in one transaction, on either kind of database."""

import datetime as dt
import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from pmm_core.errors import InvalidInput, StoreNotEmpty
from pmm_core.failpoints import failpoint
from pmm_core.models import StoreState
from pmm_core.store.backup import EVENTS, MANIFEST, back_up
from pmm_core.store.engine import open_engine
from pmm_core.store.upgrade import migrate, one_at_a_time, reaching, refuse_newer

_ABOUT_ITSELF = frozenset({"store_state", "alembic_version"})

Row = dict[str, Any]


@dataclass(frozen=True)
class Restored:
    """What was brought back.

    Attributes:
        schema: revision of the backup; the store itself is at this program's.
        rows: rows by table.
        previous: backup of what the store held before; null if it held nothing.
    """

    file: str
    schema: str
    rows: dict[str, int]
    previous: str | None


def restore(url: str, file: Path, *, replace: bool) -> Restored:
    """Fill a store from a backup; what it held before is backed up and replaced.

    Args:
        url: SQLAlchemy URL; the store is made if it is missing.
        file: the zip.
        replace: that a store with data may be replaced.

    Raises:
        InvalidInput: the file is not a backup, or not whole (`backup_damaged`), or the store cannot
            be reached (`store_unreachable`).
        StoreNewer: the backup was made by a newer program.
        StoreNotEmpty: the store holds data and may not be replaced.
    """
    manifest, tables = _verified(file)
    refuse_newer(manifest["schema"])
    engine = open_engine(url)
    try:
        writer = engine.execution_options(write=True)
        with reaching(engine), one_at_a_time(engine), writer.begin() as connection:
            _hold_writers(connection)
            previous = _keep_previous(engine, replace=replace)
            _replace(connection, manifest["schema"], tables)
            failpoint("restore.before_commit")
    finally:
        engine.dispose()
    return Restored(str(file), manifest["schema"], manifest["rows"], previous)


def restore_logs(file: Path, folder: Path) -> tuple[str, ...]:
    """Write the event logs and frozen audiences of a backup into their folder, and nowhere else.

    Returns:
        Names of the logs; none if the backup only names them.
    """
    written: list[str] = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            inside = PurePosixPath(name)
            if inside.parts[0] != EVENTS or ".." in inside.parts or len(inside.parts) < 2:
                continue
            goal = folder.joinpath(*inside.parts[1:])
            goal.parent.mkdir(parents=True, exist_ok=True)
            part = goal.with_name(f"{goal.name}.part")
            part.write_bytes(archive.read(name))
            part.replace(goal)
            if not inside.parts[1].startswith("."):
                written.append(goal.name)
    return tuple(written)


def _verified(file: Path) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """Read the manifest and every table, with each checksum compared."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            for name, mark in manifest["sha256"].items():
                if hashlib.sha256(archive.read(name)).hexdigest() != mark:
                    raise _damaged(file, f"{name} was changed")
            tables = {
                table: [json.loads(line) for line in archive.read(f"{table}.jsonl").splitlines()]
                for table in manifest["rows"]
            }
    except FileNotFoundError as fault:
        raise InvalidInput(f"There is no file {file}.", code="file_missing") from fault
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise _damaged(file, "it is not a whole zip of a backup") from fault
    return manifest, tables


def _damaged(file: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"{file} cannot be brought back: {why}. Nothing was changed; use another backup.",
        code="backup_damaged",
    )


def _hold_writers(connection: Connection) -> None:
    """Let nobody write between the backup of what is there and its end."""
    if sa.inspect(connection).has_table(StoreState.__tablename__):
        connection.execute(sa.update(StoreState).values(token=StoreState.token))


def _keep_previous(engine: Engine, *, replace: bool) -> str | None:
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        holds_data = _holds_data(connection)
    if not holds_data:
        return None
    if not replace:
        raise StoreNotEmpty(
            "This store already holds data. Say --replace to bring the backup back in its place; "
            "what it holds is backed up first."
        )
    return str(back_up(engine, label=revision or "unknown"))


def _holds_data(connection: Connection) -> bool:
    tables = _reflected(connection)
    return any(
        connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
        for table in tables.sorted_tables
        if table.name not in _ABOUT_ITSELF
    )


def _replace(connection: Connection, schema: str, content: dict[str, list[Row]]) -> None:
    """Make the store anew at the backup's schema, fill it, and bring it to this program's."""
    old = _reflected(connection)
    token = 0
    if StoreState.__tablename__ in old.tables:
        token = connection.scalar(sa.select(sa.func.max(old.tables["store_state"].c.token))) or 0
    old.drop_all(connection)
    migrate(connection, revision=schema)
    new = _reflected(connection)
    for table in new.sorted_tables:
        if table.name in content and table.name != "alembic_version":
            _fill(connection, table, content[table.name])
    migrate(connection)
    # Cached reads carry the token, so it must never fall back to one they have seen.
    higher = sa.case((sa.literal(token) > StoreState.token, token), else_=StoreState.token)
    connection.execute(sa.update(StoreState).values(token=higher + 1))


def _reflected(connection: Connection) -> sa.MetaData:
    tables = sa.MetaData()
    tables.reflect(connection)
    return tables


def _fill(connection: Connection, table: sa.Table, lines: list[Row]) -> None:
    if not lines:
        return
    rows = [{name: _value(table.c[name], value) for name, value in line.items()} for line in lines]
    # A row may refer to a later one of its own table: such columns are written in a second step.
    inward = [column.name for column in table.c if _refers_to_own_table(column)]
    connection.execute(sa.insert(table), [{**row, **dict.fromkeys(inward)} for row in rows])
    for row in rows:
        if any(row[name] is not None for name in inward):
            changes = {name: row[name] for name in inward}
            connection.execute(sa.update(table).where(table.c.id == row["id"]).values(changes))
    if connection.dialect.name == "postgresql" and "id" in table.c:
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        connection.execute(sa.select(sa.func.setval(sequence, max(row["id"] for row in rows))))


def _refers_to_own_table(column: sa.Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _value(column: sa.Column[Any], value: Any) -> Any:
    """Read a cell as the column holds it; instants without an offset are UTC."""
    if not isinstance(value, str):
        return value
    if isinstance(column.type, sa.DateTime):
        instant = dt.datetime.fromisoformat(value)
        return instant.replace(tzinfo=instant.tzinfo or dt.UTC).astimezone(dt.UTC)
    if isinstance(column.type, sa.Date):
        return dt.date.fromisoformat(value)
    return value
