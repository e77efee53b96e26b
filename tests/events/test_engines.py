"""Every engine gives one answer to the same question on the same log, and it is the oracle's."""

import random
import uuid
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adoption.oracle import answer
from tests.events.engine_logs import (
    as_table,
    ask_source,
    assert_is_the_answer,
    into_postgresql,
    random_instant_question,
    random_instants,
    write_partitions,
)


def into_duckdb(log: pa.Table, file: Path) -> str:
    """Keep a log in a DuckDB file, behind a view in a schema of its own."""
    with duckdb.connect(file) as engine:
        engine.register("given", log)
        engine.execute("CREATE SCHEMA kept; CREATE TABLE kept.events AS SELECT * FROM given")
        engine.execute("CREATE VIEW kept.log AS SELECT * FROM kept.events")
    return f"duckdb://{file}"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), whole_ids=st.booleans())
def test_files_partitions_duckdb_and_postgresql_answer_like_plain_python(
    seed: int, whole_ids: bool, tmp_path: Path, postgres_url: str
) -> None:
    rng = random.Random(seed)
    events = random_instants(rng, whole_ids=whole_ids)
    question = random_instant_question(rng, events)
    if not answer(events, question)[1]["eligible"]:
        return
    log = as_table(events, whole_ids=whole_ids)
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    pq.write_table(log, folder / "log.parquet")
    from_file = ask_source(str(folder / "log.parquet"), question)
    assert_is_the_answer(from_file, events, question)
    others = {
        "partitions": ask_source(str(write_partitions(log, folder / "parts")), question),
        "duckdb": ask_source(into_duckdb(log, folder / "log.db"), question, table="kept.log"),
        "postgresql": ask_source(
            postgres_url, question, table=f"{into_postgresql(log, postgres_url)}.log"
        ),
    }
    for engine, other in others.items():
        assert other.curves == from_file.curves, engine
        assert (other.units, other.rows) == (from_file.units, from_file.rows), engine
