"""Files to staged rows: everything about an import that needs no store."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmm_core.errors import InvalidInput
from pmm_core.importers.child import read_tables
from pmm_core.importers.contract import (
    IS_EVENT_LOG,
    FileRefused,
    ImportOptions,
    Rejection,
    SourceFile,
    Table,
)
from pmm_core.importers.profiles import ProfileId, in_sentence
from pmm_core.importers.recognise import Match, fits, recognise
from pmm_core.importers.remedies import Remedy, Way
from pmm_core.importers.rows import (
    stage_launches,
    stage_requests,
    stage_targets,
    stage_values,
)
from pmm_core.importers.staged import (
    StagedLaunch,
    StagedRequest,
    StagedTarget,
    StagedValue,
    Staging,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Files as they were understood.

    Attributes:
        tables: as text, one a file.
        match: which column of the first file is which field.
        unused: headers of columns that stand for nothing, of all files.
        headers: file -> field -> header, to name a column as the file does.
        values, targets, launches, requests: the staged rows; only those of the profile are filled.
        rejections: rows that say something impossible by themselves.
        read: rows (of a wide table: cells) that held anything.
        content_hash: of the bytes and of everything that changes what they say.
    """

    files: tuple[str, ...]
    options: ImportOptions
    today: dt.date
    tables: tuple[Table, ...]
    match: Match
    unused: tuple[str, ...]
    headers: Mapping[str, Mapping[str, str]]
    values: tuple[StagedValue, ...]
    targets: tuple[StagedTarget, ...]
    launches: tuple[StagedLaunch, ...]
    requests: tuple[StagedRequest, ...]
    rejections: tuple[Rejection, ...]
    read: int
    assumed: Mapping[str, Any]
    content_hash: str


def read_files(files: Sequence[SourceFile], options: ImportOptions, today: dt.date) -> Reading:
    """Read files in the limited child, understand their columns and check their cells.

    Args:
        files: at least one; all of one profile.
        options: what the person said.
        today: the last day a value can be of.

    Raises:
        FileRefused: for the first file that is no clean table of a known profile, and for an
            event log (`is_event_log`), which is not read into memory.
        InvalidInput: for options that cannot be followed.
    """
    if not files:
        raise InvalidInput("There is no file to import. Name one.", code="file_missing")
    tables = read_tables(files, options)
    first = recognise(tables[0], options)
    for table in tables[1:]:
        _refuse_another_kind(table, first, tables[0].file, options)
    if first.profile.id is ProfileId.EVENTS:
        raise FileRefused(
            files[0].name,
            "This is an event log, no table.",
            code=IS_EVENT_LOG,
            remedy=Remedy(Way.AS_EVENTS),
        )
    same = replace(options, profile=first.profile.id.value)
    matches = [first, *(recognise(table, same) for table in tables[1:])]
    stagings = [
        _staged(table, match, options, today) for table, match in zip(tables, matches, strict=True)
    ]
    rows = [row for staging in stagings for row in staging.rows]
    return Reading(
        files=tuple(file.name for file in files),
        options=options,
        today=today,
        tables=tuple(tables),
        match=first,
        unused=tuple(dict.fromkeys(header for match in matches for header in match.unused)),
        headers={
            table.file: {name: table.headers[at] for name, at in match.columns.items()}
            for table, match in zip(tables, matches, strict=True)
        },
        values=tuple(row for row in rows if isinstance(row, StagedValue)),
        targets=tuple(row for row in rows if isinstance(row, StagedTarget)),
        launches=tuple(row for row in rows if isinstance(row, StagedLaunch)),
        requests=tuple(row for row in rows if isinstance(row, StagedRequest)),
        rejections=tuple(problem for staging in stagings for problem in staging.rejections),
        read=sum(staging.read for staging in stagings),
        assumed=_merged(tables, matches, stagings),
        content_hash=_content_hash(files, first, options),
    )


def _refuse_another_kind(table: Table, first: Match, beside: str, options: ImportOptions) -> None:
    """Refuse a file that is clearly of another kind than the first, and cannot be read as it.

    Raises:
        FileRefused: `kinds_differ`.
    """
    try:
        kind = recognise(table, options).profile
    except FileRefused:
        # Not clear by itself: it may still be read as the first file is.
        return
    if kind.id is not first.profile.id and not fits(table, first.profile, options):
        raise FileRefused(
            table.file,
            f"This file holds {in_sentence(kind)}, and “{beside}” holds "
            f"{in_sentence(first.profile)}. Bring each kind by itself: nothing of either was "
            "stored.",
            code="kinds_differ",
        )


def _staged(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> Staging[StagedValue] | Staging[StagedTarget] | Staging[StagedLaunch] | Staging[StagedRequest]:
    if match.profile.id is ProfileId.KPI_VALUES:
        return stage_values(table, match, options, today)
    if match.profile.id is ProfileId.KPI_TARGETS:
        return stage_targets(table, match, options, today)
    if match.profile.id is ProfileId.REQUESTS:
        return stage_requests(table, match, options, today)
    return stage_launches(table, match, options, today)


def _merged(
    tables: Sequence[Table], matches: Sequence[Match], stagings: Sequence[Staging[Any]]
) -> dict[str, Any]:
    """Say once what was assumed of all files, and by file where they differ."""
    by_file = [
        (table.file, {**table.assumed, **match.assumed, **staging.assumed})
        for table, match, staging in zip(tables, matches, stagings, strict=True)
    ]
    merged: dict[str, Any] = {}
    for name in dict.fromkeys(name for _, assumed in by_file for name in assumed):
        said = [(file, assumed[name]) for file, assumed in by_file if name in assumed]
        same = len(said) == len(by_file) and all(value == said[0][1] for _, value in said)
        merged[name] = said[0][1] if same or len(by_file) == 1 else dict(said)
    return merged


def _content_hash(files: Sequence[SourceFile], match: Match, options: ImportOptions) -> str:
    meaning = {
        **options.meaning(),
        "profile": match.profile.id.value,
        "version": match.profile.version,
        "columns": dict(match.columns),
    }
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode())
    for file in files:
        digest.update(hashlib.sha256(file.content).digest())
    return digest.hexdigest()
