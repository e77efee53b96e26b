"""In which share of all weightings an option takes which rank: exact areas, no random draws.

Three criteria, any number of options; every admissible weighting is as likely as another. What the
figures mean: Lahdelma and Salminen 2001.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pmm_core.stats.triangle import (
    EQUAL,
    Bools,
    Floats,
    Places,
    nearest_points,
    region,
    share_ahead,
    snapped,
    tie_lines,
)

# An area below this is what rounding leaves of none.
_NOTHING = 1e-11


@dataclass(frozen=True)
class RankAreas:
    """What all admissible weightings together say about m options.

    Attributes:
        shares: m by m; in row i the share of weightings in which option i takes rank 1, 2, ...
            Rows and columns add up to 1; identical options spread the ranks they hold evenly.
        central: for each option the mean of the weightings that put it first; null if none does.
        evpi: how much more the best option yields on average when the weighting is known.
    """

    shares: Floats
    central: tuple[Floats | None, ...]
    evpi: float


def rank_areas(values: npt.ArrayLike, corners: Floats | None = None) -> RankAreas:
    """Return rank shares, central weights and the value of knowing the weights.

    By Green's theorem the area in which at most k others beat an option is a sum over its boundary:
    the pieces of its tie lines on which exactly k others beat it, and those of the region's edge
    on which at most k do. Seen from the third corner only one of the three edges adds anything.

    Args:
        values: m by 3, at least one row; fractions, duplicates and ties are fine.
        corners: the region, see `triangle.region`; every weighting unless given.

    Raises:
        ValueError: values that are not rows of three finite numbers.
    """
    corners = region() if corners is None else corners
    at_corners = _checked(values) @ corners.T
    firsts, group, sizes = np.unique(
        tied_groups(at_corners), return_inverse=True, return_counts=True
    )
    options = at_corners[firsts]
    boundary = _boundary(options, sizes)
    held = _counts_held(boundary, sizes)
    points = _centres(boundary, held[:, 0])
    known = sum(
        float(area * (option @ point))
        for area, option, point in zip(held[:, 0], options, points, strict=True)
        if point is not None
    )
    weights = [None if point is None else point @ corners for point in points]
    return RankAreas(
        shares=_spread(held, sizes)[group],
        central=tuple(weights[number] for number in group),
        evpi=max(known - float(options.mean(axis=1).max()), 0.0),
    )


def tied_groups(values: npt.ArrayLike) -> Places:
    """Return for each option the place of the first one that is identical to it.

    Args:
        values: m by 3.
    """
    given = _checked(values)
    same: Bools = np.all(snapped(given[:, None, :] - given[None, :, :]) == 0, axis=2)
    first: Places = same.argmax(axis=1)
    return first


def dominated(values: npt.ArrayLike) -> Bools:
    """Return which option dominates which: at least as good on all three and better on one.

    Args:
        values: m by 3.

    Returns:
        m by m; true at (i, j) where i is dominated by j.
    """
    given = _checked(values)
    ahead = snapped(given[None, :, :] - given[:, None, :])
    found: Bools = np.all(ahead >= 0, axis=2) & np.any(ahead > 0, axis=2)
    return found


def pairwise_shares(values: npt.ArrayLike, corners: Floats | None = None) -> Floats:
    """Return in which share of the weightings each option beats each other one.

    Args:
        values: m by 3.
        corners: the region, see `triangle.region`; every weighting unless given.

    Returns:
        m by m, (i, j) and (j, i) adding up to 1; a half for identical options.
    """
    at_corners = _checked(values) @ (region() if corners is None else corners).T
    leads = snapped(at_corners[:, None, :] - at_corners[None, :, :])
    return share_ahead(leads.reshape(-1, 3)).reshape(len(at_corners), -1)


@dataclass(frozen=True)
class NearestTies:
    """Where each option ties with the first, nearest to given weights in the maximum norm.

    Attributes:
        distance: largest move of a single weight; infinite where the two tie nowhere, and for the
            first itself.
        weights: m by 3; meaningless where the distance is infinite.
    """

    distance: Floats
    weights: Floats


def nearest_ties(
    values: npt.ArrayLike, first: int, weights: npt.ArrayLike, corners: Floats | None = None
) -> NearestTies:
    """Return the smallest change of weights at which each option ties with the first.

    Args:
        values: m by 3.
        first: place of the option that is ahead at the weights.
        weights: an admissible weighting.
        corners: the region, see `triangle.region`; every weighting unless given.
    """
    corners = region() if corners is None else corners
    target = np.asarray(weights, dtype=np.float64)
    at_corners = _checked(values) @ corners.T
    leads = snapped(at_corners[first] - at_corners)
    lines = tie_lines(leads)
    # A lead that never changes its sign can still vanish at a corner or along an edge.
    level = leads == 0
    last = 2 - level[:, ::-1].argmax(axis=1)
    start = np.where(lines.crosses[:, None], lines.start, np.eye(3)[level.argmax(axis=1)])
    end = np.where(lines.crosses[:, None], lines.end, np.eye(3)[last])
    points = nearest_points(start @ corners, end @ corners, target)
    points[level.all(axis=1)] = target
    distance = np.abs(points - target).max(axis=1)
    distance[~lines.crosses & ~level.any(axis=1)] = np.inf
    distance[first] = np.inf
    return NearestTies(np.where(distance < EQUAL, 0.0, distance), points)


def _checked(values: npt.ArrayLike) -> Floats:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 2 or given.shape[1:] != (3,) or not len(given):
        raise ValueError("options are rows of three numbers, at least one")
    if not np.all(np.isfinite(given)):
        raise ValueError("options are rows of finite numbers")
    return given


@dataclass(frozen=True)
class _Boundary:
    """Lines between the cells of the region, each cut where the number of options ahead changes.

    Attributes:
        start, end: shares of the corners, n by 3.
        owner: the option whose cells lie on the left of the line.
        gain: how many more options beat the owner on the right; 0 on the region's edge, which has
            nothing on its right.
        cuts: n by g + 2, rising from 0 to 1 along the line.
        counts: n by g + 1, how many options beat the owner between two cuts.
    """

    start: Floats
    end: Floats
    owner: Places
    gain: Places
    cuts: Floats
    counts: Places

    @property
    def pieces(self) -> Floats:
        """What each piece adds to the owner's area on its left, in shares of the region."""
        whole = self.start[:, 0] * self.end[:, 1] - self.start[:, 1] * self.end[:, 0]
        pieces: Floats = whole[:, None] * np.diff(self.cuts, axis=1)
        return pieces


