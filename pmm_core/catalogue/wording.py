"""Every sentence a reader sees about products, people, KPIs and launches."""

from collections.abc import Mapping, Sequence

from pmm_core.models import Initiative, Kpi, Noun
from pmm_core.vocabulary import (
    Cadence,
    Clock,
    Direction,
    Goal,
    InitiativeType,
    KpiBucket,
    LateJoiners,
    LaunchType,
    Measure,
    NounKind,
    PersonKind,
)

_NOUNS = {
    NounKind.TEAM: ("team", "teams"),
    NounKind.PERSON: ("person", "people"),
    NounKind.PRODUCT: ("product", "products"),
    NounKind.KPI: ("KPI", "KPIs"),
    NounKind.INITIATIVE: ("launch", "launches"),
    NounKind.NEXT_ACTION: ("next step", "next steps"),
    NounKind.QUESTION: ("question", "questions"),
    NounKind.REVIEW: ("review", "reviews"),
    NounKind.CHALLENGE: ("challenge", "challenges"),
    NounKind.SCORING_ROUND: ("scoring round", "scoring rounds"),
    NounKind.MANDATE: ("mandate", "mandates"),
    NounKind.WORK_REQUEST: ("request", "requests"),
    NounKind.ACCOUNTABLE_METRIC: ("accountable metric", "accountable metrics"),
    NounKind.HEALTH_SIGN: ("health sign", "health signs"),
    NounKind.TARGETED_SEGMENT: ("targeted segment", "targeted segments"),
    NounKind.ALLOCATION: ("allocation", "allocations"),
    NounKind.READINESS_ITEM: ("readiness item", "readiness items"),
}


def noun(table: type[Noun], count: int = 1) -> str:
    """Name what a table holds, e.g. `launch`."""
    return _NOUNS[NounKind(str(table.__tablename__))][count != 1]


def counted(counts: Mapping[type[Noun], int]) -> str:
    """Count nouns in a sentence, e.g. `2 KPIs, 1 launch`; `nothing` where all are 0."""
    parts = [f"{count} {noun(table, count)}" for table, count in counts.items() if count]
    return ", ".join(parts) or "nothing"


def below_product(launches: int, others: int, kpis: int) -> str:
    """Count what belongs to a product, e.g. `2 launches, 11 KPIs, 1 other initiative`."""
    if not launches + others + kpis:
        return NOTHING_BELOW
    initiatives = "initiative" if others == 1 else "initiatives"
    also = [f"{others} other {initiatives}"] if others else []
    known = [counted({Initiative: launches, Kpi: kpis})] if launches + kpis else []
    return ", ".join([*known, *also])


def name_taken(name: str, holder: str, *, what: str, former: bool, archived: bool) -> str:
    """Say who has a name, and what to do about it."""
    if former:
        return (
            f"“{name}” is what the {what} “{holder}” was called before, and files under that name "
            "still go there. Choose another name."
        )
    if archived:
        return f"There is an archived {what} called “{name}”. Restore it or choose another name."
    return f"There is already a {what} called “{name}”. Choose another name."


def not_there(what: str) -> str:
    """Say that a choice points nowhere."""
    return f"The {what} that was chosen is not there any more. Choose another."


def not_in_use(what: str, name: str) -> str:
    """Say that a choice is archived."""
    return f"The {what} “{name}” is archived. Restore it first or choose another."


def stays(what: str, name: str) -> str:
    """Say that a noun cannot move to another place or become something else."""
    return (
        f"The {what} “{name}” stays what and where it is, with its history. "
        "Archive it and make a new one instead."
    )


def moves_silently(name: str) -> str:
    """Say that the day of a launch takes a reason with it."""
    return f"The day of “{name}” moves with a reason. Move it on its plan, and say why in one line."


def unit_changes_meaning(name: str, before: str, after: str) -> str:
    """Say that values of two units are no one series."""
    return (
        f"The values of “{name}” so far are in {before}. To go on in {after}, start a new series."
    )


def series_is_counted() -> str:
    """Say how a definition's version moves."""
    return "A new series is the next one after the last: its number rises by one."


def still_owns(name: str, counts: Mapping[type[Noun], int]) -> str:
    """Say what keeps a person from being archived."""
    return f"{name} still owns {counted(counts)}. Hand them over to somebody first."


def own_successor(name: str) -> str:
    """Say that nobody follows themselves."""
    return f"{name} cannot hand over to themselves. Choose somebody else."


def taken_over(name: str) -> str:
    """Give the reason why somebody carries a KPI after another."""
    return f"Taken over from {name}."


def goes_over(name: str, counts: Mapping[type[Noun], int]) -> str:
    """Say beforehand what a person hands over."""
    if not any(counts.values()):
        return f"{name} owns nothing and has no open next step: only the last day is noted."
    return f"To hand over from {name}: {counted(counts)}."


def hand_over_incomplete(name: str) -> str:
    """Ask for what a hand-over needs."""
    return f"Choose who takes over from {name}, and the last day."


