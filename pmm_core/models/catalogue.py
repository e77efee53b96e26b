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
    FactorMethod,
    Goal,
    Indicator,
    KpiBucket,
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
    """

    __tablename__ = "person"
    name: str
    kind: PersonKind = Field(sa_type=word(PersonKind))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    email: str | None = None
    left_on: dt.date | None = None
    successor_id: int | None = Field(default=None, foreign_key="person.id")


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
        kpi_id: the KPI it touches; null = every KPI of `product_id`; both null = every KPI.
        end_on: last day it holds; null while it still does.
    """

    __tablename__ = "external_factor"
    name: str
    kpi_id: int | None = Field(default=None, foreign_key="kpi.id", index=True)
    product_id: int | None = Field(default=None, foreign_key="product.id")
    start_on: dt.date
    end_on: dt.date | None = None
    method: FactorMethod = Field(default=FactorMethod.NOTE, sa_type=word(FactorMethod))
    evidence: str | None = None
    declared_by_id: int | None = Field(default=None, foreign_key="person.id")
