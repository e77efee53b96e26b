"""What past launches did by each day of their age: the backdrop of a launch's curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pmm_core.precedent.past import Past

ENOUGH_FOR_BANDS = 5
"""With fewer past launches each is drawn by itself: their range would claim more than is known."""

_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class TypicalDay:
    """Where past launches stood on one day of their age.

    Attributes:
        most: the range of the middle eight in ten.
        half: the range of the middle half.
        middle: the typical past launch.
    """

    day: int
    most: tuple[float, float]
    half: tuple[float, float]
    middle: float


def typical_days(past: Sequence[Past]) -> tuple[TypicalDay, ...]:
    """Summarise past launches day by day; nothing under five that are known on every day."""
    past = [one for one in past if one.is_daily]
    if len(past) < ENOUGH_FOR_BANDS:
        return ()
    days = range(min(one.by_day for one in past) + 1)
    shares = [[one.adopted_by(day) / one.n for day in days] for one in past]
    low, lower, middle, upper, high = np.quantile(np.array(shares), _LEVELS, axis=0)
    return tuple(
        TypicalDay(
            day,
            (float(low[day]), float(high[day])),
            (float(lower[day]), float(upper[day])),
            float(middle[day]),
        )
        for day in days
    )
