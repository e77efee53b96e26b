"""Ranks challenges, and asks of the first place how much would have to change for it to fall."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pmm_core.errors import InvalidInput
from pmm_core.prioritizer.ranking import (
    LeftOut,
    RankedChallenge,
    Ranking,
    SingleScore,
    Stability,
    Weights,
)
from pmm_core.prioritizer.scoring import (
    CRITERIA,
    HIGHEST,
    LOWEST,
    Panel,
    ScoreSheet,
    Scoring,
    panel_of,
    score_challenges,
)
from pmm_core.stats.ranking import RankAreas, dominated, nearest_ties, pairwise_shares, rank_areas
from pmm_core.stats.triangle import region
from pmm_core.vocabulary import Criterion

Floats = npt.NDArray[np.float64]
Order = tuple[Criterion, ...] | None
RESAMPLES = 1000
_SEED = 20260331
# Digits to which two scores or shares are the same; rounding leaves less, whole scores far more.
_DIGITS = 9


def rank_challenges(
    sheet: ScoreSheet, *, weights: Weights | None = None, order: Order = None
) -> Ranking:
    """Rank the challenges of a sheet, and say how firm the ranking is.

    Args:
        sheet: what was scored.
        weights: at which scores and ranks are taken; all equal unless given.
        order: criteria from the most to the least important: only weightings in that order are
            admissible then.

    Raises:
        InvalidInput: `order_wrong`, or `weights_against_order`.
    """
    weights = weights or Weights()
    _check(weights, order)
    firm = _all_weightings(sheet, order)
    scoring, stability, places = firm.scoring, _nothing_ranked(sheet), []
    if scoring.scored:
        scores = np.round(firm.values @ weights.in_order(), _DIGITS)
        places = _list_order(scores, firm.areas.shares)
        stability = _stability(sheet, firm, weights, places)
    return Ranking(
        weights=weights,
        order=order,
        ranked=tuple(_ranked(firm, weights, places)),
        unranked=scoring.unranked,
        missing=scoring.missing,
        agreement=scoring.agreement,
        stability=stability,
    )


def _check(weights: Weights, order: Order) -> None:
    if order is None:
        return
    names = ", ".join(criterion.value for criterion in order)
    if sorted(order) != sorted(CRITERIA):
        raise InvalidInput(
            f"An order of importance names {', '.join(CRITERIA)} once each; “{names}” does not.",
            code="order_wrong",
        )
    if not weights.follow(order):
        given = ", ".join(f"{one.value} {weights[one]:.3g}" for one in order)
        raise InvalidInput(
            f"The weights ({given}) contradict the order of importance ({names}). Change one of "
            "the two.",
            code="weights_against_order",
        )


@dataclass(frozen=True)
class _Firm:
    """What does not depend on the weights in use.

    Attributes:
        panel: scorers by ranked challenges by criteria.
        values: ranked challenges by criteria, the means.
        corners: of the admissible weightings.
        confidence_factor: a row a ranked challenge; null as in the result.
    """

    scoring: Scoring
    panel: Panel
    values: Floats
    corners: Floats
    areas: RankAreas
    ahead: Floats
    dominated: npt.NDArray[np.bool_]
    confidence_factor: tuple[float | None, ...]


@lru_cache(maxsize=32)
def _all_weightings(sheet: ScoreSheet, order: Order) -> _Firm:
    scoring = score_challenges(sheet)
    ranked = [sheet.challenges.index(one.challenge) for one in scoring.scored]
    panel = panel_of(sheet)[:, ranked]
    corners = region([CRITERIA.index(criterion) for criterion in order] if order else None)
    values = _means(panel)
    nothing = RankAreas(np.zeros((0, 0)), (), 0.0)
    areas = rank_areas(values, corners) if ranked else nothing
    return _Firm(
        scoring=scoring,
        panel=panel,
        values=values,
        corners=corners,
        areas=areas,
        ahead=pairwise_shares(values, corners) if ranked else np.zeros((0, 0)),
        dominated=dominated(values) if ranked else np.zeros((0, 0), dtype=bool),
        confidence_factor=_confidence_factors(panel, areas),
    )


def _means(panel: Panel) -> Floats:
    """Return the means over the scorers; NaN where nobody answered."""
    answered = ~np.isnan(panel)
    number = answered.sum(axis=0)
    total = np.where(answered, panel, 0.0).sum(axis=0)
    means: Floats = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return means


def _confidence_factors(panel: Panel, areas: RankAreas) -> tuple[float | None, ...]:
    """Resample whole scorers, and count how often each challenge stays first at its weights."""
    scorers = len(panel)
    if scorers < 2:
        return (None,) * len(areas.central)
    drawn = np.random.default_rng(_SEED).multinomial(
        scorers, np.full(scorers, 1 / scorers), size=RESAMPLES
    )
    answered = ~np.isnan(panel)
    number = np.einsum("rs,scq->rcq", drawn, answered.astype(np.float64))
    total = np.einsum("rs,scq->rcq", drawn, np.where(answered, panel, 0.0))
    # A challenge that a panel did not score on all three is not ranked by it.
    means: Floats = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return tuple(
        None if weights is None else _share_first(means, weights, at)
        for at, weights in enumerate(areas.central)
    )


def _share_first(means: Floats, weights: Floats, at: int) -> float:
    scores = np.round(means @ weights, _DIGITS)
    first = scores[:, at] == np.where(np.isnan(scores), -np.inf, scores).max(axis=1)
    return float(first.mean())


def _list_order(scores: Floats, shares: Floats) -> list[int]:
    """Return places by rounded score, then by rank shares, then as they came."""
    rounded = np.round(shares, _DIGITS)
    return sorted(range(len(scores)), key=lambda at: (-scores[at], *-rounded[at], at))


def _ranked(firm: _Firm, weights: Weights, places: list[int]) -> Iterator[RankedChallenge]:
    scores = firm.values @ weights.in_order()
    rounded = np.round(scores, _DIGITS)
    names = [one.challenge for one in firm.scoring.scored]
    for number, at in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else None
        above = next((other for other in places if firm.dominated[at, other]), None)
        scored, central = firm.scoring.scored[at], firm.areas.central[at]
        yield RankedChallenge(
            challenge=scored.challenge,
            rank=1 + int((rounded > rounded[at]).sum()),
            score=float(scores[at]),
            scores=scored.scores,
            rank_shares=tuple(map(float, firm.areas.shares[at])),
            central_weights=None if central is None else Weights(*map(float, central)),
            dominated_by=None if above is None else names[above],
            beats_next=None if following is None else float(firm.ahead[at, following]),
            confidence_factor=firm.confidence_factor[at],
            scorers=scored.scorers,
        )


def _nothing_ranked(sheet: ScoreSheet) -> Stability:
    return Stability(
        first=None,
        tied_first=(),
        first_share=None,
        flips_to=None,
        smallest_weight_change=None,
        flips_at=None,
        leave_one_scorer_out=tuple(
            LeftOut(scorer, None, ()) for scorer in sheet.scorers if len(sheet.scorers) > 1
        ),
        single_scores=(),
        evpi=None,
        regret=None,
    )


def _stability(sheet: ScoreSheet, firm: _Firm, weights: Weights, places: list[int]) -> Stability:
    names = [one.challenge for one in firm.scoring.scored]
    first = places[0]
    scores = np.round(firm.values @ weights.in_order(), _DIGITS)
    ties = nearest_ties(firm.values, first, weights.in_order(), firm.corners)
    nearest = np.round(ties.distance, _DIGITS)
    to = min(places, key=lambda at: nearest[at])
    flips = bool(np.isfinite(nearest[to]))
    tied = tuple(names[at] for at in places if scores[at] == scores[first])
    return Stability(
        first=names[first],
        tied_first=tied,
        first_share=float(firm.areas.shares[first, 0]),
        flips_to=names[to] if flips else None,
        smallest_weight_change=float(ties.distance[to]) if flips else None,
        flips_at=Weights(*map(float, ties.weights[to])) if flips else None,
        leave_one_scorer_out=tuple(_left_out(sheet, firm, weights)),
        single_scores=tuple(_single_scores(sheet, firm, weights, tied)),
        evpi=firm.areas.evpi,
        regret=_regret(firm, first),
    )


def _regret(firm: _Firm, first: int) -> float:
    """Return how far a choice stays behind the best at each weighting, on average."""
    # The mean of a score over a triangle is the score at its centre.
    means = firm.values @ firm.corners.mean(axis=0)
    return firm.areas.evpi + float(means.max() - means[first])


def _firsts(values: Floats, weights: Weights, corners: Floats) -> tuple[int, ...]:
    """Return the places on rank 1 in the order of the list; rows with NaN are not ranked."""
    scores = np.round(values @ weights.in_order(), _DIGITS)
    ranked = np.flatnonzero(~np.isnan(scores))
    if not len(ranked):
        return ()
    top = np.flatnonzero(scores == scores[ranked].max())
    if len(top) == 1:
        return (int(top[0]),)
    # Only equal scores are worth the areas.
    shares = rank_areas(values[ranked], corners).shares
    listed = ranked[_list_order(scores[ranked], shares)]
    return tuple(int(at) for at in listed[: len(top)])


def _left_out(sheet: ScoreSheet, firm: _Firm, weights: Weights) -> Iterator[LeftOut]:
    if len(sheet.scorers) < 2:
        return
    for at, scorer in enumerate(sheet.scorers):
        means = _means(np.delete(firm.panel, at, axis=0))
        then = _names(firm, _firsts(means, weights, firm.corners))
        yield LeftOut(scorer, then[0] if then else None, then)


def _names(firm: _Firm, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(firm.scoring.scored[at].challenge for at in places)


def _single_scores(
    sheet: ScoreSheet, firm: _Firm, weights: Weights, tied: tuple[str, ...]
) -> Iterator[SingleScore]:
    """Move each score by one within the scale, and keep the moves that change who is on rank 1."""
    number = (~np.isnan(firm.panel)).sum(axis=0)
    firsts: dict[tuple[int, int, float], tuple[str, ...]] = {}
    for at, one in enumerate(firm.scoring.scored):
        for by_scorer, scorer in enumerate(sheet.scorers):
            for place, criterion in enumerate(CRITERIA):
                for by in (-1, 1):
                    if not LOWEST <= firm.panel[by_scorer, at, place] + by <= HIGHEST:
                        continue
                    change = by / number[at, place]
                    if (at, place, change) not in firsts:
                        values = firm.values.copy()
                        values[at, place] += change
                        places = _firsts(values, weights, firm.corners)
                        firsts[at, place, change] = _names(firm, places)
                    then = firsts[at, place, change]
                    if set(then) != set(tied):
                        yield SingleScore(one.challenge, scorer, criterion, by, then[0], then)
