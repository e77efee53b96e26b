"""Keeps event logs with an import record each; beside `apply` the only module that sees the store.

A log is one file and its record one row, so they cannot change in one transaction. The log is
written aside first and takes its place once its record is stored: a program killed in between has
either changed nothing, or importing the same log again puts it in its place.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session, col, select

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import directory
from pmm_core.errors import InvalidInput
from pmm_core.events import ingest
from pmm_core.events.contract import ColumnChoice, ColumnUnclear
from pmm_core.failpoints import failpoint
from pmm_core.importers import logs
from pmm_core.importers.contract import ImportOptions, ImportRefused, Rejection, SourceFile
from pmm_core.importers.logs import LogNames, LogPlan, LogResult
from pmm_core.importers.plan import RowCounts, UndoResult
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.remedies import Remedy, Way
from pmm_core.models import Import, Initiative, Product
from pmm_core.settings import Settings, events_root
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action


def log_names(store: Store) -> LogNames:
    """Tell how a launch names a kept log: by its file, or by its table in a database."""
    root = _root(store)

    def name(written: str) -> str:
        is_there = "://" in root or (Path(written).name == written and Path(root, written).exists())
        return written if is_there else ingest.log_file_name(written)

    return name


def preview_log(
    *,
    store: Store,
    actor: Actor,
    files: Sequence[SourceFile],
    options: ImportOptions,
    today: dt.date,
) -> LogPlan:
    """Look at an event log, and at what is kept under its name; nothing is stored.

    Args:
        files: at least one; together they are one log.
        options: what the person said; `log_name` names the log, else the first file does.
        today: later days are mistakes.

    Raises:
        InvalidInput: the log as a whole cannot be read, or logs are kept in a database
            (`events_elsewhere`).
    """
    require(actor, Action.READ, store)
    if not files:
        raise InvalidInput("There is no file to import. Name one.", code="file_missing")
    log = ingest.log_file_name(options.log_name or files[0].name.partition(".")[0])
    root = ingest.events_folder(_root(store))
    seen = _seen(files, options, today)
    content_hash = logs.log_hash(files, options, log)
    with store.read() as session:
        kept = _kept(session, log)
    return LogPlan(
        files=tuple(files),
        options=options,
        today=today,
        log=log,
        replaces=(root / log).exists(),
        columns=_columns(seen),
        first_rows=tuple(
            (number, tuple(cell or "" for cell in row))
            for number, row in enumerate(seen.first_rows, start=2)
        ),
        rows=RowCounts(seen.read, seen.accepted, seen.rejected, seen.duplicate, 0),
        no_unit=seen.no_unit,
        events=seen.events,
        days=(seen.first_day, seen.last_day) if seen.first_day and seen.last_day else None,
        problems=tuple(Rejection(**problem) for problem in seen.problems),
        assumed={"log": log, **({"notes": list(seen.assumed)} if seen.assumed else {})},
        content_hash=content_hash,
        same_as=kept[0].id if kept and kept[0].content_hash == content_hash else None,
    )


def _seen(files: Sequence[SourceFile], options: ImportOptions, today: dt.date) -> ingest.LogPreview:
    """Look at a log; a column that is not recognised is named as an import names it."""
    try:
        with logs.on_disk(files) as source:
            return ingest.preview_log(source, options=_log_options(options, today))
    except ColumnUnclear as unclear:
        remedy = Remedy(Way.LOG_COLUMN, unclear.part)
        raise ImportRefused(unclear.sentence, code=unclear.code, remedy=remedy) from unclear


def _columns(seen: ingest.LogPreview) -> tuple[tuple[str, str | None], ...]:
    """Put each header beside the part of an event it stands for."""
    fields = {seen.columns.unit: "unit", seen.columns.event: "event", seen.columns.time: "time"}
    return tuple((header, fields.get(header)) for header in seen.headers)


def commit_log(*, store: Store, actor: Actor, plan: LogPlan) -> LogResult:
    """Keep a log and record it, or neither.

    Raises:
        InvalidInput: the log has rows that cannot be taken (`rows_rejected`).
    """
    require(actor, Action.WRITE, store)
    if plan.refusal:
        raise plan.refusal
    root = ingest.events_folder(_root(store))
    if plan.same_as is not None:
        _put_in_place(store, actor, root, plan.log)
        return LogResult(plan, None)
    with store.write(actor=actor) as unit, logs.on_disk(plan.files) as source:
        kept = _kept(unit.session, plan.log)
        logs.sweep(root, plan.log, _copies(unit.session, plan.log), at=unit.at)
        logs.set_aside(root, plan.log, _id(kept[0]) if kept else logs.ORIGINAL)
        record = unit.add(
            Import(
                profile=ProfileId.EVENTS.value,
                files=[file.name for file in plan.files],
                content_hash=plan.content_hash,
                rows=plan.rows.as_json(),
                assumed=plan.assumed,
            )
        )
        copy = logs.copy_of(root, plan.log, _id(record))
        ingest.write_log(source, file=copy, options=_log_options(plan.options, plan.today))
        failpoint("import.after_rows")
        failpoint("import.before_commit")
    failpoint("import.after_commit")
    _put_in_place(store, actor, root, plan.log)
    return LogResult(plan, record.id)


def _put_in_place(store: Store, actor: Actor, root: Path, log: str) -> None:
    """Let a log be what its newest record says, in a unit that no other import can enter."""
    with store.write(actor=actor) as unit:
        kept = _kept(unit.session, log)
        if kept:
            logs.put_right(root, log, _id(kept[0]))


def undo_log(store: Store, unit: Unit, record: Import) -> UndoResult:
    """Withdraw a kept log inside an open unit: the one before it is in force again.

    A log that was imported later stays. The file changes before the record; should that fail,
    undoing again ends the same.
    """
    root, log = Path(_root(store)), str(record.assumed["log"])
    was_in_force = _kept(unit.session, log)[0].id == record.id
    without_log = _losing(unit.session, root, record)
    unit.change(
        Import,
        _id(record),
        {"withdrawn_at": unit.at, "withdrawn_by": unit.actor.name},
        version=record.version,
    )
    restored = 0
    if was_in_force:
        left = _kept(unit.session, log)
        is_back = logs.bring_back(root, log, _id(left[0]) if left else logs.ORIGINAL)
        restored = left[0].rows["accepted"] if left and is_back else 0
    return UndoResult(_id(record), record.rows["accepted"], restored, False, without_log)


def foresee_undo_log(store: Store, session: Session, record: Import) -> UndoResult:
    """Tell what `undo_log` would do inside an open read."""
    root, log = Path(_root(store)), str(record.assumed["log"])
    in_force, *earlier = _kept(session, log)
    restored = 0
    if in_force.id == record.id and earlier and logs.copy_of(root, log, _id(earlier[0])).exists():
        restored = earlier[0].rows["accepted"]
    without_log = _losing(session, root, record)
    return UndoResult(_id(record), record.rows["accepted"], restored, False, without_log)


def _losing(session: Session, root: Path, record: Import) -> tuple[str, ...]:
    """Name, as `PRODUCT/NAME`, the launches that are left without their log."""
    log = str(record.assumed["log"])
    in_force, *earlier = [*map(_id, _kept(session, log)), logs.ORIGINAL]
    if in_force != record.id or logs.copy_of(root, log, earlier[0]).exists():
        return ()
    known = directory(session)
    return tuple(
        f"{known.name(Product, launch.product_id)}/{launch.name}"
        for launch in known.in_use(Initiative)
        if launch.log == log
    )


def _root(store: Store) -> str:
    url = store.engine.url.render_as_string(hide_password=False)
    return events_root(Settings.load(), url, sample=store.holds_sample)


def _log_options(options: ImportOptions, today: dt.date) -> ingest.LogOptions:
    said = options.columns
    return ingest.LogOptions(
        today=today,
        choice=ColumnChoice(said.get("unit"), said.get("event"), said.get("time")),
        timezone=options.timezone or "UTC",
        accept_odd_dates=options.accept_odd_dates,
        skip_rejected=options.skip_rejected,
    )


def _kept(session: Session, log: str) -> list[Import]:
    """Find the imports that kept a log and were not withdrawn, the newest first."""
    return [record for record in _imports_of(session, log) if record.withdrawn_at is None]


def _copies(session: Session, log: str) -> set[int]:
    """Tell which copies of a log the store knows of: its imports, and what was there before."""
    ids = {_id(record) for record in _imports_of(session, log)}
    return ids | {logs.ORIGINAL} if ids else ids


def _imports_of(session: Session, log: str) -> list[Import]:
    records = session.exec(
        select(Import)
        .where(Import.profile == ProfileId.EVENTS.value)
        .order_by(col(Import.id).desc())
    ).all()
    return [record for record in records if record.assumed.get("log") == log]


def _id(record: Import) -> int:
    assert record.id is not None
    return record.id
