"""Shares brought to one mix of groups, so that a different mix is not taken for a difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from pmm_core.stats.comparison import FEW_EVENTS, NORMAL, SQUARE_AND_ADD
from pmm_core.stats.proportions import Z95, Interval


@dataclass(frozen=True)
class GroupShare:
    """The share of one group.

    Attributes:
        weight: of the group in the mix; all positive, any total.
        interval: 95 % limits of the share.
        events: successes it rests on.
    """

    weight: float
    share: float
    variance: float
    interval: Interval
    events: int


@dataclass(frozen=True)
class MixedShare:
    """A share under a given mix, with its 95 % interval; `normal` or `square_and_add`."""

    share: float
    low: float
    high: float
    variance: float
    method: str


def standardise(groups: Sequence[GroupShare]) -> MixedShare:
    """Return `sum w F` over groups, its variance `sum w^2 V` and an interval.

    Under ten events in a group the limits of the groups are put together instead of their
    variances, as for a difference.

    Raises:
        ValueError: without a group.

    Source: direct standardisation; limits after Zou and Donner 2008.
    """
    total = sum(group.weight for group in groups)
    if total <= 0:
        raise ValueError("a mix needs at least one group")
    parts = [(group.weight / total, group) for group in groups]
    share = sum(w * group.share for w, group in parts)
    variance = sum(w**2 * group.variance for w, group in parts)
    down = up = Z95 * sqrt(variance)
    method = NORMAL
    if min(group.events for group in groups) < FEW_EVENTS:
        down = sqrt(sum((w * (group.share - group.interval.low)) ** 2 for w, group in parts))
        up = sqrt(sum((w * (group.interval.high - group.share)) ** 2 for w, group in parts))
        method = SQUARE_AND_ADD
    return MixedShare(share, max(share - down, 0.0), min(share + up, 1.0), variance, method)
