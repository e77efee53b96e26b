"""One unit of work is stored whole, with its audit, or not at all, on both databases."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from pmm_core.access import Actor
from pmm_core.errors import ChangedElsewhere, NotFound
from pmm_core.models import Audit, KpiSnapshot, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import NounKind


def _add(store: Store, actor: Actor, name: str = "Comet") -> Product:
    with store.write(actor=actor) as unit:
        return unit.add(Product(name=name))


def _names(store: Store) -> list[str]:
    with store.read() as session:
        return [product.name for product in session.exec(select(Product)).all()]


def test_an_addition_is_audited_with_who_when_and_what(any_store: Store, owner: Actor) -> None:
    product = _add(any_store, owner)
    with any_store.read() as session:
        entry = session.exec(select(Audit)).one()
    assert (entry.actor, entry.verb, entry.noun, entry.noun_id) == (
        owner.name,
        "add",
        NounKind.PRODUCT,
        product.id,
    )
    assert entry.after is not None and entry.after["name"] == "Comet"
    assert entry.recorded_at == product.recorded_at
    assert entry.recorded_at.tzinfo is not None


def test_a_change_is_audited_with_only_the_fields_that_differ(
    any_store: Store, owner: Actor
) -> None:
    product = _add(any_store, owner)
    with any_store.write(actor=owner) as unit:
        unit.change(Product, product.id or 0, {"name": "Nova", "description": None}, version=1)
    with any_store.read() as session:
        entry = session.exec(select(Audit).where(Audit.verb == "change")).one()
    assert entry.before == {"name": "Comet", "version": 1}
    assert entry.after == {"name": "Nova", "version": 2}


def test_a_change_that_changes_nothing_keeps_the_version(any_store: Store, owner: Actor) -> None:
    product = _add(any_store, owner)
    with any_store.write(actor=owner) as unit:
        same = unit.change(Product, product.id or 0, {"name": "Comet"}, version=1)
    assert same.version == 1


def test_the_second_of_two_people_is_told_who_was_first_and_loses_nothing(
    any_store: Store, owner: Actor
) -> None:
    product = _add(any_store, owner)
    with any_store.write(actor=Actor("Bo")) as unit:
        unit.change(Product, product.id or 0, {"name": "Nova"}, version=1)
    with pytest.raises(ChangedElsewhere) as told, any_store.write(actor=owner) as unit:
        unit.change(Product, product.id or 0, {"name": "Orbit"}, version=1, base={"name": "Comet"})
    assert "Bo" in told.value.message
    assert told.value.details["fields"] == [
        {"field": "name", "base": "Comet", "theirs": "Nova", "yours": "Orbit"}
    ]
    assert _names(any_store) == ["Nova"]


def test_a_fault_in_the_middle_leaves_nothing_behind(any_store: Store, owner: Actor) -> None:
    before = any_store.facts().token

    def add_then_fail() -> None:
        with any_store.write(actor=owner) as unit:
            unit.add(Product(name="Half"))
            unit.change(Product, 999, {"name": "x"}, version=1)

    with pytest.raises(NotFound):
        add_then_fail()
    assert _names(any_store) == []
    assert any_store.facts().token == before


def test_a_store_that_cannot_commit_stores_nothing(
    any_store: Store, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMM_FAIL", "store.before_commit:error")
    with pytest.raises(RuntimeError, match=r"store\.before_commit"):
        _add(any_store, owner)
    monkeypatch.delenv("PMM_FAIL")
    assert _names(any_store) == []


def test_every_write_raises_the_token(any_store: Store, owner: Actor) -> None:
    before = any_store.facts().token
    _add(any_store, owner)
    assert any_store.facts().token == before + 1


def test_many_writers_at_once_lose_no_update(any_store: Store, owner: Actor) -> None:
    product = _add(any_store, owner)
    writers, saves = 6, 5
    together = Barrier(writers)

    def count_up() -> None:
        together.wait()
        for _ in range(saves):
            with any_store.write(actor=owner) as unit:
                current = _current(unit.session, product.id or 0)
                unit.change(
                    Product,
                    product.id or 0,
                    {"name": str(int(current.name) + 1)},
                    version=current.version,
                )

    with any_store.write(actor=owner) as unit:
        unit.change(Product, product.id or 0, {"name": "0"}, version=1)
    threads = [Thread(target=count_up) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _names(any_store) == [str(writers * saves)]


def _current(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    assert product is not None
    return product


def test_an_orphan_is_refused_by_the_database(any_store: Store, owner: Actor) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), any_store.write(actor=owner) as unit:
        unit.add(KpiSnapshot(kpi_id=999, on=dt.date(2026, 3, 31), value=1.0))
