"""Text files: encoding, delimiter and header row are recognised and stated, or refused."""

import codecs

import pytest

from pmm_core.importers.stated import sentences
from tests.importers.reading import HEADERS, ROW, read_text, refusal, text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_with_a_mark_or_valid_utf8_is_read_and_stated(encoding: str) -> None:
    table = read_text(text(HEADERS, ("Müller", *ROW[1:]), encoding=encoding))
    assert table.lines[0].cells[0] == "Müller"
    assert table.encoding == encoding.removesuffix("-sig")
    assert table.headers == HEADERS


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_legacy_encoding_is_told_by_plausible_letters_and_shown(encoding: str) -> None:
    table = read_text(text(HEADERS, ("Müller für Säfte", *ROW[1:]), encoding=encoding))
    assert table.encoding == encoding
    assert table.assumed["encoding_told_by"] == ["Müller", "für", "Säfte"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", ["The file is read as UTF-16."])],
)
def test_an_encoding_nobody_expects_is_said_in_words(encoding: str, said: list[str]) -> None:
    table = read_text(text(HEADERS, ("Müller", *ROW[1:]), encoding=encoding))
    assert [one for one in sentences(table.assumed) if "read as" in one] == said


def test_the_encoding_a_person_names_goes_before_the_recognised_one() -> None:
    content = text(HEADERS, ("Müller", *ROW[1:]), encoding="utf-16-le")
    assert read_text(content, encoding="utf-16-le").lines[0].cells[0] == "Müller"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_refused_with_what_to_say(encoding: str) -> None:
    refused = refusal(text(HEADERS, ROW, encoding=encoding))
    assert refused.code == "encoding_unmarked"
    assert f"--encoding {encoding}" in refused.message


def test_a_nul_byte_is_refused_with_its_line() -> None:
    refused = refusal(text(HEADERS, ROW, ("Co\0met", *ROW[1:])))
    assert (refused.code, refused.problem.row) == ("nul_bytes", 3)


def test_a_nul_character_in_marked_utf16_is_refused_too() -> None:
    content = codecs.BOM_UTF16_LE + "a,b\nc\0,d\n".encode("utf-16-le")
    assert refusal(content).code == "nul_bytes"


@pytest.mark.parametrize(
    ("said", "code"), [("klingon", "encoding_unknown"), ("ascii", "encoding_wrong")]
)
def test_an_encoding_that_cannot_be_is_refused(said: str, code: str) -> None:
    refused = refusal(text(HEADERS, ("Müller", *ROW[1:])), encoding=said)
    assert refused.code == code


@pytest.mark.parametrize("content", [b"", b"\n \n", codecs.BOM_UTF8, b",,,\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content).code == "file_empty"


def test_headers_with_nothing_below_them_are_refused() -> None:
    assert refusal(text(HEADERS)).code == "header_only"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_and_stated(delimiter: str) -> None:
    table = read_text(text(HEADERS, ROW, delimiter=delimiter))
    assert (table.delimiter, table.headers) == (delimiter, HEADERS)


def test_a_decimal_comma_does_not_pass_for_a_delimiter() -> None:
    table = read_text(text(HEADERS, (*ROW[:3], "1,5"), (*ROW[:3], "2,5"), delimiter=";"))
    assert table.delimiter == ";"
    assert table.lines[1].cells[3] == "2,5"


def test_columns_divided_by_blanks_are_read_when_nothing_else_divides_them() -> None:
    table = read_text(b"kpi   date       value\nSignups 2026-03-31 5\n")
    assert (table.delimiter, table.headers) == ("whitespace", ("kpi", "date", "value"))


def test_a_wrong_delimiter_is_refused_with_the_one_to_try() -> None:
    refused = refusal(text(HEADERS, ROW), delimiter=";")
    assert refused.code == "delimiter_wrong"
    assert "“,”" in refused.message and "--delimiter" in refused.message


def test_a_delimiter_nobody_knows_is_refused() -> None:
    assert refusal(text(HEADERS, ROW, delimiter="^")).code == "delimiter_wrong"
    assert refusal(text(HEADERS, ROW), delimiter="ab").code == "delimiter_wrong"


@pytest.mark.parametrize("said", ["tab", "\\t", "\t"])
def test_a_tab_can_be_named(said: str) -> None:
    assert read_text(text(HEADERS, ROW, delimiter="\t"), delimiter=said).headers == HEADERS


def test_duplicate_headers_are_refused_with_both_places() -> None:
    refused = refusal(text(("product", "kpi", "Date", "date "), ROW))
    assert refused.code == "headers_duplicate"
    assert "Columns 3 and 4" in refused.message


def test_lines_above_the_headers_are_left_out_and_counted() -> None:
    content = b"# a comment, with a comma\nQuarterly report\n\n" + text(HEADERS, ROW)
    table = read_text(content)
    assert (table.header_row, table.lines[0].number) == (4, 5)
    assert table.assumed["rows_above_header"] == 2


def test_the_header_row_a_person_names_is_taken() -> None:
    content = b"a,b,c,d\n" + text(HEADERS, ROW)
    assert read_text(content, header_row=2).headers == HEADERS
    assert refusal(content, header_row=9).code == "header_row_wrong"


def test_a_row_of_another_shape_is_rejected_with_its_line() -> None:
    table = read_text(text(HEADERS, ROW, (*ROW, "more"), ROW[:2], (*ROW, "", "")))
    assert [problem.row for problem in table.misshapen] == [3, 4]
    assert {problem.code for problem in table.misshapen} == {"row_shape"}
    assert [line.number for line in table.lines] == [2, 5]


def test_rows_are_counted_by_lines_even_after_a_cell_with_a_line_break() -> None:
    table = read_text(b'product,kpi,date,value\n"Co\nmet",a,2026-03-31,1\nX,a,2026-03-31,1\n')
    assert [line.number for line in table.lines] == [2, 4]
    assert table.lines[0].cells[0] == "Co\nmet"


@pytest.mark.parametrize("row", ['a,"b,c,d', 'a,"b"x,c,d', 'a,b,c,"' + "x" * 200_000])
def test_quotes_that_do_not_close_are_refused_with_their_line(row: str) -> None:
    refused = refusal(text(HEADERS) + row.encode())
    assert (refused.code, refused.problem.row) == ("quotes_wrong", 2)


def test_a_cell_longer_than_excel_allows_is_refused() -> None:
    refused = refusal(text(HEADERS, (*ROW[:3], "9" * 40_000)))
    assert (refused.code, refused.problem.column) == ("cell_too_long", "value")


@pytest.mark.parametrize("content", [b'{"a": 1}', b'[{"a": 1}]', b"<html><table>", b"%PDF-1.7\nx"])
def test_other_formats_are_refused_by_name(content: bytes) -> None:
    assert refusal(content).code == "not_a_table"


def test_nameless_columns_are_dropped_when_blank_and_numbered_when_not() -> None:
    table = read_text(text(("", *HEADERS, "", ""), ("1", *ROW, "", ""), ("2", *ROW, "", "")))
    assert table.headers == ("#1", *HEADERS)


def test_one_apostrophe_of_our_own_export_is_taken_back() -> None:
    table = read_text(text(HEADERS, ("'=Comet", "''+x", "2026-03-31", "-5")))
    assert table.lines[0].cells == ("=Comet", "'+x", "2026-03-31", "-5")
