"""Every sentence a reader sees about mandates, their versions and what was said to them."""

import datetime as dt
from collections.abc import Mapping, Sequence

from pmm_core.company.wording import FUNCTIONS
from pmm_core.deck.outline import isolated
from pmm_core.formatting import show_day, show_names, show_value
from pmm_core.mandate.document import (
    USUAL_PARTNERS,
    MandateDocument,
    MandateKpi,
    Part,
    Partner,
    Proof,
)
from pmm_core.prioritizer.defence import Defence
from pmm_core.scorecard.wording import STATUS_WORDS, at_and_aim
from pmm_core.vocabulary import BusinessFunction, KpiBucket, SignOffDecision

# More names than these are counted.
_NAMED = 8
PARTS = {
    Part.PURPOSE: "Why the team exists",
    Part.FOCUS: "What comes first",
    Part.NOT_FOCUS: "What we do not take on",
    Part.DEFENCE: "Why this comes first",
    Part.KPIS: "How it is measured",
    Part.PARTNERS: "Who we work with",
    Part.SUCCESS: "What success looks like",
    Part.REVIEW: "When we look again",
    Part.SIGNERS: "Who signs",
}
BUCKETS = {
    KpiBucket.REVENUE: "Revenue",
    KpiBucket.ADOPTION: "Adoption",
    KpiBucket.PROJECT: "Project",
}
DECISION_WORDS: Mapping[SignOffDecision | None, str] = {
    SignOffDecision.SIGNED: "Signed",
    SignOffDecision.OBJECTED: "Objected",
    None: "Not answered",
}

# What is missing.
MISSING = {
    Part.PURPOSE: "Say why the team exists.",
    Part.FOCUS: "Choose the challenge that comes first.",
    Part.NOT_FOCUS: "Say what the team does not take on, and why.",
    Part.DEFENCE: "Choose the scoring round that defends the focus, or say why it comes first.",
    Part.KPIS: "Choose the KPIs the team is measured by.",
    Part.PARTNERS: "Say with whom the team works, and who is accountable for what.",
    Part.SUCCESS: "Say what success looks like.",
    Part.REVIEW: "Choose the day on which you look again.",
    Part.SIGNERS: "Choose who is asked to sign.",
}
WORDS_MISSING = "Say why it comes first; the words of the ranking are a start."
FOCUS_WORDS_MISSING = "Nothing says what is done about the challenge."
NEVER_PUT_FORWARD = "This mandate has never been put forward."
PUT_FORWARD_FIRST = "Fill what is missing, put it forward and ask for signatures."
REVIEW_NOW = "Look again: score the challenges anew, or set another day and put it forward."
SETTLE_IT = "Settle it in a new version, or go on and say so there."
ASK_THEM = "Ask them to sign or to object; silence is neither."
NEW_SIGNATURES = "Put it forward as a new version; it is signed anew."
NOTHING_NEW = "It says what the newest version says, so there is nothing to put forward."
PUT_FORWARD_ELSEWHERE = "Somebody put a version forward after you opened this. Open it again."
NOT_ASKED = "This person was not asked to sign this version. Name them among those who sign."
NO_MANDATE = "There is no mandate yet. Write one on the page Mandate."
NO_VERSION_YET = "No version was put forward yet."


def review_not_ahead(day: dt.date) -> str:
    """Say that the review is due before the mandate holds."""
    return f"The review on {show_day(day)} does not lie ahead. Choose a later day."


def without_reason(what: Sequence[str]) -> str:
    """Say which lines of what is not taken on have no reason."""
    names = show_names([f"“{one}”" for one in what])
    return f"Nothing says why the team does not take on {names}. Write the reason behind a colon."


def not_first(challenge: str, ranking: Defence) -> str:
    """Say that the ranking puts another challenge first than the mandate does."""
    first = show_names([f"“{one}”" for one in ranking.firsts])
    verb = "comes" if len(ranking.firsts) == 1 else "come"
    if ranking.place(challenge) is None:
        why = f"“{challenge}” was not ranked in {ranking.round}, and {first} {verb} first there."
    else:
        why = f"{first} {verb} first in {ranking.round}, not “{challenge}”."
    return f"{why} Say in your own words why “{challenge}” goes before."


def archived(name: str) -> str:
    """Say that something the mandate names is not in use any more."""
    return f"“{name}” is archived. Choose another."


