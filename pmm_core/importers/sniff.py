"""Text to a table of text: delimiter, preamble, header row, shape; each choice is stated.

Every cell stays text here. Rows are counted as the person sees them, from 1.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pmm_core.exports import unescape
from pmm_core.importers.contract import (
    FileKind,
    FileRefused,
    ImportOptions,
    Line,
    Rejection,
    SourceFile,
    Table,
    listed,
)
from pmm_core.importers.decoding import Decoded, decode
from pmm_core.importers.limits import LIMITS, refuse_shape
from pmm_core.importers.remedies import Remedy, Way

WHITESPACE = "whitespace"
# What nobody needs to be told.
_EXPECTED = "utf-8"
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 60
_SHOWN = {"\t": "tab"}
_NAMED = {
    "tab": "\t",
    "\\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": WHITESPACE,
}

HeaderTest = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file before the header row is known."""

    number: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


def read_text_table(file: SourceFile, options: ImportOptions, is_header: HeaderTest) -> Table:
    """Read a text file as a table.

    Args:
        file: name and bytes.
        options: encoding, delimiter and header row, where a person named them.
        is_header: whether cells look like the headers of a known profile.

    Raises:
        FileRefused: with a code and a sentence for everything that is not one clean table.
    """
    decoded = decode(file, options.encoding)
    _refuse_other_formats(file.name, decoded.text)
    delimiter = _delimiter(file.name, decoded.text, options)
    records = list(_records(file.name, decoded.text, delimiter))
    table = shape_table(file.name, FileKind.TEXT, records, options, is_header)
    return replace(
        table,
        encoding=decoded.encoding,
        delimiter=delimiter,
        assumed={**_stated(decoded, told=options.encoding is not None), **table.assumed},
    )


def _stated(decoded: Decoded, *, told: bool) -> dict[str, object]:
    """State an encoding that a person neither named nor would expect."""
    stated: dict[str, object] = {}
    if not told and decoded.encoding != _EXPECTED:
        stated["encoding"] = decoded.encoding
    if decoded.words:
        stated["encoding_told_by"] = list(decoded.words)
    return stated


def _refuse_other_formats(name: str, text: str) -> None:
    start = text.lstrip()[:64].lower()
    if start.startswith(("{", "[{", "[[")):
        what = "JSON"
    elif start.startswith(("<!doctype", "<html", "<?xml", "<table")):
        what = "a web page or XML"
    elif start.startswith("%pdf"):
        what = "a PDF"
    else:
        return
    raise FileRefused(
        name,
        f"This is {what}, not a table. Export it as CSV, Excel or Parquet.",
        code="not_a_table",
        remedy=Remedy(Way.AS_EVENTS) if what == "JSON" else None,
    )


def _delimiter(name: str, text: str, options: ImportOptions) -> str:
    lines = [line for line in text[: 1 << 17].splitlines() if line.strip()][:_SAMPLE]
    if options.delimiter:
        told = _NAMED.get(options.delimiter.lower(), options.delimiter)
        if told != WHITESPACE and (len(told) != 1 or told in '"\r\n'):
            raise FileRefused(
                name,
                f"“{options.delimiter}” is not a delimiter. Say one sign, or comma, semicolon, "
                "tab, pipe or space.",
                code="delimiter_wrong",
            )
        _refuse_one_column(name, lines, told)
        return told
    best, best_score = "", (0.0, 0)
    for candidate in (*_DELIMITERS, WHITESPACE):
        score = _regularity(lines, candidate)
        if score > best_score:
            best, best_score = candidate, score
    if not best:
        _refuse_one_column(name, lines, ",")
    return best


