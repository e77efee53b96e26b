"""Plans, commits and undoes imports; the only module of the importers that touches the store.

The preview and the commit make the same plan from the same rows: the preview in a read, the commit
inside the one transaction that then stores it, so what changed meanwhile is seen.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from pmm_core.access import Actor, require
from pmm_core.catalogue.drafts import LaunchDraft, PersonDraft, ProductDraft
from pmm_core.catalogue.service import change, create_all, directory
from pmm_core.errors import NotFound
from pmm_core.failpoints import failpoint
from pmm_core.importers import keep
from pmm_core.importers.changes import Changes, KpiRef, NounRef
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.launches import plan_launches
from pmm_core.importers.logs import LogNames, LogPlan
from pmm_core.importers.plan import ImportPlan, ImportResult, Outcome, UndoResult, assemble
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.reading import Reading, read_files
from pmm_core.importers.requests import plan_requests
from pmm_core.importers.resolve import Resolver, made_by
from pmm_core.importers.shape import Result
from pmm_core.importers.targets import plan_targets
from pmm_core.importers.values import plan_values
from pmm_core.ledger.service import record_targets, record_values
from pmm_core.models import (
    Audit,
    Import,
    Initiative,
    Kpi,
    KpiSnapshot,
    Noun,
    Person,
    Product,
    Target,
    WorkRequest,
)
from pmm_core.store import actions, requests, snapshots, targets
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, NounKind

AnyPlan = ImportPlan | LogPlan
_FOREVER = dt.date.max
_TABLES: Mapping[NounKind, type[Noun]] = {
    NounKind.PRODUCT: Product,
    NounKind.PERSON: Person,
    NounKind.INITIATIVE: Initiative,
    NounKind.KPI: Kpi,
    NounKind.WORK_REQUEST: WorkRequest,
}
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


def preview(
    *,
    store: Store,
    actor: Actor,
    files: Sequence[SourceFile],
    options: ImportOptions,
    today: dt.date,
) -> ImportPlan:
    """Work out what importing tables would do; nothing is stored.

    Args:
        files: at least one, all of one profile; pasted text is `SourceFile.pasted`.
        options: what the person said; the rest is recognised and stated in the plan.
        today: the last day a value can be of, and the day a target takes effect.

    Raises:
        FileRefused: a file that is no clean table of a known profile; `is_event_log` for one
            that is kept whole, see `keep`.
        InvalidInput: options that cannot be followed.
    """
    require(actor, Action.READ, store)
    reading = read_files(files, options, today)
    log_names = keep.log_names(store)
    with store.read() as session:
        return _plan(session, reading, log_names)


def commit(*, store: Store, actor: Actor, plan: ImportPlan) -> ImportResult:
    """Store what a plan accepts: every row in one transaction, or none.

    Raises:
        InvalidInput: the plan, made again inside the transaction, is refused (`rows_rejected`,
            `names_unknown`); `details` hold the answer with its problems.
    """
    require(actor, Action.WRITE, store)
    if plan.refusal:
        raise plan.refusal
    log_names = keep.log_names(store)
    with store.write(actor=actor) as unit:
        now = _plan(unit.session, plan.reading, log_names)
        if now.refusal:
            raise now.refusal
        if now.same_as is not None or now.rows.accepted == 0:
            return ImportResult(now, None)
        record = unit.add(
            Import(
                profile=now.match.profile.id.value,
                files=list(now.reading.files),
                content_hash=now.reading.content_hash,
                rows=now.rows.as_json(),
                assumed=dict(now.assumed),
            )
        )
        assert record.id is not None
        created = _write(unit, now.changes, import_id=record.id, today=now.reading.today)
        failpoint("import.after_rows")
        unit.change(Import, record.id, {"created": created}, version=record.version)
        failpoint("import.before_commit")
    return ImportResult(now, record.id)


def carry_out(*, store: Store, actor: Actor, plan: AnyPlan) -> Result:
    """Store what a plan accepts, be it of tables or of an event log: all of it, or nothing.

    Raises:
        InvalidInput: as `commit` and `keep.commit_log`.
    """
    if isinstance(plan, LogPlan):
        return keep.commit_log(store=store, actor=actor, plan=plan)
    return commit(store=store, actor=actor, plan=plan)


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
        record = unit.session.get(Import, import_id)
        if record is None:
            raise NotFound("import", str(import_id))
        if record.withdrawn_at is not None:
            return UndoResult(import_id, withdrawn=0, restored=0, already=True)
        if record.profile == ProfileId.EVENTS:
            return keep.undo_log(store, unit, record)
        withdrawn, restored = _withdraw(unit, record)
        noun = _ROWS_ARE.get(record.profile)
        if noun is not None:
            changed = _restore_changed(unit, record, noun)
            withdrawn += changed + len(record.created.get(noun.value, ()))
            restored += changed
        _archive_made(unit, record)
        failpoint("undo.before_commit")
    return UndoResult(import_id, withdrawn=withdrawn, restored=restored, already=False)


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


def read_imports(*, store: Store, actor: Actor, most: int = 50) -> Sequence[Import]:
    """Read the newest imports, withdrawn ones too, for the list beside the upload."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return session.exec(select(Import).order_by(col(Import.id).desc()).limit(most)).all()


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
    table = _TABLES[noun]
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


