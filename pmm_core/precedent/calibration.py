"""How far forecasts can be trusted here: each past launch forecast as if its end were unknown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from pmm_core.precedent.launches import KnownLaunch
from pmm_core.precedent.past import Past, pooled_from
from pmm_core.stats.pooling import PooledForecast, pool
from pmm_core.stats.proportions import Interval, wilson

EARLY_DAYS = (5, 10)
BANDS = (0.5, 0.8, 0.9)
HEADLINE_BAND = 0.8


@dataclass(frozen=True)
class Tried:
    """One forecast held against the end of its launch.

    Attributes:
        launches: how many it rests on.
        middle: its median.
        bands: level -> band.
        percentile: where the end lies among its draws, 0 to 1.
    """

    launches: int
    middle: float
    bands: dict[float, tuple[float, float]]
    percentile: float
    end: float

    @property
    def error(self) -> float:
        """How far the median lies from the end."""
        return abs(self.middle - self.end)

    def holds(self, level: float) -> bool:
        """Tell whether the end lies inside a band."""
        low, high = self.bands[level]
        return low - 1e-12 <= self.end <= high + 1e-12


@dataclass(frozen=True)
class Trial:
    """One past launch forecast from an early day.

    Attributes:
        leave_one_out: from all others.
        walk_forward: from those alone that were complete on that very day; null without any, or
            where launch days are not known.
    """

    launch: KnownLaunch
    day: int
    end: float
    leave_one_out: Tried
    walk_forward: Tried | None


@dataclass(frozen=True)
class Record:
    """How forecasts from one early day did.

    Attributes:
        n: launches tried.
        inside: level -> how many ended inside the band.
        interval: 95 % Wilson interval of the share inside the 80 % band.
        error: mean distance of the median from the end.
    """

    n: int
    inside: dict[float, int]
    interval: Interval
    error: float

    @property
    def is_off(self) -> bool:
        """Whether the 80 % band holds clearly more or fewer than 80 % of the ends."""
        return not self.interval.low <= HEADLINE_BAND <= self.interval.high


@dataclass(frozen=True)
class CalibratedDay:
    """How forecasts from an early day did; `walk_forward` is null where none could be tried."""

    day: int
    leave_one_out: Record
    walk_forward: Record | None


@dataclass(frozen=True)
class Calibration:
    """Every trial, and the record of each early day; empty under two past launches."""

    by_day: int
    trials: tuple[Trial, ...]
    days: tuple[CalibratedDay, ...]


def calibrate(past: Sequence[Past], *, by_day: int) -> Calibration:
    """Forecast every past launch from the others, by the rules of a real forecast.

    Args:
        past: launches complete on the later day.
        by_day: the later day; early days that are not before it are not tried.
    """
    trials = [
        trial
        for day in EARLY_DAYS
        if day < by_day
        for known in [[one for one in past if one.is_counted(day)]]
        for one in sorted(known, key=lambda one: _order(one.launch))
        if (trial := _trial(one, known, day))
    ]
    days = [
        CalibratedDay(
            day=day,
            leave_one_out=_record([one.leave_one_out for one in tried]),
            walk_forward=_record(walked) if walked else None,
        )
        for day in EARLY_DAYS
        if (tried := [one for one in trials if one.day == day])
        for walked in [[one.walk_forward for one in tried if one.walk_forward]]
    ]
    return Calibration(by_day, tuple(trials), tuple(days))


def _order(launch: KnownLaunch) -> tuple[dt.date, str]:
    return launch.launched_on or dt.date.min, launch.label


def _trial(one: Past, past: Sequence[Past], day: int) -> Trial | None:
    others = [other for other in past if other is not one]
    tried = _tried(one, others, day)
    if tried is None:
        return None
    known = [other for other in others if _was_complete(other, on=one, day=day)]
    return Trial(one.launch, day, one.share, tried, _tried(one, known, day))


def _was_complete(other: Past, *, on: Past, day: int) -> bool:
    """Tell whether a launch was complete on the day another one was `day` days old."""
    first, second = other.launch.launched_on, on.launch.launched_on
    if first is None or second is None:
        return False
    return first + dt.timedelta(days=other.by_day) <= second + dt.timedelta(days=day)


def _tried(one: Past, others: Sequence[Past], day: int) -> Tried | None:
    rest = pooled_from(others, one.launch).past
    found: PooledForecast | None = pool(
        one.n, one.adopted_by(day), [other.counts(day) for other in rest]
    )
    if found is None:
        return None
    return Tried(
        launches=found.launches,
        middle=found.quantiles[0.5],
        bands={level: found.band(level) for level in BANDS},
        percentile=found.percentile_of(one.share),
        end=one.share,
    )


def _record(tried: Sequence[Tried]) -> Record:
    inside = {level: sum(one.holds(level) for one in tried) for level in BANDS}
    return Record(
        n=len(tried),
        inside=inside,
        interval=wilson(inside[HEADLINE_BAND], len(tried)),
        error=fmean(one.error for one in tried),
    )
