"""Takes imports back: what would go, and then its going; beside `apply` and `keep` it stores.

What would go is found out by doing it in a unit of work that is thrown away, so that what a person
is told beforehand cannot differ from what is done.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlmodel import Session, col, select

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import directory
from pmm_core.errors import NotFound
from pmm_core.failpoints import failpoint
from pmm_core.importers import keep
from pmm_core.importers.nouns import TABLES
from pmm_core.importers.plan import UndoResult
from pmm_core.importers.profiles import ProfileId
from pmm_core.models import Audit, Import, Initiative, Kpi, KpiSnapshot, Product, Target
from pmm_core.store import actions, snapshots, targets
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, NounKind

_FOREVER = dt.date.max
# What rests on something else leaves before it.
_LEAVING = (
    NounKind.WORK_REQUEST,
    NounKind.KPI,
    NounKind.INITIATIVE,
    NounKind.PRODUCT,
    NounKind.PERSON,
)
# Profiles whose rows are nouns that are made or changed, not rows of a ledger.
_ROWS_ARE: Mapping[str, NounKind] = {
    ProfileId.LAUNCHES: NounKind.INITIATIVE,
    ProfileId.REQUESTS: NounKind.WORK_REQUEST,
}


class _ThrownAway(Exception):
    """Ends a unit of work whose result was only to be known."""


def undo(*, store: Store, actor: Actor, import_id: int) -> UndoResult:
    """Withdraw an import: its rows no longer count, what they had replaced is in force again.

    Values recorded later stay. Nouns made with it are archived where nothing rests on them;
    launches and requests changed by it get their earlier fields back where nobody changed those
    since.

    Raises:
        NotFound: there is no such import.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        record = _record(unit.session, import_id)
        if record.withdrawn_at is not None:
            return UndoResult(import_id, withdrawn=0, restored=0, already=True)
        if record.profile == ProfileId.EVENTS:
            return keep.undo_log(store, unit, record)
        done = _take_back(unit, record)
        failpoint("undo.before_commit")
    return done


def foresee_undo(*, store: Store, actor: Actor, import_id: int) -> UndoResult:
    """Tell what `undo` would do now; nothing is changed.

    Raises:
        NotFound: there is no such import.
    """
    require(actor, Action.WRITE, store)
    with store.read() as session:
        record = _record(session, import_id)
        if record.withdrawn_at is not None:
            return UndoResult(import_id, withdrawn=0, restored=0, already=True)
        if record.profile == ProfileId.EVENTS:
            return keep.foresee_undo_log(store, session, record)
    with suppress(_ThrownAway), store.write(actor=actor) as unit:
        foreseen = _take_back(unit, _record(unit.session, import_id))
        raise _ThrownAway
    return foreseen


def _record(session: Session, import_id: int) -> Import:
    record = session.get(Import, import_id)
    if record is None:
        raise NotFound("import", str(import_id))
    return record


def _take_back(unit: Unit, record: Import) -> UndoResult:
    withdrawn, restored = _withdraw(unit, record)
    noun = _ROWS_ARE.get(record.profile)
    if noun is not None:
        changed = _restore_changed(unit, record, noun)
        withdrawn += changed + len(record.created.get(noun.value, ()))
        restored += changed
    archived = _archive_made(unit, record)
    return UndoResult(record.id or 0, withdrawn, restored, already=False, archived=archived)


def _withdraw(unit: Unit, record: Import) -> tuple[int, int]:
    """Mark an import as withdrawn; returns its rows, and the keys an earlier row is back under."""
    mine = record.id
    rows: tuple[KpiSnapshot | Target, ...] = (
        *unit.session.exec(select(KpiSnapshot).where(KpiSnapshot.import_id == mine)).all(),
        *unit.session.exec(select(Target).where(Target.import_id == mine)).all(),
    )
    before = _in_force(unit.session, rows)
    gone = {"withdrawn_at": unit.at, "withdrawn_by": unit.actor.name}
    unit.change(Import, mine or 0, gone, version=record.version)
    after = _in_force(unit.session, rows)
    return len(rows), sum(key in after for key, row in before.items() if row.import_id == mine)


