"""Cells on their way out: nothing a spreadsheet would run, and back again exactly."""

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pmm_core.exports import (
    LONGEST_CELL,
    ExportKind,
    ExportTable,
    escape,
    file_name,
    safe_export,
    unescape,
)
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.sniff import read_text_table

# What a store can hold as text: no NUL, no lone surrogate.
TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40
)
PAYLOADS = st.builds(
    lambda before, sign, rest: before + sign + rest,
    st.sampled_from(["", " ", "'", "''", '"', "\n", "\ufeff", "\u00a0"]),
    st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
)


@given(TEXTS | PAYLOADS)
def test_every_text_comes_back_from_its_escape(text: str) -> None:
    assert unescape(escape(text)) == text


@given(PAYLOADS)
def test_U3_what_a_spreadsheet_could_run_gets_an_apostrophe(text: str) -> None:
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Comet", "a=b", "'quoted'", "", "5 - 3", "it's"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS | PAYLOADS, TEXTS | PAYLOADS), min_size=1, max_size=5))
def test_a_csv_export_reads_back_unchanged(rows: list[tuple[str, str]]) -> None:
    table = ExportTable(headers=("first", "second"), rows=[("x", "y"), *rows])
    content = safe_export(table, ExportKind.CSV)
    back = read_text_table(
        SourceFile("a.csv", content), ImportOptions(delimiter=","), lambda cells: "first" in cells
    )
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [line.cells for line in back.lines[1:]] == kept


@settings(max_examples=40)
@given(st.lists(TEXTS | PAYLOADS, min_size=1, max_size=5))
def test_U3_a_workbook_holds_the_texts_and_no_formula(texts: list[str]) -> None:
    content = safe_export(ExportTable(["text"], [[text] for text in texts]), ExportKind.EXCEL)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    cells = [str(row[0]) for row in sheet.to_python(skip_empty_area=False)[1:]]
    assert [unescape(cell) for cell in cells] == texts
    assert not any(cell.lstrip(' "').startswith(("=", "+", "-", "@")) for cell in cells)


def test_numbers_stay_numbers_and_unknown_is_blank() -> None:
    table = ExportTable(
        ["a", "b", "c", "d", "e"],
        [[-5, 0.31, None, float("nan"), dt.date(2026, 3, 31)], [True, 1e-7, "", "x", None]],
    )
    written = safe_export(table, ExportKind.CSV).decode("utf-8-sig")
    assert written == "a,b,c,d,e\r\n-5,0.31,,,2026-03-31\r\ntrue,1e-07,,x,\r\n"
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(safe_export(table, ExportKind.EXCEL)))
    rows = workbook.get_sheet_by_index(0).to_python()
    assert rows[1] == [-5, 0.31, "", "", dt.date(2026, 3, 31)]


def test_the_clipboard_gets_tabs_and_the_same_escape() -> None:
    content = safe_export(ExportTable(["=a"], [["+1"], ["x\ty"]]), ExportKind.CLIPBOARD)
    assert content.decode() == "'=a\r\n'+1\r\n\"x\ty\"\r\n"


@pytest.mark.parametrize(
    "row", [["a", "b"], [float("inf")], ["x" * LONGEST_CELL]], ids=["long", "infinite", "huge"]
)
def test_a_table_built_wrongly_is_not_written(row: list[str | float]) -> None:
    with pytest.raises(ValueError, match="row|infinite|longer"):
        safe_export(ExportTable(["one"], [row]), ExportKind.CSV)


@pytest.mark.parametrize("name", ["Q1: a/b*c?", "[x]", "'", "", "x" * 99])
def test_any_name_can_be_the_name_of_a_sheet(name: str) -> None:
    content = safe_export(ExportTable(["a"], [["b"]], sheet=name), ExportKind.EXCEL)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


@given(st.text(max_size=300))
def test_a_file_name_never_leaves_its_folder(name: str) -> None:
    made = file_name(name, ExportKind.CSV)
    assert made.endswith(".csv") and len(made) <= 64
    assert set(made.removesuffix(".csv")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
