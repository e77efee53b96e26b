"""The launch calendar as the document that the command prints."""

from typing import Any

from pmm_core.launch_calendar.build import LaunchCalendar
from pmm_core.launch_calendar.collisions import Collision, Meeting, Scheduled


def calendar_answer(found: LaunchCalendar, *, file: str | None, events: int) -> dict[str, Any]:
    """Write the calendar as a document of plain values; unknown is null.

    Args:
        found: the part somebody asked for.
        file: the calendar file that was written; null without one.
        events: how many events it has, or would have.
    """
    asked = found.asked
    return {
        "as_of": found.as_of,
        "from": asked.first,
        "to": asked.last,
        "products": list(asked.products),
        "tiers": list(asked.tiers),
        "owners": list(asked.owners),
        "launches": [_launch(one) for one in found.launches],
        "collisions": [_collision(one) for one in found.collisions],
        "factors": [_meeting(one) for one in found.meetings],
        "undated": list(found.undated),
        "ics": file,
        "events": events,
    }


def _launch(one: Scheduled) -> dict[str, Any]:
    return {
        "launch": one.label,
        "tier": one.tier,
        "owner": one.owner,
        "clock": one.clock,
        "launched_on": one.launched_on,
        "last_day": one.last_day,
        "windows": [{"day": day, "on": on} for day, on in one.readings],
        "audience": one.audience,
        "ended_on": one.ended_on,
        "outcome": one.outcome,
    }


def _collision(one: Collision) -> dict[str, Any]:
    return {
        "launches": [one.one.label, one.other.label],
        "rules": list(one.rules),
        "from": one.first,
        "to": one.last,
    }


def _meeting(one: Meeting) -> dict[str, Any]:
    return {
        "factor": one.factor.name,
        "launch": one.launch.label,
        "from": one.first,
        "to": one.last,
        "started_on": one.factor.first,
        "ended_on": one.factor.last,
    }
