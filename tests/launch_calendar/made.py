"""Launches on a calendar that the tests start from."""

import datetime as dt
from typing import Any

from pmm_core.launch_calendar.collisions import Scheduled
from pmm_core.vocabulary import Clock

DAY_0 = dt.date(2026, 3, 2)  # a Monday
MADE_AT = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)


def day(number: int) -> dt.date:
    """Return the day some days after the first."""
    return DAY_0 + dt.timedelta(days=number)


def week_of(one: dt.date) -> tuple[dt.date, dt.date]:
    """Weeks from Monday to Sunday."""
    first = one - dt.timedelta(days=one.weekday())
    return first, first + dt.timedelta(days=6)


def scheduled(launch_id: int = 1, on: int = 0, **said: Any) -> Scheduled:
    """Make a launch of a product and owner of its own."""
    fields = {
        "id": launch_id,
        "product_id": launch_id,
        "product": f"Product {launch_id}",
        "name": f"Launch {launch_id}",
        "tier": 2,
        "owner_id": launch_id,
        "owner": f"Owner {launch_id}",
        "audience": None,
        "clock": Clock.LAUNCH,
        "launched_on": day(on),
        "windows": (5, 10, 30),
        "ended_on": None,
        "outcome": None,
        "made_at": MADE_AT,
        "revised_at": MADE_AT,
        "version": 1,
    }
    return Scheduled(**fields | said)
