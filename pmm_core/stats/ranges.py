"""How likely a sum of amounts exceeds a limit when each is only known as a range."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# Cells the sum's range is cut into; the probability is then right to about a thousandth.
_CELLS = 1000


class Range(NamedTuple):
    """An amount that lies between two bounds, most likely at its mode (a triangular law)."""

    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        """The amount to expect."""
        return (self.low + self.mode + self.high) / 3

    def scaled(self, factor: float) -> "Range":
        """Return the range of a part or a multiple of the amount."""
        return Range(self.low * factor, self.mode * factor, self.high * factor)


def exceedance(amounts: Sequence[Range], limit: float) -> float:
    """Return the probability that independent amounts add up to more than a limit.

    Args:
        amounts: ranges with low <= mode <= high; none at all add up to 0.
        limit: the sum that is still fine.

    Returns:
        0 to 1, by convolving the ranges on a grid; no random draws.

    Raises:
        ValueError: a range whose bounds are crossed.
    """
    if any(not one.low <= one.mode <= one.high for one in amounts):
        raise ValueError("a range has low <= mode <= high")
    lowest, highest = sum(one.low for one in amounts), sum(one.high for one in amounts)
    if not lowest <= limit < highest:
        return float(lowest > limit)
    step = (highest - lowest) / _CELLS
    masses, uncertain = np.ones(1), 0
    for one in amounts:
        if one.high > one.low:
            masses, uncertain = np.convolve(masses, _masses(one, step)), uncertain + 1
    # The amounts of a cell of sums centre half a cell further up with every amount added.
    upper_edges = np.arange(len(masses)) + (uncertain + 1) / 2
    above = np.clip(upper_edges - (limit - lowest) / step, 0.0, 1.0)
    return float(np.clip(masses @ above, 0.0, 1.0))


def _masses(one: Range, step: float) -> Floats:
    """Return the probability of each cell of a grid that starts at the lower bound."""
    cells = int(np.ceil((one.high - one.low) / step - 1e-9))
    edges = np.minimum(one.low + step * np.arange(cells + 1), one.high)
    masses: Floats = np.diff(_below(one, edges))
    return masses


def _below(one: Range, at: Floats) -> Floats:
    """Return the cumulative triangular law."""
    width, rise, fall = one.high - one.low, one.mode - one.low, one.high - one.mode
    rising = (at - one.low) / width * ((at - one.low) / rise) if rise > 0 else np.zeros_like(at)
    falling = (
        1 - (one.high - at) / width * ((one.high - at) / fall) if fall > 0 else np.ones_like(at)
    )
    return np.where(at < one.mode, rising, falling)
