"""Launch adoption by segment on a large log, against one bare `GROUP BY unit` on the same file."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.measure import Comparison, compare
from pmm_core.adoption.curves import Curve, build_curves
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.log import open_log
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


def measure(folder: Path, events: int = EVENTS) -> list[Comparison]:
    """Make a log of the given size below the folder, check the answers, then measure."""
    log = folder / "events.parquet"
    _write_log(log, events)
    _check(log)
    engine = _engine()

    def group_by_unit() -> object:
        query = f"SELECT user_id, min(ts) AS first FROM read_parquet('{log}') GROUP BY user_id"
        return engine.execute(query).to_arrow_table()

    return [
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


def _engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute("SET enable_progress_bar = false")
    return engine


def _write_log(log: Path, events: int) -> None:
    """Write rows of (user_id, ts, event, segment): a tenth are uses, spread over a year."""
    query = f"""
        SELECT
            (hash(i) % {UNITS})::BIGINT AS user_id,
            TIMESTAMP '{FIRST_DAY}' + to_seconds((hash(i + 7) % {DAYS * 86_400})::BIGINT) AS ts,
            CASE WHEN hash(i + 13) % 10 = 0 THEN 'use' ELSE 'open' END AS event,
            'S' || (hash(i) % {UNITS} % {SEGMENTS})::VARCHAR AS segment
        FROM range({events}) AS numbers(i)
    """
    _engine().execute(f"COPY ({query}) TO '{log}' (FORMAT parquet)")


def _read(log: Path, days: Sequence[int]) -> list[tuple[Curve, ...]]:
    """Open the log and read the curves of the launches on these days, in one pass."""
    rules = [
        AdoptionDefinition(launched_on=FIRST_DAY + dt.timedelta(days=day), adopt=("use",))
        for day in days
    ]
    with open_log(str(log)) as opened:
        answers = IbisSource(opened).daily_counts_many(
            [CountRequest(rule=rule, by="segment") for rule in rules]
        )
    curves = []
    for rule, answer in zip(rules, answers, strict=True):
        assert not isinstance(answer, InvalidInput)
        curves.append(build_curves(answer.frame, rule))
    return curves


def _check(log: Path) -> None:
    """Hold n and the day-30 share of every launch and segment against a plain count in numpy."""
    rows = (
        _engine()
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
