"""What a company says of itself: kept fact by fact, never guessed."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.company.facts import FactsDraft
from pmm_core.company.profile import SettingsDraft
from pmm_core.company.service import read_facts, read_settings, save_facts, save_settings
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.store.store import Store
from pmm_core.vocabulary import BusinessFunction, CompanyStage, Monetization, Role

ALL_SAID = FactsDraft.check(
    business_objective="growth",
    monetization="freemium",
    company_stage="scaleup",
    role_structure="by_product",
    dedicated_pmms=0,
    decisions_made_in="leadership",
    bandwidth_short=False,
    ownership_review_on="2026-06-30",
)


def test_nothing_is_known_of_a_new_company(store: Store, owner: Actor) -> None:
    facts = read_facts(store=store, actor=owner)
    assert set(facts.said.model_dump().values()) == {None}
    assert facts.versions == {}


def test_facts_are_kept_with_their_types_and_a_no_is_not_a_blank(
    any_store: Store, owner: Actor
) -> None:
    base = read_facts(store=any_store, actor=owner)
    saved = save_facts(store=any_store, actor=owner, base=base, draft=ALL_SAID)
    assert saved == read_facts(store=any_store, actor=owner)
    assert saved.said == ALL_SAID
    assert saved.said.decisions_made_in is BusinessFunction.LEADERSHIP
    assert (saved.said.dedicated_pmms, saved.said.bandwidth_short) == (0, False)
    assert saved.said.ownership_review_on == dt.date(2026, 6, 30)


def test_an_answer_can_be_taken_back(store: Store, owner: Actor) -> None:
    base = read_facts(store=store, actor=owner)
    full = save_facts(store=store, actor=owner, base=base, draft=ALL_SAID)
    bare = save_facts(store=store, actor=owner, base=full, draft=FactsDraft())
    assert bare.said == FactsDraft()


def test_settings_and_facts_do_not_disturb_each_other(store: Store, owner: Actor) -> None:
    facts = read_facts(store=store, actor=owner)
    settings = read_settings(store=store, actor=owner)
    save_facts(store=store, actor=owner, base=facts, draft=ALL_SAID)
    saved = save_settings(
        store=store, actor=owner, base=settings, draft=SettingsDraft(currency="EUR")
    )
    assert saved.said == SettingsDraft(currency="EUR")
    assert read_facts(store=store, actor=owner).said == ALL_SAID


def test_the_second_of_two_who_answer_one_question_is_told(any_store: Store, owner: Actor) -> None:
    base = read_facts(store=any_store, actor=owner)
    startup = FactsDraft(company_stage=CompanyStage.STARTUP)
    save_facts(store=any_store, actor=Actor("Bo Lind"), base=base, draft=startup)
    free = FactsDraft(monetization=Monetization.FREE)
    assert save_facts(store=any_store, actor=owner, base=base, draft=free).said == FactsDraft(
        company_stage=CompanyStage.STARTUP, monetization=Monetization.FREE
    )
    scaleup = FactsDraft(company_stage=CompanyStage.SCALEUP)
    with pytest.raises(ChangedElsewhere, match="Bo Lind changed the company stage") as refused:
        save_facts(store=any_store, actor=owner, base=base, draft=scaleup)
    assert refused.value.details["fields"] == [
        {"field": "company_stage", "base": None, "theirs": "startup", "yours": "scaleup"}
    ]


def test_a_visitor_answers_nothing(store: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR)
    base = read_facts(store=store, actor=Actor("Ada Moreno"))
    with pytest.raises(NotPermitted):
        save_facts(store=store, actor=visitor, base=base, draft=ALL_SAID)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [("company_stage", "giant"), ("dedicated_pmms", -1), ("dedicated_pmms", 1.5)],
)
def test_an_answer_that_cannot_be_is_refused(fact: str, answer: object) -> None:
    with pytest.raises(InvalidInput):
        FactsDraft.check(**{fact: answer})
