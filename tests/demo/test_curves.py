"""How the sample's adopters are spread over days."""

import datetime as dt
from collections import Counter

import pytest

from pmm_core.demo.curves import adoption_days, shuffled

ANCHORS = [(5, 51), (10, 80), (30, 134), (77, 158)]


def test_every_anchor_is_met_exactly() -> None:
    days = adoption_days(ANCHORS, day_0=dt.date(2026, 1, 13))
    for last_day, count in ANCHORS:
        assert sum(day <= last_day for day in days) == count


def test_days_come_in_order_and_never_before_day_0() -> None:
    days = adoption_days(ANCHORS)
    assert days == sorted(days)
    assert days[0] >= 0


def test_weekends_are_quieter_than_the_days_around_them() -> None:
    by_day = Counter(adoption_days([(13, 1400)], day_0=dt.date(2026, 1, 12)))
    saturdays_and_sundays = [by_day[day] for day in (5, 6, 12, 13)]
    assert max(saturdays_and_sundays) < min(by_day[day] for day in range(5))


def test_units_with_days_of_their_own_have_no_weekends() -> None:
    assert set(Counter(adoption_days([(13, 1400)])).values()) == {100}


@pytest.mark.parametrize("n", [1, 2, 22, 390, 640])
def test_shuffling_loses_nobody(n: int) -> None:
    assert sorted(shuffled(n)) == list(range(n))
