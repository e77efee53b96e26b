"""Typed counts are kept, corrected, taken back and read as they were known."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.adoption.service import read_launch
from pmm_core.catalogue.service import read_nouns
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, NotPermitted
from pmm_core.importers.contract import SourceFile
from pmm_core.models import Audit, Initiative, Product
from pmm_core.precedent.service import read_comparison, read_forecast
from pmm_core.store.store import Store
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import (
    RecordedCounts,
    read_count_history,
    read_counts,
    record_counts,
    record_table,
)
from pmm_core.vocabulary import Clock, ForecastState, NounKind, ReadingSource, Role, WhyLeftOut
from tests.catalogue import made

ADA = made.ADA
TODAY = dt.date(2026, 2, 15)


def launch(store: Store, name: str = "Insights", **said: Any) -> int:
    """Make a launch of 3 February 2026."""
    products = read_nouns(store=store, actor=ADA, table=Product)
    comet = products[0] if products else made.product(store, "Comet")
    return made.launch(store, comet, name, **said).id or 0


def record(store: Store, launch_id: int, table: str, today: dt.date = TODAY) -> RecordedCounts:
    file = SourceFile.named("counts.csv", table.replace(" ", "\n").encode())
    return record_table(store=store, actor=ADA, launch_id=launch_id, file=file, today=today)


def test_a_table_is_recorded_whole_and_read_as_the_launch(any_store: Store) -> None:
    launch_id = launch(any_store)
    done = record(any_store, launch_id, "day,eligible,adopted 5,40,12 10,40,15")
    assert (len(done.rows), done.taken_back, done.unchanged) == (2, 0, 0)
    found = read_launch(store=any_store, actor=ADA, launch_id=launch_id, as_of=TODAY)
    assert found.source is ReadingSource.TYPED
    assert [one.share for one in found.whole.windows] == [0.3, 0.375, None]
    again = record(any_store, launch_id, "day,eligible,adopted 5,40,12 10,40,16")
    assert (len(again.rows), again.unchanged) == (1, 1)
    with any_store.read() as session:
        audits = session.exec(select(Audit).where(Audit.noun == NounKind.TYPED_COUNT)).all()
    assert len(audits) == 3


def test_a_count_is_taken_back_and_stays_in_the_history(any_store: Store) -> None:
    launch_id = launch(any_store)
    record(any_store, launch_id, "day,eligible,adopted 5,40,12 10,40,15")
    done = record(any_store, launch_id, "day,eligible,adopted 10,,")
    assert done.taken_back == 1
    assert [row.day for row in read_counts(store=any_store, actor=ADA, launch_id=launch_id)] == [5]
    entries = read_count_history(store=any_store, actor=ADA, launch_id=launch_id)
    assert [(one.row.day, one.row.adopted, one.in_force) for one in entries] == [
        (10, None, False), (10, 15, False), (5, 12, True),
    ]  # fmt: skip


def test_counts_are_read_as_they_were_known(store: Store) -> None:
    launch_id = launch(store)
    record(store, launch_id, "day,eligible,adopted 5,40,12")
    (row,) = read_counts(store=store, actor=ADA, launch_id=launch_id)
    record(store, launch_id, "day,eligible,adopted 5,40,13")
    then = read_launch(
        store=store, actor=ADA, launch_id=launch_id, as_of=TODAY, known_by=row.recorded_at
    )
    now = read_launch(store=store, actor=ADA, launch_id=launch_id, as_of=TODAY)
    assert [one.whole.adopted_by(5) for one in (then, now)] == [12, 13]


def test_nothing_of_a_table_with_a_wrong_row_is_stored(any_store: Store) -> None:
    launch_id = launch(any_store)
    with pytest.raises(InvalidInput, match=r"counts.csv row 3: .* after today") as refused:
        record(any_store, launch_id, "day,eligible,adopted 5,40,12 30,40,20")
    assert refused.value.code == "day_ahead"
    assert refused.value.details["problems"][0]["row"] == 3
    assert not read_counts(store=any_store, actor=ADA, launch_id=launch_id)


def test_the_second_of_two_who_type_the_same_count_is_told(any_store: Store) -> None:
    launch_id = launch(any_store)
    cells = [CountCells(1, "", "5", "40", "12")]
    record(any_store, launch_id, "day,eligible,adopted 5,40,11")
    with pytest.raises(ChangedElsewhere, match="Ada Moreno typed day 5 of everybody") as refused:
        record_counts(
            store=any_store, actor=ADA, launch_id=launch_id, cells=cells, today=TODAY, seen={}
        )
    assert refused.value.details["fields"] == [
        {"field": "adopted", "base": None, "theirs": 11, "yours": 12}
    ]
    (row,) = read_counts(store=any_store, actor=ADA, launch_id=launch_id)
    seen = {("", 5): row.id or 0}
    record_counts(
        store=any_store, actor=ADA, launch_id=launch_id, cells=cells, today=TODAY, seen=seen
    )


def test_a_log_is_read_before_typed_counts(sample: Store) -> None:
    with sample.read() as session:
        insights = session.exec(select(Initiative).where(Initiative.name == "Insights")).one()
    launch_id = insights.id or 0
    record(sample, launch_id, "day,eligible,adopted 5,40,12", dt.date(2026, 3, 31))
    found = read_launch(store=sample, actor=ADA, launch_id=launch_id)
    assert found.source is ReadingSource.LOG and found.whole.n == 1212
    assert any("event log is read instead" in note for note in found.notes)


def test_an_exposure_launch_keeps_the_day_of_counting(store: Store) -> None:
    launch_id = launch(store, clock=Clock.EXPOSURE)
    record(store, launch_id, "day,eligible,adopted 5,90,12 10,60,10")
    rows = read_counts(store=store, actor=ADA, launch_id=launch_id)
    assert {row.counted_on for row in rows} == {TODAY}
    later = dt.date(2026, 2, 20)
    again = record(store, launch_id, "day,eligible,adopted 5,90,12 10,60,10", later)
    assert again.unchanged == 2


def test_typed_launches_are_compared_and_forecast_where_counts_suffice(store: Store) -> None:
    table = "day,eligible,adopted 5,{0},{1} 10,{0},{2} 30,{0},{3}"
    for number in range(4):
        other = launch(store, f"Past {number}")
        counts = (200, 20 + number, 30 + number, 60 + 3 * number)
        record(store, other, table.format(*counts), dt.date(2026, 6, 1))
    asked = launch(store)
    record(store, asked, "day,eligible,adopted 5,40,12 10,40,15", dt.date(2026, 6, 1))
    sparse = launch(store, "Sparse")
    record(store, sparse, "day,eligible,adopted 30,90,20", dt.date(2026, 6, 1))
    on = dt.date(2026, 2, 14)
    compared = read_comparison(store=store, actor=ADA, launch_id=asked, as_of=on)
    assert compared.day == 10
    first = compared.launches[0].at
    assert (first.interval and first.interval.low) == pytest.approx(0.24223, abs=1e-5)
    assert compared.launches[0].adopted_days is None and compared.apart[0].log_rank is None
    assert compared.apart[0].share.method == "newcombe"
    late = read_forecast(store=store, actor=ADA, launch_id=asked, as_of=dt.date(2026, 6, 1))
    assert (late.state, late.day, late.adopted) == (ForecastState.READY, 10, 15)
    assert {one.launch.name for one in late.past} == {f"Past {number}" for number in range(4)}
    assert [(one.launch, one.why) for one in late.left_out] == [
        ("Comet/Sparse", WhyLeftOut.NOT_COUNTED)
    ]


def test_counts_need_a_launch_and_an_owner(store: Store) -> None:
    with pytest.raises(NotFound):
        record(store, 99, "day,eligible,adopted 5,40,12")
    visitor = Actor("guest", Role.VISITOR)
    with pytest.raises(NotPermitted):
        record_counts(store=store, actor=visitor, launch_id=1, cells=[], today=TODAY)
    with pytest.raises(NotPermitted):
        read_counts(store=store, actor=visitor, launch_id=1)
