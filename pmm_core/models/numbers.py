"""Values, targets and acceptances: appended, never changed."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index

from pmm_core.models.record import Ledger, word
from pmm_core.vocabulary import Direction, Goal, PaceMethod, TargetGrammar


class KpiSnapshot(Ledger, table=True):
    """A value of a KPI on a day; the newest row of a (KPI, segment, day) is in force.

    Attributes:
        segment: empty for the whole.
        value: a fraction where the unit is `%`; null takes an earlier value back.
        why: the reason for a correction.
    """

    __tablename__ = "kpi_snapshot"
    __table_args__ = (Index("ix_kpi_snapshot_latest", "kpi_id", "segment", "on", "id"),)
    kpi_id: int = Field(foreign_key="kpi.id")
    segment: str = ""
    on: dt.date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    source: str | None = None
    note: str | None = None
    why: str | None = None
    definition_version: int = 1


class Target(Ledger, table=True):
    """A dated goal; the newest row of a (KPI, segment, window, target date) is in force.

    Attributes:
        window: day of a launch reading the target is for; null for an ordinary KPI.
        value: null takes an earlier target back.
        direction, goal, low, high: override the KPI's while this target is in force.
        effective_on: the day it takes effect: its start date, else the day it was recorded.
        floor, stretch: the least that is worth having, and the most that is hoped for.
        grammar: how it was said; null for a value.
        change: of `from_baseline`, the change from the start as a fraction of it.
        share, of, of_size: of `of_denominator`, the share, of what in words, and of how many.
        pace: the curve its pace is read from; null = linear.
        plan: of a plan curve, `[{"on": day, "value": value}]`, oldest first.
        replaces_id: the target of another target date or window that this one took the place of.
    """

    __tablename__ = "target"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    window: int | None = None
    value: float | None = None
    target_date: dt.date
    start: float | None = None
    start_date: dt.date | None = None
    effective_on: dt.date
    direction: Direction | None = Field(default=None, sa_type=word(Direction))
    goal: Goal | None = Field(default=None, sa_type=word(Goal))
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    stretch: float | None = None
    grammar: TargetGrammar | None = Field(default=None, sa_type=word(TargetGrammar))
    change: float | None = None
    share: float | None = None
    of: str | None = None
    of_size: float | None = None
    pace: PaceMethod | None = Field(default=None, sa_type=word(PaceMethod))
    plan: list[dict[str, Any]] | None = Field(default=None, sa_type=sa.JSON)
    replaces_id: int | None = Field(default=None, foreign_key="target.id")
    reason: str | None = None


class Acceptance(Ledger, table=True):
    """An off-track KPI knowingly left as it is until a date; the newest row is in force.

    Attributes:
        until: last day it holds; before `accepted_on` it takes an earlier one back.
        self_approved: the owner accepted it, since nobody else was there to.
    """

    __tablename__ = "acceptance"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id")
    accepted_on: dt.date
    until: dt.date
    reason: str
    self_approved: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class KpiDefinition(Ledger, table=True):
    """What a version of a KPI means; the newest row of a (KPI, number) is in force.

    Values carry the number they were measured under, and two numbers are never compared, unless a
    bridge says how to turn the values of the version before into this one's.

    Attributes:
        from_on: the day from which it is measured so.
        why: why it was changed; null for the first.
        bridge: a value of the version before times this is one of this version; null without one.
        bridge_why: what the bridge rests on, e.g. a month measured both ways.
    """

    __tablename__ = "kpi_definition"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    number: int
    definition: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unit: str | None = None
    from_on: dt.date | None = None
    why: str | None = None
    bridge: float | None = None
    bridge_why: str | None = None


class DeclaredChange(Ledger, table=True):
    """A day from which a KPI is known to behave otherwise: its limits begin anew there.

    The newest row of a (KPI, segment, day) is in force.

    Attributes:
        withdrawn: true where the change was taken back.
    """

    __tablename__ = "declared_change"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    on: dt.date
    why: str
    withdrawn: bool = False


class AbilityCheck(Ledger, table=True):
    """A sample of people asked whether they can do something; its share is a value of the KPI.

    Attributes:
        question: what they were asked to do or to know.
        population: of how many people they are a sample; null if not known.
        answers: `[{"who": name, "right": true or false}]`.
    """

    __tablename__ = "ability_check"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    on: dt.date
    question: str
    population: int | None = None
    answers: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
