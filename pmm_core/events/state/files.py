"""Where a state lies: beside the kept logs, hidden, whole or not at all.

`.state/LOG/QUESTION/` holds a manifest and the files it names. A new state is written under new
names, then the manifest takes the place of the old one in one step, then the old files go: whoever
reads meanwhile, and a program that stops anywhere, finds the old state or the new one.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from filelock import FileLock
from numpy.typing import NDArray

from pmm_core.events.layout import find_files
from pmm_core.failpoints import failpoint

VERSION = 1
"""Goes up whenever the same log would give another state."""
FOLDER = ".state"
BROKEN = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    zipfile.BadZipFile,
    pa.ArrowException,
)
"""What reading a state that was damaged can end in."""
_MANIFEST, _LOCK = "manifest.json", "lock"

Arrays = Mapping[str, Any]


@dataclass(frozen=True)
class FileMark:
    """One file of a log, as it was when it was counted.

    Attributes:
        name: below the log.
        size, changed, inode: as the file system has them; with all three alike nobody wrote.
        sha256: of its bytes.
    """

    name: str
    size: int
    changed: int
    inode: int
    sha256: str

    def is_like(self, facts: os.stat_result) -> bool:
        """Tell whether the file system says that nobody wrote since."""
        mine = (self.size, self.changed, self.inode)
        return mine == (facts.st_size, facts.st_mtime_ns, facts.st_ino)


def mark_files(log: Path, known: Sequence[FileMark] = ()) -> tuple[FileMark, ...]:
    """Mark the files of a log; only those that are not known as they are have to be read.

    Raises:
        InvalidInput: there is none.
    """
    by_name = {mark.name: mark for mark in known}
    marks = []
    for file in find_files(str(log)):
        name = file.name if file == log else file.relative_to(log).as_posix()
        facts, mark = file.stat(), by_name.get(name)
        if mark is None or not mark.is_like(facts):
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            mark = FileMark(name, facts.st_size, facts.st_mtime_ns, facts.st_ino, digest)
        marks.append(mark)
    return tuple(marks)


def added_files(before: Sequence[FileMark], now: Sequence[FileMark]) -> tuple[FileMark, ...] | None:
    """Tell which files came to a log; null where one went or was written anew."""
    bytes_of = {mark.name: mark.sha256 for mark in now}
    if any(bytes_of.get(mark.name) != mark.sha256 for mark in before):
        return None
    names = {mark.name for mark in before}
    return tuple(mark for mark in now if mark.name not in names)


@dataclass(frozen=True)
class StateFolder:
    """The folder of one state."""

    path: Path

    @classmethod
    def of(cls, log: Path, question: Mapping[str, str | None]) -> "StateFolder":
        """Find the folder for a log and what its state is split by and dated in."""
        digest = _digest(json.dumps(question, sort_keys=True))
        return cls(log.parent / FOLDER / log.name / digest[:16])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one writer in at a time."""
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / _LOCK):
            yield

    def manifest(self) -> dict[str, Any] | None:
        """Read the manifest; null where there is none, or one of other code."""
        file = self.path / _MANIFEST
        if not file.exists():
            return None
        digest, _, content = file.read_text("utf-8").partition("\n")
        if digest != _digest(content):
            raise ValueError("the manifest is damaged")
        found: dict[str, Any] = json.loads(content)
        return found if found["version"] == VERSION else None

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Read arrays; each carries a checksum that is checked."""
        with np.load(self.path / name, allow_pickle=False) as found:
            return {key: found[key] for key in found.files}

    def names(self, files: Sequence[str]) -> pa.Array:
        """Read what the units are called, in the order of their numbers."""
        return pa.chunked_array([_names_of(self.arrays(file)) for file in files])

    def write(
        self,
        manifest: Mapping[str, Any],
        arrays: Mapping[str, Arrays],
        names: pa.Array | None,
        *,
        keep_names: bool,
    ) -> dict[str, Any]:
        """Put a state in the place of the one before; the lock is held.

        Args:
            manifest: what is to be known beside.
            arrays: by the name of their file.
            names: what further units are called; null without any.
            keep_names: whether the units before them stay.

        Returns:
            The manifest as it was written.
        """
        before = (self.manifest() or {"names": []}) if keep_names else {"names": []}
        turn = 1 + max((int(each.stem.rpartition("-")[2]) for each in self._numbered()), default=0)
        files = {}
        for kind, content in arrays.items():
            files[kind] = f"{kind}-{turn}.npz"
            np.savez(self.path / files[kind], allow_pickle=False, **content)
        listed = list(before["names"])
        if names is not None and len(names):
            listed.append(f"names-{turn}.npz")
            np.savez(self.path / listed[-1], allow_pickle=False, **_as_arrays(names))
        failpoint("state.before_manifest")
        full = {**manifest, "version": VERSION, "files": files, "names": listed}
        part, said = self.path / f"{_MANIFEST}.part", json.dumps(full)
        part.write_text(f"{_digest(said)}\n{said}", "utf-8")
        part.replace(self.path / _MANIFEST)
        failpoint("state.after_manifest")
        for file in self._numbered():
            if file.name not in (*files.values(), *listed):
                file.unlink(missing_ok=True)
        return full

    def _numbered(self) -> list[Path]:
        return list(self.path.glob("*-*.npz"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _as_arrays(names: pa.Array) -> dict[str, Any]:
    """Take names apart: whole numbers, or the bytes of texts and where each begins."""
    if pa.types.is_integer(names.type):
        return {"numbers": names.to_numpy()}
    _valid, starts, content = names.buffers()
    return {
        "starts": np.frombuffer(starts, np.int64, len(names) + 1, 8 * names.offset),
        "content": np.frombuffer(content or b"", np.uint8),
    }


def _names_of(found: Arrays) -> pa.Array:
    if "numbers" in found:
        return pa.array(found["numbers"])
    starts, content = (pa.py_buffer(found[name]) for name in ("starts", "content"))
    return pa.LargeStringArray.from_buffers(len(found["starts"]) - 1, starts, content)


def as_json(marks: Sequence[FileMark]) -> list[dict[str, Any]]:
    """Return marks as a manifest holds them."""
    return [asdict(mark) for mark in marks]
