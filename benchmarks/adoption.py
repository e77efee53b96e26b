"""Launch adoption by segment on a large log, against one bare `GROUP BY unit` on the same file."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.measure import Comparison, compare
from pmm_core.adoption.curves import Curve, build_curves
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest
from pmm_core.vocabulary import Audience

EVENTS = 10_000_000
UNITS = 500_000
SEGMENTS = 10
LAUNCHES = 50
FIRST_DAY = dt.date(2025, 1, 1)
DAYS = 365
# Every launch has a look-back of 28 days before it and 30 days after it, so nobody is censored.
LAUNCH_DAYS = [40 + 6 * number for number in range(LAUNCHES)]


def measure(folder: Path, events: int = EVENTS) -> Iterator[Comparison]:
    """Make a log of the given size below the folder, check the answers, then measure."""
    log, tenth = folder / "events.parquet", folder / "tenth.parquet"
    write_log(log, events)
    write_log(tenth, events // 10)
    _check(log)
    engine = new_engine()

    def group_by_unit() -> object:
        query = f"SELECT user_id, min(ts) AS first FROM read_parquet('{log}') GROUP BY user_id"
        return engine.execute(query).to_arrow_table()

    def textbook() -> object:
        return [engine.execute(_textbook(log, day)).fetchall() for day in LAUNCH_DAYS]

    found = [
        compare(
            f"{len(days)} launch{'es' if len(days) > 1 else ''} x {SEGMENTS} segments, "
            f"{events:,} events",
            lambda days=days: _read(log, days),
            floor_name="one bare `GROUP BY unit`",
            floor=group_by_unit,
            rounds=5,
        )
        for days in ([LAUNCH_DAYS[0]], LAUNCH_DAYS)
    ]
    yield from found
    one, many = (each.ours.cpu / each.floor.cpu for each in found)
    print(f"<!-- a launch added: {(many - one) / (LAUNCHES - 1):.1%} of one bare GROUP BY unit -->")
    print(f"<!-- most memory, {events:,} events: {_most_memory(log):,} MB -->", flush=True)
    yield compare(
        f"{LAUNCHES} launches x {SEGMENTS} segments, {events:,} events",
        lambda: _read(log, LAUNCH_DAYS),
        floor_name="the same with a tenth of the events",
        floor=lambda: _read(tenth, LAUNCH_DAYS),
        rounds=3,
    )
    yield compare(
        f"{LAUNCHES} launches x {SEGMENTS} segments, {events:,} events",
        lambda: _read(log, LAUNCH_DAYS),
        floor_name=f"{LAUNCHES} textbook queries",
        floor=textbook,
        rounds=1,
        warm=False,
    )


def _textbook(log: Path, day: int) -> str:
    """Ask for one launch as anybody would: who was there, who used it when, counted by day."""
    launch = FIRST_DAY + dt.timedelta(days=day)
    return f"""
        WITH audience AS (
            SELECT user_id, any_value(segment) AS segment FROM read_parquet('{log}')
            WHERE ts >= DATE '{launch}' - 28 AND ts < DATE '{launch}' GROUP BY user_id
        ), first_use AS (
            SELECT user_id, min(ts)::DATE AS used FROM read_parquet('{log}')
            WHERE event = 'use' AND ts >= DATE '{launch}' AND ts < DATE '{launch}' + 31
            GROUP BY user_id
        )
        SELECT segment, used - DATE '{launch}' AS day, count(*)
        FROM audience LEFT JOIN first_use USING (user_id) GROUP BY ALL
    """


def _most_memory(log: Path) -> int:
    """Read all launches in a process of its own; returns the megabytes it held at most."""
    code = (
        "import resource, sys; from pathlib import Path; from benchmarks import adoption as a; "
        "a._read(Path(sys.argv[1]), a.LAUNCH_DAYS); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(log)], check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1])


def new_engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute("SET enable_progress_bar = false")
    return engine


def write_log(log: Path, events: int) -> None:
    """Write rows of (user_id, ts, event, segment): a tenth are uses, spread over a year."""
    query = f"""
        SELECT
            (hash(i) % {UNITS})::BIGINT AS user_id,
            TIMESTAMP '{FIRST_DAY}' + to_seconds((hash(i + 7) % {DAYS * 86_400})::BIGINT) AS ts,
            CASE WHEN hash(i + 13) % 10 = 0 THEN 'use' ELSE 'open' END AS event,
            'S' || (hash(i) % {UNITS} % {SEGMENTS})::VARCHAR AS segment
        FROM range({events}) AS numbers(i)
    """
    new_engine().execute(f"COPY ({query}) TO '{log}' (FORMAT parquet)")


def rules(days: Sequence[int]) -> list[AdoptionDefinition]:
    """Define the launches on these days."""
    return [
        AdoptionDefinition(launched_on=FIRST_DAY + dt.timedelta(days=day), adopt=("use",))
        for day in days
    ]


def _read(log: Path, days: Sequence[int]) -> list[tuple[Curve, ...]]:
    """Open the log and read the curves of the launches on these days, in one pass."""
    asked = rules(days)
    with open_log(str(log)) as opened:
        answers = IbisSource(opened).daily_counts_many(
            [CountRequest(rule=rule, by="segment") for rule in asked]
        )
    curves = []
    for rule, answer in zip(asked, answers, strict=True):
        assert not isinstance(answer, InvalidInput)
        curves.append(build_curves(answer.frame, rule))
    return curves


def _check(log: Path) -> None:
    """Hold n and the day-30 share of every launch and segment against a plain count in numpy."""
    rows = (
        new_engine()
        .execute(
            f"SELECT user_id, date_diff('day', DATE '{FIRST_DAY}', ts::DATE) AS day, event = 'use' "
            f"AS used FROM read_parquet('{log}')"
        )
        .fetchnumpy()
    )
    segment = np.arange(UNITS) % SEGMENTS
    for day, curves in zip(LAUNCH_DAYS, _read(log, LAUNCH_DAYS), strict=True):
        eligible = np.zeros(UNITS, dtype=bool)
        eligible[rows["user_id"][(rows["day"] >= day - 28) & (rows["day"] < day)]] = True
        adopted = np.zeros(UNITS, dtype=bool)
        within = rows["used"] & (rows["day"] >= day) & (rows["day"] <= day + 30)
        adopted[rows["user_id"][within]] = True
        for curve in curves:
            if curve.segment is None or curve.audience is not Audience.ELIGIBLE:
                continue
            mine = eligible & (segment == int(curve.segment[1:]))
            share = curve.windows[-1].share
            assert curve.n == int(mine.sum()) and share is not None
            assert abs(share - float(adopted[mine].mean())) < 1e-12
    _check_textbook(log)


def _check_textbook(log: Path) -> None:
    """Hold the adopters of the first launch by segment and day against the textbook query."""
    found = new_engine().execute(_textbook(log, LAUNCH_DAYS[0])).fetchall()
    theirs = {(segment, day): n for segment, day, n in found if day is not None}
    (curves,) = _read(log, LAUNCH_DAYS[:1])
    mine = {
        (curve.segment, day.day): day.adopted
        for curve in curves
        if curve.segment is not None and curve.audience is Audience.ELIGIBLE
        for day in curve.days
        if day.adopted
    }
    assert mine == theirs
