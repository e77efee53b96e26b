"""Launches and other initiatives: planned, frozen, counted, judged."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index

from pmm_core.models.record import Ledger, Noun, word
from pmm_core.vocabulary import (
    Clock,
    Criticality,
    InitiativeType,
    LateJoiners,
    LaunchOutcome,
    LaunchType,
    Measure,
    ReadinessStatus,
    Verdict,
)


class Initiative(Noun, table=True):
    """Anything planned that should move a KPI; a launch is the type with a scope of its own.

    Attributes:
        launch_type: what is launched; null until said.
        contents: what it consists of, in words.
        launched_on: day 0 of the launch clock, a calendar day in `timezone`; the day planned
            while it lies ahead.
        planned_on: the day first planned; null where it never moved.
        tier_answers: points given to each tier question, by its key.
        tier_why: why the tier is another than the answers propose.
        windows: readings in days, e.g. `[5, 10, 30]`.
        log: name of the kept event log under the events folder; null without one.
        adopt_events: events that count as use; empty = every row.
        segment_by: column of the log that splits the curve; null for none.
        audience: who could adopt, in words.
        objective: the line it serves.
        activation_events: events of which the first is the first value; empty = those of use.
        engaged_days: trailing days in which an adopter must be active to be engaged.
        engaged_min_days: on how many distinct days of them.
        ended_on: the day it was declared over; null while it runs.
        outcome, lesson: how it went and what the next one should know, said at its end.
        criticality: what happens to the business if it fails.
        why, what_next: why it is done, and what comes after it is delivered.
        starts_on: the day an initiative that is no launch begins.
        delivered_on: the day it was delivered; its results come later.
        follow_up_on: the day somebody looks what came of it.
        followed_up_on, follow_up: the day that was done, and what was found.
        first_kpi_id: the one number it is told by.
        indicator_ids: the KPIs that will show its success, said before it began.
        indicators_locked_on: the day they were locked.
    """

    __tablename__ = "initiative"
    product_id: int = Field(foreign_key="product.id", index=True)
    name: str
    kind: InitiativeType = Field(default=InitiativeType.LAUNCH, sa_type=word(InitiativeType))
    launch_type: LaunchType | None = Field(default=None, sa_type=word(LaunchType))
    contents: str | None = None
    launched_on: dt.date | None = None
    planned_on: dt.date | None = None
    timezone: str = "UTC"
    tier: int | None = None
    tier_answers: dict[str, int] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": "{}"}
    )
    tier_why: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    objective: str | None = None
    audience: str | None = None
    log: str | None = None
    clock: Clock = Field(default=Clock.LAUNCH, sa_type=word(Clock))
    adopt_events: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    expose_event: str | None = None
    after_exposure_day: bool = False
    active_days: int = 28
    late_joiners: LateJoiners = Field(default=LateJoiners.SEPARATE, sa_type=word(LateJoiners))
    min_uses: int = 1
    min_days: int = 1
    leave_event: str | None = None
    segment_by: str | None = None
    windows: list[int] = Field(default_factory=lambda: [5, 10, 30], sa_type=sa.JSON)
    activation_events: list[str] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    engaged_days: int = Field(default=7, sa_column_kwargs={"server_default": "7"})
    engaged_min_days: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    ended_on: dt.date | None = None
    outcome: LaunchOutcome | None = Field(default=None, sa_type=word(LaunchOutcome))
    lesson: str | None = None
    criticality: Criticality | None = Field(default=None, sa_type=word(Criticality))
    why: str | None = None
    what_next: str | None = None
    starts_on: dt.date | None = None
    delivered_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    followed_up_on: dt.date | None = None
    follow_up: str | None = None
    first_kpi_id: int | None = None
    indicator_ids: list[int] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    indicators_locked_on: dt.date | None = None


class ReadinessItem(Noun, table=True):
    """Something that has to be ready for a launch; says nothing about its result."""

    __tablename__ = "readiness_item"
    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    name: str
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: dt.date | None = None
    critical: bool = False
    status: ReadinessStatus = Field(default=ReadinessStatus.OPEN, sa_type=word(ReadinessStatus))
    note: str | None = None


class LaunchSlip(Ledger, table=True):
    """A launch day that moved, from when to when and why; the first `planned_before` is kept."""

    __tablename__ = "launch_slip"
    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    planned_before: dt.date
    planned_after: dt.date
    why: str


class FrozenAudience(Ledger, table=True):
    """Who could adopt a launch, fixed once; the newest row of a launch is in force.

    Attributes:
        rule: who belongs, in words.
        size: how many units.
        sizes: of each segment of `segment_by`.
        file: the list of units, a path under the events folder.
        digest: SHA-256 of the sorted units with their segments, so that an altered list is noticed.
        why: why it was frozen anew; null for the first time.
    """

    __tablename__ = "frozen_audience"
    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    rule: str
    frozen_on: dt.date
    size: int
    segment_by: str | None = None
    sizes: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    file: str | None = None
    digest: str | None = None
    why: str | None = None


class TypedCount(Ledger, table=True):
    """Eligible and adopted units by a day of a launch without a log, as a person counted them.

    The newest row of a (launch, segment, day) is in force.

    Attributes:
        segment: empty for the whole.
        day: of the launch's age, inclusive.
        adopted: by that day; null takes an earlier count back.
        counted_on: last day the count knows of.
        note: where the numbers come from.
    """

    __tablename__ = "typed_count"
    __table_args__ = (Index("ix_typed_count_latest", "initiative_id", "segment", "day", "id"),)
    initiative_id: int = Field(foreign_key="initiative.id")
    segment: str = ""
    day: int
    eligible: int
    adopted: int | None = None
    counted_on: dt.date | None = None
    note: str | None = None


class WindowVerdict(Ledger, table=True):
    """What a complete window of a launch said, written once; a later row restates it with why.

    Attributes:
        segment: empty for the whole.
        day: last day of the window, inclusive.
        as_of: the day it was read.
        share, low, high: with its 95% interval.
        target: in force at that time; null without one.
        details: what else the reader saw, e.g. the definition in words and the source.
        why: the reason of a restatement; null for the first verdict.
    """

    __tablename__ = "window_verdict"
    __table_args__ = (
        Index("ix_window_verdict_latest", "initiative_id", "measure", "segment", "day", "id"),
    )
    initiative_id: int = Field(foreign_key="initiative.id")
    measure: Measure = Field(default=Measure.ADOPTION, sa_type=word(Measure))
    segment: str = ""
    day: int
    as_of: dt.date
    share: float
    low: float | None = None
    high: float | None = None
    eligible: int
    matured: int
    at_risk: int | None = None
    adopted: int
    target: float | None = None
    verdict: Verdict = Field(sa_type=word(Verdict))
    method: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    why: str | None = None
