"""Every sentence a reader sees about the plan of a launch."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import show_count, show_counted, show_day, show_names, show_value
from pmm_core.plan.build import Counting, Gap, LaunchPlan
from pmm_core.plan.readiness import Item, Readiness
from pmm_core.plan.slips import Dates, Slip
from pmm_core.plan.targets import EVERYBODY, Cell
from pmm_core.plan.tier import Answered, Proposal, TierChoice
from pmm_core.results import Finding
from pmm_core.vocabulary import Clock, LateJoiners, LaunchType, ReadinessStatus

_MOST_NAMED = 3
_TIMES = {1: "once", 2: "twice"}

ABOUT = (
    "What the launch is to be: its days, tier, readiness, audience and targets. How it goes is "
    "read on Launch adoption, and neither says anything about the other."
)
TYPES = {
    LaunchType.NEW_PRODUCT: "New product",
    LaunchType.NEW_FEATURE: "New feature",
    LaunchType.IMPROVEMENT: "Improvement",
    LaunchType.INTEGRATION: "Integration",
    LaunchType.PACKAGING: "Packaging",
    LaunchType.MARKET_ENTRY: "Market entry",
}
STATUSES = {
    ReadinessStatus.OPEN: "Open",
    ReadinessStatus.UNDER_WAY: "Under way",
    ReadinessStatus.DONE: "Done",
    ReadinessStatus.NOT_NEEDED: "Not needed",
}
STATUS_ICONS = {
    ReadinessStatus.OPEN: ":material/radio_button_unchecked:",
    ReadinessStatus.UNDER_WAY: ":material/clock_loader_40:",
    ReadinessStatus.DONE: ":material/check_circle:",
    ReadinessStatus.NOT_NEEDED: ":material/remove_circle_outline:",
}
NOBODY = "Nobody yet"
NO_LAUNCH = "No launch yet"
NO_LAUNCH_TODO = "Add one with its day, objective and owner; its plan is kept here."
DATES_TITLE = "Moves of the day"
NEVER_MOVED = "The day never moved."
READINESS_TITLE = "Readiness"
READINESS_NOTE = "Says whether the launch is ready, never how it goes."
TIER_TITLE = "Tier"
TARGETS_TITLE = "Targets"
COUNTING_TITLE = "Who counts when"
AUDIENCE_TITLE = "Audience"
NO_AUDIENCE = "Nobody has said yet who could adopt it."
NO_TARGETS = "No target yet for any window."
SEE_ADOPTION = "See how it is adopted"
NO_ITEMS = "Nothing has to be ready yet."
NO_ITEMS_TODO = "Start from the list of a tier, or add what has to be ready."
OVERDUE = "Overdue"
CRITICAL = "Critical"

_GAPS = {
    Gap.NO_OBJECTIVE: (
        "No objective yet.",
        "Say in one line what the launch is for, so that its result can be judged by it.",
    ),
    Gap.NO_OWNER: ("Nobody answers for it yet.", "Choose the one person who does."),
    Gap.NO_TYPE: (
        "No type yet.",
        "Say what is launched; launches of one type are compared and forecast together.",
    ),
    Gap.NO_REASON_FOR_MOVE: (
        "Its day moved, and nobody said why.",
        "Write down why when you move it the next time; what was first planned stays.",
    ),
    Gap.NO_TIER: ("No tier yet.", "Answer the six questions that propose one."),
    Gap.NO_REASON_FOR_TIER: (
        "Its tier is another than its answers propose, and nobody said why.",
        "Give the reason, or take the tier that is proposed.",
    ),
    Gap.NO_READINESS: (
        "No readiness list yet.",
        "Start from the list of its tier, or add what has to be ready.",
    ),
    Gap.NO_AUDIENCE: ("No audience rule yet.", "Say in words who could adopt it."),
    Gap.NO_TARGETS: ("No target yet.", "Set one by window before the launch, not after it."),
}


def findings(plan: LaunchPlan) -> tuple[Finding, ...]:
    """Say what is missing in a plan, and what to do about it."""
    return tuple(Finding(None, *_GAPS[gap]) for gap in plan.gaps)


def headline(plan: LaunchPlan) -> str:
    """Lead a plan: `Smart routing launches in 12 days: 5 of 9 ready, 1 critical overdue`."""
    return f"{plan.name} {_when(plan.dates)}: {_short(plan.readiness)}"


def purpose(plan: LaunchPlan) -> str:
    """Say what a launch is for, what it is and whose."""
    kind = TYPES[plan.launch_type] if plan.launch_type else "No type yet"
    facts = ", ".join((plan.product, kind.lower() if plan.launch_type else kind, _owner(plan)))
    return f"{_unstopped(plan.objective)}: {facts}." if plan.objective else f"{facts}."


def _owner(plan: LaunchPlan) -> str:
    return plan.owner or NOBODY.lower()


def _when(dates: Dates) -> str:
    age = dates.age
    if age is None:
        return "has no day yet"
    if age == 0:
        return "launches today"
    ago = show_counted(abs(age), "day")
    return f"launches in {ago}" if age < 0 else f"launched {ago} ago"


def _short(readiness: Readiness) -> str:
    if not readiness.items:
        return "no readiness list yet"
    late = len(readiness.critical_overdue)
    said = f"{show_count(readiness.ready)} of {show_count(len(readiness.needed))} ready"
    return f"{said}, {show_count(late)} critical overdue" if late else said


def readiness(found: Readiness) -> str:
    """Say how ready a launch is, with what is overdue, whose it is and since when.

    Example: `7 of 9 ready; 1 critical item overdue: pricing page, Ada, due 2 Mar`.
    """
    if not found.items:
        return "No readiness list yet."
    parts = [f"{show_count(found.ready)} of {show_count(len(found.needed))} ready"]
    critical = found.critical_overdue
    if critical:
        parts.append(_overdue(critical))
    others = [one for one in found.overdue if not one.critical]
    if others:
        what = "other item" if critical else "item"
        parts.append(f"{show_counted(len(others), what)} overdue")
    if found.not_needed:
        parts.append(f"{show_count(found.not_needed)} not needed")
    if not found.overdue and not found.is_ready:
        parts += _next_due(found)
    return "; ".join(parts) + "."


def settled(found: Readiness) -> str:
    """Head what needs no more work: `7 done, 1 not needed`."""
    parts = [f"{show_count(found.ready)} done"] if found.ready else []
    parts += [f"{show_count(found.not_needed)} not needed"] if found.not_needed else []
    return ", ".join(parts)


def _overdue(critical: Sequence[Item]) -> str:
    named = "; ".join(_late(one) for one in critical[:_MOST_NAMED])
    more = len(critical) - _MOST_NAMED
    rest = f"; and {show_count(more)} more" if more > 0 else ""
    return f"{show_counted(len(critical), 'critical item')} overdue: {named}{rest}"


def _late(item: Item) -> str:
    return f"{item.name}, {item.owner or NOBODY.lower()}, due {show_day(item.due_on)}"


def _next_due(found: Readiness) -> list[str]:
    waiting = [
        one
        for one in found.needed
        if one.status is not ReadinessStatus.DONE and one.due_on is not None
    ]
    if not waiting:
        return []
    first = min(waiting, key=lambda one: one.due_on or dt.date.max)
    return [f"next due: {first.name}, {show_day(first.due_on)}"]


def item(one: Item, found: Readiness) -> str:
    """Write an item with its status: `Done: pricing page, Ada Moreno, due 2 Mar 2026`."""
    marks = [CRITICAL.lower()] if one.critical else []
    marks += [OVERDUE.lower()] if one.is_overdue(found.as_of) else []
    said = f" ({show_names(marks)})" if marks else ""
    return f"{STATUSES[one.status]}: {one.name}, {item_facts(one)}{said}"


def item_facts(item: Item) -> str:
    """Say beside an item whose it is and by when: `Ada Moreno, due 2 Mar 2026`."""
    due = f", due {show_day(item.due_on)}" if item.due_on else ""
    return f"{item.owner or NOBODY}{due}"


def dates(found: Dates) -> str:
    """Say when the launch was first planned, how often it moved, and when it is now.

    Example: `First planned 3 Mar, moved twice, now 17 Mar: the login was not ready`.
    """
    if found.launched_on is None:
        return "No launch day yet."
    day = show_day(found.launched_on)
    if not found.slips and not found.moved_days:
        word = "Planned for" if found.is_ahead else "Launched on"
        return f"{word} {day}; never moved."
    now = "now" if found.is_ahead else "launched"
    moved = _moved(len(found.slips))
    why = f": {_unstopped(found.slips[-1].why)}" if found.slips else ", nobody said why"
    return f"First planned {show_day(found.first)}, {moved}, {now} {day}{why}."


def _moved(times: int) -> str:
    return f"moved {_TIMES.get(times, f'{show_count(times)} times')}" if times else "moved"


def slip(found: Slip) -> str:
    """Write one move: `3 Mar to 17 Mar, 14 days later: the login was not ready`."""
    later = "later" if found.days > 0 else "earlier"
    way = f"{show_counted(abs(found.days), 'day')} {later}"
    return (
        f"{show_day(found.before)} to {show_day(found.after)}, {way}: {_unstopped(found.why)}. "
        f"{found.by}, {show_day(found.on)}."
    )


def _unstopped(sentence: str) -> str:
    return sentence.rstrip(" .")


def tier(choice: TierChoice) -> str:
    """Say which tier a launch has, and which one its answers propose."""
    proposal = choice.proposal
    has = f"Tier {choice.tier}" if choice.tier else "No tier"
    if not proposal.is_complete:
        return f"{has}; {unanswered(proposal)}."
    points = f"{show_counted(proposal.points, 'point')} of {show_count(proposal.most)}"
    if not choice.differs:
        return f"{has}, as its answers propose: {points}."
    proposed = f"tier {proposal.tier}" if proposal.tier else "no tier"
    why = f" Why {has.lower()}: {_unstopped(choice.why)}." if choice.why else ""
    return f"{has}; its answers propose {proposed} with {points}.{why}"


def unanswered(proposal: Proposal) -> str:
    """Say how many questions nobody has answered."""
    if proposal.open == len(proposal.answered):
        return "nobody has answered the questions that propose one"
    return f"{show_counted(proposal.open, 'question')} not answered yet"


def answer(one: Answered) -> str:
    """Write the answer to a question: `Most of them, 2 points`."""
    if one.points is None:
        return "Not answered yet"
    points = show_counted(one.points, "point")
    return f"{one.answer}, {points}" if one.answer else points


def counting(rule: Counting) -> tuple[tuple[str, str], ...]:
    """Say in words who counts when: label and sentence."""
    rows = [
        ("Clock", _clock(rule)),
        ("Activation", f"The first {_events(rule.activation_events or rule.adopt_events)}"),
        ("Adoption", adopted(rule)),
        ("Engagement", _engagement(rule)),
        ("Windows", f"Day {show_names([str(day) for day in rule.windows])}"),
    ]
    if rule.leave_event:
        rows.append(("Leaving", f"After “{rule.leave_event}” a unit can no longer adopt"))
    if rule.segment_by:
        rows.append(("Segments", f"By “{rule.segment_by}”"))
    rows.append(("Event log", rule.log or "None yet: counts can be typed"))
    return tuple(rows)


def _clock(rule: Counting) -> str:
    if rule.clock is Clock.LAUNCH:
        start = "Day 0 is the launch day"
    else:
        start = f"Day 0 is each unit's first “{rule.expose_event or 'exposure event'}”"
    return f"{start}; use on it does not count" if rule.after_exposure_day else start


def _events(names: Sequence[str]) -> str:
    return show_names([f"“{name}”" for name in names], "or") if names else "event of any kind"


def adopted(rule: Counting) -> str:
    """Say what it takes to have adopted: `At least 3 uses on 2 days, of “insight_opened”`."""
    uses, days = show_counted(rule.min_uses, "use"), show_counted(rule.min_days, "day")
    at_least = "at least " if rule.min_uses > 1 or rule.min_days > 1 else ""
    return _upper(f"{at_least}{uses} on {days}, of {_events(rule.adopt_events)}")


def _engagement(rule: Counting) -> str:
    days = show_counted(rule.engaged_min_days, "day")
    return f"Of those who adopted: use on {days} of the last {show_count(rule.engaged_days)}"


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def audience_rule(plan: LaunchPlan) -> str:
    """Say who could adopt, and what happens to those who come later."""
    rule = plan.counting
    if rule.clock is Clock.EXPOSURE:
        return "Everybody who is exposed, from their own day on."
    late = {
        LateJoiners.SEPARATE: "Whoever comes later is shown apart.",
        LateJoiners.INCLUDE: "Whoever comes later enters the curve on that day.",
        LateJoiners.EXCLUDE: "Whoever comes later is left out.",
    }[rule.late_joiners]
    seen = show_counted(rule.active_days, "day")
    return f"Counted: units seen in the {seen} before the launch. {late}"


def segment(name: str) -> str:
    """Name a segment; the whole is everybody."""
    return "Everybody" if name == EVERYBODY else name


def cell(one: Cell) -> str:
    """Write a cell of the grid: the share, or a blank."""
    return "" if one.share is None else show_value(one.share, "%")


def target(one: Cell) -> str:
    """Say what is to be reached by when: `Everybody, day 5: 12.0% by 18 Jan 2026`."""
    by = f" by {show_day(one.target_date)}" if one.target_date else ""
    return f"{segment(one.segment)}, day {one.window}: {cell(one)}{by}"


def day_0(found: Dates) -> str:
    """Say in which zone the days are cut."""
    return f"Day 0 is a calendar day in {found.timezone}."
