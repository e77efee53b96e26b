"""From the company's facts to one number, with reasons."""

from itertools import product

import pytest

from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.metric import wording
from pmm_core.metric.advice import MetricAdvice, advise
from pmm_core.metric.rules import GROWTH, RULES, SALES, MetricKind
from pmm_core.vocabulary import BusinessObjective, CompanyStage, Monetization, RoleStructure

G, S = BusinessObjective.GROWTH, BusinessObjective.SALES
EVERY = list(product(*RULES.questions.values()))


def advice(*answers: object) -> MetricAdvice:
    said = dict(zip(RULES.questions, answers, strict=True))
    return advise(CompanyFacts(FactsDraft.check(**said)))


@pytest.mark.parametrize("answers", EVERY)
def test_growth_leads_to_the_first_days_of_a_user_and_sales_to_deals(answers: tuple) -> None:
    found = advice(*answers)
    assert found.counsel.answer in (GROWTH if answers[0] is G else SALES)
    assert (found.day in (5, 10, 30)) is (answers[0] is G)


def test_every_candidate_is_the_answer_for_some_company() -> None:
    assert {advice(*answers).counsel.answer for answers in EVERY} == set(MetricKind)


@pytest.mark.parametrize("answers", EVERY)
def test_an_answer_has_a_reason_for_it_or_all_others_are_ruled_out_or_level(
    answers: tuple,
) -> None:
    counsel = advice(*answers).counsel
    assert counsel.answer is not None
    best = counsel.weighed(counsel.answer)
    left = [one for one in counsel.options if not one.ruled_out]
    assert best.speak_for or len(left) == 1 or counsel.level


@pytest.mark.parametrize(
    ("answers", "metric", "day"),
    [
        ((G, "freemium", "startup", "one_for_all"), MetricKind.ACTIVATION, 5),
        ((G, "freemium", "scaleup", "by_product"), MetricKind.ADOPTION, 10),
        ((G, "paid", "scaleup", "one_for_all"), MetricKind.ADOPTION, 10),
        ((G, "free", "enterprise", "by_segment"), MetricKind.ENGAGEMENT, 30),
        ((S, "paid", "scaleup", "by_function"), MetricKind.WIN_RATE, None),
        ((S, "freemium", "startup", "one_for_all"), MetricKind.CLOSE_RATE, None),
        ((S, "paid", "enterprise", "by_segment"), MetricKind.AVERAGE_SELLING_PRICE, None),
        ((S, "paid", "enterprise", "by_product"), MetricKind.REVENUE, None),
        ((S, "free", "startup", "one_for_all"), MetricKind.REVENUE, None),
    ],
)
def test_typical_companies_get_the_number_a_practitioner_expects(
    answers: tuple, metric: MetricKind, day: int | None
) -> None:
    found = advice(*answers)
    assert (found.counsel.answer, found.day) == (metric, day)


def test_a_rule_speaks_once_of_an_option_and_answer() -> None:
    spoken = [(rule.fact, rule.answers, rule.option) for rule in RULES.rules]
    assert len(spoken) == len(set(spoken))


def test_without_an_objective_nothing_is_guessed() -> None:
    found = advice(None, Monetization.PAID, CompanyStage.SCALEUP, RoleStructure.BY_PRODUCT)
    assert (found.counsel.answer, found.day) == (None, None)
    assert wording.answer(found.counsel, None) == (
        "Still open between adoption or win rate. Missing: the business objective."
    )


def test_an_answer_that_holds_whatever_is_missing_is_given_and_says_so() -> None:
    found = advice(S, Monetization.FREE, None, RoleStructure.ONE_FOR_ALL)
    assert found.counsel.answer is MetricKind.REVENUE
    assert "whatever the company stage may be" in wording.answer(found.counsel, found.day)


def test_what_would_change_the_answer_is_said_in_a_sentence() -> None:
    found = advice(G, Monetization.FREEMIUM, CompanyStage.SCALEUP, RoleStructure.BY_PRODUCT)
    said = [wording.change(one) for one in found.counsel.changes]
    assert "If the company stage were “startup”, it would be activation." in said
    assert "If the business objective were “sales”, it would be close rate." in said
