"""Two people at once: the second is told, nothing is lost, on both databases."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import ProductDraft
from pmm_core.catalogue.service import hand_over, read_directory, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, PmmError
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import read_values, record_value
from pmm_core.models import Kpi, Product
from pmm_core.store.store import Store
from tests.catalogue import made

TODAY = dt.date(2026, 3, 31)
ADA, BO = Actor("Ada Moreno"), Actor("Bo Lind")


def _at_once(*calls: Callable[[], object]) -> list[PmmError]:
    """Make the calls start together, and return the refusals."""
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> PmmError | None:
        together.wait()
        try:
            call()
        except PmmError as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(calls)) as people:
        return [refused for refused in people.map(run, calls) if refused is not None]


def _describe(store: Store, product: Product, actor: Actor) -> Callable[[], object]:
    draft = ProductDraft(name="Comet", description=f"Says {actor.name}")
    return lambda: save(store=store, actor=actor, base=product, draft=draft)


def test_d1_of_two_who_save_at_once_one_is_told(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    refused = _at_once(_describe(any_store, comet, ADA), _describe(any_store, comet, BO))
    assert len(refused) == 1
    saved = read_directory(store=any_store, actor=ADA).require(Product, "Comet")
    field = refused[0].details["fields"][0]
    assert isinstance(refused[0], ChangedElsewhere)
    assert (saved.version, saved.description) == (2, field["theirs"])
    assert {field["theirs"], field["yours"]} == {"Says Ada Moreno", "Says Bo Lind"}
    assert field["base"] is None
    assert refused[0].details["by"] == field["theirs"].removeprefix("Says ")


def test_d1_after_a_conflict_the_second_saves_again_from_what_is_there(store: Store) -> None:
    comet = made.product(store, "Comet")
    _describe(store, comet, ADA)()
    with pytest.raises(ChangedElsewhere):
        _describe(store, comet, BO)()
    theirs = read_directory(store=store, actor=BO).require(Product, "Comet")
    _describe(store, theirs, BO)()
    saved = read_directory(store=store, actor=BO).require(Product, "Comet")
    assert (saved.version, saved.description) == (3, "Says Bo Lind")


def test_d1_of_two_who_record_the_same_day_one_is_told(any_store: Store) -> None:
    rate = made.kpi(any_store, None, "Activation rate", unit="%")

    def record(value: float) -> Callable[[], object]:
        draft = SnapshotDraft(kpi_id=rate.id or 0, on=TODAY, value=value)
        return lambda: record_value(store=any_store, actor=ADA, draft=draft, today=TODAY)

    refused = _at_once(record(0.30), record(0.40))
    assert [type(one) for one in refused] == [ChangedElsewhere]
    assert len(read_values(store=any_store, actor=ADA, kpi_id=rate.id or 0)) == 1


def test_d1_a_name_is_given_once_however_many_ask_at_once(any_store: Store) -> None:
    asks: Sequence[Callable[[], object]] = [
        lambda: made.product(any_store, "Comet"),
        lambda: made.product(any_store, " comet"),
        lambda: made.product(any_store, "COMET"),
    ]
    refused = _at_once(*asks)
    assert [type(one) for one in refused] == [InvalidInput, InvalidInput]
    assert len(read_directory(store=any_store, actor=ADA).in_use(Product)) == 1


def test_d1_a_kpi_saved_during_a_hand_over_is_not_overwritten(any_store: Store) -> None:
    bo, cleo = made.person(any_store, "Bo Lind"), made.person(any_store, "Cleo Sand")
    rate = made.kpi(any_store, None, "Activation rate", owner_id=bo.id)
    draft = made.KpiDraft(scope="overall", name="Activation rate", owner_id=bo.id, unit="%")
    refused = _at_once(
        lambda: save(store=any_store, actor=ADA, base=rate, draft=draft),
        lambda: hand_over(
            store=any_store, actor=BO, person=bo, successor_id=cleo.id or 0, left_on=TODAY
        ),
    )
    kept = read_directory(store=any_store, actor=ADA).get(Kpi, rate.id)
    assert kept is not None
    assert kept.owner_id == cleo.id
    assert kept.unit == (None if refused else "%")


def test_d1_many_edits_at_once_lose_none_that_was_acknowledged(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    written: list[str] = []

    def keep_trying(name: str) -> Callable[[], object]:
        def edit() -> None:
            for round_ in range(5):
                words = f"{name} {round_}"
                while True:
                    base = read_directory(store=any_store, actor=ADA).require(Product, "Comet")
                    draft = ProductDraft(name="Comet", description=words)
                    try:
                        save(store=any_store, actor=Actor(name), base=base, draft=draft)
                    except ChangedElsewhere:
                        continue
                    written.append(words)
                    break

        return edit

    assert _at_once(*[keep_trying(name) for name in ("Ada", "Bo", "Cleo", "Dee")]) == []
    saved = read_directory(store=any_store, actor=ADA).require(Product, "Comet")
    assert len(written) == 20
    assert saved.version == comet.version + 20
