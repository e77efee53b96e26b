"""Spreads a launch's adopters over days, so that the readings come out as written down.

Plain Python numbers only: they are the same on every platform and in every version.
"""

import datetime as dt
import math
from collections.abc import Sequence

# People open a tool for work less on Saturdays and Sundays.
_WEEKEND = 0.35

Anchors = Sequence[tuple[int, int]]


def adoption_days(anchors: Anchors, *, day_0: dt.date | None = None) -> list[int]:
    """Return the day of each adopter, earliest first.

    Args:
        anchors: `(day, how many adopted by the end of it)`, both rising; day 0 is the first day.
        day_0: calendar day of day 0, for quieter weekends; null where every unit has its own.

    Returns:
        As many days as the last anchor counts adopters; by the end of each anchor's day exactly
        its count has been reached.
    """
    days: list[int] = []
    reached_day, reached = -1, 0
    for last_day, goal in anchors:
        span = range(reached_day + 1, last_day + 1)
        weights = [_slope(anchors, day) * _weekday_factor(day_0, day) for day in span]
        spread, total = 0.0, sum(weights)
        for day, weight in zip(span, weights, strict=True):
            spread += weight
            due = goal if day == last_day else reached + round((goal - reached) * spread / total)
            days += [day] * (due - len(days))
        reached_day, reached = last_day, goal
    return days


def shuffled(n: int) -> list[int]:
    """Return 0..n-1 in an order that spreads any part of it evenly over the whole."""
    step = max(1, round(n * 0.618))
    while n > 1 and math.gcd(step, n) > 1:
        step += 1
    return [place * step % n for place in range(n)]


def _slope(anchors: Anchors, day: int) -> float:
    """Adopters a day around a day: each stretch's mean at its middle, straight lines between."""
    middles: list[float] = []
    slopes: list[float] = []
    before_day, before = -1, 0
    for last_day, count in anchors:
        middles.append((before_day + 1 + last_day) / 2)
        slopes.append((count - before) / (last_day - before_day))
        before_day, before = last_day, count
    if day <= middles[0]:
        return slopes[0]
    for left in range(len(middles) - 1):
        if day <= middles[left + 1]:
            part = (day - middles[left]) / (middles[left + 1] - middles[left])
            return slopes[left] + part * (slopes[left + 1] - slopes[left])
    return slopes[-1]


def _weekday_factor(day_0: dt.date | None, day: int) -> float:
    if day_0 is None:
        return 1.0
    return _WEEKEND if (day_0 + dt.timedelta(days=day)).weekday() >= 5 else 1.0
