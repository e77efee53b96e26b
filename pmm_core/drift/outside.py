"""Which share of the work taken on lies outside the mandate; of hours, else of items."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.drift.requests import Request, asked_between
from pmm_core.results import Estimate
from pmm_core.stats.proportions import wilson
from pmm_core.vocabulary import Cadence, RequestDecision


class Basis(StrEnum):
    """What the share is a share of."""

    HOURS = "hours"
    ITEMS = "items"


class DriftState(StrEnum):
    """Whether a share can be judged."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class DriftRules:
    """House rules of drift.

    Attributes:
        min_n: fewer tagged items taken on than this have a share and no verdict.
    """

    min_n: int = 5

    def __post_init__(self) -> None:
        if self.min_n < 1:
            raise ValueError("a share needs at least one item")


@dataclass(frozen=True)
class Outside:
    """The share of some work that lies outside the mandate; only tagged work taken on counts.

    Attributes:
        basis: hours where each item has some, else items; one for the whole and its groups.
        state: enough, too few to judge, or nothing that counts.
        share: fraction outside with n items; a Wilson interval where items are counted.
        numerator, denominator: of the share, in hours or items; null without a share.
        items, items_outside: tagged items taken on.
        hours, hours_outside: sums over those whose hours are known.
        without_hours: how many of the items have no hours.
        untagged: items taken on that nobody has tagged; they count nowhere.
    """

    basis: Basis
    state: DriftState
    share: Estimate
    numerator: float | None
    denominator: float | None
    items: int
    items_outside: int
    hours: float
    hours_outside: float
    without_hours: int
    untagged: int

    @property
    def outside_amount(self) -> float:
        """What lies outside, in the basis; 0 where nothing is known to."""
        return self.hours_outside if self.basis is Basis.HOURS else self.items_outside

    @property
    def tagged_amount(self) -> float:
        """What is tagged, in the basis."""
        return self.hours if self.basis is Basis.HOURS else self.items


@dataclass(frozen=True)
class Group:
    """A part of the work.

    Attributes:
        name: requester, key of a period, or challenge; null for work that serves no challenge.
        label: a period's name for people; else null.
    """

    name: str | None
    outside: Outside
    label: str | None = None


@dataclass(frozen=True)
class Drift:
    """How far the work taken on lies from the mandate, on a day.

    Attributes:
        since: first day of the requests; null for the beginning.
        whole: of all requests.
        by_requester: those with most outside first.
        by_month, by_quarter: by the day asked on, from the first period to the last.
        by_challenge: by name, work that serves none last.
        not_taken_on: postponed and declined requests, the newest first.
        decisions: how many requests have each decision; null for undecided ones.
    """

    as_of: dt.date
    since: dt.date | None
    whole: Outside
    by_requester: tuple[Group, ...]
    by_month: tuple[Group, ...]
    by_quarter: tuple[Group, ...]
    by_challenge: tuple[Group, ...]
    not_taken_on: tuple[Request, ...]
    decisions: Mapping[RequestDecision | None, int]

    @property
    def asked(self) -> int:
        """How many requests there are in all."""
        return sum(self.decisions.values())


def measure_drift(
    requests: Iterable[Request],
    *,
    calendar: BusinessCalendar,
    as_of: dt.date,
    since: dt.date | None = None,
    rules: DriftRules = DriftRules(),
) -> Drift:
    """Measure the share of work outside the mandate, as a whole and by who, when and what for.

    Args:
        requests: all there are; what was asked for outside the days is left out.
        calendar: cuts months and quarters.
        as_of: last day, inclusive.
        since: first day, inclusive; null for the beginning.
        rules: how few are too few.
    """
    asked = asked_between(requests, since, as_of)
    basis = _basis(asked)

    def measure(some: Sequence[Request]) -> Outside:
        return _measure(some, basis, as_of, rules)

    def by_period(cadence: Cadence) -> tuple[Group, ...]:
        return _by_period(asked, calendar, cadence, measure)

    not_done = (RequestDecision.LATER, RequestDecision.DECLINE)
    return Drift(
        as_of=as_of,
        since=since,
        whole=measure(asked),
        by_requester=_by_requester(asked, measure),
        by_month=by_period(Cadence.MONTHLY),
        by_quarter=by_period(Cadence.QUARTERLY),
        by_challenge=_by_challenge(asked, measure),
        not_taken_on=tuple(one for one in reversed(asked) if one.decision in not_done),
        decisions={
            decision: sum(one.decision is decision for one in asked)
            for decision in (*RequestDecision, None)
        },
    )


