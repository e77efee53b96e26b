"""What a person says about a team, a person, a product, a launch, a KPI or a next step.

A draft names other nouns by id; the service checks that they exist and are in use.
"""

import datetime as dt
from typing import Annotated, ClassVar, Generic, Self, TypeVar, cast

from pydantic import Field, StringConstraints, field_validator, model_validator

from pmm_core.clock import known_timezones
from pmm_core.drafts import Draft
from pmm_core.models import Initiative, Kpi, NextAction, Noun, Person, Product, Team
from pmm_core.vocabulary import (
    Cadence,
    Clock,
    Control,
    Direction,
    Goal,
    Indicator,
    InitiativeType,
    KpiBucket,
    LateJoiners,
    LaunchType,
    Measure,
    PersonKind,
    Rung,
    Scope,
)

Kept = TypeVar("Kept", bound=Noun)
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Words = Annotated[str, StringConstraints(max_length=2000)]
YES_NO = "yes/no"


class NounDraft(Draft, Generic[Kept]):
    """A draft of a noun; its fields are the noun's.

    Attributes:
        table: the noun's table.
        beside: fields that are no field of the noun: what a person says about the change itself.
    """

    table: ClassVar[type[Noun]]
    beside: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def noun_fields(cls) -> list[str]:
        """Name the fields that are the noun's."""
        return [field for field in cls.model_fields if field not in cls.beside]

    def row(self) -> Kept:
        """Make the row the draft stands for."""
        return cast(Kept, self.table(**self.model_dump(exclude=set(self.beside))))

    @classmethod
    def of(cls, noun: Kept) -> Self:
        """Make a draft that says what the noun says now, to be edited."""
        return cls.check(**{field: getattr(noun, field) for field in cls.noun_fields()})


class TeamDraft(NounDraft[Team]):
    """A team."""

    table = Team
    name: Name


class PersonDraft(NounDraft[Person]):
    """A person."""

    table = Person
    name: Name
    kind: PersonKind = PersonKind.OWNER
    team_id: int | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None

    @field_validator("email")
    @classmethod
    def _looks_like_an_address(cls, email: str | None) -> str | None:
        name, _, host = (email or "").rpartition("@")
        if email is not None and not (name and "." in host and " " not in email):
            raise ValueError("An address looks like ada@example.com.")
        return email


class ProductDraft(NounDraft[Product]):
    """A product; see `Product` for what the fields mean."""

    table = Product
    name: Name
    description: Words | None = None
    owner_id: int | None = None
    revenue_share: float | None = Field(default=None, ge=0, le=1)
    strategic: bool = False


class LaunchDraft(NounDraft[Initiative]):
    """A launch, or another initiative by its kind; see `Initiative` for what the fields mean."""

    table = Initiative
    product_id: int
    name: Name
    kind: InitiativeType = InitiativeType.LAUNCH
    launch_type: LaunchType | None = None
    contents: Words | None = None
    launched_on: dt.date | None = None
    planned_on: dt.date | None = None
    timezone: str = "UTC"
    tier: int | None = Field(default=None, ge=1, le=4)
    tier_answers: dict[str, int] = Field(default_factory=dict)
    tier_why: Words | None = None
    owner_id: int | None = None
    objective: Words | None = None
    audience: Words | None = None
    log: str | None = None
    clock: Clock = Clock.LAUNCH
    adopt_events: tuple[str, ...] = ()
    expose_event: str | None = None
    after_exposure_day: bool = False
    active_days: int = Field(default=28, ge=1, le=730)
    late_joiners: LateJoiners = LateJoiners.SEPARATE
    min_uses: int = Field(default=1, ge=1, le=1_000_000)
    min_days: int = Field(default=1, ge=1, le=365)
    leave_event: str | None = None
    segment_by: str | None = None
    windows: tuple[int, ...] = (5, 10, 30)
    activation_events: tuple[str, ...] = ()
    engaged_days: int = Field(default=7, ge=1, le=365)
    engaged_min_days: int = Field(default=1, ge=1, le=365)

    def row(self) -> Initiative:
        """Make the row; its lists are JSON."""
        lists = ("adopt_events", "windows", "activation_events")
        said = self.model_dump(exclude=set(self.beside))
        return Initiative(**said | {field: list(said[field]) for field in lists})

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, timezone: str) -> str:
        if timezone not in known_timezones():
            raise ValueError("A time zone looks like Europe/Berlin or UTC.")
        return timezone

    @field_validator("windows")
    @classmethod
    def _rising_days(cls, windows: tuple[int, ...]) -> tuple[int, ...]:
        if not windows or min(windows) < 1 or max(windows) > 365:
            raise ValueError("Give one or more days from 1 to 365, e.g. 5, 10, 30.")
        return tuple(sorted(set(windows)))

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.kind is InitiativeType.LAUNCH and self.launched_on is None:
            raise ValueError("A launch needs the day it was or will be launched.")
        return self

    @model_validator(mode="after")
    def _can_be_engaged(self) -> Self:
        if self.engaged_min_days > self.engaged_days:
            raise ValueError(
                f"Nobody is active on {self.engaged_min_days} of {self.engaged_days} days: give at "
                "most as many days of use as days looked back."
            )
        return self


