"""Where a frozen audience will stand, learnt from past launches read at the same age.

Two models of what follows an early reading, mixed half and half: one takes the share of those who
had not adopted yet, the other carries the early pace over to the later one. Neither looks at the
shape of a single curve: a launch alone says nothing about its own future.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmm_core.stats.beta_binomial import SPREAD_PRIOR, beta_grid, weights

Floats = NDArray[np.float64]

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
DRAWS = 2000
"""Of each of the two models."""

_ERRORS = np.concatenate([np.linspace(0.01, 0.3, 16), np.linspace(0.34, 1.6, 22)])
# The line from the log of the early hazard to the log of the later one: level and slope.
_LINE = np.array([0.0, 0.8])
_LINE_PRECISION = np.diag([1e-4, 16.0])


@dataclass(frozen=True)
class PastLaunch:
    """A launch observed to the end: its audience, and who had adopted early and late."""

    n: int
    early: int
    late: int

    def __post_init__(self) -> None:
        """Refuse counts that are no part of each other.

        Raises:
            ValueError: unless 0 <= early <= late <= n and n is positive.
        """
        if self.n < 1 or not 0 <= self.early <= self.late <= self.n:
            raise ValueError(f"{self.early} and then {self.late} of {self.n} cannot be")


@dataclass(frozen=True)
class PooledForecast:
    """Where the audience will stand; shares of the audience.

    Attributes:
        quantiles: level -> share, for each of `LEVELS`.
        launches: how many past launches it rests on.
        is_unlike: the early pace lies outside what past launches showed.
        draws: shares in rising order.
    """

    quantiles: dict[float, float]
    launches: int
    is_unlike: bool
    draws: Floats

    def band(self, level: float) -> tuple[float, float]:
        """Return the middle band that holds the truth with probability 0.5, 0.8, 0.9 or 0.95."""
        low, high = round((1 - level) / 2, 3), round((1 + level) / 2, 3)
        return self.quantiles[low], self.quantiles[high]

    def chance_of(self, share: float) -> float:
        """Return the probability of ending at a share or above it."""
        return 1 - float(np.searchsorted(self.draws, share - 1e-12)) / len(self.draws)

    def percentile_of(self, share: float) -> float:
        """Return where a share lies among the draws, 0 to 1; ties count half."""
        below, above = (np.searchsorted(self.draws, share + step) for step in (-1e-12, 1e-12))
        return float(below + above) / 2 / len(self.draws)


def pool(n: int, early: int, past: Sequence[PastLaunch], *, seed: int = 1) -> PooledForecast | None:
    """Forecast the share adopted at a later day from an early reading.

    Args:
        n: the frozen audience.
        early: who has adopted by the early day.
        past: launches complete at the later day, read at the same two days by the same rule.
        seed: of the draws; the same question gets the same answer.

    Returns:
        Null without a past launch: nothing can be said then.

    Raises:
        ValueError: when the early adopters are no part of the audience.
    """
    PastLaunch(n, early, early)
    if not past:
        return None
    rng = np.random.default_rng(seed)
    shares = (_share_of_the_rest(past, rng), _share_by_pace(_pace(n, early), past, rng))
    later = np.concatenate([rng.binomial(n - early, share) for share in shares])
    draws: Floats = np.sort((early + later) / n)
    paces = [_pace(one.n, one.early) for one in past]
    return PooledForecast(
        quantiles={level: float(np.quantile(draws, level)) for level in LEVELS},
        launches=len(past),
        is_unlike=not min(paces) <= _pace(n, early) <= max(paces),
        draws=draws,
    )


def _pace(n: int, early: int) -> float:
    """Return the cumulative hazard of an early reading; half a unit keeps it above 0."""
    return float(-np.log1p(-(early + 0.5) / (n + 1)))


def _share_of_the_rest(past: Sequence[PastLaunch], rng: np.random.Generator) -> Floats:
    """Draw the share of those left who adopt later: alike in all launches, not the same."""
    grid = beta_grid([(one.late - one.early, one.n - one.early) for one in past])
    cell = rng.choice(len(grid.weight), size=DRAWS, p=grid.weight)
    return rng.beta(grid.a[cell], grid.b[cell])


def _share_by_pace(pace: float, past: Sequence[PastLaunch], rng: np.random.Generator) -> Floats:
    """Draw the share of those left who adopt later: a line from the early pace to the later."""
    early = np.log([_pace(one.n, one.early) for one in past])
    left = np.array([one.n - one.early for one in past], dtype=np.float64)
    share = (np.array([one.late - one.early for one in past]) + 0.5) / (left + 1)
    hazard = -np.log1p(-share)
    sampling = share / ((1 - share) * (left + 1) * hazard**2)
    x = np.column_stack([np.ones(len(past)), early - early.mean()])
    lines = [_line(x, np.log(hazard), sampling, error) for error in _ERRORS]
    weight = weights(np.array([line.log_weight for line in lines]), np.gradient(_ERRORS))
    new = np.array([1.0, np.log(pace) - early.mean()])
    centre = np.array([new @ line.mean for line in lines])
    scale = np.sqrt(np.array([new @ line.covariance @ new for line in lines]) + _ERRORS**2)
    cell = rng.choice(len(weight), size=DRAWS, p=weight)
    return -np.expm1(-np.exp(rng.normal(centre[cell], scale[cell])))


@dataclass(frozen=True)
class _Line:
    """Level and slope for one size of the error, and the log of how likely that size is."""

    mean: Floats
    covariance: Floats
    log_weight: float


def _line(x: Floats, y: Floats, sampling: Floats, error: float) -> _Line:
    w = 1 / (error**2 + sampling)
    precision = (x * w[:, None]).T @ x + _LINE_PRECISION
    prior = _LINE_PRECISION @ _LINE
    mean = np.linalg.solve(precision, x.T @ (w * y) + prior)
    misfit = y @ (w * y) + _LINE @ prior - mean @ precision @ mean
    log_weight = 0.5 * (np.log(w).sum() - np.linalg.slogdet(precision)[1] - misfit)
    return _Line(
        mean=mean,
        covariance=np.linalg.inv(precision).astype(np.float64),
        log_weight=float(log_weight) - 0.5 * (error / SPREAD_PRIOR) ** 2,
    )
