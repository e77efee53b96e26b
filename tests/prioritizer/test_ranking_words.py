"""What the ranking page says: who is first, how firmly, what would change it, and the odd cases."""

from itertools import permutations, product

import pytest

from pmm_core.prioritizer import ranking_wording as wording
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.rounds import Answer, Answers
from pmm_core.prioritizer.scoring import CRITERIA, CriterionScore
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.prioritizer.wording import headline, notes, single_score
from pmm_core.vocabulary import Criterion
from tests.prioritizer.sheets import WORKED, sheet

Panel = dict[str, tuple[int | None, ...]]
STEPS = [at / 20 for at in range(21)]


def ranking(*panels: Panel, weights: Weights | None = None, **said: object) -> Ranking:
    scores = sheet(**{f"Scorer {at}": panel for at, panel in enumerate(panels)})
    return rank_challenges(scores, weights=weights, **said)  # type: ignore[arg-type]


def of_round(*panels: Panel) -> RankedRound:
    given = tuple(
        Answer(challenge, f"Scorer {at}", criterion, value)
        for at, panel in enumerate(panels)
        for challenge, values in panel.items()
        for criterion, value in zip(Criterion, values, strict=True)
        if value is not None
    )
    names = tuple(dict.fromkeys(one.challenge for one in given))
    answers = Answers(given, names, tuple(f"Scorer {at}" for at in range(len(panels))))
    return RankedRound("Q1", answers, rank_challenges(answers.sheet))


@pytest.mark.parametrize("order", list(permutations(CRITERIA)))
def test_weights_follow_an_order_at_the_nearest_point_that_does(
    order: tuple[Criterion, ...],
) -> None:
    every = [(u, q, round(1 - u - q, 9)) for u, q in product(STEPS, STEPS) if u + q <= 1 + 1e-9]
    following = [one for one in every if Weights(*one).follow(order)]
    for given in every:
        found = Weights(*given).following(order)
        assert found.follow(order)
        assert sum(found.in_order()) == pytest.approx(1)
        if Weights(*given).follow(order):
            assert found.in_order() == pytest.approx(given)
        nearest = min(_distance(given, one) for one in following)
        assert _distance(given, found.in_order()) <= nearest + 1e-9


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def test_the_title_says_who_is_first_and_how_firmly() -> None:
    at = Weights(0.5, 0.25, 0.25)
    often = ranking(WORKED, weights=Weights(0.1, 0.1, 0.8))
    assert wording.title(often) == "“C” comes first, in 36% of all weightings"
    ordered = ranking(WORKED, weights=at, order=CRITERIA)
    assert wording.title(ordered) == "“A” comes first, in 67% of the weightings in this order"


def test_the_title_names_who_is_first_in_more_of_the_weightings() -> None:
    found = ranking(WORKED, weights=Weights(0.5, 0.25, 0.25))
    assert wording.title(found) == (
        "At these weights “A” comes first; “C” does in 36% of all weightings"
    )
    assert headline(found) == (
        "“A” comes first at these weights; it is first in 31% of all weightings, “C” in 36%."
    )
    ordered = ranking(WORKED, weights=Weights(0.4, 0.4, 0.2), order=CRITERIA)
    assert wording.title(ordered) == (
        "At these weights “D” comes first; “A” does in 67% of the weightings in this order"
    )


def test_one_of_several_that_can_be_ranked_is_said_to_be_ranked_alone() -> None:
    alone = "“A” is ranked alone"
    assert headline(ranking({"A": (5, 5, 5)})) == f"{alone}."
    two = ranking({"A": (5, 5, 5), "B": (5, None, 5)})
    assert headline(two) == f"{alone}: the other challenge lacks scores on one of the three."
    assert wording.title(two) == alone


@pytest.mark.parametrize(
    ("panel", "title"),
    [
        ({}, "Nothing can be ranked yet"),
        ({"A": (5, 5, None)}, "Nothing can be ranked yet"),
        ({"A": (5, 5, 5)}, "“A” is ranked alone"),
        ({"A": (3, 3, 3), "B": (3, 3, 3)}, "“A” and “B” tie for first"),
        (WORKED, "4 challenges tie for first"),
    ],
)
def test_the_title_names_no_winner_where_there_is_none(panel: Panel, title: str) -> None:
    assert wording.title(ranking(panel)) == title


def test_a_winner_of_these_weights_only_is_told_so() -> None:
    said = wording.firmness(ranking(WORKED, weights=Weights(0.1, 0.8, 0.1)))
    assert said[0] == ("At these weights only: it is first in 22% of all weightings, “C” in 36%.")
    said = wording.firmness(ranking(WORKED, weights=Weights(0.1, 0.1, 0.8)))
    assert said[0] == ""


def test_what_would_change_the_first_is_told_weights_first() -> None:
    firm = {"A": (5, 5, 4), "B": (3, 3, 5)}
    _, flip, left_out, single, known = wording.firmness(ranking(firm, firm))
    assert flip.startswith("“B” is level with it once weights move by")
    assert left_out == "Whichever of the 2 scorers is left out, it stays first."
    assert single == "No single score, moved by one point, changes who comes first."
    # 1/27 points, worked out by hand.
    assert known.endswith("make the choice 0.04 points better than “A” on average.")


