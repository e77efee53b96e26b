"""Process behaviour limits against the published table and against their own rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.behaviour import Signal, behaviour_limits

# NIST/SEMATECH e-Handbook, 6.3.2.2.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
FLAT = [10.0, 11.0] * 6


def test_the_limits_of_the_nist_table_come_out() -> None:
    limits = behaviour_limits(NIST)
    assert limits is not None
    assert limits.center == pytest.approx(50.81)
    assert limits.upper == pytest.approx(55.80488889)
    assert limits.lower == pytest.approx(45.81511111)
    assert (limits.points, limits.signals) == (10, ())


def test_fewer_than_six_values_have_no_limits() -> None:
    assert behaviour_limits(NIST[:5]) is None
    assert behaviour_limits(NIST[:6]) is not None


def test_the_first_twelve_values_set_the_limits_and_later_ones_are_judged_by_them() -> None:
    limits = behaviour_limits([*FLAT, 100.0])
    assert limits is not None
    assert (limits.center, limits.points) == (10.5, 12)
    assert limits.signals == (Signal(12, "outside"),)


def test_eight_in_a_row_on_one_side_are_a_signal_from_the_eighth_on() -> None:
    limits = behaviour_limits([*FLAT, *[10.6] * 9])
    assert limits is not None
    # The last baseline value, 11, opens the run.
    assert limits.signals == tuple(Signal(i, "run_of_8") for i in (18, 19, 20))


def test_three_of_four_nearer_a_limit_than_the_centre_are_a_signal() -> None:
    limits = behaviour_limits([*FLAT, 12.5, 10.0, 12.5, 12.5])
    assert limits is not None
    assert limits.signals == (Signal(15, "three_of_four"),)


@given(values=st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=12), by=st.floats(-1e3, 1e3))
def test_moving_every_value_moves_the_limits_alike(values: list[float], by: float) -> None:
    one, other = behaviour_limits(values), behaviour_limits([value + by for value in values])
    assert one is not None and other is not None
    assert other.center - one.center == pytest.approx(by, abs=1e-6)
    assert other.upper - other.lower == pytest.approx(one.upper - one.lower, abs=1e-6)
