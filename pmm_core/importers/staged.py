"""Rows of files as written: names and amounts, before anybody knows whether they exist."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pmm_core.importers.amounts import Amount
from pmm_core.importers.cells import Place
from pmm_core.importers.contract import Rejection
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Direction,
    Goal,
    Indicator,
    KpiBucket,
    LaunchType,
    RequestDecision,
)


@dataclass(frozen=True, slots=True)
class KpiWords:
    """What a row says about its KPI; it counts where the KPI is new."""

    unit: str | None = None
    bucket: KpiBucket | None = None
    indicator: Indicator | None = None
    control: Control | None = None
    direction: Direction | None = None
    cadence: Cadence | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class StagedValue:
    """A KPI value as written.

    Attributes:
        column: header of the cell the value stood in.
        segment: empty for the whole.
    """

    place: Place
    column: str
    scope: ScopeRef
    kpi: str
    on: dt.date
    value: Amount | None
    numerator: float | None = None
    denominator: float | None = None
    segment: str = ""
    source: str | None = None
    note: str | None = None
    words: KpiWords = KpiWords()


@dataclass(frozen=True, slots=True)
class StagedTarget:
    """A target as written; `value` is null where only the bounds of a `within` goal are given."""

    place: Place
    column: str
    scope: ScopeRef
    kpi: str
    value: Amount | None
    target_date: dt.date
    start: Amount | None = None
    start_date: dt.date | None = None
    direction: Direction | None = None
    goal: Goal | None = None
    low: Amount | None = None
    high: Amount | None = None
    segment: str = ""
    window: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StagedLaunch:
    """A launch as written; null where the file says nothing."""

    place: Place
    product: str
    name: str
    on: dt.date
    tier: int | None = None
    timezone: str | None = None
    owner: str | None = None
    audience: str | None = None
    use_event: str | None = None
    log: str | None = None
    objective: str | None = None
    launch_type: LaunchType | None = None
    planned_on: dt.date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class StagedRequest:
    """A request for work as written; null where the file says nothing."""

    place: Place
    requester: str
    what: str
    asked_on: dt.date
    hours: float | None = None
    points: float | None = None
    decision: RequestDecision | None = None
    decided_on: dt.date | None = None
    reason: str | None = None
    inside: bool | None = None
    challenge: str | None = None


Staged = TypeVar("Staged", StagedValue, StagedTarget, StagedLaunch, StagedRequest)


@dataclass(frozen=True, slots=True)
class Staging(Generic[Staged]):
    """A table read into staged rows.

    Attributes:
        rows: staged rows in file order.
        rejections: one or more for each row that was not taken.
        read: rows (of a wide table: cells) that held anything.
        assumed: what was chosen for the person while reading cells.
    """

    rows: tuple[Staged, ...]
    rejections: tuple[Rejection, ...]
    read: int
    assumed: Mapping[str, object]
