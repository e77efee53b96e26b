"""What a scorecard row is computed from: plain values, free of the store."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.results import UNKNOWN, Estimate
from pmm_core.vocabulary import (
    Cadence,
    Confidence,
    Control,
    Direction,
    FactorMethod,
    Goal,
    Indicator,
    KpiBucket,
    Measure,
    ReadingSource,
    Rung,
    Status,
    Verdict,
    WindowState,
)


@dataclass(frozen=True)
class KpiFacts:
    """A KPI as it is defined.

    Attributes:
        scope: as a command takes it, e.g. `product:Comet`.
        launch: the launch's name; null for a KPI of anything else.
        initiative: the launch's or other initiative's name.
        unit: `%` (values are fractions), a currency code, or a word.
        at_risk_from: share of the due progress from which a KPI behind pace is only at risk.
    """

    id: int
    name: str
    scope: str
    product: str | None = None
    launch: str | None = None
    initiative: str | None = None
    definition: str | None = None
    bucket: KpiBucket | None = None
    indicator: Indicator | None = None
    rung: Rung | None = None
    control: Control | None = None
    unit: str | None = None
    direction: Direction = Direction.UP
    goal: Goal = Goal.REACH
    low: float | None = None
    high: float | None = None
    at_risk_from: float = 0.8
    cadence: Cadence | None = None
    owner: str | None = None
    partner_team: str | None = None
    source: str | None = None
    definition_version: int = 1


@dataclass(frozen=True)
class Reading:
    """A value in force on a day, with its fraction where it is a share."""

    on: dt.date
    value: float
    numerator: float | None = None
    denominator: float | None = None
    source: str | None = None
    why: str | None = None
    definition_version: int = 1


@dataclass(frozen=True)
class TargetFacts:
    """A target that has taken effect.

    Attributes:
        value: null where the goal is a bound pair (`low`, `high`).
        window: day of a launch reading; null for an ordinary KPI.
    """

    target_date: dt.date
    effective_on: dt.date
    value: float | None = None
    start: float | None = None
    start_date: dt.date | None = None
    direction: Direction | None = None
    goal: Goal | None = None
    low: float | None = None
    high: float | None = None
    window: int | None = None


@dataclass(frozen=True)
class WrittenVerdict:
    """What was written of a window when it was over.

    Attributes:
        on: the day it was written.
        why: the reason of a restatement; null for the first verdict.
        is_different: whether the window says something else now.
        target: the one it was judged by, in force when the window ended.
    """

    verdict: Verdict
    share: float
    on: dt.date
    why: str | None
    is_different: bool
    target: float | None = None


@dataclass(frozen=True)
class WindowFacts:
    """The reading of a launch at day d, computed from its log; null where nothing can be said.

    Attributes:
        day: last day of the window, inclusive.
        state: null where the log could not be read; `problem` then says why.
        adopted: the numerator: who activated, adopted, or is engaged of the adopters.
        matured, eligible: how many have been observed for the whole window, and of how many.
        log_ends: the last day in the log, if it ends before the window does; of typed counts the
            last day of any, if the window is over and its own day was not counted.
        is_kpi: the KPI as a whole is this reading, of `segment` (null for everybody); its targets
            need name no window.
        measure: what is counted; of engagement `estimate.n` are adopters.
        looks_back: trailing days of engagement; null for what is told by a day.
        launch: `PRODUCT/NAME`; null where the KPI is of that launch itself.
        is_over: whether everybody was followed to its end; who joined late never matures.
        first: day 0 of the launch clock; null on the exposure clock and where it is not read.
    """

    day: int
    state: WindowState | None = None
    estimate: Estimate = UNKNOWN
    adopted: int | None = None
    matured: int | None = None
    eligible: int | None = None
    log_ends: dt.date | None = None
    problem: str | None = None
    source: ReadingSource = ReadingSource.LOG
    is_kpi: bool = False
    segment: str | None = None
    written: WrittenVerdict | None = None
    measure: Measure = Measure.ADOPTION
    looks_back: int | None = None
    launch: str | None = None
    is_over: bool = True
    first: dt.date | None = None

    def is_touched_by(self, factor: "FactorFacts") -> bool:
        """Tell whether an external factor holds on one of the window's days."""
        if self.first is None or self.estimate.value is None:
            return False
        last = self.first + dt.timedelta(days=self.day)
        return factor.start_on <= last and (factor.end_on is None or factor.end_on >= self.first)

    def of(self, row_segment: str | None) -> str | None:
        """Tell whose reading it is on a row of a segment; null for everybody."""
        return self.segment if self.is_kpi else row_segment


@dataclass(frozen=True)
class FactorFacts:
    """An external factor that touches the KPI."""

    name: str
    start_on: dt.date
    end_on: dt.date | None
    method: FactorMethod
    evidence: str | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether the factor holds on a day."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


@dataclass(frozen=True)
class AcceptanceFacts:
    """Somebody left the KPI as it is until a date."""

    by: str | None
    until: dt.date
    reason: str


@dataclass(frozen=True)
class ActionFacts:
    """The open next step."""

    text: str
    owner: str | None
    due: dt.date | None


@dataclass(frozen=True)
class QuestionFacts:
    """A question to the number that nobody has answered."""

    text: str
    asked_by: str
    asked_on: dt.date


@dataclass(frozen=True)
class AssessmentFacts:
    """What a person thinks of the KPI; the computed status knows nothing of it."""

    by: str | None
    on: dt.date
    confidence: Confidence | None
    analysis: str | None


@dataclass(frozen=True)
class RowFacts:
    """All that one row of a scorecard knows, as of one day.

    Attributes:
        segment: null for the whole.
        readings: values in force, oldest first, none after the as-of day.
        targets: those that have taken effect.
        window: for the reading of a launch; such a row has no typed readings.
        problem: why a KPI that reads itself cannot be read.
        questions: those nobody has answered, the first asked first.
        assessment: what a person thinks of it; null where nobody said.
        agreed: the colour agreed in reviews; null before the first.
    """

    kpi: KpiFacts
    segment: str | None = None
    readings: tuple[Reading, ...] = ()
    targets: tuple[TargetFacts, ...] = ()
    factors: tuple[FactorFacts, ...] = ()
    acceptance: AcceptanceFacts | None = None
    next_action: ActionFacts | None = None
    window: WindowFacts | None = None
    problem: str | None = None
    questions: tuple[QuestionFacts, ...] = ()
    assessment: AssessmentFacts | None = None
    agreed: Status | None = None

    @property
    def comparable(self) -> tuple[Reading, ...]:
        """The readings under the definition of the latest one: two definitions are not compared."""
        if not self.readings:
            return ()
        version = self.readings[-1].definition_version
        return tuple(one for one in self.readings if one.definition_version == version)
