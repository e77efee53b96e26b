"""Past launches: complete on the later day, and which of them a forecast rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmm_core.precedent.launches import KnownLaunch, LeftOut, why_incomplete
from pmm_core.stats.pooling import PastLaunch
from pmm_core.vocabulary import Clock, LaunchType, WhyLeftOut

ENOUGH_OF_A_KIND = 4
"""From so many past launches of its own kind on a launch is forecast from them alone."""


@dataclass(frozen=True)
class Past:
    """A launch that is complete on the later day of a forecast."""

    launch: KnownLaunch
    by_day: int

    @property
    def n(self) -> int:
        """Its frozen audience."""
        return self.launch.curve.n

    @property
    def share(self) -> float:
        """The share that had adopted by the later day."""
        return self.adopted_by(self.by_day) / self.n

    def adopted_by(self, day: int) -> int:
        """Return how many had adopted by the end of a day of its age."""
        adopted = self.launch.curve.adopted_by(day)
        assert adopted is not None, "it is asked for days that were counted"
        return adopted

    def is_counted(self, day: int) -> bool:
        """Tell whether it is known how many had adopted by the end of a day of its age."""
        return self.launch.curve.adopted_by(day) is not None

    @property
    def is_daily(self) -> bool:
        """Whether every day up to the later one is known; typed counts may leave gaps."""
        return all(self.is_counted(day) for day in range(self.by_day + 1))

    def counts(self, day: int) -> PastLaunch:
        """Return what a forecast learns from it."""
        return PastLaunch(self.n, self.adopted_by(day), self.adopted_by(self.by_day))


class Pooled(NamedTuple):
    """The past launches a forecast rests on.

    Attributes:
        tier, launch_type: what was asked of them; null where any would do.
    """

    past: list[Past]
    tier: int | None
    launch_type: LaunchType | None


def pooled_from(past: Sequence[Past], launch: KnownLaunch) -> Pooled:
    """Choose past launches of the same tier and type, else tier, else type, else all.

    A kind is taken where there are enough of it; a launch of no tier or type is of no kind.
    """
    tier, kind = launch.tier, launch.launch_type
    for by_tier, by_type in ((tier, kind), (tier, None), (None, kind)):
        if by_tier is None and by_type is None:
            continue
        alike = [
            one
            for one in past
            if by_tier in (None, one.launch.tier) and by_type in (None, one.launch.launch_type)
        ]
        if len(alike) >= ENOUGH_OF_A_KIND:
            return Pooled(alike, by_tier, by_type)
    return Pooled(list(past), None, None)


@dataclass(frozen=True)
class CountedBy:
    """What two launches must have in common to be held against each other."""

    clock: Clock
    min_uses: int
    min_days: int
    after_exposure_day: bool


@dataclass(frozen=True)
class PastOnDay:
    """The past launches of one that need not have begun, on a day of their age.

    Attributes:
        past: of every tier, in order of their days.
        left_out: every other launch, and why.
    """

    day: int
    past: tuple[Past, ...]
    left_out: tuple[LeftOut, ...]


def past_on_day(rule: CountedBy, others: Sequence[KnownLaunch], day: int) -> PastOnDay:
    """Find the launches that are complete on a day of their age and counted by the same rule."""
    past, left_out = [], []
    for one in others:
        why = _why_not(rule, one) or why_incomplete(one, day)
        if why is None:
            past.append(Past(one, day))
        else:
            left_out.append(LeftOut(one.label, why))
    past.sort(key=lambda one: (str(one.launch.launched_on or ""), one.launch.label))
    return PastOnDay(day, tuple(past), tuple(left_out))


def _why_not(rule: CountedBy, launch: KnownLaunch) -> WhyLeftOut | None:
    counted = launch.adoption.definition
    if counted.clock is not rule.clock:
        return WhyLeftOut.OTHER_CLOCK
    asked = (rule.min_uses, rule.min_days, rule.after_exposure_day)
    if (counted.min_uses, counted.min_days, counted.after_exposure_day) != asked:
        return WhyLeftOut.OTHER_RULE
    return WhyLeftOut.AUDIENCE_OPEN if launch.is_audience_open else None
