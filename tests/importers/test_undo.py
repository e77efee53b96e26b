"""Undo takes back exactly one import: what it replaced is in force again, later work stays."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import read_directory, save
from pmm_core.errors import NotFound, NotPermitted
from pmm_core.importers.apply import read_imports
from pmm_core.importers.undo import foresee_undo, undo
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.models import Initiative, Kpi, Person, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import Role
from tests.importers.reading import HEADERS, TODAY, text
from tests.importers.stored import ADA, comet, imported, in_force, kpi, launch, row_counts

JANUARY = ["Comet", "Activation rate", "2026-01-31", "29%"]
LAUNCHES = ("name", "date", "product", "tier")


def values(*rows: tuple[str, str]) -> bytes:
    return text(HEADERS, *(["Comet", "Activation rate", on, value] for on, value in rows))


def stored(store: Store, content: bytes, *, create: bool = False) -> int:
    import_id = imported(store, content, create=create).import_id
    assert import_id is not None
    return import_id


@pytest.fixture
def rate(any_store: Store) -> Kpi:
    return kpi(any_store, comet(any_store), unit="%")


def test_what_an_import_had_replaced_is_in_force_again(any_store: Store, rate: Kpi) -> None:
    stored(any_store, values(("2026-01-31", "29%")))
    second = stored(any_store, values(("2026-01-31", "33%"), ("2026-02-28", "30%")))
    done = undo(store=any_store, actor=ADA, import_id=second)
    assert (done.withdrawn, done.restored, done.already) == (2, 1, False)
    assert in_force(any_store, rate.id) == {("2026-01-31", ""): 0.29}


def test_a_later_value_stays(any_store: Store, rate: Kpi) -> None:
    first = stored(any_store, values(("2026-01-31", "29%")))
    stored(any_store, values(("2026-01-31", "33%")))
    done = undo(store=any_store, actor=ADA, import_id=first)
    assert (done.withdrawn, done.restored) == (1, 0)
    assert in_force(any_store, rate.id) == {("2026-01-31", ""): 0.33}


def test_undo_twice_says_so_and_changes_nothing(any_store: Store, rate: Kpi) -> None:
    first = stored(any_store, values(("2026-01-31", "29%")))
    undo(store=any_store, actor=ADA, import_id=first)
    again = undo(store=any_store, actor=ADA, import_id=first)
    assert (again.withdrawn, again.restored, again.already) == (0, 0, True)
    (record,) = read_imports(store=any_store, actor=ADA)
    assert record.withdrawn_by == ADA.name


def test_an_unknown_import_is_not_found_and_a_visitor_may_not(store: Store) -> None:
    with pytest.raises(NotFound):
        undo(store=store, actor=ADA, import_id=7)
    with pytest.raises(NotPermitted):
        undo(store=store, actor=Actor("guest", Role.VISITOR), import_id=7)


def test_the_same_file_can_be_imported_again_after_undo(any_store: Store, rate: Kpi) -> None:
    content = values(("2026-01-31", "29%"))
    first = stored(any_store, content)
    undo(store=any_store, actor=ADA, import_id=first)
    assert stored(any_store, content) > first
    assert in_force(any_store, rate.id) == {("2026-01-31", ""): 0.29}


def test_nouns_made_with_an_import_leave_with_it_and_return_when_asked(any_store: Store) -> None:
    content = text((*HEADERS, "owner"), [*JANUARY, "Bo"])
    undo(store=any_store, actor=ADA, import_id=stored(any_store, content, create=True))
    known = read_directory(store=any_store, actor=ADA)
    for table in (Product, Kpi, Person):
        assert known.in_use(table) == []
    plan = imported(any_store, content, create=True).plan
    assert {one.name for one in plan.unknown} >= {"Comet", "Activation rate"}
    known = read_directory(store=any_store, actor=ADA)
    for table in (Product, Kpi, Person):
        assert len(known.in_use(table)) == 1


def test_nouns_that_somebody_uses_by_now_stay(any_store: Store) -> None:
    first = stored(any_store, text(HEADERS, JANUARY), create=True)
    known = read_directory(store=any_store, actor=ADA)
    (rate,) = known.in_use(Kpi)
    assert rate.id is not None
    draft = SnapshotDraft(kpi_id=rate.id, on=dt.date(2026, 3, 31), value=0.4)
    record_value(store=any_store, actor=ADA, draft=draft, today=TODAY)
    undo(store=any_store, actor=ADA, import_id=first)
    known = read_directory(store=any_store, actor=ADA)
    assert [one.name for one in known.in_use(Kpi)] == ["Activation rate"]
    assert [one.name for one in known.in_use(Product)] == ["Comet"]
    assert in_force(any_store, rate.id) == {("2026-03-31", ""): 0.4}


def test_launches_get_back_what_the_import_changed_unless_somebody_changed_it_since(
    any_store: Store,
) -> None:
    launch(any_store, comet(any_store), tier=3)
    content = text(
        LAUNCHES, ["Insights", "2026-05-04", "Comet", "1"], ["New", "2026-06-01", "Comet", ""]
    )
    import_id = stored(any_store, content)
    known = read_directory(store=any_store, actor=ADA)
    changed = next(one for one in known.in_use(Initiative) if one.name == "Insights")
    draft = LaunchDraft.of(changed).model_copy(update={"tier": 2})
    save(store=any_store, actor=ADA, base=changed, draft=draft)
    done = undo(store=any_store, actor=ADA, import_id=import_id)
    assert (done.withdrawn, done.restored) == (2, 1)
    (left,) = read_directory(store=any_store, actor=ADA).in_use(Initiative)
    assert (left.name, left.launched_on, left.tier) == ("Insights", dt.date(2026, 3, 2), 2)


def test_what_would_go_is_told_beforehand_and_nothing_goes(any_store: Store, rate: Kpi) -> None:
    stored(any_store, values(("2026-01-31", "29%")))
    churn = ["Orbit", "Churn", "2026-01-31", "2%"]
    second = stored(any_store, values(("2026-01-31", "33%")) + text(churn), create=True)
    rows, token = row_counts(any_store), any_store.facts().token
    foreseen = foresee_undo(store=any_store, actor=ADA, import_id=second)
    assert (foreseen.withdrawn, foreseen.restored) == (2, 1)
    assert foreseen.archived == {"kpi": ("Churn",), "product": ("Orbit",)}
    assert (row_counts(any_store), any_store.facts().token) == (rows, token)
    assert in_force(any_store, rate.id) == {("2026-01-31", ""): 0.33}
    assert undo(store=any_store, actor=ADA, import_id=second) == foreseen
    assert foresee_undo(store=any_store, actor=ADA, import_id=second).already
    with pytest.raises(NotFound):
        foresee_undo(store=any_store, actor=ADA, import_id=99)
