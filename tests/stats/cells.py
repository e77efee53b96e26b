"""Rank shares the plain way: the region is split cell by cell, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Point = tuple[Fraction, Fraction, Fraction]
Cell = list[Point]

WHOLE: Cell = [
    (Fraction(1), Fraction(0), Fraction(0)),
    (Fraction(0), Fraction(1), Fraction(0)),
    (Fraction(0), Fraction(0), Fraction(1)),
]


def ordered_region(order: Sequence[int]) -> Cell:
    """The triangle in which the weights fall in the given order."""
    corners = []
    for number in (1, 2, 3):
        corner = [Fraction(0)] * 3
        for place in order[:number]:
            corner[place] = Fraction(1, number)
        corners.append((corner[0], corner[1], corner[2]))
    return corners


def _lead(one: Sequence[Fraction], other: Sequence[Fraction], at: Point) -> Fraction:
    return sum((weight * (a - b) for weight, a, b in zip(at, one, other, strict=True)), Fraction(0))


def _keep(cell: Cell, one: Sequence[Fraction], other: Sequence[Fraction]) -> Cell:
    """The part in which one is at least as good as the other (Sutherland and Hodgman)."""
    kept: Cell = []
    for here, there in zip(cell, [*cell[1:], cell[0]], strict=True):
        a, b = _lead(one, other, here), _lead(one, other, there)
        if a >= 0:
            kept.append(here)
        if (a > 0 > b) or (a < 0 < b):
            t = a / (a - b)
            x, y, z = (p + t * (q - p) for p, q in zip(here, there, strict=True))
            kept.append((x, y, z))
    return kept


def _area(cell: Cell) -> Fraction:
    pairs = zip(cell, [*cell[1:], cell[0]], strict=True)
    return abs(sum((a[0] * b[1] - a[1] * b[0] for a, b in pairs), Fraction(0))) / 2


def _centroid(cell: Cell) -> Point:
    pairs = list(zip(cell, [*cell[1:], cell[0]], strict=True))
    cross = [a[0] * b[1] - a[1] * b[0] for a, b in pairs]
    twice = sum(cross, Fraction(0))
    x, y = (
        sum(((a[k] + b[k]) * c for (a, b), c in zip(pairs, cross, strict=True)), Fraction(0))
        / (3 * twice)
        for k in (0, 1)
    )
    return x, y, 1 - x - y


def rank_shares(
    values: Sequence[Sequence[Fraction]], region: Cell = WHOLE
) -> tuple[list[list[Fraction]], list[Point | None]]:
    """Rank shares of all options, and the centroid of the cell in which each is first."""
    shares, central = [], []
    for mine in values:
        twins = sum(list(mine) == list(other) for other in values)
        cells = [(region, 0)]
        for other in values:
            if list(other) == list(mine):
                continue
            split = [
                part
                for cell, beaten_by in cells
                for part in (
                    (_keep(cell, mine, other), beaten_by),
                    (_keep(cell, other, mine), beaten_by + 1),
                )
            ]
            cells = [(cell, count) for cell, count in split if len(cell) > 2 and _area(cell) > 0]
        row = [Fraction(0)] * len(values)
        for cell, count in cells:
            for rank in range(count, count + twins):
                row[rank] += _area(cell) / _area(region) / twins
        shares.append(row)
        central.append(next((_centroid(cell) for cell, count in cells if count == 0), None))
    return shares, central
