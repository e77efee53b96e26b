"""Allocations and launches that the tests of spread start from."""

import datetime as dt
from typing import Any

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.spread.breadth import Breadth, measure_breadth
from pmm_core.spread.drafts import RulesDraft, TierEffort
from pmm_core.spread.facts import Allotted, PlannedLaunch

AS_OF = dt.date(2026, 3, 31)
START = dt.date(2026, 1, 1)
CALENDAR = BusinessCalendar()


def allotted(product: str, share: float, buyer: str | None = None, **said: Any) -> Allotted:
    given = {"person": "Jonas", "start_on": START, **said}
    return Allotted(product=product, share=share, buyer=buyer, **given)


def breadth(*parts: Allotted, same_buyer: float = 0.5, as_of: dt.date = AS_OF) -> Breadth:
    found = measure_breadth("Jonas", parts, RulesDraft(same_buyer=same_buyer), as_of=as_of)
    assert found is not None
    return found


def launch(product: str = "Comet", tier: int | None = 1, on: dt.date = AS_OF) -> PlannedLaunch:
    return PlannedLaunch(product, f"{product} launch", on, tier)


def rules(low: float = 60, usual: float = 80, high: float = 120, **said: Any) -> RulesDraft:
    """Rules under which a tier 1 launch lies in its own week and one on each side."""
    first = TierEffort(tier=1, low=low, usual=usual, high=high, weeks_before=1, weeks_after=1)
    return RulesDraft(tiers=(first, *RulesDraft().tiers[1:]), **said)