def _regularity(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Score a delimiter: share of lines with the commonest number of cells, then that number."""
    widths = [len(cells) for cells in _split(lines, delimiter) if cells]
    several = [width for width in widths if width > 1]
    if not several or (delimiter == WHITESPACE and len(set(widths)) > 1):
        return (0.0, 0)
    commonest = max(set(several), key=lambda width: (several.count(width), width))
    share = several.count(commonest) / len(widths)
    # Blanks also stand inside names, so they only win where nothing else divides the lines.
    return (share * (0.1 if delimiter == WHITESPACE else 1.0), commonest)


def _split(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    if delimiter == WHITESPACE:
        yield from (line.split() for line in lines)
        return
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _refuse_one_column(name: str, lines: Sequence[str], delimiter: str) -> None:
    cells = list(_split(lines, delimiter))
    if any(len(found) > 1 for found in cells):
        return
    others = [
        sign for sign in _DELIMITERS if sign != delimiter and any(sign in line for line in lines)
    ]
    tried = listed([_SHOWN.get(sign, sign) for sign in others])
    hint = f" The lines hold {tried}: that may be the sign." if others else ""
    raise FileRefused(
        name,
        f"Divided by “{_SHOWN.get(delimiter, delimiter)}” there is only one column.{hint} "
        "Divide the columns by commas.",
        code="delimiter_wrong",
        row=1,
        remedy=Remedy(Way.DELIMITER),
    )


def _records(name: str, text: str, delimiter: str) -> Iterator[Record]:
    """Yield the records with the line each begins on."""
    if delimiter == WHITESPACE:
        for number, line in enumerate(text.splitlines(), start=1):
            yield Record(number, line.split())
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Record(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        what = str(error)
        long = "field larger" in what
        raise FileRefused(
            name,
            f"Line {begins} cannot be divided into cells: "
            + (
                "a cell is far too long, or a quotation mark is never closed."
                if long or "end of data" in what
                else "a quotation mark stands where none may. Double the marks inside a cell."
            ),
            code="quotes_wrong",
            row=begins,
        ) from error


def shape_table(
    name: str,
    kind: FileKind,
    records: Sequence[Record],
    options: ImportOptions,
    is_header: HeaderTest,
) -> Table:
    """Find the header row and check every record against it.

    Raises:
        FileRefused: `header_only`, `headers_duplicate`, `header_row_wrong`, `cell_too_long`,
            `nul_bytes`, `file_empty` or `file_too_large`.
    """
    filled = [record for record in records if not record.blank]
    if not filled:
        raise FileRefused(name, "The file is empty.", code="file_empty")
    widest = max(len(record.cells) for record in filled)
    refuse_shape(name, rows=len(filled), columns=widest)
    header = _header(name, filled, options, is_header)
    below = [record for record in filled if record.number > header.number]
    if not below:
        raise FileRefused(
            name,
            f"There are headers in row {header.number} and nothing below them.",
            code="header_only",
            row=header.number,
        )
    headers = _headers(name, header, below)
    lines, misshapen = _lines(name, headers, below)
    assumed: dict[str, object] = {}
    if (before := sum(record.number < header.number for record in filled)) > 0:
        assumed["rows_above_header"] = before
    return Table(name, kind, headers, header.number, lines, misshapen, assumed=assumed)


def _header(
    name: str, filled: list[Record], options: ImportOptions, is_header: HeaderTest
) -> Record:
    if options.header_row is not None:
        for record in filled:
            if record.number == options.header_row:
                return record
        raise FileRefused(
            name,
            f"Row {options.header_row} is blank or not there, so it cannot be the header row.",
            code="header_row_wrong",
            row=options.header_row,
        )
    for record in filled[:_SAMPLE]:
        if is_header(record.cells):
            return record
    # An unknown table: the first row as wide as most rows, past a block of # lines and titles.
    widths = [_width(record.cells) for record in filled[:_SAMPLE]]
    usual = max(set(widths), key=widths.count)
    for record in filled[:_SAMPLE]:
        if _width(record.cells) >= usual and not record.cells[0].lstrip().startswith("#"):
            return record
    return filled[0]


def _width(cells: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _headers(name: str, header: Record, below: list[Record]) -> tuple[str, ...]:
    """Take the headers, calling nameless columns that hold something `#N`."""
    last = max(_width(header.cells), *(min(_width(r.cells), len(header.cells)) for r in below))
    headers = [
        unescape(cell.strip()) or f"#{place}" for place, cell in enumerate(header.cells[:last], 1)
    ]
    seen: dict[str, int] = {}
    for place, text in enumerate(headers, 1):
        key = re.sub(r"\s+", " ", text).casefold()
        if key in seen:
            raise FileRefused(
                name,
                f"Columns {seen[key]} and {place} are both called “{text}”. Rename one of them.",
                code="headers_duplicate",
                row=header.number,
                column=text,
            )
        seen[key] = place
    return tuple(headers)


def _lines(
    name: str, headers: tuple[str, ...], below: list[Record]
) -> tuple[tuple[Line, ...], tuple[Rejection, ...]]:
    lines: list[Line] = []
    misshapen: list[Rejection] = []
    for record in below:
        cells = record.cells[: len(headers)]
        if _width(record.cells) > len(headers) or len(cells) < len(headers):
            misshapen.append(
                Rejection(
                    name,
                    record.number,
                    None,
                    "row_shape",
                    f"This row has {len(record.cells)} cells, the header has {len(headers)}. A "
                    "cell that holds the delimiter must stand in quotation marks.",
                )
            )
            continue
        for header, cell in zip(headers, cells, strict=True):
            _check_cell(cell, name, record.number, header)
        lines.append(Line(record.number, tuple(unescape(cell) for cell in cells)))
    return tuple(lines), tuple(misshapen)


def _check_cell(cell: str, name: str, row: int, header: str) -> None:
    """Refuse a cell that no store and no spreadsheet could hold."""
    if "\0" in cell:
        message = "The cell holds a NUL character. Export the file again."
        raise FileRefused(name, message, code="nul_bytes", row=row, column=header)
    if len(cell) > LIMITS.cell:
        message = f"The cell has {len(cell):,} characters; at most {LIMITS.cell:,} are read."
        raise FileRefused(name, message, code="cell_too_long", row=row, column=header)
