"""Files are read in a limited process: workbooks, Parquet, archives, and what breaks a reader."""

import datetime as dt
import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from pmm_core.importers import child
from pmm_core.importers.child import ChildLimits, read_tables
from pmm_core.importers.contract import FileKind, FileRefused, ImportOptions, SourceFile
from pmm_core.importers.limits import Limits, refuse_archive, refuse_shape
from pmm_core.importers.workbooks import cell_text
from tests.importers.reading import HEADERS, ROW, excel, parquet, read_in_child, source, text


def refused_in_child(content: bytes, **said: object) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_in_child(content, **said)
    return refused.value


def test_a_workbook_a_parquet_file_and_a_text_say_the_same() -> None:
    day = dt.date(2026, 3, 31)
    tables = [
        read_in_child(text(HEADERS, ("Comet", "Signups", "2026-03-31", "31.5"))),
        read_in_child(excel(HEADERS, ("Comet", "Signups", day, 31.5))),
        read_in_child(parquet(product=["Comet"], kpi=["Signups"], date=[day], value=[31.5])),
    ]
    assert [table.kind for table in tables] == list(FileKind)
    assert {table.headers for table in tables} == {HEADERS}
    assert {table.lines[0].cells for table in tables} == {
        ("Comet", "Signups", "2026-03-31", "31.5")
    }
    assert {table.lines[0].number for table in tables} == {2}


def test_a_gzipped_text_is_read() -> None:
    assert read_in_child(gzip.compress(text(HEADERS, ROW))).headers == HEADERS
    assert refused_in_child(gzip.compress(text(HEADERS, ROW))[:-9]).code == "file_damaged"


def test_rows_of_a_sheet_are_counted_as_the_sheet_shows_them() -> None:
    table = read_in_child(excel((), ("Our KPIs",), HEADERS, (), ROW))
    assert (table.header_row, table.lines[0].number) == (3, 5)


def test_the_first_sheet_that_holds_anything_is_read_and_a_named_one_goes_before() -> None:
    content = excel(HEADERS, ROW, sheets=("Notes", "Values"))
    assert read_in_child(content).sheet == "Values"
    assert read_in_child(content, sheet="Values").headers == HEADERS
    refused = refused_in_child(content, sheet="Value")
    assert refused.code == "sheet_unknown"
    assert "“Notes”, “Values”" in refused.message


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (True, "true"),
        (120.0, "120"),
        (1.5, "1.5"),
        (1.234, "1.2340"),
        (-12.345, "-12.3450"),
        (dt.date(2026, 3, 31), "2026-03-31"),
        (dt.datetime(2026, 3, 31), "2026-03-31"),
        (dt.datetime(2026, 3, 31, 5), "2026-03-31T05:00:00"),
        (float("nan"), "nan"),
    ],
)
def test_a_typed_cell_becomes_text_with_one_reading(cell: object, written: str) -> None:
    assert cell_text(cell) == written


@pytest.mark.parametrize(
    "content",
    [
        excel(HEADERS, ROW)[:900],
        b"PK\x03\x04" + b"\0" * 200,
        parquet(product=["x"])[:40],
        b"PAR1" + b"\xff" * 64,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_a_damaged_file_is_refused_and_never_a_crash(content: bytes) -> None:
    assert refused_in_child(content).code in {"file_damaged", "file_refused", "file_empty"}


def test_nested_columns_of_a_parquet_file_are_refused_by_name() -> None:
    refused = refused_in_child(parquet(product=["x"], tags=[["a", "b"]]))
    assert (refused.code, refused.problem.column) == ("column_nested", "tags")


def test_U2_an_archive_that_would_grow_hugely_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    with pytest.raises(FileRefused) as refused:
        refuse_archive(source(bomb.getvalue(), "bomb.xlsx"))
    assert refused.value.code == "file_too_large"


def test_the_cells_of_a_sheet_are_counted_while_they_stream_by() -> None:
    with pytest.raises(FileRefused) as refused:
        refuse_archive(source(excel(*[range(20)] * 20)), Limits(cells=100))
    assert refused.value.code == "file_too_large"


def test_U2_rows_times_columns_are_limited_whatever_the_bytes_say() -> None:
    million = pa.array(["x"] * 1_000_000)
    refused = refused_in_child(parquet(product=million, kpi=million, value=million))
    assert refused.code == "file_too_large"
    with pytest.raises(FileRefused):
        refuse_shape("a.csv", rows=1_000, columns=10_000)


def test_a_child_that_runs_out_of_memory_means_file_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read_tables([source(text(HEADERS, ROW))], ImportOptions(), ChildLimits(memory=8 << 20))
    assert refused.value.code == "file_refused"


def test_a_child_that_takes_too_long_means_file_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read_tables([source(text(HEADERS, ROW))], ImportOptions(), ChildLimits(wall=0))
    assert refused.value.code == "file_refused"


def test_the_child_gets_no_variable_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: dict[str, str] = {}

    def watch(_command: object, *, env: dict[str, str], **_rest: object) -> None:
        seen.update(env)
        raise child.subprocess.TimeoutExpired("child", 0)

    monkeypatch.setenv("PMM_STORE", "postgresql://ada:secret@host/db")
    monkeypatch.setattr(child.subprocess, "run", watch)
    with pytest.raises(FileRefused):
        read_in_child(text(HEADERS, ROW))
    assert "secret" not in str(seen)
    assert seen["OMP_NUM_THREADS"] == seen["OPENBLAS_NUM_THREADS"] == "1"
    assert seen["ARROW_DEFAULT_MEMORY_POOL"] == "system"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\kpis.csv", "kpis.csv"),
        ("a\r\nb.csv", "ab.csv"),
        ("..", ".."),
        ("/", "file"),
    ],
)
def test_the_name_of_a_file_is_only_ever_shown(name: str, shown: str) -> None:
    assert SourceFile.named(name, b"").name == shown
