"""What a design gives: an effect with its doubt, and what would have been without the launch."""

from dataclasses import dataclass, field
from typing import Any

from pmm_core.impact.panel import Floats, Panel
from pmm_core.vocabulary import Design


@dataclass(frozen=True)
class Effect:
    """What lies between the values after the launch and what was expected without it.

    Attributes:
        value: mean a period, in the KPI's unit; negative is lower.
        low, high: its 95 % interval; null where the design gives none.
        expected, actual: means a period after the launch, without it and as it was.
        total, total_low, total_high: over all periods after; null for shares.
        n: periods after the launch that count.
    """

    value: float
    low: float | None
    high: float | None
    expected: float
    actual: float
    total: float | None
    total_low: float | None
    total_high: float | None
    n: int

    @property
    def relative(self) -> tuple[float, float | None, float | None] | None:
        """Value and interval as shares of what was expected; null where that is nothing."""
        if not self.expected:
            return None
        low, high = (None if end is None else end / self.expected for end in (self.low, self.high))
        return self.value / self.expected, low, high


@dataclass(frozen=True, eq=False)
class Fit:
    """A design fitted to a panel.

    Attributes:
        expected, low, high: without the launch, one a period, with a 95 % band; `nan` unknown.
        percent_error: mean absolute error before the launch, as a share (MAPE).
        details: what else the design tells: draws, lags, dispersion, weights, rank.
    """

    design: Design
    effect: Effect
    expected: Floats
    low: Floats
    high: Floats
    percent_error: float | None
    details: dict[str, Any] = field(default_factory=dict)


class NotFitted(Exception):
    """The values are too few or too alike for the design."""


def effect_of(
    panel: Panel,
    value: float,
    interval: tuple[float | None, float | None],
    actual: float,
    n: int,
) -> Effect:
    """Put an effect together whose total is n times its mean, interval included."""
    low, high = interval

    def total(part: float | None) -> float | None:
        return None if part is None or panel.is_share else part * n

    return Effect(
        value, low, high, actual - value, actual, total(value), total(low), total(high), n
    )
