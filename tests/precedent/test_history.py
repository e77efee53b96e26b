"""What past launches did by each day, summarised only where they are enough."""

from __future__ import annotations

from statistics import median, quantiles

import pytest

from pmm_core.precedent.history import typical_days
from pmm_core.precedent.past import Past
from tests.precedent.made import by_day, known

SHARES = [(100, 10, 20), (200, 10, 60), (400, 100, 120), (50, 5, 40), (1000, 300, 350)]


def past(number: int) -> list[Past]:
    return [
        Past(known(f"L{place}", by_day(n, early, late)), 30)
        for place, (n, early, late) in enumerate(SHARES[:number])
    ]


def test_fewer_than_five_past_launches_have_no_range() -> None:
    assert typical_days(past(4)) == ()


def test_the_ranges_are_quantiles_of_the_shares_of_each_day() -> None:
    days = typical_days(past(5))
    assert [one.day for one in days] == list(range(31))
    early = sorted(early / n for n, early, _ in SHARES)
    assert days[10].middle == median(early)
    lower, _, upper = quantiles(early, n=4, method="inclusive")
    assert days[10].half == (pytest.approx(lower), pytest.approx(upper))
    late = sorted(late / n for n, _, late in SHARES)
    tenths = quantiles(late, n=10, method="inclusive")
    assert days[30].most == (pytest.approx(tenths[0]), pytest.approx(tenths[-1]))
    assert days[9].most == (0.0, 0.0)
