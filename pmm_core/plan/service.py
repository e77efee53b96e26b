"""Reads and keeps the plan of a launch: its days, tier, readiness and targets."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import change, create_all, directory
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.house.service import templates, tier_rules
from pmm_core.ledger.service import move_targets, record_targets, take_back_targets
from pmm_core.models import (
    Initiative,
    Kpi,
    LaunchSlip,
    Person,
    Product,
    ReadinessItem,
    Target,
)
from pmm_core.plan import form_wording
from pmm_core.plan.build import LaunchPlan, counting_of
from pmm_core.plan.cells import cells_set, refuse_stale
from pmm_core.plan.drafts import (
    LaunchByHand,
    ReadinessItemDraft,
    TargetsDraft,
    TierDraft,
)
from pmm_core.plan.readiness import SETTLED, due_day, item_of, readiness_on
from pmm_core.plan.slips import dates_of, is_slip
from pmm_core.plan.targets import (
    TargetGrid,
    grid_of,
    kpi_draft,
    kpi_for,
    over_on,
    target_draft,
)
from pmm_core.plan.tier import TierChoice, needs_why, propose
from pmm_core.results import name_key
from pmm_core.store import plans, targets
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, InitiativeType, ReadinessStatus

_FOREVER = dt.date.max


def read_plan(*, store: Store, actor: Actor, launch_id: int, as_of: dt.date) -> LaunchPlan:
    """Read the plan of a launch.

    Args:
        launch_id: of the initiative.
        as_of: the day looked from: what is due before it and not done is overdue.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        return _plan(session, launch_id, as_of)


def keep_launch(
    *, store: Store, actor: Actor, base: Initiative | None, draft: LaunchByHand, today: dt.date
) -> Initiative:
    """Make a launch by hand, or save what a person changed of one.

    A launch whose day moves, or moved before it was entered, gets a slip with its reason, keeps the
    day first planned, and takes the targets of its windows along.

    Args:
        base: the launch as the person saw it, with its version; null for a new one.
        draft: what it is to be.
        today: from when targets that move along hold.

    Raises:
        InvalidInput: a new launch without an objective (`objective_missing`), a new one without an
            owner or one whose owner is taken away (`owner_missing`), a move without a reason or
            another tier than proposed without one (`reason_missing`); as for
            `catalogue.service.add` and `save`.
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    if base is None and draft.is_launch and not draft.objective:
        raise _missing("objective", form_wording.objective_missing(), code="objective_missing")
    # One that came without an owner by file may be worked on until somebody is found.
    must_have_one = base is None or base.owner_id is not None
    if draft.is_launch and draft.owner_id is None and must_have_one:
        raise _missing("owner_id", form_wording.owner_missing(), code="owner_missing")
    with store.write(actor=actor) as unit:
        _check_tier(unit.session, base, draft)
        if base is None:
            return _make(unit, draft, today)
        row = unit.session.get(Initiative, cast(int, base.id))
        before = row.launched_on if row else None
        wanted = draft.launched_on if draft.launched_on != base.launched_on else before
        first = _first_plan(unit, row, wanted, why=draft.slip_why) if row else None
        saved = change(unit, base, draft.model_copy(update=first or {}))
        if first is not None and before and wanted:
            note_slip(unit, saved, before, wanted, why=cast(str, draft.slip_why), today=today)
            if draft.due_days_move:
                _move_due_days(unit, saved, by=wanted - before)
        return saved


def _make(unit: Unit, draft: LaunchByHand, today: dt.date) -> Initiative:
    """Make a launch; one that was first planned for another day has moved once already."""
    before, after = draft.planned_on, draft.launched_on
    has_moved = draft.is_launch and None not in (before, after) and before != after
    if has_moved and before and after and not draft.slip_why:
        raise _missing("slip_why", form_wording.reason_missing(before, after))
    said = {"planned_on": before if has_moved else None}
    made = create_all(unit, [draft.model_copy(update=said)])[0]
    if has_moved and before and after and draft.slip_why:
        note_slip(unit, made, before, after, why=draft.slip_why, today=today)
    return made


def answer_tier(*, store: Store, actor: Actor, base: Initiative, draft: TierDraft) -> Initiative:
    """Keep the answers of a launch to the tier questions, and the tier it gets.

    Raises:
        InvalidInput: an answer to a question there is not (`answer_unknown`), or another tier than
            proposed without a reason (`reason_missing`).
        ChangedElsewhere: somebody saved the launch first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        rules = tier_rules(unit.session)
        asked = {one.key: {answer.points for answer in one.answers} for one in rules.questions}
        kept = base.tier_answers.items()
        for key, points in draft.answers.items() - kept:
            if points not in asked.get(key, ()):
                raise _missing("answers", form_wording.answer_unknown(key), code="answer_unknown")
        said = {"tier": draft.tier, "tier_answers": draft.answers, "tier_why": draft.why}
        wanted = LaunchByHand.of(base).model_copy(update=said)
        _check_tier(unit.session, base, wanted)
        return change(unit, base, wanted)


