"""From stored nouns and ledger rows to the facts that rows are computed from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from pmm_core.models import (
    Acceptance,
    Assessment,
    ExternalFactor,
    Kpi,
    KpiSnapshot,
    NextAction,
    Person,
    Question,
    Review,
    ReviewDecision,
    Target,
    Team,
)
from pmm_core.results import ScopeRef
from pmm_core.scorecard.agreed import agreed_status
from pmm_core.scorecard.facts import (
    AcceptanceFacts,
    ActionFacts,
    AssessmentFacts,
    FactorFacts,
    KpiFacts,
    QuestionFacts,
    Reading,
    RowFacts,
    TargetFacts,
    WindowFacts,
)
from pmm_core.vocabulary import Scope


class _OfKpi(Protocol):
    @property
    def kpi_id(self) -> int: ...


Owned = TypeVar("Owned", bound=_OfKpi)


@dataclass(frozen=True)
class WindowRead:
    """The reading that a window's target of a KPI and segment asks for."""

    kpi_id: int
    segment: str
    facts: WindowFacts


@dataclass(frozen=True)
class OwnReading:
    """What a KPI reads by itself.

    Attributes:
        source: what it reads, in words.
        window: of a launch; null for a log.
        readings: of a log, week by week, oldest first.
        problem: why it cannot be read.
    """

    source: str
    window: WindowFacts | None = None
    readings: tuple[Reading, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class Stored:
    """What the store holds about some KPIs, already cut to one day and one state of knowledge."""

    people: Sequence[Person]
    teams: Sequence[Team]
    actions: Sequence[NextAction]
    factors: Sequence[ExternalFactor]
    snapshots: Sequence[KpiSnapshot]
    targets: Sequence[Target]
    acceptances: Sequence[Acceptance]
    assessments: Sequence[Assessment] = ()
    decisions: Sequence[tuple[ReviewDecision, Review]] = ()
    questions: Sequence[Question] = ()
    windows: Sequence[WindowRead] = ()
    own: Mapping[int, OwnReading] = field(default_factory=dict)


class FactsOf:
    """Gathers the facts of one KPI after another."""

    def __init__(self, stored: Stored) -> None:
        self._people = {person.id: person.name for person in stored.people}
        self._teams = {team.id: team.name for team in stored.teams}
        self._factors = stored.factors
        self._actions = _by_kpi(stored.actions)
        self._snapshots = _by_kpi(stored.snapshots)
        self._targets = _by_kpi(stored.targets)
        self._acceptances = _by_kpi(stored.acceptances)
        self._assessments = _by_kpi(stored.assessments)
        self._questions = _by_kpi(stored.questions)
        self._decisions = _by_kpi(decision for decision, _ in stored.decisions)
        self._windows = _by_kpi(stored.windows)
        self._own = stored.own

    def rows(self, kpi: Kpi, ref: ScopeRef) -> list[RowFacts]:
        """Gather one set of facts for each row of a KPI.

        A segment has a row if it has a target, or if the whole has no value. A target for a launch
        window makes a row of its own, read from the launch's log.
        """
        described = self._describe(kpi, ref)
        own = self._own.get(kpi.id or 0)
        if own is not None:
            return self._read_by_itself(described, kpi, own)
        windows = self._windows[kpi.id or 0]
        keys: list[tuple[str, WindowFacts | None]] = [
            (segment, None) for segment in self._segments(kpi, has_windows=bool(windows))
        ]
        keys += [(window.segment, window.facts) for window in windows]
        return [self._facts(described, kpi, segment, window) for segment, window in keys]

    def _read_by_itself(self, described: KpiFacts, kpi: Kpi, own: OwnReading) -> list[RowFacts]:
        """Give a KPI that reads itself one row, beside those of windows with their own target."""
        facts = self._facts(described, kpi, "", own.window)
        first = replace(facts, readings=own.readings, problem=own.problem)
        others = [
            one
            for one in self._windows[kpi.id or 0]
            if own.window is None
            or (one.facts.day, one.segment) != (own.window.day, own.window.segment or "")
        ]
        return [first, *(self._facts(described, kpi, one.segment, one.facts) for one in others)]

    def _segments(self, kpi: Kpi, *, has_windows: bool) -> list[str]:
        kpi_id = kpi.id or 0
        valued = {snapshot.segment for snapshot in self._snapshots[kpi_id]}
        targeted = {row.segment for row in self._targets[kpi_id] if row.window is None}
        if has_windows and not valued and not targeted:
            return []
        segments = (targeted if "" in valued else targeted | valued) - {""}
        whole = [""] if "" in valued or not segments or "" in targeted else []
        return [*whole, *sorted(segments)]

    def _facts(
        self, described: KpiFacts, kpi: Kpi, segment: str, window: WindowFacts | None
    ) -> RowFacts:
        kpi_id = kpi.id or 0
        readings = () if window else self._snapshots[kpi_id]
        return RowFacts(
            kpi=described,
            segment=segment or None,
            readings=tuple(_reading(row) for row in readings if row.segment == segment),
            targets=tuple(_target(row) for row in self._targets[kpi_id] if row.segment == segment),
            factors=tuple(_factor(row) for row in self._factors if _touches(row, kpi)),
            acceptance=self._acceptance(kpi_id, segment),
            next_action=self._next_action(kpi_id, segment),
            window=window,
            questions=self._open_questions(kpi_id, segment),
            assessment=self._assessment(kpi_id, segment),
            agreed=agreed_status(
                row.agreed for row in self._decisions[kpi_id] if row.segment == segment
            ),
        )

    def _describe(self, kpi: Kpi, ref: ScopeRef) -> KpiFacts:
        return KpiFacts(
            id=kpi.id or 0,
            name=kpi.name,
            scope=str(ref),
            product=ref.product,
            launch=ref.name if ref.kind is Scope.LAUNCH else None,
            initiative=ref.name,
            definition=kpi.definition,
            bucket=kpi.bucket,
            indicator=kpi.indicator,
            rung=kpi.rung,
            control=kpi.control,
            unit=kpi.unit,
            direction=kpi.direction,
            goal=kpi.goal,
            low=kpi.low,
            high=kpi.high,
            at_risk_from=kpi.at_risk_from,
            cadence=kpi.cadence,
            owner=self._people.get(kpi.owner_id),
            partner_team=self._teams.get(kpi.partner_team_id),
            source=self._source(kpi),
            definition_version=kpi.definition_version,
        )

    def _source(self, kpi: Kpi) -> str | None:
        own = self._own.get(kpi.id or 0)
        return own.source if own and not kpi.source else kpi.source

    def _acceptance(self, kpi_id: int, segment: str) -> AcceptanceFacts | None:
        found = [row for row in self._acceptances[kpi_id] if row.segment == segment]
        if not found:
            return None
        newest = found[-1]
        by = self._people.get(newest.accepted_by_id)
        return AcceptanceFacts(by=by, until=newest.until, reason=newest.reason)

    def _open_questions(self, kpi_id: int, segment: str) -> tuple[QuestionFacts, ...]:
        return tuple(
            QuestionFacts(row.text, row.asked_by, row.asked_on)
            for row in self._questions[kpi_id]
            if row.segment == segment
        )

    def _assessment(self, kpi_id: int, segment: str) -> AssessmentFacts | None:
        said = [row for row in self._assessments[kpi_id] if row.segment == segment]
        if not said:
            return None
        newest = said[-1]
        by = self._people.get(newest.person_id)
        return AssessmentFacts(by, newest.on, newest.confidence, newest.analysis)

    def _next_action(self, kpi_id: int, segment: str) -> ActionFacts | None:
        """The open action due first; one without a date comes last."""
        open_ones = [
            row
            for row in self._actions[kpi_id]
            if row.segment == segment and row.done_on is None and row.archived_at is None
        ]
        if not open_ones:
            return None
        first = min(open_ones, key=lambda row: (row.due_on is None, row.due_on, row.id))
        return ActionFacts(first.text, self._people.get(first.owner_id), first.due_on)


def _by_kpi(rows: Iterable[Owned]) -> dict[int, list[Owned]]:
    found: dict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        found[row.kpi_id].append(row)
    return found


def _touches(factor: ExternalFactor, kpi: Kpi) -> bool:
    if factor.archived_at is not None:
        return False
    if factor.kpi_ids:
        return kpi.id in factor.kpi_ids
    return factor.product_id is None or factor.product_id == kpi.product_id


def _reading(row: KpiSnapshot) -> Reading:
    assert row.value is not None, "values in force have a value"
    return Reading(
        on=row.on,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        source=row.source,
        why=row.why,
        definition_version=row.definition_version,
    )


def _target(row: Target) -> TargetFacts:
    return TargetFacts(
        target_date=row.target_date,
        effective_on=row.effective_on,
        value=row.value,
        start=row.start,
        start_date=row.start_date,
        direction=row.direction,
        goal=row.goal,
        low=row.low,
        high=row.high,
        window=row.window,
    )


def _factor(row: ExternalFactor) -> FactorFacts:
    return FactorFacts(
        name=row.name,
        start_on=row.start_on,
        end_on=row.end_on,
        method=row.method,
        evidence=row.evidence,
    )
