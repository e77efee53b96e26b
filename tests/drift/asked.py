"""Requests that the tests of drift start from."""

import datetime as dt
from typing import Any

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.drift.outside import Drift, measure_drift
from pmm_core.drift.requests import Request
from pmm_core.vocabulary import RequestDecision

AS_OF = dt.date(2026, 3, 31)
DO, LATER, DECLINE = RequestDecision.DO, RequestDecision.LATER, RequestDecision.DECLINE


def request(number: int = 1, **said: Any) -> Request:
    """A request of sales that is being done, without hours, outside the mandate."""
    given: dict[str, Any] = {
        "id": number,
        "what": f"Deck {number}",
        "requester": "Sales",
        "asked_on": dt.date(2026, 3, 2),
        "decision": DO,
        "inside": False,
        **said,
    }
    return Request(**given)


def measure(*requests: Request, as_of: dt.date = AS_OF, **said: Any) -> Drift:
    return measure_drift(requests, calendar=BusinessCalendar(), as_of=as_of, **said)
