"""Writes the verdicts on a launch's windows, once each, and restates them where somebody says why.

Reading writes nothing: a verdict is written when the owner settles a launch, which a visit of its
page and `launch settle` do.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import read_launch
from pmm_core.catalogue.service import read_directory
from pmm_core.company.service import read_settings
from pmm_core.days import end_of_day
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, PmmError
from pmm_core.measures.reading import Measures
from pmm_core.measures.service import read_launch_measures
from pmm_core.models import Initiative, Product
from pmm_core.scorecard.service import read_ended_aims, read_window_aims
from pmm_core.store import verdicts
from pmm_core.store.store import Store
from pmm_core.verdict import wording
from pmm_core.verdict.recount import Key, Recount, recounts
from pmm_core.verdict.settle import LaunchVerdicts, VerdictLine, Written, lines, row_of
from pmm_core.vocabulary import Action, InitiativeType, Measure, NounKind, ReadingSource

ReadCurves = Callable[[int, str | None], Adoption]
"""Reads the curves of a launch, by its id and a column that splits them or null."""
ReadMeasures = Callable[[int], Measures]
"""Reads all measures of a launch, by its id, split by its own column."""


@dataclass(frozen=True)
class Readers:
    """How a launch is read as of a day, where it was read before."""

    curves: ReadCurves
    measures: ReadMeasures


@dataclass(frozen=True)
class Restatement:
    """A verdict to be written anew.

    Attributes:
        segment: empty for everybody.
        why: what the person adds to the reason that is found.
        seen: id of the verdict the person looked at; null where nobody looked before.
        measure: what the verdict is about.
    """

    day: int
    segment: str = ""
    why: str | None = None
    seen: int | None = None
    measure: Measure = Measure.ADOPTION

    @property
    def key(self) -> Key:
        """The verdict it is about."""
        return self.measure, self.segment, self.day


@dataclass(frozen=True)
class Settled:
    """What settling a launch did.

    Attributes:
        written: the new verdicts.
        verdicts: every window of the launch after that.
    """

    written: tuple[Written, ...]
    verdicts: LaunchVerdicts


def read_verdicts(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    known_on: dt.date | None = None,
    readers: Readers | None = None,
) -> LaunchVerdicts:
    """Read the verdict on every window of a launch beside what the window says now.

    Args:
        launch_id: of a launch.
        as_of: the day looked at; verdicts read from later days are left out.
        known_on: verdicts as they were known at the end of this day; null for now.
        readers: how a launch is read as of that day; null = from its log.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    known_by = None
    if known_on is not None:
        known_by = end_of_day(known_on, read_settings(store=store, actor=actor).timezone)
    launch, product = _launch(store, actor, launch_id)
    with store.read() as session:
        written = _written(session, launch_id, as_of, known_by)
    problem: str | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    late: dict[Key, float] = {}
    now: tuple[Recount, ...] = ()
    try:
        adoption = (
            readers.curves(launch_id, launch.segment_by)
            if readers
            else read_launch(
                store=store, actor=actor, launch_id=launch_id, as_of=as_of, by=launch.segment_by
            )
        )
        read, notes = _with_measures(store, actor, launch_id, adoption, as_of, readers)
        targets, late = _targets(store, actor, launch_id, adoption, as_of)
        now = tuple(recounts(read, targets, as_of=as_of))
        notes += (wording.too_late(late),) if late else ()
        doubts = adoption.alarms
    except PmmError as fault:
        problem = fault.message
    return LaunchVerdicts(
        launch=f"{product}/{launch.name}",
        as_of=as_of,
        lines=lines(now, written),
        problem=problem,
        notes=notes,
        doubts=doubts,
        late=late,
    )


def _with_measures(
    store: Store,
    actor: Actor,
    launch_id: int,
    adoption: Adoption,
    as_of: dt.date,
    readers: Readers | None,
) -> tuple[Adoption | Measures, tuple[str, ...]]:
    """Read the other measures beside adoption, or say why there are none; counts have none."""
    if adoption.source is ReadingSource.TYPED:
        return adoption, ()
    try:
        if readers:
            return readers.measures(launch_id), ()
        return read_launch_measures(
            store=store,
            actor=actor,
            launch_id=launch_id,
            as_of=as_of,
            by=adoption.by,
            adoption=adoption,
        ), ()
    except PmmError as fault:
        return adoption, (fault.message,)


