"""The known shapes of tables, as data: their fields, the words for them, an example of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.exports import ExportTable
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


class ProfileId(StrEnum):
    """The profiles of this version."""

    KPI_VALUES = "kpi_values"
    KPI_TARGETS = "kpi_targets"
    LAUNCHES = "launches"
    REQUESTS = "requests"
    EVENTS = "events"


class Side(StrEnum):
    """On which side of the mandate a request lies."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Field:
    """One column a profile knows.

    Attributes:
        synonyms: other headers that mean it, normalised.
        stands_in: sets of fields that can be there instead of a required one.
        words: the vocabulary of its cells.
        example: a cell of the template's one row.
    """

    name: str
    required: bool = False
    synonyms: frozenset[str] = frozenset()
    stands_in: tuple[frozenset[str], ...] = ()
    words: type[StrEnum] | None = None
    example: str | float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A known shape of table.

    Attributes:
        title: what the table holds, for a person.
        wide: the fields that date headers stand for.
        negative: headers that speak against it, normalised.
    """

    id: ProfileId
    version: int
    title: str
    fields: tuple[Field, ...]
    wide: frozenset[str] = frozenset()
    negative: frozenset[str] = frozenset()

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields without which the table says nothing."""
        return tuple(known for known in self.fields if known.required)


def _synonyms(*names: str) -> frozenset[str]:
    return frozenset(names)


_PRODUCT = Field(
    "product",
    required=True,
    synonyms=_synonyms("product name", "product line"),
    stands_in=(frozenset({"scope"}),),
    example="Comet",
)
_KPI = Field(
    "kpi",
    required=True,
    synonyms=_synonyms("metric", "measure", "measurable", "measurable activity", "kpi name"),
    example="Activation rate",
)
_SCOPE = Field("scope", example=None)
_OWNER = Field("owner", synonyms=_synonyms("kpi owner", "who"), example="Ada Okafor")
_DIRECTION = Field("direction", words=Direction, example="up")

