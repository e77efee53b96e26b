"""What the ranking page says: who is first, how firmly, what would change it, and the odd cases."""

from itertools import permutations, product

import pytest

from pmm_core.prioritizer import ranking_wording as wording
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.rounds import Answer, Answers
from pmm_core.prioritizer.scoring import CRITERIA
from pmm_core.prioritizer.stability import rank_challenges
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
    assert wording.title(ranking(WORKED, weights=at)) == "“A” comes first, in 31% of all weightings"
    ordered = ranking(WORKED, weights=at, order=CRITERIA)
    assert wording.title(ordered) == "“A” comes first, in 67% of the weightings in this order"


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
    assert said[0] == "At these weights only: “C” is first in more of the weightings, 36%."
    said = wording.firmness(ranking(WORKED, weights=Weights(0.1, 0.1, 0.8)))
    assert said[0] == ""


def test_what_would_change_the_first_is_told_weights_first() -> None:
    firm = {"A": (5, 5, 4), "B": (3, 3, 5)}
    _, flip, left_out, single, known = wording.firmness(ranking(firm, firm))
    assert flip.startswith("“B” is level with it once weights move by")
    assert left_out == "Whichever of the 2 scorers is left out, it stays first."
    assert single == "No single score, moved by 1, changes the first."
    # 1/27 points, worked out by hand.
    assert known.endswith("make the choice 0.04 points better on average.")


def test_a_scorer_who_decides_is_named() -> None:
    panels = ({"A": (4, 4, 4), "B": (3, 3, 3)}, {"A": (3, 3, 3), "B": (4, 4, 3)})
    assert "Without Scorer 0 “B” comes first." in wording.firmness(ranking(*panels))


def test_single_scores_that_decide_are_counted_and_one_is_told() -> None:
    said = wording.firmness(ranking({"A": (4, 4, 4), "B": (5, 4, 3)}))
    told = next(line for line in said if "single score" in line)
    # Each of the first one lower, or two of the other one higher: 5 is the highest.
    assert told.startswith("5 single scores would change it, each moved by 1; so Scorer 0 on")
    assert "puts “B” first." in told


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
