"""The Parquet files of one log: each can be read, and they agree on what they hold."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pmm_core.errors import InvalidInput
from pmm_core.events.contract import LogColumns
from pmm_core.events.layout import refused_file

_MOST_NAMED = 12


def parquet_columns(path: Path, name: str) -> dict[str, str]:
    """Read from the end of a file which columns it has, and what kind of time each holds.

    Returns:
        `date`, `local` (a time without a zone), `instant` or `other`, by name.

    Raises:
        InvalidInput: the file is damaged or cut off (`file_damaged`).
    """
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as fault:
        raise file_damaged(name) from fault
    return {field.name: _kind(field.type) for field in schema}


def file_damaged(name: str) -> InvalidInput:
    """Say which file of a log is damaged or cut off."""
    return refused_file(
        name,
        "file_damaged",
        "the file is damaged or cut off. Write it again, or take it out of the folder.",
    )


def partition_keys(path: Path) -> tuple[str, ...]:
    """Return the names of the folders `NAME=VALUE` a file lies in; each is a column of the log."""
    return tuple(part.partition("=")[0] for part in path.parent.parts if part.find("=") > 0)


def check_partitions(keys: Mapping[str, Sequence[str]]) -> None:
    """Refuse files that lie in folders of different names.

    Args:
        keys: names of the folders `NAME=VALUE`, by file.

    Raises:
        InvalidInput: `headers_differ`.
    """
    (first, expected), *rest = keys.items()
    for name, found in rest:
        if set(found) != set(expected):
            raise InvalidInput(
                f"{first} lies in folders called {', '.join(expected) or 'nothing'}, {name} in "
                f"{', '.join(found) or 'none'}. Give all files of a log the same folders "
                "NAME=VALUE.",
                code="headers_differ",
            )


def check_times(columns: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse files of which one holds days where another holds times: a zone moves only times.

    Args:
        columns: as of `parquet_columns`, by file.

    Raises:
        InvalidInput: `types_differ`.
    """
    words = {
        "date": "days",
        "local": "times without a zone",
        "instant": "times with a zone",
        "other": "no times",
    }
    seen: dict[str, tuple[str, str]] = {}
    for file, kinds in columns.items():
        for column, kind in kinds.items():
            first, expected = seen.setdefault(column.casefold(), (file, kind))
            if kind != expected:
                raise InvalidInput(
                    f"“{column}” holds {words[expected]} in {first} and {words[kind]} in {file}. "
                    "Write all files of a log alike.",
                    code="types_differ",
                )


def missing_columns(
    columns: Mapping[str, Mapping[str, str]], needed: LogColumns
) -> tuple[str, ...]:
    """Say which columns only some files have; their cells are blank in the others.

    Args:
        columns: as of `parquet_columns`, by file.
        needed: what every file must have.

    Returns:
        One sentence a column.

    Raises:
        InvalidInput: a file lacks the unit, event or time (`headers_differ`).
    """
    spelled = {name.casefold(): name for kinds in columns.values() for name in kinds}
    has = {file: {name.casefold() for name in kinds} for file, kinds in columns.items()}
    must = {name.casefold() for name in (needed.unit, needed.time, needed.event) if name}
    notes = []
    for folded, name in spelled.items():
        without = [file for file, names in has.items() if folded not in names]
        if without and folded in must:
            raise InvalidInput(
                f"{without[0]} has no column “{name}”, which other files of the log have. Write "
                "all files of a log alike.",
                code="headers_differ",
            )
        if without:
            notes.append(
                f"“{name}” is not in {len(without)} of {len(has)} files (first {without[0]}); it "
                "counts as blank there."
            )
    return tuple(notes[:_MOST_NAMED])


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "local" if kind.tz is None else "instant"
    return "other"
