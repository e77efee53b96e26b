"""The tables of the store: nouns only, no behaviour and no queries.

Three families. *Nouns* (teams to allocations) are edited in place, carry `version`, and are
archived, never deleted. *Ledgers* (snapshots to first products, former names, audit) are only
ever appended to; a correction is a newer row. *Store facts* (imports, settings, the state row)
describe the store itself.

Tables live in a registry of their own, so that a hot reload can define them again. Table models do
not validate: a Draft does, before a row is made.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, Index, SQLModel

from pmm_core.vocabulary import (
    Cadence,
    ChallengeStage,
    Clock,
    Control,
    Criterion,
    Direction,
    Evidence,
    FactorMethod,
    Goal,
    HealthSignKind,
    Indicator,
    InitiativeType,
    KpiBucket,
    LateJoiners,
    NounKind,
    PersonKind,
    RequestDecision,
    Rung,
    Scope,
    SignOffDecision,
    Standing,
)


class Record(SQLModel, registry=registry()):
    """Root of all tables."""


def _word(vocabulary: type[StrEnum]) -> sa.Enum:
    """Store a word as its value in a plain text column, and read the member back."""
    return sa.Enum(
        vocabulary,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=32,
    )


class Noun(Record):
    """What every edited thing carries.

    Attributes:
        version: counts saves; a save names the version it was made from.
        recorded_at: when the noun was first made, UTC.
        archived_at: when it left the pickers; null while in use. History keeps it either way.
    """

    id: int | None = Field(default=None, primary_key=True)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    archived_at: dt.datetime | None = None


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
    kind: PersonKind = Field(sa_type=_word(PersonKind))
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


class Initiative(Noun, table=True):
    """Anything planned that should move a KPI; a launch is the type with a scope of its own.

    Attributes:
        launched_on: day 0 of the launch clock, a calendar day in `timezone`.
        windows: readings in days, e.g. `[5, 10, 30]`.
        log: name of the kept event log under the events folder; null without one.
        adopt_events: events that count as use; empty = every row.
        segment_by: column of the log that splits the curve; null for none.
        audience: who could adopt, in words.
        objective: the line it serves.
    """

    __tablename__ = "initiative"
    product_id: int = Field(foreign_key="product.id", index=True)
    name: str
    kind: InitiativeType = Field(default=InitiativeType.LAUNCH, sa_type=_word(InitiativeType))
    launched_on: dt.date | None = None
    timezone: str = "UTC"
    tier: int | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    objective: str | None = None
    audience: str | None = None
    log: str | None = None
    clock: Clock = Field(default=Clock.LAUNCH, sa_type=_word(Clock))
    adopt_events: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    expose_event: str | None = None
    after_exposure_day: bool = False
    active_days: int = 28
    late_joiners: LateJoiners = Field(default=LateJoiners.SEPARATE, sa_type=_word(LateJoiners))
    min_uses: int = 1
    min_days: int = 1
    leave_event: str | None = None
    segment_by: str | None = None
    windows: list[int] = Field(default_factory=lambda: [5, 10, 30], sa_type=sa.JSON)


class Kpi(Noun, table=True):
    """A defined, owned, dated measure of one scope.

    Attributes:
        scope: overall, product, launch or initiative; `product_id` is set for the last three,
            `initiative_id` for the last two.
        unit: `%` (values are fractions), an ISO currency code, or a word such as `accounts`.
        low, high: bounds of a `within` goal; `low` of `above`, `high` of `below`.
        at_risk_from: share of the due progress from which a KPI behind pace is only at risk.
        definition_version: rises with a new definition; series of two versions are never joined.
    """

    __tablename__ = "kpi"
    scope: Scope = Field(sa_type=_word(Scope))
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    name: str
    definition: str | None = None
    bucket: KpiBucket | None = Field(default=None, sa_type=_word(KpiBucket))
    indicator: Indicator | None = Field(default=None, sa_type=_word(Indicator))
    rung: Rung | None = Field(default=None, sa_type=_word(Rung))
    control: Control | None = Field(default=None, sa_type=_word(Control))
    unit: str | None = None
    direction: Direction = Field(default=Direction.UP, sa_type=_word(Direction))
    goal: Goal = Field(default=Goal.REACH, sa_type=_word(Goal))
    low: float | None = None
    high: float | None = None
    at_risk_from: float = 0.8
    cadence: Cadence | None = Field(default=None, sa_type=_word(Cadence))
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    partner_team_id: int | None = Field(default=None, foreign_key="team.id")
    source: str | None = None
    definition_version: int = 1


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
    method: FactorMethod = Field(default=FactorMethod.NOTE, sa_type=_word(FactorMethod))
    evidence: str | None = None
    declared_by_id: int | None = Field(default=None, foreign_key="person.id")


class Challenge(Noun, table=True):
    """A problem of the company that product marketing could take on.

    Attributes:
        kpi_id: the KPI whose values prove it is one.
        proof: the number that proves it, in words, where no KPI does.
        product_id: the product it is about; null for the company.
    """

    __tablename__ = "challenge"
    name: str
    stage: ChallengeStage = Field(sa_type=_word(ChallengeStage))
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
    decision: RequestDecision | None = Field(default=None, sa_type=_word(RequestDecision))
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
    standing: Standing = Field(sa_type=_word(Standing))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    cycle: str | None = None
    reason: str | None = None


class HealthSign(Noun, table=True):
    """Dated evidence for or against where product marketing sits."""

    __tablename__ = "health_sign"
    kind: HealthSignKind = Field(sa_type=_word(HealthSignKind))
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


class Ledger(Record):
    """What every appended row carries; the id is the order of recording.

    Attributes:
        recorded_at: when it was recorded, UTC; as-known-on reads compare with it.
        recorded_by: the actor's name.
        import_id: the import it came with; null when typed.
    """

    id: int | None = Field(default=None, primary_key=True)
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    recorded_by: str = Field(default=None, nullable=False)
    import_id: int | None = Field(default=None, foreign_key="import.id", index=True)


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
    direction: Direction | None = Field(default=None, sa_type=_word(Direction))
    goal: Goal | None = Field(default=None, sa_type=_word(Goal))
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
    criterion: Criterion = Field(sa_type=_word(Criterion))
    value: int | None = None
    evidence: Evidence | None = Field(default=None, sa_type=_word(Evidence))
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
    decision: SignOffDecision = Field(sa_type=_word(SignOffDecision))
    on: dt.date
    objection: str | None = None


class FirstProduct(Ledger, table=True):
    """The product a thin team starts with, where it is another than suggested."""

    __tablename__ = "first_product"
    product_id: int = Field(foreign_key="product.id")
    suggested_id: int | None = Field(default=None, foreign_key="product.id")
    reason: str


class FormerName(Record, table=True):
    """A name a product, KPI or launch had before; files under it still find the noun."""

    __tablename__ = "former_name"
    id: int | None = Field(default=None, primary_key=True)
    noun: NounKind = Field(sa_type=_word(NounKind))
    noun_id: int = Field(index=True)
    name: str
    recorded_at: dt.datetime = Field(default=None, nullable=False)


class Import(Record, table=True):
    """One file or set of files stored in one transaction; withdrawn by undo.

    Attributes:
        content_hash: of the bytes and the mapping; the same content is stored once.
        rows: counts `read, accepted, rejected, duplicate, unchanged`.
        assumed: what was chosen for the person, e.g. the date order.
        created: ids of the nouns made with it, by noun.
    """

    __tablename__ = "import"
    id: int | None = Field(default=None, primary_key=True)
    profile: str
    files: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    content_hash: str = Field(index=True)
    rows: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    assumed: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    created: dict[str, list[int]] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    recorded_by: str = Field(default=None, nullable=False)
    withdrawn_at: dt.datetime | None = None
    withdrawn_by: str | None = None


class Setting(Record, table=True):
    """A setting of the company, asked once and changeable; the value is JSON."""

    __tablename__ = "setting"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    value: Any = Field(default=None, sa_type=sa.JSON)
    version: int = 1
    recorded_at: dt.datetime = Field(default=None, nullable=False)


class Audit(Record, table=True):
    """Who changed what, when, from what to what; written with the change itself."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: dt.datetime = Field(default=None, nullable=False)
    actor: str
    verb: str
    noun: NounKind = Field(sa_type=_word(NounKind))
    noun_id: int
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)


class StoreState(Record, table=True):
    """One row about the store itself.

    Attributes:
        token: rises with every write; cached reads carry it.
        sample: the name of the sample company this store holds; null for an own store.
        pinned_on: the day "today" is in this store; null for the real one.
    """

    __tablename__ = "store_state"
    id: int | None = Field(default=None, primary_key=True)
    token: int = 0
    sample: str | None = None
    pinned_on: dt.date | None = None