def _boundary(options: Floats, sizes: Places) -> _Boundary:
    """Return the tie line of every ordered pair, then the one edge that adds, once an option."""
    number = len(options)
    left, right = np.nonzero(~np.eye(number, dtype=bool))
    lines = tie_lines(snapped(options[left] - options[right]))
    left, right = left[lines.crosses], right[lines.crosses]
    start, end = lines.start[lines.crosses], lines.end[lines.crosses]
    at_start, at_end = _leads(options, start, left, right), _leads(options, end, left, right)
    cuts, counts = _cut(at_start, at_end, sizes)
    counts += _coinciding(options, sizes, (left, right), (at_start == 0) & (at_end == 0))[:, None]
    edge_cuts, edge_counts = _cut(*_leads_on_edge(options), sizes)
    corner = np.broadcast_to(np.eye(3)[:, None, :], (3, number, 3))
    return _Boundary(
        start=np.concatenate([start, corner[0]]),
        end=np.concatenate([end, corner[1]]),
        owner=np.concatenate([left, np.arange(number)]),
        gain=np.concatenate([sizes[right], np.zeros(number, dtype=np.intp)]),
        cuts=np.concatenate([cuts, edge_cuts]),
        counts=np.concatenate([counts, edge_counts]),
    )


def _leads(options: Floats, points: Floats, left: Places, right: Places) -> Floats:
    """Return how far each option is ahead of the pair that ties at a point; the pair never is."""
    utilities = points @ options.T
    rows = np.arange(len(points))
    leads = snapped(utilities - utilities[rows, left][:, None])
    leads[rows, left] = leads[rows, right] = -1.0
    return leads


