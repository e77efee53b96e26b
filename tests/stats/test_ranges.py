"""The chance that a sum exceeds a limit: closed forms, random draws, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.ranges import Range, exceedance

HOURS = st.integers(0, 800).map(lambda eighths: eighths / 8)
BOUNDS = st.lists(HOURS, min_size=3, max_size=3).map(lambda three: Range(*sorted(three)))


@pytest.mark.parametrize("limit", [0.5, 2.0, 3.0, 5.5, 9.9])
def test_one_range_follows_its_closed_form(limit: float) -> None:
    one = Range(0, 3, 10)
    exact = 1 - limit**2 / 30 if limit < 3 else (10 - limit) ** 2 / 70
    assert exceedance([one], limit) == pytest.approx(exact, abs=1e-6)


def test_two_equal_symmetric_ranges_exceed_their_mean_half_the_time() -> None:
    assert exceedance([Range(2, 4, 6), Range(1, 3, 5)], 7) == pytest.approx(0.5, abs=1e-9)


def test_random_draws_agree() -> None:
    ranges = [Range(4, 6, 12), Range(0, 0, 5), Range(3, 8, 8), Range(2, 2, 2)]
    draws = np.random.default_rng(7)
    total = 2.0 + sum(draws.triangular(*one, 400_000) for one in ranges[:3])
    for limit in (12.0, 16.0, 20.0):
        share = float(np.mean(total > limit))
        error = 5 * np.sqrt(share * (1 - share) / 400_000) + 1e-3
        assert abs(exceedance(ranges, limit) - share) < error


@given(st.lists(BOUNDS, max_size=4), st.floats(-10, 500), st.floats(0, 50))
def test_it_is_a_probability_that_falls_with_the_limit(
    amounts: list[Range], limit: float, more: float
) -> None:
    likely, less_likely = exceedance(amounts, limit), exceedance(amounts, limit + more)
    assert 0 <= less_likely <= likely + 1e-9 <= 1 + 1e-9


def test_certain_sums_exceed_or_do_not() -> None:
    assert exceedance([], 0) == 0
    assert exceedance([Range(5, 5, 5)], 5) == 0
    assert exceedance([Range(5, 5, 5)], 4.9) == 1
    assert exceedance([Range(1, 2, 3)], 3) == 0
    assert exceedance([Range(1, 2, 3)], 0.5) == 1


def test_the_mean_and_the_parts_of_a_range() -> None:
    assert Range(1, 2, 6).mean == 3
    assert Range(1, 2, 6).scaled(0.5) == Range(0.5, 1, 3)


def test_crossed_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="low"):
        exceedance([Range(3, 2, 4)], 1)