def _targets(
    store: Store, actor: Actor, launch_id: int, adoption: Adoption, as_of: dt.date
) -> tuple[dict[Key, float], dict[Key, float]]:
    """Find what each window was to reach: as it stood at its end, and now while it is open.

    On the exposure clock no day ends a window for everybody: there it is what holds on the day.
    Beside it what was set only once the window had ended, and so counts for nothing.
    """
    aims = read_window_aims(store=store, actor=actor, launch_id=launch_id, as_of=as_of)
    day_0 = adoption.definition.launched_on
    ends = {
        day: end
        for day in adoption.definition.windows
        if day_0 is not None and (end := day_0 + dt.timedelta(days=day)) < as_of
    }
    ended = read_ended_aims(store=store, actor=actor, launch_id=launch_id, ends=ends)
    open_ones = (aim for aim in aims if aim.day not in ends)
    known, targets = (
        {(aim.measure, aim.segment or "", aim.day): aim.share for aim in some}
        for some in (aims, (*open_ones, *ended))
    )
    return targets, {key: share for key, share in known.items() if key not in targets}


def settle_verdicts(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date,
    readers: Readers | None = None,
) -> Settled:
    """Write the verdict of every window of a launch that is over and has none yet.

    Args:
        as_of: today.
        readers: see `read_verdicts`.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.WRITE, store)
    found = read_verdicts(
        store=store, actor=actor, launch_id=launch_id, as_of=as_of, readers=readers
    )
    if not found.due:
        return Settled((), found)
    with store.write(actor=actor) as unit:
        # Somebody else may have settled the launch since it was read.
        there = {one.key for one in _written(unit.session, launch_id, dt.date.max, None)}
        rows = [
            row_of(launch_id, line.now)
            for line in found.due
            if line.now is not None and line.now.key not in there
        ]
        unit.add_all(rows)
        new = tuple(Written.of(row) for row in rows)
        written = _written(unit.session, launch_id, as_of, None)
    now = [line.now for line in found.lines if line.now is not None]
    after = replace(found, lines=lines(now, written))
    return Settled(new, after)


def restate_verdict(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    of: Restatement,
    as_of: dt.date,
) -> Written:
    """Write a verdict anew from what its window says now; the earlier one stays in the history.

    Args:
        of: which verdict, and what the person says.
        as_of: today.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: there is no verdict (`verdict_missing`), it agrees (`verdict_agrees`), the
            window is not final now (`window_not_final`), or the launch cannot be read.
        ChangedElsewhere: somebody restated it meanwhile.
    """
    require(actor, Action.WRITE, store)
    found = read_verdicts(store=store, actor=actor, launch_id=launch_id, as_of=as_of)
    line = found.line(of.day, of.segment, of.measure)
    if line is None or line.written is None:
        raise InvalidInput(wording.NOT_WRITTEN, code="verdict_missing")
    if found.problem is not None:
        raise InvalidInput(found.problem, code="launch_unreadable")
    if not line.changes:
        raise InvalidInput(wording.NOT_DIFFERENT, code="verdict_agrees")
    if line.now is None or not line.now.is_final:
        raise InvalidInput(wording.NOT_FINAL, code="window_not_final")
    reason = wording.changes(line) + (f" ({of.why.strip()})" if of.why and of.why.strip() else "")
    with store.write(actor=actor) as unit:
        latest = [
            one for one in _written(unit.session, launch_id, dt.date.max, None) if one.key == of.key
        ][-1]
        if latest.id != (line.written.id if of.seen is None else of.seen):
            raise _changed(found.launch, line, latest)
        row = unit.add(row_of(launch_id, line.now, why=reason))
        return Written.of(row)


def _changed(launch: str, line: VerdictLine, latest: Written) -> ChangedElsewhere:
    yours = line.now.share if line.now else None
    base = line.written.share if line.written else None
    return ChangedElsewhere(
        wording.changed(launch, latest.written_by),
        details={
            "noun": NounKind.WINDOW_VERDICT.value,
            "name": launch,
            "by": latest.written_by,
            "fields": [{"field": "share", "base": base, "theirs": latest.share, "yours": yours}],
        },
    )


def _launch(store: Store, actor: Actor, launch_id: int) -> tuple[Initiative, str]:
    directory = read_directory(store=store, actor=actor)
    launch = directory.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch, directory.name(Product, launch.product_id) or ""


def _written(
    session: Session, launch_id: int, as_of: dt.date, known_by: dt.datetime | None
) -> Sequence[Written]:
    rows = verdicts.written(
        session=session, initiative_ids=[launch_id], as_of=as_of, known_by=known_by
    )
    return [Written.of(row) for row in rows]
