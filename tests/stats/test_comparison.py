"""Two groups compared, against papers, R, statsmodels and counts of single units."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff
from statsmodels.stats.proportion import confint_proportions_2indep

from pmm_core.stats.comparison import (
    adopted_days,
    days_difference,
    log_rank,
    newcombe,
    restricted_mean,
    share_difference,
)
from pmm_core.stats.survival import aalen_johansen, kaplan_meier
from tests.stats.test_survival import ADOPTED, CENSORED, LEFT, SIX_MP, Units, count

TREATED = list(zip(SIX_MP["time"], SIX_MP["event"], strict=True))
PLACEBO_TIME = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
PLACEBO = [(time, ADOPTED) for time in PLACEBO_TIME]

days = st.integers(0, 12)
observed = st.lists(st.tuples(days, st.sampled_from([ADOPTED, CENSORED])), min_size=1, max_size=60)
ended = st.lists(
    st.tuples(days, st.sampled_from([ADOPTED, LEFT, CENSORED])), min_size=2, max_size=40
)


def test_two_shares_are_as_far_apart_as_newcombe_printed() -> None:
    found = newcombe((56, 70), (48, 80))
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.2, 0.0524315, 0.3338727), abs=1e-7
    )


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_of_newcombe_is_that_of_statsmodels(
    n: int, m: int, p: float, q: float
) -> None:
    one, two = round(n * p), round(m * q)
    found = newcombe((one, n), (two, m))
    low, high = confint_proportions_2indep(one, n, two, m, method="newcomb", correction=False)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_few_adoptions_on_a_side_put_the_limits_together_and_not_the_variances() -> None:
    first = kaplan_meier(count([(2, ADOPTED), (5, CENSORED), (9, ADOPTED), (9, CENSORED)]))
    second = kaplan_meier(count([(3, ADOPTED), (9, CENSORED), (9, CENSORED)]))
    found = share_difference(first, second, day=9, events=(2, 1))
    low = np.hypot(first.share[9] - first.low[9], second.high[9] - second.share[9])
    assert found.method == "square_and_add"
    assert found.value - found.low == pytest.approx(low)
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_many_adoptions_take_the_variances() -> None:
    first = kaplan_meier(count([(day % 10, int(day % 3 == 0)) for day in range(200)]))
    second = kaplan_meier(count([(day % 10, int(day % 4 == 0)) for day in range(150)]))
    found = share_difference(first, second, day=9, events=(67, 38))
    half = 1.959963984540054 * np.sqrt(first.variance[9] + second.variance[9])
    assert found.method == "normal"
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half))


def test_restricted_means_are_those_of_r() -> None:
    one, two = (restricted_mean(count(group), days=20) for group in (TREATED, PLACEBO))
    assert one and two
    assert (one.value, one.error) == pytest.approx((16.116526611, 1.251560196), abs=1e-9)
    assert (two.value, two.error) == pytest.approx((8.428571429, 1.268082683), abs=1e-9)
    apart = days_difference(one, two)
    assert (apart.value, apart.low, apart.high) == pytest.approx((7.688, 4.196, 11.180), abs=5e-4)


@given(st.lists(st.tuples(days, st.sampled_from([ADOPTED, LEFT])), min_size=1, max_size=80))
def test_with_everybody_observed_adopted_days_are_a_plain_mean_with_its_error(
    units: list[tuple[int, int]],
) -> None:
    found = adopted_days(count(units, last=13), days=13)
    of_each = [13 - day if what == ADOPTED else 0 for day, what in units]
    assert found
    assert found.value == pytest.approx(np.mean(of_each), abs=1e-9)
    assert found.error == pytest.approx(np.std(of_each) / np.sqrt(len(units)), abs=1e-7)


@settings(max_examples=60)
@given(ended)
def test_the_error_of_adopted_days_is_how_much_each_unit_moves_them(
    units: list[tuple[int, int]],
) -> None:
    horizon = max(day for day, _ in units) + 1
    found = adopted_days(count(units), days=horizon)
    assert found
    moves = [_moved_by(units, at, horizon) for at in range(len(units))]
    assert found.error == pytest.approx(np.sqrt(np.square(moves).sum()), abs=1e-7)


def _moved_by(units: Units, at: int, horizon: int) -> float:
    """Differentiate the estimate by the weight of one unit, in the complex plane: no rounding."""
    step = 1e-30
    weights = [1 + step * 1j if place == at else 1 + 0j for place in range(len(units))]
    survival, share, total = 1 + 0j, 0j, 0j
    for day in range(horizon):
        there = [(w, what, end) for w, (end, what) in zip(weights, units, strict=True)]
        n = sum(w for w, _, end in there if end >= day)
        adopted = sum(w for w, what, end in there if end == day and what == ADOPTED)
        left = sum(w for w, what, end in there if end == day and what == LEFT)
        if n:
            share += survival * adopted / n
            survival *= 1 - (adopted + left) / n
        total += share
    return total.imag / step


@given(ended, st.integers(1, 12))
def test_adopted_days_are_the_area_under_the_share_adopted(
    units: list[tuple[int, int]], horizon: int
) -> None:
    counts = count(units, last=12)
    found = adopted_days(counts, days=horizon)
    if found is not None:
        area = float(aalen_johansen(counts).share[:horizon].sum())
        assert found.value == pytest.approx(area, abs=1e-9)


def test_a_curve_that_ends_before_the_horizon_has_no_adopted_days() -> None:
    counts = count([(1, ADOPTED), (4, CENSORED)])
    assert adopted_days(counts, days=6) is None
    assert adopted_days(counts, days=5) is not None


def test_a_first_group_that_is_all_gone_before_others_join_has_no_adopted_days() -> None:
    counts = count([(1, ADOPTED), (6, CENSORED)], entries=[0, 4])
    assert adopted_days(counts, days=6) is None
    before = adopted_days(counts, days=4)
    assert before is not None and before.value == 3


def test_a_restricted_mean_refuses_units_that_left() -> None:
    with pytest.raises(ValueError, match="adopted_days"):
        restricted_mean(count([(1, LEFT)]), days=1)


def test_6_mp_and_placebo_are_no_one_curve() -> None:
    found = log_rank(count(TREATED), count(PLACEBO))
    assert found
    assert found.chi2 == pytest.approx(16.79294099, abs=1e-8)
    assert found.p == pytest.approx(4.16881e-05, rel=1e-5)
    assert found.observed == (9, 21)
    assert found.expected == pytest.approx((19.2505, 10.7495), abs=1e-4)


@given(observed, observed)
def test_the_log_rank_test_is_that_of_statsmodels(
    first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]
) -> None:
    found = log_rank(count(first), count(second))
    if found is None:
        return
    time, event = zip(*first, *second, strict=True)
    group = np.repeat([0, 1], [len(first), len(second)])
    chi2, p = survdiff(np.array(time), np.array(event, dtype=float), group)
    assert (found.chi2, found.p) == pytest.approx((chi2, p), rel=1e-9, abs=1e-12)


def test_nobody_adopting_tells_no_curves_apart() -> None:
    nobody = count([(3, CENSORED), (4, CENSORED)])
    assert log_rank(nobody, nobody) is None
