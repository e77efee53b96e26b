"""Freezes who could adopt a launch, and reads what was frozen; a freezing is never changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.adoption.asked import audience_rule, launch_definition
from pmm_core.adoption.service import lists_folder, log_of_launch
from pmm_core.audience import wording
from pmm_core.audience.reading import Frozen, LaunchAudience
from pmm_core.catalogue.service import directory
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, PmmError
from pmm_core.events.audience import UnitList, write_list
from pmm_core.events.contract import KEPT_COLUMNS
from pmm_core.events.ibis_source import IbisSource, named_events
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest
from pmm_core.models import FrozenAudience, Initiative, Product
from pmm_core.store import audiences
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Clock, InitiativeType, NounKind

_ONE_DAY = dt.timedelta(days=1)


def read_audience(*, store: Store, actor: Actor, launch_id: int, today: dt.date) -> LaunchAudience:
    """Read the frozen audience of a launch, with every earlier one.

    Args:
        today: whether it can be frozen on that day.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        launch = _launch(session, launch_id)
        rows = audiences.history(session=session, launch_id=launch_id)
        product = directory(session).name(Product, launch.product_id)
    why_not = None
    try:
        _check_can_freeze(launch, store, today)
    except PmmError as refused:
        why_not = refused.message
    folder = lists_folder(store)
    return LaunchAudience(
        launch_id=launch_id,
        launch=f"{product}/{launch.name}",
        rows=tuple(_frozen(row, folder) for row in rows),
        why_not=why_not,
        differs=bool(rows) and why_not is None and rows[0].rule != audience_rule(launch),
    )


def freeze_audience(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    today: dt.date,
    why: str | None = None,
    seen: int | None = None,
) -> LaunchAudience:
    """List the units that are eligible for a launch; from then on it counts exactly these.

    Args:
        launch_id: of the initiative.
        today: the day of the freezing; the launch day must have come.
        why: needed once it is frozen already.
        seen: id of the frozen audience the person saw, 0 = none; null = whichever is in force.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: every unit has its own day 0 (`audience_not_on_launch_clock`), the day has not
            come (`launch_ahead`), it has no day or log (as `read_launch`), the log ends before the
            eve of the launch (`log_ends_early`) or has nobody (`no_audience`), or it is frozen
            already and nobody says why it should be again (`reason_missing`).
        ChangedElsewhere: somebody changed the launch or froze it meanwhile.
    """
    require(actor, Action.WRITE, store)
    with store.read() as session:
        launch = _launch(session, launch_id)
        rows = audiences.history(session=session, launch_id=launch_id)
    launched_on = _check_can_freeze(launch, store, today)
    if seen is not None and _newest_id(rows) != seen:
        raise _changed(launch, rows)
    why = (why or "").strip() or None
    folder = lists_folder(store)
    if rows and why is None:
        message = wording.why_missing(launch.name, _frozen(rows[0], folder))
        problem = {"field": "why", "message": message}
        raise InvalidInput(message, code="reason_missing", details={"problems": [problem]})
    found, last_day = _list_eligible(launch, store)
    if last_day < launched_on - _ONE_DAY:
        raise InvalidInput(
            wording.log_ends_early(launch.name, launch.log or "", last_day, launched_on - _ONE_DAY),
            code="log_ends_early",
        )
    with store.write(actor=actor) as unit:
        now = audiences.history(session=unit.session, launch_id=launch_id)
        is_same = _launch(unit.session, launch_id).version == launch.version
        if not is_same or _newest_id(now) != _newest_id(rows):
            raise _changed(launch, now)
        # A list without its row is read by nobody, a row without its list would be refused.
        inside = write_list(found, folder)
        unit.add(
            FrozenAudience(
                initiative_id=launch_id,
                rule=audience_rule(launch),
                frozen_on=today,
                size=found.size,
                segment_by=launch.segment_by,
                sizes=found.sizes if launch.segment_by else {},
                file=inside,
                digest=found.digest,
                why=why if rows else None,
            )
        )
    return read_audience(store=store, actor=actor, launch_id=launch_id, today=today)


def missing_lists(*, store: Store, actor: Actor) -> tuple[str, ...]:
    """Name the launches whose frozen audience is not where it was put."""
    require(actor, Action.READ, store)
    folder = lists_folder(store)
    with store.read() as session:
        rows = audiences.in_force(session=session)
        launches = [
            session.get_one(Initiative, launch_id).name
            for launch_id, row in sorted(rows.items())
            if not _is_there(row, folder)
        ]
    return tuple(launches)


def _check_can_freeze(launch: Initiative, store: Store, today: dt.date) -> dt.date:
    """Return the launch day, or refuse a launch that has nothing to freeze on that day."""
    if launch.clock is Clock.EXPOSURE:
        raise InvalidInput(
            wording.on_exposure_clock(launch.name), code="audience_not_on_launch_clock"
        )
    launched_on = launch_definition(launch).launched_on
    assert launched_on is not None, "the launch clock has a day"
    if launched_on > today:
        raise InvalidInput(wording.launch_ahead(launch.name, launched_on), code="launch_ahead")
    log_of_launch(launch, store)
    return launched_on


def _list_eligible(launch: Initiative, store: Store) -> tuple[UnitList, dt.date]:
    """List who is eligible by the rule, with the last day in the log."""
    source, definition = log_of_launch(launch, store), launch_definition(launch)
    request = CountRequest(
        rule=definition, as_of=definition.launched_on, by=launch.segment_by, allow_unused=True
    )
    choice = replace(KEPT_COLUMNS, needs_event=bool(named_events(definition)))
    with open_log(source.source, choice=choice, table=source.table) as log:
        return IbisSource(log).list_eligible(request)


def _newest_id(rows: Sequence[FrozenAudience]) -> int:
    return (rows[0].id or 0) if rows else 0


def _changed(launch: Initiative, rows: Sequence[FrozenAudience]) -> ChangedElsewhere:
    by = rows[0].recorded_by if rows else "Somebody"
    details = {"noun": NounKind.FROZEN_AUDIENCE.value, "name": launch.name, "by": by, "fields": []}
    return ChangedElsewhere(wording.changed(launch.name, by), details=details)


def _frozen(row: FrozenAudience, folder: Path) -> Frozen:
    return Frozen(
        id=row.id or 0,
        rule=row.rule,
        frozen_on=row.frozen_on,
        size=row.size,
        segment_by=row.segment_by,
        sizes=row.sizes,
        by=row.recorded_by,
        why=row.why,
        is_there=_is_there(row, folder),
    )


def _is_there(row: FrozenAudience, folder: Path) -> bool:
    return row.file is not None and (folder / row.file).is_file()


def _launch(session: Session, launch_id: int) -> Initiative:
    launch = session.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch
