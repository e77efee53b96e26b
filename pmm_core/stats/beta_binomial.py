"""Shares of several groups that are alike but not the same: what their mean and spread can be.

Each group's share is a draw from one beta distribution of unknown mean and spread; both lie on a
grid, weighted by what was counted. Small groups then lean on the others as much as the data say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit

Floats = NDArray[np.float64]

SPREAD_PRIOR = 0.5
"""Scale of the half-normal prior of the spread on the logit scale; the mean's prior is flat."""

_MEANS = expit(np.linspace(-6, 3, 91))
_SPREADS = np.concatenate([np.linspace(0.01, 0.3, 20), np.linspace(0.33, 1.5, 24)])


@dataclass(frozen=True)
class BetaGrid:
    """Beta distributions a group's share may come from, and how likely each is; equal lengths."""

    a: Floats
    b: Floats
    weight: Floats


def beta_grid(counts: Sequence[tuple[int, int]]) -> BetaGrid:
    """Weigh every mean and spread by the counts of some groups.

    Args:
        counts: successes and n of each group, n may be 0.

    Source: Gelman and others 2013, section 5.3; integrated over a grid instead of sampled.
    """
    mean, spread = (grid.ravel() for grid in np.meshgrid(_MEANS, _SPREADS, indexing="ij"))
    size = np.maximum(1 / (spread**2 * mean * (1 - mean)) - 1, 0.5)
    a, b = mean * size, (1 - mean) * size
    log_weight = -0.5 * (spread / SPREAD_PRIOR) ** 2
    for successes, n in counts:
        log_weight += betaln(a + successes, b + n - successes) - betaln(a, b)
    return BetaGrid(a, b, weights(log_weight, np.tile(np.gradient(_SPREADS), len(_MEANS))))


def weights(log_weight: Floats, spacing: Floats) -> Floats:
    """Turn the log weights of a grid into probabilities of its cells."""
    weight: Floats = np.exp(log_weight - log_weight.max()) * spacing
    weight /= weight.sum()
    return weight


def shrunken_shares(counts: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Return each group's expected share, drawn towards the others the more the smaller it is.

    The posterior mean `(x + a)/(n + a + b)`, averaged over what a and b can be. Rank small groups
    by it, never by their raw shares.

    Args:
        counts: successes and n of each group, n may be 0.
    """
    grid = beta_grid(counts)
    return tuple(
        float(grid.weight @ ((successes + grid.a) / (n + grid.a + grid.b)))
        for successes, n in counts
    )