def use_template(
    *, store: Store, actor: Actor, launch_id: int, tier: int
) -> Sequence[ReadinessItem]:
    """Add what the list of a tier asks for and the launch does not have yet.

    Each item gets the launch's owner and its day from the launch day.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: its owner is not in use (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        launch = _launch(unit.session, launch_id)
        lists = templates(unit.session)
        has = {name_key(row.name) for row in plans.items(session=unit.session, launch_id=launch_id)}
        drafts = [
            ReadinessItemDraft(
                initiative_id=launch_id,
                name=item.name,
                owner_id=launch.owner_id,
                due_on=due_day(item, launch.launched_on),
                critical=item.critical,
            )
            for item in lists.tiers[tier - 1]
            if name_key(item.name) not in has
        ]
        return create_all(unit, drafts)


def read_items(*, store: Store, actor: Actor, launch_id: int) -> Sequence[ReadinessItem]:
    """Read the readiness items of a launch in use, to be edited."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return plans.items(session=session, launch_id=launch_id)


def set_status(
    *, store: Store, actor: Actor, item: ReadinessItem, status: ReadinessStatus
) -> ReadinessItem:
    """Say how far a readiness item is.

    Args:
        item: as the person saw it, with its version.

    Raises:
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return unit.change(
            ReadinessItem,
            cast(int, item.id),
            {"status": status},
            version=item.version,
            base=item.model_dump(),
        )


def save_targets(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    base: TargetGrid,
    draft: TargetsDraft,
    today: dt.date,
) -> TargetGrid:
    """Set, move and take back the targets of a launch by window and segment, all or none.

    Args:
        base: the grid as the person saw it; only cells that differ from it are written.
        today: the day new and moved targets take effect.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: a target that was set moves or goes without a reason (`reason_missing`), or
            a KPI for a window cannot be made (`name_taken`, `not_in_use`).
        ChangedElsewhere: somebody set one of them first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        launch = _launch(unit.session, launch_id)
        kpis, in_force, now = _targets(unit.session, launch)
        cells = [one for one in draft.cells if one.share != base.cell(*one.key).share]
        refuse_stale(launch, cells, base, now, in_force)
        moving = [one for one in cells if now.cell(*one.key).target_id is not None]
        if moving and not draft.reason:
            names = [form_wording.cell_name(one.segment, one.window) for one in moving]
            raise _missing("reason", form_wording.target_reason_missing(names))
        rows = {row.id: row for row in in_force}
        held = {one.key: rows.get(now.cell(*one.key).target_id) for one in cells}
        gone = [row for one in cells if one.share is None and (row := held[one.key])]
        take_back_targets(unit, gone, today=today, why=draft.reason or "")
        set_ = [one for one in cells if one.share is not None]
        holders = _kpis_for(unit, launch, {one.window for one in set_}, kpis, in_force)
        drafts = [
            target_draft(
                one,
                holders[one.window],
                held[one.key],
                by=over_on(launch, one.window, now),
                reason=draft.reason if held[one.key] else None,
            )
            for one in set_
        ]
        record_targets(unit, drafts, today=today)
        return _targets(unit.session, launch)[2]


def take_targets(unit: Unit, source: Initiative, launch: Initiative, *, today: dt.date) -> int:
    """Set for a new launch the targets another one has, inside the unit that makes it.

    Returns:
        How many.
    """
    cells = cells_set(_targets(unit.session, source)[2])
    holders = _kpis_for(unit, launch, {one.window for one in cells}, (), ())
    empty = _targets(unit.session, launch)[2]
    drafts = [
        target_draft(
            one, holders[one.window], None, by=over_on(launch, one.window, empty), reason=None
        )
        for one in cells
    ]
    record_targets(unit, drafts, today=today)
    return len(cells)


def note_slip(
    unit: Unit,
    launch: Initiative,
    before: dt.date,
    after: dt.date,
    *,
    why: str,
    today: dt.date,
    import_id: int | None = None,
) -> None:
    """Record that a launch moved, inside the unit that moves it; targets of windows go along."""
    unit.add(
        LaunchSlip(
            initiative_id=cast(int, launch.id),
            planned_before=before,
            planned_after=after,
            why=why,
            import_id=import_id,
        )
    )
    kpi_ids = [one.id or 0 for one in plans.kpis(session=unit.session, launch_id=launch.id or 0)]
    by = after - before
    moves = [
        (one, one.target_date + by)
        for one in targets.effective(session=unit.session, kpi_ids=kpi_ids, as_of=_FOREVER)
        if one.window and one.target_date == before + dt.timedelta(days=one.window)
    ]
    move_targets(unit, moves, today=today, why=form_wording.moved_along(why), import_id=import_id)


