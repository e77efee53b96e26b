"""What stands on the page of mandates and in its dialogs, beside the documents themselves."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import show_day, show_names
from pmm_core.mandate.wording import BUCKETS, NO_BUCKET, NOTHING_NEW
from pmm_core.prioritizer.defence import Defence
from pmm_core.vocabulary import KpiBucket, SignOffDecision

ABOUT = (
    "Why the team exists, what it takes on first and what it leaves, put forward as a version that "
    "stakeholders sign."
)
FIELDS = {
    "name": "Name",
    "team_id": "Team",
    "purpose": "Why the team exists",
    "focus_id": "The challenge that comes first",
    "focus": "What we do about it",
    "not_focus": "What we do not take on",
    "round_id": "Scoring round",
    "defence": "Why this comes first",
    "kpi_ids": "KPIs",
    "partners": "Who we work with",
    "success": "What success looks like",
    "review_on": "Look again on",
    "signer_ids": "Who is asked to sign",
    "accountable_id": "Accountable",
    "consulted_ids": "Consulted",
    "together": "What we do together",
    "overlap": "Where both do the same, and how it is settled",
    "note": "What this version is about",
    "person_id": "Who",
    "decision": "Says",
    "on": "On",
    "objection": "Objection",
}
DECISIONS = {
    SignOffDecision.SIGNED: "Signs: agrees to this version",
    SignOffDecision.OBJECTED: "Objects, and says why",
}
TITLE = "Mandate"
NONE_YET = "No mandate yet"
FIRST_ONE = (
    "A page that says why the team exists, which challenge comes first and what is left, with the "
    "ranking behind it, so that others can sign it or object."
)
FIRST_NAME = "Product marketing"
WRITE_ONE = "Write a mandate"
WRITE_ANOTHER = "Write another one"
WRITE_NEXT = "Write the next version"
BEING_WRITTEN = "Being written"
PUT_FORWARD = "Put forward"
SEE_RANKING = "See the ranking"
RECORD_ANSWER = "Record an answer"
TAKE_WORDS = "Use the words of the ranking"
CHANGES = "What changed between two versions"
OPTIONAL_TITLE = "A reader may miss"
ARCHIVE_NOTE = "It leaves this page. Its versions and what was said to them stay with it."
NAME_NOTE = "What it is called where there are several, e.g. the team."
PURPOSE_NOTE = "For whom, what for, and what would be missing without the team."
FOCUS_NOTE = "One of the challenges. The ranking of the scoring round is held against it."
LINES_NOTE = "Several lines become a list."
NOT_FOCUS_NOTE = (
    "One a line: what is not taken on, a colon, and why. While it is blank, the other challenges "
    "of the round are proposed."
)
DEFENCE_NOTE = "Where the focus is not the first of the ranking, say why it goes before."
KPIS_NOTE = (
    "At least one in each bucket. Revenue is usually moved with marketing and sales, adoption with "
    "product, a project with the partner it names."
)
NO_KPI_YET = (
    "There is no KPI yet to be measured by. Add the products, then the KPIs of each; they can be "
    "chosen here afterwards."
)
PARTNERS_NOTE = (
    "For each function exactly one person is accountable for what you share; others are consulted "
    "before it is decided. A function you say nothing of is left out."
)
SUCCESS_NOTE = "What can be seen, and by when. Several lines become a list."
REVIEW_NOTE = "From the day after, the page asks for another look."
VERSION_NOTE = "A sentence for those who are asked to sign."
OBJECTION_NOTE = "Needed for an objection, so that it can be settled."
FREEZE_NOTE = "Freezes words, ranking and KPIs as a version that can be signed."
CHANGE_WORDS = {"added": "Added", "removed": "Removed", "changed": "Changed"}
NO_DIFFERENCE = "The two say the same."


def bucket_word(bucket: KpiBucket | None) -> str:
    """Name a bucket; a KPI may be in none yet."""
    return NO_BUCKET if bucket is None else BUCKETS[bucket]


def needed_title(count: int) -> str:
    """Lead the list of what is needed."""
    things = "1 thing is" if count == 1 else f"{count} things are"
    return f"{things} missing before it can be put forward"


def why_not_yet(needed: int, has_changes: bool) -> str:
    """Say what the button does, or why it does nothing yet."""
    if needed:
        return f"{needed_title(needed)}; see below."
    return FREEZE_NOTE if has_changes else NOTHING_NEW


def put_forward_title(name: str) -> str:
    """Lead the dialog that puts a mandate forward."""
    return f"Put forward {name}"


def put_forward_version(number: int) -> str:
    """Say on the button which version it makes."""
    return f"Put forward version {number}"


def freezes(day: dt.date, names: Sequence[str]) -> str:
    """Say what putting forward does."""
    return (
        f"Words, ranking and KPIs are frozen as they stand on {show_day(day)}; later changes need "
        f"a new version. Then {show_names(names)} can sign it or object."
    )


def changed_parts(number: int, parts: Sequence[str]) -> str:
    """Say in which parts it differs from the newest version."""
    names = show_names([f"“{one}”" for one in parts])
    return f"Changed since version {number}: {names}."


def answer_title(number: int) -> str:
    """Lead the dialog of a sign-off."""
    return f"An answer to version {number}"


def was_put_forward(name: str, number: int) -> str:
    """Confirm a new version."""
    return f"Put forward version {number} of “{name}”."


def answered(person: str, decision: SignOffDecision, number: int) -> str:
    """Confirm a sign-off."""
    verb = "signed" if decision is SignOffDecision.SIGNED else "objected to"
    return f"{person} {verb} version {number}."


def not_focus_words(ranking: Defence, challenge: str | None) -> str:
    """Propose what is not taken on: each other challenge with its place as the reason."""
    return "\n".join(
        f"{one.challenge}: place {one.rank} of {len(ranking.places)}, first in {one.first} of the "
        "weightings."
        for one in ranking.places
        if one.challenge != challenge
    )
