"""Share adopted by day, from daily counts, when not everybody has been observed equally long.

Everything here needs four counts a day and nothing about single units. Days are whole and
inclusive; on one day adoption comes before leaving, leaving before the end of observation, and who
enters on a day is at risk on that very day. Days run along the last axis of every array; axes
before it hold any number of curves, estimated all at once.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pmm_core.stats.proportions import Z95, wilson

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
Numbers = TypeVar("Numbers", Counts, Shares)


@dataclass(frozen=True)
class DayCounts:
    """What happened on days 0, 1, 2, ...; four arrays of one shape.

    Attributes:
        entered: units that came under observation.
        adopted: units that adopted.
        left: units that left for good without having adopted.
        censored: units whose observation ended, adopting and leaving still possible.
    """

    entered: Counts
    adopted: Counts
    left: Counts
    censored: Counts

    def __post_init__(self) -> None:
        """Refuse counts that cannot be.

        Raises:
            ValueError: for arrays of different shape, a negative count, or more exits on a day
                than units at risk.
        """
        arrays = (self.entered, self.adopted, self.left, self.censored)
        if len({array.shape for array in arrays}) != 1:
            raise ValueError("the four counts must cover the same days")
        if any((array < 0).any() for array in arrays):
            raise ValueError("a count is negative")
        if (self.at_risk < self.exits).any():
            raise ValueError("more units end on a day than are at risk")

    @property
    def exits(self) -> Counts:
        """Units whose story ends on the day, whichever way."""
        return self.adopted + self.left + self.censored

    @property
    def at_risk(self) -> Counts:
        """Units under observation on the day, those who enter on it included."""
        return _so_far(self.entered) - _so_far(self.exits) + self.exits

    def through(self, day: int) -> "DayCounts":
        """Return the counts of days 0 to `day`."""
        arrays = (self.entered, self.adopted, self.left, self.censored)
        return DayCounts(*(array[..., : day + 1] for array in arrays))


@dataclass(frozen=True)
class AdoptedShare:
    """The share adopted by the end of each day; arrays over days 0, 1, 2, ...

    Attributes:
        share: fractions; like all the others NaN from the day on which units enter after
            everybody before them was gone: from there on nothing can be said.
        low, high: 95 % interval.
        variance: of the share.
    """

    share: Shares
    low: Shares
    high: Shares
    variance: Shares


def kaplan_meier(counts: DayCounts, *, first_possible_day: int = 0) -> AdoptedShare:
    """Estimate the share adopted when nobody can leave.

    `S(t) = prod (1 - d/n)`, share `1 - S`, Greenwood's variance, log-log interval.

    Args:
        counts: per day; `left` must be 0 throughout.
        first_possible_day: first day on which adopting is possible by definition; before it the
            share is known to be 0.

    Raises:
        ValueError: when somebody left: that needs `aalen_johansen`.

    Source: Kaplan and Meier 1958; Kalbfleisch and Prentice 2002, section 1.4.
    """
    if counts.left.any():
        raise ValueError("units left: use aalen_johansen")
    n = counts.at_risk.astype(np.float64)
    d = counts.adopted.astype(np.float64)
    survival: Shares = np.cumprod(1 - ratio(d, n), axis=-1).astype(np.float64)
    greenwood = _so_far(ratio(d, n * (n - d)))
    variance: Shares = np.square(survival) * greenwood
    return _with_interval(counts, 1 - survival, variance, first_possible_day)


def aalen_johansen(counts: DayCounts, *, first_possible_day: int = 0) -> AdoptedShare:
    """Estimate the share adopted when leaving competes with adopting (cumulative incidence).

    `F(t) = sum S(i-) d1(i)/n(i)`, where S falls with adopting and leaving alike. With nobody
    leaving it is Kaplan-Meier, interval included (log-log on 1 - F).

    Args:
        counts: per day.
        first_possible_day: first day on which adopting is possible by definition.

    Source: Aalen and Johansen 1978; variance as in R survival's survfit, from counts only.
    """
    n = counts.at_risk.astype(np.float64)
    d1 = counts.adopted.astype(np.float64)
    d = d1 + counts.left.astype(np.float64)
    before: Shares = np.ones_like(n)
    before[..., 1:] = np.cumprod(1 - ratio(d, n), axis=-1)[..., :-1]
    rise = before * ratio(d1, n)
    share: Shares = np.minimum(_so_far(rise), 1.0)
    # survfit's variance on day t sums (F(t) - F(i))^2 ended(i) + adopting - 2 (F(t) - F(i)) both(i)
    # over the days i <= t. By how much a day raises it needs no table of days by days.
    ended = _earlier(ratio(d, n * (n - d)))
    adopting = before**2 * ratio(d1 * (n - d1), n**3)
    both = _earlier(before * ratio(d1, n**2))
    added = rise**2 * ended + 2 * rise * _earlier(rise * ended) + adopting - 2 * rise * both
    variance: Shares = np.maximum(_so_far(added), 0.0)
    return _with_interval(counts, share, variance, first_possible_day)


def ratio(part: Shares, whole: Shares) -> Shares:
    """Divide where there is something to divide by, else 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _so_far(values: Numbers) -> Numbers:
    return np.cumsum(values, axis=-1)