def test_a_first_that_loses_in_most_weightings_is_said_to_be_worth_changing() -> None:
    firm = {"A": (5, 5, 4), "B": (3, 3, 5)}
    said = wording.firmness(ranking(firm, weights=Weights(0, 0, 1)))
    assert said[-1] == (
        "Knowing the weights exactly would make the choice 1.04 points better than “B” on average."
    )
    best = wording.firmness(ranking({"A": (5, 5, 5), "B": (3, 3, 3)}))
    assert best[-1] == "Knowing the weights exactly would not make a better choice than “A”."


def test_a_scorer_who_decides_is_named() -> None:
    panels = ({"A": (4, 4, 4), "B": (3, 3, 3)}, {"A": (3, 3, 3), "B": (4, 4, 3)})
    assert "Without Scorer 0 “B” comes first." in wording.firmness(ranking(*panels))


def test_a_scorer_without_whom_two_are_level_makes_no_winner() -> None:
    panels = ({"A": (3, 3, 3), "B": (3, 3, 3)}, {"A": (5, 3, 3), "B": (3, 3, 3)})
    said = wording.firmness(ranking(*panels))
    assert "Without Scorer 1 “A” and “B” are level." in said
    assert not any("Without" in line and "comes first" in line for line in said)
    assert "Whichever of the 2 scorers is left out, they stay level." in wording.firmness(
        ranking(panels[0], panels[0])
    )


def test_single_scores_that_decide_are_counted_and_one_is_told() -> None:
    said = wording.firmness(ranking({"A": (4, 4, 4), "B": (5, 4, 3)}))
    told = next(line for line in said if "single score" in line)
    # Each of both one higher or lower, but for the one that is 5: the highest.
    assert told == (
        "11 single scores, each moved by one point, would change who comes first. For example: "
        "If Scorer 0 gave “A” one point less on urgency, “B” would come first."
    )


def test_a_single_score_that_only_brings_a_tie_is_told_as_one() -> None:
    moves = ranking(dict.fromkeys("ABC", (3, 3, 3))).stability.single_scores
    assert single_score(moves[0]) == (
        "If Scorer 0 gave “A” one point less on urgency, “B” and “C” would be level."
    )
    many = ranking(dict.fromkeys("ABCDE", (3, 3, 3))).stability.single_scores
    assert single_score(many[0]).endswith("on urgency, 4 challenges would be level.")


def test_a_mean_stands_with_its_range_and_with_the_median_where_it_is_another() -> None:
    said = [CriterionScore.of(one) for one in ((4, 4), (3, 5), (3, 4, 5, 5))]
    assert [wording.spread(one) for one in said] == [
        "4.00",
        "4.00 (3 to 5)",
        "4.25 (3 to 5, median 4.5)",
    ]


def test_means_of_others_are_only_told_where_there_are_others() -> None:
    both = {"A": (5, 5, 5), "B": (4, None, 4), "C": (None,) * 3}
    scores = sheet(Ada=both, Ben=both)
    said = " ".join(notes(rank_challenges(scores), scores))
    assert "Ada scored 2 of 3 challenges." in said
    assert "others" not in said
    assert "left out" not in said
    assert "Not ranked, because nobody scored it on one of the three: “B” and “C”." in said
    partly = sheet(Ada={"A": (5, 5, 5), "B": (4, 4, 4)}, Ben={"A": (5, 5, 5)})
    assert "the means of the rest are those of the others." in " ".join(
        notes(rank_challenges(partly), partly)
    )


def test_one_challenge_has_nothing_that_could_change_it() -> None:
    assert wording.firmness(ranking({"A": (5, 5, 5)})) == []


def test_flags_tell_a_one_a_dispute_a_twin_and_who_is_dominated() -> None:
    ranked = of_round(
        {"A": (5, 5, 5), "B": (1, 3, 3), "C": (2, 3, 3), "D": (2, 3, 3)},
        {"A": (5, 5, 5), "B": (4, 3, 3), "C": (2, 3, 3), "D": (2, 3, 3)},
    )
    flags = {one.challenge: wording.look_at(ranked, one) for one in ranked.ranking.ranked}
    assert flags == {
        "A": "",
        "B": "1 × 1; apart on urgent; dominated",
        "C": "same scores as another",
        "D": "same scores as another",
    }
    behind = {one.challenge: wording.behind(ranked, one) for one in ranked.ranking.ranked}
    assert "Scorer 0 gave it 1 on urgent." in behind["B"]
    assert "“A” is at least as good on all three and better on one." in behind["B"]
    assert "Its scores are those of “D”: no weighting tells them apart." in behind["C"]
    assert "No admissible weighting puts it first." in behind["C"]


@pytest.mark.parametrize(
    ("panels", "why"),
    [
        ([{"A": (5, None, 4)}, {"A": (4, None, 4)}], "nobody scored it on uniquely ours"),
        ([{"A": (5, None, None)}, {}], "nobody scored it on uniquely ours and impact"),
        ([{"B": (1, 1, 1)}], "nobody scored it"),
    ],
)
def test_a_challenge_without_a_rank_is_told_why(panels: list[Panel], why: str) -> None:
    scores = sheet(**{f"Scorer {at}": {"A": (None,) * 3} | one for at, one in enumerate(panels)})
    found = rank_challenges(scores)
    assert found.unranked == ("A",)
    assert wording.not_ranked("A", found.missing, len(panels)) == why
