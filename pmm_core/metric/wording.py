"""Every sentence a reader sees about the one number; the reasons stand with the rules."""

from collections.abc import Sequence

from pmm_core.company import wording as company
from pmm_core.formatting import show_names
from pmm_core.metric.rules import GROWTH, WINDOWS, MetricKind
from pmm_core.reasons import Change, Counsel, Weighed
from pmm_core.vocabulary import Standing, Status

KINDS = {
    MetricKind.ACTIVATION: "Activation",
    MetricKind.ADOPTION: "Adoption",
    MetricKind.ENGAGEMENT: "Engagement",
    MetricKind.CLOSE_RATE: "Close rate",
    MetricKind.WIN_RATE: "Win rate",
    MetricKind.AVERAGE_SELLING_PRICE: "Average selling price",
    MetricKind.REVENUE: "Revenue",
}
MEANS = {
    MetricKind.ACTIVATION: "new users who reach the first moment of value",
    MetricKind.ADOPTION: "eligible users who use what was launched",
    MetricKind.ENGAGEMENT: "users who keep coming back",
    MetricKind.CLOSE_RATE: "opportunities won, of all that were opened",
    MetricKind.WIN_RATE: "deals won, of those decided",
    MetricKind.AVERAGE_SELLING_PRICE: "what a deal won brings",
    MetricKind.REVENUE: "what customers are billed",
}
STANDINGS = {
    Standing.ACCOUNTABLE: "Accountable: the one number to answer for",
    Standing.SUPPORTING: "Supporting: moves first, leads to it",
    Standing.GUARDRAIL: "Guardrail: must not suffer from it",
}
STANDING_WORDS = {
    Standing.ACCOUNTABLE: "Accountable",
    Standing.SUPPORTING: "Supporting",
    Standing.GUARDRAIL: "Guardrail",
}
# What an accountable KPI must not be for long; null for one that is on no scorecard.
BAD_STATUS = {
    Status.OFF_TRACK: "is off track",
    Status.AT_RISK: "is at risk",
    Status.NO_TARGET: "has no target",
    Status.NO_DATA: "has no value yet",
    Status.STALE: "has no current value",
    None: "is on no scorecard",
}
FIELDS = {
    "carrier": "Carried by",
    "kpi_id": "KPI",
    "standing": "Standing",
    "person_id": "Person",
    "team_id": "Team",
    "cycle": "Cycle",
    "reason": "Reason",
    "archived_at": "Archived",
}

TITLE = "One number"
ABOUT = (
    "Four answers about the company lead to the one number product marketing should answer for. "
    "Each candidate shows what speaks for and against it."
)
RULE_NOTE = (
    "The candidate with the most reasons for it, less those against it, is advised; where two are "
    "level, the one that moves sooner. An answer that is missing is never guessed."
)
NO_CHANGE = "No other single answer would change it."
CHOOSE_ONE = "Choose one accountable KPI for each, or say who carries it."
TAKE_ANOTHER = "Nobody can answer for it: make it a guardrail and choose one that can be moved."
MAKE_SUPPORTING = "Write down why, or make all but one supporting or guardrail."
AGREE_NEXT_STEP = "Agree on what is missing, or on a next step with an owner and a date."
ARCHIVE_NOTE = "It leaves the board. What was carried, by whom and when stays in the history."
REASON_NOTE = (
    "Needed where somebody answers for a second KPI in the same cycle; it stays in the history."
)
CYCLE_NOTE = "The period it holds for, e.g. Q2 2026. Blank: until something else is said."
INSTEAD_NOTE = "What becomes of the KPI that is accountable now"
KEEP_BOTH = "Stays accountable too: give the reason below"
NOTHING_CARRIED = "Nobody carries a KPI yet"
CHOOSE_FIRST = "Choose the one KPI each person answers for; what leads to it can be supporting."
CHOOSE_KPI = "Choose a KPI."
CHOOSE_TITLE = "Choose who answers for which KPI"
CHANGES_TITLE = "What would change the answer"


def headline(counsel: Counsel[MetricKind], day: int | None) -> str:
    """Lead with the number that is advised."""
    if counsel.answer is None:
        return TITLE
    by = f" by day {day}" if day else ""
    return f"{TITLE}: {KINDS[counsel.answer].lower()}{by}"


