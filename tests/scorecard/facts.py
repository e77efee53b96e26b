"""Facts for the tests of the scorecard: a KPI that can be bent in one line."""

import datetime as dt
from typing import Any

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.scorecard.facts import KpiFacts, Reading, RowFacts, TargetFacts
from pmm_core.vocabulary import Cadence

CALENDAR = BusinessCalendar()


def day(text: str) -> dt.date:
    """Read an ISO day."""
    return dt.date.fromisoformat(text)


def kpi(**changes: Any) -> KpiFacts:
    """A monthly adoption share of Comet, with what the test changes."""
    given: dict[str, Any] = {
        "id": 1,
        "name": "Activation rate",
        "scope": "product:Comet",
        "product": "Comet",
        "unit": "%",
        "cadence": Cadence.MONTHLY,
    }
    return KpiFacts(**(given | changes))


def target(value: float | None, on: str, **changes: Any) -> TargetFacts:
    """A target for a day, in effect since the start of 2026 unless the test says otherwise."""
    given: dict[str, Any] = {"effective_on": day("2026-01-01")}
    return TargetFacts(value=value, target_date=day(on), **(given | changes))


def row(*values: tuple[str, float], of: KpiFacts | None = None, **changes: Any) -> RowFacts:
    """Facts with values on days, oldest first."""
    readings = tuple(Reading(day(on), value) for on, value in values)
    return RowFacts(kpi=of or kpi(), **({"readings": readings} | changes))
