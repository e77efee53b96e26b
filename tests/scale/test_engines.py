"""Spark on two workers and ClickHouse answer like DuckDB and plain Python on random logs."""

import random
from collections.abc import Iterator
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest

from pmm_core.events import dialects
from pmm_core.events.contract import LogColumns
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.log import EventLog
from pmm_core.events.opening import open_log
from pmm_core.events.proving import count_known, known_answers, known_log, prove
from pmm_core.events.source import CountRequest
from tests.adoption.oracle import Event, Question, answer
from tests.adoption.test_against_oracle import definition_of
from tests.events.engine_logs import (
    as_table,
    ask_source,
    assert_is_the_answer,
    random_instant_question,
    random_instants,
)
from tests.scale.clickhouse import ClickHouse


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A Spark of two workers, each with a core and a gibibyte."""
    from pyspark.sql import SparkSession

    warehouse = tmp_path_factory.mktemp("warehouse")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "1g")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(warehouse))
        .getOrCreate()
    )
    yield session
    session.stop()


def questions(rng: random.Random, events: list[Event], many: int) -> list[Question]:
    asked = [random_instant_question(rng, events) for _ in range(3 * many)]
    return [each for each in asked if answer(events, each)[1]["eligible"]][:many]


@pytest.mark.scale
@pytest.mark.parametrize("whole_ids", [False, True])
def test_spark_answers_like_plain_python(spark: object, whole_ids: bool, tmp_path: Path) -> None:
    rng = random.Random(41 + whole_ids)
    events = random_instants(rng, whole_ids=whole_ids)
    log = tmp_path / "log.parquet"
    pq.write_table(as_table(events, whole_ids=whole_ids), log)
    spark.read.parquet(str(log)).createOrReplaceTempView("log")  # type: ignore[attr-defined]
    for question in questions(rng, events, 3):
        found = ask_source("pyspark://", question, table="log")
        assert_is_the_answer(found, events, question)
        assert found.curves == ask_source(str(log), question).curves


@pytest.mark.scale
@pytest.mark.parametrize("known", [True, False])
def test_spark_gives_the_known_answer_in_its_own_words_and_by_offsets(
    known: bool, spark: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spark is not None
    if not known:
        monkeypatch.delitem(dialects.KNOWN, "pyspark")
    prove(ibis.pyspark.connect(), f"pyspark://{known}")


@pytest.mark.scale
@pytest.mark.parametrize("known", [True, False])
def test_clickhouse_gives_the_known_answer_in_its_own_words_and_by_offsets(
    known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not known:
        monkeypatch.delitem(dialects.KNOWN, "clickhouse")
    writer = ibis.duckdb.connect()
    house = ClickHouse(tmp_path / "clickhouse")
    try:
        tables = []
        for name, zone in (("instants", "UTC"), ("local", None)):
            kind = "timestamp" if zone is None else "timestamp('UTC')"
            writer.to_parquet(known_log(kind), tmp_path / f"{name}.parquet")
            tables.append(
                house.load(tmp_path / f"{name}.parquet", zone=zone, name=name, blanks=True)
            )
        for (what, ours), (_, theirs) in zip(
            known_answers(), count_known(house, *tables), strict=True
        ):
            assert ours.equals(theirs), what
    finally:
        house.close()
        writer.disconnect()


@pytest.mark.scale
@pytest.mark.parametrize("seed", range(4))
def test_clickhouse_counts_like_duckdb(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    events = random_instants(rng, whole_ids=False)
    file = tmp_path / "log.parquet"
    pq.write_table(as_table(events, whole_ids=False), file)
    engine = ClickHouse(tmp_path / "clickhouse")
    try:
        table = engine.load(file, zone="UTC")
        held = EventLog(engine, table, LogColumns("user_id", "ts", "event"), "log")
        for question in questions(rng, events, 4):
            assert_is_the_answer(ask_source(str(file), question), events, question)
            request = CountRequest(
                rule=definition_of(question),
                as_of=question.as_of,
                by="plan" if question.by else None,
                source_timezone=question.source_timezone,
                allow_unused=True,
            )
            with open_log(str(file)) as log:
                ours = IbisSource(log).daily_counts(request)
            theirs = IbisSource(held).daily_counts(request)
            assert (theirs.units, theirs.rows) == (ours.units, ours.rows)
            assert theirs.frame.equals(ours.frame)
    finally:
        engine.close()
