"""Synthetic controls, against a published study, a search over a grid and the rule of an optimum.

`prop99.csv` holds packs of cigarettes sold per head in 39 states of the US, 1970 to 2000, as
Orzechowski and Walker counted them in "The Tax Burden on Tobacco". California taxed them in 1989.
"""

import csv
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.stats.differences import change_after, clustered_difference
from pmm_core.stats.donors import Floats, in_space, mix_donors

BEFORE = 1989 - 1970


@pytest.fixture(scope="module")
def states() -> tuple[list[str], Floats, Floats]:
    with (Path(__file__).parent / "prop99.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    values = np.array(rows, dtype=float)[:, 1:]
    at = head[1:].index("California")
    return (
        [name for name in head[1:] if name != "California"],
        values[:, at],
        np.delete(values, at, axis=1),
    )


@pytest.fixture
def block(shared: Callable[[str], Path]) -> dict:
    return json.loads(shared("reference_numbers.json").read_text("utf-8"))["prop99"]


def test_california_without_its_tax_is_the_published_mix(states, block) -> None:
    names, california, donors = states
    mix = mix_donors(california, donors, BEFORE)
    heavy = {
        name: round(float(weight), 3)
        for name, weight in zip(names, mix.weights, strict=True)
        if weight > 0.0005
    }
    assert heavy == pytest.approx(block["outcome_only_weights"], abs=0.001)
    assert mix.gap[BEFORE:].mean() == pytest.approx(block["outcome_only_gap_mean"], abs=5e-4)
    assert mix.gap[-1] == pytest.approx(block["outcome_only_gap_2000"], abs=2e-3)
    error = float(np.sqrt(np.mean(mix.gap[:BEFORE] ** 2)))
    assert error == pytest.approx(block["pre_rmspe"], abs=1e-3)


def test_the_weights_of_the_first_study_give_its_gap(states, block) -> None:
    names, california, donors = states
    weights = np.array([block["adh2010_weights"].get(name, 0.0) for name in names])
    gap = california - donors @ weights
    assert gap[BEFORE:].mean() == pytest.approx(block["adh_weights_gap_mean_1989_2000"], abs=5e-4)
    assert gap[-1] == pytest.approx(block["adh_weights_gap_2000"], abs=5e-4)


def test_california_among_all_states_takes_the_known_place(states, block) -> None:
    _, california, donors = states
    placebo = in_space(california, donors, BEFORE)
    assert f"{placebo.rank}/{placebo.of}" == block["outcome_only_placebo_rank"]


def test_another_design_on_the_same_data_says_eight_packs_more(states, block) -> None:
    _, california, donors = states
    after = np.arange(len(california)) >= BEFORE
    changes = [change_after(donors[:, place], after) for place in range(donors.shape[1])]
    found = clustered_difference([change_after(california, after)], changes)
    assert found.value == pytest.approx(block["did_mean_diff"], abs=5e-4)
    assert found.low is None


def objective(weights: Floats, treated: Floats, donors: Floats) -> float:
    return float(np.sum((treated - donors @ weights) ** 2))


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_no_mix_on_a_fine_grid_is_nearer(seed: int) -> None:
    draw = np.random.default_rng(seed)
    donors = draw.normal(10, 2, (12, 3))
    treated = draw.normal(10, 2, 12)
    found = mix_donors(treated, donors, 9)
    best = objective(found.weights, treated[:9], donors[:9])
    steps = np.linspace(0, 1, 41)
    grid = [(a, b, 1 - a - b) for a, b in product(steps, steps) if a + b <= 1 + 1e-12]
    least = min(objective(np.array(one), treated[:9], donors[:9]) for one in grid)
    assert best <= least + 1e-6 * max(least, 1)


@given(st.integers(0, 10_000), st.integers(2, 12))
@settings(max_examples=40)
def test_weights_fulfil_the_rule_of_an_optimum(seed: int, number: int) -> None:
    """No donor left out would help, and all that are in help alike (Karush, Kuhn and Tucker)."""
    draw = np.random.default_rng(seed)
    donors = np.cumsum(draw.normal(size=(30, number)), axis=0) + 50
    treated = np.cumsum(draw.normal(size=30)) + 50
    weights = mix_donors(treated, donors, 20).weights
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    slope = 2 * donors[:20].T @ (donors[:20] @ weights - treated[:20])
    level = float(slope @ weights)
    size = float(np.abs(slope).max()) + 20 * 50
    assert (slope >= level - 1e-4 * size).all()


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_values_after_the_day_never_move_the_weights(seed: int) -> None:
    draw = np.random.default_rng(seed)
    donors, treated = draw.normal(10, 1, (20, 4)), draw.normal(10, 1, 20)
    first = mix_donors(treated, donors, 12)
    treated[12:], donors[12:] = treated[12:] * 3, donors[12:] - 7
    np.testing.assert_array_equal(first.weights, mix_donors(treated, donors, 12).weights)


def test_one_donor_is_no_mix() -> None:
    with pytest.raises(ValueError, match="two donors"):
        mix_donors(np.ones(5), np.ones((5, 1)), 3)
