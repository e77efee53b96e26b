"""The launch calendar as a calendar file (RFC 5545), for any calendar program."""

import datetime as dt
import re

from icalendar import Calendar, Event

from pmm_core.launch_calendar import wording
from pmm_core.launch_calendar.build import LaunchCalendar
from pmm_core.launch_calendar.collisions import Scheduled

_PRODUCT = "-//PMM Scorecard//Launch calendar//EN"
_DOMAIN = "pmm-scorecard.local"
# RFC 5545 allows no control characters in text; tab and line end are written as spaces or escaped.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def write_ics(found: LaunchCalendar) -> bytes:
    """Write an event of a whole day for each launch day, and for the last day of each window.

    An event keeps its UID when its launch moves or gets another name, so that a calendar program
    that takes the file again moves what it has. A revision is told by SEQUENCE and DTSTAMP.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", wording.CALENDAR_NAME)
    for launch in found.launches:
        for event in _events(launch, found):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def count_events(found: LaunchCalendar) -> int:
    """Return how many events the file has."""
    return sum(1 + (0 if one.is_called_off else len(one.readings)) for one in found.launches)


def _events(launch: Scheduled, found: LaunchCalendar) -> list[Event]:
    text = wording.event_text(launch, found.collisions_of(launch))
    day_0 = _event(launch, 0, launch.launched_on, wording.event_launch(launch), text)
    if launch.is_called_off:
        day_0.add("status", "CANCELLED")
        return [day_0]
    return [
        day_0,
        *(
            _event(launch, day, on, wording.event_reading(launch, day), text)
            for day, on in launch.readings
        ),
    ]


def _event(launch: Scheduled, day: int, on: dt.date, name: str, text: str) -> Event:
    event = Event()
    event.add("uid", f"launch-{launch.id}-{launch.made_at:%Y%m%dT%H%M%S%f}-day-{day}@{_DOMAIN}")
    event.add("dtstamp", launch.revised_at)
    event.add("sequence", launch.version - 1)
    event.add("dtstart", on)
    event.add("dtend", on + dt.timedelta(days=1))
    event.add("summary", _clean(name))
    event.add("description", _clean(text))
    event.add("transp", "TRANSPARENT")
    return event


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\t", " "))
