"""Plans and commits imports of tables; `undo` takes them back, `keep` keeps event logs.

The preview and the commit make the same plan from the same rows: the preview in a read, the commit
inside the one transaction that then stores it, so what changed meanwhile is seen.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from pmm_core.access import Actor, require
from pmm_core.catalogue.drafts import LaunchDraft, PersonDraft, ProductDraft
from pmm_core.catalogue.service import change, create_all, directory
from pmm_core.failpoints import failpoint
from pmm_core.importers import keep
from pmm_core.importers.changes import Changes, KpiRef, NounRef
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.launches import plan_launches
from pmm_core.importers.logs import LogNames, LogPlan
from pmm_core.importers.nouns import TABLES
from pmm_core.importers.plan import ImportPlan, ImportResult, Outcome, assemble
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.reading import Reading, read_files
from pmm_core.importers.requests import plan_requests
from pmm_core.importers.resolve import Resolver, made_by
from pmm_core.importers.shape import Result
from pmm_core.importers.targets import plan_targets
from pmm_core.importers.values import plan_values
from pmm_core.ledger.service import record_targets, record_values
from pmm_core.models import (
    Import,
    Initiative,
    KpiSnapshot,
    Product,
    Target,
    WorkRequest,
)
from pmm_core.plan.service import change_by_file, note_slip
from pmm_core.store import requests, snapshots, targets
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, NounKind

AnyPlan = ImportPlan | LogPlan
_FOREVER = dt.date.max


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


def launches_of(*, store: Store, actor: Actor, plan: ImportPlan) -> tuple[str, ...]:
    """Name the launches in use that a table speaks of, as they are called now.

    Returns:
        `PRODUCT/NAME` of each, in the order of the rows.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        known = directory(session)
    named: dict[str, None] = {}
    for row in plan.reading.launches:
        product = known.find(Product, row.product)
        within = (product.id if product else None,)
        launch = known.find(Initiative, row.name, within=within)
        if product and launch and known.is_in_use(launch):
            named[f"{product.name}/{launch.name}"] = None
    return tuple(named)


def read_imports(*, store: Store, actor: Actor, most: int = 50) -> Sequence[Import]:
    """Read the newest imports, withdrawn ones too, for the list beside the upload."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return session.exec(select(Import).order_by(col(Import.id).desc()).limit(most)).all()


def _earlier(session: Session, content_hash: str) -> Import | None:
    """Find the newest import of the same content that was not withdrawn."""
    return session.exec(
        select(Import)
        .where(Import.content_hash == content_hash, col(Import.withdrawn_at).is_(None))
        .order_by(col(Import.id).desc())
    ).first()


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
    stated = replace(outcome, assumed={**outcome.assumed, **resolver.stated})
    return assemble(reading, stated, _earlier(session, reading.content_hash))


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
        row = unit.session.get(TABLES[noun], noun_id)
        if row is not None and row.archived_at is not None:
            unit.change(TABLES[noun], noun_id, {"archived_at": None}, version=row.version)
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
    made_launches = _write_launches(unit, changes, ids, import_id=import_id, today=today)
    note(NounKind.INITIATIVE, made_launches)
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


def _write_launches(
    unit: Unit, changes: Changes, ids: NewIds, *, import_id: int, today: dt.date
) -> list[int | None]:
    """Change the launches that are known, make the others; returns the ids of those made."""
    drafts: list[LaunchDraft] = []
    whys: list[str | None] = []
    for launch in changes.launches:
        fields = dict(launch.fields)
        if launch.owner is not None:
            fields["owner_id"] = _id(launch.owner, ids)
        if launch.was is None or launch.was.id is None:
            drafts.append(
                LaunchDraft.check(product_id=_id(launch.product, ids), name=launch.name, **fields)
            )
            whys.append(launch.why)
        else:
            row = unit.session.get_one(Initiative, launch.was.id)
            change_by_file(unit, row, fields, why=launch.why, import_id=import_id, today=today)
    made = create_all(unit, drafts)
    for row, why in zip(made, whys, strict=True):
        # It moved before it was entered; without a reason that stays a finding of its plan.
        if why and row.planned_on and row.launched_on:
            before, after = row.planned_on, row.launched_on
            note_slip(unit, row, before, after, why=why, today=today, import_id=import_id)
    return [row.id for row in made]


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
