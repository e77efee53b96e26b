"""Shares of small groups drawn together, against sums written out in plain Python."""

from math import exp, lgamma

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.stats.beta_binomial import shrunken_shares

Group = tuple[int, int]


@st.composite
def groups(draw: st.DrawFn) -> Group:
    n = draw(st.integers(0, 400))
    return draw(st.integers(0, n)), n


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _spread_steps() -> list[tuple[float, float]]:
    """Each spread of the grid with the distance it stands for."""
    at = [0.01 + 0.29 * i / 19 for i in range(20)] + [0.33 + 1.17 * i / 23 for i in range(24)]
    last = len(at) - 1
    inner = []
    for i in range(1, last):
        down, up = at[i] - at[i - 1], at[i + 1] - at[i]
        inner.append((down + up) / 2)
    return list(zip(at, [at[1] - at[0], *inner, at[last] - at[last - 1]], strict=True))


def _plainly(counts: list[Group]) -> list[float]:
    total, sums, cells = 0.0, [0.0] * len(counts), []
    for i in range(91):
        mean = 1 / (1 + exp(6 - 0.1 * i))
        for spread, step in _spread_steps():
            size = max(1 / (spread**2 * mean * (1 - mean)) - 1, 0.5)
            a, b = mean * size, (1 - mean) * size
            log_weight = -0.5 * (spread / 0.5) ** 2 + sum(
                _log_beta(a + x, b + n - x) - _log_beta(a, b) for x, n in counts
            )
            cells.append((log_weight, step, a, b))
    top = max(log_weight for log_weight, *_ in cells)
    for log_weight, step, a, b in cells:
        weight = exp(log_weight - top) * step
        total += weight
        for place, (x, n) in enumerate(counts):
            sums[place] += weight * (x + a) / (n + a + b)
    return [each / total for each in sums]


def test_a_small_group_leans_on_the_others_and_a_large_one_does_not() -> None:
    small, large, other = shrunken_shares([(4, 5), (300, 1000), (250, 1000)])
    assert 0.25 < small < 0.6
    assert large == pytest.approx(0.3, abs=0.005)
    assert other == pytest.approx(0.25, abs=0.005)


def test_one_lucky_unit_does_not_come_first() -> None:
    lucky, proven = shrunken_shares([(1, 1), (700, 1000)])
    assert lucky < proven + 0.05


@settings(max_examples=10)
@given(st.lists(groups(), min_size=1, max_size=4))
def test_the_grid_is_summed_as_written_out(counts: list[Group]) -> None:
    assert shrunken_shares(counts) == pytest.approx(_plainly(counts), abs=1e-9)


@given(st.lists(groups(), min_size=1, max_size=6))
def test_shares_stay_shares_and_do_not_depend_on_the_order(counts: list[Group]) -> None:
    found = shrunken_shares(counts)
    assert all(0 < share < 1 for share in found)
    assert shrunken_shares(counts[::-1]) == pytest.approx(found[::-1], abs=1e-9)
