"""A launch held against others: its curve at an age, and when two launches can be compared."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pmm_core.adoption.curves import CountedDay, Curve, counts_of, estimate
from pmm_core.adoption.reading import Adoption
from pmm_core.stats.comparison import Difference, newcombe, share_difference
from pmm_core.stats.proportions import Interval, wilson
from pmm_core.stats.survival import AdoptedShare, DayCounts, kaplan_meier
from pmm_core.vocabulary import Clock, LateJoiners, LaunchType, WhyLeftOut, WindowState


@dataclass(frozen=True)
class KnownLaunch:
    """A launch of the store with its curves, as of the day looked at.

    Attributes:
        tier: how large a launch it is, 1 the largest; null where nobody said.
        launch_type: what is launched; null where nobody said.
        launched_on: day 0 of the launch clock.
    """

    id: int
    name: str
    product: str
    tier: int | None
    launched_on: dt.date | None
    adoption: Adoption
    launch_type: LaunchType | None = None

    @property
    def label(self) -> str:
        """Name it by product and name."""
        return f"{self.product}/{self.name}"

    @property
    def curve(self) -> Curve:
        """The curve of everybody in the frozen audience."""
        return self.adoption.whole

    @property
    def is_audience_open(self) -> bool:
        """Whether units enter the curve late, or typed counts are not all of one audience."""
        rule = self.adoption.definition
        typed = self.curve.typed
        if typed is not None:
            return len({one.eligible for one in typed.values()}) > 1
        enter_late = rule.late_joiners is LateJoiners.INCLUDE or rule.expose is not None
        return rule.clock is Clock.LAUNCH and enter_late

    def at(self, day: int, segment: str | None = None) -> "AtAge | None":
        """Read the launch, or a segment of it, some days after day 0; null without that curve."""
        curve = self.adoption.curve(segment)
        return None if curve is None or day >= len(curve.days) else _at_age(self, curve, day)

    def last_known_day(self, by_day: int) -> int | None:
        """Return the last day up to another one that is over for everybody; null without any."""
        through = self.curve.complete_through
        if through is None or self.curve.typed is None:
            return None if through is None else min(through, by_day)
        return max((day for day in self.curve.typed if day <= by_day), default=None)


@dataclass(frozen=True)
class LeftOut:
    """A launch that is not held against another, and why.

    Attributes:
        detail: what exactly cannot be read; null for all other reasons.
    """

    launch: str
    why: WhyLeftOut
    detail: str | None = None


@dataclass(frozen=True)
class AtAge:
    """A curve read some days after day 0.

    Attributes:
        counts, shares: over days 0 to `day`.
        n, adopted: units that entered, and that adopted, by that day.
        is_plain: everybody entered on day 0 and was observed to that day.
        is_daily: it is known who adopted on which day, not only by when.
    """

    day: int
    counts: DayCounts
    shares: AdoptedShare
    n: int
    adopted: int
    state: WindowState
    is_plain: bool
    is_daily: bool = True

    @property
    def share(self) -> float | None:
        """The share adopted by that day; null where nothing can be said."""
        return self._known(float(self.shares.share[self.day]))

    @property
    def interval(self) -> Interval | None:
        """Its 95 % interval."""
        low, high = (float(one[self.day]) for one in (self.shares.low, self.shares.high))
        return None if self._known(low) is None else Interval(low, high)

    @property
    def variance(self) -> float:
        """Variance of the share; NaN where nothing can be said."""
        return float(self.shares.variance[self.day])

    @property
    def effective(self) -> tuple[float, float]:
        """Successes and n of a plain share as certain as this one."""
        share, variance = self.share or 0.0, self.variance
        if self.is_plain or not variance > 0:
            return self.adopted, self.n
        n = share * (1 - share) / variance
        return share * n, n

    def _known(self, value: float) -> float | None:
        early = self.state is WindowState.TOO_EARLY
        return None if early or math.isnan(value) else value


def _at_age(launch: KnownLaunch, curve: Curve, day: int) -> AtAge:
    if curve.typed is not None:
        return _typed_at(launch, curve, curve.typed, day)
    counts, rule = counts_of(curve).through(day), launch.adoption.definition
    shares, _ = estimate(counts, rule)
    n = int(counts.entered.sum())
    complete = curve.complete_through is not None and curve.complete_through >= day
    if curve.observed_through is None or curve.observed_through < day:
        state = WindowState.TOO_EARLY
    elif n < rule.min_n or math.isnan(shares.share[day]):
        state = WindowState.TOO_FEW
    else:
        state = WindowState.COMPLETE if complete else WindowState.MATURING
    return AtAge(
        day=day,
        counts=counts,
        shares=shares,
        n=n,
        adopted=int(counts.adopted.sum()),
        state=state,
        is_plain=complete and not counts.entered[1:].any(),
    )


def _typed_at(
    launch: KnownLaunch, curve: Curve, typed: Mapping[int, CountedDay], day: int
) -> AtAge:
    """Read typed counts on one day: a plain share with Wilson's interval, as their window has."""
    counted = typed.get(day)
    n = curve.n if counted is None else counted.eligible
    is_daily = not any(curve.has_gap_before(each) for each in range(day + 1))
    adopted = np.zeros(day + 1, dtype=np.int64)
    if is_daily and not launch.is_audience_open:
        adopted += [curve.days[each].adopted for each in range(day + 1)]
    elif counted is not None:
        adopted[day] = counted.adopted
    entered, nobody = np.zeros_like(adopted), np.zeros_like(adopted)
    entered[0] = n
    counts = DayCounts(entered, adopted, nobody, nobody)
    shares = kaplan_meier(counts)
    if counted is None:
        state = WindowState.TOO_EARLY
    else:
        shares.low[day], shares.high[day] = wilson(counted.adopted, n)
        few = n < launch.adoption.definition.min_n
        state = WindowState.TOO_FEW if few else WindowState.COMPLETE
    return AtAge(
        day=day,
        counts=counts,
        shares=shares,
        n=n,
        adopted=0 if counted is None else counted.adopted,
        state=state,
        is_plain=True,
        is_daily=is_daily and not launch.is_audience_open,
    )


