"""Six answers propose a tier; another one takes a reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.house.drafts import TierRules
from pmm_core.house.service import read_tier_rules, save_tier_rules
from pmm_core.plan import wording
from pmm_core.plan.build import Gap
from pmm_core.plan.drafts import TierDraft
from pmm_core.plan.service import answer_tier
from pmm_core.plan.tier import TierChoice, needs_why, propose, tier_of
from pmm_core.store.store import Store
from tests.plan import made

RULES = TierRules()
KEYS = [one.key for one in RULES.questions]
ANSWERS = st.fixed_dictionaries({key: st.integers(0, 3) for key in KEYS})


def answers(points: int) -> dict[str, int]:
    """Answer the questions so that they give some points in all."""
    each, rest = divmod(points, len(KEYS))
    return {key: each + (at < rest) for at, key in enumerate(KEYS)}


@pytest.mark.parametrize(
    ("points", "tier"),
    [(18, 1), (15, 1), (14, 2), (11, 2), (10, 3), (7, 3), (6, 4), (1, 4), (0, None)],
)
def test_points_reach_the_tiers_of_the_convention(points: int, tier: int | None) -> None:
    found = propose(answers(points), RULES)
    assert (found.points, found.most, found.tier) == (points, 18, tier)


def test_there_is_no_tier_while_a_question_is_open() -> None:
    said = answers(18)
    del said[KEYS[0]]
    found = propose(said, RULES)
    assert (found.open, found.tier) == (1, None)
    assert wording.tier(TierChoice(2, None, found)) == "Tier 2; 1 question not answered yet."


@given(ANSWERS, st.sampled_from(KEYS))
def test_a_weightier_answer_never_makes_a_launch_smaller(said: dict[str, int], key: str) -> None:
    more = said | {key: min(3, said[key] + 1)}
    before, after = (propose(one, RULES).tier or 5 for one in (said, more))
    assert after <= before


@given(ANSWERS)
def test_points_count_whatever_the_order_of_the_answers(said: dict[str, int]) -> None:
    backwards = dict(reversed(said.items()))
    assert propose(said, RULES) == propose(backwards, RULES)
    assert propose(said, RULES).tier == tier_of(sum(said.values()), RULES)


@given(ANSWERS, st.sampled_from([None, 1, 2, 3, 4]))
def test_exactly_a_tier_that_is_not_proposed_takes_a_reason(
    said: dict[str, int], tier: int | None
) -> None:
    assert needs_why(said, tier, RULES) == (tier != propose(said, RULES).tier)


def test_another_tier_without_a_reason_is_refused_and_with_one_is_kept(any_store: Store) -> None:
    launch = made.planned(any_store)
    said = {"store": any_store, "actor": made.ADA, "base": launch}
    with pytest.raises(InvalidInput) as refused:
        answer_tier(**said, draft=TierDraft(answers=answers(12), tier=1))
    assert refused.value.code == "reason_missing"
    assert refused.value.message == (
        "The answers propose tier 2. Say why it is tier 1, or take the one proposed."
    )
    assert not made.plan(any_store, launch).tier.proposal.points
    answer_tier(**said, draft=TierDraft(answers=answers(12), tier=1, why="The fair is in May."))
    plan = made.plan(any_store, launch)
    assert wording.tier(plan.tier) == (
        "Tier 1; its answers propose tier 2 with 12 points of 18. Why tier 1: The fair is in May."
    )
    assert Gap.NO_TIER not in plan.gaps and Gap.NO_REASON_FOR_TIER not in plan.gaps


def test_a_tier_that_came_without_a_reason_is_a_finding(store: Store) -> None:
    launch = made.planned(store, tier=2, tier_answers=answers(12))
    with store.write(actor=made.ADA) as unit:
        unit.change(type(launch), launch.id or 0, {"tier": 1}, version=launch.version)
    assert Gap.NO_REASON_FOR_TIER in made.plan(store, launch).gaps


def test_the_form_of_the_launch_asks_for_the_reason_too(store: Store) -> None:
    launch = made.planned(store, tier=2, tier_answers=answers(12))
    with pytest.raises(InvalidInput) as refused:
        made.keep(store, launch, tier=4)
    assert refused.value.code == "reason_missing"
    assert made.keep(store, launch, audience="Everybody").tier == 2


def test_an_answer_the_questions_no_longer_have_is_refused(store: Store) -> None:
    launch = made.planned(store)
    for wrong in ({"weather": 2}, {KEYS[0]: 9}):
        with pytest.raises(InvalidInput) as refused:
            answer_tier(store=store, actor=made.ADA, base=launch, draft=TierDraft(answers=wrong))
        assert refused.value.code == "answer_unknown"


def test_d1_answers_given_at_once_are_not_lost(any_store: Store) -> None:
    launch = made.planned(any_store)
    said = {"store": any_store, "base": launch}
    answer_tier(**said, actor=made.BO, draft=TierDraft(answers=answers(12), tier=2))
    with pytest.raises(ChangedElsewhere) as refused:
        answer_tier(**said, actor=made.ADA, draft=TierDraft(answers=answers(8), tier=3))
    sides = {one["field"]: one for one in refused.value.details["fields"]}["tier"]
    assert (sides["base"], sides["theirs"], sides["yours"]) == (None, 2, 3)


def changed(**said: Any) -> TierRules:
    return TierRules.check(**RULES.model_dump() | said)


def test_questions_and_thresholds_are_the_house_s_own(any_store: Store) -> None:
    base = read_tier_rules(store=any_store, actor=made.ADA)
    draft = changed(from_points=(12, 9, 5, 1))
    save_tier_rules(store=any_store, actor=made.ADA, base=base, draft=draft)
    launch = made.planned(any_store, tier=1, tier_answers=answers(12))
    assert made.plan(any_store, launch).tier.proposal.tier == 1
    with pytest.raises(ChangedElsewhere) as refused:
        save_tier_rules(
            store=any_store, actor=made.BO, base=base, draft=changed(from_points=(14, 9, 5, 1))
        )
    sides = refused.value.details["fields"][0]
    assert (sides["base"], sides["theirs"], sides["yours"]) == (
        [15, 11, 7, 1], [12, 9, 5, 1], [14, 9, 5, 1],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"from_points": (15, 15, 7, 1)}, "must fall from tier 1 to tier 4"),
        ({"from_points": (1, 7, 11, 15)}, "must fall from tier 1 to tier 4"),
        ({"questions": RULES.questions[:5]}, "six different questions"),
        ({"questions": (*RULES.questions[:5], RULES.questions[0])}, "six different questions"),
    ],
)
def test_rules_that_cannot_propose_are_refused(said: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidInput, match=what):
        changed(**said)


def test_two_answers_worth_the_same_cannot_be_told_apart() -> None:
    first = RULES.questions[0].model_dump()
    first["answers"] = [{"text": "Yes", "points": 1}, {"text": "No", "points": 1}]
    with pytest.raises(InvalidInput, match="other points"):
        changed(questions=(first, *RULES.model_dump()["questions"][1:]))
