"""Errors of alike neighbours against dense matrices, and plain least squares where none is."""

import numpy as np
import pytest

from pmm_core.stats.neighbours import alike_covariance


def drawn(seed: int, n: int, alike: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    noise = np.zeros(n)
    for place in range(n):
        noise[place] = draw.normal() + (alike * noise[place - 1] if place else 0)
    times = np.arange(n, dtype=float)
    design = np.column_stack([np.ones(n), times >= 2 * n // 3, times / n])
    return noise, design, times


def by_dense_matrices(
    response: np.ndarray, design: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, float]:
    """The same from whole correlation matrices, inverted, without any recursion over time."""
    n, k = design.shape
    plain = np.linalg.inv(design.T @ design) @ design.T
    scores, parts, values = [], [], np.linspace(0, 0.98, 50)
    for alike in values:
        matrix = alike ** np.abs(np.subtract.outer(times, times))
        inverse = np.linalg.inv(matrix)
        inside = design.T @ inverse @ design
        rest = response - design @ np.linalg.solve(inside, design.T @ inverse @ response)
        size = rest @ inverse @ rest / (n - k)
        scores.append(
            -0.5
            * (np.linalg.slogdet(matrix)[1] + np.linalg.slogdet(inside)[1] + (n - k) * np.log(size))
        )
        parts.append(size * plain @ matrix @ plain.T)
    weights = np.exp(np.array(scores) - max(scores))
    weights /= weights.sum()
    return np.tensordot(weights, np.array(parts), 1), float(weights @ values)


@pytest.mark.parametrize("alike", [0.0, 0.4, 0.8])
@pytest.mark.parametrize("gaps", [False, True])
def test_it_is_what_whole_matrices_give_also_where_values_are_missing(
    alike: float, gaps: bool
) -> None:
    response, design, times = drawn(3, 60, alike)
    kept = np.arange(60) % 7 != 3 if gaps else np.ones(60, dtype=bool)
    mine, likeness = alike_covariance(response[kept], design[kept], times[kept])
    second, other = by_dense_matrices(response[kept], design[kept], times[kept])
    np.testing.assert_allclose(mine, second, rtol=1e-7)
    assert likeness == pytest.approx(other, rel=1e-7)


def test_likeness_is_found_and_unrelated_values_have_nearly_plain_errors() -> None:
    related = [alike_covariance(*drawn(seed, 300, 0.6))[1] for seed in range(10)]
    assert np.mean(related) == pytest.approx(0.6, abs=0.06)
    response, design, times = drawn(1, 400, 0.0)
    found, likeness = alike_covariance(response, design, times)
    rest = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
    plain = rest @ rest / 397 * np.linalg.inv(design.T @ design)
    assert likeness < 0.1
    assert np.sqrt(found[1, 1] / plain[1, 1]) == pytest.approx(1, abs=0.12)


def test_the_unit_of_the_values_does_not_matter() -> None:
    response, design, times = drawn(5, 50, 0.5)
    small, large = (alike_covariance(response * size, design, times) for size in (1.0, 1e6))
    np.testing.assert_allclose(small[0] * 1e12, large[0], rtol=1e-8)
    assert small[1] == pytest.approx(large[1])


def test_values_that_fit_exactly_have_no_error() -> None:
    _, design, times = drawn(5, 50, 0.5)
    found, _ = alike_covariance(design @ np.array([2.0, 1.0, 3.0]), design, times)
    assert np.isfinite(found).all() and np.abs(found).max() < 1e-12
