"""Every sentence of the forms that keep a plan, and of what they refuse."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import show_count, show_counted, show_day, show_names
from pmm_core.plan.build import Counting
from pmm_core.plan.tier import Proposal
from pmm_core.plan.wording import adopted, segment, unanswered
from pmm_core.vocabulary import Clock

SLIP_HINT = "e.g. The login was not ready"
SLIP_NOTE = (
    "One line. It stands on the plan beside the day first planned. On the day a launch was entered "
    "it may stay empty, to put a mistake right."
)
PLANNED_NOTE = "The day it was planned for at first; blank where it never moved."
OWNER_NOTE = "The one person who answers for it. Who is not here is added under Set up > People."
OBJECTIVE_NOTE = "The one line it is for, by which its result will be judged."
CONTENTS_NOTE = "What is in it, in words a customer would use."
FIELDS = {
    "name": "What has to be ready",
    "owner_id": "Owner",
    "due_on": "Due",
    "critical": "Critical",
    "status": "Status",
    "note": "Note",
    "initiative_id": "Launch",
    "archived_at": "Archived",
    "launched_on": "Launch day",
    "slip_why": "Why it moves",
    "due_days_move": "Open due days of the readiness list move along",
    "tier": "Tier",
    "tier_answers": "Answers",
    "tier_why": "Why this tier",
    "planned_on": "First planned",
}
MOVE_TITLE = "Move the day"
MOVE_NOTE = (
    "The day first planned stays, with every move and its reason. The targets of its windows move "
    "along."
)
QUESTIONS_TITLE = "Answer the questions"
QUESTIONS_NOTE = (
    "Each answer gives points; together they propose a tier. Questions, points and thresholds are "
    "the house's own."
)
ADD_ITEM = "Add an item"
USE_TEMPLATE = "Start from the list of tier {tier}"
FILL_TEMPLATE = "Add what is missing from the list of tier {tier}"
ITEM_ARCHIVE_NOTE = (
    "It leaves the readiness list; its history stays, and you can restore it any time. What is "
    "left out on purpose is better marked as not needed."
)
CRITICAL_NOTE = "The launch should not happen without it."


def reason_missing(before: dt.date, after: dt.date) -> str:
    """Ask why a launch day moves."""
    return (
        f"The launch day moves from {show_day(before)} to {show_day(after)}. Say why in one line; "
        "the day first planned stays on the plan."
    )


def objective_missing() -> str:
    """Ask for the objective of a launch that is made by hand."""
    return "Say in one line which objective the launch serves."


def owner_missing() -> str:
    """Ask for the owner of a launch that is kept by hand."""
    return (
        "Choose the one person who answers for the launch. Who is not in the list is added under "
        "Set up > People."
    )


def tier_why_missing(tier: int | None, proposed: int | None) -> str:
    """Ask why a launch gets another tier."""
    has = f"tier {tier}" if tier else "no tier"
    would = f"tier {proposed}" if proposed else "no tier"
    return f"The answers propose {would}. Say why it is {has}, or take the one proposed."


def answer_unknown(key: str) -> str:
    """Say that an answer belongs to no question."""
    return (
        f"The questions changed after you opened them: “{key}” has no such answer now. Open them "
        "again."
    )


def moved_along(why: str) -> str:
    """Give the reason why a target's day moved: its launch did."""
    return f"The launch moved: {why}"


def said_by_file() -> str:
    """Give the reason of a move that a file brought without one."""
    return "The imported file gives another day, and no reason."


def moved(name: str, day: dt.date) -> str:
    """Confirm a move."""
    return f"“{name}” is on {show_day(day)} now."


def tier_kept(name: str, tier: int | None) -> str:
    """Confirm a tier."""
    return f"“{name}” is tier {tier} now." if tier else f"“{name}” has no tier now."


def items_added(count: int) -> str:
    """Confirm what a template added."""
    return f"Added {show_counted(count, 'item')}." if count else "All of it is there already."


def proposed(proposal: Proposal) -> str:
    """Say what the answers so far propose."""
    if proposal.open == len(proposal.answered):
        return "No question answered yet, so no tier is proposed."
    points = f"{show_count(proposal.points)} of {show_counted(proposal.most, 'point')}"
    if not proposal.is_complete:
        return f"{points} so far, {unanswered(proposal)}."
    return f"{points} propose {f'tier {proposal.tier}' if proposal.tier else 'no tier'}."


TARGETS_NOTE = (
    "The share that is to have adopted by the end of each window; blank where nothing is asked. A "
    "KPI for a window is made where there is none."
)
SEGMENTS = "Segments with a target of their own"
REASON = "Why a target moves or goes"
REASON_NOTE = "Needed as soon as one that is set changes. A new one needs none."
TARGETS_TITLE = "Set targets"


def target_reason_missing(cells: Sequence[str]) -> str:
    """Ask why targets that were set move or go."""
    return f"{show_names(cells)}: say why the target moves or goes. The earlier one stays known."


def targets_changed(launch: str, by: str) -> str:
    """Say who set a target first."""
    return (
        f"{by} set a target of “{launch}” after you opened them, so yours were not stored. Compare "
        "the two and save again: only what you changed is written."
    )


def targets_kept(launch: str) -> str:
    """Confirm a grid of targets."""
    return f"Saved the targets of “{launch}”."


def cell_name(segment_name: str, window: int) -> str:
    """Name a cell of the grid: `Everybody, day 5`."""
    return f"{segment(segment_name)}, day {window}"


def kpi_definition(rule: Counting, window: int) -> str:
    """Define the KPI of a window so that somebody else could compute it."""
    start = "day 0" if rule.clock is Clock.EXPOSURE else "the launch"
    return (
        f"Eligible units that adopted within {show_counted(window, 'day')} of {start} / all "
        f"eligible units. Adopted: {adopted(rule)}."
    )
