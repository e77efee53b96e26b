"""The smallest change of weights: the worked case, and a grid that never finds a nearer tie."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.ranking import nearest_ties
from pmm_core.stats.triangle import nearest_points, region

Floats = npt.NDArray[np.float64]
WORKED = [[5, 2, 3], [3, 4, 3], [2, 3, 5], [4, 4, 2]]
SCORE = st.integers(1, 5)
SHEETS = st.lists(st.tuples(SCORE, SCORE, SCORE), min_size=2, max_size=6)
PARTS = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)).filter(any)
STEPS = 60


def grid() -> Floats:
    """All weightings in steps of a sixtieth."""
    return (
        np.array(
            [(u, q, STEPS - u - q) for u in range(STEPS + 1) for q in range(STEPS + 1 - u)], float
        )
        / STEPS
    )


GRID = grid()


def test_the_worked_case_comes_out_exactly() -> None:
    ties = nearest_ties(WORKED, 0, (0.5, 0.25, 0.25))
    assert ties.distance[3] == pytest.approx(1 / 12, abs=1e-12)
    np.testing.assert_allclose(ties.weights[3], [1 / 2, 1 / 3, 1 / 6], atol=1e-12)
    assert ties.distance.argmin() == 3
    assert np.isinf(ties.distance[0])


@given(SHEETS, PARTS, st.none() | st.just((0, 1, 2)))
def test_no_weighting_of_a_grid_is_nearer_and_the_nearest_is_a_tie(
    rows: list[tuple[int, int, int]], parts: tuple[int, int, int], order: tuple[int, ...] | None
) -> None:
    values = np.array(rows, float)
    weights = np.array(sorted(parts, reverse=True) if order else parts, float) / sum(parts)
    first = int((values @ weights).argmax())
    ties = nearest_ties(values, first, weights, region(order))
    allowed = GRID[np.all(np.diff(GRID, axis=1) <= 1e-12, axis=1)] if order else GRID
    for other in range(len(rows)):
        if other == first:
            continue
        level = allowed[allowed @ (values[other] - values[first]) >= -1e-9]
        if np.isinf(ties.distance[other]):
            assert not len(level)
            continue
        at, nearest = ties.weights[other], ties.distance[other]
        assert at @ values[other] == pytest.approx(at @ values[first], abs=1e-9)
        assert at.min() >= -1e-12
        assert at.sum() == pytest.approx(1, abs=1e-12)
        assert order is None or np.all(np.diff(at) <= 1e-12)
        assert np.abs(at - weights).max() == pytest.approx(nearest, abs=1e-9)
        if len(level):
            assert np.abs(level - weights).max(axis=1).min() >= nearest - 1e-9


def test_a_challenger_that_is_level_at_a_corner_only_is_found_there() -> None:
    ties = nearest_ties([[5, 4, 4], [5, 1, 1]], 0, (1 / 3, 1 / 3, 1 / 3))
    assert ties.distance[1] == pytest.approx(2 / 3)
    np.testing.assert_allclose(ties.weights[1], [1, 0, 0])


def test_a_challenger_that_is_never_level_is_infinitely_far() -> None:
    assert np.isinf(nearest_ties([[5, 4, 4], [4, 1, 1]], 0, (0.5, 0.25, 0.25)).distance[1])


def test_a_twin_is_level_without_any_change() -> None:
    ties = nearest_ties([[5, 4, 4], [5, 4, 4]], 0, (0.5, 0.25, 0.25))
    assert ties.distance[1] == 0
    np.testing.assert_allclose(ties.weights[1], [0.5, 0.25, 0.25])


def test_among_equally_near_points_the_first_weight_moves_least() -> None:
    start, end = np.array([[2 / 3, 1 / 3, 0]]), np.array([[0, 1 / 3, 2 / 3]])
    point = nearest_points(start, end, np.array([0.5, 0.25, 0.25]))
    np.testing.assert_allclose(point, [[1 / 2, 1 / 3, 1 / 6]], atol=1e-12)