# What stands on the screens that make and keep the nouns.

FIELDS = {
    "name": "Name",
    "product_id": "Product",
    "kind": "Kind",
    "team_id": "Team",
    "email": "E-mail",
    "description": "Description",
    "owner_id": "Owner",
    "launch_type": "Type",
    "contents": "What it consists of",
    "launched_on": "Launch day",
    "planned_on": "First planned",
    "slip_why": "Why it moves",
    "due_days_move": "Open due days of the readiness list move along",
    "timezone": "Time zone",
    "tier": "Tier",
    "tier_answers": "Points of the tier questions",
    "tier_why": "Why this tier",
    "objective": "Objective",
    "audience": "Audience",
    "log": "Event log",
    "clock": "Clock",
    "adopt_events": "Events that count as use",
    "expose_event": "Exposure event",
    "after_exposure_day": "Use on day 0 does not count",
    "active_days": "Look-back for the audience, in days",
    "late_joiners": "Late joiners",
    "min_uses": "Uses needed",
    "min_days": "Days of use needed",
    "leave_event": "Event of leaving",
    "segment_by": "Segment by",
    "windows": "Windows, in days",
    "activation_events": "Events of first value",
    "engaged_days": "Engaged: days looked back",
    "engaged_min_days": "Engaged: days of use in them",
    "definition": "Definition",
    "bucket": "Bucket",
    "indicator": "Indicator",
    "rung": "Reach of proof",
    "control": "Control",
    "unit": "Unit",
    "direction": "Better is",
    "goal": "Goal",
    "low": "Lower bound",
    "high": "Upper bound",
    "at_risk_from": "At risk from, as a share of what is due",
    "cadence": "A value every",
    "partner_team_id": "Partner team",
    "source": "Source",
    "definition_version": "Series",
    "revenue_share": "Share of revenue",
    "strategic": "The company bets on it",
    "text": "Next step",
    "due_on": "Due",
    "done_on": "Done on",
    "archived_at": "Archived",
    "left_on": "Last day",
    "successor_id": "Successor",
}

PERSON_KINDS = {
    PersonKind.OWNER: "Owner: answers for KPIs",
    PersonKind.PARTNER: "Partner: works with us",
    PersonKind.STAKEHOLDER: "Stakeholder: is told",
}
CLOCKS = {
    Clock.LAUNCH: "Launch: day 0 is the launch day",
    Clock.EXPOSURE: "Exposure: day 0 is each unit's own first day",
}
LAUNCH_TYPES = {
    LaunchType.NEW_PRODUCT: "New product",
    LaunchType.NEW_FEATURE: "New feature",
    LaunchType.IMPROVEMENT: "Improvement",
    LaunchType.INTEGRATION: "Integration",
    LaunchType.PACKAGING: "Packaging: plans, prices or names",
    LaunchType.MARKET_ENTRY: "Market entry",
}
LATE_JOINERS = {
    LateJoiners.SEPARATE: "A curve of their own",
    LateJoiners.INCLUDE: "In the same curve, from their day on",
    LateJoiners.EXCLUDE: "Left out",
}
PERIODS = {
    Cadence.DAILY: "Day",
    Cadence.WEEKLY: "Week",
    Cadence.MONTHLY: "Month",
    Cadence.QUARTERLY: "Quarter",
    Cadence.YEARLY: "Year",
}
DIRECTIONS = {
    Direction.UP: "Up: more is better",
    Direction.DOWN: "Down: less is better",
    Direction.HOLD: "Hold: it is to stay where it is",
}
GOALS = {
    Goal.REACH: "Reach a value from a start",
    Goal.ABOVE: "Stay above a bound",
    Goal.BELOW: "Stay below a bound",
    Goal.WITHIN: "Stay within bounds",
}
OTHER_INITIATIVES = "Anything else planned that should move a KPI: pricing, a campaign, research."
INITIATIVES = {
    InitiativeType.LAUNCH: "Launch",
    InitiativeType.PRICING: "Pricing",
    InitiativeType.NEW_SEGMENT: "New segment",
    InitiativeType.NEW_MARKET: "New market",
    InitiativeType.ENABLEMENT: "Enablement",
    InitiativeType.CAMPAIGN: "Campaign",
    InitiativeType.RESEARCH: "Research",
    InitiativeType.FOUNDATION: "Foundation",
}
BUCKETS = {
    KpiBucket.REVENUE: "Revenue",
    KpiBucket.ADOPTION: "Adoption",
    KpiBucket.PROJECT: "Project",
}
DAY_0 = "Day 0 of the launch clock. A launch needs it; another initiative may wait for it."
SEE_PLAN = "See the plan"
AUDIENCE_NOTE = "Who could adopt it, in words."
LOG_NOTE = "One of the event logs that were imported; its events and columns are offered below."
WINDOWS_NOTE = "The days whose readings are shown and judged."
RUNG_NOTE = "How far the proof reaches. A yes/no KPI can only show output."
WHOLE_COMPANY = "The whole company"
REVENUE_SHARE_NOTE = "Its part of the company's revenue. Blank while nobody has said."
STRATEGIC_NOTE = "A bet of the company comes first, whatever it earns today."
RENAME_NOTE = "A new name is fine: files under the old one still arrive here."
DEFINITION_NOTE = (
    "What is counted, out of what, and when. Somebody else could compute it from this."
)
UNIT_NOTE = "Money is kept in one currency a KPI. A share is typed in percent."
AT_RISK_NOTE = "From this share of the due progress a KPI behind pace is only at risk."