class LaunchReadingDraft(Draft):
    """What of a launch a KPI reads by itself: the share by, or on, a window's last day.

    Attributes:
        launch: its id.
        measure: activated or adopted of the eligible by that day; engaged of adopters on it.
        day: last day of one of its windows, inclusive.
        segment: null for everybody.
    """

    launch: int
    measure: Measure = Measure.ADOPTION
    day: int = Field(ge=0, le=1100)
    segment: Annotated[str, StringConstraints(max_length=120)] | None = None


class WeeklyUseDraft(Draft):
    """What of a log a KPI reads by itself: the share of units seen lately that used something.

    Attributes:
        log: name of a kept log.
        events: that count as use; empty = every row.
        weeks: a unit seen in so many weeks, the last being the week in question, is eligible.
        timezone: the zone in which days are cut.
    """

    log: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    events: tuple[str, ...] = ()
    weeks: int = Field(default=4, ge=1, le=52)
    timezone: str = "UTC"

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, timezone: str) -> str:
        if timezone not in known_timezones():
            raise ValueError("A time zone looks like Europe/Berlin or UTC.")
        return timezone


class KpiDraft(NounDraft[Kpi]):
    """A KPI; see `Kpi` for what the fields mean.

    Attributes:
        definition_version: the one in force, or one more to start a new series.
        reading: what it reads by itself; null where values are typed.
    """

    table = Kpi
    scope: Scope
    product_id: int | None = None
    initiative_id: int | None = None
    name: Name
    definition: Words | None = None
    bucket: KpiBucket | None = None
    indicator: Indicator | None = None
    rung: Rung | None = None
    control: Control | None = None
    unit: Annotated[str, StringConstraints(max_length=40)] | None = None
    direction: Direction = Direction.UP
    goal: Goal = Goal.REACH
    low: float | None = None
    high: float | None = None
    at_risk_from: float = Field(default=0.8, gt=0, le=1)
    cadence: Cadence | None = None
    owner_id: int | None = None
    partner_team_id: int | None = None
    source: Words | None = None
    definition_version: int = Field(default=1, ge=1)
    reading: LaunchReadingDraft | WeeklyUseDraft | None = None

    def row(self) -> Kpi:
        """Make the row; a KPI that reads itself is a share, and has its cadence from that."""
        said = self.model_dump(exclude={"reading"})
        if self.reading is not None:
            said |= {"unit": "%", "reading": self.reading.model_dump(mode="json")}
        if isinstance(self.reading, WeeklyUseDraft):
            said["cadence"] = Cadence.WEEKLY
        return Kpi(**said)

    @model_validator(mode="after")
    def _reads_a_share(self) -> Self:
        if self.reading is not None and self.unit not in (None, "%"):
            raise ValueError("A KPI that reads itself is a share, so its unit is %.")
        if isinstance(self.reading, WeeklyUseDraft) and self.cadence not in (None, Cadence.WEEKLY):
            raise ValueError("A weekly share has a value every week, so its cadence is a week.")
        return self

    @model_validator(mode="after")
    def _belongs_somewhere(self) -> Self:
        under = (self.product_id is not None, self.initiative_id is not None)
        if self.scope is Scope.OVERALL and any(under):
            raise ValueError("An overall KPI belongs to no product and no launch.")
        if self.scope is Scope.PRODUCT and under != (True, False):
            raise ValueError("A KPI of a product needs the product, and no launch.")
        if self.scope in (Scope.LAUNCH, Scope.INITIATIVE) and not under[1]:
            raise ValueError(f"A KPI of a {self.scope.value} needs the {self.scope.value}.")
        if self.scope is Scope.PERSON:
            raise ValueError("A person owns KPIs of other scopes and has none of their own.")
        return self

    @model_validator(mode="after")
    def _bounds_make_sense(self) -> Self:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("The lower bound must lie below the upper one.")
        if self.goal is Goal.WITHIN and (self.low is None or self.high is None):
            raise ValueError("To stay within bounds a KPI needs a lower and an upper one.")
        return self

    @model_validator(mode="after")
    def _yes_or_no_proves_output_only(self) -> Self:
        if (self.unit or "").casefold() == YES_NO and self.rung not in (None, Rung.OUTPUT):
            raise ValueError("A yes/no KPI can only show output, not use, ability or result.")
        return self


class NextActionDraft(NounDraft[NextAction]):
    """A next step: who does what by when about a KPI."""

    table = NextAction
    kpi_id: int
    segment: str = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    owner_id: int | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
