"""Random logs in days, kept as the files of a folder, and what the log itself says of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.events.contract import KEPT_COLUMNS
from pmm_core.events.counting import count_units
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.opening import open_log
from pmm_core.events.shaping import shape
from pmm_core.events.source import CountRequest, DailyCounts
from pmm_core.events.times import TimeReader
from pmm_core.vocabulary import LateJoiners

START = dt.datetime(2025, 3, 1)
DAYS = 50


@dataclass(frozen=True)
class Row:
    """An event; `micros` since the start."""

    unit: int | None
    event: str | None
    micros: int
    plan: str | None
    insert_id: str | None = None

    @property
    def day(self) -> int:
        return self.micros // 86_400_000_000


def rows(*, repeats: bool = False) -> st.SearchStrategy[Row]:
    days = st.integers(0, DAYS - 1)
    # Few times of a day, so that rows meet at one instant.
    times = st.sampled_from([0, 1, 43_200_000_000, 80_000_000_000, 86_399_999_999])
    return st.builds(
        Row,
        unit=st.one_of(st.integers(0, 9), st.integers(0, 9), st.none()),
        event=st.sampled_from(["use", "use", "open", "open", "share", None]),
        micros=st.builds(lambda day, time: day * 86_400_000_000 + time, days, times),
        plan=st.sampled_from(["free", "free", "free", "pro", " ", None]),
        insert_id=st.sampled_from(["a", "b", None]) if repeats else st.none(),
    )


def rules(timezone: str) -> st.SearchStrategy[AdoptionDefinition]:
    return st.builds(
        AdoptionDefinition,
        adopt=st.sampled_from([("use",), ("use", "share"), ("any",), ("never",)]),
        launched_on=st.integers(-2, DAYS + 3).map(
            lambda day: START.date() + dt.timedelta(days=day)
        ),
        active_days=st.sampled_from([3, 28]),
        late_joiners=st.sampled_from([LateJoiners.SEPARATE, LateJoiners.EXCLUDE]),
        timezone=st.just(timezone),
        windows=st.sampled_from([(5, 10), (5, 10, 30)]),
    ).map(lambda rule: rule if rule.windows[-1] == 30 else _shortened(rule))


def _shortened(rule: AdoptionDefinition) -> AdoptionDefinition:
    return AdoptionDefinition(**{**vars(rule), "horizon": 10})


def write_part(
    folder: Path, name: str, part: Sequence[Row], *, text: bool, zoned: bool, inserts: bool = False
) -> None:
    """Write rows as a Parquet file that is typed whatever it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [None if row.unit is None else f"u{row.unit}" if text else row.unit for row in part]
    times = [START + dt.timedelta(microseconds=row.micros) for row in part]
    frame = pd.DataFrame(
        {
            "user_id": pd.Series(names, dtype="string" if text else "Int64"),
            "event": pd.Series([row.event for row in part], dtype="string"),
            "ts": pd.Series(times, dtype="datetime64[us]"),
            "plan": pd.Series([row.plan for row in part], dtype="string"),
        }
    )
    if zoned:
        frame["ts"] = frame["ts"].dt.tz_localize("UTC")
    if any(row.insert_id for row in part) or inserts:
        frame["insert_id"] = pd.Series([row.insert_id for row in part], dtype="string")
    frame.to_parquet(folder / name, index=False)


def by_the_log(log: Path, requests: Sequence[CountRequest]) -> list[DailyCounts | InvalidInput]:
    """Answer from the log, all launches in one pass."""
    with open_log(str(log), choice=KEPT_COLUMNS) as opened:
        return IbisSource(opened).daily_counts_many(list(requests))


def alone(log: Path, request: CountRequest, as_of: dt.date) -> tuple[Any, pd.DataFrame]:
    """Count one launch by the rule that knows habits and leaving: units and frame."""
    with open_log(str(log), choice=KEPT_COLUMNS) as opened:
        found = shape(opened, request, TimeReader(opened.engine.name, request.rule.timezone))
        usable = found.filter(found.readable & ~found.duplicate & (found.day <= as_of))
        counted = count_units(opened.engine, usable, request, as_of)
        return counted.units, counted.frame


def assert_same(mine: DailyCounts | None, theirs: DailyCounts | InvalidInput) -> None:
    """Hold an answer of the state against the log's, which alone can refuse."""
    if isinstance(theirs, InvalidInput):
        assert mine is None
        return
    assert mine is not None
    pd.testing.assert_frame_equal(mine.frame, theirs.frame)
    for name in ("as_of", "last_day", "rows", "units", "unused", "odd_rows"):
        assert getattr(mine, name) == getattr(theirs, name), name
    assert mine.never_exposed == theirs.never_exposed
    assert mine.changed_segment == theirs.changed_segment
    assert mine.notes == theirs.notes