def change_by_file(
    unit: Unit,
    launch: Initiative,
    fields: Mapping[str, Any],
    *,
    why: str | None,
    import_id: int,
    today: dt.date,
) -> Initiative:
    """Change what a file says of a launch, inside the unit of its import; a move leaves a slip."""
    before, after = launch.launched_on, fields.get("launched_on")
    moves = launch.kind is InitiativeType.LAUNCH and is_slip(
        before,
        after,
        entered_at=launch.recorded_at,
        now=unit.at,
        timezone=launch.timezone,
        why=why,
    )
    said = dict(fields)
    if moves and launch.planned_on is None:
        said.setdefault("planned_on", before)
    saved = unit.change(Initiative, cast(int, launch.id), said, version=launch.version)
    if moves and before and after:
        why = why or form_wording.said_by_file()
        note_slip(unit, saved, before, after, why=why, today=today, import_id=import_id)
    return saved


def _first_plan(
    unit: Unit, launch: Initiative, after: dt.date | None, *, why: str | None
) -> dict[str, Any] | None:
    """Return what else a move writes; null where the day does not move.

    Raises:
        InvalidInput: it moves without a reason (`reason_missing`).
    """
    before = launch.launched_on
    if launch.kind is not InitiativeType.LAUNCH or before is None or after is None:
        return None
    moves = is_slip(
        before,
        after,
        entered_at=launch.recorded_at,
        now=unit.at,
        timezone=launch.timezone,
        why=why,
    )
    if not moves:
        return None
    if not why:
        raise _missing("slip_why", form_wording.reason_missing(before, after))
    return {} if launch.planned_on else {"planned_on": before}


def _move_due_days(unit: Unit, launch: Initiative, *, by: dt.timedelta) -> None:
    for row in plans.items(session=unit.session, launch_id=launch.id or 0):
        if row.due_on is not None and row.status not in SETTLED:
            moved = {"due_on": row.due_on + by}
            unit.change(ReadinessItem, row.id or 0, moved, version=row.version)


def _check_tier(session: Session, base: Initiative | None, draft: LaunchByHand) -> None:
    """Refuse a tier that contradicts the answers without a reason, where it was just chosen."""
    if base is not None and all(
        getattr(base, field) == getattr(draft, field)
        for field in ("tier", "tier_answers", "tier_why")
    ):
        return
    rules = tier_rules(session)
    if draft.is_launch and not draft.tier_why and needs_why(draft.tier_answers, draft.tier, rules):
        proposed = propose(draft.tier_answers, rules).tier
        raise _missing("tier_why", form_wording.tier_why_missing(draft.tier, proposed))


def _missing(field: str, message: str, *, code: str = "reason_missing") -> InvalidInput:
    problem = {"field": field, "message": message}
    return InvalidInput(message, code=code, details={"problems": [problem]})


def _plan(session: Session, launch_id: int, as_of: dt.date) -> LaunchPlan:
    known = directory(session)
    launch = _launch(session, launch_id)
    items = [
        item_of(row, known.name(Person, row.owner_id))
        for row in plans.items(session=session, launch_id=launch_id)
    ]
    rules = tier_rules(session)
    return LaunchPlan(
        id=launch_id,
        product=known.name(Product, launch.product_id) or "",
        name=launch.name,
        owner=known.name(Person, launch.owner_id),
        objective=launch.objective,
        launch_type=launch.launch_type,
        contents=launch.contents,
        audience=launch.audience,
        dates=dates_of(launch, plans.slips(session=session, launch_id=launch_id), as_of),
        tier=TierChoice(launch.tier, launch.tier_why, propose(launch.tier_answers, rules)),
        counting=counting_of(launch),
        readiness=readiness_on(items, as_of),
        targets=_targets(session, launch)[2],
    )


def _targets(
    session: Session, launch: Initiative
) -> tuple[Sequence[Kpi], Sequence[Target], TargetGrid]:
    """Read the KPIs of a launch, their targets in force, and the grid of those of its windows."""
    kpis = plans.kpis(session=session, launch_id=launch.id or 0)
    kpi_ids = [one.id or 0 for one in kpis]
    in_force = targets.effective(session=session, kpi_ids=kpi_ids, as_of=_FOREVER)
    return kpis, in_force, grid_of(launch.windows, kpis, in_force)


def _kpis_for(
    unit: Unit,
    launch: Initiative,
    windows: Collection[int],
    kpis: Sequence[Kpi],
    in_force: Sequence[Target],
) -> dict[int, Kpi]:
    """Find the KPI that holds the targets of each window, or make it."""
    found = {window: kpi_for(window, kpis, in_force) for window in sorted(windows)}
    new = [window for window, kpi in found.items() if kpi is None]
    rule = counting_of(launch)
    drafts = [kpi_draft(launch, day, form_wording.kpi_definition(rule, day)) for day in new]
    made = dict(zip(new, create_all(unit, drafts), strict=True))
    return {window: kpi or made[window] for window, kpi in found.items()}


def _launch(session: Session, launch_id: int) -> Initiative:
    launch = session.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch
