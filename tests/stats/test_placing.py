"""A value among others: rank, percentile and chance, against counting and exact betas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, rankdata

from pmm_core.stats.placing import chance_above_median, place


def test_the_third_of_seven_is_called_so() -> None:
    found = place(0.3, [0.1, 0.2, 0.25, 0.28, 0.35, 0.4])
    assert found and (found.rank, found.of, found.is_tied) == (3, 7, False)
    assert found.percentile is None
    assert found.range_holds == pytest.approx(5 / 7)


def test_equal_values_share_the_best_rank() -> None:
    found = place(0.3, [0.3, 0.4, 0.1])
    assert found and (found.rank, found.is_tied) == (2, True)


def test_alone_there_is_no_place() -> None:
    assert place(0.3, []) is None
    assert chance_above_median((3, 10), []) is None


@given(st.integers(0, 40), st.lists(st.integers(0, 40), min_size=20, max_size=40))
def test_from_twenty_on_the_percentile_counts_equals_half(own: int, others: list[int]) -> None:
    found = place(float(own), [float(other) for other in others])
    ranks = rankdata([*others, own], method="average")
    assert found and found.percentile == pytest.approx((ranks[-1] - 1) / len(others))
    assert found.rank == rankdata([-value for value in [*others, own]], method="min")[-1]


def test_the_chance_to_beat_one_other_is_that_of_two_betas() -> None:
    found = chance_above_median((30, 100), [(20, 100)])
    steps = [i / 4000 for i in range(1, 4000)]
    exact = sum(beta.pdf(x, 30.5, 70.5) * beta.cdf(x, 20.5, 80.5) for x in steps) / 4000
    assert found == pytest.approx(exact, abs=0.02)


def test_the_chance_falls_as_the_others_rise() -> None:
    low, high = (
        chance_above_median((30, 100), [(x, 100), (x + 5, 100), (x + 9, 100)]) for x in (15, 30)
    )
    assert low and high is not None and low > 0.8 > 0.5 > high
    assert low == chance_above_median((30, 100), [(15, 100), (20, 100), (24, 100)])
