"""Bad input by the commands of a stored launch: what, where and what to do, and no trace."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Answer, run
from tests.events.test_partitions import cut_off
from tests.screens.made import own_store
from tests.screens.test_bad_input import ROWS, into_database, planned, put

READING = [
    ("adoption", "launch:Insights"),
    ("launch", "forecast", "Insights"),
    ("launch", "compare", "Insights"),
]


@pytest.fixture(autouse=True)
def launched(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A launch whose log is a folder of two partitions; the second one."""
    monkeypatch.setenv("PMM_TODAY", "2026-03-31")
    planned(own_store(), log="insights")
    put(ROWS[:20], "insights/month=02/part.parquet")
    return put(ROWS[20:], "insights/month=03/part.parquet")


def expect_refused(*says: str) -> None:
    for command in READING:
        answer = run(*command, "--json")
        assert answer.code == 2 and "curves" not in answer.document, command
        message = answer.document["error"]["message"]
        assert all(part in message for part in says), message
        assert "Traceback" not in answer.err


def settled() -> Answer:
    answer = run("launch", "settle", "Insights", "--json")
    assert answer.code == 0, answer.err
    return answer


def test_an_unreadable_partition_is_named_by_every_command(launched: Path) -> None:
    assert run(*READING[0]).code == 0
    cut_off(launched)
    expect_refused("month=03/part.parquet: the file is damaged or cut off", "Write it again")
    (problem,) = settled().document["problems"]
    assert "month=03/part.parquet" in problem["message"]
    (log,) = run("launch", "refresh", "--json").document["logs"]
    assert "month=03/part.parquet" in log["problem"]
    assert "month=03/part.parquet" in run("launch", "refresh").out


def test_a_log_that_is_gone_is_told_with_the_way_back(launched: Path) -> None:
    shutil.rmtree(launched.parent.parent)
    expect_refused("“insights” of “Insights” is not in the events folder", "Import it again")


def test_a_log_that_ends_before_the_launch_is_told_with_both_days(launched: Path) -> None:
    launched.unlink()
    first = launched.parent.parent / "month=02"
    put([row for row in ROWS if row[2] < "2025-03-01"], "insights/month=02/part.parquet")
    assert first.exists()
    expect_refused("The launch is on 01 Mar 2025", "(28 Feb 2025)", "Check the day")


def test_a_log_without_the_use_event_is_a_0_in_doubt_wherever_it_is_read(launched: Path) -> None:
    launched.unlink()
    put([row for row in ROWS if row[1] != "use"], "insights/month=02/part.parquet")
    doubt = "“use” occurs nowhere in the log, so nobody is seen to adopt"
    for command in (*READING, ("launch", "verdicts", "Insights"), ("launch", "settle", "Insights")):
        assert doubt in run(*command).out, command
    assert any(doubt in one["message"] for one in settled().document["doubts"])


def test_a_database_over_its_time_limit_is_told_with_the_limit(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = into_database(postgres_url, monkeypatch)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE insights RENAME TO fast")
        connection.exec_driver_sql(
            "CREATE VIEW insights AS SELECT * FROM fast WHERE pg_sleep(600) IS NOT NULL"
        )
    engine.dispose()
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0.5")
    assert os.environ["PMM_EVENTS"].startswith("postgresql")
    expect_refused("longer than the limit of 0.5 seconds", "PMM_QUERY_SECONDS")
