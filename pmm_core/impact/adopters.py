"""Adopters beside non-adopters, with the weeks before: an association, never an effect."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

FEWEST_UNITS = 30
WEEKS_BEFORE = 4
_Z = 1.959963984540054


@dataclass(frozen=True)
class MeanActivity:
    """Events a unit in one week, with the 95 % interval of the mean; null under two units."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Week:
    """One week since day 0; week -1 is the one before it."""

    week: int
    adopters: MeanActivity
    others: MeanActivity


@dataclass(frozen=True)
class Adopters:
    """How active adopters and non-adopters were, week by week.

    Attributes:
        event: what is counted; null = every event but those that count as use.
        events: the commonest of the log, those that occur most first.
        adopters, others: units of each, followed for the whole horizon.
        horizon: day by which an adopter had adopted.
        as_of: last day observed.
    """

    event: str | None
    events: tuple[str, ...]
    adopters: int
    others: int
    horizon: int
    weeks: tuple[Week, ...]
    as_of: dt.date

    @property
    def is_thin(self) -> bool:
        """Tell whether a group is too small to be read."""
        return min(self.adopters, self.others) < FEWEST_UNITS

    def means(self, *, before: bool) -> tuple[float, float] | None:
        """Return the mean a week of adopters and of others, before day 0 or from it on."""
        weeks = [one for one in self.weeks if (one.week < 0) is before]
        if not weeks:
            return None
        return (
            sum(one.adopters.value for one in weeks) / len(weeks),
            sum(one.others.value for one in weeks) / len(weeks),
        )


def mean_activity(units: int, events: float, squares: float) -> MeanActivity:
    """Compute a mean from sums over units.

    Args:
        units: how many, those without an event too.
        events, squares: sum of their events, and of the squares.
    """
    mean = events / units
    if units < 2:
        return MeanActivity(mean, None, None)
    variance = max(squares - events * mean, 0.0) / (units - 1)
    half = _Z * sqrt(variance / units)
    return MeanActivity(mean, mean - half, mean + half)


def weeks_of(
    sums: Mapping[tuple[bool, int], tuple[float, float]],
    *,
    units: tuple[int, int],
    first: int,
    last: int,
) -> tuple[Week, ...]:
    """Lay the sums out by week; a week without an event is a week of zeros.

    Args:
        sums: events and squares by whether they are of adopters and week.
        units: adopters and others, at least one of each.
        first, last: week of the first and last row.
    """
    return tuple(
        Week(
            week,
            mean_activity(units[0], *sums.get((True, week), (0.0, 0.0))),
            mean_activity(units[1], *sums.get((False, week), (0.0, 0.0))),
        )
        for week in range(first, last + 1)
    )
