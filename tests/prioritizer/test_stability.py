"""The ranking and how firm it is: the worked case, ties, and every claim checked by doing it."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.errors import InvalidInput
from pmm_core.prioritizer.ranking import LeftOut, SingleScore, Weights
from pmm_core.prioritizer.scoring import ScoreSheet
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.vocabulary import Criterion
from tests.prioritizer.sheets import WORKED, sheet, without

URGENT, UNIQUE, IMPACT = Criterion
ORDER = tuple(Criterion)
SCORE = st.none() | st.integers(1, 5)
SCORES = st.tuples(SCORE, SCORE, SCORE)


@st.composite
def sheets(draw: st.DrawFn) -> ScoreSheet:
    names = "ABCDE"[: draw(st.integers(1, 5))]
    return sheet(
        **{
            scorer: {name: draw(SCORES) for name in names}
            for scorer in ("Ada", "Ben", "Cleo")[: draw(st.integers(1, 3))]
        }
    )


WEIGHTS = st.builds(
    lambda parts: Weights.scaled(*parts),
    st.tuples(*[st.integers(0, 4)] * 3).filter(any),
)


def test_the_worked_case_at_its_weights() -> None:
    ranking = rank_challenges(sheet(Ada=WORKED), weights=Weights.scaled(2, 1, 1))
    assert [one.challenge for one in ranking.ranked] == ["A", "D", "B", "C"]
    assert [one.score for one in ranking.ranked] == [3.75, 3.5, 3.25, 3.0]
    assert [one.rank for one in ranking.ranked] == [1, 2, 3, 4]
    stability = ranking.stability
    assert stability.flips_to == "D"
    assert stability.smallest_weight_change == pytest.approx(1 / 12, abs=1e-12)
    assert stability.flips_at is not None
    assert stability.flips_at.in_order() == pytest.approx((1 / 2, 1 / 3, 1 / 6), abs=1e-12)
    assert stability.first_share == pytest.approx(14 / 45, abs=1e-12)
    assert stability.evpi == pytest.approx(82 / 135, abs=1e-12)


def test_equal_scores_share_the_best_rank_and_are_listed_by_their_shares() -> None:
    ranking = rank_challenges(sheet(Ada=WORKED))
    assert [one.rank for one in ranking.ranked] == [1, 1, 1, 1]
    assert ranking.stability.tied_first == ("C", "A", "D", "B")
    assert ranking.stability.first == "C"
    assert ranking.stability.smallest_weight_change == 0
    assert ranking.stability.flips_to == "A"
    turned = rank_challenges(sheet(Ada=dict(reversed(WORKED.items()))))
    assert turned.stability.flips_to == "A", "of equally near ones the next of the list"
    two = rank_challenges(sheet(Ada={"A": (1, 1, 1), "B": (3, 3, 3), "C": (1, 4, 4)}))
    assert [(one.challenge, one.rank) for one in two.ranked] == [("C", 1), ("B", 1), ("A", 3)]


def test_under_an_order_only_its_weightings_count() -> None:
    ranking = rank_challenges(sheet(Ada=WORKED), order=ORDER)
    shares = {one.challenge: one.rank_shares[0] for one in ranking.ranked}
    assert shares == pytest.approx({"A": 2 / 3, "B": 0, "C": 0, "D": 1 / 3}, abs=1e-12)
    central = {one.challenge: one.central_weights for one in ranking.ranked}
    assert central["B"] is None
    assert central["D"] is not None
    assert central["D"].in_order() == pytest.approx((1 / 2, 7 / 18, 1 / 9), abs=1e-12)
    other = rank_challenges(sheet(Ada=WORKED), order=(IMPACT, UNIQUE, URGENT))
    assert other.ranked[0].challenge == "C"


def test_all_equal_challenges_share_everything_in_the_order_of_the_sheet() -> None:
    ranking = rank_challenges(sheet(Ada=dict.fromkeys("BAC", (3, 3, 3))))
    assert [one.challenge for one in ranking.ranked] == ["B", "A", "C"]
    for one in ranking.ranked:
        assert one.rank == 1
        assert one.rank_shares == pytest.approx((1 / 3, 1 / 3, 1 / 3))
        assert one.dominated_by is None
    assert ranking.stability.smallest_weight_change == 0


def test_one_challenge_is_first_and_nothing_can_overtake_it() -> None:
    ranking = rank_challenges(sheet(Ada={"A": (1, 2, 3)}))
    assert ranking.ranked[0].rank_shares == (1,)
    assert ranking.ranked[0].beats_next is None
    stability = ranking.stability
    assert (stability.flips_to, stability.smallest_weight_change) == (None, None)
    assert stability.single_scores == ()


def test_a_challenge_better_in_everything_cannot_be_overtaken() -> None:
    ranking = rank_challenges(sheet(Ada={"A": (2, 2, 2), "B": (4, 4, 4), "C": (3, 3, 3)}))
    assert ranking.stability.flips_to is None
    assert ranking.stability.smallest_weight_change is None
    assert [one.dominated_by for one in ranking.ranked] == [None, "B", "B"]
    assert [one.central_weights is None for one in ranking.ranked] == [False, True, True]
    assert [one.beats_next for one in ranking.ranked] == [1, 1, None]


def test_without_any_complete_challenge_nothing_is_ranked() -> None:
    ranking = rank_challenges(sheet(Ada={"A": (1, None, 3)}, Ben={"A": (2, None, 3)}))
    assert ranking.ranked == ()
    assert ranking.unranked == ("A",)
    assert ranking.stability.first is None
    assert ranking.stability.evpi is None
    assert [one.first for one in ranking.stability.leave_one_scorer_out] == [None, None]


def test_a_scorer_who_alone_decides_the_first_place_is_seen() -> None:
    ranking = rank_challenges(
        sheet(
            Ada={"A": (5, 5, 5), "B": (1, 1, 1)},
            Ben={"A": (3, 3, 3), "B": (4, 4, 4)},
            Cleo={"A": (3, 3, 3), "B": (4, 4, 4)},
        )
    )
    assert ranking.stability.leave_one_scorer_out == (
        LeftOut("Ada", "B", ("B",)),
        LeftOut("Ben", "A", ("A",)),
        LeftOut("Cleo", "A", ("A",)),
    )
    alone = rank_challenges(sheet(Ada=WORKED)).stability
    assert alone.leave_one_scorer_out == ()


def test_single_scores_that_would_change_the_first_are_named_within_the_scale() -> None:
    ranking = rank_challenges(sheet(Ada={"A": (3, 3, 3), "B": (5, 3, 1)}))
    assert ranking.stability.single_scores == (
        SingleScore("A", "Ada", URGENT, -1, "B", ("B",)),
        SingleScore("A", "Ada", URGENT, 1, "A", ("A",)),
        SingleScore("A", "Ada", UNIQUE, -1, "B", ("B",)),
        SingleScore("A", "Ada", UNIQUE, 1, "A", ("A",)),
        SingleScore("A", "Ada", IMPACT, -1, "B", ("B",)),
        SingleScore("A", "Ada", IMPACT, 1, "A", ("A",)),
        SingleScore("B", "Ada", URGENT, -1, "A", ("A",)),
        SingleScore("B", "Ada", UNIQUE, -1, "A", ("A",)),
        SingleScore("B", "Ada", UNIQUE, 1, "B", ("B",)),
        SingleScore("B", "Ada", IMPACT, 1, "B", ("B",)),
    )


def test_a_score_or_a_scorer_that_only_brings_a_tie_is_told_as_a_tie() -> None:
    level = {"B": (3, 3, 3), "A": (3, 3, 3)}
    stability = rank_challenges(sheet(Ann=level, Bob={"A": (5, 3, 3), "B": (3, 3, 3)})).stability
    assert stability.tied_first == ("A",)
    assert stability.leave_one_scorer_out[1] == LeftOut("Bob", "B", ("B", "A"))
    three = rank_challenges(sheet(Ada=dict.fromkeys("ABC", (3, 3, 3)))).stability
    assert SingleScore("A", "Ada", URGENT, -1, "B", ("B", "C")) in three.single_scores
    reaches = rank_challenges(sheet(Ada={"A": (4, 4, 4), "B": (4, 4, 3)})).stability
    told = [one for one in reaches.single_scores if one.challenge == "B"]
    assert {frozenset(one.tied_first) for one in told} == {frozenset("AB")}


def test_regret_is_that_of_the_challenge_that_is_named_first() -> None:
    scores = sheet(Ada={"A": (5, 5, 4), "B": (3, 3, 5)})
    best = rank_challenges(scores).stability
    assert best.evpi == pytest.approx(1 / 27, abs=1e-12)
    assert best.regret == pytest.approx(1 / 27, abs=1e-12)
    named = rank_challenges(scores, weights=Weights(0, 0, 1)).stability
    assert named.first == "B"
    assert named.evpi == best.evpi
    # A is ahead of it by one point in the middle of all weightings.
    assert named.regret == pytest.approx(1 + 1 / 27, abs=1e-12)


@given(sheets(), WEIGHTS)
@settings(max_examples=60)
def test_every_single_score_named_and_no_other_changes_who_is_on_rank_1_when_it_is_moved(
    scores: ScoreSheet, weights: Weights
) -> None:
    ranking = rank_challenges(scores, weights=weights)
    named = {dataclasses.astuple(one) for one in ranking.stability.single_scores}
    found = set()
    for at, cell in enumerate(scores.cells):
        for by in (-1, 1):
            if cell.challenge in ranking.unranked or not 1 <= cell.value + by <= 5:
                continue
            moved = dataclasses.replace(cell, value=cell.value + by)
            cells = (*scores.cells[:at], moved, *scores.cells[at + 1 :])
            other = ScoreSheet(cells, scores.challenges, scores.scorers)
            then = rank_challenges(other, weights=weights).stability
            if set(then.tied_first) != set(ranking.stability.tied_first):
                moved_to = (then.first, then.tied_first)
                found.add((cell.challenge, cell.scorer, cell.criterion, by, *moved_to))
    assert named == found


@given(sheets(), WEIGHTS)
def test_leaving_a_scorer_out_is_ranking_the_sheet_without_them(
    scores: ScoreSheet, weights: Weights
) -> None:
    for one in rank_challenges(scores, weights=weights).stability.leave_one_scorer_out:
        rest = rank_challenges(without(scores, one.scorer), weights=weights)
        assert (one.first, one.tied_first) == (rest.stability.first, rest.stability.tied_first)


@given(sheets(), WEIGHTS)
def test_at_the_flip_another_challenge_is_level_with_the_first_and_nobody_is_ahead(
    scores: ScoreSheet, weights: Weights
) -> None:
    stability = rank_challenges(scores, weights=weights).stability
    if stability.flips_at is None:
        return
    tied = rank_challenges(scores, weights=stability.flips_at).stability.tied_first
    assert {stability.first, stability.flips_to} <= set(tied)


@given(sheets())
def test_the_order_of_the_cells_changes_nothing(scores: ScoreSheet) -> None:
    turned = ScoreSheet(scores.cells[::-1], scores.challenges, scores.scorers)
    assert rank_challenges(turned) == rank_challenges(scores)


def test_confidence_is_certain_where_scorers_agree_and_split_where_they_do_not() -> None:
    same = {"A": (5, 5, 1), "B": (1, 1, 5)}
    agreed = rank_challenges(sheet(Ada=same, Ben=same, Cleo=same))
    assert [one.confidence_factor for one in agreed.ranked] == [1, 1]
    split = rank_challenges(
        sheet(Ada={"A": (5, 5, 5), "B": (1, 1, 1)}, Ben={"A": (1, 1, 1), "B": (4, 4, 4)})
    )
    # B is ahead only in the panels that hold Ben alone: a quarter of them, but never first by
    # weights, so only A has a confidence.
    by_name = {one.challenge: one.confidence_factor for one in split.ranked}
    assert by_name["B"] is None
    assert by_name["A"] == pytest.approx(0.75, abs=0.05)
    assert rank_challenges(sheet(Ada=same)).ranked[0].confidence_factor is None


def test_a_panel_that_did_not_score_a_challenge_never_puts_it_first() -> None:
    ranking = rank_challenges(
        sheet(Ada={"A": (5, 1, 1), "B": (1, 5, 5)}, Ben={"A": (5, 1, 1), "B": (None,) * 3})
    )
    by_name = {one.challenge: one.confidence_factor for one in ranking.ranked}
    assert by_name["A"] == 1
    assert by_name["B"] == pytest.approx(0.75, abs=0.05)


def test_confidence_is_the_same_every_time() -> None:
    scores = sheet(Ada=WORKED, Ben=dict(zip("ABCD", WORKED.values(), strict=True)))
    panels = sheet(Ada=WORKED, Ben={name: value[::-1] for name, value in WORKED.items()})
    assert rank_challenges(panels) == rank_challenges(
        ScoreSheet(panels.cells, panels.challenges, panels.scorers), weights=Weights()
    )
    assert all(one.confidence_factor == 1 for one in rank_challenges(scores).ranked)


def test_weights_that_are_none_are_refused() -> None:
    for wrong in ((0, 0, 0), (-1, 1, 1), (np.nan, 1, 1), (np.inf, 1, 1)):
        with pytest.raises(InvalidInput, match="at least 0") as refused:
            Weights.scaled(*wrong)
        assert refused.value.code == "weights_wrong"
    assert Weights.scaled(50, 25, 25).in_order() == (0.5, 0.25, 0.25)


def test_weights_against_the_order_are_refused() -> None:
    with pytest.raises(InvalidInput, match="contradict") as refused:
        rank_challenges(sheet(Ada=WORKED), weights=Weights.scaled(1, 2, 1), order=ORDER)
    assert refused.value.code == "weights_against_order"
    assert rank_challenges(sheet(Ada=WORKED), weights=Weights.scaled(3, 3, 1), order=ORDER)


@pytest.mark.parametrize("order", [(), (URGENT, UNIQUE), (URGENT, URGENT, IMPACT)])
def test_an_order_that_does_not_name_all_three_is_refused(order: tuple[Criterion, ...]) -> None:
    with pytest.raises(InvalidInput, match="once each") as refused:
        rank_challenges(sheet(Ada=WORKED), order=order)
    assert refused.value.code == "order_wrong"
