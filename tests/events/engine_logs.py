"""One random log of typed instants, put into every engine that holds logs, and asked there."""

import datetime as dt
import math
import random
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from tests.adoption.oracle import Event, Question, answer
from tests.adoption.test_against_oracle import NAMES, START, definition_of, random_question

ZONES = [
    "UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Auckland",
]  # fmt: skip
EDGES = [0, 1, 999_999, 1_000_000, 86_399_999_999]
"""Microseconds of a day at which an engine that rounds, or counts boundaries, goes wrong."""


def random_instants(rng: random.Random, *, whole_ids: bool) -> list[Event]:
    """Write a log of instants, changes of the clocks and edges of days among them."""
    events = []
    for number in range(rng.randint(5, 40)):
        unit = str(number * 7) if whole_ids else f"0{number}é"
        for _ in range(rng.randint(1, 7)):
            micros = rng.choice([rng.randrange(86_400_000_000), rng.choice(EDGES)])
            at = dt.datetime.combine(START, dt.time(), dt.UTC) + dt.timedelta(
                days=rng.randint(0, 75), microseconds=micros
            )
            plan = rng.choice(["free", "Pro", "", "NA"])
            events.append(Event(unit, rng.choice(NAMES), at.isoformat(), plan))
    return events


def random_instant_question(rng: random.Random, events: list[Event]) -> Question:
    return replace(
        random_question(rng, events), timezone=rng.choice(ZONES), source_timezone=rng.choice(ZONES)
    )


def as_table(events: Sequence[Event], *, whole_ids: bool) -> pa.Table:
    return pa.table(
        {
            "user_id": pa.array(
                [int(e.unit) if whole_ids else e.unit for e in events],
                pa.int64() if whole_ids else pa.string(),
            ),
            "event": [e.event for e in events],
            "ts": pa.array(
                [dt.datetime.fromisoformat(e.when) for e in events], pa.timestamp("us", "UTC")
            ),
            "plan": [e.plan for e in events],
        }
    )


def write_partitions(log: pa.Table, folder: Path) -> Path:
    """Write a log as a writer of partitions does: a folder a year and month, the months in text."""
    months = [f"{at.as_py():%Y-%m}" for at in log["ts"]]
    for month in sorted(set(months)):
        year, number = month.split("-")
        inside = folder / f"year={year}" / f"month={number}"
        inside.mkdir(parents=True)
        rows = [place for place, each in enumerate(months) if each == month]
        pq.write_table(log.take(rows), inside / "part-0.parquet")
    (folder / "_SUCCESS").touch()
    return folder


def into_postgresql(log: pa.Table, url: str) -> str:
    """Keep a log in a schema of its own, and return the schema."""
    schema = f"kept_{uuid.uuid4().hex}"
    engine = sa.create_engine(url)
    unit = "bigint" if pa.types.is_integer(log["user_id"].type) else "text"
    rows = sa.table("log", *map(sa.column, log.column_names), schema=schema)
    with engine.begin() as connection:
        connection.execute(sa.DDL(f"CREATE SCHEMA {schema}"))
        connection.execute(
            sa.DDL(
                f"CREATE TABLE {schema}.log (user_id {unit}, event text, ts timestamptz, plan text)"
            )
        )
        connection.execute(sa.insert(rows), log.to_pylist())
    engine.dispose()
    return schema


def ask_source(source: str, question: Question, *, table: str | None = None) -> Adoption:
    return read_adoption(
        source=LogSource(source, table=table, timezone=question.source_timezone, allow_unused=True),
        definition=definition_of(question),
        as_of=question.as_of,
        by="plan" if question.by else None,
    )


def assert_is_the_answer(adoption: Adoption, events: list[Event], question: Question) -> None:
    """Hold an answer against the plain-Python one."""
    expected, units = answer(events, question)
    assert dict(adoption.units) == units
    found = {(curve.segment, curve.audience.value): curve for curve in adoption.curves}
    assert list(found) == list(expected)
    for key, curve in found.items():
        theirs = expected[key]
        for day, other in zip(curve.days, theirs["days"], strict=True):
            assert (day.at_risk, day.adopted, day.left, day.censored) == (
                other["at_risk"], other["adopted"], other["left"], other["censored"],
            )  # fmt: skip
        for window, other in zip(curve.windows, theirs["windows"], strict=True):
            assert (window.n, window.matured, window.adopted) == (
                other["n"], other["matured"], other["adopted"],
            )  # fmt: skip
            if other["matured"]:
                share = other["matured_adopted"] / other["matured"]
                assert window.matured_share is not None
                assert math.isclose(window.matured_share, share, abs_tol=1e-12)
