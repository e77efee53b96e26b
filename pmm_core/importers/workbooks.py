"""Excel workbooks and Parquet files to tables of text; run only inside the limited child."""

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from pmm_core.importers.contract import (
    FileKind,
    FileRefused,
    ImportOptions,
    SourceFile,
    Table,
    listed,
)
from pmm_core.importers.limits import refuse_archive, refuse_shape
from pmm_core.importers.sniff import HeaderTest, Record, shape_table

_THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{3}")
_BATCH = 20_000


def cell_text(cell: object) -> str:
    """Write a typed cell as the text a person would type.

    A number with exactly three decimals gets a fourth, a zero: as text it must not be taken for
    thousands.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time() and cell.tzinfo is None
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def read_excel_table(file: SourceFile, options: ImportOptions, is_header: HeaderTest) -> Table:
    """Read one sheet of a workbook: the one named, else the first that holds anything.

    Raises:
        FileRefused: `file_damaged`, `sheet_unknown`, and whatever `shape_table` refuses.
    """
    if file.content.startswith(b"PK"):
        refuse_archive(file)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        filled = _filled_sheets(file.name, workbook, options.sheet)
        records: list[Record] = []
        if filled:
            sheet = workbook.get_sheet_by_name(filled[0])
            refuse_shape(file.name, rows=sheet.total_height + 1, columns=sheet.total_width + 1)
            records = list(_records(sheet.to_python(skip_empty_area=False)))
    except CalamineError as error:
        raise FileRefused(
            file.name,
            "The workbook cannot be opened. It may be damaged or protected by a password; save it "
            "again without one.",
            code="file_damaged",
        ) from error
    table = shape_table(file.name, FileKind.EXCEL, records, options, is_header)
    others = {"other_sheets": filled[1:]} if filled[1:] else {}
    return replace(table, sheet=filled[0], assumed={**table.assumed, **others})


def _filled_sheets(file: str, workbook: CalamineWorkbook, wanted: str | None) -> list[str]:
    """Name the sheets that hold anything, or only the one a person named."""
    names = workbook.sheet_names
    if wanted is None:
        return [name for name in names if workbook.get_sheet_by_name(name).total_height]
    if wanted in names:
        return [wanted]
    raise FileRefused(
        file,
        f"There is no sheet “{wanted}”; the workbook holds {listed(names)}.",
        code="sheet_unknown",
    )


def _records(rows: Sequence[Sequence[object]]) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield Record(number, [cell_text(cell) for cell in row])


def read_parquet_table(file: SourceFile, options: ImportOptions, is_header: HeaderTest) -> Table:
    """Read a Parquet file; its column names are row 1.

    Raises:
        FileRefused: `file_damaged`, `column_nested`, `file_too_large`, and whatever `shape_table`
            refuses.
    """
    try:
        parquet = pq.ParquetFile(io.BytesIO(file.content))
        # Byte totals in the metadata are no guard; the number of rows is.
        refuse_shape(
            file.name, rows=parquet.metadata.num_rows, columns=parquet.metadata.num_columns
        )
        _refuse_nested(file.name, parquet.schema_arrow)
        records = [Record(1, list(parquet.schema_arrow.names))]
        for batch in parquet.iter_batches(batch_size=_BATCH, use_threads=False):
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                records.append(Record(len(records) + 1, [cell_text(cell) for cell in row]))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise FileRefused(
            file.name, "The Parquet file is damaged. Write it again.", code="file_damaged"
        ) from error
    return shape_table(file.name, FileKind.PARQUET, records, options, is_header)


def _refuse_nested(file: str, schema: pa.Schema) -> None:
    for column in schema:
        if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
            raise FileRefused(
                file,
                f"Column “{column.name}” holds {column.type}, not plain values. Leave it out.",
                code="column_nested",
                column=column.name,
            )
