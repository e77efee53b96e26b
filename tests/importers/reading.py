"""Tables as a person would bring them, and short ways to read them."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from pmm_core.importers.child import read_tables
from pmm_core.importers.contract import FileRefused, ImportOptions, SourceFile, Table
from pmm_core.importers.recognise import is_header_row
from pmm_core.importers.sniff import read_text_table

TODAY = dt.date(2026, 4, 10)
HEADERS = ("product", "kpi", "date", "value")
ROW = ("Comet", "Activation rate", "2026-03-31", "31%")


def text(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    return ("\n".join(delimiter.join(row) for row in rows) + "\n").encode(encoding)


def source(content: bytes, name: str = "a.csv") -> SourceFile:
    return SourceFile(name, content)


def read_text(content: bytes, **said: Any) -> Table:
    """Read a text table in this process, which is faster and does not change what is read."""
    return read_text_table(source(content), ImportOptions(**said), is_header_row)


def read_in_child(content: bytes, **said: Any) -> Table:
    return read_tables([source(content)], ImportOptions(**said))[0]


def refusal(content: bytes, **said: Any) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_text(content, **said)
    assert refused.value.details["problems"][0]["code"] == refused.value.code
    return refused.value


def excel(*rows: Sequence[Any], sheets: Sequence[str] = ("Values",)) -> bytes:
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in [workbook.add_worksheet(name) for name in sheets][-1:]:
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(at, place, cell, day)
                else:
                    sheet.write(at, place, cell)
    workbook.close()
    return written.getvalue()


def parquet(**columns: Any) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()
