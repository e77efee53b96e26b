"""Where a launch will be on a later day, from past launches, and how far to trust that."""

from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.precedent.calibration import Calibration, calibrate
from pmm_core.precedent.launches import (
    AtAge,
    KnownLaunch,
    LeftOut,
    why_incomplete,
    why_other,
)
from pmm_core.precedent.overlaps import Overlap
from pmm_core.precedent.past import Past, pooled_from
from pmm_core.stats.pooling import PooledForecast, pool
from pmm_core.vocabulary import ForecastState, LaunchType, WhyLeftOut

BANDS = (0.5, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class PathDay:
    """Where the audience will stand on one day on the way.

    Attributes:
        middle: the median.
        bands: level -> band.
    """

    day: int
    middle: float
    bands: dict[float, tuple[float, float]]


@dataclass(frozen=True)
class LaunchForecast:
    """The answer to "where will it be on day 30?".

    Attributes:
        by_day: the later day.
        day: the last day on which everybody has been observed, where the forecast starts; null
            while there is none.
        n, adopted: the frozen audience, and who has adopted by `day`.
        forecast: null unless `state` is ready.
        past: past launches it rests on.
        tier, launch_type: what they share, where there are enough of it; null where any would do.
        comparable: the same launches, also where there is no forecast.
        path: from `day`, where all bands are as wide as what is known, nothing, to `by_day`.
        target: share asked for; `chance` the probability of reaching it.
        is_stored: whether the target is the launch's own for that window.
        calibration: the same forecast tried on every past launch, its end known.
        overlaps: what else happened to its product while it was observed.
    """

    asked: KnownLaunch
    by_day: int
    day: int | None
    n: int
    adopted: int
    state: ForecastState
    forecast: PooledForecast | None
    past: tuple[Past, ...]
    tier: int | None
    launch_type: LaunchType | None
    target: float | None
    calibration: Calibration
    comparable: tuple[Past, ...] = ()
    path: tuple[PathDay, ...] = ()
    is_stored: bool = False
    left_out: tuple[LeftOut, ...] = ()
    overlaps: tuple[Overlap, ...] = ()

    @property
    def share(self) -> float | None:
        """The share adopted so far, of everybody."""
        return self.adopted / self.n if self.n and self.day is not None else None

    @property
    def chance(self) -> float | None:
        """The probability of reaching the target; null without one."""
        if self.target is None or self.forecast is None:
            return None
        return self.forecast.chance_of(self.target)


def forecast(
    asked: KnownLaunch, others: Sequence[KnownLaunch], *, by_day: int, target: float | None = None
) -> LaunchForecast:
    """Forecast the share adopted by a later day.

    Args:
        asked: the launch.
        others: every other launch of the store, read as of the same day.
        by_day: the later day, within the launch's curve.
        target: a share to reach.
    """
    left_out = [
        LeftOut(one.label, why) for one in others if (why := _why_no_past(one, asked, by_day))
    ]
    day = asked.last_known_day(by_day)
    left_out += [
        LeftOut(one.label, WhyLeftOut.NOT_COUNTED)
        for one in others
        if one.label not in {each.launch for each in left_out}
        and day is not None
        and one.curve.adopted_by(day) is None
    ]
    gone = {one.launch for one in left_out}
    past = [Past(one, by_day) for one in others if one.label not in gone]
    at = None if day is None else asked.at(day)
    state = _state(asked, day, by_day, has_past=bool(past))
    rest, tier, kind = pooled_from(past, asked)
    found: PooledForecast | None = None
    path: tuple[PathDay, ...] = ()
    if state is ForecastState.READY and day is not None and at is not None:
        found = pool(at.n, at.adopted, [one.counts(day) for one in rest])
        path = _path(at, rest, by_day) if found else ()
    is_past = why_incomplete(asked, by_day) is None and not asked.is_audience_open
    return LaunchForecast(
        asked=asked,
        by_day=by_day,
        day=day,
        n=at.n if at else asked.curve.n,
        adopted=at.adopted if at else 0,
        state=state,
        forecast=found,
        past=tuple(rest) if found else (),
        tier=tier if found else None,
        launch_type=kind if found else None,
        target=target,
        calibration=calibrate([*past, *([Past(asked, by_day)] if is_past else [])], by_day=by_day),
        comparable=tuple(rest),
        path=path,
        left_out=tuple(left_out),
    )


def _path(at: AtAge, past: Sequence[Past], by_day: int) -> tuple[PathDay, ...]:
    """Forecast every day on the way from the same past launches.

    Each day is drawn by itself. Who has adopted stays adopted: no day may lie above a later one,
    and none below what is known.
    """
    known = at.adopted / at.n
    path: list[PathDay] = []
    for day in range(by_day, at.day, -1):
        if not all(one.is_counted(day) for one in past):
            continue
        early = [Past(one.launch, day).counts(at.day) for one in past]
        found = pool(at.n, at.adopted, early)
        assert found is not None, "there are past launches"
        middle, bands = found.quantiles[0.5], {level: found.band(level) for level in BANDS}
        if path:
            later = path[-1]
            middle = min(middle, later.middle)
            bands = {
                level: (min(low, later.bands[level][0]), min(high, later.bands[level][1]))
                for level, (low, high) in bands.items()
            }
        path.append(PathDay(day, middle, bands))
    path.append(PathDay(at.day, known, dict.fromkeys(BANDS, (known, known))))
    return tuple(reversed(path))


def _why_no_past(one: KnownLaunch, asked: KnownLaunch, by_day: int) -> WhyLeftOut | None:
    unlike = why_other(one, asked)
    if unlike is None and one.is_audience_open:
        return WhyLeftOut.AUDIENCE_OPEN
    return unlike or why_incomplete(one, by_day)


def _state(asked: KnownLaunch, day: int | None, by_day: int, *, has_past: bool) -> ForecastState:
    if day == by_day:
        return ForecastState.COMPLETE
    if asked.is_audience_open:
        return ForecastState.AUDIENCE_OPEN
    if not day:
        return ForecastState.TOO_EARLY
    return ForecastState.READY if has_past else ForecastState.NO_PAST_LAUNCH
