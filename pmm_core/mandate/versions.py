"""Versions of a mandate, and what stakeholders said to each: the newest of a person counts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.mandate import wording
from pmm_core.mandate.checks import Gap
from pmm_core.mandate.document import MandateDocument
from pmm_core.results import Finding
from pmm_core.vocabulary import SignOffDecision


@dataclass(frozen=True)
class Answer:
    """What a stakeholder says to a version.

    Attributes:
        decision: null while they have not answered; the rest is null with it.
        objection: why they object.
    """

    person_id: int
    person: str
    decision: SignOffDecision | None = None
    on: dt.date | None = None
    objection: str | None = None


@dataclass(frozen=True)
class Version:
    """A mandate as it was put forward.

    Attributes:
        number: from 1.
        by: who put it forward, on the document's day.
        note: what it is about, in a sentence.
        answers: one a signer, in the order they are named in.
    """

    id: int
    number: int
    by: str
    note: str | None
    document: MandateDocument
    answers: tuple[Answer, ...]

    @property
    def on(self) -> dt.date:
        """The day it was put forward."""
        return self.document.as_of

    def those(self, decision: SignOffDecision | None) -> tuple[Answer, ...]:
        """Return who signed, who objected, or (null) who has not answered."""
        return tuple(one for one in self.answers if one.decision is decision)

    @property
    def is_agreed(self) -> bool:
        """Whether everybody who was asked has signed."""
        return bool(self.answers) and len(self.those(SignOffDecision.SIGNED)) == len(self.answers)


@dataclass(frozen=True)
class Prepared:
    """A mandate with what it says today, and every version of it.

    Attributes:
        mandate_id: which one.
        document: as it would be put forward now.
        gaps: what it lacks.
        versions: the newest first.
        has_changes: whether it says something else than the newest version.
    """

    mandate_id: int
    document: MandateDocument
    gaps: tuple[Gap, ...]
    versions: tuple[Version, ...]
    has_changes: bool

    @property
    def newest(self) -> Version | None:
        """The version in force; null before the first."""
        return self.versions[0] if self.versions else None

    @property
    def needed(self) -> tuple[Gap, ...]:
        """What must be said before it is put forward."""
        return tuple(one for one in self.gaps if one.is_needed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is overdue, objected to, not answered or not put forward yet."""
        newest, as_of = self.newest, self.document.as_of
        if newest is None:
            return (Finding(None, wording.NEVER_PUT_FORWARD, wording.PUT_FORWARD_FIRST),)
        found = []
        review = newest.document.review_on
        if review is not None and review < as_of:
            found.append(Finding(None, wording.review_past(review), wording.REVIEW_NOW))
        objections = newest.those(SignOffDecision.OBJECTED)
        if objections:
            names = [one.person for one in objections]
            reasons = tuple(f"{one.person}: {one.objection}" for one in objections)
            said = wording.objected(names, newest.number)
            found.append(Finding(None, said, wording.SETTLE_IT, reasons))
        waiting = newest.those(None)
        if waiting:
            said = wording.waiting_for([one.person for one in waiting], newest.number, newest.on)
            found.append(Finding(None, said, wording.ASK_THEM))
        if self.has_changes:
            said = wording.ahead_of(newest.number)
            found.append(Finding(None, said, wording.NEW_SIGNATURES))
        return tuple(found)


def newest_answers(said: Sequence[Answer], document: MandateDocument) -> tuple[Answer, ...]:
    """Return the last answer of each signer of a version; one who said nothing is there too.

    Args:
        said: every answer to the version, in the order they were given.
        document: names who was asked.
    """
    last = {one.person_id: one for one in said}
    return tuple(last.get(one.id, Answer(one.id, one.name)) for one in document.signers)
