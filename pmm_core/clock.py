"""The one place that reads the clock; everything else is told the day or the instant."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import tzlocal


def utc_now() -> dt.datetime:
    """Return this instant, in UTC."""
    return dt.datetime.now(dt.UTC)


@cache
def known_timezones() -> frozenset[str]:
    """Return the names of all time zones; looking them up on disk once is enough."""
    return frozenset(available_timezones())


def current_day(timezone: str) -> dt.date:
    """Return the calendar day it is now in a time zone, e.g. `Europe/Berlin`."""
    return dt.datetime.now(ZoneInfo(timezone)).date()


def system_timezone() -> str:
    """Return the name of the computer's own time zone, `UTC` where it cannot be told."""
    return tzlocal.get_localzone_name() or "UTC"