def bucket_empty(bucket: KpiBucket) -> str:
    """Say that no KPI of a bucket is chosen."""
    return f"No KPI of the bucket {BUCKETS[bucket].lower()} is chosen."


def bucket_missing(name: str) -> str:
    """Say that a KPI is in no bucket."""
    return f"“{name}” is in no bucket. Choose one in its form."


def unproven(challenge: str) -> str:
    """Say that nothing stands behind the challenge that comes first."""
    return f"No KPI or number proves “{challenge}” yet."


def proven_no_more(challenge: str, kpi: MandateKpi) -> str:
    """Say that the one KPI behind a challenge does not speak for it on the day."""
    return f"Only {kpi.name} speaks for “{challenge}”, and it is {kpi_status(kpi).lower()}."


def partner_missing(name: str) -> str:
    """Say that a KPI of the project bucket has no partner."""
    return f"“{name}” names no partner team, and a project has no usual one."


def nobody_accountable(function: BusinessFunction) -> str:
    """Say that one accountable person is wanted."""
    name = FUNCTIONS[function].lower()
    return f"Nobody is accountable for what the team shares with {name}. Choose exactly one."


def nobody_consulted(function: BusinessFunction) -> str:
    """Say that nobody is asked."""
    return f"Nobody is consulted on what the team shares with {FUNCTIONS[function].lower()}."


def usual_unsaid(bucket: KpiBucket, unsaid: Sequence[BusinessFunction]) -> str:
    """Say that the usual partner of a bucket is not among the partners."""
    names = show_names([FUNCTIONS[one].lower() for one in unsaid])
    return (
        f"{BUCKETS[bucket]} KPIs are usually moved with {names}; nothing says how the two work "
        "together."
    )


def review_past(day: dt.date) -> str:
    """Say that the review is overdue."""
    return f"The review was due on {show_day(day)}."


def objected(names: Sequence[str], number: int) -> str:
    """Say who objects."""
    verb = "objects" if len(names) == 1 else "object"
    return f"{show_names(names)} {verb} to version {number}."


def waiting_for(names: Sequence[str], number: int, since: dt.date) -> str:
    """Say who has not answered."""
    verb = "has" if len(names) == 1 else "have"
    return f"{show_names(names)} {verb} not answered version {number} since {show_day(since)}."


def ahead_of(number: int) -> str:
    """Say that the words changed after the newest version."""
    return f"What is written here has changed since version {number}; nobody has signed it."


# The words of the ranking.


def defence_words(ranking: Defence) -> str:
    """Write the defence the ranking itself gives: who is first, how firmly, what would flip it."""
    return " ".join(_of_ranking(ranking))


def _of_ranking(ranking: Defence) -> list[str]:
    said = [ranking.headline]
    if ranking.places:
        first = ranking.places[0]
        means = [show_value(one, None) for one in (first.urgent, first.unique, first.impact)]
        people = "1 person" if ranking.scorers == 1 else f"{ranking.scorers} people"
        said.append(
            f"In {ranking.round} {people} scored it {means[0]} on urgent, {means[1]} on uniquely "
            f"ours and {means[2]} on impact, of 5."
        )
    return [*said, *ranking.flips[:1]]


def sentences_of_ranking(document: MandateDocument) -> list[str]:
    """List what a defence says that the ranking says by itself."""
    ranking = document.ranking
    return [] if ranking is None else [*_of_ranking(ranking), *ranking.flips, *ranking.doubts]


def scored_in(ranking: Defence) -> str:
    """Say what the bars are, and where they are from."""
    people = "1 person" if ranking.scorers == 1 else f"{ranking.scorers} people"
    return (
        f"Share of all weightings in which each comes first; scored in {ranking.round} by {people}"
    )


def weighed_at(ranking: Defence) -> str:
    """Say at which weights the places are taken."""
    return f"Ranked at these weights: {ranking.weighed}."


def more_firsts(count: int, most: str) -> str:
    """Say how many challenges come first too, and how rarely."""
    others = "Another one comes" if count == 1 else f"Another {count} come"
    return f"{others} first in at most {most} of the weightings."


def never_first(names: Sequence[str]) -> str:
    """Say which challenges no weighting puts first; many are counted."""
    if len(names) > _NAMED:
        return f"No weighting puts any of the other {len(names)} first."
    return f"No weighting puts {show_names([f'“{one}”' for one in names], 'or')} first."


