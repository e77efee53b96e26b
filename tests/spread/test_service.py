"""Allocations within a person's time, house rules and the first product, in a real store."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import PersonDraft, ProductDraft
from pmm_core.catalogue.service import add, archive, hand_over, save
from pmm_core.demo.sources import LAST_DAY
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.models import Allocation, Person, Product
from pmm_core.spread import wording
from pmm_core.spread.coverage import Cover
from pmm_core.spread.drafts import AllocationDraft, FirstProductDraft, RulesDraft, TierEffort
from pmm_core.spread.service import (
    allocate,
    change_allocation,
    choose_first,
    read_allocations,
    read_rules,
    read_spread,
    restore_allocation,
    save_rules,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import Role
from tests.catalogue import made

ADA = made.ADA
AS_OF = dt.date(2026, 3, 31)
START = dt.date(2026, 1, 1)


def give(store: Store, person: Person, product: Product, share: float, **said: Any) -> Allocation:
    given = {"start_on": START, **said}
    draft = AllocationDraft.check(person_id=person.id, product_id=product.id, share=share, **given)
    return allocate(store=store, actor=ADA, draft=draft)


def spread(store: Store, as_of: dt.date = AS_OF):
    return read_spread(store=store, actor=ADA, as_of=as_of)


def edited(row: Allocation, **said: Any) -> AllocationDraft:
    return AllocationDraft.check(**AllocationDraft.of(row).model_dump() | said)


@pytest.fixture
def comet(store: Store) -> Product:
    return made.product(store, "Comet")


@pytest.fixture
def harbor(store: Store) -> Product:
    return made.product(store, "Harbor")


@pytest.fixture
def jonas(store: Store) -> Person:
    return made.person(store, "Jonas Weber")


def test_who_has_an_allocation_counts_and_the_team_s_others_are_named(
    store: Store, comet: Product
) -> None:
    team = made.team(store, "Product Marketing")
    ada = made.person(store, "Ada Moreno", team_id=team.id)
    made.person(store, "Priya Nair", team_id=team.id)
    made.person(store, "Marc Dubois", team_id=made.team(store, "Sales").id)
    give(store, ada, comet, 0.5)
    found = spread(store)
    assert [one.person for one in found.people] == ["Ada Moreno"]
    assert found.unallocated == ("Priya Nair",)


def test_shares_over_one_are_refused_with_the_day_and_the_parts(
    any_store: Store,
) -> None:
    comet, harbor = made.product(any_store, "Comet"), made.product(any_store, "Harbor")
    jonas = made.person(any_store, "Jonas Weber")
    give(any_store, jonas, comet, 0.6)
    with pytest.raises(InvalidInput) as refused:
        give(any_store, jonas, harbor, 0.5, start_on=dt.date(2026, 3, 2))
    assert refused.value.code == "over_one"
    assert refused.value.message == (
        "From 02 Mar 2026 on Jonas Weber would give 110% of their time: Comet 60% and Harbor 50%. "
        "Lower a share, or end one of them the day before."
    )
    assert len(read_allocations(store=any_store, actor=ADA)) == 1


def test_a_share_that_ends_before_another_begins_leaves_its_time_free(
    store: Store, comet: Product, harbor: Product, jonas: Person
) -> None:
    give(store, jonas, comet, 1.0, end_on=dt.date(2026, 2, 27))
    give(store, jonas, harbor, 1.0, start_on=dt.date(2026, 2, 28))
    assert [part.product for part in spread(store).people[0].parts] == ["Harbor"]


def test_an_edit_and_a_restore_are_held_to_the_same_sum(
    store: Store, comet: Product, harbor: Product, jonas: Person
) -> None:
    first = give(store, jonas, comet, 0.6)
    second = give(store, jonas, harbor, 0.4)
    with pytest.raises(InvalidInput, match="110%"):
        change_allocation(store=store, actor=ADA, base=second, draft=edited(second, share=0.5))
    gone = archive(store=store, actor=ADA, noun=first)
    bigger = change_allocation(store=store, actor=ADA, base=second, draft=edited(second, share=0.5))
    assert bigger.share == 0.5
    with pytest.raises(InvalidInput, match="110%"):
        restore_allocation(store=store, actor=ADA, noun=gone)
    lower = change_allocation(store=store, actor=ADA, base=bigger, draft=edited(bigger, share=0.3))
    assert lower.version == 3
    assert restore_allocation(store=store, actor=ADA, noun=gone).archived_at is None


def test_a_second_save_of_an_allocation_is_refused(
    store: Store, comet: Product, jonas: Person
) -> None:
    row = give(store, jonas, comet, 0.6)
    change_allocation(store=store, actor=ADA, base=row, draft=edited(row, share=0.5))
    with pytest.raises(ChangedElsewhere):
        change_allocation(store=store, actor=ADA, base=row, draft=edited(row, share=0.4))


def test_whoever_left_counts_until_the_last_day(
    store: Store, comet: Product, jonas: Person
) -> None:
    give(store, jonas, comet, 0.6)
    ada = made.person(store, "Ada Moreno")
    last = dt.date(2026, 2, 27)
    hand_over(store=store, actor=ADA, person=jonas, successor_id=ada.id or 0, left_on=last)
    assert spread(store, last).people
    assert not spread(store, last + dt.timedelta(days=1)).people


def test_what_is_archived_counts_no_more(store: Store, comet: Product, jonas: Person) -> None:
    give(store, jonas, comet, 0.6)
    harbor = made.product(store, "Harbor")
    archive(store=store, actor=ADA, noun=comet)
    found = spread(store)
    assert not found.people
    assert [one.product.name for one in found.products] == ["Harbor"]
    # The time of an archived product is free again.
    assert give(store, jonas, harbor, 1.0).id


def test_house_rules_stand_at_their_defaults_until_somebody_changes_them(store: Store) -> None:
    before = read_rules(store=store, actor=ADA)
    assert (before.version, before.said) == (0, RulesDraft())
    draft = RulesDraft.check(**RulesDraft().model_dump() | {"same_buyer": 0.8})
    saved = save_rules(store=store, actor=ADA, base=before, draft=draft)
    assert saved.said.same_buyer == spread(store).rules.same_buyer == 0.8
    again = save_rules(store=store, actor=ADA, base=saved, draft=RulesDraft())
    assert again.said == RulesDraft()
    for stale in (saved, before):
        with pytest.raises(ChangedElsewhere):
            save_rules(store=store, actor=ADA, base=stale, draft=draft)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"same_buyer": 1.1}, "at most 1"),
        ({"thin_from": 0.5}, "at least 1"),
        ({"hours_a_week": 0}, "above 0"),
        ({"tiers": RulesDraft().tiers[:3]}, "each tier"),
    ],
)
def test_rules_that_cannot_be_are_explained(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        RulesDraft.check(**said)


def test_hours_of_a_tier_have_to_rise() -> None:
    with pytest.raises(InvalidInput, match="Tier 2: the usual hours"):
        TierEffort.check(tier=2, low=5, usual=4, high=9, weeks_before=1, weeks_after=1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"share": 0}, "above 0"),
        ({"share": 1.2}, "at most 1"),
        ({"share": None}, "Give a number"),
        ({"end_on": dt.date(2025, 12, 31)}, "before the first"),
        ({"person_id": None}, "Person: Choose one"),
    ],
)
def test_an_allocation_that_cannot_be_is_explained(said: dict[str, Any], sentence: str) -> None:
    given = {"person_id": 1, "product_id": 1, "share": 0.5, "start_on": START, **said}
    with pytest.raises(InvalidInput, match=sentence):
        AllocationDraft.check(**given)


def test_the_product_form_takes_a_share_of_revenue_and_whether_it_is_a_bet(
    store: Store, comet: Product
) -> None:
    draft = ProductDraft.of(comet).model_copy(update={"revenue_share": 0.6, "strategic": True})
    save(store=store, actor=ADA, base=comet, draft=draft)
    found = spread(store).suggestion
    assert found.product and (found.product.revenue_share, found.product.strategic) == (0.6, True)
    with pytest.raises(InvalidInput, match="at most 1"):
        ProductDraft.check(name="Comet", revenue_share=60)


def test_another_first_product_needs_a_reason_and_the_last_choice_counts(
    store: Store, comet: Product, harbor: Product
) -> None:
    with pytest.raises(InvalidInput, match="Reason"):
        FirstProductDraft.check(product_id=harbor.id, reason=" ")
    draft = FirstProductDraft.check(product_id=harbor.id, reason="It renews in May.")
    first = choose_first(store=store, actor=ADA, draft=draft, seen=None)
    found = spread(store)
    assert found.first_product == "Harbor"
    assert found.chosen and (found.chosen.reason, found.chosen.by) == (
        "It renews in May.",
        "Ada Moreno",
    )
    back = FirstProductDraft.check(product_id=comet.id, reason="May is over.")
    with pytest.raises(ChangedElsewhere) as refused:
        choose_first(store=store, actor=ADA, draft=back, seen=None)
    assert refused.value.details == {"current": first.id}
    choose_first(store=store, actor=ADA, draft=back, seen=first.id)
    assert spread(store).first_product == "Comet"


def test_an_archived_product_is_no_first_product(
    store: Store, comet: Product, harbor: Product
) -> None:
    draft = FirstProductDraft.check(product_id=harbor.id, reason="It renews in May.")
    choose_first(store=store, actor=ADA, draft=draft, seen=None)
    archive(store=store, actor=ADA, noun=harbor)
    found = spread(store)
    assert (found.chosen, found.first_product) == (None, "Comet")
    with pytest.raises(InvalidInput) as refused:
        choose_first(store=store, actor=ADA, draft=draft, seen=1)
    assert refused.value.code == "not_in_use"


def test_an_empty_store_has_nobody_and_nothing(store: Store) -> None:
    found = spread(store)
    assert (found.people, found.products, found.load.weeks) == ((), (), ())
    assert (found.first_product, found.revenue_covered) == (None, None)


def test_a_visitor_reads_the_sample_and_writes_nothing(sample: Store, store: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR)
    assert read_spread(store=sample, actor=visitor, as_of=LAST_DAY).people
    draft = AllocationDraft(person_id=1, product_id=1, share=0.1, start_on=START)
    with pytest.raises(NotPermitted):
        allocate(store=sample, actor=visitor, draft=draft)
    with pytest.raises(NotPermitted):
        read_spread(store=store, actor=visitor, as_of=AS_OF)


def test_in_the_sample_jonas_is_thin_and_over_and_quill_has_nobody(sample: Store) -> None:
    found = spread(sample, LAST_DAY)
    assert [(one.person, one.effective) for one in found.thin] == [
        ("Jonas Weber", pytest.approx(2))
    ]
    assert [one.product.name for one in found.covered(Cover.NOBODY)] == ["Quill"]
    assert [one.product.name for one in found.covered(Cover.ONE_PERSON)] == ["Harbor"]
    assert {one.person for one in found.load.over} == {"Jonas Weber"}
    assert [one.week.key for one in found.load.over] == [f"2026-W{n}" for n in range(10, 15)]
    assert found.suggestion.product and found.suggestion.product.name == "Quill"
    assert found.chosen and found.chosen.product == "Comet"
    assert found.revenue_covered == pytest.approx(0.868)
    before = spread(sample, dt.date(2026, 2, 27))
    assert not before.thin
    assert not before.covered(Cover.NOBODY)


def test_nobody_is_counted_twice_however_often_they_are_allocated(
    store: Store, comet: Product, jonas: Person
) -> None:
    for buyer in ("Shops", "Agencies"):
        give(store, jonas, comet, 0.3, buyer=buyer)
    found = spread(store)
    assert len(found.people) == 1
    assert found.products[0].cover is Cover.ONE_PERSON
    assert replace(found.people[0], history=()).effective == 1


def test_a_person_without_a_last_day_who_was_archived_is_gone(store: Store, comet: Product) -> None:
    ada = add(store=store, actor=ADA, draft=PersonDraft(name="Ada Moreno"))
    give(store, ada, comet, 0.5)
    archive(store=store, actor=ADA, noun=ada)
    assert not spread(store).people


def test_a_little_over_the_whole_is_not_told_as_the_whole(
    store: Store, comet: Product, jonas: Person
) -> None:
    give(store, jonas, comet, 1.0)
    with pytest.raises(InvalidInput, match=r"would give 100\.1% of their time: .* and Comet 0\.1%"):
        give(store, jonas, comet, 0.001)


def test_products_that_are_said_to_earn_more_than_there_is_cover_nothing(store: Store) -> None:
    for name in ("Comet", "Harbor"):
        made.product(store, name, revenue_share=0.6)
    found = read_spread(store=store, actor=made.ADA, as_of=AS_OF)
    assert found.earns_too_much
    assert found.revenue_covered is None
    assert "add up to 120%" in wording.revenue_over(found.revenue_said)
