"""Several tests at once: p-values that allow for how many there are."""

from collections.abc import Sequence

import numpy as np


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values so that one false alarm among all is as rare as for one test: to confirm.

    Source: Holm 1979.
    """
    number = len(p)
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(np.asarray(p, dtype=np.float64)[order] * np.arange(number, 0, -1))
    return _in_place(steps, order)


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values to the share of false alarms among those taken for real: to explore.

    Source: Benjamini and Hochberg 1995.
    """
    number = len(p)
    order = np.argsort(p, kind="stable")
    steps = np.asarray(p, dtype=np.float64)[order] * number / np.arange(1, number + 1)
    return _in_place(np.minimum.accumulate(steps[::-1])[::-1], order)


def _in_place(
    steps: np.ndarray[tuple[int], np.dtype[np.float64]],
    order: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> tuple[float, ...]:
    adjusted = np.empty_like(steps)
    adjusted[order] = np.minimum(steps, 1.0)
    return tuple(float(value) for value in adjusted)
