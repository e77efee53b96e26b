"""How uncertain a least squares fit is when neighbouring values are alike."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ALIKE = np.linspace(0.0, 0.98, 50)
"""Correlations of two neighbours that are weighed: 0 to 0.98. Unlike neighbours count as 0."""


def alike_covariance(response: Floats, design: Floats, times: Floats) -> tuple[Floats, float]:
    """Return the covariance of least squares coefficients, and how alike neighbours are.

    The noise is a first-order autoregression. Its correlation is not known, so the covariance is
    averaged over what it can be: taking the best guess as known gives intervals that are too
    narrow, above all of short series.

    Args:
        response: n values; weighted, where the fit is.
        design: n rows of k columns of full rank, weighted alike.
        times: place of each row, rising; gaps are allowed.

    Returns:
        The k x k covariance of the least squares coefficients, and the mean correlation of two
        values one place apart, 0 to 1.

    Source: Patterson and Thompson 1971 (restricted likelihood of the correlation, flat prior);
    Zeger 1988 (covariance of a fit that takes values for unrelated, under noise that is alike).
    """
    n, k = design.shape
    gaps = np.diff(times)
    scores = np.empty(len(_ALIKE))
    variances = np.empty(len(_ALIKE))
    for place, alike in enumerate(_ALIKE):
        whole = _unrelated(np.column_stack([design, response]), gaps, alike)
        triangle = np.asarray(np.linalg.qr(whole, mode="r"))
        rest = float(triangle[k, k] ** 2)
        variances[place] = rest / (n - k)
        shrunk = float(np.log1p(-(alike ** (2 * gaps))).sum())
        spread = 2 * float(np.log(np.abs(np.diag(triangle)[:k])).sum())
        scores[place] = -0.5 * (shrunk + spread + (n - k) * np.log(max(rest, 1e-300)))
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    apart = np.abs(times[:, None] - times[None, :]).astype(np.int64)
    lags = np.arange(int(apart.max()) + 1)
    noise = (weights * variances) @ _ALIKE[:, None] ** lags
    inverse = np.linalg.inv(design.T @ design)
    covariance: Floats = inverse @ (design.T @ noise[apart] @ design) @ inverse
    return covariance, float(weights @ _ALIKE)


def _unrelated(columns: Floats, gaps: Floats, alike: float) -> Floats:
    """Subtract from each row what the one before tells of it; every row has the same spread."""
    told = (alike**gaps)[:, None]
    rest = (columns[1:] - told * columns[:-1]) / np.sqrt(1 - told**2)
    return np.vstack([columns[:1], rest])
