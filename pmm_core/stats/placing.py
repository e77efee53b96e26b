"""One share among others: its rank, and how likely it beats their middle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PERCENTILE_FROM = 20
"""With fewer others a percentile claims more than is known."""

_DRAWS = 4000


@dataclass(frozen=True)
class Placing:
    """Where a value stands, the highest first.

    Attributes:
        rank: 1 + how many are higher; equal values share the best rank.
        of: how many there are, this one included.
        is_tied: another has the same value.
        percentile: share of the others below, equals counting half; null under 20 others.
        range_holds: how probable it is that the others' range holds one more of their kind.
    """

    rank: int
    of: int
    is_tied: bool
    percentile: float | None
    range_holds: float


def place(value: float, others: Sequence[float]) -> Placing | None:
    """Place a value among others; null without any. 1e-12 counts as equal."""
    if not others:
        return None
    gaps = np.asarray(others) - value
    higher, equal = int((gaps > 1e-12).sum()), int((abs(gaps) <= 1e-12).sum())
    below, number = len(others) - higher - equal, len(others)
    return Placing(
        rank=1 + higher,
        of=number + 1,
        is_tied=equal > 0,
        percentile=(below + equal / 2) / number if number >= PERCENTILE_FROM else None,
        range_holds=(number - 1) / (number + 1),
    )


def chance_above_median(
    own: tuple[float, float], others: Sequence[tuple[float, float]], *, seed: int = 1
) -> float | None:
    """Return the probability that a share lies above the median of others; null without any.

    Args:
        own: successes and n; both may be fractions where n stands for a share's variance.
        others: of the others.
        seed: of the draws; the same question gets the same answer.
    """
    if not others:
        return None
    rng = np.random.default_rng(seed)
    mine, *theirs = (rng.beta(0.5 + x, 0.5 + n - x, size=_DRAWS) for x, n in (own, *others))
    return float((mine > np.median(theirs, axis=0)).mean())
