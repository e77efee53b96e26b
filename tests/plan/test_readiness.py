"""Readiness has a status of its own: how much is ready, what is overdue, whose it is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.catalogue.drafts import PersonDraft
from pmm_core.catalogue.service import add, hand_over, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound
from pmm_core.house.drafts import TemplatesDraft
from pmm_core.house.service import read_templates, save_templates
from pmm_core.models import ReadinessItem
from pmm_core.plan import wording
from pmm_core.plan.build import Gap
from pmm_core.plan.drafts import ReadinessItemDraft
from pmm_core.plan.readiness import SETTLED, Item, readiness_on
from pmm_core.plan.service import (
    read_items,
    set_status,
    use_template,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import NounKind, ReadinessStatus
from tests.plan import made

OPEN, UNDER_WAY, DONE, NOT_NEEDED = ReadinessStatus
ON = dt.date(2026, 3, 10)


def item(
    number: int,
    status: ReadinessStatus = OPEN,
    due: dt.date | None = None,
    *,
    name: str = "",
    critical: bool = False,
    owner: str | None = "Ada",
) -> Item:
    return Item(number, name or f"Item {number}", owner, due, critical, status)


def test_the_sentence_tells_what_is_ready_and_what_critical_is_overdue() -> None:
    late = item(8, due=dt.date(2026, 3, 2), name="pricing page", critical=True)
    waiting = item(9, due=dt.date(2026, 3, 20))
    found = readiness_on([*(item(at, DONE) for at in range(7)), late, waiting], ON)
    assert wording.readiness(found) == (
        "7 of 9 ready; 1 critical item overdue: pricing page, Ada, due 02 Mar 2026."
    )


def test_the_sentence_counts_what_else_is_overdue_and_what_is_not_needed() -> None:
    first = dt.date(2026, 3, 2)
    items = [
        item(1, DONE),
        item(2, NOT_NEEDED, first),
        item(3, UNDER_WAY, first),
        item(4, OPEN, first, critical=True, owner=None),
    ]
    assert wording.readiness(readiness_on(items, ON)) == (
        "1 of 3 ready; 1 critical item overdue: Item 4, nobody yet, due 02 Mar 2026; "
        "1 other item overdue; 1 not needed."
    )


def test_while_all_is_in_time_the_next_to_be_due_is_named() -> None:
    found = readiness_on([item(1, DONE), item(2, due=dt.date(2026, 3, 12))], ON)
    assert wording.readiness(found) == "1 of 2 ready; next due: Item 2, 12 Mar 2026."


def test_on_its_due_day_an_item_is_not_overdue_yet() -> None:
    assert not item(1, due=ON).is_overdue(ON)
    assert item(1, due=ON).is_overdue(ON + dt.timedelta(days=1))


def test_an_empty_list_is_not_ready() -> None:
    found = readiness_on([], ON)
    assert not found.is_ready
    assert wording.readiness(found) == "No readiness list yet."
    assert not readiness_on([item(1, NOT_NEEDED)], ON).is_ready


ITEMS = st.lists(
    st.builds(
        Item,
        id=st.integers(1, 99),
        name=st.just("x"),
        owner=st.none(),
        due_on=st.one_of(st.none(), st.dates(dt.date(2026, 3, 1), dt.date(2026, 3, 20))),
        critical=st.booleans(),
        status=st.sampled_from(ReadinessStatus),
    ),
    max_size=12,
)


@given(ITEMS)
def test_every_item_is_counted_once(items: list[Item]) -> None:
    found = readiness_on(items, ON)
    left = [one for one in items if one.status not in SETTLED]
    assert found.ready + found.not_needed + len(left) == len(items)
    assert set(found.overdue) <= set(left)
    assert set(found.critical_overdue) == {one for one in found.overdue if one.critical}
    assert found.is_ready == (not left and any(one.status is DONE for one in items))


def test_a_launch_starts_from_the_list_of_its_tier(any_store: Store) -> None:
    ada = add(store=any_store, actor=made.ADA, draft=PersonDraft(name="Ada"))
    launch = made.planned(any_store, owner_id=ada.id)
    assert Gap.NO_READINESS in made.plan(any_store, launch).gaps
    said = {"store": any_store, "actor": made.ADA, "launch_id": launch.id or 0, "tier": 4}
    added = use_template(**said)
    assert [(one.name, one.critical, one.owner_id, one.due_on) for one in added] == [
        ("Use event in the log", False, ada.id, dt.date(2026, 2, 26)),
        ("Release note", True, ada.id, dt.date(2026, 3, 2)),
    ]
    assert use_template(**said) == [], "what is there already is not added twice"
    assert len(use_template(**said | {"tier": 3})) == 2
    found = made.plan(any_store, launch, as_of=dt.date(2026, 2, 27)).readiness
    assert (found.ready, len(found.overdue), len(found.critical_overdue)) == (0, 3, 0)


def test_the_list_of_a_tier_is_the_house_s_own(any_store: Store) -> None:
    base = read_templates(store=any_store, actor=made.ADA)
    tiers = [list(tier) for tier in base.said.model_dump()["tiers"]]
    tiers[3] = [{"name": "Tell sales", "days_before": 2, "critical": True}]
    draft = TemplatesDraft.check(tiers=tiers)
    save_templates(store=any_store, actor=made.ADA, base=base, draft=draft)
    launch = made.planned(any_store)
    said = {"store": any_store, "actor": made.ADA, "launch_id": launch.id or 0}
    assert [one.name for one in use_template(**said, tier=4)] == ["Tell sales"]
    with pytest.raises(ChangedElsewhere):
        save_templates(store=any_store, actor=made.BO, base=base, draft=TemplatesDraft.check(
            tiers=[*tiers[:3], [{"name": "Tell support", "days_before": 1}]]
        ))  # fmt: skip


def test_a_list_that_names_something_twice_is_refused() -> None:
    twice = [{"name": name, "days_before": 1} for name in ("Demo", "demo")]
    with pytest.raises(InvalidInput, match="Tier 2: “demo” stands there twice"):
        TemplatesDraft.check(tiers=[[], twice, [], []])
    with pytest.raises(InvalidInput, match="a list for each tier"):
        TemplatesDraft.check(tiers=[[], []])


def test_a_launch_that_is_not_there_gets_no_list(store: Store) -> None:
    with pytest.raises(NotFound):
        use_template(store=store, actor=made.ADA, launch_id=99, tier=1)


def _item(store: Store, launch_id: int | None, name: str = "Pricing page") -> ReadinessItem:
    draft = ReadinessItemDraft(initiative_id=launch_id or 0, name=name)
    return add(store=store, actor=made.ADA, draft=draft)


def test_a_status_is_changed_at_once_and_audited(any_store: Store) -> None:
    row = _item(any_store, made.planned(any_store).id)
    set_status(store=any_store, actor=made.BO, item=row, status=DONE)
    entry = made.audited(any_store, NounKind.READINESS_ITEM)[-1]
    assert (entry.actor, entry.before["status"], entry.after["status"]) == (
        "Bo Lind", "open", "done",
    )  # fmt: skip


def test_d1_of_two_who_change_an_item_the_second_is_told(any_store: Store) -> None:
    row = _item(any_store, made.planned(any_store).id)
    set_status(store=any_store, actor=made.BO, item=row, status=DONE)
    with pytest.raises(ChangedElsewhere) as refused:
        set_status(store=any_store, actor=made.ADA, item=row, status=NOT_NEEDED)
    sides = refused.value.details["fields"][0]
    assert (sides["base"], sides["theirs"], sides["yours"]) == (OPEN, DONE, NOT_NEEDED)
    draft = ReadinessItemDraft.of(row).model_copy(update={"name": "Price list"})
    with pytest.raises(ChangedElsewhere):
        save(store=any_store, actor=made.ADA, base=row, draft=draft)


def test_an_item_stays_with_its_launch_and_points_to_somebody_in_use(store: Store) -> None:
    one, other = made.planned(store), made.planned(store, "Assistant")
    row = _item(store, one.id)
    moved = ReadinessItemDraft.of(row).model_copy(update={"initiative_id": other.id})
    with pytest.raises(InvalidInput) as refused:
        save(store=store, actor=made.ADA, base=row, draft=moved)
    assert refused.value.code == "stays"
    nobody = ReadinessItemDraft.of(row).model_copy(update={"owner_id": 99})
    with pytest.raises(InvalidInput) as refused:
        save(store=store, actor=made.ADA, base=row, draft=nobody)
    assert refused.value.code == "not_in_use"
    rows = read_items(store=store, actor=made.ADA, launch_id=one.id or 0)
    assert [(left.version, left.owner_id) for left in rows] == [(1, None)]


def test_whoever_leaves_hands_over_what_is_still_open(any_store: Store) -> None:
    bo, cleo = (
        add(store=any_store, actor=made.ADA, draft=PersonDraft(name=name))
        for name in ("Bo", "Cleo")
    )
    launch = made.planned(any_store)
    for name, status in (("Pricing page", OPEN), ("Demo", DONE)):
        draft = ReadinessItemDraft(
            initiative_id=launch.id or 0, name=name, owner_id=bo.id, status=status
        )
        add(store=any_store, actor=made.ADA, draft=draft)
    given = hand_over(
        store=any_store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=ON
    )
    assert given.counts[ReadinessItem] == 1
    rows = read_items(store=any_store, actor=made.ADA, launch_id=launch.id or 0)
    assert [(row.name, row.owner_id) for row in rows] == [
        ("Pricing page", cleo.id),
        ("Demo", bo.id),
    ]