ABOUT = {
    NounKind.PRODUCT: "What the company sells. Each product has a scorecard of its own.",
    NounKind.PERSON: "Who owns KPIs, who helps and who is told. A KPI has exactly one owner.",
    NounKind.TEAM: "The teams people belong to, and the ones that share an outcome.",
    NounKind.KPI: "What is measured, in which unit, how often, and who answers for it.",
    NounKind.INITIATIVE: "A launch has a day 0 and a curve of its own; its windows are read then.",
}
NONE_YET = {
    NounKind.PRODUCT: "Add the first one; its KPIs and launches come next.",
    NounKind.PERSON: "Add yourself first, then whoever owns a KPI.",
    NounKind.TEAM: "Add a team if you share an outcome with one.",
    NounKind.KPI: "Add the one KPI you are accountable for first.",
    NounKind.INITIATIVE: "Add a launch with its day, and read its curve once a log is kept.",
}
ARCHIVE_NOTE = (
    "It leaves Overview and every picker, together with all that belongs to it. "
    "Its history stays, and you can restore it any time."
)
HAND_OVER_NOTE = (
    "KPIs, launches, products, open next steps, open readiness items and accountable metrics "
    "change hands in one step. Afterwards the person is archived, and history still names them."
)
NOTHING_BELOW = "no launches and no KPIs yet"
NO_STEPS = "No next step is open. A KPI off track needs one, with an owner and a date."
NEW_SERIES_NOTE = (
    "Check this when other things are counted from now on: values before and after are not joined."
)


def heading(table: type[Noun], count: int) -> str:
    """Lead a list with what is there, e.g. `3 products`."""
    return f"{count} {noun(table, count)}" if count else f"No {noun(table, 0)} yet"


def saved(name: str) -> str:
    """Confirm a save."""
    return f"Saved “{name}”."


def archived(name: str) -> str:
    """Confirm that something was archived."""
    return f"Archived “{name}”."


def restored(name: str) -> str:
    """Confirm that something is back."""
    return f"Restored “{name}”."


def handed_over(name: str, successor: str, counts: Mapping[type[Noun], int]) -> str:
    """Confirm who has what now."""
    return f"{successor} took over from {name}: {counted(counts)}."


def shortened(shown: int, count: int) -> str:
    """Say that a list goes on."""
    return f"The first {shown} of {count}. Choose what they belong to above to see fewer."


def no_such_window(launch: str, day: int, windows: Sequence[int]) -> str:
    """Refuse to read a launch on a day that is no window of it."""
    has = ", ".join(map(str, windows))
    return f"Day {day} is no window of “{launch}”: it has {has}. Add the day to its windows first."


READING_TITLE = "Where its values come from"
READING_WAYS = {"typed": "Typed or imported", "launch": "A launch", "log": "A log"}
READING_NOTE = (
    "A KPI that reads itself needs no typing: the share activated, adopted or engaged in a window "
    "of a launch, or the weekly share of those seen lately who used something."
)
READING_LAUNCH = "Launch"
READING_DAY = "Window"
READING_SEGMENT = "Segment"
READING_MEASURE = "Measure"
READING_LAUNCH_NOTES = {
    Measure.ACTIVATION: "The share with a first value by that day, as the page of the launch has "
    "it.",
    Measure.ADOPTION: "The share adopted by that day, as the page of the launch has it.",
    Measure.ENGAGEMENT: "Of those who adopted long enough before that day, the share still active "
    "on it, as the page of the launch has it.",
}
READING_LOG = "Event log"
READING_EVENTS = "Counts as use"
READING_WEEKS = "Seen in how many weeks"
READING_WEEKS_NOTE = (
    "Who was seen in these weeks, the last being the week in question, is eligible."
)
READING_LOG_NOTE = (
    "Of the units seen in these weeks, those with a use in the week. A week has a value once it is "
    "over and the log covers it; it begins on the first day of the week in Settings."
)


def kpi_ambiguous(name: str, labels: Sequence[str]) -> str:
    """Tell which KPIs share a name."""
    return f"Several scopes have a KPI called “{name}”. Say which: {', '.join(labels)}."


NO_LAUNCH_TO_READ = "There is no launch yet. Values are typed until there is one."
NO_LOG_TO_READ = "There is no event log yet. Values are typed until one is imported."
