"""Of those who adopted: how many are active on each day, and on how many of their days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmm_core.adoption.curves import Curve
from pmm_core.stats.proportions import Interval, wilson
from pmm_core.vocabulary import Audience, WindowState


@dataclass(frozen=True)
class EngagedDay:
    """One day of an engagement curve, on the day and not by it.

    Attributes:
        adopters: who adopted before the trailing days began, are still observed and have not left.
        active: those of them who were active in the trailing days.
        share, low, high: active of adopters with its 95% Wilson interval; null without adopters.
    """

    day: int
    adopters: int
    active: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class EngagedWindow(EngagedDay):
    """The reading on the last day of a window.

    Attributes:
        active_days: days with a use, summed over adopters, after their adoption up to this day.
        adopter_days: days they were observed after their adoption; late ones count only from then
            on, so this is no mean of ratios.
        state: of the day, with adopters as its n.
    """

    active_days: int
    adopter_days: int
    state: WindowState

    @property
    def active_rate(self) -> float | None:
        """Active days per adopter day; null without any."""
        return self.active_days / self.adopter_days if self.adopter_days else None


@dataclass(frozen=True)
class EngagementCurve:
    """Engagement of one group, day 0 to the horizon; segment null is everybody."""

    segment: str | None
    audience: Audience
    days: tuple[EngagedDay, ...]
    windows: tuple[EngagedWindow, ...]


def build_engagement(
    frame: pd.DataFrame, curves: Sequence[Curve], *, trailing: int, min_n: int
) -> tuple[EngagementCurve, ...]:
    """Build the engagement of each group that has an adoption curve, in their order.

    Args:
        frame: `segment` (null = everybody), `audience`, `day`, `adopters`, `active`, `exposed` and
            `used`, as `pmm_core.events.engagement.engaged_days` counts them.
        curves: adoption curves of the same units.
        trailing: days in which an adopter must be active.
        min_n: fewer adopters are too few for a verdict.
    """
    of = {
        (segment if isinstance(segment, str) else None, str(audience)): part
        for (segment, audience), part in frame.groupby(["segment", "audience"], dropna=False)
    }
    return tuple(
        _curve(of.get((one.segment, one.audience.value)), one, trailing, min_n) for one in curves
    )


def _curve(part: pd.DataFrame | None, curve: Curve, trailing: int, min_n: int) -> EngagementCurve:
    length = len(curve.days)
    counts = {
        name: np.zeros(length, np.int64) if part is None else part[name].to_numpy(np.int64)
        for name in ("adopters", "active", "exposed", "used")
    }
    days = tuple(
        _day(day, int(counts["adopters"][day]), int(counts["active"][day])) for day in range(length)
    )
    windows = tuple(
        EngagedWindow(
            **vars(days[window.day]),
            active_days=int(counts["used"][: window.day + 1].sum()),
            adopter_days=int(counts["exposed"][: window.day + 1].sum()),
            state=_state(days[window.day], curve, trailing, min_n),
        )
        for window in curve.windows
    )
    return EngagementCurve(curve.segment, curve.audience, days, windows)


def _day(day: int, adopters: int, active: int) -> EngagedDay:
    if not adopters:
        return EngagedDay(day, 0, 0, None, None, None)
    doubt: Interval = wilson(active, adopters)
    return EngagedDay(day, adopters, active, active / adopters, doubt.low, doubt.high)


def _state(day: EngagedDay, curve: Curve, trailing: int, min_n: int) -> WindowState:
    unseen = curve.observed_through is None or day.day > curve.observed_through
    if unseen or day.day < trailing:
        return WindowState.TOO_EARLY
    if day.adopters < min_n:
        return WindowState.TOO_FEW
    is_final = curve.complete_through is not None and day.day <= curve.complete_through
    return WindowState.COMPLETE if is_final else WindowState.MATURING
