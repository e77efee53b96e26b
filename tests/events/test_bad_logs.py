"""A log that cannot be read is refused with what is wrong, where, and what to do."""

import gzip
from pathlib import Path

import pytest

from tests.events.asking import ask, refusal

GOOD = "user_id,event,ts\n1,open,2025-03-01\n2,open,2025-03-02\n"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "file_empty", "empty"),
        (b"\n \n\n", "file_empty", "nothing but blanks"),
        (b"user_id,event,ts\n", "header_only", "headers but no rows"),
        (b"user_id  ts\r\n", "header_only", "headers but no rows"),
        (GOOD.encode("utf-16-le"), "encoding_unmarked", "UTF-16 without a byte-order mark"),
        (GOOD.encode() + b"3,op\0en,2025-03-02\n", "nul_bytes", "NUL bytes"),
        (b"user_id,ts,ts\n1,2025-03-01,x\n", "headers_duplicate", "ts stands there more than once"),
        (b"user_id,ts,TS \n1,2025-03-01,x\n", "headers_duplicate", "TS, ts"),
        (b"user_id,ts,date\n1,2025-03-01,x\n", "column_ambiguous", "--time-col"),
        (b"a~b~c\n1~2~3\n", "delimiter_wrong", "cut every line"),
        (b'[{"user_id": 1}]', "not_a_log", "one object a line"),
        (b"PK\x03\x04workbook", "not_a_log", "Save the log as CSV"),
        (gzip.compress(GOOD.encode(), mtime=0)[:40], "file_damaged", "damaged or cut off"),
        (b"who,ts\n1,2025-03-01\n", "column_missing", "--unit-col"),
        (b"user_id,whenever\n1,2025-03-01\n", "column_missing", "--time-col"),
        (b"user_id,customer_id,ts\n1,1,2025-03-01\n", "column_ambiguous", "--unit-col"),
        (b"user_id,ts\n,2025-03-01\n", "no_audience", "exposure event"),
        (b'{"nothing": 1}\n', "column_missing", "nothing"),
    ],
)
def test_a_bad_file_is_refused(content: bytes, code: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.code == code
    assert words in refused.message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv").code == "file_missing"
    assert refusal(tmp_path / "*.csv").code == "file_missing"
    assert refusal("postgresql://localhost/logs").code == "table_missing"


@pytest.mark.parametrize("name", ["", " ", "~nobody-of-this-name/log.csv", "long" * 2000, "**"])
def test_a_name_that_can_be_no_file_is_a_missing_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blank name is not the folder one happens to stand in, whatever logs lie there."""
    (tmp_path / "log.csv").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    assert refusal(name).code == "file_missing"


def test_logs_of_two_kinds_in_one_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    (tmp_path / "b.csv").write_text("product,kpi\nComet,Sign-ups\n")
    refused = refusal(tmp_path)
    assert refused.code == "headers_differ" and "b.csv" in refused.message


def test_lines_with_too_few_or_too_many_cells_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        'user_id,event,ts\n1,"op\nen",2025-03-01\n\n2,open\n3,open,2025-03-02,more\n4,x,no\n'
    )
    refused = refusal(path)
    assert refused.code == "rows_rejected"
    problems = [(p["row"], p["code"]) for p in refused.details["problems"]]
    assert problems == [(5, "row_misshapen"), (6, "row_misshapen"), (7, "date_unreadable")]
    rows = ask(path, skip_rejected=True).rows
    assert (rows["read"], rows["rejected"], rows["used"]) == (4, 3, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("user_id ts\n1 2025-03-01\n2 2025-03-01 more\n", 3),
        ('{"user_id": "1", "ts": "2025-03-01"}\n\nnot json\n', 3),
        ('{"user_id": "1", "ts": "2025-03-01"}\n[1, 2]\n', 2),
    ],
)
def test_broken_lines_of_other_kinds_are_named_too(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(text)
    problem = refusal(path).details["problems"][0]
    assert (problem["row"], problem["code"], problem["column"]) == (line, "row_misshapen", None)
    assert ask(path, skip_rejected=True).rows["used"] == 1


def test_at_most_twenty_problems_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,ts\n" + "1,never\n" * 500)
    refused = refusal(path)
    assert len(refused.details["problems"]) == 20
    assert refused.details["problems"][-1]["row"] == 21
    assert "500 of 500" in refused.message
    assert refusal(path, skip_rejected=True).code == "no_rows"


def test_an_event_that_occurs_nowhere_is_refused_with_the_commonest_names(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(GOOD + "2,share,2025-03-03\n")
    refused = refusal(path, adopt=("opened",))
    assert refused.code == "event_not_in_log"
    assert refused.details["commonest"] == ["open", "share"]
    adoption = ask(path, adopt=("opened",), allow_unused=True)
    assert any("“opened” occurs nowhere in the log" in note for note in adoption.notes)
    assert refusal(path, leave="closed").code == "event_not_in_log"
    assert refusal(path, expose="signed_up").code == "event_not_in_log"


def test_a_log_with_events_must_be_told_which_counts_as_use(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(GOOD)
    refused = refusal(path, adopt_named=False)
    assert refused.code == "adopt_missing" and "open" in refused.message
    assert "--" not in refused.message
    path.write_text("user_id,ts\n1,2025-03-01\n")
    assert ask(path, adopt_named=False).rows["used"] == 1


def test_a_named_event_needs_an_event_column(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,ts\n1,2025-03-01\n")
    refused = refusal(path, adopt=("open",))
    assert refused.code == "event_not_in_log" and "Name the column" in refused.message


def test_a_named_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(GOOD)
    for said in (
        {"unit": "user"},
        {"time": "tss"},
        {"event": "evnt"},
        {"by": "plans"},
        {"where": ("size > 1",)},
    ):
        assert refusal(path, **said).code == "column_unknown"
    assert "user_id" in refusal(path, unit="userid").message


def test_the_engine_reads_the_named_file_and_nothing_else(tmp_path: Path) -> None:
    from pmm_core.events.readers import open_engine

    path = tmp_path / "log.csv"
    path.write_text(GOOD)
    other = tmp_path / "secret.csv"
    other.write_text("secret\n")
    engine = open_engine([path], tmp_path / "scratch")
    assert engine.raw_sql(f"SELECT count(*) FROM read_csv('{path}')").fetchone() == (2,)
    for attempt in (
        f"SELECT * FROM read_csv('{other}')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/other.duckdb'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|disabled|lock|denied"):
            engine.raw_sql(attempt)
    engine.disconnect()
