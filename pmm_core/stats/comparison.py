"""Two groups compared: shares, days of having adopted and whole curves, from counts alone."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import chdtrc

from pmm_core.stats.proportions import Z95, Interval, wilson
from pmm_core.stats.survival import AdoptedShare, Counts, DayCounts, Shares, ratio

FEW_EVENTS = 10
"""Below so many adoptions on a side the normal interval of a difference is too optimistic."""

NEWCOMBE = "newcombe"
NORMAL = "normal"
SQUARE_AND_ADD = "square_and_add"


@dataclass(frozen=True)
class Difference:
    """First minus second, with its 95 % interval.

    Attributes:
        method: `newcombe`, `normal` or `square_and_add`.
    """

    value: float
    low: float
    high: float
    method: str


@dataclass(frozen=True)
class MeanDays:
    """A mean number of days within the first `days`, with its standard error."""

    days: int
    value: float
    error: float


@dataclass(frozen=True)
class LogRank:
    """A test that two curves are one; weak where they cross.

    Attributes:
        observed, expected: adoptions in the first and the second group.
        p: of a chi-squared with one degree of freedom.
    """

    observed: tuple[float, float]
    expected: tuple[float, float]
    chi2: float
    p: float


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> Difference:
    """Compare two plain shares, everybody observed to the end.

    Args:
        first, second: successes and n of each.

    Raises:
        ValueError: when successes are not a part of n.

    Source: Newcombe 1998, method 10, without continuity correction.
    """
    one, two = wilson(*first), wilson(*second)
    return _square_and_add((first[0] / first[1], one), (second[0] / second[1], two), NEWCOMBE)


def share_difference(
    first: AdoptedShare, second: AdoptedShare, *, day: int, events: tuple[int, int]
) -> Difference:
    """Compare two curves on one day of their age, units still under observation included.

    Args:
        first, second: the curves; both known on that day.
        day: index into both.
        events: adoptions by that day in each; below ten on a side the limits of the two curves
            are put together instead of their variances.
    """
    one, two = float(first.share[day]), float(second.share[day])
    if min(events) < FEW_EVENTS:
        return _square_and_add(
            (one, Interval(float(first.low[day]), float(first.high[day]))),
            (two, Interval(float(second.low[day]), float(second.high[day]))),
            SQUARE_AND_ADD,
        )
    half = Z95 * sqrt(float(first.variance[day]) + float(second.variance[day]))
    return Difference(one - two, one - two - half, one - two + half, NORMAL)


def adopted_days(counts: DayCounts, *, days: int) -> MeanDays | None:
    """Return how many of the first `days` days a unit has behind it as an adopter, on average.

    The area under the share adopted, `sum F(t)` over `t < days`; leaving competes with adopting.

    Args:
        counts: per day.
        days: horizon, at least 1.

    Returns:
        Null where the curve is not known up to the horizon.

    Source: restricted mean time lost to one cause (Andersen 2013); its variance is that of the
    Aalen-Johansen share summed over the days, from counts only.
    """
    at_risk, adopted = (_cut(one, days) for one in (counts.at_risk, counts.adopted))
    ended = adopted + _cut(counts.left, days)
    survival = np.cumprod(1 - ratio(ended, at_risk))
    before: Shares = np.concatenate([[1.0], survival[:-1]])
    entered = np.cumsum(_cut(counts.entered, days))
    wiped_out = (survival < 1e-12) & (entered < entered[-1])
    if ((at_risk == 0) & (before > 1e-12)).any() or wiped_out.any():
        return None
    share = np.cumsum(before * ratio(adopted, at_risk))
    left = days - np.arange(days)
    later = np.cumsum(share[::-1])[::-1] - left * share
    own = left * before
    terms = (
        later**2 * ratio(ended, at_risk * (at_risk - ended))
        + own**2 * ratio(adopted * (at_risk - adopted), at_risk**3)
        - 2 * later * own * ratio(adopted, at_risk**2)
    )
    return MeanDays(days, float(share.sum()), sqrt(max(float(terms.sum()), 0.0)))


def restricted_mean(counts: DayCounts, *, days: int) -> MeanDays | None:
    """Return the mean number of days before adopting, counted within the first `days`.

    The area under `S(t)` over `t < days`, nobody leaving: what `adopted_days` leaves of them.

    Raises:
        ValueError: when somebody left.

    Source: Klein and Moeschberger 2003, section 4.5; equals R survival's `print(rmean=)`.
    """
    if counts.left.any():
        raise ValueError("units left: use adopted_days")
    adopted = adopted_days(counts, days=days)
    return None if adopted is None else MeanDays(days, days - adopted.value, adopted.error)


def days_difference(first: MeanDays, second: MeanDays) -> Difference:
    """Compare two means of days over the same horizon."""
    value = first.value - second.value
    half = Z95 * sqrt(first.error**2 + second.error**2)
    return Difference(value, value - half, value + half, NORMAL)


def log_rank(first: DayCounts, second: DayCounts) -> LogRank | None:
    """Test whether two groups adopt alike, day by day among those still there.

    Returns:
        Null where no day can tell the groups apart.

    Source: Mantel 1966, hypergeometric variance, from counts per day.
    """
    days = max(len(first.entered), len(second.entered))
    n1, d1 = _cut(first.at_risk, days), _cut(first.adopted, days)
    at_risk, adopted = n1 + _cut(second.at_risk, days), d1 + _cut(second.adopted, days)
    part = ratio(n1, at_risk)
    expected = adopted * part
    variance = float((expected * (1 - part) * ratio(at_risk - adopted, at_risk - 1)).sum())
    if variance <= 0:
        return None
    due = float(expected.sum())
    chi2 = (float(d1.sum()) - due) ** 2 / variance
    return LogRank(
        observed=(float(d1.sum()), float((adopted - d1).sum())),
        expected=(due, float(adopted.sum()) - due),
        chi2=chi2,
        p=float(chdtrc(1, chi2)),
    )


def _cut(counts: Counts, days: int) -> Shares:
    """Bring counts to a number of days: later ones go, missing ones are 0."""
    missing = max(days - len(counts), 0)
    return np.pad(counts[:days].astype(np.float64), (0, missing))


def _square_and_add(
    first: tuple[float, Interval], second: tuple[float, Interval], method: str
) -> Difference:
    (one, own), (two, other) = first, second
    return Difference(
        one - two,
        one - two - sqrt((one - own.low) ** 2 + (other.high - two) ** 2),
        one - two + sqrt((own.high - one) ** 2 + (two - other.low) ** 2),
        method,
    )
