"""Where each challenge of a ranking stands in a picture, and what is written in and beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.labels import Bubble, Label, place_labels
from pmm_core.prioritizer.ranking import RankedChallenge
from pmm_core.prioritizer.scoring import HIGHEST, LOWEST
from pmm_core.vocabulary import Criterion, Evidence

# Ends of both axes: half a score of room around the scale.
LOW, HIGH = LOWEST - 0.5, HIGHEST + 0.5
# Square pixels of a bubble with the lowest and the highest score; pixels between the axes' ends.
AREAS = (220.0, 1700.0)
HEIGHT = 360.0


@dataclass(frozen=True)
class Standing:
    """A challenge in the picture.

    Attributes:
        x, y: how urgent it is, and its impact.
        size: how uniquely ours it is.
        evidence: what the last rests on; null where nobody said.
        number: its rank; empty where a bubble of the same centre shows it already.
    """

    ranked: RankedChallenge
    x: float
    y: float
    size: float
    evidence: Evidence | None
    number: str


def standings_of(ranked: RankedRound) -> tuple[Standing, ...]:
    """Place every ranked challenge, the largest first, so that none is drawn over whole."""
    numbers = _numbers(ranked.ranking.ranked)
    found = [
        Standing(one, *_centre(one), _mean(one, Criterion.UNIQUE), evidence, number)
        for one, number in zip(ranked.ranking.ranked, numbers, strict=True)
        for evidence in [ranked.evidence[one.challenge]]
    ]
    return tuple(sorted(found, key=lambda one: -one.size))


def names_of(standings: Sequence[Standing], width: float) -> dict[str, Label | None]:
    """Find a place for each name in a picture of a width in pixels, the first of the list first."""
    listed = sorted(standings, key=lambda one: one.ranked.rank)
    bubbles = [
        Bubble(
            one.ranked.challenge,
            (one.x - LOW) / (HIGH - LOW) * width,
            (HIGH - one.y) / (HIGH - LOW) * HEIGHT,
            _radius(one.size),
        )
        for one in listed
    ]
    labels = place_labels(bubbles, width=width, height=HEIGHT)
    return {bubble.name: label for bubble, label in zip(bubbles, labels, strict=True)}


def _radius(size: float) -> float:
    share = (size - LOWEST) / (HIGHEST - LOWEST)
    return sqrt((AREAS[0] + share * (AREAS[1] - AREAS[0])) / pi)


def _mean(one: RankedChallenge, criterion: Criterion) -> float:
    return one.scores[criterion].mean


def _centre(one: RankedChallenge) -> tuple[float, float]:
    return _mean(one, Criterion.URGENT), _mean(one, Criterion.IMPACT)


def _numbers(places: Sequence[RankedChallenge]) -> list[str]:
    """Write ranks; bubbles of one centre share the text there, the smallest of them shows it."""
    centres: dict[tuple[float, float], list[RankedChallenge]] = {}
    for one in places:
        centres.setdefault(_centre(one), []).append(one)
    shown = []
    for one in places:
        here = centres[_centre(one)]
        last = min(reversed(here), key=lambda other: _mean(other, Criterion.UNIQUE))
        ranks = dict.fromkeys(str(other.rank) for other in here)
        shown.append(", ".join(ranks) if one is last else "")
    return shown
