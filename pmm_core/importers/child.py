"""Files are read in a process of their own, with little memory, little time and no secrets.

A workbook can make its reader abort in a way no program can catch; so whatever ends the child
abnormally means "file refused", and the caller goes on. The child is a fresh program, never a fork:
it works the same from the command line and from a server with many threads.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pmm_core.importers.contract import (
    DateOrder,
    FileRefused,
    ImportOptions,
    Rejection,
    SourceFile,
    Table,
)

_ROOT = Path(__file__).resolve().parents[2]
_ORDER, _ANSWER = "order.json", "answer.json"


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What the child may use.

    Attributes:
        memory: bytes of address space; pandas, pyarrow and calamine start at a third of it.
        cpu, wall: seconds.
    """

    memory: int = 1 << 30
    cpu: int = 30
    wall: int = 60


CHILD_LIMITS = ChildLimits()


def read_tables(
    files: Sequence[SourceFile], options: ImportOptions, limits: ChildLimits = CHILD_LIMITS
) -> list[Table]:
    """Read files as tables of text inside a limited child process.

    Args:
        files: names and bytes, in the order of the answer.
        options: what the person said about them.

    Raises:
        FileRefused: for the first file that is not a clean table, and with the code
            `file_refused` when the child ended in any way but its own.
    """
    with tempfile.TemporaryDirectory(prefix="pmm-import-") as folder:
        place = Path(folder)
        for at, file in enumerate(files):
            (place / str(at)).write_bytes(file.content)
        order = {
            "names": [file.name for file in files],
            "options": asdict(options),
            "limits": asdict(limits),
        }
        (place / _ORDER).write_text(json.dumps(order))
        _run(place, files, limits)
        try:
            answer = json.loads((place / _ANSWER).read_text())
        except (OSError, ValueError) as error:
            raise _refused(files) from error
    if "refused" in answer:
        problem = Rejection.from_json(answer["refused"])
        raise FileRefused(
            problem.file,
            problem.message,
            code=problem.code,
            row=problem.row,
            column=problem.column,
            remedy=problem.remedy,
        )
    return [Table.from_json(flat) for flat in answer["tables"]]


def _run(place: Path, files: Sequence[SourceFile], limits: ChildLimits) -> None:
    command = [sys.executable, "-P", "-m", "pmm_core.importers.child", str(place)]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    try:
        done = subprocess.run(
            command,
            env=environment,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(files) from error
    if done.returncode != 0:
        raise _refused(files)


def _refused(files: Sequence[SourceFile]) -> FileRefused:
    name = files[0].name if len(files) == 1 else "the files"
    return FileRefused(
        name,
        "Reading took more memory or time than a table of KPIs needs, or the file is damaged. Save "
        "only the columns you need as CSV and try again.",
        code="file_refused",
    )


def _limit(limits: dict[str, Any]) -> None:
    """Lower what this process may use before it looks at a file."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems refuse a limit on address space; the other two and the clock still hold.
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def read_table(file: SourceFile, options: ImportOptions) -> Table:
    """Read one file by what its bytes are."""
    from pmm_core.importers.limits import refuse_large, unpack_gzip
    from pmm_core.importers.recognise import is_header_row
    from pmm_core.importers.sniff import read_text_table

    refuse_large(file.name, len(file.content))
    start = file.content[:8]
    if start.startswith(b"\x1f\x8b"):
        file = SourceFile(file.name, unpack_gzip(file))
        start = file.content[:8]
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        from pmm_core.importers.workbooks import read_excel_table

        return read_excel_table(file, options, is_header_row)
    if start.startswith(b"PAR1"):
        from pmm_core.importers.workbooks import read_parquet_table

        return read_parquet_table(file, options, is_header_row)
    return read_text_table(file, options, is_header_row)


def main(folder: str) -> None:
    """Read the files of a folder and write the answer beside them."""
    place = Path(folder)
    order = json.loads((place / _ORDER).read_text())
    _limit(order["limits"])
    said = order["options"]
    said["date_order"] = DateOrder(said["date_order"]) if said["date_order"] else None
    options = ImportOptions(**said)
    answer: dict[str, Any]
    try:
        tables = [
            read_table(SourceFile(name, (place / str(at)).read_bytes()), options)
            for at, name in enumerate(order["names"])
        ]
        answer = {"tables": [table.as_json() for table in tables]}
    except FileRefused as refused:
        answer = {"refused": asdict(refused.problem)}
    (place / _ANSWER).write_text(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