def _in_force(
    session: Session, rows: Sequence[KpiSnapshot | Target]
) -> dict[tuple[Any, ...], KpiSnapshot | Target]:
    """Read the rows in force under the keys of some rows."""
    kpi_ids = {row.kpi_id for row in rows}
    keys = {_key(row) for row in rows}
    found: tuple[KpiSnapshot | Target, ...] = (
        *snapshots.in_force(session=session, kpi_ids=kpi_ids, as_of=_FOREVER),
        *targets.effective(session=session, kpi_ids=kpi_ids, as_of=_FOREVER),
    )
    return {_key(row): row for row in found if _key(row) in keys}


def _key(row: KpiSnapshot | Target) -> tuple[Any, ...]:
    if isinstance(row, Target):
        return "target", row.kpi_id, row.segment, row.window, row.target_date
    return "value", row.kpi_id, row.segment, row.on


def _restore_changed(unit: Unit, record: Import, noun: NounKind) -> int:
    """Give nouns the fields back that the import changed; returns how many nouns."""
    restored = set()
    table = TABLES[noun]
    for entry in _changes_of(unit.session, record, noun):
        row = unit.session.get(table, entry.noun_id)
        if row is None:
            continue
        now = row.model_dump(mode="json")
        was = {
            field: value
            for field, value in (entry.before or {}).items()
            if field not in ("version", "archived_at")
            and now[field] == (entry.after or {}).get(field)
        }
        earlier = table.model_validate({**row.model_dump(), **was})
        changes = {field: getattr(earlier, field) for field in was}
        if changes:
            unit.change(table, entry.noun_id, changes, version=row.version)
            restored.add(entry.noun_id)
    return len(restored)


def _archive_made(unit: Unit, record: Import) -> dict[str, tuple[str, ...]]:
    """Archive the nouns an import made, where nothing rests on them; returns their names."""
    gone: dict[str, tuple[str, ...]] = {}
    for noun in _LEAVING:
        for noun_id in record.created.get(noun.value, ()):
            row = unit.session.get(TABLES[noun], noun_id)
            if row is None or row.archived_at is not None:
                continue
            if not _is_used(unit.session, noun, noun_id):
                unit.change(TABLES[noun], noun_id, {"archived_at": unit.at}, version=row.version)
                gone[noun.value] = (*gone.get(noun.value, ()), str(getattr(row, "name", noun_id)))
    return gone


def _is_used(session: Session, noun: NounKind, noun_id: int) -> bool:
    """Tell whether anything in use, or any row that counts, rests on a noun."""
    if noun is NounKind.KPI:
        return bool(
            snapshots.in_force(session=session, kpi_ids=[noun_id], as_of=_FOREVER)
            or targets.effective(session=session, kpi_ids=[noun_id], as_of=_FOREVER)
            or actions.of_kpi(session=session, kpi_id=noun_id)
        )
    known = directory(session)
    column = "owner_id" if noun is NounKind.PERSON else f"{noun.value}_id"
    nouns = [one for table in (Kpi, Initiative, Product) for one in known.in_use(table)]
    return any(getattr(one, column, None) == noun_id for one in nouns)


def _changes_of(session: Session, record: Import, noun: NounKind) -> Sequence[Audit]:
    """Read what an import changed of one kind of noun, the last change first.

    All rows of one unit of work carry its instant, and no two units share one.
    """
    return session.exec(
        select(Audit)
        .where(
            Audit.noun == noun,
            Audit.verb == "change",
            Audit.recorded_at == record.recorded_at,
            Audit.actor == record.recorded_by,
        )
        .order_by(col(Audit.id).desc())
    ).all()