BESIDES = "What the ranking says besides"
DOUBTS = "What makes it less certain"


# What stands in the document.


def team_name(document: MandateDocument) -> str:
    """Name whose mandate it is, for a sentence."""
    return isolated(document.team or "Product marketing")


def headline(document: MandateDocument) -> str:
    """Say what the team takes on first."""
    if document.challenge is None:
        return document.name
    return f"{team_name(document)} takes on “{isolated(document.challenge)}” first"


def kicker(document: MandateDocument) -> str:
    """Say what kind of document it is."""
    return f"Mandate: {isolated(document.name)}"


def usual(bucket: KpiBucket) -> str:
    """Name the usual partners of a bucket."""
    names = [FUNCTIONS[one].lower() for one in USUAL_PARTNERS[bucket]]
    return f"with {show_names(names)}" if names else "with the partner each names"


def bucket_title(bucket: KpiBucket) -> str:
    """Name a bucket with its usual partners."""
    return f"{BUCKETS[bucket]}, {usual(bucket)}"


NO_PROOF = "No KPI or number proves it yet."
NO_KPI = "No KPI"
NO_BUCKET = "No bucket"
DRAFT = "draft"
KPI_COLUMNS = ("Bucket and usual partners", "KPI", "Value and target", "As of", "Status", "Owner")
PARTNER_COLUMNS = ("Function", "Accountable", "Consulted", "Together", "Overlap")
NOT_FOCUS_COLUMNS = ("What", "Why not")
SIGN_OFF_COLUMNS = ("Who", "Says", "On", "Objection")
NOBODY_YET = "nobody yet"


def kpi_name(kpi: MandateKpi) -> str:
    """Name a KPI with what it is of, e.g. `Activation rate (Comet), with Growth`."""
    place = (kpi.scope or "").partition(":")[2]
    named = f"{kpi.name} ({place})" if place else kpi.name
    return f"{named}, with {kpi.partner}" if kpi.partner else named


def kpi_value(kpi: MandateKpi) -> str:
    """Write value and target: `20.8%, to be at least 27.0%`."""
    if kpi.post is None:
        return show_value(kpi.value, kpi.unit)
    return ", ".join(at_and_aim(kpi.value, kpi.post, kpi.unit))


def kpi_status(kpi: MandateKpi) -> str:
    """Name the status; blank for an archived KPI."""
    return STATUS_WORDS[kpi.status] if kpi.status else ""


def proof(proof: Proof) -> str:
    """Say what proves the challenge that comes first, with the value of the day."""
    said = [proof.number] if proof.number else []
    kpi = proof.kpi
    if kpi is not None and kpi.value is not None:
        stands = f"{kpi_status(kpi).lower()} as of {show_day(kpi.on)}"
        said.insert(0, f"{kpi_name(kpi)} at {kpi_value(kpi)} ({stands})")
    return f"Proof: {'; '.join(said)}" if said else NO_PROOF


def is_asked(names: Sequence[str]) -> str:
    """Say who will be asked."""
    verb = "is" if len(names) == 1 else "are"
    return f"{show_names(names)} {verb} asked to sign once it is put forward."


def looks_again(day: dt.date) -> str:
    """Say when the mandate is looked at again."""
    return f"We look again on {show_day(day)}."


def version_name(number: int | None) -> str:
    """Name a version in a sentence; null is what is being written."""
    return "the draft" if number is None else f"version {number}"


def agreement(signed: int, objected: int, waiting: int) -> str:
    """Count what was said: `4 of 5 signed, 1 not answered`."""
    said = [f"{signed} of {signed + objected + waiting} signed"]
    said += [f"{objected} objected"] if objected else []
    said += [f"{waiting} not answered"] if waiting else []
    return ", ".join(said)


def put_forward_on(number: int, day: dt.date, by: str) -> str:
    """Say which version it is, of which day and by whom."""
    return f"Version {number}, put forward on {show_day(day)} by {isolated(by)}"


def draft_of(day: dt.date) -> str:
    """Say that it is not put forward."""
    return f"Being written, as of {show_day(day)}; not put forward"


def numbers_of(day: dt.date) -> str:
    """Say of which day the numbers are."""
    return f"numbers as of {show_day(day)}"


# What is compared between two versions.


