"""The launches that forecasts are tried on follow the curves they are named after."""

import numpy as np
import pytest

from benchmarks.simulated_launches import bass, shifted_beta_geometric

# Fader and Hardie 2007: customers left of 1,000 after each year, and what they publish of the fit.
PUBLISHED = [
    ((0.668088, 3.806095), (1000, 869, 743, 653, 593, 551, 517, 491), -1611.158147, 0.378),
    ((0.704077, 1.182043), (1000, 631, 468, 382, 326, 289, 262, 241), -1680.265188, 0.170),
]


def test_a_bass_curve_has_its_published_height_and_peak() -> None:
    assert bass(0.03, 0.38, np.array([0.0, 10.0])) == pytest.approx([0, 0.812803221])
    days = np.linspace(0, 20, 200_001)
    rate = np.gradient(bass(0.03, 0.38, days), days)
    assert days[rate.argmax()] == pytest.approx(np.log(0.38 / 0.03) / 0.41, abs=2e-4)
    assert (days[rate.argmax()], rate.max()) == pytest.approx((6.192619, 0.110592), abs=2e-4)


@pytest.mark.parametrize(("fitted", "left", "likelihood", "after_12"), PUBLISHED)
def test_a_shifted_beta_geometric_has_the_published_likelihood_and_outlook(
    fitted: tuple[float, float], left: tuple[int, ...], likelihood: float, after_12: float
) -> None:
    gone = shifted_beta_geometric(*fitted, np.arange(8.0))
    lost = -np.diff(left)
    found = lost @ np.log(np.diff(gone)) + left[-1] * np.log(1 - gone[-1])
    assert found == pytest.approx(likelihood, abs=1e-5)
    assert 1 - shifted_beta_geometric(*fitted, np.array([12.0]))[0] == pytest.approx(
        after_12, abs=5e-4
    )
