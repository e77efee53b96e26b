"""What past launches reached by a day, as a proposal for the target of the next."""

from dataclasses import dataclass
from statistics import median

MOST_PAST = 4
"""So many of the latest launches propose a target: older ones were of another company."""


@dataclass(frozen=True)
class Reached:
    """A past launch on the last day of a window.

    Attributes:
        share: of its audience that had adopted by then, 0 to 1.
        n: its audience.
    """

    launch: str
    share: float
    n: int


@dataclass(frozen=True)
class Proposal:
    """What past launches say of one window.

    Attributes:
        asked_tier: of the launch that is planned; null where nobody said.
        tier: the one the past launches share; null where launches of every tier are taken.
        reached: the past launches, the earliest first; empty = nothing is proposed.
    """

    day: int
    asked_tier: int | None
    tier: int | None
    reached: tuple[Reached, ...]

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and highest share; null without a past launch."""
        shares = [one.share for one in self.reached]
        return (min(shares), max(shares)) if shares else None

    @property
    def share(self) -> float | None:
        """What is proposed: the middle of what they reached, in tenths of a percent."""
        return round(median(one.share for one in self.reached), 3) if self.reached else None


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