def _leads_on_edge(options: Floats) -> tuple[Floats, Floats]:
    """Return how far each option is ahead of each other one at the first and second corner.

    Where two tie along the whole edge, whoever is ahead on the inner side counts as ahead.
    """
    first, second, inner = np.moveaxis(snapped(options[None, :, :] - options[:, None, :]), 2, 0)
    level = (first == 0) & (second == 0)
    return np.where(level, inner, first), np.where(level, inner, second)


def _cut(at_start: Floats, at_end: Floats, sizes: Places) -> tuple[Floats, Places]:
    """Cut lines where an option comes ahead or falls behind, and count who is ahead between.

    Args:
        at_start, at_end: n by g, the leads of the options at both ends.
        sizes: how many identical options each of the g stands for.

    Returns:
        `cuts` and `counts` of a boundary.
    """
    before = (at_start > 0) | ((at_start == 0) & (at_end > 0))
    after = (at_end > 0) | ((at_end == 0) & (at_start > 0))
    turns = before != after
    fall = np.where(turns, at_start - at_end, 1.0)
    places = np.where(turns, at_start / fall, 1.0)
    order = places.argsort(axis=1)
    steps = np.where(turns, np.where(after, sizes, -sizes), 0)
    begun = (before @ sizes)[:, None]
    ends = np.zeros((len(places), 1))
    return (
        np.concatenate([ends, np.take_along_axis(places, order, axis=1), ends + 1], axis=1),
        np.concatenate([begun, begun + np.take_along_axis(steps, order, axis=1).cumsum(1)], axis=1),
    )


def _coinciding(options: Floats, sizes: Places, pair: tuple[Places, Places], tied: Bools) -> Places:
    """Count the options that tie with a pair along its whole line, so that each is passed once.

    The tie lines of the owner with several others then coincide. Those on which it is passed in
    the same direction count one after the other, in the order of the options; those on which it is
    passed in the opposite direction do not count.
    """
    counts = np.zeros(len(tied), dtype=np.intp)
    rows, others = np.nonzero(tied)
    left, right = pair[0][rows], pair[1][rows]
    along = (options[left] - options[others]) * (options[left] - options[right])
    passed = (along.sum(axis=1) > 0) & (others < right)
    np.add.at(counts, rows[passed], sizes[others[passed]])
    return counts


def _counts_held(boundary: _Boundary, sizes: Places) -> Floats:
    """Return in which share of the weightings exactly so many options beat each of the g.

    Returns:
        g by m + 1; the last column stays empty.
    """
    width = int(sizes.sum()) + 1
    pieces = boundary.pieces
    here = boundary.owner[:, None] * width + boundary.counts
    beyond = here + boundary.gain[:, None]
    inner = boundary.gain > 0
    held = np.bincount(here.ravel(), pieces.ravel(), len(sizes) * width)
    held -= np.bincount(beyond[inner].ravel(), pieces[inner].ravel(), len(sizes) * width)
    return np.where(held < _NOTHING, 0.0, held).reshape(len(sizes), width)


def _spread(held: Floats, sizes: Places) -> Floats:
    """Turn counts of those ahead into ranks; a group of s takes the s ranks after the count."""
    totals = np.concatenate([np.zeros((len(held), 1)), held[:, :-1].cumsum(axis=1)], axis=1)
    ranks = np.arange(1, totals.shape[1])
    before = np.maximum(ranks[None, :] - sizes[:, None], 0)
    shares: Floats = (totals[:, 1:] - np.take_along_axis(totals, before, axis=1)) / sizes[:, None]
    return shares


def _centres(boundary: _Boundary, areas: Floats) -> list[Floats | None]:
    """Return the centroid of the cell in which each option is first, in shares of the corners."""
    rows, places = np.nonzero(boundary.counts == 0)
    owner, pieces = boundary.owner[rows], boundary.pieces[rows, places]
    along = boundary.end[rows] - boundary.start[rows]
    both_cuts = boundary.cuts[rows, places] + boundary.cuts[rows, places + 1]
    both_ends = 2 * boundary.start[rows] + both_cuts[:, None] * along
    moments = [np.bincount(owner, pieces * both_ends[:, axis], len(areas)) / 3 for axis in (0, 1)]
    return [
        np.array([x / area, y / area, 1 - (x + y) / area]) if area > 0 else None
        for x, y, area in zip(*moments, areas, strict=True)
    ]