def lines_of(document: MandateDocument, part: Part) -> list[str]:
    """Return what somebody wrote in a part, line by line."""
    words = {
        Part.PURPOSE: document.purpose,
        Part.FOCUS: document.focus,
        Part.NOT_FOCUS: document.not_focus,
        Part.DEFENCE: document.defence,
        Part.SUCCESS: document.success,
    }
    return (words.get(part) or "").splitlines()


def things_of(document: MandateDocument, part: Part) -> dict[str, str]:
    """Say what a part says of each thing in it, in words.

    Returns:
        By what stays the same when the words change. Values of KPIs are left out, because they
        move by themselves; so are sentences of the ranking, which follow from its places.
    """
    if part is Part.FOCUS:
        challenge = {"challenge": f"“{document.challenge}”"} if document.challenge else {}
        return challenge | ({"proof": _proof_line(document.proof)} if document.proof else {})
    if part is Part.DEFENCE and document.ranking is not None:
        return _places(document.ranking)
    if part is Part.KPIS:
        return {f"{kpi.scope} {kpi.name}": _kpi_line(kpi) for kpi in document.kpis}
    if part is Part.PARTNERS:
        return {key: line for one in document.partners for key, line in _of_partner(one).items()}
    if part is Part.REVIEW and document.review_on is not None:
        return {"day": looks_again(document.review_on)}
    if part is Part.SIGNERS:
        return {str(one.id): one.name for one in document.signers}
    return {}


def _proof_line(proof: Proof) -> str:
    said = [kpi_name(proof.kpi)] if proof.kpi else []
    said += [proof.number] if proof.number else []
    return f"Proof: {'; '.join(said)}" if said else NO_PROOF


def _places(ranking: Defence) -> dict[str, str]:
    places = {
        one.challenge: f"“{one.challenge}” takes place {one.rank} with a score of "
        f"{show_value(one.score, None)}: first in {one.first} of the weightings."
        for one in ranking.places
    }
    return {"": f"{scored_in(ranking)}. {weighed_at(ranking)}", **places}


def _kpi_line(kpi: MandateKpi) -> str:
    bucket = BUCKETS[kpi.bucket] if kpi.bucket else NO_BUCKET
    return f"{bucket}: {kpi_name(kpi)}"


def partner_lines(one: Partner) -> list[str]:
    """Write how the team works with a function, a line for each thing said."""
    return list(_of_partner(one).values())


def _of_partner(one: Partner) -> dict[str, str]:
    name = FUNCTIONS[one.function]
    asked = show_names(one.consulted) or NOBODY_YET
    lines = {name: f"{name}: accountable is {one.accountable or NOBODY_YET}, consulted {asked}."}
    if one.together:
        lines[f"{name} together"] = f"{name}, together: {one.together}"
    if one.overlap:
        lines[f"{name} overlap"] = f"{name}, overlap: {one.overlap}"
    return lines


# What is refused.


def name_taken(name: str) -> str:
    """Say that two mandates cannot be told apart."""
    return f"There is already a mandate called “{name}”. Choose another name."


def not_in_use(what: str) -> str:
    """Say that a choice is archived or gone."""
    return f"A {what} that was chosen is not in use any more. Choose again."


def ambiguous(names: Sequence[str]) -> str:
    """Ask which of several mandates is meant."""
    return f"There are {len(names)} mandates: name one of {show_names(names, 'or')}."


def incomplete(messages: Sequence[str]) -> str:
    """Say what is missing before it can be put forward."""
    return f"It cannot be put forward yet. {' '.join(messages)}"


def superseded(number: int, newest: int) -> str:
    """Say that another version is in force."""
    return f"Version {number} was followed by version {newest}, which is the one to answer."


def day_wrong(first: dt.date, last: dt.date) -> str:
    """Say on which days a version can be answered."""
    if first == last:
        return f"The version is of {show_day(first)}; it cannot be answered on another day yet."
    return f"Choose a day from {show_day(first)}, when it was put forward, to {show_day(last)}."


def file_unknown(name: str) -> str:
    """Say which files a document can be written to."""
    return f"“{name}” ends neither in .pdf nor in .md, so it is not known how to write it."


def not_written(path: str, reason: str) -> str:
    """Say that a file cannot be written."""
    return f"{path} cannot be written: {reason}. Name a folder that is there."
