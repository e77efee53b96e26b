"""Launches made up with known ends, to see how well a forecast keeps its word.

Five regimes of adoption. Every launch of a history shares the regime and draws its own parameters,
its size, the weekday it starts on and its noise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from pmm_core.stats.pooling import PastLaunch, pool

Floats = NDArray[np.float64]
Curve = Callable[[np.random.Generator], Floats]

EARLY, LATE = 10, 30
SEEDS = (1, 2, 3, 4, 5)
LAUNCHES = 800
PAST = 4
BANDS = (0.5, 0.8, 0.9, 0.95)
_DAYS = np.arange(LATE + 1, dtype=np.float64)
_WEEK = np.array([1.2, 1.25, 1.25, 1.2, 1.1, 0.5, 0.5])


@dataclass(frozen=True)
class Simulated:
    """One launch: its audience, and who had adopted by the end of each day."""

    n: int
    adopters: NDArray[np.int64]

    @property
    def past(self) -> PastLaunch:
        return PastLaunch(self.n, int(self.adopters[EARLY]), int(self.adopters[LATE]))


@dataclass(frozen=True)
class Score:
    """How far forecasts lay from the ends.

    Attributes:
        error, chain_ladder: mean absolute errors in percentage points.
        inside: band -> share of the ends inside it.
    """

    seed: int
    error: float
    chain_ladder: float
    inside: Mapping[float, float]


def score(seed: int, *, launches: int = LAUNCHES, past: int = PAST) -> Score:
    """Forecast day 30 of launches from their day 10 and past launches, and look how they ended."""
    rng = np.random.default_rng(seed)
    ours, ladder, inside = [], [], []
    for turn in range(launches):
        regime = REGIMES[turn % len(REGIMES)]
        history = [simulate(regime, rng) for _ in range(past)]
        now = simulate(regime, rng)
        end = now.adopters[LATE] / now.n
        forecast = pool(now.n, int(now.adopters[EARLY]), [one.past for one in history], seed=turn)
        assert forecast is not None
        ours.append(abs(forecast.quantiles[0.5] - end))
        ladder.append(abs(_chain_ladder(now, history) - end))
        bands = [forecast.band(level) for level in BANDS]
        inside.append([low <= end <= high for low, high in bands])
    covered = np.mean(inside, axis=0)
    return Score(
        seed=seed,
        error=100 * float(np.mean(ours)),
        chain_ladder=100 * float(np.mean(ladder)),
        inside=dict(zip(BANDS, map(float, covered), strict=True)),
    )


def simulate(curve: Curve, rng: np.random.Generator) -> Simulated:
    """Live through one launch day by day."""
    n = int(np.exp(rng.uniform(np.log(150), np.log(6000))))
    share = np.clip(curve(rng), 0, 1 - 1e-9)
    hazard = np.diff(-np.log1p(-share))
    factor = _WEEK[(rng.integers(7) + np.arange(1, LATE + 1)) % 7] * rng.gamma(16, 1 / 16, LATE)
    adopters = np.zeros(LATE + 1, dtype=np.int64)
    for day, chance in enumerate(-np.expm1(-hazard * factor), start=1):
        adopters[day] = adopters[day - 1] + rng.binomial(n - adopters[day - 1], chance)
    return Simulated(n, adopters)


def _cure(rng: np.random.Generator) -> Floats:
    shape, scale = np.exp(rng.normal(np.log(0.85), 0.2)), np.exp(rng.normal(np.log(7), 0.4))
    return rng.beta(6, 10) * -np.expm1(-((_DAYS / scale) ** shape))


def shifted_beta_geometric(a: float, b: float, days: Floats) -> Floats:
    """Share gone by the end of each day where everybody has a chance of their own, Beta(a, b).

    Source: Fader and Hardie 2007, How to project customer retention.
    """
    gone: Floats = 1 - np.exp(betaln(a, b + days) - betaln(a, b))
    return gone


def bass(p: float, q: float, days: Floats) -> Floats:
    """Share of those who ever adopt that has by each day, by innovation p and imitation q.

    Source: Bass 1969, A new product growth model for consumer durables.
    """
    decay = np.exp(-(p + q) * days)
    adopted: Floats = (1 - decay) / (1 + q / p * decay)
    return adopted


def _shifted_beta_geometric(rng: np.random.Generator) -> Floats:
    a, b = np.exp(rng.normal(np.log(0.6), 0.3)), np.exp(rng.normal(np.log(14), 0.5))
    return shifted_beta_geometric(a, b, _DAYS)


def _bass(rng: np.random.Generator) -> Floats:
    p, q = np.exp(rng.normal(np.log(0.015), 0.4)), np.exp(rng.normal(np.log(0.15), 0.3))
    share = bass(p, q, _DAYS)
    return rng.beta(5, 7) * share


def _mixed(rng: np.random.Generator) -> Floats:
    return (_cure, _shifted_beta_geometric, _bass)[rng.integers(3)](rng)


def _late_push(rng: np.random.Generator) -> Floats:
    share = _cure(rng)
    if rng.random() >= 0.35:
        return share
    first, extra = int(rng.integers(11, 25)), rng.uniform(0.01, 0.05)
    return -np.expm1(np.log1p(-share) - extra * np.clip(_DAYS - first + 1, 0, 3))


REGIMES: tuple[Curve, ...] = (_cure, _shifted_beta_geometric, _bass, _mixed, _late_push)


def _chain_ladder(now: Simulated, history: Sequence[Simulated]) -> float:
    """Multiply by what past launches grew by, all together: what insurers do."""
    early = sum(int(one.adopters[EARLY]) for one in history)
    late = sum(int(one.adopters[LATE]) for one in history)
    return float(min(now.adopters[EARLY] * late / max(early, 1) / now.n, 1.0))
