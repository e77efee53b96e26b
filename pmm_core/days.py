"""The days a call may be about: far enough for every plan, never at the end of the calendar.

Periods and windows reach beyond the day they belong to, so neither the first nor the last day that
Python knows can be asked about.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

EARLIEST_DAY = dt.date(1900, 1, 1)
LATEST_DAY = dt.date(2999, 12, 31)
_WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def read_day(text: str) -> dt.date:
    """Read a day as a person writes it for a call, e.g. `2026-03-31`.

    Raises:
        ValueError: with a sentence for the person, for anything else and for days before 1900 or
            after 2999.
    """
    written = _WRITTEN.fullmatch(text.strip())
    try:
        day = dt.date(*map(int, written.groups())) if written else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{text}” is not a day. Write it as 2026-03-31.")
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValueError(f"“{text}” is not a day from {EARLIEST_DAY} to {LATEST_DAY}.")
    return day


def end_of_day(day: dt.date, timezone: str) -> dt.datetime:
    """Return the last instant of a day in a time zone."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(timezone))
    return midnight - dt.timedelta(microseconds=1)
