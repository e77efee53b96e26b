"""What is remembered of a kept log, against a scan of three columns of that log."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks import adoption
from benchmarks.adoption import LAUNCH_DAYS, SEGMENTS, new_engine, rules, write_log
from benchmarks.measure import Comparison, compare
from pmm_core.adoption.curves import Curve, build_curves
from pmm_core.errors import InvalidInput
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.ingest import LogOptions, keep_log
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest, DailyCounts
from pmm_core.events.state.rows import Question
from pmm_core.events.state.source import daily_counts, refresh

_QUESTION = Question("UTC", "UTC", "segment")
_SCAN = "a scan of three columns"


def measure(folder: Path, events: int = adoption.EVENTS) -> Iterator[Comparison]:
    """Keep a log but for its last day, check the answers, then measure."""
    log, day = _in_two(folder, events)
    engine = new_engine()
    scan = (
        f"SELECT sum(user_id), sum(epoch_us(ts)), sum(length(event)) FROM read_parquet('{log}/*')"
    )
    state, before = folder / ".state", folder / "before"

    def scanned() -> object:
        return engine.execute(scan).fetchall()

    def bring_back() -> None:
        shutil.rmtree(state, ignore_errors=True)
        if before.exists():
            shutil.copytree(before, state)

    def brought_up(how: str) -> None:
        assert refresh(log, _QUESTION, rules(LAUNCH_DAYS)).how == how

    def build() -> None:
        brought_up("built")

    build()
    shutil.copytree(state, before)
    shutil.copy(day, log / "day.parquet")
    _check(log)
    size = sum(file.stat().st_size for file in state.rglob("*.npz"))
    size_of_log = sum(file.stat().st_size for file in log.iterdir())
    print(f"<!-- the state is {size / size_of_log:.0%} of the log -->")
    name = f"{len(LAUNCH_DAYS)} launches x {SEGMENTS} segments"
    yield compare(
        f"{name}, {events:,} events: merging one day",
        lambda: brought_up("merged"),
        floor_name=_SCAN,
        floor=scanned,
        rounds=5,
        before=bring_back,
    )
    yield compare(
        f"{name}, {events:,} events: read from the state, with curves",
        lambda: _read(log),
        floor_name=_SCAN,
        floor=scanned,
        rounds=5,
    )
    shutil.rmtree(before)
    yield compare(
        f"{name}, {events:,} events: building the state",
        build,
        floor_name=_SCAN,
        floor=scanned,
        rounds=3,
        warm=False,
        before=bring_back,
    )
    yield _text_ids(folder, events // 10)


def _in_two(folder: Path, events: int) -> tuple[Path, Path]:
    """Write a log into a folder, and the rows of its last day into a file beside."""
    whole, log, day = folder / "whole.parquet", folder / "log", folder / "day.parquet"
    write_log(whole, events)
    log.mkdir()
    for file, which in ((log / "days.parquet", "<"), (day, ">=")):
        query = f"SELECT * FROM '{whole}' WHERE ts {which} TIMESTAMP '2025-12-31'"
        new_engine().execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return log, day


def _requests() -> list[CountRequest]:
    return [CountRequest(rule=rule, by="segment") for rule in rules(LAUNCH_DAYS)]


def _read(log: Path) -> list[tuple[Curve, ...]]:
    asked = _requests()
    answers = daily_counts(log, asked)
    return [
        build_curves(_known(answer).frame, request.rule)  # type: ignore[arg-type]
        for request, answer in zip(asked, answers, strict=True)
    ]


def _known(answer: DailyCounts | InvalidInput | None) -> DailyCounts:
    assert isinstance(answer, DailyCounts)
    return answer


def _check(log: Path) -> None:
    """Hold every count of the merged state against a full count of the log."""
    asked = _requests()
    mine: Sequence[DailyCounts | None] = daily_counts(log, asked)
    with open_log(str(log)) as opened:
        theirs = IbisSource(opened).daily_counts_many(asked)
    for one, other in zip(mine, theirs, strict=True):
        pd.testing.assert_frame_equal(_known(one).frame, _known(other).frame)


def _text_ids(folder: Path, events: int) -> Comparison:
    """Keep a log and read a launch from it for the first time, with ids as text and as numbers."""
    logs = {}
    for kind, unit in (("numbers", "user_id"), ("text", "md5(user_id::VARCHAR)")):
        logs[kind] = folder / f"{kind}.parquet"
        write_log(folder / "plain.parquet", events)
        query = f"SELECT * REPLACE ({unit} AS user_id) FROM '{folder / 'plain.parquet'}'"
        duckdb.connect().execute(f"COPY ({query}) TO '{logs[kind]}' (FORMAT parquet)")
    asked = _requests()[:1]

    def first_read(kind: str) -> DailyCounts:
        root = folder / f"kept-{kind}"
        shutil.rmtree(root, ignore_errors=True)
        options = LogOptions(today=adoption.FIRST_DAY.replace(year=2027))
        kept = keep_log(str(logs[kind]), events_root=str(root), name=kind, options=options)
        return _known(daily_counts(root / kept.name, asked)[0])

    frames = [first_read(kind).frame for kind in logs]
    pd.testing.assert_frame_equal(*frames)
    assert np.all(frames[0]["entered"] >= 0)
    return compare(
        f"{events:,} events with text ids: kept, and a launch read first",
        lambda: first_read("text"),
        floor_name="the same with whole-number ids",
        floor=lambda: first_read("numbers"),
        rounds=3,
        warm=False,
    )
