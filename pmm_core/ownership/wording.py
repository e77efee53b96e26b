"""Every sentence a reader sees about who owns product marketing; reasons stand with the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.adoption.windows import WindowReading
from pmm_core.company import wording as company
from pmm_core.company.facts import FactsDraft
from pmm_core.formatting import show_count, show_names, show_percent
from pmm_core.ownership.advice import Confidence, OwnerAdvice
from pmm_core.ownership.need import Need
from pmm_core.ownership.rules import Bandwidth, Dedicated
from pmm_core.ownership.signs import Health
from pmm_core.reasons import Change, Counsel
from pmm_core.vocabulary import BusinessFunction, HealthSignKind, WindowState


@dataclass(frozen=True)
class FirstJob:
    """One of the three jobs that come first when time is short.

    Attributes:
        product_helps: what product can bring to it.
    """

    job: str
    why: str
    product_helps: str


FIRST_JOBS = (
    FirstJob(
        "Value and positioning",
        "Everything else repeats it: what we do better than what buyers would use otherwise.",
        "What the product does better, for whom, and the proof of it.",
    ),
    FirstJob(
        "Personas",
        "Who buys, who uses and who says no, from what they said rather than from guesses.",
        "The interviews it holds anyway, and who uses what.",
    ),
    FirstJob(
        "Go-to-market plan",
        "One plan for each launch: audience, message, channels, dates and one point person.",
        "Days that hold, the scope at each of them, and who is let in when.",
    ),
)
WATCH_OUT: Mapping[BusinessFunction, tuple[str, ...]] = {
    BusinessFunction.PRODUCT: (
        "It shrinks to release notes: keep a number of the market, not of the roadmap.",
        "Launch days move with the code: name one point person who may say no to a day.",
    ),
    BusinessFunction.MARKETING: (
        "Decks and pages go out unread by product: have each handed back before it is used.",
        "Only the funnel is looked at: read engagement and keywords besides.",
    ),
    BusinessFunction.SALES: (
        "The next deal always wins over the next launch: keep a share of hours for launches.",
        "The story follows the loudest account: test it with buyers who said no.",
    ),
    BusinessFunction.CUSTOMER_SUCCESS: (
        "Only customers who stayed are heard: ask those who left and those who never bought.",
        "New markets have no customers yet: somebody has to speak for them.",
    ),
    BusinessFunction.LEADERSHIP: (
        "It becomes a desk for presentations: hold on to the signed mandate.",
        "It is far from both roadmap and campaigns: sit in both of their weekly meetings.",
    ),
}
WATCH_NOBODY = "What is everybody's second job is done last: name one person, and hours a week."
WATCH_SHORT = "Time is short: say no out loud, and keep the list of what was declined."
_ANSWERS: Mapping[str, Mapping[StrEnum, str]] = {
    **company.ANSWERS,
    "dedicated_pmms": {Dedicated.NOBODY: "nobody", Dedicated.SOMEBODY: "somebody"},
    "bandwidth_short": {Bandwidth.SHORT: "short", Bandwidth.ENOUGH: "enough"},
}
CONFIDENCE = {
    Confidence.HIGH: "High confidence",
    Confidence.MEDIUM: "Medium confidence",
    Confidence.LOW: "Low confidence",
}
CONFIDENCE_RULE = (
    "High: every reason speaks for one function and none against it. Medium: one function has the "
    "most, but reasons differ. Low: another is level with it (the place of decisions settles it if "
    "it is one of them), or an answer is missing."
)
KINDS = {
    HealthSignKind.HANDBACK: "Hand-back",
    HealthSignKind.UNIT_ECONOMICS: "Unit economics",
    HealthSignKind.BEYOND_FUNNEL: "Beyond the funnel",
    HealthSignKind.ON_TIME_LAUNCHES: "Launches on time",
}
HEALTHY = {
    HealthSignKind.HANDBACK: "Marketing hands its work back to product before it goes out.",
    HealthSignKind.UNIT_ECONOMICS: "Unit economics of target segments are read against the rest.",
    HealthSignKind.BEYOND_FUNNEL: "Engagement and keywords are read besides the funnel.",
    HealthSignKind.ON_TIME_LAUNCHES: "Launches are on time, each with one point person.",
}
UNHEALTHY = {
    HealthSignKind.HANDBACK: "Marketing made the deck without handing back to product.",
    HealthSignKind.UNIT_ECONOMICS: "Nobody compares target segments with the rest.",
    HealthSignKind.BEYOND_FUNNEL: "Nothing but the funnel is looked at.",
    HealthSignKind.ON_TIME_LAUNCHES: "Launches slip, or nobody is the one to ask.",
}
DO_ABOUT = {
    HealthSignKind.HANDBACK: "Have product read every deck and page before it is used.",
    HealthSignKind.UNIT_ECONOMICS: "Set what target segments earn and cost against the rest.",
    HealthSignKind.BEYOND_FUNNEL: "Put engagement and keywords beside the funnel.",
    HealthSignKind.ON_TIME_LAUNCHES: "Name one point person for each launch, with the day.",
}
HEALTH_WORDS = {
    Health.HEALTHY: "Healthy",
    Health.UNHEALTHY: "Unhealthy",
    Health.UNKNOWN: "Not known",
}
HEALTH_ICONS = {
    Health.HEALTHY: ":material/check_circle:",
    Health.UNHEALTHY: ":material/cancel:",
    Health.UNKNOWN: ":material/radio_button_unchecked:",
}
FIELDS = {
    "kind": "Sign",
    "healthy": "What was seen",
    "on": "Seen on",
    "evidence": "Evidence",
    "product_id": "Product",
    "name": "Segment",
    "why": "Why it is targeted",
    "proof": "On which data",
    "since": "Since",
}

TITLE = "Who owns product marketing"
ABOUT = (
    "Four answers about the company show which function should own product marketing, how far the "
    "reasons agree, and what to watch out for there."
)
JOBS_SHORT = "Time is short: these three come first, in this order."
JOBS_ENOUGH = "Where time gets short, these three stay, in this order."
JOBS_TITLE = "The first three jobs"
WATCH_TITLE = "What to watch out for"
SIGNS_TITLE = "Health signs"
CHANGES_TITLE = "What would change the answer"
NO_CHANGE = "No other single answer would change it."
PROOF_NOTE = "The number, study or interviews that say so, and where they lie."
SIGNS_NOTE = "Typed in with a day and the evidence. The last of each kind counts; older ones stay."
NO_SIGN = "Nothing recorded yet."
NEED_TITLE = "Do we need product marketers?"
NEED_NOTE = "Which segments are targeted, why and on which data; and how the last launch went."
NO_SEGMENTS = "No segment is targeted yet"
NO_SEGMENTS_NOTE = "Add the first: who it is, why them, and the data that says so."
NO_DATA = "No data behind it yet"
NO_LAUNCH = "Nothing has been launched yet."
ADD_DATA = "Say on which data each is targeted, or stop targeting it."
ADD_SIGN = "Record what was seen last, with its day."
ARCHIVE_NOTE = "It leaves the page and can be restored."
REVIEW_DUE_STEP = "Go through the answers and the signs again, and agree on the next day."


def headline(advice: OwnerAdvice) -> str:
    """Lead with the function that is advised."""
    answer = advice.counsel.answer
    return f"{company.FUNCTIONS[answer]} should own product marketing" if answer else TITLE


def answer(advice: OwnerAdvice) -> str:
    """Say how sure the advice is and why, or what it hangs on."""
    counsel = advice.counsel
    if counsel.answer is None:
        return f"{_still_open(counsel)} Missing: {missing(counsel.missing)}."
    sure = CONFIDENCE[advice.confidence or Confidence.LOW]
    if counsel.missing:
        return f"{sure}: it is so whatever {missing(counsel.missing)} may be."
    if counsel.level:
        return f"{sure}: as much speaks for {_functions(counsel.level)}."
    others = [
        one.option for one in counsel.options if one.speak_for and one.option is not counsel.answer
    ]
    if others:
        return f"{sure}: it has the most reasons, but some speak for {_functions(others)}."
    if counsel.weighed(counsel.answer).speak_against:
        return f"{sure}: it has the most reasons, but something speaks against it."
    return f"{sure}: every reason speaks for it."


def _still_open(counsel: Counsel[BusinessFunction]) -> str:
    if len(counsel.possible) == len(counsel.options):
        return "Still open between all functions."
    return f"Still open between {_functions(counsel.possible, 'or')}."


def _functions(functions: Sequence[BusinessFunction], word: str = "and") -> str:
    return show_names([company.FUNCTIONS[one].lower() for one in functions], word)


def missing(facts: Sequence[str]) -> str:
    """Name the answers that are missing."""
    return show_names([f"the {company.FACTS[fact]}" for fact in facts])


def change(one: Change[BusinessFunction]) -> str:
    """Say which other answer would lead where."""
    said = _ANSWERS[one.fact][one.answer].partition(":")[0]
    said = said[0].lower() + said[1:]
    owner = company.FUNCTIONS[one.option].lower()
    return f"If the {company.FACTS[one.fact]} were “{said}”, it would be {owner}."


def watch_out(owner: BusinessFunction | None, said: FactsDraft) -> tuple[str, ...]:
    """Say what goes wrong most easily with this owner and these facts."""
    found = list(WATCH_OUT[owner]) if owner else []
    if said.dedicated_pmms == 0:
        found.append(WATCH_NOBODY)
    if said.bandwidth_short:
        found.append(WATCH_SHORT)
    return tuple(found)


def unhealthy(kind: HealthSignKind, evidence: str, day: str) -> str:
    """Tell a bad sign with its evidence."""
    return f"{KINDS[kind]}, {day}: {evidence}"


def nothing_recorded(kind: HealthSignKind) -> str:
    """Say that a kind has no sign, and what a good one would be."""
    return f"{NO_SIGN} A good sign would be: {HEALTHY[kind][0].lower()}{HEALTHY[kind][1:]}"


def unknown_signs(kinds: Sequence[HealthSignKind]) -> str:
    """Say which kinds of sign nobody has recorded."""
    return (
        f"Nothing is recorded about {show_names([KINDS[kind].lower() for kind in kinds], 'and')}."
    )


def review_due(day: str) -> str:
    """Say that it is time to look again."""
    return f"It was agreed to look again on {day}."


def without_data(names: Sequence[str]) -> str:
    """Say which segments are targeted on no data."""
    verb = "is" if len(names) == 1 else "are"
    return f"{show_names(names, 'and')} {verb} targeted without data behind it."


def look_again(proposed: str, kept: str | None) -> str:
    """Say when to ask again."""
    if kept is None:
        return f"Look again on {proposed}; nobody has agreed to a day yet."
    later = f" From today it would be {proposed}." if proposed != kept else ""
    return f"Look again on {kept}, as agreed.{later}"


def need(found: Need) -> str:
    """Count what is targeted and say how much of it rests on data."""
    count, bare = len(found.segments), len(found.without_data)
    if not count:
        return NO_SEGMENTS
    targeted = f"{count} segment{'s' if count != 1 else ''} targeted"
    return f"{targeted}, {bare} without data" if bare else f"{targeted}, each on data"


def window(reading: WindowReading) -> str:
    """Write a reading of the last launch with its fraction and its state."""
    if reading.state is WindowState.TOO_EARLY or reading.share is None:
        return f"day {reading.day}: too early"
    share = show_percent(reading.share)
    of = f"{show_count(reading.adopted)} of {show_count(reading.n)}"
    state = {
        WindowState.MATURING: ", maturing",
        WindowState.TOO_FEW: ", too few to judge",
    }.get(reading.state, "")
    return f"day {reading.day}: {share} ({of}{state})"
