"""A table of scores to a sheet: one row a challenge and scorer, one column a criterion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_counted
from pmm_core.importers.amounts import CellError, read_amount
from pmm_core.importers.contract import (
    FileRefused,
    ImportOptions,
    Line,
    Rejection,
    SourceFile,
    Table,
    listed,
    problems_as_rows,
)
from pmm_core.importers.limits import refuse_large
from pmm_core.importers.recognise import normalise
from pmm_core.importers.sniff import read_text_table
from pmm_core.prioritizer.scoring import (
    HIGHEST,
    LOWEST,
    ScoreCell,
    ScoreSheet,
    score_challenges,
    score_missing,
)
from pmm_core.vocabulary import Criterion

CHALLENGE, SCORER = "challenge", "scorer"
_REQUIRED = (CHALLENGE, SCORER, *(criterion.value for criterion in Criterion))
# What people write beside their scores; it does not change the ranking.
_BESIDE = ("evidence", "stage")

Name = TypeVar("Name", str, Criterion)


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """A table of scores as it was understood.

    Attributes:
        problems: what is missing or said twice; everything else was taken.
        unused: headers of columns that stand for nothing.
    """

    name: str
    sheet: ScoreSheet
    problems: tuple[Rejection, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as written.

    Attributes:
        key: challenge and scorer without regard to case.
        values: null where the cell is blank.
    """

    number: int
    challenge: str
    scorer: str
    key: tuple[str, str]
    values: tuple[float | None, ...]


def read_scores(file: SourceFile) -> ScoreFile:
    """Read a CSV of scores.

    Args:
        file: columns `challenge, scorer, urgent, unique, impact`, with or without `evidence` and
            `stage`. A blank score is missing; names match without regard to case.

    Raises:
        FileRefused: it is no such table (`file_empty`, `header_only`, `column_missing`, ...).
        InvalidInput: rows that say something impossible; all of them are in `problems`, and the
            code is that of the first.
    """
    refuse_large(file.name, len(file.content))
    try:
        table = read_text_table(file, ImportOptions(), _is_header)
    except FileRefused as refused:
        # Its remedy names an option of another command.
        found = refused.problem
        raise FileRefused(
            found.file, found.message, code=found.code, row=found.row, column=found.column
        ) from refused
    columns = _columns(table)
    rows, rejections = _rows(table, columns)
    kept, repeated, contradictions = _once_each(table, rows)
    wrong = sorted([*table.misshapen, *rejections, *contradictions], key=lambda one: one.row or 0)
    if wrong:
        first, more = wrong[0], len(wrong) - 1
        row = f" row {first.row}" if first.row else ""
        others = show_counted(more, "more problem was", "more problems were")
        raise InvalidInput(
            f"{file.name}{row}: {first.message}" + (f" {others} found." if more else ""),
            code=first.code,
            details={"problems": problems_as_rows(wrong)},
        )
    sheet = _sheet(kept)
    missing = _missing(table, columns, sheet, kept)
    unused = tuple(
        header for header in table.headers if normalise(header) not in (*_REQUIRED, *_BESIDE)
    )
    return ScoreFile(file.name, sheet, (*repeated, *missing), unused)


def _is_header(cells: Sequence[str]) -> bool:
    return len({normalise(cell) for cell in cells} & set(_REQUIRED)) > 1


def _columns(table: Table) -> dict[str, int]:
    places = {normalise(header): at for at, header in enumerate(table.headers)}
    missing = [name for name in _REQUIRED if name not in places]
    if missing:
        near = get_close_matches(missing[0], places, n=1)
        hint = f" Is it “{table.headers[places[near[0]]]}”? Rename it." if near else ""
        raise FileRefused(
            table.file,
            f"A table of scores needs a column for {listed(missing)}.{hint} The file has "
            f"{listed(table.headers)}.",
            code="column_missing",
            row=table.header_row,
        )
    return places