def _earlier(values: Shares) -> Shares:
    earlier = np.zeros_like(values)
    earlier[..., 1:] = _so_far(values)[..., :-1]
    return earlier


def _with_interval(
    counts: DayCounts, share: Shares, variance: Shares, first_possible_day: int
) -> AdoptedShare:
    # Sums and products of fractions end a few ulp beside 1, where log(-log) has no meaning.
    share[share >= 1 - 1e-12] = 1.0
    low, high = _log_log(share, variance)
    adopted = _so_far(counts.adopted)
    for place in zip(*np.nonzero(share == 1), strict=True):
        low[place], high[place] = wilson(int(adopted[place]), int(adopted[place]))
    _before_first_adoption(counts, low, high, first_possible_day)
    wiped_out = _wiped_out(counts)
    for array in (share, low, high, variance):
        array[wiped_out] = np.nan
    return AdoptedShare(share, low, high, variance)


def _log_log(share: Shares, variance: Shares) -> tuple[Shares, Shares]:
    """Return the interval on the log(-log) scale of 1 - share; 0 and 1 are left as they are."""
    low, high = share.copy(), share.copy()
    inside = (share > 0) & (share < 1)
    log_rest = np.log1p(-share[inside])
    theta = Z95 * np.sqrt(variance[inside]) / ((1 - share[inside]) * np.abs(log_rest))
    low[inside] = -np.expm1(np.exp(-theta) * log_rest)
    high[inside] = -np.expm1(np.exp(theta) * log_rest)
    return low, high


def _before_first_adoption(
    counts: DayCounts, low: Shares, high: Shares, first_possible_day: int
) -> None:
    """Bound a share of 0 from above by Wilson, except where adopting was not possible yet.

    Once everybody has left nobody is at risk, and no day after it makes the share any surer: the
    bound of the last day with somebody at risk stays.
    """
    none_yet = _so_far(counts.adopted) == 0
    low[none_yet] = high[none_yet] = 0.0
    at_risk = counts.at_risk.copy()
    at_risk[..., :first_possible_day] = 0
    days = np.arange(at_risk.shape[-1])
    last = np.maximum.accumulate(np.where(at_risk > 0, days, 0), axis=-1)
    at_risk = np.take_along_axis(at_risk, last, axis=-1)
    for place in zip(*np.nonzero(none_yet & (at_risk > 0)), strict=True):
        high[place] = wilson(0, int(at_risk[place])).high


def _wiped_out(counts: DayCounts) -> NDArray[np.bool_]:
    """Tell of each day whether by then units had entered after everybody before them was gone."""
    at_risk = counts.at_risk
    emptied = (counts.adopted + counts.left == at_risk) & (at_risk > 0)
    gone_before = np.zeros_like(emptied)
    gone_before[..., 1:] = np.logical_or.accumulate(emptied, axis=-1)[..., :-1]
    return np.logical_or.accumulate(gone_before & (counts.entered > 0), axis=-1)
