"""A synthetic control: the mix of untouched series that was most like the treated one before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NOTHING = 1e-12
_NO_WEIGHT = 1e-6


@dataclass(frozen=True)
class Mix:
    """Donors put together.

    Attributes:
        weights: one a donor, at least 0, sum 1.
        made: the mix in every period.
        gap: treated minus mix in every period.
    """

    weights: Floats
    made: Floats
    gap: Floats


@dataclass(frozen=True)
class Placebo:
    """The treated series among the donors, each treated in its place.

    Attributes:
        ratios: mean squared gap after over before; the treated one first, then the donors.
        rank: of the treated one, 1 for the largest.
    """

    ratios: tuple[float, ...]
    rank: int

    @property
    def of(self) -> int:
        """How many are ranked."""
        return len(self.ratios)


def mix_donors(treated: Floats, donors: Floats, before: int) -> Mix:
    """Weigh donors so that their mix is nearest to the treated series before the day.

    Args:
        treated: one value a period, all known.
        donors: a row a period, a column a donor, all known.
        before: the first so many periods are fitted.

    Raises:
        ValueError: fewer than two donors.

    Source: Abadie, Diamond and Hainmueller 2010, outcomes before as the only predictors.
    """
    if donors.shape[1] < 2:
        raise ValueError("a mix needs at least two donors")
    weights = _weights(treated[:before], donors[:before])
    made = donors @ weights
    return Mix(weights, made, treated - made)


def in_space(treated: Floats, donors: Floats, before: int) -> Placebo:
    """Treat every donor in turn as if it were the treated one, and rank the treated one.

    Args:
        treated, donors, before: as for `mix_donors`; at least three donors.
    """
    ratios = [_ratio(mix_donors(treated, donors, before).gap, before)]
    for place in range(donors.shape[1]):
        others = np.delete(donors, place, axis=1)
        ratios.append(_ratio(mix_donors(donors[:, place], others, before).gap, before))
    return Placebo(tuple(ratios), 1 + sum(ratio > ratios[0] for ratio in ratios[1:]))


def _ratio(gap: Floats, before: int) -> float:
    fitted = float(np.mean(gap[:before] ** 2))
    return float(np.mean(gap[before:] ** 2)) / max(fitted, _NOTHING)


def _weights(treated: Floats, donors: Floats) -> Floats:
    """Least squares over weights that are at least 0 and sum to 1 (sequential quadratic)."""
    from scipy.optimize import minimize

    scale = max(float(np.abs(treated).mean()), _NOTHING)
    wanted, given = treated / scale, donors / scale
    products, aims = given.T @ given, given.T @ wanted
    number = donors.shape[1]
    found = minimize(
        lambda weights: weights @ products @ weights - 2 * aims @ weights,
        np.full(number, 1 / number),
        jac=lambda weights: 2 * (products @ weights - aims),
        bounds=[(0.0, 1.0)] * number,
        constraints={
            "type": "eq",
            "fun": lambda weights: weights.sum() - 1,
            "jac": lambda _: np.ones(number),
        },
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 1000},
    )
    weights: Floats = np.clip(np.asarray(found.x, np.float64), 0.0, None)
    weights[weights < _NO_WEIGHT] = 0.0
    shares: Floats = weights / weights.sum()
    return shares
