"""The designs against published numbers, plain least squares, and what must hold for any series."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.impact.designs import fit, jump, level_paths
from pmm_core.impact.fits import NotFitted
from pmm_core.impact.panel import Panel, Series
from pmm_core.vocabulary import Cadence, Design
from tests.impact.asked import CALENDAR, SUNDAY, noise, panel


@pytest.fixture
def block(shared: Callable[[str], Path]) -> dict:
    whole = json.loads(shared("reference_numbers.json").read_text("utf-8"))
    return whole["causalimpact_vignette"]


@pytest.fixture
def vignette(block) -> Panel:
    return panel([np.array(block["y"])], [np.array(block["x1"])], before=70)


def test_a_structural_series_gives_the_numbers_of_the_vignette(block, vignette: Panel) -> None:
    due = block["statsmodels_ucm_local_level"]
    found = fit(Design.UCM, vignette).effect
    assert found.value == pytest.approx(due["effect_avg"], abs=1e-3)
    assert (found.low, found.high) == pytest.approx(tuple(due["ci_avg"]), abs=0.1)
    assert found.total == pytest.approx(due["effect_cum"], abs=0.03)
    assert (found.total_low, found.total_high) == pytest.approx(tuple(due["ci_cum"]), abs=3)
    assert found.relative and found.relative[0] == pytest.approx(due["rel"], abs=1e-5)
    assert found.actual == pytest.approx(block["actual_mean"], abs=1e-6)
    assert found.n * found.actual == pytest.approx(block["actual_sum"], abs=1e-4)


def test_two_other_programs_print_nearly_the_same(block, vignette: Panel) -> None:
    found = fit(Design.UCM, vignette).effect
    assert found.value == pytest.approx(block["bsts_causalimpact_1_7_0"]["effect_avg"], abs=0.1)
    assert round(found.value) == 11
    assert found.low and round(found.low, 1) == pytest.approx(9.8, abs=0.11)


def test_least_squares_of_the_level_says_the_same_without_any_filter(vignette: Panel) -> None:
    """Where the level hardly wanders, a constant and the control are the whole model."""
    y, x = vignette.treated[0].values, vignette.controls[0].values
    design = np.column_stack([np.ones(70), x[:70]])
    constant, slope = np.linalg.lstsq(design, y[:70], rcond=None)[0]
    plain = float((y[70:] - constant - slope * x[70:]).mean())
    assert fit(Design.UCM, vignette).effect.value == pytest.approx(plain, abs=0.15)


def test_the_band_of_the_sum_is_not_the_sum_of_the_bands(vignette: Panel) -> None:
    found = fit(Design.UCM, vignette)
    assert found.effect.total_high is not None and found.effect.total_low is not None
    whole = (found.effect.total_high - found.effect.total_low) / 2
    summed = float((found.high - found.low)[70:].sum()) / 2
    assert whole == pytest.approx(20.6, abs=1)
    assert summed == pytest.approx(72, abs=3)


def test_without_the_control_nothing_can_be_said(block) -> None:
    y = np.array(block["y"])
    _, ahead, paths = level_paths(y[:70], np.zeros((100, 0)), 30, 20_000, trend=False)
    assert float((y[70:] - ahead).mean()) == pytest.approx(
        block["no_covariate"]["effect_avg"], abs=1e-3
    )
    low, high = np.percentile(paths, (2.5, 97.5), axis=1)
    half = float((high - low).mean()) / 2
    assert half == pytest.approx(block["no_covariate"]["mean_pointwise_half_width"], abs=0.2)


@pytest.mark.parametrize("trend", [False, True])
@pytest.mark.parametrize("controls", [0, 2])
def test_paths_are_spread_as_those_another_program_draws_one_by_one(
    trend: bool, controls: int
) -> None:
    draw = np.random.default_rng(6)
    exog = draw.normal(size=(60, controls))
    values = np.cumsum(draw.normal(0, 0.5, 60)) + draw.normal(size=60) + exog.sum(axis=1)
    _, _, paths = level_paths(values[:48], exog, 12, 20_000, trend=trend)
    level = "local linear deterministic trend" if trend else "local level"
    has = controls > 0
    found = sm.tsa.UnobservedComponents(
        values[:48], level=level, exog=exog[:48] if has else None
    ).fit(disp=False)
    second = np.asarray(
        found.simulate(
            12,
            anchor="end",
            exog=exog[48:] if has else None,
            repetitions=4000,
            rng=np.random.default_rng(1),
        )
    ).reshape(12, -1)
    size = second.std()
    for mine, other in ((paths, second), (paths.mean(axis=0), second.mean(axis=0))):
        for part in (5, 50, 95):
            ends = [np.percentile(one, part, axis=-1) for one in (mine, other)]
            np.testing.assert_allclose(ends[0], ends[1], atol=0.16 * size)


def test_the_same_values_give_the_same_draws(vignette: Panel) -> None:
    one, two = fit(Design.UCM, vignette), fit(Design.UCM, vignette)
    assert one.effect == two.effect
    np.testing.assert_array_equal(one.high, two.high)


def test_values_after_the_launch_never_reach_what_was_expected(vignette: Panel) -> None:
    changed = vignette.treated[0].values.copy()
    changed[70:] *= 2
    other = replace(vignette, treated=(Series("y", changed),))
    np.testing.assert_array_equal(
        fit(Design.UCM, vignette).expected, fit(Design.UCM, other).expected
    )


def test_an_interrupted_series_is_least_squares_with_newey_west_errors() -> None:
    values = noise(1, 60) + 0.3 * np.arange(60) + np.where(np.arange(60) >= 45, 4.0, 0.0)
    found = fit(Design.ITS, panel([values], before=45))
    time, step = np.arange(60.0), (np.arange(60) >= 45).astype(float)
    design = np.column_stack([np.ones(60), step, time])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values
    scores = design * (values - design @ coefficients)[:, None]
    meat = scores.T @ scores
    for lag in range(1, 4):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / 4) * (cross + cross.T)
    error = np.sqrt((inverse @ meat @ inverse)[1, 1] * 60 / 57)
    assert found.details["lags"] == 3
    assert found.effect.value == pytest.approx(coefficients[1], abs=1e-9)
    assert found.details["newey_west_error"] == pytest.approx(error, rel=1e-9)
    assert found.details["error"] >= error
    assert found.effect.expected == pytest.approx(
        float((values[45:] - coefficients[1]).mean()), abs=1e-9
    )


def counts(seed: int = 4, n: int = 60, before: int = 45) -> Panel:
    draw = np.random.default_rng(seed)
    mean = 80 * np.exp(0.004 * np.arange(n) + 0.15 * (np.arange(n) >= before))
    return panel([draw.negative_binomial(20, 20 / (20 + mean)).astype(float)], before=before)


def test_the_error_of_counts_is_that_of_poisson_times_the_root_of_the_dispersion() -> None:
    one = counts()
    found = fit(Design.ITS, one)
    time = np.arange(60.0)
    design = np.column_stack([np.ones(60), one.after.astype(float), (time - time.mean()) / 60])
    plain = sm.GLM(one.treated[0].values, design, family=sm.families.Poisson()).fit()
    dispersion = float(plain.pearson_chi2 / plain.df_resid)
    assert found.details["model"] == "quasi_poisson"
    assert found.details["dispersion"] == pytest.approx(dispersion, rel=1e-9)
    assert found.details["step_error"] == pytest.approx(
        np.sqrt(dispersion) * plain.bse[1], rel=1e-9
    )
    assert dispersion > 2


def test_a_share_of_counted_units_has_its_units_as_offset() -> None:
    draw = np.random.default_rng(8)
    units = draw.integers(400, 900, 50).astype(float)
    rate = 0.2 + 0.05 * (np.arange(50) >= 38)
    won = draw.binomial(units.astype(int), rate).astype(float)
    asked = replace(
        panel([won / units], before=38, is_share=True),
        treated=(Series("rate", won / units, won, units),),
    )
    found = fit(Design.ITS, asked)
    assert found.details["model"] == "quasi_poisson"
    assert found.effect.value == pytest.approx(0.05, abs=0.02)
    assert found.effect.total is None
    assert found.effect.low is not None and found.effect.low > 0


def test_the_season_is_taken_out_once_two_years_are_known() -> None:
    months = CALENDAR.recent(SUNDAY, Cadence.MONTHLY, 48)
    turn = 2 * np.pi * np.arange(48) / 12
    values = 100.5 + 10 * np.sin(turn) + 4 * np.cos(2 * turn) + 3.0 * (np.arange(48) >= 39)
    known = replace(panel([values], before=39), periods=months)
    assert fit(Design.ITS, known).effect.value == pytest.approx(3, abs=1e-6)
    short = known.cut(18, 24)
    assert fit(Design.ITS, short).effect.value != pytest.approx(0, abs=1e-3)


@given(st.integers(0, 10_000), st.floats(-0.3, 0.5))
@settings(max_examples=40)
def test_a_common_shock_moves_no_difference_in_differences(seed: int, shock: float) -> None:
    draw = np.random.default_rng(seed)
    sides = [draw.uniform(50, 150, (3, 30)), draw.uniform(50, 150, (4, 30))]
    after = np.arange(30) >= 22
    shocked = [side * np.where(after, np.exp(shock), 1.0) for side in sides]
    one = fit(Design.DID, panel(list(sides[0]), list(sides[1]), before=22)).effect
    two = fit(Design.DID, panel(list(shocked[0]), list(shocked[1]), before=22)).effect
    assert one.relative and two.relative
    assert one.relative[0] == pytest.approx(two.relative[0], abs=1e-9)
    assert one.low is not None and one.high is not None
    assert one.low <= one.value <= one.high
    assert one.actual - one.expected == pytest.approx(one.value)


def test_shares_are_compared_in_points_and_amounts_relative_to_size() -> None:
    after = np.arange(40) >= 30
    shares = [np.full(40, 0.2) + 0.05 * after, np.full(40, 0.4) + 0.07 * after]
    others = [np.full(40, 0.3) + 0.01 * after, np.full(40, 0.1) + 0.01 * after]
    found = fit(Design.DID, panel(shares, others, before=30, is_share=True))
    assert (found.details["scale"], found.effect.value) == ("level", pytest.approx(0.05))
    amounts = [np.full(40, 100.0) * (1 + 0.1 * after), np.full(40, 10.0) * (1 + 0.1 * after)]
    same = [np.full(40, 50.0), np.full(40, 5.0)]
    relative = fit(Design.DID, panel(amounts, same, before=30))
    assert relative.details["scale"] == "relative"
    assert relative.effect.relative and relative.effect.relative[0] == pytest.approx(0.1)
    assert relative.effect.value == pytest.approx(11)


def test_a_mix_of_donors_finds_a_drop_it_could_not_have_followed() -> None:
    draw = np.random.default_rng(2)
    donors = [100 + np.cumsum(draw.normal(size=50)) for _ in range(5)]
    made = 0.6 * donors[0] + 0.4 * donors[3]
    treated = made * np.where(np.arange(50) >= 40, 0.9, 1.0) + draw.normal(0, 0.05, 50)
    found = fit(Design.SYNTHETIC_CONTROL, panel([treated], donors, before=40))
    assert found.effect.relative and found.effect.relative[0] == pytest.approx(-0.1, abs=0.01)
    assert (found.details["rank"], found.details["of"]) == (1, 6)
    assert found.effect.low is None


@pytest.mark.parametrize("design", [Design.UCM, Design.ITS, Design.DID, Design.BEFORE_AFTER])
def test_a_period_that_does_not_count_is_as_good_as_unknown(design: Design) -> None:
    treated, control = noise(1, 50), noise(2, 50)
    plain = panel([treated], [control], before=40)
    hole = np.zeros(50, dtype=bool)
    hole[[10, 43]] = True
    left_out = replace(plain, left_out=hole)
    spoilt = treated.copy()
    spoilt[hole] = 1e6
    other = replace(left_out, treated=(Series("t0", spoilt),))
    assert fit(design, left_out).effect == fit(design, other).effect
    assert fit(design, left_out).effect.n == 9


def test_too_few_values_are_not_fitted() -> None:
    with pytest.raises(NotFitted):
        fit(Design.ITS, panel([np.arange(5.0) + 0.5], before=3))
    with pytest.raises(NotFitted):
        fit(Design.UCM, panel([np.arange(5.0)], before=3))


def test_a_control_that_leaves_its_course_is_noticed_and_one_that_grows_is_not() -> None:
    steady = noise(3, 60) + 0.5 * np.arange(60)
    assert not jump(steady, 48, level=0.99)
    moved = steady + np.where(np.arange(60) >= 48, 8.0, 0.0)
    assert jump(moved, 48, level=0.99)
    assert jump(np.where(np.arange(60) >= 48, 2.0, 1.0), 48, level=0.99)
    assert not jump(np.ones(60), 48, level=0.99)
