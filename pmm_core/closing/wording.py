"""Every sentence a reader sees about the end of a launch and what it says to the next."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.closing.proposals import Lesson, Proposal
from pmm_core.formatting import show_count, show_counted, show_day, show_interval, show_value
from pmm_core.vocabulary import LaunchOutcome, LaunchType

CLOSE = "Close"
REOPEN = "Reopen"
DUPLICATE = "Duplicate"
CLOSE_TITLE = "Close a launch"
DUPLICATE_TITLE = "Duplicate a launch"
CLOSE_NOTE = (
    "Say how it went and what the next one should know. Before its last window is over a launch "
    "can only be stopped. It can be reopened any time; its readings stay as they are."
)
REOPEN_NOTE = "Its end, outcome and lesson are taken back; they stay in the history."
DUPLICATE_NOTE = (
    "The new launch takes objective, type, tier with its answers, definitions, windows and the "
    "readiness list. Day, audience, event log and results are its own."
)
TAKE_PROPOSALS = "Fill blanks with what closed launches reached"
TAKE_PROPOSALS_NOTE = (
    "Puts the middle of what they reached into the windows of everybody that have no target; it "
    "counts once you save."
)
NOTHING_PROPOSED = (
    "No closed launch on the same clock and definition, so no target is proposed. Close launches "
    "that are over."
)
LESSONS_TITLE = "What earlier launches taught"
FIELDS = {
    "ended_on": "Ended on",
    "outcome": "How it went",
    "lesson": "What the next one should know",
    "name": "Name",
    "launched_on": "Launch day",
    "owner_id": "Owner",
    "with_targets": "Take its targets along",
}
OUTCOMES = {
    LaunchOutcome.SUCCEEDED: "Succeeded",
    LaunchOutcome.PARTLY: "In part",
    LaunchOutcome.MISSED: "Missed",
    LaunchOutcome.STOPPED: "Stopped",
}
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def closed(ended_on: dt.date | None, outcome: LaunchOutcome | None) -> str:
    """Say that a launch is closed: `Closed on 15 Dec 2025: missed`."""
    how = f": {OUTCOMES[outcome].lower()}" if outcome else ""
    return f"Closed on {show_day(ended_on)}{how}"


def was_closed(name: str, day: dt.date) -> str:
    """Confirm an end."""
    return f"“{name}” is closed as of {show_day(day)}."


def was_reopened(name: str) -> str:
    """Confirm that a launch runs again."""
    return f"“{name}” is open again."


def was_duplicated(source: str, name: str, day: dt.date, *, items: int, targets: int) -> str:
    """Confirm a launch made from another."""
    counts = (("readiness item", items), ("target", targets))
    came = " and ".join(show_counted(n, what) for what, n in counts if n)
    return f"“{name}” on {show_day(day)} is made from “{source}”{f', with {came}' if came else ''}."


def owner_missing(source: str) -> str:
    """Ask who answers for a launch made from one whose owner is not in use."""
    return f"Nobody in use answers for “{source}”. Say who answers for the new launch."


def too_early_to_close(last_day: dt.date | None, window: int) -> str:
    """Refuse an end before the last window is over."""
    until = f", which is over at the end of {show_day(last_day)}" if last_day else ""
    return (
        f"Its last window is day {window}{until} for everybody. Close it from that day on, or say "
        "that it was stopped."
    )


def ends_ahead(today: dt.date) -> str:
    """Refuse an end that lies ahead."""
    return f"The end lies ahead: today is {show_day(today)}. Give a day that has been."


def ends_before_start(launched_on: dt.date) -> str:
    """Refuse an end before the launch of anything but a stopped one."""
    return f"It ends before its launch day, {show_day(launched_on)}. Give a later day."


def closed_already(name: str, ended_on: dt.date) -> str:
    """Refuse to close twice."""
    return (
        f"“{name}” was closed on {show_day(ended_on)}. Reopen it first to say something else of "
        "its end."
    )


def not_closed(name: str) -> str:
    """Refuse to reopen what is open."""
    return f"“{name}” is not closed, so there is nothing to reopen."


def proposals(found: Sequence[Proposal]) -> list[str]:
    """Say what closed launches reached by each window; once for all where nothing is proposed."""
    if not any(one.range for one in found):
        return [NOTHING_PROPOSED] if found else []
    return [proposal(one) + middle(one) for one in found]


def proposal(found: Proposal) -> str:
    """Say what closed launches reached: `Your last four tier-2 launches reached 9.0 to 14.0% …`."""
    if found.range is None:
        return (
            f"Day {found.day}: no closed launch was complete by then on the same clock and "
            "definition, so nothing is proposed. Close launches that are over."
        )
    n = len(found.reached)
    low, high = found.range
    tier = f"tier-{found.tier} " if found.tier else ""
    of = f" of type “{_type(found.launch_type)}”" if found.launch_type else ""
    count = "one" if n == 1 else f"last {_number(n)}"
    who = f"Your {count} closed {tier}{'launch' if n == 1 else 'launches'}"
    reached = show_value(low, "%") if low == high else show_interval(low, high, "%")
    return f"{who}{of} reached {reached} by day {found.day}.{_widened(found)}"


def middle(found: Proposal) -> str:
    """Say what is proposed of that range."""
    if found.share is None or len(found.reached) == 1:
        return ""
    return f" The middle is {show_value(found.share, '%')}."


def _widened(found: Proposal) -> str:
    """Say where launches are taken that are less alike than asked for, and why."""
    if found.tier is None:
        why = f"none is of tier {found.asked_tier}" if found.asked_tier else "this one has no tier"
        return f" Of every tier and type: {why}."
    if found.launch_type is None and found.asked_type is not None:
        return f" Of every type: none of that tier is of type “{_type(found.asked_type)}”."
    return ""


def _type(launch_type: LaunchType) -> str:
    return launch_type.value.replace("_", " ")


def _number(n: int) -> str:
    return _NUMBERS.get(n, show_count(n))


def lesson(found: Lesson) -> str:
    """Write what a closed launch teaches."""
    return f"{found.launch}: {found.lesson}"
