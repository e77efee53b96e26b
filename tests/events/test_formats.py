"""One log, however it is written, gives one answer; ids and values stay what they were."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pmm_core.adoption.reading import Adoption
from tests.events.asking import ask

ROWS = [
    ("00001", "sign_up", "2025-03-01", "NA"),
    ("00001", "open", "2025-03-04", "free"),
    ("1", "sign_up", "2025-03-02", "pro"),
    ("2", "sign_up", "2025-03-02", ""),
    ("2", "open", "2025-03-03", ""),
]
HEADERS = ("user_id", "event", "ts", "plan")


def delimited(sign: str) -> str:
    return "\n".join(sign.join(row) for row in (HEADERS, *ROWS)) + "\n"


def as_words() -> str:
    return "".join(f" {'  '.join(cell or '-' for cell in row)} \r\n" for row in (HEADERS, *ROWS))


def as_json(nested: bool = False) -> str:
    lines = [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
    if nested:
        lines = [
            {"event": line["event"], "properties": {k: v for k, v in line.items() if k != "event"}}
            for line in lines
        ]
    return "\n".join(map(json.dumps, lines)) + "\n\n"


TEXTS: dict[str, Callable[[], str]] = {
    "comma.csv": lambda: delimited(","),
    "semicolon.csv": lambda: delimited(";"),
    "tab.tsv": lambda: delimited("\t"),
    "bar.txt": lambda: delimited("|"),
    "crlf.csv": lambda: delimited(",").replace("\n", "\r\n"),
    "late_header.csv": lambda: "\n\n" + delimited(","),
    "quoted.csv": lambda: delimited(",").replace("sign_up", '"sign_up"'),
    "words.txt": as_words,
    "lines.jsonl": as_json,
    "nested.jsonl": lambda: as_json(nested=True),
}


def assert_answer(adoption: Adoption) -> None:
    assert dict(adoption.units)["eligible"] == 3
    days = adoption.whole.days
    assert [day.adopted for day in days[:4]] == [0, 1, 0, 1]
    assert adoption.rows["read"] == adoption.rows["used"] == 5


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_text_log_is_read_by_what_it_holds_never_by_its_name(
    name: str, packed: bool, tmp_path: Path
) -> None:
    text = TEXTS[name]()
    path = tmp_path / "log.dat"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    adoption = ask(path, by="properties.plan" if "nested" in name else "plan")
    assert_answer(adoption)
    blank = "-" if name == "words.txt" else ""
    assert adoption.segments == tuple(sorted((blank, "NA", "pro")))


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-16", "read as UTF-16"), ("utf-8-sig", None), ("cp1252", "Windows")]
)
def test_another_encoding_is_read_and_said(encoding: str, note: str | None, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(delimited(",").replace("pro", "größer"), encoding=encoding)
    adoption = ask(path, by="plan")
    assert_answer(adoption)
    assert "größer" in adoption.segments
    assert (note is not None) == any(note in said for said in adoption.notes if note)


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz", "date", "varchar"])
def test_parquet_is_read_with_any_type_of_time(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        engine.execute(
            "CREATE TABLE log (user_id VARCHAR, event VARCHAR, ts VARCHAR, plan VARCHAR)"
        )
        engine.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", ROWS)
        engine.execute(f"COPY (SELECT * REPLACE (ts::{kind} AS ts) FROM log) TO '{path}'")
    assert_answer(ask(path, by="plan"))


def test_whole_numbers_are_units_too(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT i AS user_id, DATE '2025-03-01' + (i % 3)::INTEGER AS ts "
            f"FROM range(9) AS numbers(i)) TO '{path}'"
        )
    assert dict(ask(path).units)["eligible"] == 9


def test_a_folder_and_a_pattern_are_one_log(tmp_path: Path) -> None:
    text = delimited(",").splitlines()
    (tmp_path / "logs" / "2025").mkdir(parents=True)
    for number, rows in enumerate((text[1:3], text[3:])):
        lines = [text[0], *rows]
        (tmp_path / "logs" / "2025" / f"part-{number}.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "logs" / "readme.md").write_text("no log")
    assert_answer(ask(tmp_path / "logs", by="plan"))
    assert_answer(ask(tmp_path / "logs" / "2025" / "part-*.csv", by="plan"))


def test_files_of_one_folder_may_order_their_columns_differently(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("user_id,ts\n1,2025-03-01\n")
    (tmp_path / "b.csv").write_text("ts;user_id\n2025-03-02;1\n")
    assert ask(tmp_path).whole.days[1].adopted == 1


def test_a_table_of_a_duckdb_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "logs.duckdb"
    with duckdb.connect(str(path)) as engine:
        engine.execute(
            "CREATE TABLE log (user_id VARCHAR, event VARCHAR, ts VARCHAR, plan VARCHAR)"
        )
        engine.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", ROWS)
    assert_answer(ask(f"duckdb://{path}", table="log", by="plan"))
    assert_answer(ask(path, table="log", by="plan"))
