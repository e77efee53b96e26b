"""Records values and targets, one row after the other; nothing recorded is ever changed or deleted.

The newest row of a key is in force: of a KPI, segment and day for a value; of a KPI, segment,
window and target date for a target. A correction and a taking back are newer rows.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound
from pmm_core.ledger import wording
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.rules import target_problem, value_problem
from pmm_core.models import Kpi, KpiSnapshot, Ledger, Target
from pmm_core.store import snapshots, targets
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, NounKind

Row = TypeVar("Row", KpiSnapshot, Target)

ValueKey = tuple[int, str, dt.date]
TargetKey = tuple[int, str, int | None, dt.date]
_FOREVER = dt.date.max


@dataclass(frozen=True)
class Recorded(Generic[Row]):
    """What was recorded.

    Attributes:
        rows: the new rows, in the order of their drafts.
        unchanged: how many drafts said what is in force already; they leave no row.
    """

    rows: Sequence[Row]
    unchanged: int


@dataclass(frozen=True)
class Entry(Generic[Row]):
    """One row of a history.

    Attributes:
        in_force: false once it was corrected, taken back or withdrawn with its import.
    """

    row: Row
    in_force: bool


def record_value(
    *, store: Store, actor: Actor, draft: SnapshotDraft, today: dt.date, seen: int | None = None
) -> KpiSnapshot:
    """Record a value typed by a person, or correct one.

    Args:
        today: no value lies after it.
        seen: id of the value in force the person saw for that day; null if there was none. A
            correction says why.

    Returns:
        The value now in force.

    Raises:
        InvalidInput: what `value_problem` tells; `reason_missing` for a silent correction.
        ChangedElsewhere: somebody recorded another value meanwhile.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        kpi = _kpi(unit.session, draft.kpi_id)
        current = _values(unit.session, [draft]).get(_value_key(draft))
        if (current.id if current else None) != seen:
            base = unit.session.get(KpiSnapshot, seen) if seen else None
            raise _value_changed(unit.session, kpi, draft, base, current, yours=draft.amount)
        if current and not draft.why:
            raise InvalidInput(wording.reason_missing(), code="reason_missing")
        recorded = record_values(unit, [draft], today=today)
        return recorded.rows[0] if recorded.rows else cast(KpiSnapshot, current)


def record_values(
    unit: Unit, drafts: Sequence[SnapshotDraft], *, today: dt.date, import_id: int | None = None
) -> Recorded[KpiSnapshot]:
    """Record many values inside an open unit of work; one that is in force already leaves no row.

    Raises:
        InvalidInput: what `value_problem` tells about the first draft that cannot be recorded.
    """
    kpis = _kpis(unit.session, {draft.kpi_id for draft in drafts})
    current = _values(unit.session, drafts)
    rows = []
    for draft in drafts:
        kpi = kpis[draft.kpi_id]
        if problem := value_problem(draft, kpi, today=today):
            raise problem.as_error()
        row = _snapshot(draft, kpi, import_id)
        if not _says_the_same(row, current.get(_value_key(draft)), _VALUE_FIELDS):
            rows.append(row)
    return Recorded(unit.add_all(rows), len(drafts) - len(rows))


def take_back_value(*, store: Store, actor: Actor, value: KpiSnapshot, why: str) -> KpiSnapshot:
    """Take a value out of force without another in its place; the history keeps it.

    Raises:
        InvalidInput: without a reason (`reason_missing`).
        ChangedElsewhere: somebody recorded another value meanwhile.
    """
    require(actor, Action.WRITE, store)
    if not why.strip():
        raise InvalidInput(wording.reason_missing(), code="reason_missing")
    with store.write(actor=actor) as unit:
        kpi = _kpi(unit.session, value.kpi_id)
        current = _values(unit.session, [value]).get(_value_key(value))
        if current is None or current.id != value.id:
            raise _value_changed(unit.session, kpi, value, value, current, yours=None)
        gone = KpiSnapshot(
            kpi_id=value.kpi_id,
            segment=value.segment,
            on=value.on,
            why=why.strip(),
            definition_version=value.definition_version,
        )
        return unit.add(gone)


