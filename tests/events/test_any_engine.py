"""An engine the tests never met counts as every other, or is refused before it counts anything."""

import datetime as dt
import random
import sqlite3
import uuid
from pathlib import Path

import duckdb
import ibis
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.errors import InvalidInput
from pmm_core.events import dialects, proving, zones
from pmm_core.events.connecting import connect
from pmm_core.events.opening import list_logs, mark_logs
from pmm_core.events.proving import known_answers, prove
from tests.adoption.oracle import answer
from tests.events.asking import ask, refusal
from tests.events.engine_logs import (
    ZONES,
    as_table,
    ask_source,
    assert_is_the_answer,
    into_postgresql,
    random_instant_question,
    random_instants,
)


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL as an engine of which nothing is known but its name."""
    monkeypatch.delitem(dialects.KNOWN, "postgres")


@settings(max_examples=20)
@given(
    times=st.lists(st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2027, 1, 1)), max_size=40),
    source=st.sampled_from(ZONES),
    zone=st.sampled_from(ZONES),
)
def test_offsets_tell_the_time_as_the_calendar_of_the_engine_does(
    times: list[dt.datetime], source: str, zone: str
) -> None:
    edges = [
        since + offset + dt.timedelta(seconds=near)
        for since, offset in zones.offsets(source)
        if 2000 <= since.year < 2027
        for near in (-1801, -1, 0, 1, 1800, 3600)
    ]
    table = ibis.memtable(pd.DataFrame({"local": pd.Series(times + edges, dtype="M8[us]")}))
    known = dialects.dialect_of("duckdb")
    instant = known.instant(source, table.local)
    ours = {
        "instant": zones.instant(source, table.local),
        "wall_clock": zones.wall_clock(zone, instant),
        "between": zones.between(source, zone, table.local),
    }
    theirs = {
        "instant": instant,
        "wall_clock": known.wall_clock(zone, instant),
        "between": known.wall_clock(zone, instant),
    }
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET TimeZone = 'UTC'")
    differ = {name: (ours[name] != theirs[name]).sum() for name in ours}
    assert engine.execute(table.agg(**differ)).iloc[0].fillna(0).to_dict() == dict.fromkeys(ours, 0)
    engine.disconnect()


@pytest.mark.parametrize("seed", range(4))
def test_an_engine_of_which_nothing_is_known_answers_like_plain_python_and_says_what_it_rests_on(
    seed: int, unknown: None, postgres_url: str
) -> None:
    rng = random.Random(seed)
    events = random_instants(rng, whole_ids=bool(seed % 2))
    asked = [random_instant_question(rng, events) for _ in range(9)]
    schema = into_postgresql(as_table(events, whole_ids=bool(seed % 2)), postgres_url)
    for question in [each for each in asked if answer(events, each)[1]["eligible"]][:2]:
        found = ask_source(postgres_url, question, table=f"{schema}.log")
        assert_is_the_answer(found, events, question)
        assert any("a known log of 21 events right" in note for note in found.notes)


def test_the_engines_the_tests_count_in_give_the_known_answer_in_their_own_words(
    postgres_url: str,
) -> None:
    for url in (postgres_url, "duckdb"):
        engine = ibis.duckdb.connect() if url == "duckdb" else connect(url)
        assert dialects.is_known(engine.name)
        prove(engine, f"{url}?{uuid.uuid4()}")
        engine.disconnect()


@pytest.mark.parametrize(
    ("setting", "goes_wrong"),
    [
        ("SET default_collation = 'NOCASE'", "small letters are capital ones"),
        ("SET default_collation = 'NOACCENT'", "accents are not told apart"),
        ("SET TimeZone = 'Europe/Berlin'", "instants are read in the zone of the session"),
    ],
)
def test_an_engine_that_counts_the_known_log_wrong_is_refused(
    setting: str, goes_wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(dialects.KNOWN, "duckdb")
    engine = ibis.duckdb.connect()
    engine.raw_sql(setting)
    with pytest.raises(InvalidInput) as refused:
        prove(engine, f"unknown://ada:s3cret@{uuid.uuid4()}/db")
    assert refused.value.code == "engine_unproved", goes_wrong
    assert "Nothing of yours was counted" in refused.value.message
    assert "keep microseconds" in refused.value.message


def test_an_engine_that_lacks_what_counting_needs_is_refused_and_told_what() -> None:
    engine = ibis.sqlite.connect()
    with pytest.raises(InvalidInput) as refused:
        prove(engine, "lacks://it")
    assert refused.value.code == "engine_unproved"
    assert "could not be counted there (" in refused.value.message
    assert "Export the log as Parquet" in refused.value.message


def test_nothing_is_read_from_an_engine_that_has_not_counted_the_known_log_right(
    unknown: None, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = random_instants(random.Random(1), whole_ids=True)
    schema = into_postgresql(as_table(events, whole_ids=True), postgres_url)
    other = [(what, frame.iloc[1:]) for what, frame in known_answers()]
    monkeypatch.setattr(proving, "known_answers", lambda: other)
    assert refusal(postgres_url, table=f"{schema}.log").code == "engine_unproved"


def into_sqlite(events: list, file: Path) -> str:
    """Keep a log in SQLite, where times are text in any of the usual ways."""
    with sqlite3.connect(file) as kept:
        kept.execute("CREATE TABLE log (user_id, event TEXT, ts TIMESTAMP, plan TEXT)")
        rows = [(each.unit, each.event, each.when, each.plan) for each in events]
        kept.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rows)
        kept.execute("CREATE VIEW seen AS SELECT * FROM log")
    kept.close()
    return f"sqlite://{file}"


@pytest.mark.parametrize("seed", range(4))
def test_a_sqlite_file_answers_like_plain_python(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    events = random_instants(rng, whole_ids=False)
    url = into_sqlite(events, tmp_path / "log.db")
    asked = [random_instant_question(rng, events) for _ in range(9)]
    pq.write_table(as_table(events, whole_ids=False), tmp_path / "log.parquet")
    for question in [each for each in asked if answer(events, each)[1]["eligible"]][:2]:
        found = ask_source(url, question, table="log")
        assert_is_the_answer(found, events, question)
        assert found.curves == ask_source(str(tmp_path / "log.parquet"), question).curves
    assert list_logs(url) == list_logs(f"sqlite:///{tmp_path}/log.db") == ("log", "seen")
    before = mark_logs(url)
    with sqlite3.connect(tmp_path / "log.db") as kept:
        kept.execute("INSERT INTO log SELECT * FROM log")
    kept.close()
    assert mark_logs(url) != before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["log.db", "log.parquet"]


def test_numbers_blanks_and_bytes_of_sqlite_are_read_as_they_stand(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "log.db") as kept:
        kept.execute("CREATE TABLE uses (user_id, ts)")
        rows = [(7, 1740873599), ("7", "2025-03-02"), (b"8", 1740873599.5), (None, 1740873599)]
        kept.executemany("INSERT INTO uses VALUES (?, ?)", rows)
    kept.close()
    found = ask(f"sqlite://{tmp_path}/log.db", table="uses")
    assert found.units["eligible"] == 2
    assert (found.rows["used"], found.rows["no_unit"]) == (3, 1)
    assert found.as_of == dt.date(2025, 3, 2)


def test_a_sqlite_file_that_cannot_be_read_says_why_and_is_not_made(tmp_path: Path) -> None:
    absent = refusal(f"sqlite://{tmp_path}/absent.db", table="log")
    assert absent.code == "file_missing" and not list(tmp_path.iterdir())
    url = into_sqlite([], tmp_path / "log.db")
    unknown = refusal(url, table="lgo")
    assert unknown.code == "table_unknown" and "Tables: log, seen" in unknown.message
    with sqlite3.connect(tmp_path / "log.db") as kept:
        kept.execute("CREATE VIEW broken AS SELECT * FROM gone")
    kept.close()
    broken = refusal(url, table="broken")
    assert broken.code == "table_unreadable" and "no such table: main.gone" in broken.message
    (tmp_path / "text.db").write_text("hello " * 5000)
    assert refusal(f"sqlite://{tmp_path}/text.db", table="log").code == "not_a_database"
    with duckdb.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE log (user_id text)")
    assert refusal(f"sqlite://{tmp_path}/other.db", table="log").code == "not_a_database"
    writer = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    held = refusal(url, table="log")
    writer.rollback()
    writer.close()
    assert held.code == "source_locked" and "log.db is in use" in held.message
