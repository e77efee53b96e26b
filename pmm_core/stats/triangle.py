"""The triangle of all weightings of three criteria, and the lines on which two options tie.

A region of weightings is a triangle, given by its corners: a 3 by 3 array, a row a weighting. A
point in it is written by its shares of the three corners. An option's utility is then its values at
the corners, weighted by those shares, so that every region is handled like the whole triangle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

# Means of whole scores differ by far more than this, and rounding by far less.
EQUAL = 1e-9


def region(order: Sequence[int] | None = None) -> Floats:
    """Return the corners of the admissible weightings.

    Args:
        order: places of the three criteria from the most to the least important; null admits every
            weighting.

    Raises:
        ValueError: an order that does not name each of the three once.
    """
    if order is None:
        return np.eye(3)
    if sorted(order) != [0, 1, 2]:
        raise ValueError("an order names each of the three criteria once")
    corners = np.zeros((3, 3))
    for number in range(3):
        corners[number, list(order[: number + 1])] = 1 / (number + 1)
    return corners


def snapped(differences: Floats) -> Floats:
    """Return differences with those that only rounding made set to 0."""
    return np.where(np.abs(differences) <= EQUAL, 0.0, differences)


@dataclass(frozen=True)
class TieLines:
    """Where options tie inside a region, a row a pair.

    Attributes:
        start, end: shares of the corners, pairs by 3.
        crosses: whether each option of the pair is ahead somewhere; without it a row holds nothing.
    """

    start: Floats
    end: Floats
    crosses: Bools


def tie_lines(leads: Floats) -> TieLines:
    """Return the segments on which linear functions are 0.

    Args:
        leads: pairs by 3; how far one option is ahead of the other at each corner, snapped.

    Returns:
        Segments that run with the side where the lead is positive on their left, as seen with the
        first two shares for x and y.
    """
    low, middle, high = np.argsort(leads, axis=1, kind="stable").T
    rows = np.arange(len(leads))
    crosses = (leads[rows, low] < 0) & (leads[rows, high] > 0)
    from_middle = leads[rows, middle] > 0
    start = _between(leads, high, low)
    end = _between(leads, np.where(from_middle, middle, high), np.where(from_middle, low, middle))
    along = end - start
    slope_x, slope_y = leads[:, 0] - leads[:, 2], leads[:, 1] - leads[:, 2]
    backwards = (along[:, 0] * slope_y - along[:, 1] * slope_x < 0)[:, None]
    return TieLines(np.where(backwards, end, start), np.where(backwards, start, end), crosses)


def _between(leads: Floats, ahead: Places, behind: Places) -> Floats:
    """Return where the lead is 0 on the edge from a corner with a lead to one without."""
    rows = np.arange(len(leads))
    gain, loss = leads[rows, ahead], -leads[rows, behind]
    total = np.where(gain + loss > 0, gain + loss, 1.0)
    points = np.zeros_like(leads)
    points[rows, ahead] = loss / total
    points[rows, behind] += gain / total
    return points


def share_ahead(leads: Floats) -> Floats:
    """Return the share of the region in which a lead is positive; a tie everywhere counts half.

    Args:
        leads: n by 3, at the corners, snapped.
    """
    ordered = np.sort(leads, axis=1)
    low, middle, high = ordered.T
    with np.errstate(divide="ignore", invalid="ignore"):
        corner_ahead = high / (high - low) * (high / (high - middle))
        corner_behind = low / (low - high) * (low / (low - middle))
    shares = np.where(middle > 0, 1 - corner_behind, corner_ahead)
    shares = np.where(low >= 0, 1.0, np.where(high <= 0, 0.0, shares))
    return np.where((low == 0) & (high == 0), 0.5, shares)


def nearest_points(start: Floats, end: Floats, target: Floats) -> Floats:
    """Return the point of each segment that is nearest in the maximum norm.

    The largest of three distances is bent only where two of them are equal, so its least value lies
    at such a point or at an end. Among equally near points it is the one that moves the first
    weight least.

    Args:
        start, end: n by 3 weightings.
        target: a weighting.
    """
    offset, along = start - target, end - start
    candidates = [np.zeros(len(start)), np.ones(len(start))]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for sign in (1.0, -1.0):
            slope = along[:, one] - sign * along[:, other]
            gap = sign * offset[:, other] - offset[:, one]
            level = np.where(slope == 0, 1.0, slope)
            candidates.append(np.clip(np.where(slope == 0, 0.0, gap / level), 0.0, 1.0))
    places = np.stack(candidates, axis=1)
    moves = np.abs(offset[:, None, :] + places[:, :, None] * along[:, None, :])
    distances = moves.max(axis=2)
    nearest = distances <= distances.min(axis=1, keepdims=True) + EQUAL
    chosen = np.where(nearest, moves[:, :, 0], np.inf).argmin(axis=1)
    best = places[np.arange(len(start)), chosen]
    points: Floats = start + best[:, None] * along
    return points