def record_target(
    *, store: Store, actor: Actor, draft: TargetDraft, today: dt.date, seen: int | None = None
) -> Target:
    """Set a target typed by a person, or move one; the earlier one stays in the history.

    Args:
        today: the day it takes effect unless it has a start date.
        seen: id of the target in force the person saw for that target date; null if there was
            none. Moving one takes a reason.

    Raises:
        InvalidInput: what `target_problem` tells; `reason_missing` for a silent move.
        ChangedElsewhere: somebody set another target meanwhile.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        kpi = _kpi(unit.session, draft.kpi_id)
        current = _targets(unit.session, [draft]).get(_target_key(draft))
        if (current.id if current else None) != seen:
            base = unit.session.get(Target, seen) if seen else None
            yours = draft.model_dump(include=set(_TARGET_FIELDS))
            raise _target_changed(unit.session, kpi, draft, base, current, yours=yours)
        if current and not draft.reason:
            raise InvalidInput(wording.reason_missing(), code="reason_missing")
        recorded = record_targets(unit, [draft], today=today)
        return recorded.rows[0] if recorded.rows else cast(Target, current)


def record_targets(
    unit: Unit, drafts: Sequence[TargetDraft], *, today: dt.date, import_id: int | None = None
) -> Recorded[Target]:
    """Set many targets inside an open unit of work; one that is in force already leaves no row.

    Raises:
        InvalidInput: what `target_problem` tells about the first draft that cannot be set.
    """
    kpis = _kpis(unit.session, {draft.kpi_id for draft in drafts})
    current = _targets(unit.session, drafts)
    rows = []
    for draft in drafts:
        if problem := target_problem(draft, kpis[draft.kpi_id]):
            raise problem.as_error()
        said = draft.model_dump(exclude={"currency", "over_150_percent"})
        row = Target(**said, effective_on=draft.start_date or today, import_id=import_id)
        if not _says_the_same(row, current.get(_target_key(draft)), _TARGET_FIELDS):
            rows.append(row)
    return Recorded(unit.add_all(rows), len(drafts) - len(rows))


def take_back_target(
    *, store: Store, actor: Actor, target: Target, today: dt.date, why: str
) -> Target:
    """Take a target out of force from today on; the history keeps it.

    Raises:
        InvalidInput: without a reason (`reason_missing`).
        ChangedElsewhere: somebody moved it meanwhile.
    """
    require(actor, Action.WRITE, store)
    if not why.strip():
        raise InvalidInput(wording.reason_missing(), code="reason_missing")
    with store.write(actor=actor) as unit:
        kpi = _kpi(unit.session, target.kpi_id)
        current = _targets(unit.session, [target]).get(_target_key(target))
        if current is None or current.id != target.id:
            yours = {"value": None}
            raise _target_changed(unit.session, kpi, target, target, current, yours=yours)
        return take_back_targets(unit, [target], today=today, why=why)[0]


def take_back_targets(
    unit: Unit,
    gone: Sequence[Target],
    *,
    today: dt.date,
    why: str,
    import_id: int | None = None,
) -> Sequence[Target]:
    """Take targets out of force inside an open unit of work; the history keeps them."""
    rows = [
        Target(
            kpi_id=target.kpi_id,
            segment=target.segment,
            window=target.window,
            target_date=target.target_date,
            effective_on=max(today, target.effective_on),
            reason=why.strip(),
            import_id=import_id,
        )
        for target in gone
    ]
    return unit.add_all(rows)


def move_targets(
    unit: Unit,
    moves: Sequence[tuple[Target, dt.date]],
    *,
    today: dt.date,
    why: str,
    import_id: int | None = None,
) -> None:
    """Give targets in force another target date inside an open unit of work, all else the same.

    Args:
        moves: target and its new date.
        today: the day from which the new date holds.
        why: the reason of both rows: of what is taken back and of what is set.
        import_id: the import that moved them; null when typed.
    """
    take_back_targets(
        unit, [target for target, _ in moves], today=today, why=why, import_id=import_id
    )
    rows = []
    for target, target_date in moves:
        said = target.model_dump(include={"kpi_id", "segment", "window", *_TARGET_FIELDS})
        effective_on = max(today, target.effective_on)
        rows.append(
            Target(
                **said,
                target_date=target_date,
                effective_on=effective_on,
                reason=why,
                import_id=import_id,
            )
        )
    unit.add_all(rows)


def read_values(
    *, store: Store, actor: Actor, kpi_id: int, segment: str = ""
) -> Sequence[Entry[KpiSnapshot]]:
    """Read every value ever recorded for a KPI and segment, the newest recording first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        in_force = snapshots.in_force(session=session, kpi_ids=[kpi_id], as_of=_FOREVER)
        rows = snapshots.history(session=session, kpi_id=kpi_id, segment=segment)
    counting = {row.id for row in in_force}
    return [Entry(row, row.id in counting) for row in rows]


