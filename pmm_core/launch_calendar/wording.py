"""Every sentence a reader sees about the launch calendar."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import show_counted, show_day, show_names
from pmm_core.launch_calendar.build import LaunchCalendar
from pmm_core.launch_calendar.collisions import Collision, CollisionRule, Meeting, Scheduled
from pmm_core.vocabulary import Clock, LaunchOutcome

TITLE = "Launch calendar"
ABOUT = (
    "When launches come out and how long each is read. A reading says less where two launches, or "
    "a launch and something outside, fall into the same days."
)
NO_LAUNCH = "No launch yet"
NO_LAUNCH_TODO = "Add one with its day; it stands here from then on."
NOTHING_HERE = "No launch in these days."
NOTHING_ASKED = "No launch of this kind. Take a filter away to see the others."
COLLISIONS_TITLE = "What gets into each other’s way"
LAUNCHES_TITLE = "Launches"
COLLISION = "Collision"
FACTOR = "External factor"
RULES_TITLE = "When two launches collide"
RULES = (
    "A launch is read from day 0 to the end of its last window, or to the day it ended. Two "
    "collide while both are read and they are of one product, or say their audience in the same "
    "words; or where one person owns both and both come out in one week. Collisions are looked for "
    "among all launches, whatever the filters show."
)
EXPOSURE_NOTE = "Counted from each unit’s own day: the windows of later units end later."
LEGEND = (
    "A bar runs from the launch day to the end of the last window; a ring is the end of a window, "
    "▲ a collision, ◇ an external factor."
)
CALENDAR_NAME = "Launches"
DOWNLOAD = "Download as .ics"
DOWNLOAD_NOTE = (
    "The launches the filters show, for any calendar program: the launch day and the last day of "
    "each window, as events of whole days. It holds no personal data beside the owner’s name."
)
FILE_NAME = "launches.ics"
_RULES = {
    CollisionRule.SAME_PRODUCT: "same product",
    CollisionRule.SAME_AUDIENCE: "same audience",
    CollisionRule.SAME_OWNER_WEEK: "same owner in one week",
}
OUTCOMES = {
    LaunchOutcome.SUCCEEDED: "succeeded",
    LaunchOutcome.PARTLY: "succeeded in part",
    LaunchOutcome.MISSED: "missed",
    LaunchOutcome.STOPPED: "stopped",
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def headline(found: LaunchCalendar, when: str | None) -> str:
    """Lead the page: `Feb 2026: 3 launches, 1 collision`."""
    launches = show_counted(len(found.launches), "launch", "launches")
    hits = show_counted(len(found.collisions), "collision") if found.collisions else "no collision"
    said = f"{launches}, {hits}"
    return f"{when}: {said}" if when else said


def collision(one: Collision) -> str:
    """Say which two collide, when and why."""
    names = f"{one.one.label} and {one.other.label}"
    why = show_names([_RULES[rule] for rule in one.rules])
    return f"{names}, {days(one.first, one.last)}: {why}."


def beside(one: Collision, launch: Scheduled) -> str:
    """Say beside a launch what it collides with: `Quill/E-signature, same product`."""
    other = one.other if launch.id == one.one.id else one.one
    return f"{other.label}, {show_names([_RULES[rule] for rule in one.rules])}"


def meeting(one: Meeting) -> str:
    """Say which factor falls into the days of which launch."""
    return f"{one.factor.name} within {one.launch.label}, {days(one.first, one.last)}."


def days(first: dt.date, last: dt.date) -> str:
    """Write some days: `10 Feb 2026 to 04 Mar 2026`."""
    return show_day(first) if first == last else f"{show_day(first)} to {show_day(last)}"


def facts(one: Scheduled) -> str:
    """Say whose launch it is, how large, and how it ended: `Comet · Tier 1 · Ada Moreno`."""
    said = [one.product, f"Tier {one.tier}" if one.tier else "No tier yet"]
    said.append(one.owner or "No owner yet")
    if one.ended_on is not None:
        how = f": {OUTCOMES[one.outcome]}" if one.outcome else ""
        said.append(f"Closed on {show_day(one.ended_on)}{how}")
    return " · ".join(said)


def readings(one: Scheduled) -> str:
    """Say when each window ends: `Day 5 on 18 Jan 2026, day 10 on 23 Jan 2026`."""
    if one.is_called_off:
        return "Called off before its day."
    ends = [f"day {day} on {show_day(on)}" for day, on in one.readings]
    said = f"Windows end: {', '.join(ends)}." if ends else "Ended before its first window."
    return f"{said} {EXPOSURE_NOTE}" if one.clock is Clock.EXPOSURE else said


def state(one: Scheduled, as_of: dt.date) -> str:
    """Say where a launch stands on a day: `In 12 days`, `Day 15`, `Windows over`."""
    if one.is_called_off:
        return "Called off"
    if one.ended_on is not None and one.ended_on <= as_of:
        return "Closed"
    ahead = (one.launched_on - as_of).days
    if ahead > 0:
        return f"In {show_counted(ahead, 'day')}"
    return f"Day {-ahead}" if as_of <= one.last_day else "Windows over"


def holidays(named: Sequence[tuple[dt.date, str]]) -> str:
    """List the days without work: `Holidays: 25 Dec 2025 (Christmas Day)`."""
    said = [f"{show_day(day)} ({name})" if name else show_day(day) for day, name in named]
    return f"Holidays: {', '.join(said)}."


def undated(names: Sequence[str]) -> str:
    """Say which launches have no day yet."""
    return f"Without a day: {show_names(list(names))}."


def chart_alt(when: str, found: LaunchCalendar) -> str:
    """Say in words what a page of the calendar shows."""
    said = [f"{one.label} {days(one.launched_on, one.last_day)}" for one in found.launches]
    return f"{when}. " + ("; ".join(said) if said else NOTHING_HERE.rstrip(".")) + "."


def event_launch(one: Scheduled) -> str:
    """Name the event of a launch day."""
    return f"{'Called off' if one.is_called_off else 'Launch'}: {one.label}"


def event_reading(one: Scheduled, day: int) -> str:
    """Name the event of a window's last day."""
    return f"{one.label}: day {day} ends"


def event_text(one: Scheduled, hits: Sequence[Collision]) -> str:
    """Describe an event: tier, owner, and what the launch collides with."""
    lines = [
        f"Tier {one.tier}" if one.tier else "No tier yet",
        f"Owner: {one.owner or 'nobody yet'}",
    ]
    lines += [f"{COLLISION}: {collision(each)}" for each in hits]
    return "\n".join(lines)


def written(events: int, file: str) -> str:
    """Confirm a calendar file."""
    return f"Wrote {show_counted(events, 'event')} to {file}."


def wrong_order(first: dt.date, last: dt.date) -> str:
    """Refuse days that end before they begin."""
    return (
        f"{show_day(first)} lies after {show_day(last)}. Give the earlier day with --from and the "
        "later one with --to."
    )


def not_written(file: str, reason: str) -> str:
    """Say that a file could not be written."""
    return f"{file} cannot be written: {reason}. Give a folder that exists and may be written to."


def not_ics(name: str) -> str:
    """Refuse a name that is not a calendar's."""
    return f"“{name}” does not end in .ics. Give the calendar file a name that does."
