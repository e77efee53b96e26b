"""Logs named by a URL: read only, in sentences without passwords, and given up in time."""

import subprocess
import sys
from contextvars import copy_context
from pathlib import Path

import duckdb
import pytest

from pmm_core.events.opening import list_logs
from pmm_core.events.waiting import stop_when
from tests.events.asking import ask, refusal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A DuckDB file with a log, and views on it and on the world outside."""
    path = tmp_path / "warehouse.db"
    with duckdb.connect(path) as engine:
        engine.execute(
            "CREATE TABLE log AS SELECT range AS user_id, 'open' AS event, "
            "DATE '2025-03-01' AS ts FROM range(40)"
        )
        engine.execute("CREATE VIEW recent AS SELECT * FROM log WHERE user_id < 30")
        engine.execute("CREATE VIEW passwords AS SELECT * FROM read_csv('/etc/passwd')")
        # Forty million million pairs: no machine gets to the end of it.
        engine.execute(
            "CREATE VIEW endless AS SELECT a.range AS user_id, 'open' AS event, "
            "DATE '2025-03-01' AS ts FROM range(6000000) a, range(6000000) b "
            "WHERE hash(a.range, b.range) % 7 < 3"
        )
    return path


def test_tables_and_views_of_a_duckdb_file_are_logs(file: Path) -> None:
    assert ask(f"duckdb://{file}", table="log").units["eligible"] == 40
    assert ask(f"duckdb://{file}", table="main.recent").units["eligible"] == 30
    assert list_logs(f"duckdb://{file}") == ("endless", "log", "passwords", "recent")


def test_one_file_is_read_by_two_at_once_and_never_written(file: Path) -> None:
    from pmm_core.events.opening import open_log

    before = file.read_bytes()
    with (
        open_log(f"duckdb://{file}", table="log") as one,
        open_log(f"duckdb://{file}", table="log") as two,
    ):
        for log in (one, two):
            assert log.engine.execute(log.table.count()) == 40
            with pytest.raises(duckdb.Error):
                log.engine.raw_sql("DELETE FROM log")
            with pytest.raises(duckdb.Error):
                log.engine.raw_sql("SET enable_external_access = true")
    assert file.read_bytes() == before


def test_a_view_that_reads_files_outside_is_refused(file: Path) -> None:
    refused = refusal(f"duckdb://{file}", table="passwords")
    assert refused.code == "table_unreadable"


def test_a_file_that_another_program_writes_is_told(file: Path) -> None:
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(file)!r}); print('open', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout is not None and writer.stdout.readline().strip() == b"open"
        refused = refusal(f"duckdb://{file}", table="log")
    finally:
        writer.communicate(b"\n")
    assert refused.code == "source_locked"
    assert "warehouse.db is in use" in refused.message
    assert ask(f"duckdb://{file}", table="log").units["eligible"] == 40


def test_what_is_no_duckdb_file_is_told(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("hello " * 5000)
    assert refusal(f"duckdb://{text}", table="log").code == "not_a_database"
    assert refusal(f"duckdb://{tmp_path}/none.db", table="log").code == "file_missing"
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("url", "code", "says"),
    [
        ("elsewhere://ada:s3cret@host/db", "engine_unknown", "postgresql://"),
        ("connect://ada:s3cret@host/db", "engine_unknown", "sqlite://"),
        ("trino://ada:s3cret@host/db", "engine_not_installed", "ibis-framework[trino]"),
        ("clickhouse://ada:s3cret@h/db", "engine_not_installed", "ibis-framework[clickhouse]"),
        ("postgresql://ada:s3cret@127.0.0.1:x/db", "connection_failed", "PostgreSQL"),
    ],
)
def test_a_source_that_cannot_be_opened_says_what_is_missing_and_no_password(
    url: str, code: str, says: str
) -> None:
    refused = refusal(url, table="log")
    assert refused.code == code
    assert says in refused.message and "s3cret" not in refused.message
    assert refused.__suppress_context__ or refused.__cause__ is None


def test_visible_files_and_folders_of_parquet_are_the_logs_of_the_events_folder(
    tmp_path: Path,
) -> None:
    for name in (
        "one.parquet",
        "parts/day=1/p.parquet",
        ".state/s.parquet",
        "empty/.hidden.parquet",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert list_logs(str(tmp_path)) == ("one.parquet", "parts")


def test_a_query_over_its_limit_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0.5")
    refused = refusal(f"duckdb://{file}", table="endless")
    assert refused.code == "query_too_long"
    assert "table endless" in refused.message and "0.5 seconds" in refused.message


def test_a_reading_nobody_waits_for_is_stopped_and_says_so(file: Path) -> None:
    def ask_and_leave() -> None:
        looks = iter([False, False])
        stop_when(lambda: next(looks, True))
        refused = refusal(f"duckdb://{file}", table="endless")
        assert refused.code == "reading_stopped"
        assert "Nothing was changed." in refused.message

    copy_context().run(ask_and_leave)
    assert ask(f"duckdb://{file}", table="log").units["eligible"] == 40


def test_no_limit_is_a_limit_of_zero(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0")
    assert ask(f"duckdb://{file}", table="log").units["eligible"] == 40
    monkeypatch.setenv("PMM_QUERY_SECONDS", "-1")
    assert refusal(f"duckdb://{file}", table="log").code == "setting_invalid"