KPI_VALUES = Profile(
    id=ProfileId.KPI_VALUES,
    version=1,
    title="KPI values",
    fields=(
        _PRODUCT,
        _KPI,
        Field(
            "date",
            required=True,
            synonyms=_synonyms("day", "as of", "period", "month", "week", "period end", "on"),
            example="2026-03-31",
        ),
        Field(
            "value",
            required=True,
            synonyms=_synonyms("actual", "current value", "reading", "result"),
            stands_in=(frozenset({"numerator", "denominator"}),),
            example="31%",
        ),
        _SCOPE,
        Field("numerator", synonyms=_synonyms("num"), example=124),
        Field("denominator", synonyms=_synonyms("denom", "base", "n"), example=400),
        Field("segment", synonyms=_synonyms("breakdown")),
        Field("source", example="Product database"),
        Field("note", synonyms=_synonyms("notes", "comment")),
        Field("unit", example="%"),
        Field("bucket", words=KpiBucket, example="adoption"),
        Field("indicator", words=Indicator, example="leading"),
        Field("control", words=Control, example="direct"),
        _DIRECTION,
        Field("cadence", words=Cadence, example="monthly"),
        _OWNER,
    ),
    wide=frozenset({"date", "value"}),
    negative=frozenset({"target", "target date", "event", "user id", "distinct id"}),
)
KPI_TARGETS = Profile(
    id=ProfileId.KPI_TARGETS,
    version=1,
    title="Targets",
    fields=(
        _PRODUCT,
        _KPI,
        Field(
            "target",
            required=True,
            synonyms=_synonyms("target value", "goal value"),
            stands_in=(frozenset({"low", "high"}),),
            example="40%",
        ),
        Field(
            "target_date",
            required=True,
            synonyms=_synonyms("due", "due date", "by"),
            example="2026-12-31",
        ),
        _SCOPE,
        Field("start", synonyms=_synonyms("start value", "baseline"), example="31%"),
        Field("start_date", synonyms=_synonyms("effective on", "from"), example="2026-03-31"),
        _DIRECTION,
        Field("goal", words=Goal, example="reach"),
        Field("low", synonyms=_synonyms("lower bound")),
        Field("high", synonyms=_synonyms("upper bound")),
        Field("segment", synonyms=_synonyms("breakdown")),
        Field("window", synonyms=_synonyms("window day")),
        Field("reason", synonyms=_synonyms("why"), example="Agreed for the second half"),
    ),
    negative=frozenset({"event", "user id", "distinct id"}),
)
LAUNCHES = Profile(
    id=ProfileId.LAUNCHES,
    version=1,
    title="Launches",
    fields=(
        Field(
            "name", required=True, synonyms=_synonyms("launch", "launch name"), example="Insights"
        ),
        Field(
            "date",
            required=True,
            synonyms=_synonyms("launch date", "launched on", "release date"),
            example="2026-04-14",
        ),
        Field(
            "product",
            required=True,
            synonyms=_synonyms("product name", "product line"),
            example="Comet",
        ),
        Field("tier", example=1),
        Field("timezone", synonyms=_synonyms("time zone", "tz"), example="Europe/Berlin"),
        Field("owner", synonyms=_synonyms("launch owner"), example="Ada Okafor"),
        Field("audience", example="Accounts on the Team plan"),
        Field(
            "use_event",
            synonyms=_synonyms("adopt event", "adoption event"),
            example="insight_opened",
        ),
        Field("log", synonyms=_synonyms("event log")),
        Field("objective", example="Shops act on what they see"),
        Field("type", synonyms=_synonyms("launch type"), words=LaunchType, example="new_feature"),
        Field("planned_date", synonyms=_synonyms("first planned", "planned on")),
        Field("reason", synonyms=_synonyms("why", "why it moved")),
    ),
    negative=frozenset({"kpi", "metric", "value", "target", "event", "user id", "distinct id"}),
)
REQUESTS = Profile(
    id=ProfileId.REQUESTS,
    version=1,
    title="Requests for work",
    fields=(
        Field(
            "requester",
            required=True,
            synonyms=_synonyms("requested by", "asked by", "requestor", "who"),
            example="Sales",
        ),
        Field(
            "what",
            required=True,
            synonyms=_synonyms("request", "task", "title", "summary"),
            example="Custom deck for a retail group",
        ),
        Field(
            "asked_on",
            required=True,
            synonyms=_synonyms("asked", "requested on", "request date", "created", "date"),
            example="2026-03-05",
        ),
        Field("hours", synonyms=_synonyms("effort hours", "hours spent"), example=10),
        Field("points", synonyms=_synonyms("story points")),
        Field("decision", words=RequestDecision, example="do"),
        Field("decided_on", synonyms=_synonyms("decided", "decision date"), example="2026-03-06"),
        Field("reason", synonyms=_synonyms("why")),
        Field("inside", synonyms=_synonyms("mandate", "side"), words=Side, example="outside"),
        Field("challenge"),
    ),
    negative=frozenset({"kpi", "metric", "value", "target", "event", "user id", "distinct id"}),
)
EVENTS = Profile(
    id=ProfileId.EVENTS,
    version=1,
    title="Event log",
    fields=(
        Field(
            "unit",
            required=True,
            synonyms=_synonyms("user id", "distinct id", "customer id", "account id", "customerid"),
            example="u-0001",
        ),
        Field(
            "event",
            synonyms=_synonyms("event type", "event name"),
            example="insight_opened",
        ),
        Field(
            "time",
            required=True,
            synonyms=_synonyms("ts", "timestamp", "event time", "date", "invoicedate"),
            example="2026-04-14T09:30:00Z",
        ),
    ),
    negative=frozenset({"kpi", "metric", "value", "target", "product"}),
)
PROFILES: Mapping[str, Profile] = {
    profile.id.value: profile for profile in (KPI_VALUES, KPI_TARGETS, LAUNCHES, REQUESTS, EVENTS)
}


def in_sentence(profile: Profile) -> str:
    """Name what a table holds inside a sentence, e.g. `targets` or `KPI values`."""
    if profile.id is ProfileId.EVENTS:
        return "an event log"
    title = profile.title
    return title if title[1].isupper() else title[0].lower() + title[1:]


def template(profile: Profile) -> ExportTable:
    """Build the empty table a person can fill in: the headers and one example row."""
    return ExportTable(
        headers=[known.name for known in profile.fields],
        rows=[[known.example for known in profile.fields]],
        sheet=profile.title,
        choices={
            known.name: [word.value for word in known.words]
            for known in profile.fields
            if known.words
        },
    )
