"""Wilson intervals against published values and an independent program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from pmm_core.stats.proportions import wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (0, 20, 0.0, 0.1611252),
        (1, 29, 0.0061132, 0.1717552),
        (3, 12, 0.0889, 0.5323),
        (0, 12, 0.0, 0.2425),
        (300, 1200, 0.2263, 0.2753),
    ],
)
def test_published_intervals_come_out(successes: int, n: int, low: float, high: float) -> None:
    # Newcombe 1998, table I; the last three are computed by hand.
    assert wilson(successes, n) == pytest.approx((low, high), abs=6e-5 if n in (12, 1200) else 1e-7)


@given(st.integers(1, 5000), st.data())
def test_every_interval_lies_within_0_and_1_and_agrees_with_statsmodels(
    n: int, data: st.DataObject
) -> None:
    successes = data.draw(st.integers(0, n))
    interval = wilson(successes, n)
    assert 0 <= interval.low <= successes / n <= interval.high <= 1
    theirs = proportion_confint(successes, n, method="wilson")
    assert interval == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (0, 0), (5, 4), (-1, 4)])
def test_a_numerator_that_is_no_part_of_its_denominator_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(successes, n)
