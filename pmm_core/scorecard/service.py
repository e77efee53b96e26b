"""Reads scorecards from the store: the same result for screen, command and deck."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pmm_core.access import Actor, require
from pmm_core.adoption import service as adoption
from pmm_core.adoption.reading import Adoption
from pmm_core.company.calendar import BusinessCalendar
from pmm_core.company.service import read_settings
from pmm_core.days import end_of_day
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.measures.service import read_launch_measures
from pmm_core.models import Kpi, Question, Target
from pmm_core.results import ScopeRef
from pmm_core.scorecard import wording
from pmm_core.scorecard.build import (
    Child,
    Row,
    Scorecard,
    build_row,
    count,
    furthest_behind,
    in_order,
)
from pmm_core.scorecard.overview import FIRST_DAYS, Overview, YoungLaunch, build_overview
from pmm_core.scorecard.own import (
    launches_read,
    logs_read,
    said_of_launch,
    segment_read,
    weekly_reading,
)
from pmm_core.scorecard.rows import FactsOf, OwnReading, Stored, WindowRead
from pmm_core.scorecard.standpoints import Standpoint, standpoints
from pmm_core.scorecard.tree import Tree
from pmm_core.scorecard.windows import (
    Answer,
    WindowAim,
    measure_of,
    own_window,
    window_aims,
    window_read,
    windows_asked,
)
from pmm_core.store import verdicts
from pmm_core.store.scorecards import Nouns, read_ledgers, read_nouns
from pmm_core.store.store import Store
from pmm_core.store.targets import in_force_at_end
from pmm_core.usage import service as usage
from pmm_core.usage.service import WeekCount
from pmm_core.vocabulary import Action, InitiativeType, Measure, Scope


def read_scorecard(
    *,
    store: Store,
    actor: Actor,
    scope: ScopeRef,
    as_of: dt.date,
    known_on: dt.date | None = None,
    own: bool = False,
    only: Collection[int] | None = None,
) -> Scorecard:
    """Read the scorecard of a scope.

    Args:
        scope: what it is about.
        as_of: values dated and targets effective by the end of this day.
        known_on: as the store stood at the end of this day; null for now.
        own: leave out the scopes below.
        only: ids of KPIs; leave out all others, and the event logs nobody asks for. Null for all.

    Raises:
        NotFound: there is no such product, launch, initiative or person.
        InvalidInput: a launch's name stands in two products (`scope_ambiguous`).
    """
    require(actor, Action.READ, store)
    company = read_settings(store=store, actor=actor)
    known_by = None if known_on is None else end_of_day(known_on, company.timezone)
    with store.read() as session:
        nouns = read_nouns(session=session, known_by=known_by)
        tree = _tree(nouns, end_of_day(as_of, company.timezone))
        asked = tree.find(scope)
        kpis, beside = tree.kpis_of(asked, own=own)
        if only is not None:
            kpis, beside = ([kpi for kpi in some if kpi.id in only] for some in (kpis, beside))
        ids = [kpi.id or 0 for kpi in (*kpis, *beside)]
        ledgers = read_ledgers(session=session, kpi_ids=ids, as_of=as_of, known_by=known_by)
    reader = _Reader(store, actor, tree, as_of, known_by)
    windows, reads = reader.read([*kpis, *beside], ledgers.targets)
    facts_of = FactsOf(
        Stored(
            people=nouns.people,
            teams=nouns.teams,
            actions=nouns.actions,
            factors=nouns.factors,
            snapshots=ledgers.snapshots,
            targets=ledgers.targets,
            acceptances=ledgers.acceptances,
            assessments=ledgers.assessments,
            decisions=ledgers.decisions,
            questions=[one for one in nouns.questions if _is_open(one, as_of)],
            windows=windows,
            own=reads,
        )
    )

    def rows(of: list[Kpi]) -> tuple[Row, ...]:
        facts = [found for kpi in of for found in facts_of.rows(kpi, tree.ref_of(kpi))]
        built = [build_row(one, as_of=as_of, calendar=company.calendar) for one in facts]
        return in_order(built, tree.order)

    scored = rows(kpis)
    return Scorecard(
        scope=str(asked),
        as_of=as_of,
        known_on=known_on,
        rows=scored,
        children=() if own else _children(tree, asked, scored),
        shared_outcomes=rows(beside),
    )


def read_standpoints(
    *,
    store: Store,
    actor: Actor,
    as_of: dt.date,
    only: Collection[int] | None = None,
) -> dict[int, Standpoint]:
    """Read how every KPI in use stands on a day, by its id; see `read_scorecard`."""
    scope = ScopeRef(Scope.OVERALL)
    read = read_scorecard(store=store, actor=actor, scope=scope, as_of=as_of, only=only)
    return standpoints(read.rows)


def read_window_aims(
    *, store: Store, actor: Actor, launch_id: int, as_of: dt.date
) -> tuple[WindowAim, ...]:
    """Read what a launch is to reach by which day of its age, without reading its log.

    Args:
        launch_id: of a launch in use; without one nothing comes out.
        as_of: targets effective by the end of this day.
    """
    require(actor, Action.READ, store)
    company = read_settings(store=store, actor=actor)
    with store.read() as session:
        tree = _tree(
            read_nouns(session=session, known_by=None), end_of_day(as_of, company.timezone)
        )
        kpis = [kpi for kpi in tree.kpis if kpi.initiative_id == launch_id]
        if not kpis:
            return ()
        ids = [kpi.id or 0 for kpi in kpis]
        ledgers = read_ledgers(session=session, kpi_ids=ids, as_of=as_of, known_by=None)
    return window_aims(kpis, ledgers.targets, tree.ref_of(kpis[0]), as_of=as_of)


def read_ended_aims(
    *, store: Store, actor: Actor, launch_id: int, ends: Mapping[int, dt.date]
) -> tuple[WindowAim, ...]:
    """Read what windows of a launch were to reach by the targets in force when they ended.

    A target that was moved afterwards changes nothing here.

    Args:
        launch_id: see `read_window_aims`.
        ends: day of a window -> the calendar day that ended it.
    """
    require(actor, Action.READ, store)
    company = read_settings(store=store, actor=actor)
    found: list[WindowAim] = []
    with store.read() as session:
        nouns = read_nouns(session=session, known_by=None)
        for day, end in ends.items():
            until = end_of_day(end, company.timezone)
            tree = _tree(nouns, until)
            kpis = [kpi for kpi in tree.kpis if kpi.initiative_id == launch_id]
            ids = [kpi.id or 0 for kpi in kpis]
            said = in_force_at_end(session=session, kpi_ids=ids, on=end, known_by=until)
            if said:
                aims = window_aims(kpis, said, tree.ref_of(kpis[0]), as_of=end)
                found += [aim for aim in aims if aim.day == day]
    return tuple(found)


def read_overview(*, store: Store, actor: Actor, as_of: dt.date) -> Overview:
    """Read what needs attention now, over the whole company."""
    scorecard = read_scorecard(store=store, actor=actor, scope=ScopeRef(Scope.OVERALL), as_of=as_of)
    company = read_settings(store=store, actor=actor)
    with store.read() as session:
        nouns = read_nouns(session=session, known_by=None)
    tree = _tree(nouns, end_of_day(as_of, company.timezone))
    people = {person.id: person.name for person in nouns.people}
    young = [
        YoungLaunch(
            id=launch.id or 0,
            name=launch.name,
            product=tree.products[launch.product_id].name,
            launched_on=launch.launched_on,
            day=(as_of - launch.launched_on).days,
            owner=people.get(launch.owner_id),
        )
        for launch in tree.initiatives.values()
        if launch.kind is InitiativeType.LAUNCH
        and launch.launched_on is not None
        and 0 <= (as_of - launch.launched_on).days <= FIRST_DAYS
    ]
    return build_overview(scorecard, tuple(young))


def list_scopes(*, store: Store, actor: Actor, as_of: dt.date) -> tuple[ScopeRef, ...]:
    """List the scopes in use on a day: overall, then each product with what lies below it."""
    require(actor, Action.READ, store)
    until = end_of_day(as_of, read_settings(store=store, actor=actor).timezone)
    with store.read() as session:
        return tuple(_tree(read_nouns(session=session, known_by=None), until).refs)


def read_calendar(*, store: Store, actor: Actor) -> BusinessCalendar:
    """Read the periods and working days that scorecards of this store are computed with."""
    return read_settings(store=store, actor=actor).calendar


@dataclass(frozen=True)
class _Reader:
    """Reads launches and logs as of one day, each launch once for all that ask for it."""

    store: Store
    actor: Actor
    tree: Tree
    as_of: dt.date
    known_by: dt.datetime | None

    def read(
        self, kpis: Sequence[Kpi], targets: Sequence[Target]
    ) -> tuple[list[WindowRead], dict[int, OwnReading]]:
        """Read what window targets ask for, and what KPIs read by themselves, by KPI."""
        by_launch, reading = windows_asked(self.tree.kpis, targets), launches_read(kpis)
        launch_ids = sorted({*by_launch, *reading})
        with self.store.read() as session:
            written = verdicts.written(
                session=session,
                initiative_ids=launch_ids,
                as_of=self.as_of,
                known_by=self.known_by,
            )
        windows: list[WindowRead] = []
        own: dict[int, OwnReading] = {}
        for launch_id in launch_ids:
            asked, readers = by_launch.get(launch_id, []), reading.get(launch_id, [])
            segments = [*(one.segment for one in asked), *map(segment_read, readers)]
            answer = self._launch(launch_id, is_split=any(segments))
            measures = {*(one.measure for one in asked), *map(measure_of, readers)}
            of = dict.fromkeys(measures, self._beside(launch_id, answer, measures))
            of[Measure.ADOPTION] = answer
            said = [one for one in written if one.initiative_id == launch_id]
            windows += [
                window_read(one, of[one.measure], as_of=self.as_of, verdicts=said) for one in asked
            ]
            name = self._name(launch_id)
            for kpi in readers:
                read = of[measure_of(kpi)]
                facts = own_window(kpi.reading or {}, read, as_of=self.as_of, verdicts=said)
                window = replace(facts, launch=name)
                own[kpi.id or 0] = OwnReading(said_of_launch(kpi, name), window=window)
        for kpi in logs_read(kpis):
            own[kpi.id or 0] = weekly_reading(kpi, self._weeks(kpi))
        return windows, own

    def _launch(self, launch_id: int, *, is_split: bool) -> Adoption | str:
        """Read a launch, or say why it cannot be: a scorecard must not fail over one log."""
        launch = self.tree.initiatives.get(launch_id)
        if launch is None:
            return wording.launch_gone()
        if launch.launched_on is not None and self.as_of < launch.launched_on:
            return wording.before_launch(launch.launched_on)
        try:
            return adoption.read_launch(
                store=self.store,
                actor=self.actor,
                launch_id=launch_id,
                as_of=self.as_of,
                by=launch.segment_by if is_split else None,
                known_by=self.known_by,
            )
        except (InvalidInput, NotFound) as fault:
            return fault.message

    def _beside(self, launch_id: int, read: Adoption | str, asked: set[Measure]) -> Answer:
        """Read the other measures of a launch where one is asked for, beside its adoption."""
        if isinstance(read, str) or asked <= {Measure.ADOPTION}:
            return read
        try:
            return read_launch_measures(
                store=self.store,
                actor=self.actor,
                launch_id=launch_id,
                as_of=self.as_of,
                by=read.by,
                adoption=read,
            )
        except (InvalidInput, NotFound) as fault:
            return fault.message

    def _name(self, launch_id: int) -> str:
        launch = self.tree.initiatives.get(launch_id)
        return f"{self.tree.products[launch.product_id].name}/{launch.name}" if launch else ""

    def _weeks(self, kpi: Kpi) -> Sequence[WeekCount] | str:
        said = kpi.reading or {}
        of = usage.WeeklyUse(said["log"], tuple(said["events"]), said["weeks"], said["timezone"])
        try:
            return usage.read_weekly_use(
                store=self.store, actor=self.actor, of=of, as_of=self.as_of
            )
        except InvalidInput as fault:
            return fault.message


def _tree(nouns: Nouns, until: dt.datetime) -> Tree:
    return Tree(
        products=nouns.products,
        initiatives=nouns.initiatives,
        kpis=nouns.kpis,
        people=nouns.people,
        called=nouns.called,
        until=until,
    )


def _is_open(question: Question, as_of: dt.date) -> bool:
    """Tell whether a question had been asked by a day, and no answer was there yet."""
    answered = question.answered_on is not None and question.answered_on <= as_of
    return question.asked_on <= as_of and not answered and question.archived_at is None


def _children(tree: Tree, scope: ScopeRef, rows: tuple[Row, ...]) -> tuple[Child, ...]:
    """Tell each scope directly below by its own rows and those further down."""
    children = []
    for ref in tree.directly_below(scope):
        inside = {str(ref), *(str(below) for below in tree.below(ref))}
        own = [row for row in rows if row.kpi.scope in inside]
        worst = furthest_behind(own)
        children.append(Child(str(ref), count(own), worst.kpi.name if worst else None))
    return tuple(children)
