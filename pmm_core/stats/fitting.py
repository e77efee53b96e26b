"""How near a fit is to what was observed, and the season as smooth waves."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_percent_error(observed: Floats, fitted: Floats) -> float | None:
    """Return the mean absolute error as a share of the observed value (MAPE).

    Args:
        observed, fitted: one a period; pairs with an unknown or a zero observation are left out.

    Returns:
        Null where no pair is left.
    """
    usable = np.isfinite(observed) & np.isfinite(fitted) & (observed != 0)
    if not usable.any():
        return None
    return float(np.mean(np.abs((observed[usable] - fitted[usable]) / observed[usable])))


def waves(time: Floats, period: float, number: int) -> Floats:
    """Return the first sine and cosine waves of a season, a column each.

    Args:
        time: position of each value.
        period: values in a season.
        number: how many waves; two columns each.
    """
    turns = 2 * np.pi * np.outer(time, np.arange(1, number + 1)) / period
    return np.column_stack([np.sin(turns), np.cos(turns)])