def answer(counsel: Counsel[MetricKind], day: int | None) -> str:
    """Say in a sentence what is advised and what it counts, or what it hangs on."""
    kind = counsel.answer
    if kind is None:
        still = show_names([KINDS[one].lower() for one in counsel.possible], "or")
        return f"Still open between {still}. Missing: {missing(counsel.missing)}."
    what = f"{KINDS[kind]} is advised: {MEANS[kind]}"
    if kind in GROWTH:
        days = show_names([str(one) for one in WINDOWS])
        what += f", read within the first {days} days and judged by day {day}"
    level = [KINDS[one].lower() for one in counsel.level]
    tie = f" {show_names(level, 'and').capitalize()} would do as well." if level else ""
    return f"{what}.{tie}{_whatever(counsel.missing)}"


def ruled_out(options: Sequence[Weighed[MetricKind]]) -> str:
    """Say what is ruled out, and by what."""
    by_reason: dict[str, list[str]] = {}
    for one in options:
        by_reason.setdefault(one.ruled_out[0], []).append(KINDS[one.option].lower())
    parts = [f"{show_names(names)} ({reason})" for reason, names in by_reason.items()]
    return f"Ruled out: {'; '.join(parts)}"


def team_choice(name: str) -> str:
    """Name a team among people."""
    return f"{name} (team)"


def answers_already(names: Sequence[str]) -> str:
    """Say what the carrier answers for in that cycle."""
    return f"Accountable in that cycle so far: {show_names(names)}."


def missing(facts: Sequence[str]) -> str:
    """Name the answers that are missing, e.g. `the company stage and the role structure`."""
    return show_names([f"the {company.FACTS[fact]}" for fact in facts])


def change(one: Change[MetricKind]) -> str:
    """Say which other answer would lead where."""
    said = company.ANSWERS[one.fact][one.answer].partition(":")[0]
    said = said[0].lower() + said[1:]
    return (
        f"If the {company.FACTS[one.fact]} were “{said}”, it would be {KINDS[one.option].lower()}."
    )


def nobody_accountable(names: Sequence[str], cycle: str) -> str:
    """Say who answers for no number."""
    verb = "answers" if len(names) == 1 else "answer"
    return f"{show_names(names, 'and')} {verb} for no KPI in {cycle}."


def stands(carrier: str, kpi: str, status: Status | None) -> str:
    """Say how an accountable KPI stands."""
    return f"{kpi}, which {carrier} answers for, {BAD_STATUS[status]}."


def next_step(text: str) -> str:
    """Say what is done about it."""
    return f"Next step: {text}"


def outside_hands(carrier: str, kpi: str) -> str:
    """Say that somebody answers for what they cannot move."""
    return f"{carrier} answers for {kpi}, which is outside anyone's hands here."


def several(carrier: str, kpis: Sequence[str]) -> str:
    """Say that somebody answers for more than one number, without a reason."""
    return f"{carrier} answers for {show_names(kpis, 'and')} too, without a written reason."


def second_without_reason(carrier: str, kpi: str) -> str:
    """Ask for the reason of a second accountable KPI."""
    return (
        f"{carrier} answers for “{kpi}” already. Make that one supporting or guardrail, or give "
        "the reason for a second one."
    )


def carried_already(carrier: str, kpi: str) -> str:
    """Say that a KPI is there already."""
    return f"{carrier} carries “{kpi}” already in that cycle. Change its standing instead."


def saved(kpi: str, carrier: str, standing: Standing) -> str:
    """Confirm what somebody carries."""
    return f"“{kpi}” is {STANDING_WORDS[standing].lower()} for {carrier}."


def carries(kpi: str, carrier: str) -> str:
    """Name a KPI with who carries it."""
    return f"{kpi} ({carrier})"


def gone(named: str) -> str:
    """Confirm that a KPI is carried no more."""
    return f"Archived “{named}”; the history keeps it."


def back(named: str) -> str:
    """Confirm that a KPI is carried again."""
    return f"Restored “{named}”."


def board_heading(cycle: str) -> str:
    """Lead the board."""
    return f"Who answers for what in {cycle}"


def _whatever(facts: Sequence[str]) -> str:
    return f" It is so whatever {missing(facts)} may be." if facts else ""