def _rows(table: Table, columns: dict[str, int]) -> tuple[list[_Row], list[Rejection]]:
    rows: list[_Row] = []
    rejections: list[Rejection] = []
    spelling: dict[str, str] = {}
    for line in table.lines:
        found = [*_nameless(table, columns, line)]
        values: list[float | None] = []
        for criterion in Criterion:
            try:
                values.append(_score(line.cells[columns[criterion.value]].strip()))
            except CellError as error:
                header = table.headers[columns[criterion.value]]
                found.append(Rejection(table.file, line.number, header, error.code, error.message))
        rejections += found
        if not found:
            challenge, scorer = (
                " ".join(line.cells[columns[name]].split()) for name in (CHALLENGE, SCORER)
            )
            rows.append(
                _Row(
                    line.number,
                    spelling.setdefault(challenge.casefold(), challenge),
                    spelling.setdefault(scorer.casefold(), scorer),
                    (challenge.casefold(), scorer.casefold()),
                    tuple(values),
                )
            )
    return rows, rejections


def _nameless(table: Table, columns: dict[str, int], line: Line) -> Iterator[Rejection]:
    for name in (CHALLENGE, SCORER):
        if not line.cells[columns[name]].strip():
            yield Rejection(
                table.file,
                line.number,
                table.headers[columns[name]],
                "name_missing",
                f"Row {line.number} names no {name}. Write one, or remove the row.",
            )


def _score(text: str) -> float | None:
    """Read a cell as a score.

    Raises:
        CellError: `score_unreadable` or `score_out_of_range`.
    """
    if not text:
        return None
    try:
        amount = read_amount(text)
    except CellError as error:
        raise _unreadable(text) from error
    if amount.mark:
        raise _unreadable(text)
    value = float(amount.value)
    if not LOWEST <= value <= HIGHEST:
        raise CellError(
            "score_out_of_range",
            f"“{text}” is not between {LOWEST} and {HIGHEST}. Correct it, or leave the cell blank.",
        )
    return value


def _unreadable(text: str) -> CellError:
    return CellError(
        "score_unreadable",
        f"“{text[:40]}” is not a score. Write a number from {LOWEST} to {HIGHEST}, or leave the "
        "cell blank.",
    )


def _once_each(
    table: Table, rows: Sequence[_Row]
) -> tuple[list[_Row], list[Rejection], list[Rejection]]:
    """Keep one row a challenge and scorer; equal ones are said twice, others contradict."""
    kept: dict[tuple[str, str], _Row] = {}
    repeated: list[Rejection] = []
    contradictions: list[Rejection] = []
    for row in rows:
        first = kept.setdefault(row.key, row)
        if first is row:
            continue
        again = f"{row.scorer} scored “{row.challenge}” in row {first.number} already"
        if first.values == row.values:
            message = f"{again}, with the same scores. They count once."
            repeated.append(Rejection(table.file, row.number, None, "row_repeated", message))
        else:
            message = f"{again}, with other scores. Keep one of the two rows."
            contradictions.append(Rejection(table.file, row.number, None, "row_repeated", message))
    return list(kept.values()), repeated, contradictions


def _sheet(rows: Sequence[_Row]) -> ScoreSheet:
    return ScoreSheet.of(
        (
            ScoreCell(row.challenge, row.scorer, criterion, value)
            for row in rows
            for criterion, value in zip(Criterion, row.values, strict=True)
            if value is not None
        ),
        challenges=(row.challenge for row in rows),
        scorers=(row.scorer for row in rows),
    )


def _missing(
    table: Table, columns: dict[str, int], sheet: ScoreSheet, rows: Sequence[_Row]
) -> Iterator[Rejection]:
    """Say of every missing score where it is missing."""
    numbers = {(row.challenge, row.scorer): row.number for row in rows}
    scoring = score_challenges(sheet)
    for one in scoring.missing:
        column = table.headers[columns[one.criterion.value]] if one.criterion else None
        yield Rejection(
            table.file,
            numbers.get((one.challenge, one.scorer)),
            column,
            "score_missing",
            score_missing(one, scoring.unranked),
        )
