"""Who left before adopting: the share that competes with adopting, and what is still open."""

from dataclasses import dataclass

from pmm_core.adoption.curves import AALEN_JOHANSEN, Curve, counts_of
from pmm_core.stats.survival import DayCounts, aalen_johansen
from pmm_core.vocabulary import Audience


@dataclass(frozen=True)
class LeftDay:
    """One day: share that left by it without adopting, with its 95% interval; null if unknown."""

    day: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class LeavingCurve:
    """The cumulative incidence of leaving; with that of adopting and the open share it is 1."""

    segment: str | None
    audience: Audience
    left: int
    days: tuple[LeftDay, ...]


def leaving_curve(curve: Curve) -> LeavingCurve | None:
    """Estimate leaving as the event that competes with adopting; null where none is recorded.

    Source: Aalen and Johansen 1978, with the two events exchanged.
    """
    if curve.method != AALEN_JOHANSEN:
        return None
    counts = counts_of(curve)
    swapped = DayCounts(counts.entered, counts.left, counts.adopted, counts.censored)
    shares = aalen_johansen(swapped)
    days = tuple(
        LeftDay(day.day, None, None, None)
        if day.share is None
        else LeftDay(
            day.day,
            float(shares.share[day.day]),
            float(shares.low[day.day]),
            float(shares.high[day.day]),
        )
        for day in curve.days
    )
    return LeavingCurve(curve.segment, curve.audience, int(counts.left.sum()), days)
