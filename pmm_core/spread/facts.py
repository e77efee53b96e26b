"""What spread and load are measured from: who is allocated to what, launches and products."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Shares of a whole that differ by less are rounded.
SLACK = 1e-9


@dataclass(frozen=True)
class Allotted:
    """A share of a person's time for a product and a buyer.

    Attributes:
        buyer: null while nobody has said who is sold to.
        share: of the working time, a fraction.
        end_on: last day, inclusive; null while it still holds.
    """

    person: str
    product: str
    buyer: str | None
    share: float
    start_on: dt.date
    end_on: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether it is in force on a day."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


@dataclass(frozen=True)
class PlannedLaunch:
    """A launch with its day; without a tier nobody knows what it takes."""

    product: str
    name: str
    on: dt.date
    tier: int | None


@dataclass(frozen=True)
class SoldProduct:
    """A product in use.

    Attributes:
        revenue_share: of the company's revenue, a fraction; null until said.
    """

    id: int
    name: str
    revenue_share: float | None = None
    strategic: bool = False


@dataclass(frozen=True)
class Chosen:
    """The product somebody chose to start with, and why.

    Attributes:
        suggested: what was suggested then; null if nothing was.
        by, on: who said so, and on which day.
    """

    id: int
    product: str
    suggested: str | None
    reason: str
    by: str
    on: dt.date


@dataclass(frozen=True)
class TeamFacts:
    """All that spread and load are measured from.

    Attributes:
        allotted: every allocation in use, whenever it holds.
        team_members: people of a product marketing team, allocated or not.
        chosen: the override of the first product in force; null while the suggestion stands.
    """

    allotted: tuple[Allotted, ...] = ()
    launches: tuple[PlannedLaunch, ...] = ()
    products: tuple[SoldProduct, ...] = ()
    team_members: tuple[str, ...] = ()
    chosen: Chosen | None = None


def in_force(allotted: Iterable[Allotted], day: dt.date) -> list[Allotted]:
    """Keep the allocations that hold on a day."""
    return [one for one in allotted if one.holds_on(day)]


@dataclass(frozen=True)
class OverOne:
    """A day on which somebody is allocated to more than all of their time."""

    day: dt.date
    total: float
    parts: tuple[Allotted, ...]


def over_one(allotted: Sequence[Allotted]) -> OverOne | None:
    """Find the first day on which one person's shares add up to more than 1.

    Args:
        allotted: of one person.

    Returns:
        Null where they never do. The sum only rises on a day on which a share starts.
    """
    for day in sorted({one.start_on for one in allotted}):
        parts = in_force(allotted, day)
        total = sum(one.share for one in parts)
        if total > 1 + SLACK:
            return OverOne(day, total, tuple(parts))
    return None
