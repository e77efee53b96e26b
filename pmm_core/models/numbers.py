"""Values, targets and acceptances: appended, never changed."""

import datetime as dt

from sqlmodel import Field, Index

from pmm_core.models.record import Ledger, word
from pmm_core.vocabulary import Direction, Goal


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
    reason: str | None = None


class Acceptance(Ledger, table=True):
    """An off-track KPI knowingly left as it is until a date."""

    __tablename__ = "acceptance"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id")
    accepted_on: dt.date
    until: dt.date
    reason: str