def read_segments(*, store: Store, actor: Actor, kpi_id: int) -> list[str]:
    """List the segments that have values of a KPI in force; the whole is none of them."""
    require(actor, Action.READ, store)
    with store.read() as session:
        rows = snapshots.in_force(session=session, kpi_ids=[kpi_id], as_of=_FOREVER)
    return sorted({row.segment for row in rows if row.segment})


def read_targets(*, store: Store, actor: Actor, kpi_id: int) -> Sequence[Entry[Target]]:
    """Read every target ever set for a KPI, the newest first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        in_force = targets.effective(session=session, kpi_ids=[kpi_id], as_of=_FOREVER)
        rows = targets.history(session=session, kpi_id=kpi_id)
    counting = {row.id for row in in_force}
    return [Entry(row, row.id in counting) for row in rows]


_VALUE_FIELDS = ("value", "numerator", "denominator", "definition_version")
_TARGET_FIELDS = ("value", "start", "start_date", "direction", "goal", "low", "high")


def _snapshot(draft: SnapshotDraft, kpi: Kpi, import_id: int | None) -> KpiSnapshot:
    said = draft.model_dump(exclude={"value", "currency", "over_150_percent", "odd_date"})
    return KpiSnapshot(
        **said,
        value=draft.amount,
        definition_version=kpi.definition_version,
        import_id=import_id,
    )


def _kpis(session: Session, kpi_ids: set[int]) -> dict[int, Kpi]:
    return {kpi_id: _kpi(session, kpi_id) for kpi_id in kpi_ids}


def _kpi(session: Session, kpi_id: int) -> Kpi:
    kpi = session.get(Kpi, kpi_id)
    if kpi is None:
        raise NotFound("KPI", str(kpi_id))
    return kpi


def _value_key(one: SnapshotDraft | KpiSnapshot) -> ValueKey:
    return one.kpi_id, one.segment, one.on


def _target_key(one: TargetDraft | Target) -> TargetKey:
    return one.kpi_id, one.segment, one.window, one.target_date


def _values(
    session: Session, of: Sequence[SnapshotDraft | KpiSnapshot]
) -> dict[ValueKey, KpiSnapshot]:
    kpi_ids = {one.kpi_id for one in of}
    latest = max((one.on for one in of), default=dt.date.min)
    rows = snapshots.in_force(session=session, kpi_ids=kpi_ids, as_of=latest)
    return {_value_key(row): row for row in rows}


def _targets(session: Session, of: Sequence[TargetDraft | Target]) -> dict[TargetKey, Target]:
    kpi_ids = {one.kpi_id for one in of}
    rows = targets.effective(session=session, kpi_ids=kpi_ids, as_of=_FOREVER)
    return {_target_key(row): row for row in rows}


def _says_the_same(new: Row, current: Row | None, fields: Sequence[str]) -> bool:
    return current is not None and all(
        getattr(new, field) == getattr(current, field) for field in fields
    )


def _value_changed(
    session: Session,
    kpi: Kpi,
    key: SnapshotDraft | KpiSnapshot,
    base: KpiSnapshot | None,
    theirs: KpiSnapshot | None,
    *,
    yours: float | None,
) -> ChangedElsewhere:
    rows = snapshots.history(session=session, kpi_id=key.kpi_id, segment=key.segment)
    by = next(row.recorded_by for row in rows if row.on == key.on)
    message = wording.value_changed(kpi.name, key.on, by)
    sides = _sides({"value": yours}, base, theirs)
    details = {"noun": NounKind.SNAPSHOT.value, "name": kpi.name, "by": by, "fields": sides}
    return ChangedElsewhere(message, details=details)


def _target_changed(
    session: Session,
    kpi: Kpi,
    key: TargetDraft | Target,
    base: Target | None,
    theirs: Target | None,
    *,
    yours: Mapping[str, Any],
) -> ChangedElsewhere:
    rows = targets.history(session=session, kpi_id=key.kpi_id)
    by = next(row.recorded_by for row in rows if _target_key(row) == _target_key(key))
    message = wording.target_changed(kpi.name, key.target_date, by)
    sides = _sides(yours, base, theirs)
    details = {"noun": NounKind.TARGET.value, "name": kpi.name, "by": by, "fields": sides}
    return ChangedElsewhere(message, details=details)


def _sides(
    yours: Mapping[str, Any], base: Ledger | None, theirs: Ledger | None
) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "base": getattr(base, field, None),
            "theirs": getattr(theirs, field, None),
            "yours": value,
        }
        for field, value in yours.items()
        if getattr(theirs, field, None) != value
    ]
