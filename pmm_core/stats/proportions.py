"""Intervals of plain shares: k of n, nobody still under observation."""

from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal distribution."""


class Interval(NamedTuple):
    """A 95 % interval, both ends as fractions between 0 and 1."""

    low: float
    high: float


def wilson(successes: int, n: int) -> Interval:
    """Return the 95 % Wilson score interval of a share, without continuity correction.

    Args:
        successes: how many of the n, 0 to n.
        n: how many there are, at least 1.

    Raises:
        ValueError: when the successes are not a part of the n, or n is not positive.

    Source: Wilson 1927; the values of Newcombe 1998, table I, come out.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    share = successes / n
    spread = Z95**2 / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z95 * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(
        low=0.0 if successes == 0 else max(0.0, centre - half),
        high=1.0 if successes == n else min(1.0, centre + half),
    )
