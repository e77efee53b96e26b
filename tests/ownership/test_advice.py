"""Which function should own product marketing, how sure that is, and when to look again."""

import datetime as dt
from itertools import product

import pytest

from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.ownership import wording
from pmm_core.ownership.advice import Confidence, OwnerAdvice, advise
from pmm_core.ownership.rules import RULES
from pmm_core.vocabulary import BusinessFunction, CompanyStage

TODAY = dt.date(2026, 3, 31)
P, M = BusinessFunction.PRODUCT, BusinessFunction.MARKETING
EVERY = list(product((0, 2), BusinessFunction, CompanyStage, (True, False)))


def advice(*answers: object, unhealthy: bool = False) -> OwnerAdvice:
    said = dict(zip(RULES.questions, answers, strict=True))
    facts = CompanyFacts(FactsDraft.check(**said))
    return advise(facts, as_of=TODAY, unhealthy=unhealthy)


@pytest.mark.parametrize(
    ("answers", "owner", "confidence"),
    [
        ((0, "product", "startup", True), P, Confidence.HIGH),
        ((2, "marketing", "scaleup", False), M, Confidence.HIGH),
        ((2, "product", "startup", True), P, Confidence.MEDIUM),
        ((2, "leadership", "scaleup", True), M, Confidence.MEDIUM),
        ((1, "leadership", "enterprise", True), BusinessFunction.LEADERSHIP, Confidence.MEDIUM),
        ((2, "product", "scaleup", True), P, Confidence.LOW),
        ((2, "marketing", "startup", True), M, Confidence.LOW),
        ((0, "sales", "scaleup", False), BusinessFunction.SALES, Confidence.LOW),
    ],
)
def test_typical_companies_get_an_owner_as_sure_as_their_reasons_agree(
    answers: tuple, owner: BusinessFunction, confidence: Confidence
) -> None:
    found = advice(*answers)
    assert (found.counsel.answer, found.confidence) == (owner, confidence)


@pytest.mark.parametrize("answers", EVERY)
def test_the_confidence_follows_the_stated_rule(answers: tuple) -> None:
    found = advice(*answers)
    counsel = found.counsel
    assert counsel.answer is not None
    best = counsel.weighed(counsel.answer)
    others = [one for one in counsel.options if one is not best]
    if max(one.balance for one in others) == best.balance:
        assert found.confidence is Confidence.LOW
    elif best.speak_against or any(one.speak_for for one in others):
        assert found.confidence is Confidence.MEDIUM
    else:
        assert found.confidence is Confidence.HIGH


def test_level_functions_are_settled_by_where_decisions_are_made() -> None:
    for decisions in (P, M):
        stage = CompanyStage.SCALEUP if decisions is P else CompanyStage.STARTUP
        found = advice(2, decisions, stage, True)
        assert found.counsel.answer is decisions
        assert len(found.counsel.level) == 1


def test_a_missing_answer_that_matters_is_asked_for_instead_of_guessed() -> None:
    found = advice(2, "product", "scaleup", None)
    assert (found.counsel.answer, found.confidence) == (None, None)
    said = wording.answer(found)
    assert said == "Still open between product or marketing. Missing: the bandwidth."
    assert wording.headline(found) == "Who owns product marketing"


def test_with_nothing_said_all_four_answers_are_asked_for() -> None:
    found = advice(None, None, None, None)
    assert found.counsel.missing == tuple(RULES.questions)
    assert set(found.counsel.possible) == set(BusinessFunction)


def test_an_owner_that_does_not_hang_on_the_missing_answer_has_low_confidence() -> None:
    found = advice(0, "product", "startup", None)
    assert (found.counsel.answer, found.confidence) == (P, Confidence.LOW)
    assert "whatever the bandwidth may be" in wording.answer(found)


@pytest.mark.parametrize(
    ("stage", "day"),
    [
        ("startup", dt.date(2026, 6, 30)),
        ("scaleup", dt.date(2026, 9, 30)),
        ("enterprise", dt.date(2027, 3, 31)),
    ],
)
def test_the_younger_the_company_the_sooner_it_is_asked_again(stage: str, day: dt.date) -> None:
    assert advice(2, "marketing", stage, False).look_again_on == day


def test_a_bad_sign_or_a_low_confidence_brings_the_day_forward() -> None:
    soon = dt.date(2026, 6, 30)
    assert advice(2, "marketing", "enterprise", False, unhealthy=True).look_again_on == soon
    assert advice(2, "product", "scaleup", True).look_again_on == soon
    assert advice(None, "product", "enterprise", True).look_again_on == soon


@pytest.mark.parametrize("function", BusinessFunction)
def test_every_owner_has_something_to_watch_out_for(function: BusinessFunction) -> None:
    calm = wording.watch_out(function, FactsDraft(dedicated_pmms=2, bandwidth_short=False))
    thin = wording.watch_out(function, FactsDraft(dedicated_pmms=0, bandwidth_short=True))
    assert len(calm) == 2
    assert thin == (*calm, wording.WATCH_NOBODY, wording.WATCH_SHORT)


def test_the_three_first_jobs_say_what_product_brings_to_each() -> None:
    assert [one.job for one in wording.FIRST_JOBS] == [
        "Value and positioning",
        "Personas",
        "Go-to-market plan",
    ]
    assert all(one.product_helps for one in wording.FIRST_JOBS)
