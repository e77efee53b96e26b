"""Looks a store over without changing it: what `doctor` says about the database."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine
from sqlmodel import col, select

from pmm_core.errors import InvalidInput, StoreNewer, StoreOlder
from pmm_core.formatting import show_counted
from pmm_core.models import Initiative, Record
from pmm_core.store.engine import is_sqlite, open_engine
from pmm_core.store.store import Store
from pmm_core.store.upgrade import check_schema

_MOUNTS = Path("/proc/mounts")
# SQLite's write-ahead log needs shared memory, which these do not give between computers.
_NETWORK_FILE_SYSTEMS = frozenset(
    "9p afs ceph cifs davfs fuse.glusterfs fuse.rclone fuse.sshfs glusterfs gpfs lustre "
    "ncpfs nfs nfs4 ntfs3 smb3 smbfs".split()
)
_LITTLE_SPACE = 1_000_000_000
_NO_SPACE = 100_000_000
_SHOWN = 5


class CheckState(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        name: stable word for programs, e.g. `integrity`.
        message: how it stands.
        do: what to do; null where nothing has to be done.
    """

    name: str
    state: CheckState
    message: str
    do: str | None = None


def ok(name: str, message: str) -> Check:
    """Say that something is as it should be."""
    return Check(name, CheckState.OK, message)


def warning(name: str, message: str, do: str) -> Check:
    """Say that something works but wants attention."""
    return Check(name, CheckState.WARNING, message, do)


def problem(name: str, message: str, do: str) -> Check:
    """Say that something does not work."""
    return Check(name, CheckState.PROBLEM, message, do)


def check_store(url: str) -> list[Check]:
    """Look a store over; a store that cannot be read gives a problem, never an exception.

    Args:
        url: SQLAlchemy URL; a missing file is not made.
    """
    engine = open_engine(url)
    try:
        return [*_place(engine), *_content(engine)]
    finally:
        engine.dispose()


def is_readable(checks: list[Check]) -> bool:
    """Tell from its checks whether this program can read the store."""
    return any(check.name == "store" and check.state is CheckState.OK for check in checks)


def file_system_of(folder: Path, mounts: str) -> str | None:
    """Name the type of the file system a folder lies on; null where it cannot be told.

    Args:
        folder: absolute path.
        mounts: text of `/proc/mounts`, one mount a line: device, place, type, ...
    """
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        _device, place, kind, *_ = line.split(" ")
        mount = Path(place.replace("\\040", " "))
        if folder.is_relative_to(mount):
            depth = len(mount.parts)
            found = (depth, kind) if found is None or depth >= found[0] else found
    return found[1] if found else None


def check_space(folder: Path) -> Check:
    """Say how much room is left on the disk a folder lies on."""
    free = shutil.disk_usage(existing_part(folder)).free
    message = f"{free / 1e9:,.1f} GB are free on the disk of {folder}."
    if free < _NO_SPACE:
        return problem("disk", message, "Free some space: writes will soon be refused.")
    if free < _LITTLE_SPACE:
        return warning("disk", message, "Free some space before the next large import.")
    return ok("disk", message)


def check_logs(store: Store, folder: Path) -> Check:
    """Say whether the event logs that launches refer to lie in their folder."""
    with store.read() as session:
        rows = session.exec(
            select(Initiative.name, Initiative.log).where(col(Initiative.log).is_not(None))
        ).all()
    missing = [f"{name} ({log})" for name, log in rows if log and not (folder / log).exists()]
    if missing:
        return warning(
            "logs",
            f"The event log is missing for {', '.join(missing)}.",
            "Import it again with `python -m pmm_core import FILE --as events`, or copy it there.",
        )
    has = show_counted(len(rows), "launch has its", "launches have their")
    return ok("logs", f"{has} event log.")


def existing_part(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _place(engine: Engine) -> Iterator[Check]:
    if not is_sqlite(engine):
        return
    folder = Path(str(engine.url.database)).resolve().parent
    kind = file_system_of(folder, _MOUNTS.read_text()) if _MOUNTS.exists() else None
    if kind in _NETWORK_FILE_SYSTEMS:
        yield problem(
            "file_system",
            f"The store lies on a network file system ({kind}), where SQLite can lose data.",
            "Move the store to a disk of this computer, or use PostgreSQL.",
        )
    else:
        yield ok("file_system", f"The store lies on {kind or 'a file system that has no name'}.")
    yield check_space(folder)


def _content(engine: Engine) -> Iterator[Check]:
    name = engine.url.render_as_string(hide_password=True)
    try:
        check_schema(engine)
    except StoreOlder as fault:
        yield warning("store", fault.message, "Run `python -m pmm_core upgrade`, or start the app.")
        return
    except StoreNewer as fault:
        yield problem("store", fault.message, "Install the newest version of the program.")
        return
    except InvalidInput as fault:
        yield problem(
            "store",
            fault.message,
            "A backup can be brought back with `python -m pmm_core restore FILE`.",
        )
        return
    yield ok("store", f"{name} is up to date.")
    with engine.connect() as connection:
        if is_sqlite(engine):
            yield _integrity(connection)
            yield _references(connection)
        yield _shape(connection)


def _integrity(connection: Connection) -> Check:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if list(found) == ["ok"]:
        return ok("integrity", "The file is sound.")
    return problem(
        "integrity",
        f"The file is damaged: {'; '.join(found[:_SHOWN])}",
        "Stop the app, keep a copy of the file and bring back the newest backup.",
    )


def _references(connection: Connection) -> Check:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if not orphans:
        return ok("references", "Every row finds the rows it refers to.")
    by_table = Counter(str(row[0]) for row in orphans)
    told = ", ".join(f"{count} in {table}" for table, count in sorted(by_table.items()))
    return problem(
        "references",
        f"Some rows refer to rows that are gone: {told}.",
        "Bring back the newest backup from before somebody changed the file by hand.",
    )


def _shape(connection: Connection) -> Check:
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    differences = compare_metadata(context, Record.metadata)
    if not differences:
        return ok("schema", f"Tables and columns are those of {context.get_current_revision()}.")
    told = "; ".join(_difference(one) for one in differences[:_SHOWN])
    return problem(
        "schema",
        f"Tables or columns were changed by hand: {told}.",
        "Bring back the newest backup, or undo the change.",
    )


def _difference(difference: object) -> str:
    """Name a difference as the step that would mend it, e.g. `add_column kpi.unit`."""
    step = difference[0] if isinstance(difference, list) else difference
    assert isinstance(step, tuple), "a difference is a tuple, or a list of them for one column"
    named = [
        getattr(part, "name", part)
        for part in step[1:]
        if isinstance(part, str | sa.Table | sa.Column | sa.Index)
    ]
    return f"{step[0]} {'.'.join(str(part) for part in named)}"
