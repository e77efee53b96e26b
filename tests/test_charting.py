"""Ticks of an axis: round, told apart, and never outside what they say."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmm_core.charting import round_ticks, spread_ticks
from pmm_core.formatting import show_value

VALUES = st.floats(-1e9, 1e9).map(lambda value: float(f"{value:.4g}"))


@example(0.0, 5e-324, "%")
@given(VALUES, VALUES, st.sampled_from(["%", "EUR", None]))
def test_round_ticks_enclose_the_values_and_read_differently(
    one: float, other: float, unit: str | None
) -> None:
    low, high = sorted((one, other))
    ticks = round_ticks(low, high, lambda value: show_value(value, unit))
    assert 2 <= len(ticks.values) <= 6
    assert len(set(ticks.labels)) == len(ticks.labels)
    slack = 1e-6 * (ticks.domain[1] - ticks.domain[0])
    assert ticks.domain[0] <= low + slack and high - slack <= ticks.domain[1]


def test_an_axis_from_zero_does_not_begin_below_it() -> None:
    assert round_ticks(0, 0, lambda value: show_value(value, "%")).domain[0] == 0


def test_ticks_at_days_keep_the_latest_and_stand_apart() -> None:
    ticks = spread_ticks([(day, f"day {day}") for day in range(100)])
    assert ticks.labels[-1] == "day 99" and len(ticks.labels) <= 6
    assert min(later - one for one, later in pairwise(ticks.values)) >= 19


def test_two_values_of_one_period_name_it_once() -> None:
    ticks = spread_ticks([(1, "Feb"), (30, "Mar"), (60, "Mar")])
    assert ticks.labels == ("Feb", "Mar") and ticks.values == (1, 60)


@pytest.mark.parametrize("spots", [1, 2])
def test_a_lonely_point_does_not_stand_on_the_edge(spots: int) -> None:
    ticks = spread_ticks([(10.0 + spot, f"{spot}") for spot in range(spots)])
    assert ticks.domain[0] < ticks.values[0] and ticks.values[-1] < ticks.domain[1]
