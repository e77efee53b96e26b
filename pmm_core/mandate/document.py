"""A mandate as it reads on a day: its words, its ranking and its KPIs, free of the store.

What is put forward is this document, stored whole: names that change later, new scores and new
values do not reach it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from pmm_core.prioritizer.defence import Defence
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.vocabulary import BusinessFunction, KpiBucket, Status

# Who usually moves a KPI of a bucket with product marketing; a project's partner is its own.
USUAL_PARTNERS: Mapping[KpiBucket, tuple[BusinessFunction, ...]] = {
    KpiBucket.REVENUE: (BusinessFunction.MARKETING, BusinessFunction.SALES),
    KpiBucket.ADOPTION: (BusinessFunction.PRODUCT,),
    KpiBucket.PROJECT: (),
}


class Part(StrEnum):
    """A part of a mandate, in the order it is read in."""

    PURPOSE = "purpose"
    FOCUS = "focus"
    NOT_FOCUS = "not_focus"
    DEFENCE = "defence"
    KPIS = "kpis"
    PARTNERS = "partners"
    SUCCESS = "success"
    REVIEW = "review"
    SIGNERS = "signers"


@dataclass(frozen=True)
class Partner:
    """How the team works with one business function.

    Attributes:
        accountable: the one person who answers for what the two share.
        consulted: who is asked before it is decided.
        together: what the two do together.
        overlap: where both do the same, and how it is settled.
    """

    function: BusinessFunction
    accountable: str | None = None
    consulted: tuple[str, ...] = ()
    together: str | None = None
    overlap: str | None = None


@dataclass(frozen=True)
class MandateKpi:
    """A KPI the team is measured by, as it stood on the day.

    Attributes:
        scope: as a command takes it; null once it is archived.
        partner: the team it is moved with.
        on: the day of its value.
        post: the target in use, with what would meet it.
    """

    name: str
    scope: str | None = None
    bucket: KpiBucket | None = None
    owner: str | None = None
    partner: str | None = None
    unit: str | None = None
    value: float | None = None
    on: dt.date | None = None
    post: Goalpost | None = None
    status: Status | None = None


@dataclass(frozen=True)
class Proof:
    """What stands behind the challenge that comes first, as it was on the day.

    Attributes:
        kpi: the KPI that shows it; null without one.
        number: the number that proves it, in words; null where nobody said one.
    """

    kpi: MandateKpi | None = None
    number: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is a number; a KPI that is archived or has no value gives none."""
        return self.number is not None or (self.kpi is not None and self.kpi.value is not None)


@dataclass(frozen=True)
class Signer:
    """A stakeholder who is asked to sign."""

    id: int
    name: str


@dataclass(frozen=True)
class MandateDocument:
    """All a mandate says.

    Attributes:
        as_of: the day it was read; of a version, the day it was put forward.
        team: null for the company's one team.
        challenge: the one that comes first.
        proof: of that challenge; null without one, and in a version that kept none.
        focus: what is done about it, in words.
        not_focus: one a line, the reason behind a colon.
        defence: why the challenge comes first, in words.
        ranking: the scores behind it; null without a round that may be read.
        uncovered: why there is no ranking although a round was chosen; null otherwise.
    """

    name: str
    as_of: dt.date
    team: str | None = None
    purpose: str | None = None
    challenge: str | None = None
    proof: Proof | None = None
    focus: str | None = None
    not_focus: str | None = None
    defence: str | None = None
    ranking: Defence | None = None
    uncovered: str | None = None
    kpis: tuple[MandateKpi, ...] = ()
    partners: tuple[Partner, ...] = ()
    success: str | None = None
    review_on: dt.date | None = None
    signers: tuple[Signer, ...] = ()

    def of_bucket(self, bucket: KpiBucket | None) -> tuple[MandateKpi, ...]:
        """Return the KPIs of one bucket, in their order."""
        return tuple(one for one in self.kpis if one.bucket is bucket)


def parted(line: str) -> tuple[str, str]:
    """Part a line of what is not taken on into what, and the reason behind the first colon."""
    what, _, reason = line.partition(": ")
    return what.strip().removesuffix(":"), reason.strip()


_DOCUMENT = TypeAdapter(MandateDocument)


def to_content(document: MandateDocument) -> dict[str, Any]:
    """Write a document as plain JSON values."""
    content: dict[str, Any] = _DOCUMENT.dump_python(document, mode="json")
    return content


def from_content(content: Mapping[str, Any]) -> MandateDocument:
    """Read a document back from what `to_content` wrote."""
    return _DOCUMENT.validate_python(dict(content))
