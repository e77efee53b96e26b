"""Reads what a launch did to a KPI, from the values and external factors of the store."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pmm_core.access import Actor, require
from pmm_core.adoption import service as adoption
from pmm_core.catalogue.called import kpis_called, label_of, scope_of, the_kpi
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.company.service import read_settings
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.events.activity import ActivitySource
from pmm_core.events.contract import KEPT_COLUMNS
from pmm_core.events.opening import open_log
from pmm_core.events.problems import commonest_events, event_not_in_log
from pmm_core.events.source import CountRequest
from pmm_core.impact import adopters_wording
from pmm_core.impact.adopters import WEEKS_BEFORE, Adopters, weeks_of
from pmm_core.impact.facts import FactorFacts, KpiFacts, Question, SeriesFacts, Value
from pmm_core.impact.study import Impact, study
from pmm_core.models import ExternalFactor, Initiative, Kpi, KpiSnapshot, Person, Product
from pmm_core.store import snapshots
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Cadence, Design, InitiativeType


@dataclass(frozen=True)
class Chosen:
    """What a person chose to ask.

    Attributes:
        kpi_id: of the KPI.
        reached: its segments the launch reached; empty = the whole.
        untouched: its segments the launch could not touch.
        control_ids: other KPIs it could not touch.
        designs: empty = what the data allow.
        after: periods after the launch; null = as many as the values before allow.
        since: first day of the values before; null = all there are.
        hold_out: the untouched were drawn at random.
    """

    kpi_id: int
    reached: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    control_ids: tuple[int, ...] = ()
    designs: tuple[Design, ...] = ()
    after: int | None = None
    since: dt.date | None = None
    hold_out: bool = False


@dataclass(frozen=True)
class KpiChoice:
    """A KPI with values, as a picker shows it.

    Attributes:
        label: `SCOPE/NAME`, as a command takes it.
        segments: those with values.
    """

    id: int
    name: str
    label: str
    product_id: int | None
    cadence: Cadence | None
    segments: tuple[str, ...]


def read_impact(
    *, store: Store, actor: Actor, launch_id: int, chosen: Chosen, as_of: dt.date
) -> Impact:
    """Read what a launch did to a KPI; where nothing can be said the answer says why.

    Args:
        launch_id: of the launch.
        chosen: the KPI, whom the launch reached, and what it is held against.
        as_of: last day of a value.

    Raises:
        NotFound: there is no such launch or KPI.
        InvalidInput: a segment has no values (`segment_unknown`), is on both sides
            (`control_is_treated`), or is part of the whole it is held against (`treated_missing`).
    """
    require(actor, Action.READ, store)
    reader = _Reader(store, actor, as_of)
    launch = reader.directory.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    kpi = reader.kpi(chosen.kpi_id)
    controls = [reader.kpi(one) for one in dict.fromkeys(chosen.control_ids)]
    reader.load([kpi, *controls])
    _check(chosen, kpi, reader.segments(kpi))
    treated = [reader.series(kpi, segment) for segment in chosen.reached or ("",)]
    untouched = [reader.series(kpi, segment) for segment in chosen.untouched]
    product = reader.directory.name(Product, launch.product_id) or ""
    question = Question(
        launch=f"{product}/{launch.name}",
        launched_on=launch.launched_on,
        kpi=reader.facts(kpi),
        treated=tuple(treated),
        controls=(*untouched, *(reader.series(one, "") for one in controls)),
        factors=reader.factors(kpi, controls),
        as_of=as_of,
        designs=chosen.designs,
        after=chosen.after,
        since=chosen.since,
        hold_out=chosen.hold_out,
    )
    return study(question, read_settings(store=store, actor=actor).calendar)


def read_adopters(
    *, store: Store, actor: Actor, launch_id: int, as_of: dt.date, event: str | None = None
) -> Adopters:
    """Read how active adopters and non-adopters of a launch were, week by week.

    Args:
        launch_id: of the launch; its audience, use and horizon are as its curve has them.
        as_of: last day; no day after the last one in its log counts.
        event: the event counted; null = every event but those the launch names.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: it has no log, the log cannot answer, has no such event
            (`event_not_in_log`), or nobody was followed to the horizon yet (`too_early`).
    """
    source, rule = adoption.launch_log(store=store, actor=actor, launch_id=launch_id)
    request = CountRequest(rule=rule, as_of=as_of, stated=False, allow_unused=True)
    with open_log(source.source, choice=KEPT_COLUMNS, table=source.table) as log:
        events = tuple(commonest_events(log))
        counts = ActivitySource(log).weekly_activity(
            request, event=event, weeks_before=WEEKS_BEFORE
        )
        if event is not None and event not in events and counts.frame.empty:
            raise event_not_in_log(log, [event])
    if counts.weeks is None or not counts.adopters or not counts.others:
        raise InvalidInput(adopters_wording.too_early(rule.horizon, counts.as_of), code="too_early")
    sums = {
        (bool(adopted), int(week)): (float(total), float(squares))
        for adopted, week, total, squares in counts.frame.itertuples(index=False, name=None)
    }
    first, last = counts.weeks
    units = (counts.adopters, counts.others)
    return Adopters(
        event=event,
        events=events,
        adopters=counts.adopters,
        others=counts.others,
        horizon=rule.horizon,
        weeks=weeks_of(sums, units=units, first=first, last=last),
        as_of=counts.as_of,
    )


def list_kpis(*, store: Store, actor: Actor, as_of: dt.date) -> tuple[KpiChoice, ...]:
    """List the KPIs in use that have a value, by scope and name."""
    require(actor, Action.READ, store)
    named = _Named(store, actor)
    kpis = named.directory.in_use(Kpi)
    found: dict[int, set[str]] = {}
    with store.read() as session:
        ids = [one.id or 0 for one in kpis]
        for row in snapshots.in_force(session=session, kpi_ids=ids, as_of=as_of):
            found.setdefault(row.kpi_id, set()).add(row.segment)
    choices = [
        KpiChoice(
            id=one.id or 0,
            name=one.name,
            label=named.label(one),
            product_id=one.product_id,
            cadence=one.cadence,
            segments=tuple(sorted(found[one.id or 0] - {""})),
        )
        for one in kpis
        if one.id in found
    ]
    return tuple(sorted(choices, key=lambda one: one.label.casefold()))


def find_kpi(*, store: Store, actor: Actor, name: str, launch_id: int | None = None) -> int:
    """Find a KPI by `NAME` or `SCOPE/NAME`, e.g. `product:Comet/Activation rate`.

    Args:
        launch_id: where a name stands in several scopes, that of this launch's product is meant.

    Raises:
        NotFound: there is none; near misses are suggested.
        InvalidInput: several scopes have a KPI of that name (`kpi_ambiguous`).
    """
    require(actor, Action.READ, store)
    known = read_directory(store=store, actor=actor)
    found = kpis_called(known, name)
    launch = known.get(Initiative, launch_id)
    own = [one for one in found if launch and one.product_id == launch.product_id]
    chosen = own[0] if len(own) == 1 else the_kpi(known, name)
    return chosen.id or 0


def _check(chosen: Chosen, kpi: Kpi, segments: Collection[str]) -> None:
    for segment in (*chosen.reached, *chosen.untouched):
        if segment not in segments:
            known = ", ".join(sorted(segments)) or "none"
            raise InvalidInput(
                f"“{kpi.name}” has no values for the segment “{segment}”. It has {known}.",
                code="segment_unknown",
            )
    both = [one for one in chosen.reached if one in chosen.untouched]
    if both or kpi.id in chosen.control_ids:
        raise InvalidInput(
            f"“{(both or [kpi.name])[0]}” cannot be held against itself. Choose a control that the "
            "launch could not touch.",
            code="control_is_treated",
        )
    if chosen.untouched and not chosen.reached:
        raise InvalidInput(
            f"“{kpi.name}” as a whole holds the segments it is to be held against. Say which "
            "segments the launch reached.",
            code="treated_missing",
        )


class _Named:
    """Writes KPIs as a command takes them."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.directory = read_directory(store=store, actor=actor)

    def label(self, kpi: Kpi) -> str:
        return label_of(self.directory, kpi)

    def scope(self, kpi: Kpi) -> str:
        return str(scope_of(self.directory, kpi))


