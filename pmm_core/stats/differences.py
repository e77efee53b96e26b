"""Two groups of series before and after a day: how much more the one changed than the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from pmm_core.stats.proportions import Z95

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST_CLUSTERS = 2
"""With fewer on a side nobody knows how far clusters differ without any cause."""


@dataclass(frozen=True)
class ChangeDifference:
    """How much more the treated changed than the control, with its 95 % interval.

    Attributes:
        error: standard error; null, like the interval, where it cannot be known.
        df: degrees of freedom of the interval; null for a normal one.
    """

    value: float
    low: float | None = None
    high: float | None = None
    error: float | None = None
    df: float | None = None


def difference_of_changes(
    treated: tuple[float, float],
    control: tuple[float, float],
    errors: tuple[float, float] | None = None,
) -> ChangeDifference:
    """Compare two changes between two means each, `(T1 - T0) - (C1 - C0)`.

    Args:
        treated, control: mean before, mean after.
        errors: standard error of each change; null where unknown, then there is no interval.

    Source: Card and Krueger 1994, table 3.
    """
    value = (treated[1] - treated[0]) - (control[1] - control[0])
    if errors is None:
        return ChangeDifference(value)
    error = hypot(*errors)
    return ChangeDifference(value, value - Z95 * error, value + Z95 * error, error)


def clustered_difference(treated: Sequence[float], control: Sequence[float]) -> ChangeDifference:
    """Compare the changes of several clusters a side; what clusters have in common cancels.

    Args:
        treated, control: the change of each cluster; at least one.

    Returns:
        Errors are clustered by unit: the changes of a side vary as its clusters do, each side with
        a variance of its own. Interval by Student's t with Welch's degrees of freedom.

    Source: Bertrand, Duflo and Mullainathan 2004 (collapsing to a change per cluster); Welch 1947.
    """
    one, two = np.asarray(treated, np.float64), np.asarray(control, np.float64)
    value = float(one.mean() - two.mean())
    if min(len(one), len(two)) < FEWEST_CLUSTERS:
        return ChangeDifference(value)
    parts = [float(side.var(ddof=1)) / len(side) for side in (one, two)]
    error = sqrt(sum(parts))
    if error == 0:
        return ChangeDifference(value, value, value, 0.0, float(len(one) + len(two) - 2))
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(side) - 1) for part, side in zip(parts, (one, two), strict=True)
    )
    half = float(stdtrit(freedom, 0.975)) * error
    return ChangeDifference(value, value - half, value + half, error, freedom)


def change_after(values: Floats, after: Mask, beside: Floats | None = None) -> float | None:
    """Measure by how much a series lies higher after than before, other things held equal.

    Args:
        values: one a period; `nan` where unknown.
        after: which periods come after.
        beside: what else moves it, a column each; null for nothing.

    Returns:
        The difference of the two means, or with `beside` the coefficient of `after` by least
        squares; null where the known values cannot tell it.
    """
    known = np.isfinite(values)
    columns = [np.ones(len(values)), after.astype(np.float64)]
    columns += [] if beside is None else list(beside.T)
    design = np.column_stack(columns)[known]
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    return float(np.linalg.lstsq(design, values[known], rcond=None)[0][1])


def pooled_slope(values: Floats) -> tuple[float, float, float] | None:
    """Fit a straight line through a series, with errors that allow for neighbours being alike.

    Args:
        values: one a period, `nan` where unknown.

    Returns:
        Slope a period and its 95 % interval (Newey-West, Student's t); null under five values.

    Source: Newey and West 1987, Bartlett weights, `4 (n/100)^(2/9)` lags, scaled by n/(n-2).
    """
    known = np.isfinite(values)
    n = int(known.sum())
    if n < 5:
        return None
    time = np.flatnonzero(known).astype(np.float64)
    design = np.column_stack([np.ones(n), time - time.mean()])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values[known]
    scores = design * (values[known] - design @ coefficients)[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags_for(n) + 1):
        weight = 1 - lag / (lags_for(n) + 1)
        cross = scores[lag:].T @ scores[:-lag]
        meat += weight * (cross + cross.T)
    variance = float((inverse @ meat @ inverse)[1, 1]) * n / (n - 2)
    slope, half = float(coefficients[1]), float(stdtrit(n - 2, 0.975)) * sqrt(max(variance, 0.0))
    return slope, slope - half, slope + half


def lags_for(n: int) -> int:
    """Return how many neighbours of a value are allowed to be like it."""
    return max(1, int(4 * (n / 100) ** (2 / 9)))
