"""The only writer of cells: CSV, Excel, clipboard; safe to open and exact to read back.

A text that a spreadsheet would run as a formula gets a leading apostrophe, and so does a text that
already starts with an apostrophe before such a sign; reading removes exactly one, so every text
comes back as it was. Numbers stay numbers: -5 remains -5. Unknown is a blank cell.
"""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import xlsxwriter

Cell = str | int | float | bool | dt.date | dt.datetime | None

# Excel's own limit for the text of one cell.
LONGEST_CELL = 32_767
_FORMULA = re.compile(r"[\s\x00-\x20\"'“”‘’\ufeff]*[=+\-@\t\r＝＋－＠−]")


class ExportKind(StrEnum):
    """Where the cells go."""

    CSV = "csv"
    EXCEL = "xlsx"
    CLIPBOARD = "txt"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table on its way out.

    Attributes:
        headers: one text a column.
        rows: cells in the order of the headers; None and NaN are unknown.
        sheet: name of the sheet in a workbook.
        choices: header -> the words a template offers in a drop-down.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    sheet: str = "Table"
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def escape(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could run."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(text: str) -> str:
    """Take back exactly the apostrophe that `escape` put there."""
    if text.startswith("'") and _FORMULA.match(text[1:]):
        return text[1:]
    return text


def safe_export(table: ExportTable, kind: ExportKind) -> bytes:
    """Write a table.

    Args:
        table: headers and rows, each row as long as the headers.
        kind: CSV (UTF-8 with a mark, so that Excel reads it), Excel, or tab-separated text.

    Returns:
        The bytes of the file.

    Raises:
        ValueError: for a row of another length, an infinite number, or a text longer than a cell of
            Excel can be: the caller built the table wrongly.
    """
    rows = [[_checked(cell) for cell in row] for row in (table.headers, *table.rows)]
    if any(len(row) != len(table.headers) for row in rows):
        raise ValueError("a row is not as long as the headers")
    if kind is ExportKind.EXCEL:
        return _excel(table, rows)
    written = io.StringIO()
    writer = csv.writer(
        written, delimiter="\t" if kind is ExportKind.CLIPBOARD else ",", lineterminator="\r\n"
    )
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8" if kind is ExportKind.CLIPBOARD else "utf-8-sig")


def file_name(name: str, kind: ExportKind) -> str:
    """Make a harmless file name out of words a person wrote."""
    return f"{slug(name) or 'table'}.{kind.value}"


def slug(name: str) -> str:
    """Reduce words a person wrote to letters, digits and hyphens; blank where none are left."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


def _checked(cell: Cell) -> Cell:
    if isinstance(cell, str):
        if len(cell) >= LONGEST_CELL:
            raise ValueError("a text is longer than a cell of Excel can be")
        return escape(cell)
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if isinstance(cell, float) and math.isinf(cell):
        raise ValueError("an infinite number cannot be exported")
    return cell


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell if isinstance(cell, str) else repr(cell)


def _excel(table: ExportTable, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write every cell with its own type, so that nothing is taken for a formula or a link."""
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = workbook.add_worksheet(
        re.sub(r"[\[\]:*?/\\']", " ", table.sheet)[:31].strip() or "Table"
    )
    header = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(at, place, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(at, place, cell)
            elif isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
                sheet.write_datetime(at, place, cell, day)
            else:
                sheet.write_string(at, place, _text(cell), None if at else header)
    for name, words in table.choices.items():
        place = list(table.headers).index(name)
        sheet.data_validation(1, place, 1000, place, {"validate": "list", "source": list(words)})
    sheet.freeze_panes(1, 0)
    workbook.close()
    return written.getvalue()
