"""Which launches collide, and which external factors fall into the days one is read over."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.results import name_key
from pmm_core.vocabulary import Clock, LaunchOutcome


class CollisionRule(StrEnum):
    """Why two launches collide; the order in which it is told."""

    SAME_PRODUCT = "same_product"
    SAME_AUDIENCE = "same_audience"
    SAME_OWNER_WEEK = "same_owner_week"


@dataclass(frozen=True)
class Scheduled:
    """A launch on the calendar.

    Attributes:
        owner: the one who answers for it; null while nobody does.
        audience: who could adopt, in words.
        launched_on: its day 0, or the day planned.
        windows: the days after day 0 on which it is read, rising.
        ended_on, outcome: said when it was closed.
        made_at, revised_at: when it was entered and last changed, UTC.
        version: how often it was saved.
    """

    id: int
    product_id: int
    product: str
    name: str
    tier: int | None
    owner_id: int | None
    owner: str | None
    audience: str | None
    clock: Clock
    launched_on: dt.date
    windows: tuple[int, ...]
    ended_on: dt.date | None
    outcome: LaunchOutcome | None
    made_at: dt.datetime
    revised_at: dt.datetime
    version: int

    @property
    def label(self) -> str:
        """Name it by product and name."""
        return f"{self.product}/{self.name}"

    @property
    def is_called_off(self) -> bool:
        """Whether it was given up before its day."""
        return self.ended_on is not None and self.ended_on < self.launched_on

    @property
    def readings(self) -> tuple[tuple[int, dt.date], ...]:
        """Each window and its last day; a launch that ended before is not read any more."""
        days = ((day, self.launched_on + dt.timedelta(days=day)) for day in self.windows)
        return tuple((day, on) for day, on in days if self.ended_on is None or on <= self.ended_on)

    @property
    def last_day(self) -> dt.date:
        """The last day it is read over: of its last window, or the day it ended before that."""
        last = self.launched_on + dt.timedelta(days=max(self.windows, default=0))
        if self.ended_on is not None:
            last = min(last, self.ended_on)
        return max(last, self.launched_on)


@dataclass(frozen=True)
class Influence:
    """An external factor.

    Attributes:
        product_id: of the product it touches; null where it touches every one.
        last: null while it still holds.
    """

    name: str
    product_id: int | None
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Collision:
    """Two launches that get into each other's way.

    Attributes:
        one, other: the earlier first.
        rules: every reason.
        first, last: the days both are read over; of their week where only the owner is the same.
    """

    one: Scheduled
    other: Scheduled
    rules: tuple[CollisionRule, ...]
    first: dt.date
    last: dt.date

    def has(self, launch: Scheduled) -> bool:
        """Tell whether a launch is one of the two."""
        return launch.id in (self.one.id, self.other.id)


@dataclass(frozen=True)
class Meeting:
    """An external factor within the days a launch is read over.

    Attributes:
        first, last: the days they share.
    """

    launch: Scheduled
    factor: Influence
    first: dt.date
    last: dt.date


WeekOf = Callable[[dt.date], tuple[dt.date, dt.date]]
"""First and last day of the week a day lies in, as the company counts weeks."""


def find_collisions(launches: Iterable[Scheduled], week_of: WeekOf) -> tuple[Collision, ...]:
    """List the pairs of launches that collide, in order of time.

    Two collide where the days they are read over (day 0 to the last window) overlap and they are
    of one product or for an audience in the same words, or where one person owns both and both
    come out in one week. One that was called off collides with none.
    """
    ordered = sorted(
        (one for one in launches if not one.is_called_off),
        key=lambda one: (one.launched_on, one.label),
    )
    found = []
    for place, one in enumerate(ordered):
        week = week_of(one.launched_on)
        reach = max(one.last_day, week[1])
        for other in ordered[place + 1 :]:
            if other.launched_on > reach:
                break
            collision = _collide(one, other, week)
            if collision:
                found.append(collision)
    return tuple(sorted(found, key=lambda each: (each.first, each.one.label, each.other.label)))


def _collide(one: Scheduled, other: Scheduled, week: tuple[dt.date, dt.date]) -> Collision | None:
    overlap = other.launched_on <= one.last_day
    rules = []
    if overlap and one.product_id == other.product_id:
        rules.append(CollisionRule.SAME_PRODUCT)
    if overlap and _same_words(one.audience, other.audience):
        rules.append(CollisionRule.SAME_AUDIENCE)
    same_owner = one.owner_id is not None and one.owner_id == other.owner_id
    if same_owner and other.launched_on <= week[1]:
        rules.append(CollisionRule.SAME_OWNER_WEEK)
    if not rules:
        return None
    first, last = other.launched_on, min(one.last_day, other.last_day)
    if rules == [CollisionRule.SAME_OWNER_WEEK]:
        first, last = week
    return Collision(one, other, tuple(rules), first, last)


def _same_words(one: str | None, other: str | None) -> bool:
    keys = [name_key(" ".join((words or "").split())).rstrip(".") for words in (one, other)]
    return bool(keys[0]) and keys[0] == keys[1]


def find_meetings(
    launches: Sequence[Scheduled], factors: Sequence[Influence]
) -> tuple[Meeting, ...]:
    """List the external factors that touch a launch's product while the launch is read."""
    found = [
        Meeting(
            one,
            factor,
            max(one.launched_on, factor.first),
            min(one.last_day, factor.last or dt.date.max),
        )
        for one in launches
        if not one.is_called_off
        for factor in factors
        if factor.product_id in (None, one.product_id)
        and factor.first <= one.last_day
        and one.launched_on <= (factor.last or dt.date.max)
    ]
    return tuple(sorted(found, key=lambda each: (each.first, each.factor.name, each.launch.label)))
