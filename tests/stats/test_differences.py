"""Changes compared, against a paper, statsmodels and what must hold for any numbers."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.differences import (
    change_after,
    clustered_difference,
    difference_of_changes,
    lags_for,
    pooled_slope,
)
from pmm_core.stats.fitting import mean_percent_error, waves

numbers = st.floats(-1e3, 1e3, allow_nan=False).map(lambda x: round(x, 3))
side = st.lists(numbers, min_size=2, max_size=12)


def test_new_jersey_against_pennsylvania_as_card_and_krueger_printed(
    shared: Callable[[str], Path],
) -> None:
    block = json.loads(shared("reference_numbers.json").read_text("utf-8"))["card_krueger_did"]
    found = difference_of_changes(tuple(block["NJ"]), tuple(block["PA"]), errors=(0.54, 1.25))
    assert found.value == pytest.approx(block["did_from_rounded_means"], abs=0.005)
    assert abs(found.value - block["did"]) <= 0.02
    assert found.error == pytest.approx(block["se"], abs=0.005)


@given(side, side)
def test_errors_by_cluster_are_those_of_least_squares_with_a_variance_a_side(
    treated: list[float], control: list[float]
) -> None:
    found = clustered_difference(treated, control)
    changes = np.array([*treated, *control])
    is_treated = np.repeat([1.0, 0.0], [len(treated), len(control)])
    second = sm.OLS(changes, sm.add_constant(is_treated)).fit(cov_type="HC2")
    assert found.value == pytest.approx(second.params[1], abs=1e-7)
    assert found.error == pytest.approx(second.bse[1], abs=1e-7)


def test_errors_by_cluster_are_those_of_the_whole_panel_but_for_the_small_sample_factor() -> None:
    """The panel of all values with errors clustered by unit, without collapsing anything."""
    draw = np.random.default_rng(3)
    units, periods, before = 8, 20, 12
    values = draw.normal(size=(units, periods)) + draw.normal(size=(units, 1))
    treated = np.arange(units) < 4
    after = np.arange(periods) >= before
    changes = [change_after(row, after) for row in values]
    found = clustered_difference(changes[:4], changes[4:])
    flat = values.ravel()
    columns = [
        np.repeat(treated, periods).astype(float),
        np.tile(after, units).astype(float),
        (treated[:, None] & after).ravel().astype(float),
    ]
    groups = {"groups": np.repeat(np.arange(units), periods), "use_correction": False}
    panel = sm.OLS(flat, sm.add_constant(np.column_stack(columns))).fit(
        cov_type="cluster", cov_kwds=groups
    )
    assert found.value == pytest.approx(panel.params[3], abs=1e-10)
    # Four units a side: dividing by 3 rather than by 4.
    assert found.error == pytest.approx(panel.bse[3] * np.sqrt(4 / 3), rel=1e-9)


@given(side, side, numbers)
def test_what_all_clusters_have_in_common_cancels(
    treated: list[float], control: list[float], shift: float
) -> None:
    found = clustered_difference(treated, control)
    moved = clustered_difference([x + shift for x in treated], [x + shift for x in control])
    assert found.value == pytest.approx(moved.value, abs=1e-6)
    assert found.low == pytest.approx(moved.low, abs=1e-5)


@given(side, side)
def test_the_other_way_round_is_the_same_with_the_sign_turned(
    treated: list[float], control: list[float]
) -> None:
    one, two = clustered_difference(treated, control), clustered_difference(control, treated)
    assert one.value == pytest.approx(-two.value, abs=1e-9)
    assert one.high is not None and two.low is not None
    assert one.high == pytest.approx(-two.low, abs=1e-6)


@pytest.mark.parametrize(("treated", "control"), [([1.0], [2.0, 3.0]), ([1.0, 2.0], [3.0])])
def test_one_cluster_on_a_side_has_no_interval(treated: list[float], control: list[float]) -> None:
    found = clustered_difference(treated, control)
    assert found.value == np.mean(treated) - np.mean(control)
    assert (found.low, found.high, found.error) == (None, None, None)


def test_the_interval_of_few_clusters_holds_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(11)
    held = 0
    for _ in range(2000):
        found = clustered_difference(draw.normal(0, 1, 4), draw.normal(0, 2, 4))
        assert found.low is not None and found.high is not None
        held += found.low <= 0 <= found.high
    assert 0.93 <= held / 2000 <= 0.98


def test_a_change_with_something_beside_is_the_coefficient_of_least_squares() -> None:
    draw = np.random.default_rng(5)
    after = np.arange(30) >= 20
    beside = (np.arange(30) % 7 == 0).astype(float)[:, None]
    values = 3 + 2 * after - 5 * beside[:, 0] + draw.normal(0, 0.1, 30)
    second = sm.OLS(values, np.column_stack([np.ones(30), after, beside])).fit()
    assert change_after(values, after, beside) == pytest.approx(second.params[1], abs=1e-10)
    values[3] = np.nan
    assert change_after(values, after) == pytest.approx(
        values[after].mean() - np.nanmean(values[~after]), abs=1e-10
    )


def test_what_covers_every_period_after_cannot_be_told_from_the_launch() -> None:
    after = np.arange(10) >= 6
    assert change_after(np.arange(10.0), after, after.astype(float)[:, None]) is None


def test_a_slope_has_the_errors_of_newey_and_west() -> None:
    draw = np.random.default_rng(9)
    values = 0.1 * np.arange(40) + draw.normal(size=40)
    found = pooled_slope(values)
    second = sm.OLS(values, sm.add_constant(np.arange(40.0))).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags_for(40), "use_correction": True}, use_t=True
    )
    assert found == pytest.approx((second.params[1], *second.conf_int()[1]), abs=1e-9)
    assert pooled_slope(values[:4]) is None


def test_an_error_in_percent_leaves_out_what_it_cannot_divide_by() -> None:
    observed = np.array([100.0, 0.0, np.nan, 50.0])
    fitted = np.array([110.0, 5.0, 1.0, 50.0])
    assert mean_percent_error(observed, fitted) == pytest.approx(0.05)
    assert mean_percent_error(observed[1:2], fitted[1:2]) is None


@given(st.integers(2, 60), st.integers(1, 3))
def test_waves_repeat_after_a_season(period: int, number: int) -> None:
    time = np.arange(2.0 * period)
    found = waves(time, period, number)
    assert found.shape == (2 * period, 2 * number)
    np.testing.assert_allclose(found[:period], found[period:], atol=1e-9)