def difference(first: AtAge, second: AtAge) -> Difference | None:
    """Compare two launches at equal age, first minus second; null where one is not known."""
    if first.share is None or second.share is None:
        return None
    if first.is_plain and second.is_plain:
        return newcombe((first.adopted, first.n), (second.adopted, second.n))
    events = (first.adopted, second.adopted)
    return share_difference(first.shares, second.shares, day=first.day, events=events)


def why_other(one: KnownLaunch, beside: KnownLaunch) -> WhyLeftOut | None:
    """Say why two launches are not read alike; null where they are."""
    rule, other = one.adoption.definition, beside.adoption.definition
    if rule.clock is not other.clock:
        return WhyLeftOut.OTHER_CLOCK
    asked = (rule.min_uses, rule.min_days, rule.after_exposure_day)
    if asked != (other.min_uses, other.min_days, other.after_exposure_day):
        return WhyLeftOut.OTHER_RULE
    return None


def why_unknown(launch: KnownLaunch, day: int) -> WhyLeftOut | None:
    """Say why a launch has no reading on a day of its age; null where it has one."""
    found = launch.at(day)
    if found is None:
        return WhyLeftOut.SHORT_CURVE
    if launch.curve.typed is not None and day not in launch.curve.typed:
        return WhyLeftOut.NOT_COUNTED
    return WhyLeftOut.TOO_EARLY if found.share is None else None


def why_incomplete(launch: KnownLaunch, day: int) -> WhyLeftOut | None:
    """Say why a launch is no past launch on a day of its age; null where it is one."""
    unknown = why_unknown(launch, day)
    found = launch.at(day)
    if unknown or found is None:
        return unknown
    return {
        WindowState.TOO_FEW: WhyLeftOut.TOO_FEW,
        WindowState.MATURING: WhyLeftOut.MATURING,
    }.get(found.state)
