"""A hundred million events in a folder of partitions give a thousand times one part's counts."""

import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pmm_core.settings import ROOT
from tests.adoption.oracle import Event, Question, answer
from tests.adoption.test_against_oracle import NAMES, START
from tests.events.engine_logs import as_table

UNITS, EVENTS, COPIES, FILES = 5_000, 100_000, 1_000, 20
LAUNCH = START + dt.timedelta(days=30)
AS_OF = START + dt.timedelta(days=75)


def one_part() -> list[Event]:
    rng = random.Random(100)
    midnight = dt.datetime.combine(START, dt.time(), dt.UTC)
    return [
        Event(
            str(rng.randrange(UNITS)),
            rng.choices(NAMES, [20, 1, 1, 1])[0],
            (midnight + dt.timedelta(microseconds=rng.randrange(75 * 86_400_000_000))).isoformat(),
            rng.choice(["free", "pro"]),
        )
        for _ in range(EVENTS)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Event]]]:
    """The log: each file holds fifty copies of the part, each copy with units of its own."""
    path = tmp_path_factory.mktemp("hundred-million")
    events = one_part()
    part = path / "part.parquet"
    pq.write_table(as_table(events, whole_ids=True), part)
    for number in range(FILES):
        (path / f"log/batch={number:02}").mkdir(parents=True)
        first, last = (COPIES // FILES * (number + step) for step in (0, 1))
        duckdb.execute(
            f"COPY (SELECT user_id + {UNITS} * copy AS user_id, event, ts, plan "
            f"FROM '{part}', range({first}, {last}) AS copies(copy)) "
            f"TO '{path}/log/batch={number:02}/copies.parquet' (FORMAT parquet)"
        )
    part.unlink()
    yield path / "log", events
    shutil.rmtree(path)


RULES = {
    "first use, one pass": (Question(adopt=["share"], launched_on=LAUNCH, by=True), []),
    "uses, days and leaving": (
        Question(
            adopt=["open"], launched_on=LAUNCH, by=True, min_uses=3, min_days=2, leave="close",
            timezone="Australia/Lord_Howe",
        ),
        ["--min-uses", "3", "--min-days", "2", "--leave", "close", "--timezone",
         "Australia/Lord_Howe"],
    ),
}  # fmt: skip


@pytest.mark.scale
@pytest.mark.parametrize("rule", RULES)
def test_a_hundred_million_events_give_a_thousand_times_the_counts(
    rule: str, folder: tuple[Path, list[Event]], tmp_path: Path
) -> None:
    log, events = folder
    question, options = RULES[rule]
    question.as_of = AS_OF
    expected, units = answer(events, question)
    found, told = adoption(
        [str(log), "--adopt", question.adopt[0], "--launched-on", str(LAUNCH), "--as-of",
         str(AS_OF), "--by", "plan", *options],
        tmp_path / "answer.json",
    )  # fmt: skip
    print(f"\n{EVENTS * COPIES:,} events, {rule}: {told}")
    assert found["rows"]["used"] == EVENTS * COPIES
    assert found["units"] == {name: COPIES * count for name, count in units.items()}
    for curve in found["curves"]:
        theirs = expected[curve["segment"], curve["audience"]]
        for day, other in zip(curve["days"], theirs["days"], strict=True):
            for count in ("at_risk", "adopted", "left", "censored"):
                assert day[count] == COPIES * other[count]
            assert day["share"] == pytest.approx(other["share"], abs=1e-12)


def adoption(arguments: list[str], target: Path) -> tuple[dict, str]:
    """Run the command in a process of its own; its answer, and what it took."""
    began = time.perf_counter()
    with target.open("wb") as out:
        call = subprocess.Popen(
            [sys.executable, "-m", "pmm_core", "adoption", *arguments, "--json"],
            cwd=ROOT,
            stdout=out,
            env=os.environ | {"PMM_QUERY_SECONDS": "0"},
        )
        _, status, took = os.wait4(call.pid, 0)
    call.returncode = os.waitstatus_to_exitcode(status)
    assert call.returncode == 0
    wall = time.perf_counter() - began
    cpu = took.ru_utime + took.ru_stime
    told = f"{wall:.0f} s, {cpu:.0f} s of CPU, {took.ru_maxrss / 2**20:.1f} GiB at most"
    return json.loads(target.read_text()), told
