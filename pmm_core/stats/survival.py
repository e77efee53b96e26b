"""Share adopted by day, from daily counts, when not everybody has been observed equally long.

Everything here needs four counts a day and nothing about single units. Days are whole and
inclusive; on one day adoption comes before leaving, leaving before the end of observation, and who
enters on a day is at risk on that very day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmm_core.stats.proportions import Z95, wilson

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class DayCounts:
    """What happened on days 0, 1, 2, ...; four arrays of equal length.

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
            ValueError: for arrays of different length, a negative count, or more exits on a day
                than units at risk.
        """
        arrays = (self.entered, self.adopted, self.left, self.censored)
        if len({len(array) for array in arrays}) != 1:
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
        return np.cumsum(self.entered) - np.cumsum(self.exits) + self.exits


@dataclass(frozen=True)
class AdoptedShare:
    """The share adopted by the end of each day; arrays over days 0, 1, 2, ...

    Attributes:
        share: fractions; NaN from `wiped_out_on` on.
        low, high: 95 % interval.
        variance: of the share.
        wiped_out_on: first day on which everybody at risk was gone although others entered
            later; from there on nothing can be said. None when that never happened.
    """

    share: Shares
    low: Shares
    high: Shares
    variance: Shares
    wiped_out_on: int | None


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
    survival: Shares = np.cumprod(1 - ratio(d, n)).astype(np.float64)
    greenwood = np.cumsum(ratio(d, n * (n - d)))
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
    before[1:] = np.cumprod(1 - ratio(d, n))[:-1]
    share: Shares = np.minimum(np.cumsum(before * ratio(d1, n)), 1.0)
    gap = share[:, None] - share[None, :]
    past = np.tril(np.ones_like(gap))
    terms = (
        gap**2 * ratio(d, n * (n - d))
        + before**2 * ratio(d1 * (n - d1), n**3)
        - 2 * gap * before * ratio(d1, n**2)
    )
    variance: Shares = np.maximum((terms * past).sum(axis=1), 0.0)
    return _with_interval(counts, share, variance, first_possible_day)


def ratio(part: Shares, whole: Shares) -> Shares:
    """Divide where there is something to divide by, else 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _with_interval(
    counts: DayCounts, share: Shares, variance: Shares, first_possible_day: int
) -> AdoptedShare:
    # Sums and products of fractions end a few ulp beside 1, where log(-log) has no meaning.
    share[share >= 1 - 1e-12] = 1.0
    low, high = _log_log(share, variance)
    adopted = np.cumsum(counts.adopted)
    for day in np.flatnonzero(share == 1):
        low[day], high[day] = wilson(int(adopted[day]), int(adopted[day]))
    _before_first_adoption(counts, low, high, first_possible_day)
    wiped_out_on = _wiped_out_on(counts)
    if wiped_out_on is not None:
        for array in (share, low, high, variance):
            array[wiped_out_on:] = np.nan
    return AdoptedShare(share, low, high, variance, wiped_out_on)


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
    """Bound a share of 0 from above by Wilson, except where adopting was not possible yet."""
    at_risk = counts.at_risk
    for day in np.flatnonzero(np.cumsum(counts.adopted) == 0):
        known_zero = day < first_possible_day or at_risk[day] == 0
        low[day] = 0.0
        high[day] = 0.0 if known_zero else wilson(0, int(at_risk[day])).high


def _wiped_out_on(counts: DayCounts) -> int | None:
    at_risk = counts.at_risk
    emptied = (counts.adopted + counts.left == at_risk) & (at_risk > 0)
    entered_later = counts.entered.sum() - np.cumsum(counts.entered)
    days = np.flatnonzero(emptied & (entered_later > 0))
    return int(days[0]) if len(days) else None
