"""Puts breadth, load, coverage and the first product together, as of a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.spread.breadth import Breadth, measure_breadth, month_ends
from pmm_core.spread.coverage import Cover, Covered, Suggestion, cover_products, suggest_first
from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import SLACK, Chosen, TeamFacts
from pmm_core.spread.load import Load, measure_load

_HISTORY_MONTHS = 12


@dataclass(frozen=True)
class Spread:
    """Who carries what, and where it is too much.

    Attributes:
        people: whoever has an allocation in force that day; the broadest first.
        unallocated: people of a product marketing team without one.
        weeks: the weeks looked at.
        products: with the people allocated to them, in the store's order.
        chosen: the override in force; null while the suggestion stands.
        rules: the house rules everything was measured with.
    """

    as_of: dt.date
    people: tuple[Breadth, ...]
    unallocated: tuple[str, ...]
    weeks: tuple[Period, ...]
    load: Load
    products: tuple[Covered, ...]
    suggestion: Suggestion
    chosen: Chosen | None
    rules: RulesDraft

    @property
    def thin(self) -> tuple[Breadth, ...]:
        """Whoever is spread thin."""
        return tuple(one for one in self.people if one.is_thin)

    @property
    def first_product(self) -> str | None:
        """The product to start with: as chosen, else as suggested."""
        if self.chosen:
            return self.chosen.product
        return self.suggestion.product.name if self.suggestion.product else None

    def covered(self, cover: Cover) -> tuple[Covered, ...]:
        """The products that rest on nobody, on one person, or on several."""
        return tuple(one for one in self.products if one.cover is cover)

    @property
    def revenue_said(self) -> float:
        """What the products are said to earn in all, a fraction of the company's revenue."""
        return sum(one.product.revenue_share or 0.0 for one in self.products)

    @property
    def earns_too_much(self) -> bool:
        """Whether the products are said to earn more than there is."""
        return self.revenue_said > 1 + SLACK

    @property
    def revenue_covered(self) -> float | None:
        """Share of revenue of the products with somebody.

        Null while any product's share is unknown, and where they add up to more than there is.
        """
        unknown = any(one.product.revenue_share is None for one in self.products)
        if unknown or self.earns_too_much or not self.products:
            return None
        return sum(one.product.revenue_share or 0.0 for one in self.products if one.people)


def measure_spread(
    facts: TeamFacts,
    rules: RulesDraft,
    *,
    as_of: dt.date,
    weeks: Sequence[Period],
    calendar: BusinessCalendar,
) -> Spread:
    """Measure spread, load and coverage.

    Args:
        facts: allocations, launches, products, people, and the first product that was chosen.
        rules: house rules.
        as_of: the day allocations are looked at.
        weeks: the weeks of the load, in order.
        calendar: of the company.
    """
    names = sorted({one.person for one in facts.allotted}, key=str.casefold)
    earlier = month_ends(as_of, _HISTORY_MONTHS)
    measured = (
        measure_breadth(
            name,
            [one for one in facts.allotted if one.person == name],
            rules,
            as_of=as_of,
            earlier=earlier,
        )
        for name in names
    )
    people = sorted(
        (one for one in measured if one), key=lambda one: (-one.effective, one.person.casefold())
    )
    allocated = {one.person for one in people}
    return Spread(
        as_of=as_of,
        people=tuple(people),
        unallocated=tuple(name for name in facts.team_members if name not in allocated),
        weeks=tuple(weeks),
        load=measure_load(facts, rules, weeks=weeks, calendar=calendar),
        products=cover_products(facts.products, facts.allotted, as_of),
        suggestion=suggest_first(facts.products),
        chosen=facts.chosen,
        rules=rules,
    )
