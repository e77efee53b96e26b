"""Which value and which target count on a day, and what was known on an earlier one."""

import datetime as dt
from collections.abc import Callable

import pytest

from pmm_core.access import Actor
from pmm_core.models import Import, Kpi, KpiSnapshot, Product, Target
from pmm_core.store import snapshots, targets
from pmm_core.store.rewind import nouns_known
from pmm_core.store.store import Store
from pmm_core.vocabulary import Scope

AS_OF = dt.date(2026, 3, 31)


def at(day: int) -> dt.datetime:
    """Noon of a day in April 2026."""
    return dt.datetime(2026, 4, day, 12, tzinfo=dt.UTC)


@pytest.fixture
def record(any_store: Store, owner: Actor) -> Callable[..., None]:
    """Append a value of the one KPI: `record(on, value, day of recording, ...)`."""
    with any_store.write(actor=owner, at=at(1)) as unit:
        product = unit.add(Product(name="Comet"))
        unit.add(Kpi(scope=Scope.PRODUCT, product_id=product.id, name="Activation rate"))

    def append(on: str, value: float | None, day: int, import_id: int | None = None) -> None:
        with any_store.write(actor=owner, at=at(day)) as unit:
            unit.add(
                KpiSnapshot(
                    kpi_id=1, on=dt.date.fromisoformat(on), value=value, import_id=import_id
                )
            )

    return append


def _values(store: Store, known_by: dt.datetime | None = None) -> list[float | None]:
    with store.read() as session:
        rows = snapshots.in_force(session=session, kpi_ids=[1], as_of=AS_OF, known_by=known_by)
    return [row.value for row in rows]


def test_the_newest_recording_of_a_day_is_in_force(
    any_store: Store, record: Callable[..., None]
) -> None:
    record("2026-02-28", 0.30, 2)
    record("2026-03-31", 0.31, 2)
    record("2026-02-28", 0.29, 3)
    assert _values(any_store) == [0.29, 0.31]


def test_a_value_taken_back_leaves_its_day_unknown(
    any_store: Store, record: Callable[..., None]
) -> None:
    record("2026-03-31", 0.31, 2)
    record("2026-03-31", None, 3)
    assert _values(any_store) == []


def test_a_value_after_the_day_is_not_there_yet(
    any_store: Store, record: Callable[..., None]
) -> None:
    record("2026-04-01", 0.5, 2)
    assert _values(any_store) == []


def test_a_value_recorded_late_shows_as_of_its_day_and_not_as_known_before(
    any_store: Store, record: Callable[..., None]
) -> None:
    record("2026-03-31", 0.31, 5)
    assert _values(any_store) == [0.31]
    assert _values(any_store, known_by=at(4)) == []


def test_undoing_an_import_brings_back_what_it_had_replaced(
    any_store: Store, owner: Actor, record: Callable[..., None]
) -> None:
    with any_store.write(actor=owner, at=at(3)) as unit:
        brought = unit.add(Import(profile="kpi_values", content_hash="x"))
    record("2026-03-31", 0.31, 2)
    record("2026-03-31", 0.99, 3, brought.id)
    with any_store.write(actor=owner, at=at(6)) as unit:
        unit.change(Import, brought.id or 0, {"withdrawn_at": at(6)}, version=1)
    assert _values(any_store) == [0.31]
    assert _values(any_store, known_by=at(5)) == [0.99]


def test_a_revised_target_counts_from_the_day_it_takes_effect(
    any_store: Store, owner: Actor, record: Callable[..., None]
) -> None:
    goal_date = dt.date(2026, 6, 30)
    with any_store.write(actor=owner, at=at(2)) as unit:
        for value, effective in ((0.35, "2026-01-01"), (0.40, "2026-03-01")):
            unit.add(
                Target(
                    kpi_id=1,
                    value=value,
                    target_date=goal_date,
                    effective_on=dt.date.fromisoformat(effective),
                )
            )

    def in_force(as_of: str) -> list[float | None]:
        with any_store.read() as session:
            found = targets.effective(
                session=session, kpi_ids=[1], as_of=dt.date.fromisoformat(as_of)
            )
        return [row.value for row in found]

    assert in_force("2025-12-31") == []
    assert in_force("2026-02-28") == [0.35]
    assert in_force("2026-03-01") == [0.40]


def test_nouns_are_shown_as_they_were_known(any_store: Store, owner: Actor) -> None:
    with any_store.write(actor=owner, at=at(1)) as unit:
        comet = unit.add(Product(name="Comet"))
    for day, name in ((3, "Nova"), (5, "Orbit")):
        with any_store.write(actor=owner, at=at(day)) as unit:
            unit.change(Product, comet.id or 0, {"name": name}, version=(day - 1) // 2)
    with any_store.write(actor=owner, at=at(6)) as unit:
        unit.add(Product(name="Later"))

    def names(known_by: dt.datetime | None) -> list[str]:
        with any_store.read() as session:
            known = nouns_known(session=session, model=Product, known_by=known_by)
        return [product.name for product in known]

    assert names(None) == ["Orbit", "Later"]
    assert names(at(4)) == ["Nova"]
    assert names(at(2)) == ["Comet"]
    assert names(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)) == []