class _Reader(_Named):
    """Reads KPIs of one store as of one day."""

    def __init__(self, store: Store, actor: Actor, as_of: dt.date) -> None:
        super().__init__(store, actor)
        self.store = store
        self.actor = actor
        self.as_of = as_of
        self.zone = ZoneInfo(read_settings(store=store, actor=actor).timezone)
        self.rows: list[KpiSnapshot] = []

    def kpi(self, kpi_id: int) -> Kpi:
        found = self.directory.get(Kpi, kpi_id)
        if found is None:
            raise NotFound("KPI", str(kpi_id))
        return found

    def load(self, kpis: Sequence[Kpi]) -> None:
        """Read the values of some KPIs; a share of nothing is no value."""
        ids = [one.id or 0 for one in kpis]
        with self.store.read() as session:
            self.rows = list(snapshots.in_force(session=session, kpi_ids=ids, as_of=self.as_of))

    def segments(self, kpi: Kpi) -> set[str]:
        return {row.segment for row in self.rows if row.kpi_id == kpi.id} - {""}

    def series(self, kpi: Kpi, segment: str) -> SeriesFacts:
        return SeriesFacts(
            kpi_id=kpi.id or 0,
            name=segment or kpi.name,
            unit=kpi.unit,
            segment=segment or None,
            values=tuple(
                Value(
                    on=row.on,
                    value=row.value,
                    known_on=self._day(row.recorded_at),
                    numerator=row.numerator,
                    denominator=row.denominator,
                    version=row.definition_version,
                )
                for row in self.rows
                if row.kpi_id == kpi.id and row.segment == segment and row.value is not None
            ),
        )

    def facts(self, kpi: Kpi) -> KpiFacts:
        return KpiFacts(
            id=kpi.id or 0,
            name=kpi.name,
            scope=self.scope(kpi),
            unit=kpi.unit,
            direction=kpi.direction,
            cadence=kpi.cadence,
            owner=self.directory.name(Person, kpi.owner_id),
        )

    def factors(self, kpi: Kpi, controls: Sequence[Kpi]) -> tuple[FactorFacts, ...]:
        """List the factors in use that touch the KPI, or only a control of it."""
        rows = read_nouns(store=self.store, actor=self.actor, table=ExternalFactor)
        return tuple(
            FactorFacts(
                name=row.name,
                first=row.start_on,
                last=row.end_on,
                method=row.method,
                declared_on=self._day(row.recorded_at),
                declared_by=self.directory.name(Person, row.declared_by_id),
                by_owner=row.declared_by_id is not None and row.declared_by_id == kpi.owner_id,
                of_control=not _touches(row, kpi),
            )
            for row in rows
            if any(_touches(row, one) for one in (kpi, *controls))
        )

    def _day(self, instant: dt.datetime) -> dt.date:
        aware = instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
        return aware.astimezone(self.zone).date()


def _touches(factor: ExternalFactor, kpi: Kpi) -> bool:
    if factor.archived_at is not None:
        return False
    if factor.kpi_ids:
        return kpi.id in factor.kpi_ids
    return factor.product_id is None or factor.product_id == kpi.product_id
