"""Teams, people, products, KPIs, next steps, external factors."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from pmm_core.models.record import Noun, word
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Direction,
    DriverFormula,
    FactorKind,
    FactorMethod,
    Goal,
    Indicator,
    JourneyStage,
    KpiBucket,
    KpiNature,
    PersonKind,
    Rung,
    Scope,
)


class Team(Noun, table=True):
    """A group of people, e.g. product marketing, sales, growth."""

    __tablename__ = "team"
    name: str


class Person(Noun, table=True):
    """Somebody who owns, helps with or is told about KPIs.

    Attributes:
        left_on: last day with the company; whoever left owns nothing any more.
        successor_id: who took everything over.
        leads: true for whoever leads the team, and so sees everybody's scorecard.
    """

    __tablename__ = "person"
    name: str
    kind: PersonKind = Field(sa_type=word(PersonKind))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    email: str | None = None
    left_on: dt.date | None = None
    successor_id: int | None = Field(default=None, foreign_key="person.id")
    leads: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Product(Noun, table=True):
    """Something the company sells.

    Attributes:
        revenue_share: its share of the company's revenue, a fraction; null until said.
        strategic: true where the company bets on it, whatever it earns today.
    """

    __tablename__ = "product"
    name: str
    description: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    revenue_share: float | None = None
    strategic: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Kpi(Noun, table=True):
    """A defined, owned, dated measure of one scope.

    Attributes:
        scope: overall, product, launch or initiative; `product_id` is set for the last three,
            `initiative_id` for the last two.
        unit: `%` (values are fractions), an ISO currency code, or a word such as `accounts`.
        low, high: bounds of a `within` goal; `low` of `above`, `high` of `below`.
        at_risk_from: share of the due progress from which a KPI behind pace is only at risk.
        definition_version: rises with a new definition; series of two versions are never joined.
        reading: what of a launch or a log it reads by itself; null where values are typed.
        numerator, denominator: what is counted, and of what, in words.
        nature: counted, or told in words; null until said.
        stage: where on the customer's journey it sits.
        co_owner_ids: people of other teams who share a shared KPI.
        contribution: what product marketing does for a shared KPI, in one sentence.
        contribution_kpi_id: the KPI that shows this contribution.
        review_cadence: how often somebody asks whether it is still the right KPI.
        success: what success looks like, in words.
        moves_kpi_id, moves_after_weeks: the result it should move, and after how many weeks.
        drivers, driver_ids: how which other KPIs make it up, e.g. leads x win rate x price.
        weight: its declared weight in a roll-up's order.
        resets: for a running total, the period with which it begins again; null for a level.
    """

    __tablename__ = "kpi"
    scope: Scope = Field(sa_type=word(Scope))
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    name: str
    definition: str | None = None
    bucket: KpiBucket | None = Field(default=None, sa_type=word(KpiBucket))
    indicator: Indicator | None = Field(default=None, sa_type=word(Indicator))
    rung: Rung | None = Field(default=None, sa_type=word(Rung))
    control: Control | None = Field(default=None, sa_type=word(Control))
    unit: str | None = None
    direction: Direction = Field(default=Direction.UP, sa_type=word(Direction))
    goal: Goal = Field(default=Goal.REACH, sa_type=word(Goal))
    low: float | None = None
    high: float | None = None
    at_risk_from: float = 0.8
    cadence: Cadence | None = Field(default=None, sa_type=word(Cadence))
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    partner_team_id: int | None = Field(default=None, foreign_key="team.id")
    source: str | None = None
    definition_version: int = 1
    reading: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    numerator: str | None = None
    denominator: str | None = None
    nature: KpiNature | None = Field(default=None, sa_type=word(KpiNature))
    stage: JourneyStage | None = Field(default=None, sa_type=word(JourneyStage))
    co_owner_ids: list[int] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    contribution: str | None = None
    contribution_kpi_id: int | None = Field(default=None, foreign_key="kpi.id")
    review_cadence: Cadence | None = Field(default=None, sa_type=word(Cadence))
    success: str | None = None
    moves_kpi_id: int | None = Field(default=None, foreign_key="kpi.id")
    moves_after_weeks: int | None = None
    drivers: DriverFormula | None = Field(default=None, sa_type=word(DriverFormula))
    driver_ids: list[int] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    weight: float = Field(default=1.0, sa_column_kwargs={"server_default": "1"})
    resets: Cadence | None = Field(default=None, sa_type=word(Cadence))


class NextAction(Noun, table=True):
    """Who does what by when about a KPI."""

    __tablename__ = "next_action"
    kpi_id: int = Field(foreign_key="kpi.id", index=True)
    segment: str = ""
    text: str
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due_on: dt.date | None = None
    done_on: dt.date | None = None


class ExternalFactor(Noun, table=True):
    """A dated, evidenced cause outside the team's hands.

    Attributes:
        kpi_ids: the KPIs it touches; empty = every KPI of `product_id`, or every KPI at all.
        segments: the segments of them; empty = all.
        end_on: last day it holds; null while it still does.
        amount: what it added to each value it covers, in the KPI's unit; negative for what it took
            away. Only for the method adjust.
        declared_on: the day somebody said so; before or after a result is known makes a difference.
        approved_by_id, approved_on: somebody other than the KPI's owner, where there is one.
    """

    __tablename__ = "external_factor"
    name: str
    kind: FactorKind | None = Field(default=None, sa_type=word(FactorKind))
    kpi_ids: list[int] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    product_id: int | None = Field(default=None, foreign_key="product.id")
    segments: list[str] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    start_on: dt.date
    end_on: dt.date | None = None
    method: FactorMethod = Field(default=FactorMethod.NOTE, sa_type=word(FactorMethod))
    amount: float | None = None
    evidence: str | None = None
    declared_by_id: int | None = Field(default=None, foreign_key="person.id")
    declared_on: dt.date | None = None
    approved_by_id: int | None = Field(default=None, foreign_key="person.id")
    approved_on: dt.date | None = None
