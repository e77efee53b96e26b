"""What the last closed launches reached by a day, as a proposal for the target of the next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pmm_core.vocabulary import LaunchType

MOST = 4
"""A proposal rests on so many of the last closed launches at most: older ones say less."""


@dataclass(frozen=True)
class Reached:
    """A closed launch on the last day of a window.

    Attributes:
        share: of its audience that had adopted by then, 0 to 1.
        n: its audience.
    """

    launch: str
    share: float
    n: int
    ended_on: dt.date
    tier: int | None = None
    launch_type: LaunchType | None = None


@dataclass(frozen=True)
class Proposal:
    """What closed launches say of one window.

    Attributes:
        asked_tier, asked_type: of the launch that is planned; null where nobody said.
        tier, launch_type: what the closed launches were chosen by; null where by neither.
        reached: the closed launches, the one that ended first first; empty = nothing is proposed.
    """

    day: int
    asked_tier: int | None
    asked_type: LaunchType | None
    tier: int | None
    launch_type: LaunchType | None
    reached: tuple[Reached, ...]

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and highest share; null without a closed launch."""
        shares = [one.share for one in self.reached]
        return (min(shares), max(shares)) if shares else None

    @property
    def share(self) -> float | None:
        """What is proposed: the middle of what they reached, in tenths of a percent."""
        return round(median(one.share for one in self.reached), 3) if self.reached else None


def propose(
    day: int, tier: int | None, launch_type: LaunchType | None, closed: Sequence[Reached]
) -> Proposal:
    """Choose the last closed launches of the same tier and type, else tier, else any.

    Args:
        tier, launch_type: of the launch that is planned.
        closed: every closed launch that can be held beside it on that day.
    """
    same_tier = [one for one in closed if tier is not None and one.tier == tier]
    of_type = [one for one in same_tier if one.launch_type is launch_type]
    if of_type and launch_type is not None:
        chosen, by_tier, by_type = of_type, tier, launch_type
    elif same_tier:
        chosen, by_tier, by_type = same_tier, tier, None
    else:
        chosen, by_tier, by_type = list(closed), None, None
    chosen.sort(key=lambda one: (one.ended_on, one.launch))
    return Proposal(day, tier, launch_type, by_tier, by_type, tuple(chosen[-MOST:]))


@dataclass(frozen=True)
class Lesson:
    """What a closed launch teaches, and what it has in common with one that is planned."""

    launch: str
    ended_on: str
    outcome: str | None
    lesson: str
    same_product: bool
    same_tier: bool
    same_type: bool

    @property
    def alike(self) -> int:
        """In how many of the three it is like the planned one."""
        return self.same_product + self.same_tier + self.same_type
