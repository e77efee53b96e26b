"""Event logs that are kept whole: what would be kept, and the copies that let undo bring one back.

A kept log is one file under the events folder. Each import leaves a hidden copy of its own beside
it, `.insights.parquet.12` (a hard link, so it takes no room until the log is replaced).
"""

import datetime as dt
import filecmp
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pmm_core.importers.contract import (
    ImportOptions,
    ImportRefused,
    Rejection,
    SourceFile,
    problems_as_rows,
)
from pmm_core.importers.plan import RowCounts, Unknown
from pmm_core.importers.profiles import EVENTS, ProfileId
from pmm_core.importers.remedies import Remedy, Way

# Written name -> name of a kept log.
LogNames = Callable[[str], str]
# The copy of a log that was there before any import.
ORIGINAL = 0
# Seconds after which nobody writes to a part any more.
_ABANDONED = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class LogPlan:
    """A dry run of an event log.

    Attributes:
        log: file name under the events folder, which a launch names.
        replaces: whether a log of that name is there.
        columns: header -> field; null for a column that is kept as it is.
        first_rows: row number and cells.
        no_unit: accepted rows without a unit; kept, never counted.
        events: the commonest events.
        assumed: how the log was read.
        same_as: id of the import that kept the same content; null if there is none.
    """

    files: tuple[SourceFile, ...]
    options: ImportOptions
    today: dt.date
    log: str
    replaces: bool
    columns: tuple[tuple[str, str | None], ...]
    first_rows: tuple[tuple[int, tuple[str, ...]], ...]
    rows: RowCounts
    no_unit: int
    events: tuple[str, ...]
    days: tuple[dt.date, dt.date] | None
    problems: tuple[Rejection, ...]
    assumed: dict[str, Any]
    content_hash: str
    same_as: int | None

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """A log names nothing of the store."""
        return ()

    @property
    def unused(self) -> tuple[str, ...]:
        """A log is kept with all of its columns."""
        return ()

    @property
    def also(self) -> tuple[ProfileId, ...]:
        """A log is kept whole."""
        return ()

    @property
    def why(self) -> str:
        """One sentence for a person."""
        return f"{EVENTS.title}, to be kept as {self.log}."

    @property
    def can_be_left_out(self) -> int:
        """Rows that cannot be taken."""
        return self.rows.rejected

    @property
    def refusal(self) -> ImportRefused | None:
        """Why the log cannot be kept as it is; null if it can."""
        if self.same_as is not None or not self.rows.rejected:
            return None
        if self.options.skip_rejected and self.rows.accepted:
            return None
        return ImportRefused(
            f"{self.rows.said_rejected} cannot be taken, so nothing was kept. "
            f"Correct {'it' if self.rows.rejected == 1 else 'them'}.",
            code="rows_rejected",
            remedy=Remedy(Way.LEAVE_OUT) if self.rows.accepted else None,
            details=self.answer(),
        )

    def answer(self, *, dry_run: bool = False) -> dict[str, Any]:
        """Say the plan with the keys of the command contract; nothing was stored."""
        return {
            "profile": EVENTS.id.value,
            "confidence": 1.0,
            "encoding": None,
            "delimiter": None,
            "import_id": None,
            "same_as": self.same_as,
            "dry_run": dry_run,
            "assumed": self.assumed,
            "columns": dict(self.columns),
            "unused": [],
            "files": [{"file": file.name} for file in self.files],
            "rows": self.rows.as_json(),
            "unknown": [],
            "problems": problems_as_rows(self.problems),
        }


@dataclass(frozen=True, slots=True)
class LogResult:
    """What was kept.

    Attributes:
        import_id: what `undo` takes; null when the same content is kept already.
    """

    plan: LogPlan
    import_id: int | None

    def answer(self) -> dict[str, Any]:
        """Say the result with the keys of the command contract."""
        return {**self.plan.answer(), "import_id": self.import_id}


def log_hash(files: Sequence[SourceFile], options: ImportOptions, log: str) -> str:
    """Digest the bytes of a log and everything that changes what they say."""
    meaning = {**asdict(options), "log": log, "profile": EVENTS.id.value, "version": EVENTS.version}
    for permission in ("create", "skip_rejected"):
        del meaning[permission]
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode())
    for file in files:
        if file.path is None:
            digest.update(hashlib.sha256(file.content).digest())
            continue
        inside = sorted(file.path.rglob("*")) if file.path.is_dir() else [file.path]
        for path in inside:
            if path.is_file():
                with path.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


@contextmanager
def on_disk(files: Sequence[SourceFile]) -> Iterator[str]:
    """Give the place of a log: where it lies, or a temporary folder that holds it."""
    if len(files) == 1 and files[0].path is not None:
        yield str(files[0].path)
        return
    with tempfile.TemporaryDirectory(prefix="pmm-log-") as folder:
        for at, file in enumerate(files):
            # Names from outside only lend their ending; pasted text has none.
            ending = "".join(Path(file.name).suffixes[-2:]) or ".csv"
            here = Path(folder, f"{at:04}{ending}")
            if file.path is not None:
                here.symlink_to(file.path.resolve())
            else:
                here.write_bytes(file.content)
        yield str(here) if len(files) == 1 else folder


def set_aside(root: Path, log: str, import_id: int) -> None:
    """Keep a copy of a log as it is now under an import's id, unless it has one."""
    now, copy = root / log, copy_of(root, log, import_id)
    if not now.exists() or copy.exists():
        return
    try:
        os.link(now, copy)
    except OSError:
        shutil.copyfile(now, copy)


def bring_back(root: Path, log: str, import_id: int) -> bool:
    """Put the copy of an import in the place of a log; without a copy the log goes.

    Returns:
        Whether there is a log of that name now.
    """
    copy, fresh = copy_of(root, log, import_id), root / f".{log}.part"
    if not copy.exists():
        (root / log).unlink(missing_ok=True)
        return False
    fresh.unlink(missing_ok=True)
    try:
        os.link(copy, fresh)
    except OSError:
        shutil.copyfile(copy, fresh)
    fresh.replace(root / log)
    return True


def put_right(root: Path, log: str, import_id: int) -> None:
    """Put the copy of the import in force in its place, if something kept it from getting there."""
    now, copy = root / log, copy_of(root, log, import_id)
    if copy.exists() and not (now.exists() and filecmp.cmp(copy, now, shallow=False)):
        bring_back(root, log, import_id)


def sweep(root: Path, log: str, copies: Collection[int], *, at: dt.datetime) -> None:
    """Remove what a program that was killed left in the events folder.

    Call it inside a unit of work: nobody else imports into the store meanwhile, so a copy of the
    log that no import holds is nobody's. A part may be another program's; it is left alone until
    it has not been written to for a day.

    Args:
        copies: ids whose copies of the log are held.
        at: the instant of the unit.
    """
    for part in root.glob(".*.part"):
        with suppress(FileNotFoundError):
            if at.timestamp() - part.stat().st_mtime > _ABANDONED:
                part.unlink()
    for copy in root.glob(f".{log}.*"):
        number = copy.name.removeprefix(f".{log}.")
        if number.isdecimal() and int(number) not in copies:
            copy.unlink(missing_ok=True)


def copy_of(root: Path, log: str, import_id: int) -> Path:
    """Name the file that holds a log as an import made it."""
    return root / f".{log}.{import_id}"
