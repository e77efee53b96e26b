"""What people say about numbers: questions, assessments, gaps, reviews, foundations, notes."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from pmm_core.models.record import Ledger, Noun, word
from pmm_core.vocabulary import (
    Confidence,
    FoundationKind,
    FoundationState,
    ReviewVerdict,
    Status,
)


class Question(Noun, table=True):
    """A question that somebody put to a number; it shows until the owner answers.

    Attributes:
        asked_by: whoever asked, by name.
        about_on, about_value: the value on screen when it was asked.
    """

    __tablename__ = "question"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    text: str
    asked_by: str
    asked_on: dt.date
    about_on: dt.date | None = None
    about_value: float | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_on: dt.date | None = None


class DataGap(Noun, table=True):
    """Something that is wanted as a KPI and cannot be measured.

    Attributes:
        name: what is wanted.
        kpi_id: the KPI that has no data because of it; null where there is none yet.
        holder, holder_team_id: who holds the data.
        proxy, proxy_kpi_id: what is read in its place.
        decision: what cannot be decided without it.
        closed_on, outcome: when and how it ended.
    """

    __tablename__ = "data_gap"
    name: str
    kpi_id: int | None = Field(default=None, foreign_key="kpi.id")
    product_id: int | None = Field(default=None, foreign_key="product.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    holder: str | None = None
    holder_team_id: int | None = Field(default=None, foreign_key="team.id")
    proxy: str | None = None
    proxy_kpi_id: int | None = Field(default=None, foreign_key="kpi.id")
    decision: str | None = None
    found_on: dt.date
    closed_on: dt.date | None = None
    outcome: str | None = None


class RevenueSplit(Noun, table=True):
    """A declared key that allocates a total of the company to products, with its doubt.

    Attributes:
        kpi_id: the total.
        why: what the key rests on.
        parts: `[{"product_id", "low", "central", "high"}]`, shares; the central ones add up to 1.
    """

    __tablename__ = "revenue_split"
    name: str
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    why: str
    parts: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)


class Review(Noun, table=True):
    """A walk through the KPIs that are due for one; what it counts is its decisions.

    Attributes:
        scope: as a command takes it.
        participants: by name.
    """

    __tablename__ = "review"
    scope: str
    held_on: dt.date
    participants: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    closed_on: dt.date | None = None
    note: str | None = None


class Foundation(Noun, table=True):
    """Whether a product has what its marketing stands on.

    Attributes:
        reviewed_on: the day somebody last looked whether it still holds.
        evidence: where it lies.
    """

    __tablename__ = "foundation"
    product_id: int = Field(foreign_key="product.id", index=True)
    kind: FoundationKind = Field(sa_type=word(FoundationKind))
    state: FoundationState = Field(default=FoundationState.MISSING, sa_type=word(FoundationState))
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    reviewed_on: dt.date | None = None
    evidence: str | None = None


class ChartNote(Noun, table=True):
    """A dated line on the charts of a KPI, of a product's KPIs, or of all."""

    __tablename__ = "chart_note"
    text: str
    on: dt.date
    kpi_id: int | None = Field(default=None, foreign_key="kpi.id", index=True)
    product_id: int | None = Field(default=None, foreign_key="product.id")


class Assessment(Ledger, table=True):
    """What a person thinks of a KPI; the newest row of a (KPI, segment) is in force.

    Attributes:
        on: the day it was said for.
        analysis: why the number is as it is, in words.
    """

    __tablename__ = "assessment"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    on: dt.date
    person_id: int | None = Field(default=None, foreign_key="person.id")
    confidence: Confidence | None = Field(default=None, sa_type=word(Confidence))
    analysis: str | None = None


class GapAsk(Ledger, table=True):
    """One time somebody was asked for missing data, and what they said."""

    __tablename__ = "gap_ask"
    gap_id: int = Field(foreign_key="data_gap.id", index=True)
    asked_on: dt.date
    asked_of: str
    answer: str | None = None


class ReviewDecision(Ledger, table=True):
    """What a review decided about a KPI; the newest row of a (review, KPI, segment) is in force.

    Attributes:
        computed: the status that stood beside it.
        agreed: the colour agreed on.
        details: what else was on the table, e.g. the value and its as-of day.
    """

    __tablename__ = "review_decision"
    review_id: int = Field(foreign_key="review.id", index=True)
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    decision: ReviewVerdict = Field(sa_type=word(ReviewVerdict))
    reason: str
    computed: Status = Field(sa_type=word(Status))
    agreed: Status | None = Field(default=None, sa_type=word(Status))
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
