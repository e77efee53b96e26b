"""Hours that launches ask of each person, week by week, over the hours there are."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.spread.drafts import RulesDraft, TierEffort
from pmm_core.spread.facts import Allotted, PlannedLaunch, TeamFacts
from pmm_core.stats.ranges import Range, exceedance
from pmm_core.vocabulary import Cadence

_DAYS = 7


@dataclass(frozen=True)
class Cause:
    """What one launch asks of somebody in a week.

    Attributes:
        hours: from a smooth launch to a rough one.
    """

    launch: PlannedLaunch
    hours: Range


@dataclass(frozen=True)
class WeekLoad:
    """A person's week.

    Attributes:
        capacity: hours allocated to products, without holidays; 0 where nothing is.
        causes: launches that ask for hours, the largest first.
        chance: probability that they ask for more than there is.
    """

    person: str
    week: Period
    capacity: float
    causes: tuple[Cause, ...]
    chance: float

    @property
    def hours(self) -> float:
        """Hours the launches usually ask for."""
        return sum(cause.hours.mode for cause in self.causes)

    @property
    def load(self) -> float | None:
        """Hours asked for over hours there are; null in a week without any."""
        return self.hours / self.capacity if self.capacity else None

    @property
    def is_over(self) -> bool:
        """Whether the usual hours are more than there are."""
        return self.hours > self.capacity + 1e-9


@dataclass(frozen=True)
class Uncovered:
    """Hours a launch asks for while nobody is allocated to its product.

    Attributes:
        hours: usual hours, of the weeks that were looked at.
        first, last: first day of the first and last day of the last such week.
    """

    launch: PlannedLaunch
    hours: float
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Load:
    """The load of everybody in some weeks.

    Attributes:
        weeks: by person, then in order.
        uncovered: the earliest first.
        without_tier: launches of these weeks that nobody gave a tier, so their hours are unknown.
    """

    weeks: tuple[WeekLoad, ...]
    uncovered: tuple[Uncovered, ...]
    without_tier: tuple[PlannedLaunch, ...]

    @property
    def over(self) -> tuple[WeekLoad, ...]:
        """The overload weeks, in the order of their days."""
        return tuple(
            sorted((one for one in self.weeks if one.is_over), key=lambda one: one.week.first)
        )

    def of(self, person: str) -> tuple[WeekLoad, ...]:
        """The weeks of a person, in order."""
        return tuple(one for one in self.weeks if one.person == person)


def weeks_around(
    as_of: dt.date, *, back: int, ahead: int, calendar: BusinessCalendar
) -> tuple[Period, ...]:
    """Return the week of a day with some weeks before and after it."""
    last = as_of + dt.timedelta(days=_DAYS * ahead)
    return calendar.recent(last, Cadence.WEEKLY, back + 1 + ahead)


def measure_load(
    facts: TeamFacts, rules: RulesDraft, *, weeks: Sequence[Period], calendar: BusinessCalendar
) -> Load:
    """Share out what launches ask for, week by week.

    The hours of a launch lie evenly over the weeks of its tier. Each week they go to the people
    allocated to its product, in proportion to their shares; capacity is what they have allocated
    to products in all.

    Args:
        facts: allocations and launches.
        rules: hours by tier, hours a week.
        weeks: in order, without gaps.
        calendar: cuts weeks and knows holidays.
    """
    efforts = {effort.tier: effort for effort in rules.tiers}
    asked = list(_asked(facts.launches, efforts, weeks, calendar))
    people = sorted({one.person for one in facts.allotted}, key=str.casefold)
    shared = {week.key: _shares(facts.allotted, week, calendar) for week in weeks}
    loads = [
        _week_load(
            person,
            week,
            hours=rules.hours_a_week * _worked(week, calendar),
            shares=shared[week.key],
            asked=[(launch, hours) for launch, its_week, hours in asked if its_week == week],
        )
        for person in people
        for week in weeks
    ]
    return Load(
        weeks=tuple(one for one in loads if one.capacity or one.causes),
        uncovered=_uncovered(asked, shared),
        without_tier=tuple(
            one
            for one in facts.launches
            if one.tier is None and weeks and weeks[0].first <= one.on <= weeks[-1].last
        ),
    )


Shares = Mapping[str, Mapping[str, float]]


def _week_load(
    person: str,
    week: Period,
    *,
    hours: float,
    shares: Shares,
    asked: Sequence[tuple[PlannedLaunch, Range]],
) -> WeekLoad:
    """Measure one person's week; `hours` are those of somebody who is allocated in full."""
    own = shares.get(person, {})
    causes = [
        Cause(launch, needed.scaled(own[launch.product] / _total(shares, launch.product)))
        for launch, needed in asked
        if own.get(launch.product, 0.0) > 0
    ]
    causes.sort(key=lambda cause: (-cause.hours.mode, cause.launch.name))
    capacity = sum(own.values()) * hours
    chance = exceedance([cause.hours for cause in causes], capacity)
    return WeekLoad(person, week, capacity, tuple(causes), chance)


def _uncovered(
    asked: Iterable[tuple[PlannedLaunch, Period, Range]], shared: Mapping[str, Shares]
) -> tuple[Uncovered, ...]:
    """Add up the hours of launches in weeks in which nobody is allocated to their product."""
    nobody: dict[PlannedLaunch, list[tuple[Period, float]]] = {}
    for launch, week, hours in asked:
        if not _total(shared[week.key], launch.product):
            nobody.setdefault(launch, []).append((week, hours.mode))
    return tuple(
        Uncovered(
            launch,
            sum(hours for _, hours in weeks),
            weeks[0][0].first,
            weeks[-1][0].last,
        )
        for launch, weeks in sorted(nobody.items(), key=lambda one: one[0].on)
    )


def _asked(
    launches: Iterable[PlannedLaunch],
    efforts: Mapping[int, TierEffort],
    weeks: Sequence[Period],
    calendar: BusinessCalendar,
) -> Iterable[tuple[PlannedLaunch, Period, Range]]:
    """Yield what each launch asks for in each of the weeks."""
    for launch in launches:
        if launch.tier is None:
            continue
        effort = efforts[launch.tier]
        launch_week = calendar.period(launch.on, Cadence.WEEKLY)
        weekly = Range(effort.low, effort.usual, effort.high).scaled(1 / effort.weeks)
        for week in weeks:
            away = (week.first - launch_week.first).days // _DAYS
            if -effort.weeks_before <= away <= effort.weeks_after and effort.high > 0:
                yield launch, week, weekly


def _shares(
    allotted: Iterable[Allotted], week: Period, calendar: BusinessCalendar
) -> dict[str, dict[str, float]]:
    """Average each person's share of each product over the working days of a week."""
    every = [week.first + dt.timedelta(days=day) for day in range(_DAYS)]
    days = [day for day in every if calendar.is_working_day(day)] or every
    shares: dict[str, dict[str, float]] = {}
    for one in allotted:
        held = sum(one.holds_on(day) for day in days) / len(days) * one.share
        if held:
            own = shares.setdefault(one.person, {})
            own[one.product] = own.get(one.product, 0.0) + held
    return shares


def _worked(week: Period, calendar: BusinessCalendar) -> float:
    """Return which part of a full week is worked: holidays take from it."""
    before = week.first - dt.timedelta(days=1)
    return calendar.working_days(before, week.last) / len(calendar.workweek)


def _total(shares: Shares, product: str) -> float:
    return sum(own.get(product, 0.0) for own in shares.values())
