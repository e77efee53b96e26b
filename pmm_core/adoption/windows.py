"""What can be said at day 5, 10, 30: one reading a window, with its state."""

from dataclasses import dataclass

from pmm_core.stats.proportions import Interval, wilson
from pmm_core.vocabulary import WindowState


@dataclass(frozen=True)
class ObservedWindow:
    """What was counted by the end of a window.

    Attributes:
        day: the window's last day, inclusive.
        n: units that entered by that day.
        matured: those observed for the whole window, from day 0 to that day.
        adopted: units that adopted by that day.
        matured_adopted: those of them among the matured.
        followed: those followed to the end of that day, whenever they entered.
    """

    day: int
    n: int
    matured: int
    adopted: int
    matured_adopted: int
    followed: int

    def __post_init__(self) -> None:
        """Keep every numerator a part of its denominator."""
        parts = self.matured_adopted <= self.matured <= self.followed <= self.n
        if not (parts and self.adopted <= self.n):
            raise ValueError(f"window of day {self.day}: more adopted than eligible")


@dataclass(frozen=True)
class WindowReading:
    """The reading of one window.

    Attributes:
        day: the window's last day, inclusive.
        share, low, high: share adopted by that day with its 95 % log-log interval; null while
            nobody has been observed that long.
        is_over: whether everybody was followed to its end, so that nothing later can change it; who
            joined late counts from their day on, and never matures.
        matured_share: plain share among the matured; null without any.
        wilson: 95 % interval of the plain share, when everybody has matured.
    """

    day: int
    share: float | None
    low: float | None
    high: float | None
    n: int
    matured: int
    adopted: int
    matured_share: float | None
    wilson: Interval | None
    method: str
    state: WindowState
    is_over: bool


def read_window(
    observed: ObservedWindow,
    *,
    interval: tuple[float | None, float | None, float | None],
    method: str,
    min_n: int,
) -> WindowReading:
    """Turn the counts of a window and the curve's value on its day into a reading.

    Args:
        observed: the counts.
        interval: share, low, high of the curve on that day; null where nothing can be said.
        method: `kaplan_meier` or `aalen_johansen`.
        min_n: fewer units are too few for a verdict.
    """
    state = _state(observed, known=interval[0] is not None, min_n=min_n)
    share, low, high = (None, None, None) if state is WindowState.TOO_EARLY else interval
    matured, everybody = observed.matured, observed.matured == observed.n
    return WindowReading(
        day=observed.day,
        share=share,
        low=low,
        high=high,
        n=observed.n,
        matured=matured,
        adopted=observed.adopted,
        matured_share=observed.matured_adopted / matured if matured else None,
        wilson=wilson(observed.adopted, observed.n) if matured and everybody else None,
        method=method,
        state=state,
        is_over=_is_over(observed),
    )


def _is_over(observed: ObservedWindow) -> bool:
    return observed.followed == observed.n > 0


def _state(observed: ObservedWindow, *, known: bool, min_n: int) -> WindowState:
    if observed.matured == 0:
        return WindowState.TOO_EARLY
    if observed.n < min_n or not known:
        return WindowState.TOO_FEW
    return WindowState.MATURING if observed.matured < observed.n else WindowState.COMPLETE
