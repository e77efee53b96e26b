"""A ranking as the document that the command prints."""

from collections.abc import Sequence
from typing import Any

from pmm_core.prioritizer.ranking import RankedChallenge, Ranking, Stability, Weights
from pmm_core.prioritizer.scoring import score_missing
from pmm_core.vocabulary import Criterion


def ranking_answer(
    ranking: Ranking,
    *,
    problems: Sequence[dict[str, Any]] = (),
    notes: Sequence[str] = (),
    round_name: str | None = None,
) -> dict[str, Any]:
    """Write a ranking as a document of plain values; unknown is null.

    Args:
        ranking: the result.
        problems: of the file or round it was read from, with the keys of the command contract.
        notes: what makes it less than it looks.
        round_name: of the round it is of; null for a file.
    """
    return {
        "weights": _weights(ranking.weights),
        "problems": list(problems),
        "unranked": list(ranking.unranked),
        "ranking": [_challenge(one) for one in ranking.ranked],
        "stability": _stability(ranking.stability),
        "order": ranking.order and [criterion.value for criterion in ranking.order],
        "agreement": {criterion.value: ranking.agreement[criterion] for criterion in Criterion},
        "notes": list(notes),
        "round": round_name,
    }


def problems_of_round(ranking: Ranking) -> list[dict[str, Any]]:
    """Write the missing answers of a round as those of its file are; it has no file and rows."""
    return [
        {
            "file": None,
            "row": None,
            "column": one.criterion and one.criterion.value,
            "code": "score_missing",
            "message": score_missing(one, ranking.unranked),
        }
        for one in ranking.missing
    ]


def _challenge(one: RankedChallenge) -> dict[str, Any]:
    scores = {criterion.value: one.scores[criterion] for criterion in Criterion}
    return {
        "challenge": one.challenge,
        "rank": one.rank,
        "score": one.score,
        **{word: score.mean for word, score in scores.items()},
        "median": {word: score.median for word, score in scores.items()},
        "rank_shares": list(one.rank_shares),
        "central_weights": _weights(one.central_weights),
        "dominated_by": one.dominated_by,
        "scorers": one.scorers,
        "disagreement": {word: score.disagreement for word, score in scores.items()},
        "quartiles": {word: [score.q1, score.q3] for word, score in scores.items()},
        "beats_next": one.beats_next,
        "confidence_factor": one.confidence_factor,
    }


def _stability(stability: Stability) -> dict[str, Any]:
    return {
        "first": stability.first,
        "tied_first": list(stability.tied_first),
        "first_share": stability.first_share,
        "flips_to": stability.flips_to,
        "smallest_weight_change": stability.smallest_weight_change,
        "leave_one_scorer_out": [
            {"scorer": one.scorer, "first": one.first, "tied_first": list(one.tied_first)}
            for one in stability.leave_one_scorer_out
        ],
        "single_scores": [
            {
                "challenge": one.challenge,
                "scorer": one.scorer,
                "criterion": one.criterion.value,
                "by": one.by,
                "first": one.first,
                "tied_first": list(one.tied_first),
            }
            for one in stability.single_scores
        ],
        "flips_at": _weights(stability.flips_at),
        "evpi": stability.evpi,
        "regret": stability.regret,
    }


def _weights(weights: Weights | None) -> list[float] | None:
    return None if weights is None else list(weights.in_order())