def _archive_made(unit: Unit, record: Import) -> None:
    """Archive the nouns an import made, where nothing rests on them."""
    for noun in _LEAVING:
        for noun_id in record.created.get(noun.value, ()):
            row = unit.session.get(_TABLES[noun], noun_id)
            if row is None or row.archived_at is not None:
                continue
            if not _is_used(unit.session, noun, noun_id):
                gone = {"archived_at": unit.at}
                unit.change(_TABLES[noun], noun_id, gone, version=row.version)


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


def _earlier(session: Session, content_hash: str) -> Import | None:
    """Find the newest import of the same content that was not withdrawn."""
    return session.exec(
        select(Import)
        .where(Import.content_hash == content_hash, col(Import.withdrawn_at).is_(None))
        .order_by(col(Import.id).desc())
    ).first()


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


def _plan(session: Session, reading: Reading, log_names: LogNames) -> ImportPlan:
    """Compare what the files say with what the store holds."""
    resolver = Resolver(
        directory=directory(session),
        returnable=made_by(
            session.exec(select(Import).where(col(Import.withdrawn_at).is_not(None))).all()
        ),
        create=reading.options.create,
    )
    outcome = _outcome(session, reading, resolver, log_names)
    return assemble(reading, outcome, _earlier(session, reading.content_hash))


def _outcome(
    session: Session, reading: Reading, resolver: Resolver, log_names: LogNames
) -> Outcome:
    def values_in_force(kpi_ids: Collection[int]) -> Iterable[KpiSnapshot]:
        return snapshots.in_force(session=session, kpi_ids=kpi_ids, as_of=_FOREVER)

    def targets_in_force(kpi_ids: Collection[int]) -> Iterable[Target]:
        return targets.effective(session=session, kpi_ids=kpi_ids, as_of=_FOREVER)

    if reading.match.profile.id is ProfileId.KPI_VALUES:
        return plan_values(reading, resolver, values_in_force)
    if reading.match.profile.id is ProfileId.KPI_TARGETS:
        return plan_targets(reading, resolver, targets_in_force)
    if reading.match.profile.id is ProfileId.REQUESTS:
        return plan_requests(
            reading.requests,
            resolver,
            known=requests.all_requests(session=session),
            challenges=requests.challenges(session=session),
        )
    return plan_launches(reading.launches, resolver, log_names)


