"""Every sentence a reader sees about requests and drift."""

import datetime as dt

from pmm_core.drift.outside import Basis, Drift, DriftState, Group, Outside
from pmm_core.formatting import show_count, show_day, show_interval, show_percent, show_value
from pmm_core.vocabulary import RequestDecision

FIELDS = {
    "name": "What",
    "requester": "Asked by",
    "asked_on": "Asked on",
    "hours": "Hours",
    "points": "Points",
    "decision": "Decision",
    "decided_on": "Decided on",
    "reason": "Reason",
    "inside": "Mandate",
    "challenge_id": "Serves the challenge",
}
DECISIONS = {
    RequestDecision.DO: "Do: taken on",
    RequestDecision.LATER: "Later: it waits",
    RequestDecision.DECLINE: "Decline: not done",
}
DECISION_WORDS = {
    RequestDecision.DO: "Do",
    RequestDecision.LATER: "Later",
    RequestDecision.DECLINE: "Decline",
}
UNDECIDED = "Undecided"
INSIDE, OUTSIDE, UNTAGGED = "Inside", "Outside", "Not tagged"
TITLE = "Requests and drift"
ABOUT = (
    "Work others ask product marketing for, and how much of what was taken on lies outside the "
    "mandate."
)
NO_REQUESTS = "No requests yet"
NONE_THEN = "No requests in these days"
OTHER_DAYS = "There are requests of other days: choose an earlier first day or a later last one."
NONE_YET = (
    "Add what you were asked for last week, or import a table of it. Once it is tagged as inside "
    "or outside the mandate, the drift shows here."
)
REASON_NOTE = "Needed where it waits or is declined: whoever asked for it will want to know."
POINTS_NOTE = "Kept beside the request. Points are never added to hours."
HOURS_NOTE = "What it takes, or took. Blank where nobody knows."
INSIDE_NOTE = "Blank is not tagged: it counts on neither side."
TAG_NOTE = (
    "Change the tag, the decision or the hours of any row, then save them all at once. A request "
    "that waits or is declined needs a reason."
)
NO_CHALLENGE = "No challenge"
ADD_TITLE = "Add a request"
TAG_TITLE = "Tag many at once"
TAGGED_NOTHING = "No row is changed."
ARCHIVE_NOTE = "It no longer counts in the drift. You can restore it any time."
SINCE_NOTE = "First day of the requests. Blank is the beginning."
OUTSIDE_LABEL = {
    Basis.HOURS: "Hours outside",
    Basis.ITEMS: "Requests outside",
}
SIDE_ICONS = {
    True: ":material/target:",
    False: ":material/call_made:",
    None: ":material/help:",
}
BY_REQUESTER = "By who asked"
BY_MONTH = "By month"
BY_QUARTER = "By quarter"
BY_CHALLENGE = "By challenge"
AS_TABLES = "Read as tables: by who asked, month, quarter and challenge"
GROUP_COLUMNS = [
    "",
    "Outside the mandate",
    "Requests outside",
    "Requests tagged",
    "Hours outside",
    "Hours tagged",
    "Not tagged",
]
ALL_REQUESTS = "All requests"
STATE_WORDS = {
    DriftState.ENOUGH: "Measured",
    DriftState.TOO_FEW: "Too few",
    DriftState.NO_DATA: "No data",
}
NOT_TAKEN_ON = "Postponed and declined"
NONE_POSTPONED = "Nothing was postponed or declined in these days."


def headline(drift: Drift) -> str:
    """Say how much lies outside, or why that cannot be said."""
    whole = drift.whole
    if whole.state is DriftState.NO_DATA:
        none = NONE_THEN if drift.since else NO_REQUESTS
        return "No tagged work yet" if drift.asked else none
    if whole.state is DriftState.TOO_FEW:
        return f"Too few requests to judge: {fraction(whole)} outside the mandate"
    share = show_percent(whole.share.value or 0.0)
    return f"{share} of {amount_word(whole.basis)} taken on lie outside the mandate"


def amount_word(basis: Basis) -> str:
    """Name what is counted, as a whole."""
    return "the hours" if basis is Basis.HOURS else "the requests"


def fraction(outside: Outside) -> str:
    """Write numerator and denominator, e.g. `64 of 121 hours`; a dash without any."""
    if outside.numerator is None or outside.denominator is None:
        return show_value(None, None)
    unit = "hours" if outside.basis is Basis.HOURS else "requests"
    return f"{show_value(outside.numerator, None)} of {show_value(outside.denominator, unit)}"


