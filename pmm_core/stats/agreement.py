"""How far raters agree beyond chance on an ordered scale."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ordinal_alpha(ratings: Sequence[Sequence[float | None]]) -> float | None:
    """Return Krippendorff's alpha for ordered values: 1 is full agreement, 0 is chance.

    Args:
        ratings: a row a rater, a column a thing rated; null where a rater said nothing.

    Returns:
        At most 1, below 0 for systematic disagreement. Null where it is not defined: nothing was
        rated by two raters, or every such rating is the same.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    columns = [
        [value for value in column if value is not None] for column in zip(*ratings, strict=True)
    ]
    paired = [column for column in columns if len(column) > 1]
    scale = sorted({value for column in paired for value in column})
    if len(scale) < 2:
        return None
    counts = np.array([[column.count(value) for value in scale] for column in paired], dtype=float)
    sizes = counts.sum(axis=1)
    together: Floats = np.einsum("uc,uk,u->ck", counts, counts, 1 / (sizes - 1))
    together -= np.diag(np.einsum("uc,u->c", counts, 1 / (sizes - 1)))
    totals = counts.sum(axis=0)
    distance = _ordinal_distance(totals)
    observed = float(np.sum(together * distance))
    expected = float(totals @ distance @ totals)
    return 1 - (float(totals.sum()) - 1) * observed / expected


def _ordinal_distance(totals: Floats) -> Floats:
    """Return squared distances: how many ratings lie between two values, each end by half."""
    middle = np.cumsum(totals) - totals / 2
    distance: Floats = np.square(middle[:, None] - middle[None, :])
    return distance