def _write(unit: Unit, changes: Changes, *, import_id: int, today: dt.date) -> dict[str, list[int]]:
    """Write the changes in the order they depend on each other; returns the ids made, by noun."""
    made: dict[str, list[int]] = {}

    def note(noun: NounKind, ids: Iterable[int | None]) -> None:
        made.setdefault(noun.value, []).extend(one for one in ids if one is not None)

    for noun, noun_id in changes.returning:
        row = unit.session.get(_TABLES[noun], noun_id)
        if row is not None and row.archived_at is not None:
            unit.change(_TABLES[noun], noun_id, {"archived_at": None}, version=row.version)
            note(noun, [noun_id])
    products = create_all(unit, [ProductDraft(name=name) for name in changes.products.values()])
    people = create_all(unit, [PersonDraft(name=name) for name in changes.people.values()])
    note(NounKind.PRODUCT, (one.id for one in products))
    note(NounKind.PERSON, (one.id for one in people))
    ids = {
        NounRef(None, key): one.id
        for keys, rows in ((changes.products, products), (changes.people, people))
        for key, one in zip(keys, rows, strict=True)
    }
    kpi_ids = _write_kpis(unit, changes, ids)
    note(NounKind.KPI, kpi_ids.values())
    note(NounKind.INITIATIVE, _write_launches(unit, changes, ids))
    note(NounKind.WORK_REQUEST, _write_requests(unit, changes))
    _write_ledgers(unit, changes, kpi_ids, import_id=import_id, today=today)
    return {noun: noun_ids for noun, noun_ids in made.items() if noun_ids}


NewIds = Mapping[NounRef, int | None]


def _id(ref: NounRef | None, ids: NewIds) -> int | None:
    return None if ref is None else ref.id if ref.id is not None else ids[ref]


def _write_kpis(unit: Unit, changes: Changes, ids: NewIds) -> dict[KpiRef, int]:
    drafts = [
        kpi.draft(product_id=_id(kpi.ref.product, ids), owner_id=_id(kpi.owner, ids))
        for kpi in changes.kpis
    ]
    rows = create_all(unit, drafts)
    return {
        kpi.ref: row.id for kpi, row in zip(changes.kpis, rows, strict=True) if row.id is not None
    }


def _write_launches(unit: Unit, changes: Changes, ids: NewIds) -> list[int | None]:
    """Change the launches that are known, make the others; returns the ids of those made."""
    drafts = []
    for launch in changes.launches:
        fields = dict(launch.fields)
        if launch.owner is not None:
            fields["owner_id"] = _id(launch.owner, ids)
        if launch.was is None or launch.was.id is None:
            drafts.append(
                LaunchDraft.check(product_id=_id(launch.product, ids), name=launch.name, **fields)
            )
        else:
            row = unit.session.get(Initiative, launch.was.id)
            version = row.version if row is not None else launch.was.version
            unit.change(Initiative, launch.was.id, fields, version=version)
    return [row.id for row in create_all(unit, drafts)]


def _write_requests(unit: Unit, changes: Changes) -> list[int | None]:
    """Change the requests that are known, make the others; returns the ids of those made."""
    for one in changes.requests:
        if one.was is not None:
            change(unit, unit.session.get_one(WorkRequest, one.was.id), one.draft)
    new = [one.draft for one in changes.requests if one.was is None]
    return [row.id for row in create_all(unit, new)]


def _write_ledgers(
    unit: Unit,
    changes: Changes,
    kpi_ids: Mapping[KpiRef, int],
    *,
    import_id: int,
    today: dt.date,
) -> None:
    def id_of(ref: KpiRef) -> int:
        return kpi_ids[ref] if ref.id is None else ref.id

    record_values(
        unit,
        [new.draft.model_copy(update={"kpi_id": id_of(new.kpi)}) for new in changes.values],
        today=today,
        import_id=import_id,
    )
    record_targets(
        unit,
        [new.draft.model_copy(update={"kpi_id": id_of(new.kpi)}) for new in changes.targets],
        today=today,
        import_id=import_id,
    )