def verdict(outside: Outside) -> str:
    """Write the share of a group with its doubt, or why there is none."""
    if outside.state is DriftState.NO_DATA:
        return "No hours" if outside.items else "No tagged work"
    if outside.state is DriftState.TOO_FEW:
        return f"{fraction(outside)} (too few: n = {outside.items})"
    return f"{show_percent(outside.share.value or 0.0)}: {fraction(outside)}"


def bar_words(outside: Outside) -> str:
    """Write a group's share beside its bar, whose axis names the unit."""
    said = f"{show_value(outside.numerator, None)} of {show_value(outside.denominator, None)}"
    if outside.state is DriftState.TOO_FEW:
        return f"{said} (n = {outside.items})"
    return f"{show_percent(outside.share.value or 0.0)}: {said}"


def doubt(outside: Outside) -> str:
    """Write the interval; empty where there is none."""
    interval = show_interval(outside.share.low, outside.share.high, "%")
    return f"95% interval {interval}" if interval else ""


def method(drift: Drift) -> str:
    """Explain what is divided by what, and what is left out."""
    whole = drift.whole
    if whole.basis is Basis.HOURS:
        how = (
            "Hours outside the mandate over all hours of tagged work that was taken on. Hours are "
            "no independent draws, so there is no interval."
        )
    elif whole.without_hours:
        how = (
            f"Requests outside the mandate over all tagged requests that were taken on, because "
            f"{show_count(whole.without_hours)} of {show_count(whole.items)} have no hours."
        )
    else:
        how = "Requests outside the mandate over all tagged requests that were taken on."
    return f"{how} As of {show_day(drift.as_of)}; house rule: fewer than 5 are too few to judge."


def left_out(drift: Drift) -> str | None:
    """Say what counts on neither side; null where everything does."""
    parts = []
    if drift.whole.untagged:
        parts.append(f"{show_count(drift.whole.untagged)} taken on but not tagged")
    if drift.decisions[None]:
        parts.append(f"{show_count(drift.decisions[None])} not decided yet")
    return f"Counted on neither side: {', '.join(parts)}." if parts else None


def moved(drift: Drift) -> str | None:
    """Say how the last quarter differs from the one before; null where one cannot be judged."""
    if len(drift.by_quarter) < 2:
        return None
    before, last = drift.by_quarter[-2:]
    if any(one.outside.state is not DriftState.ENOUGH for one in (before, last)):
        return None
    shares = [one.outside.share.value or 0.0 for one in (before, last)]
    return (
        f"{group_name(before)}: {show_percent(shares[0])} outside. "
        f"{group_name(last)}: {show_percent(shares[1])} outside."
    )


def most_outside(drift: Drift) -> str | None:
    """Say who asks for most of what lies outside; null where nothing does."""
    whole = drift.whole
    if whole.state is not DriftState.ENOUGH or not whole.outside_amount:
        return None
    first = drift.by_requester[0]
    unit = "hours" if whole.basis is Basis.HOURS else "requests"
    own = show_value(first.outside.outside_amount, None)
    return f"{first.name} asked for {own} of the {show_value(whole.outside_amount, unit)} outside."


def chart_alt(drift: Drift) -> str:
    """Tell what the chart by requester shows."""
    rows = [
        f"{group.name}: {verdict(group.outside)}"
        for group in drift.by_requester
        if group.outside.items
    ]
    return f"Work taken on by who asked, outside the mandate: {'; '.join(rows)}."


def group_name(group: Group) -> str:
    """Name a group for people."""
    return group.label or group.name or NO_CHALLENGE


def saved_all(count: int) -> str:
    """Confirm that several requests were saved."""
    return f"Saved {show_count(count)} {'request' if count == 1 else 'requests'}."


def to_save(count: int) -> str:
    """Say how many rows of the table are changed and not saved."""
    if not count:
        return TAGGED_NOTHING
    return f"{show_count(count)} {'row is' if count == 1 else 'rows are'} changed and not saved."


def requests_heading(count: int) -> str:
    """Lead the list of requests."""
    return f"{show_count(count)} {'request' if count == 1 else 'requests'}"


def shortened(shown: int, count: int) -> str:
    """Say that the list goes on."""
    return f"The first {shown} of {count}. Choose fewer days to see others."


def days_reversed(since: dt.date, last: dt.date) -> str:
    """Say that the first day of the requests lies after their last."""
    return (
        f"The first day, {show_day(since)}, lies after the last, {show_day(last)}. "
        "Give an earlier --since or a later --as-of."
    )


def decision_word(decision: RequestDecision | None) -> str:
    """Write a decision in one word."""
    return DECISION_WORDS[decision] if decision else UNDECIDED


def inside_word(inside: bool | None) -> str:
    """Write on which side of the mandate something lies."""
    return UNTAGGED if inside is None else INSIDE if inside else OUTSIDE
