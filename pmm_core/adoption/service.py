"""Reads launch curves: from any event log, or for a launch of the store."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pmm_core.access import Actor, require
from pmm_core.adoption import wording
from pmm_core.adoption.asked import (
    definitions,
    frozen_definition,
    read_typed,
)
from pmm_core.adoption.curves import build_curves, build_facets
from pmm_core.adoption.definition import AdoptionDefinition, check_timezone
from pmm_core.adoption.laying import counted_as, laid, lay
from pmm_core.adoption.notes import alarms_on, notes_on
from pmm_core.adoption.notes_wording import beyond_today, set_aside
from pmm_core.adoption.reading import AS_SEEN, Adoption, HowToRead, RefreshedLog
from pmm_core.adoption.refs import LaunchRef, LogFacts
from pmm_core.catalogue.service import read_directory
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.events import opening
from pmm_core.events.contract import KEPT_COLUMNS, ColumnChoice, Condition, has_event_column
from pmm_core.events.ibis_source import IbisSource, named_events
from pmm_core.events.problems import adopt_missing, commonest_events
from pmm_core.events.source import CountRequest, DailyCounts
from pmm_core.events.state import source as state
from pmm_core.models import FrozenAudience, Initiative, Product
from pmm_core.results import ScopeRef
from pmm_core.settings import Settings, events_root, lists_root
from pmm_core.store import audiences
from pmm_core.store.store import Store
from pmm_core.typed.service import read_counts
from pmm_core.vocabulary import Action, InitiativeType, Scope


@dataclass(frozen=True)
class LogSource:
    """An event log and how to read it.

    Attributes:
        source: a file, a folder, a glob, or a connection URL (then with `table`).
        unit, event, time: columns; null ones are recognised.
        where: conditions as a person writes them, e.g. `Quantity > 0`.
        timezone: zone of times without an offset.
        skip_rejected: leave out rows that cannot be read instead of refusing the log.
        allow_unused: accept a named event that occurs nowhere.
        adopt_named: whether a person named the event that counts as use.
        kept: whether it is a log of the events folder, whose columns have fixed names.
        registered: what the launches that read a kept log ask of it; null = not known.
        split_by: column by which those launches split its units.
    """

    source: str
    table: str | None = None
    unit: str | None = None
    event: str | None = None
    time: str | None = None
    where: tuple[str, ...] = ()
    timezone: str = "UTC"
    skip_rejected: bool = False
    allow_unused: bool = False
    adopt_named: bool = True
    kept: bool = False
    registered: tuple[AdoptionDefinition, ...] | None = None
    split_by: str | None = None

    def request(
        self,
        definition: AdoptionDefinition,
        *,
        as_of: dt.date | None,
        stated: bool,
        by: str | None,
    ) -> CountRequest:
        """Ask for the counts of a definition; arguments as for `read_adoption`."""
        check_timezone(self.timezone)
        return CountRequest(
            rule=definition,
            as_of=as_of,
            stated=stated,
            by=by,
            where=tuple(Condition.parse(text) for text in self.where),
            source_timezone=self.timezone,
            skip_rejected=self.skip_rejected,
            allow_unused=self.allow_unused,
        )

    def columns(self, *definitions: AdoptionDefinition) -> ColumnChoice:
        """Say which columns are needed to count by some definitions."""
        return replace(
            KEPT_COLUMNS if self.kept else ColumnChoice(self.unit, self.event, self.time),
            needs_event=any(map(named_events, definitions)) or not self.adopt_named,
        )


def read_adoption(
    *,
    source: LogSource,
    definition: AdoptionDefinition,
    as_of: dt.date | None = None,
    stated: bool = True,
    by: str | None = None,
    name: str | None = None,
    today: dt.date | None = None,
) -> Adoption:
    """Read the curves of a launch straight from an event log; needs no store.

    Args:
        source: the log.
        definition: who counts when.
        as_of: last day observed, inclusive; null = the last day in the log.
        stated: whether somebody says that the log is complete up to `as_of`; without that no day
            after the last one in the log counts as observed.
        by: column whose values get a curve each.
        name: what the answer is called; the log's name unless given.
        today: with it rows of later days do not make the as-of day; that is noted.

    Raises:
        InvalidInput: the log cannot be read or cannot answer; the code says why.
    """
    request = source.request(counted_as(definition), as_of=as_of, stated=stated, by=by)
    choice = source.columns(definition)
    counts, label = _counted(source, choice, request)
    alarms: tuple[str, ...] = ()
    if as_of is None and today is not None and counts.as_of > today:
        last = counts.as_of
        with opening.open_log(source.source, choice=choice, table=source.table) as log:
            known = IbisSource(log).last_day_until(request, today)
        if known is None:
            alarms = (beyond_today(last, today),)
        else:
            counts, label = _counted(source, choice, replace(request, as_of=known))
            alarms = (set_aside(counts.rows.after_as_of, last, today, known),)
    as_of_given = as_of == counts.as_of
    frame = laid(counts.frame, definition)
    curves = build_curves(frame, definition)
    notes = notes_on(counts, definition, whole=curves[0], by=by, as_of_given=as_of_given)
    return Adoption(
        name=name or label,
        definition=definition,
        as_of=counts.as_of,
        last_day=counts.last_day,
        as_of_given=as_of_given,
        by=by,
        units=asdict(counts.units),
        rows=asdict(counts.rows),
        curves=curves,
        facets=build_facets(frame, definition),
        notes=(*notes, *alarms),
        alarms=(*alarms_on(counts, definition), *alarms),
    )


def _counted(
    source: LogSource, choice: ColumnChoice, request: CountRequest
) -> tuple[DailyCounts, str]:
    """Count from the state of a kept log where it can answer, else from the log; with its name."""
    if source.kept and source.table is None:
        file = Path(source.source)
        (counts,) = state.daily_counts(
            file, [request], registered=source.registered, by=source.split_by
        )
        return counts or state.daily_counts_of_log(file, choice, request), file.name
    with opening.open_log(source.source, choice=choice, table=source.table) as log:
        if not source.adopt_named and has_event_column(log.headers, choice):
            raise adopt_missing(log)
        return IbisSource(log).daily_counts(request), log.label


def list_launches(*, store: Store, actor: Actor) -> tuple[LaunchRef, ...]:
    """List the launches in use, the latest first."""
    directory = read_directory(store=store, actor=actor)
    found = [
        LaunchRef(
            id=launch.id or 0,
            name=launch.name,
            product=directory.name(Product, launch.product_id) or "",
            launched_on=launch.launched_on,
            has_log=launch.log is not None,
            segment_by=launch.segment_by,
            windows=tuple(sorted(set(launch.windows))),
            version=launch.version,
        )
        for launch in directory.in_use(Initiative)
        if launch.kind is InitiativeType.LAUNCH
    ]
    return tuple(
        sorted(found, key=lambda one: (one.launched_on or dt.date.min, one.name), reverse=True)
    )


def list_logs(*, store: Store, actor: Actor) -> tuple[str, ...]:
    """List the kept logs a launch can name, in order of their names.

    Raises:
        InvalidInput: logs lie in a database that does not answer (`connection_failed`).
    """
    require(actor, Action.READ, store)
    return opening.list_logs(_root(store))


def mark_logs(*, store: Store, actor: Actor) -> int:
    """Return a number that is another one once a kept log has changed, whoever wrote it."""
    require(actor, Action.READ, store)
    return hash(opening.mark_logs(_root(store)))


def describe_log(*, store: Store, actor: Actor, log: str) -> LogFacts:
    """Say which events and columns a kept log has.

    Raises:
        InvalidInput: it is not kept (`log_missing`), or cannot be read.
    """
    kept = kept_log(store=store, actor=actor, log=log)
    with opening.open_log(kept.source, choice=KEPT_COLUMNS, table=kept.table) as opened:
        columns = opened.columns
        named = {columns.unit, columns.event, columns.time, columns.insert_id}
        return LogFacts(
            events=tuple(commonest_events(opened)),
            columns=tuple(name for name in opened.headers if name not in named),
        )


def kept_log(*, store: Store, actor: Actor, log: str) -> LogSource:
    """Find a kept log by its name.

    Raises:
        InvalidInput: it is not kept (`log_missing`).
    """
    require(actor, Action.READ, store)
    kept = _kept_log(log, store)
    if kept is None:
        raise InvalidInput(
            f"The event log “{log}” is not in the events folder. Import it again, or choose "
            "another.",
            code="log_missing",
        )
    return kept


def find_launch(*, store: Store, actor: Actor, name: str) -> int:
    """Find a launch by `NAME` or `PRODUCT/NAME`, former names included.

    Raises:
        NotFound: there is none; near misses are suggested.
        InvalidInput: two products have a launch of that name (`scope_ambiguous`).
    """
    directory = read_directory(store=store, actor=actor)

    def called(scope: ScopeRef) -> list[tuple[str, Initiative]]:
        named = directory.find(Product, scope.product) if scope.product else None
        products = directory.in_use(Product) if not scope.product else [named] if named else []
        return [
            (product.name, launch)
            for product in products
            if (launch := directory.find(Initiative, scope.name or "", within=(product.id,)))
            and launch.kind is InitiativeType.LAUNCH
        ]

    readings = ScopeRef(Scope.LAUNCH, name=name).readings()
    found = next(filter(None, map(called, readings)), None)
    if found is None:
        product, _, launch_name = name.rpartition("/")
        products = [directory.require(Product, product)] if product else directory.in_use(Product)
        near = [
            f"{each.name}/{close}"
            for each in products
            for close in directory.near(Initiative, launch_name.strip(), within=(each.id,))
        ]
        raise NotFound("launch", name, near=near[:3])
    if len(found) > 1:
        names = ", ".join(f"launch:{owner}/{launch.name}" for owner, launch in found)
        raise InvalidInput(
            f"Two products have a launch called “{found[0][1].name}”. Say which: {names}.",
            code="scope_ambiguous",
        )
    return found[0][1].id or 0


def read_launch(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date | None = None,
    by: str | None = None,
    how: HowToRead = AS_SEEN,
    known_by: dt.datetime | None = None,
) -> Adoption:
    """Read the curves of a launch of the store, from the log and the definition kept with it.

    A launch without a log is read from the counts typed for it, where there are any.

    Args:
        launch_id: of the initiative.
        as_of: the day looked at; null = the last day in the log.
        by: column whose values get a curve each; null = no split.
        how: what a person said about the log.
        known_by: typed counts as they stood at that instant; null for now.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: it has neither log nor counts (`launch_without_log`), no day 0
            (`launch_without_day`), its log is gone (`log_missing`), or the log cannot answer.
    """
    require(actor, Action.READ, store)
    directory = read_directory(store=store, actor=actor)
    launch = directory.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    counts = read_counts(store=store, actor=actor, launch_id=launch_id, known_by=known_by)
    if counts and not launch.log:
        return read_typed(launch, counts, as_of=as_of, by=by, min_n=how.min_n)
    log = log_of_launch(launch, store)
    definition = counted_definition(launch, store, known_by=known_by)
    if how.clock is not None:
        day = launch.launched_on
        definition = lay(definition, how.clock, name=launch.name, launched_on=day)
    source = replace(
        log,
        skip_rejected=how.skip_rejected,
        registered=_asked_of(launch.log, (launch, *directory.in_use(Initiative)), store),
        split_by=launch.segment_by,
    )

    def read(day: dt.date | None) -> Adoption:
        return read_adoption(
            source=source,
            definition=replace(definition, min_n=how.min_n),
            as_of=day,
            stated=how.stated,
            by=by,
            name=launch.name,
        )

    found = read(as_of)
    if how.today is not None and found.last_day > how.today:
        # As whoever looks at it today is told: nothing of a day that has not come.
        found = found if as_of is not None else replace(read(how.today), as_of_given=False)
        alarm = beyond_today(found.last_day, how.today)
        found = replace(found, notes=(*found.notes, alarm), alarms=(*found.alarms, alarm))
    return replace(found, notes=(*found.notes, wording.LOG_IS_READ)) if counts else found


def counted_definition(
    launch: Initiative, store: Store, known_by: dt.datetime | None = None
) -> AdoptionDefinition:
    """Define the curve of a launch with the audience frozen for it; `known_by` as `read_launch`."""
    row = _frozen(store, known_by).get(launch.id or 0)
    return frozen_definition(launch, row, lists_folder(store))


def _frozen(store: Store, known_by: dt.datetime | None = None) -> dict[int, FrozenAudience]:
    with store.read() as session:
        return audiences.in_force(session=session, known_by=known_by)


def _asked_of(
    log: str | None, launches: Sequence[Initiative], store: Store
) -> tuple[AdoptionDefinition, ...]:
    """List what a state of a log can answer: launches whose audience is no list."""
    frozen = _frozen(store)
    return definitions([one for one in launches if one.id not in frozen], log)


def lists_folder(store: Store) -> Path:
    """Return the folder below which the lists of frozen audiences lie."""
    return lists_root(_root(store))


def launch_log(
    *, store: Store, actor: Actor, launch_id: int
) -> tuple[LogSource, AdoptionDefinition]:
    """Return the event log of a launch and the definition it is counted by.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: it has no log (`launch_without_log`), or its log is gone (`log_missing`).
    """
    require(actor, Action.READ, store)
    launch = read_directory(store=store, actor=actor).get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return log_of_launch(launch, store), counted_definition(launch, store)


def refresh_logs(*, store: Store, actor: Actor) -> tuple[RefreshedLog, ...]:
    """Bring what is remembered of the logs of all launches up to them, ahead of the readers."""
    directory = read_directory(store=store, actor=actor)
    launches = [one for one in directory.in_use(Initiative) if one.log]
    asked = {(one.log or "", one.timezone, one.segment_by) for one in launches}
    done = []
    for log, timezone, by in sorted(asked, key=str):
        kept, rules = _kept_log(log, store), _asked_of(log, launches, store)
        if kept is not None and kept.table is None:
            found, n = state.refresh_for(Path(kept.source), rules, timezone=timezone, by=by)
            done.append(
                RefreshedLog(
                    log, timezone, by, found.how if n else None, n, found.last_day, found.problem
                )
            )
    return tuple(done)


def log_of_launch(launch: Initiative, store: Store) -> LogSource:
    """Find the kept log of a launch.

    Raises:
        InvalidInput: it names none (`launch_without_log`), or it is gone (`log_missing`).
    """
    if not launch.log:
        raise InvalidInput(
            f"“{launch.name}” has no event log yet. Import one and choose it on the launch, or "
            "type counts.",
            code="launch_without_log",
        )
    kept = _kept_log(launch.log, store)
    if kept is None:
        raise InvalidInput(
            f"The event log “{launch.log}” of “{launch.name}” is not in the events folder. "
            "Import it again, or bring the folder back from a backup.",
            code="log_missing",
        )
    return kept


def _kept_log(log: str, store: Store) -> LogSource | None:
    """Find a log by the name a launch gives it; null where the events folder has none."""
    root = _root(store)
    # A launch whose use has not been seen yet has a curve of zeros, not a mistake.
    if "://" in root:
        return LogSource(root, table=log, allow_unused=True, kept=True)
    file = Path(root, log).resolve()
    if not file.is_relative_to(Path(root).resolve()) or not file.exists():
        return None
    return LogSource(str(file), allow_unused=True, kept=True)


def _root(store: Store) -> str:
    url = store.engine.url.render_as_string(hide_password=False)
    return events_root(Settings.load(), url, sample=store.holds_sample)
