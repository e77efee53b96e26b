"""The target in use of a row: which of its targets counts, and what would meet it."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.scorecard.facts import KpiFacts, Reading, RowFacts, TargetFacts
from pmm_core.vocabulary import Direction, Goal


@dataclass(frozen=True)
class Goalpost:
    """The target in use with everything it leaves to the KPI filled in.

    Attributes:
        start: value the way begins at; null where nobody gave one and no value was in force.
    """

    value: float | None
    target_date: dt.date
    start: float | None
    start_date: dt.date
    direction: Direction
    goal: Goal
    low: float | None
    high: float | None

    @property
    def is_bound(self) -> bool:
        """A bound is met or not: it has no progress and no pace."""
        return self.goal is not Goal.REACH

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The least and the most that meets the goal; null where that side is open."""
        if self.goal is Goal.REACH:
            return (
                None if self.direction is Direction.DOWN else self.value,
                None if self.direction is Direction.UP else self.value,
            )
        return (
            None if self.goal is Goal.BELOW else self.low,
            None if self.goal is Goal.ABOVE else self.high,
        )


def goalpost(facts: RowFacts, *, as_of: dt.date) -> Goalpost | None:
    """Choose the target in use: the nearest target date on or after the day, else the last past.

    A target of a launch window counts for the row of that window and for no other.
    """
    windows: set[int | None] = {facts.window.day if facts.window else None}
    if facts.window and facts.window.is_kpi:
        windows.add(None)
    dated = sorted(
        (target for target in facts.targets if target.window in windows),
        key=lambda target: target.target_date,
    )
    if not dated:
        return None
    chosen = next((target for target in dated if target.target_date >= as_of), dated[-1])
    start_date = chosen.start_date or chosen.effective_on
    return Goalpost(
        value=chosen.value,
        target_date=chosen.target_date,
        start=_start(chosen, facts.comparable, start_date),
        start_date=start_date,
        direction=chosen.direction or facts.kpi.direction,
        goal=chosen.goal or facts.kpi.goal,
        low=_bound(chosen, facts.kpi, "low"),
        high=_bound(chosen, facts.kpi, "high"),
    )


def _start(target: TargetFacts, readings: tuple[Reading, ...], start_date: dt.date) -> float | None:
    if target.start is not None:
        return target.start
    earlier = [reading.value for reading in readings if reading.on <= start_date]
    return earlier[-1] if earlier else None


def _bound(target: TargetFacts, kpi: KpiFacts, side: str) -> float | None:
    """Bounds stand on the target, else on the KPI; a one-sided goal may give its target alone."""
    goal = target.goal or kpi.goal
    given: float | None = getattr(target, side)
    own: float | None = getattr(kpi, side)
    one_sided = {(Goal.ABOVE, "low"), (Goal.BELOW, "high")}
    if given is None and (goal, side) in one_sided and target.value is not None:
        return target.value
    return own if given is None else given
