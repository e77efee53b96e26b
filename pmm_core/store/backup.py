"""A consistent copy of a store while others write: one zip for both kinds of database.

The zip holds `manifest.json` (schema, rows a table, checksums, names of event logs and of frozen
audiences) and one JSON-lines file a table, all read in one transaction; the logs and the lists of
the audiences on demand.
"""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from sqlalchemy.engine import URL, Connection, Engine, make_url

from pmm_core.clock import utc_now
from pmm_core.settings import ROOT

MANIFEST = "manifest.json"
EVENTS = "events"


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    Attributes:
        schema: revision of the store it was made from.
        rows: rows by table.
        sha256: of the file.
        events: names of the event logs that the store's launches refer to.
    """

    file: str
    schema: str
    rows: dict[str, int]
    sha256: str
    events: tuple[str, ...]


def back_up(engine: Engine, *, label: str) -> Path:
    """Copy the store into the backups folder.

    Args:
        engine: of the store.
        label: the schema revision, part of the file's name.

    Returns:
        The zip that was written.
    """
    folder = backups_folder(engine.url)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = utc_now().strftime("%Y%m%dT%H%M%S%f")
    file = folder / f"{Path(str(engine.url.database)).stem}-{label}-{stamp}.zip"
    write_backup(engine, file)
    return file


def write_backup(engine: Engine, file: Path, *, logs: Path | None = None) -> Backup:
    """Copy the store into a zip.

    Args:
        engine: of the store.
        file: the zip; an older one of that name is replaced when the new one is whole.
        logs: folder of the event logs, to copy those of the launches too; null to only name them.
    """
    # PostgreSQL reads one moment only at this level; a SQLite transaction always does.
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    part = file.with_suffix(".part")
    with (
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        manifest = _write_tables(connection, archive)
        manifest["sha256"].update(
            _write_logs(archive, logs, manifest["events"] + manifest["audiences"])
        )
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    part.replace(file)
    return Backup(
        file=str(file),
        schema=manifest["schema"],
        rows=manifest["rows"],
        sha256=_sum_of(file),
        events=tuple(manifest["events"]),
    )


def backups_folder(url: URL) -> Path:
    """Return where the copies of a store are kept: beside its file, else under `data`."""
    if url.get_backend_name() == "sqlite":
        return Path(str(url.database)).parent / "backups"
    return ROOT / "data" / "backups"


def newest_backup(url: str) -> Path | None:
    """Return the newest copy of a store in its backups folder; null without one."""
    parsed = make_url(url)
    name = Path(str(parsed.database)).stem
    return max(backups_folder(parsed).glob(f"{name}-*.zip"), key=_written, default=None)


def _written(file: Path) -> float:
    return file.stat().st_mtime


def _write_tables(connection: Connection, archive: zipfile.ZipFile) -> dict[str, Any]:
    tables = sa.MetaData()
    tables.reflect(connection)
    rows: dict[str, int] = {}
    sums: dict[str, str] = {}
    logs: set[str] = set()
    lists: set[str] = set()
    for table in tables.sorted_tables:
        found = connection.execute(sa.select(table)).mappings().all()
        content = "\n".join(json.dumps(dict(row), default=_plain) for row in found).encode()
        archive.writestr(f"{table.name}.jsonl", content)
        rows[table.name] = len(found)
        sums[f"{table.name}.jsonl"] = hashlib.sha256(content).hexdigest()
        if table.name == "initiative":
            logs.update(row["log"] for row in found if row["log"])
        if table.name == "frozen_audience":
            lists.update(row["file"] for row in found if row["file"])
    revision = MigrationContext.configure(connection).get_current_revision()
    named = {"events": sorted(logs), "audiences": sorted(lists)}
    return {"schema": revision, "rows": rows, "sha256": sums, **named}


def _write_logs(
    archive: zipfile.ZipFile, folder: Path | None, names: list[str]
) -> Iterator[tuple[str, str]]:
    """Copy the event logs and lists that exist; yields name in the zip and checksum."""
    for name in names if folder else ():
        assert folder is not None, "there are names only with a folder"
        log = folder / name
        for file in [log] if log.is_file() else sorted(log.rglob("*.parquet")):
            inside = f"{EVENTS}/{file.relative_to(folder).as_posix()}"
            archive.write(file, inside)
            yield inside, _sum_of(file)


def _sum_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"a backup cannot hold {type(value).__name__}")