Measure = Callable[[Sequence[Request]], Outside]


def _counting(requests: Iterable[Request]) -> list[Request]:
    return [one for one in requests if one.is_taken_on and one.is_tagged]


def _basis(requests: Iterable[Request]) -> Basis:
    """Hours only where each item that counts has some: else the long ones might be missing."""
    counting = _counting(requests)
    known = all(one.hours is not None for one in counting)
    return Basis.HOURS if known and any(one.hours for one in counting) else Basis.ITEMS


def _measure(
    requests: Sequence[Request], basis: Basis, as_of: dt.date, rules: DriftRules
) -> Outside:
    counting = _counting(requests)
    outside = [one for one in counting if not one.inside]
    hours = sum(one.hours or 0.0 for one in counting)
    hours_outside = sum(one.hours or 0.0 for one in outside)
    by_hours = basis is Basis.HOURS
    numerator, denominator = (
        (hours_outside, hours) if by_hours else (float(len(outside)), float(len(counting)))
    )
    doubt = None if by_hours or not counting else wilson(len(outside), len(counting))
    share = Estimate(
        value=numerator / denominator if denominator else None,
        low=doubt.low if doubt else None,
        high=doubt.high if doubt else None,
        n=len(counting),
        as_of=as_of,
        method="wilson" if doubt else None,
    )
    return Outside(
        basis=basis,
        state=_state(share, rules),
        share=share,
        numerator=numerator if denominator else None,
        denominator=denominator if denominator else None,
        items=len(counting),
        items_outside=len(outside),
        hours=hours,
        hours_outside=hours_outside,
        without_hours=sum(one.hours is None for one in counting),
        untagged=sum(one.is_taken_on and not one.is_tagged for one in requests),
    )


def _state(share: Estimate, rules: DriftRules) -> DriftState:
    if share.value is None:
        return DriftState.NO_DATA
    return DriftState.TOO_FEW if (share.n or 0) < rules.min_n else DriftState.ENOUGH


def _by_requester(asked: Sequence[Request], measure: Measure) -> tuple[Group, ...]:
    names: dict[str, str] = {}
    gathered: dict[str, list[Request]] = {}
    for one in asked:
        key = one.requester.casefold()
        names.setdefault(key, one.requester)
        gathered.setdefault(key, []).append(one)
    groups = [Group(names[key], measure(some)) for key, some in gathered.items()]
    return tuple(
        sorted(
            groups,
            key=lambda one: (
                -one.outside.outside_amount,
                -one.outside.tagged_amount,
                str(one.name).casefold(),
            ),
        )
    )


def _by_period(
    asked: Sequence[Request], calendar: BusinessCalendar, cadence: Cadence, measure: Measure
) -> tuple[Group, ...]:
    """Group by period; one without a request in between is there too, with nothing in it."""
    if not asked:
        return ()
    periods = [calendar.period(asked[-1].asked_on, cadence)]
    while periods[-1].first > asked[0].asked_on:
        periods.append(calendar.previous(periods[-1]))
    return tuple(
        Group(
            period.key,
            measure([one for one in asked if period.first <= one.asked_on <= period.last]),
            period.label,
        )
        for period in reversed(periods)
    )


def _by_challenge(asked: Sequence[Request], measure: Measure) -> tuple[Group, ...]:
    names = sorted({one.challenge for one in asked if one.challenge}, key=str.casefold)
    every: list[str | None] = [*names, None]
    groups = (
        Group(name, measure([one for one in asked if one.challenge == name])) for name in every
    )
    return tuple(group for group in groups if group.outside.items or group.outside.untagged)
