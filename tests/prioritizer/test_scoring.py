"""Scores added up: what is missing stays missing, and disagreement stands beside every mean."""

import pytest

from pmm_core.errors import InvalidInput
from pmm_core.prioritizer.scoring import (
    CriterionScore,
    MissingScore,
    ScoreCell,
    ScoreSheet,
    score_challenges,
)
from pmm_core.vocabulary import Criterion
from tests.prioritizer.sheets import sheet

URGENT, UNIQUE, IMPACT = Criterion


def test_a_criterion_is_the_mean_with_median_quartiles_and_range_beside_it() -> None:
    scoring = score_challenges(
        sheet(
            Ada={"A": (5, 2, 3)}, Ben={"A": (1, 2, 4)}, Cleo={"A": (4, 2, 5)}, Dan={"A": (5, 2, 2)}
        )
    )
    urgent = scoring.scored[0].scores[URGENT]
    assert urgent == CriterionScore(mean=3.75, median=4.5, low=1, high=5, q1=3.25, q3=5, n=4)
    assert urgent.disagreement == 4
    assert urgent.is_disputed
    assert not scoring.scored[0].scores[UNIQUE].is_disputed


def test_a_missing_score_is_left_out_of_the_mean_and_named() -> None:
    scoring = score_challenges(sheet(Ada={"A": (5, 2, 3), "B": (1, 1, 1)}, Ben={"A": (None, 4, 5)}))
    first = scoring.scored[0]
    assert [first.scores[criterion].mean for criterion in Criterion] == [5, 3, 4]
    assert [first.scores[criterion].n for criterion in Criterion] == [1, 2, 2]
    assert scoring.missing == (MissingScore("A", "Ben", URGENT), MissingScore("B", "Ben", None))
    assert [one.scorers for one in scoring.scored] == [2, 1]


def test_a_challenge_nobody_scored_on_one_criterion_is_not_ranked() -> None:
    scoring = score_challenges(
        sheet(Ada={"A": (5, None, 3), "B": (3, 3, 3)}, Ben={"A": (4, None, 3), "B": (3, 3, 3)})
    )
    assert scoring.unranked == ("A",)
    assert [one.challenge for one in scoring.scored] == ["B"]


def test_a_scorer_who_scored_nothing_is_missing_everywhere() -> None:
    cells = [ScoreCell("A", "Ada", criterion, 3) for criterion in Criterion]
    scoring = score_challenges(ScoreSheet.of(cells, scorers=["Ada", "Ben"]))
    assert scoring.missing == (MissingScore("A", "Ben", None),)
    assert scoring.scored[0].scorers == 1


def test_agreement_is_told_by_criterion_and_unknown_with_one_scorer() -> None:
    alone = score_challenges(sheet(Ada={"A": (5, 2, 3), "B": (1, 1, 1)}))
    assert alone.agreement == dict.fromkeys(Criterion)
    two = score_challenges(
        sheet(Ada={"A": (5, 2, 1), "B": (1, 2, 5)}, Ben={"A": (5, 2, 5), "B": (1, 2, 1)})
    )
    assert two.agreement[URGENT] == pytest.approx(1)
    assert two.agreement[UNIQUE] is None
    assert two.agreement[IMPACT] is not None
    assert two.agreement[IMPACT] < 0


@pytest.mark.parametrize("value", [0, 0.99, 5.01, 6, -3, float("nan"), float("inf")])
def test_a_score_off_the_scale_is_refused(value: float) -> None:
    with pytest.raises(InvalidInput, match="between 1 and 5") as refused:
        ScoreSheet.of([ScoreCell("A", "Ada", URGENT, value)])
    assert refused.value.code == "score_out_of_range"


def test_a_cell_given_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Ada scored “A” twice on urgent") as refused:
        ScoreSheet.of([ScoreCell("A", "Ada", URGENT, 3), ScoreCell("A", "Ada", URGENT, 4)])
    assert refused.value.code == "score_repeated"
