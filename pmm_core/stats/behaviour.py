"""Process behaviour (XmR) limits: which movement of a series is more than its own noise.

Source: Wheeler's XmR chart with the constants 2.66 (individuals); NIST/SEMATECH e-Handbook of
Statistical Methods, section 6.3.2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MINIMUM_POINTS = 6
BASELINE_POINTS = 12
_TO_LIMIT = 2.66
_RUN = 8


@dataclass(frozen=True)
class Signal:
    """A point that says the process changed.

    Attributes:
        index: position in the series, 0-based.
        rule: `outside`, `run_of_8` or `three_of_four`.
    """

    index: int
    rule: str


@dataclass(frozen=True)
class Limits:
    """Natural limits of a series, in its own unit.

    Attributes:
        points: how many values the limits rest on.
        signals: in the order of the series.
    """

    center: float
    lower: float
    upper: float
    points: int
    signals: tuple[Signal, ...]


def behaviour_limits(values: Sequence[float]) -> Limits | None:
    """Compute the limits from the first 12 values and judge all of them.

    Args:
        values: oldest first, at equal distances, since the last declared change.

    Returns:
        Null under 6 values.
    """
    if len(values) < MINIMUM_POINTS:
        return None
    baseline = values[:BASELINE_POINTS]
    center = sum(baseline) / len(baseline)
    moves = [abs(after - before) for before, after in pairwise(baseline)]
    reach = _TO_LIMIT * sum(moves) / len(moves)
    signals = sorted(
        {
            *_outside(values, center - reach, center + reach),
            *_runs(values, center),
            *_near_a_limit(values, center, reach),
        },
        key=lambda signal: (signal.index, signal.rule),
    )
    return Limits(center, center - reach, center + reach, len(baseline), tuple(signals))


def _outside(values: Sequence[float], lower: float, upper: float) -> list[Signal]:
    return [Signal(i, "outside") for i, v in enumerate(values) if not lower <= v <= upper]


def _runs(values: Sequence[float], center: float) -> list[Signal]:
    found, run, side_before = [], 0, 0
    for i, value in enumerate(values):
        side = (value > center) - (value < center)
        run = run + 1 if side == side_before and side else abs(side)
        side_before = side
        if run >= _RUN:
            found.append(Signal(i, "run_of_8"))
    return found


def _near_a_limit(values: Sequence[float], center: float, reach: float) -> list[Signal]:
    found = []
    for i in range(3, len(values)):
        last = values[i - 3 : i + 1]
        for side in (1, -1):
            near = [side * (value - center) > reach / 2 for value in last]
            if sum(near) >= 3 and near[-1]:
                found.append(Signal(i, "three_of_four"))
    return found
