"""A table of counts of a launch: one row a segment and day, read as text."""

from collections.abc import Sequence

from pmm_core.days import read_day
from pmm_core.errors import InvalidInput
from pmm_core.importers.contract import FileRefused, ImportOptions, SourceFile, Table, listed
from pmm_core.importers.limits import refuse_large
from pmm_core.importers.recognise import normalise
from pmm_core.importers.sniff import read_text_table
from pmm_core.typed.drafts import CountCells

_REQUIRED = ("day", "eligible", "adopted")
_BESIDE = ("segment", "counted_on", "note")


def read_count_table(file: SourceFile) -> list[CountCells]:
    """Read a CSV of counts, or what a person pasted.

    Args:
        file: columns `day`, `eligible`, `adopted`, with or without `segment`, `counted_on` and
            `note`.

    Raises:
        FileRefused: it is no such table (`file_empty`, `header_only`, `column_missing`, ...).
        InvalidInput: a `counted_on` that is no day (`day_unreadable`).
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
    if table.misshapen:
        first = table.misshapen[0]
        raise FileRefused(first.file, first.message, code=first.code, row=first.row)
    places = {normalise(header).replace(" ", "_"): at for at, header in enumerate(table.headers)}
    missing = [name for name in _REQUIRED if name not in places]
    if missing:
        raise FileRefused(
            table.file,
            f"A table of counts needs a column for {listed(missing)}. The file has "
            f"{listed(table.headers)}.",
            code="column_missing",
            row=table.header_row,
        )
    return [_cells(table, places, at) for at in range(len(table.lines))]


def _is_header(cells: Sequence[str]) -> bool:
    return len({normalise(cell) for cell in cells} & set(_REQUIRED)) > 1


def _cells(table: Table, places: dict[str, int], at: int) -> CountCells:
    line = table.lines[at]

    def cell(name: str) -> str:
        return line.cells[places[name]].strip() if name in places else ""

    try:
        counted_on = read_day(cell("counted_on")) if cell("counted_on") else None
    except ValueError as fault:
        message = f"{table.file} row {line.number}: {fault}"
        raise InvalidInput(message, code="day_unreadable") from fault
    return CountCells(
        row=line.number,
        segment=cell("segment"),
        day=cell("day"),
        eligible=cell("eligible"),
        adopted=cell("adopted"),
        counted_on=counted_on,
        note=cell("note") or None,
    )
