"""Challenges and their scores, mandates, requests, who carries which number, who works where."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from pmm_core.models.record import Ledger, Noun, word
from pmm_core.vocabulary import (
    Criterion,
    Evidence,
    HealthSignKind,
    JourneyStage,
    RequestDecision,
    SignOffDecision,
    Standing,
)


class Challenge(Noun, table=True):
    """A problem of the company that product marketing could take on.

    Attributes:
        kpi_id: the KPI whose values prove it is one.
        proof: the number that proves it, in words, where no KPI does.
        product_id: the product it is about; null for the company.
    """

    __tablename__ = "challenge"
    name: str
    stage: JourneyStage = Field(sa_type=word(JourneyStage))
    description: str | None = None
    kpi_id: int | None = Field(default=None, foreign_key="kpi.id")
    proof: str | None = None
    product_id: int | None = Field(default=None, foreign_key="product.id")


class ScoringRound(Noun, table=True):
    """One time a team scores its challenges on the three questions.

    Attributes:
        name: the period it is for, e.g. `Q2 2026`.
        team_id: whose mandate it prepares; null for the company.
        challenge_ids, scorer_ids: what is scored and by whom, in the order shown.
        started_from_id: the round it was copied from; what moved is measured from there.
        urgent, unique, impact: weights, at least 0 and not all 0; only their ratios matter.
        importance: criteria from the most to the least important; empty without a stated order.
        closed_on: the day it was closed; scores are fixed from then on.
    """

    __tablename__ = "scoring_round"
    name: str
    team_id: int | None = Field(default=None, foreign_key="team.id")
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    challenge_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    scorer_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    started_from_id: int | None = Field(default=None, foreign_key="scoring_round.id")
    urgent: float = 1.0
    unique: float = 1.0
    impact: float = 1.0
    importance: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    closed_on: dt.date | None = None


class Mandate(Noun, table=True):
    """Why the team exists and what it takes on first, as it is being written.

    Attributes:
        round_id: the scoring round that defends the focus.
        focus_id: the challenge that comes first.
        partners: one a business function: `function, accountable_id, consulted_ids, together,
            overlap`.
        kpi_ids: the KPIs the team is measured by, in the order shown.
        signer_ids: the stakeholders asked to sign.
    """

    __tablename__ = "mandate"
    name: str
    team_id: int | None = Field(default=None, foreign_key="team.id")
    round_id: int | None = Field(default=None, foreign_key="scoring_round.id")
    focus_id: int | None = Field(default=None, foreign_key="challenge.id")
    purpose: str | None = None
    focus: str | None = None
    not_focus: str | None = None
    defence: str | None = None
    success: str | None = None
    review_on: dt.date | None = None
    partners: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    kpi_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    signer_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)


class WorkRequest(Noun, table=True):
    """Work somebody asked product marketing for.

    Attributes:
        requester: the person or function that asked.
        inside: whether it serves the mandate; null until tagged.
        challenge_id: the challenge it serves.
    """

    __tablename__ = "work_request"
    name: str
    requester: str
    asked_on: dt.date
    hours: float | None = None
    points: float | None = None
    decision: RequestDecision | None = Field(default=None, sa_type=word(RequestDecision))
    decided_on: dt.date | None = None
    reason: str | None = None
    inside: bool | None = None
    challenge_id: int | None = Field(default=None, foreign_key="challenge.id")


class AccountableMetric(Noun, table=True):
    """A KPI as it stands to the person or team that carries it.

    Attributes:
        reason: why this one; required for a second accountable KPI.
        cycle: the period it holds for, e.g. `Q2 2026`; null while nothing else is said.
    """

    __tablename__ = "accountable_metric"
    kpi_id: int = Field(foreign_key="kpi.id")
    standing: Standing = Field(sa_type=word(Standing))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    cycle: str | None = None
    reason: str | None = None


class HealthSign(Noun, table=True):
    """Dated evidence for or against where product marketing sits."""

    __tablename__ = "health_sign"
    kind: HealthSignKind = Field(sa_type=word(HealthSignKind))
    healthy: bool
    on: dt.date
    evidence: str
    product_id: int | None = Field(default=None, foreign_key="product.id")


class TargetedSegment(Noun, table=True):
    """A segment that is targeted, why, and on which data."""

    __tablename__ = "targeted_segment"
    name: str
    why: str
    proof: str | None = None
    product_id: int | None = Field(default=None, foreign_key="product.id")
    since: dt.date | None = None


class Allocation(Noun, table=True):
    """The share of a person's time that goes to a product and one of its buyers.

    Attributes:
        buyer: who is sold to; the same words mean the same buyer.
        share: of the person's working time, a fraction.
        end_on: last day it holds; null while it still does.
    """

    __tablename__ = "allocation"
    person_id: int = Field(foreign_key="person.id", index=True)
    product_id: int = Field(foreign_key="product.id")
    buyer: str | None = None
    share: float
    start_on: dt.date
    end_on: dt.date | None = None


class ChallengeScore(Ledger, table=True):
    """One scorer's answer to one question; the newest of its key is in force.

    Attributes:
        value: 1 to 5; null takes an earlier one back.
        why: the evidence, in words.
        due_on, cost_of_waiting: what makes it urgent.
        estimate, low, high, unit: how large the impact is, with its range.
    """

    __tablename__ = "challenge_score"
    round_id: int = Field(foreign_key="scoring_round.id", index=True)
    challenge_id: int = Field(foreign_key="challenge.id")
    scorer_id: int = Field(foreign_key="person.id")
    criterion: Criterion = Field(sa_type=word(Criterion))
    value: int | None = None
    evidence: Evidence | None = Field(default=None, sa_type=word(Evidence))
    why: str | None = None
    due_on: dt.date | None = None
    cost_of_waiting: str | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None


class Submission(Ledger, table=True):
    """A scorer is done with a round; only then do they see what others scored."""

    __tablename__ = "submission"
    round_id: int = Field(foreign_key="scoring_round.id", index=True)
    scorer_id: int = Field(foreign_key="person.id")


class MandateVersion(Ledger, table=True):
    """A mandate as it was put forward: words, ranking and KPIs frozen together.

    Attributes:
        content: the whole document; later changes of names or scores do not reach it.
    """

    __tablename__ = "mandate_version"
    mandate_id: int = Field(foreign_key="mandate.id", index=True)
    number: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    note: str | None = None


class SignOff(Ledger, table=True):
    """What a stakeholder said to a version; the newest of a person counts."""

    __tablename__ = "sign_off"
    version_id: int = Field(foreign_key="mandate_version.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    decision: SignOffDecision = Field(sa_type=word(SignOffDecision))
    on: dt.date
    objection: str | None = None


class FirstProduct(Ledger, table=True):
    """The product a thin team starts with, where it is another than suggested."""

    __tablename__ = "first_product"
    product_id: int = Field(foreign_key="product.id")
    suggested_id: int | None = Field(default=None, foreign_key="product.id")
    reason: str
