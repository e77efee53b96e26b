"""Reads and keeps the plan of a launch: its days, tier, readiness and targets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import change, create_all, directory
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound
from pmm_core.ledger.service import move_targets
from pmm_core.models import Initiative, LaunchSlip, Person, Product, ReadinessItem, Setting
from pmm_core.plan import wording
from pmm_core.plan.build import Counting, LaunchPlan
from pmm_core.plan.drafts import (
    InForce,
    LaunchByHand,
    ReadinessItemDraft,
    Said,
    TemplatesDraft,
    TierDraft,
    TierRules,
)
from pmm_core.plan.readiness import SETTLED, Item, due_day, readiness_on
from pmm_core.plan.slips import Dates, Slip, is_slip
from pmm_core.plan.targets import grid_of
from pmm_core.plan.tier import TierChoice, needs_why, propose
from pmm_core.results import name_key
from pmm_core.store import plans, targets
from pmm_core.store import settings as stored_settings
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, InitiativeType, NounKind, ReadinessStatus

TIER_RULES_KEY = "launch_tier_rules"
TEMPLATES_KEY = "readiness_templates"
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

    A launch whose day moves gets a slip with its reason, keeps the day first planned, and takes
    the targets of its windows along.

    Args:
        base: the launch as the person saw it, with its version; null for a new one.
        draft: what it is to be.
        today: from when targets that move along hold.

    Raises:
        InvalidInput: a new launch without an objective (`objective_missing`), a move without a
            reason or another tier than proposed without one (`reason_missing`); as for
            `catalogue.service.add` and `save`.
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    if base is None and draft.is_launch and not draft.objective:
        raise _missing("objective", wording.objective_missing(), code="objective_missing")
    with store.write(actor=actor) as unit:
        _check_tier(unit.session, base, draft)
        if base is None:
            return create_all(unit, [draft])[0]
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


def read_tier_rules(*, store: Store, actor: Actor) -> InForce[TierRules]:
    """Read the questions that propose a tier, with their points and thresholds."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _house(session, TIER_RULES_KEY, TierRules)


def read_templates(*, store: Store, actor: Actor) -> InForce[TemplatesDraft]:
    """Read the readiness list a launch of each tier starts from."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _house(session, TEMPLATES_KEY, TemplatesDraft)


def save_tier_rules(
    *, store: Store, actor: Actor, base: InForce[TierRules], draft: TierRules
) -> InForce[TierRules]:
    """Write the tier questions, if nobody saved them since.

    Raises:
        ChangedElsewhere: somebody saved them first; `details` hold base, theirs and yours.
    """
    return _save_house(store, actor, TIER_RULES_KEY, base, draft)


def save_templates(
    *, store: Store, actor: Actor, base: InForce[TemplatesDraft], draft: TemplatesDraft
) -> InForce[TemplatesDraft]:
    """Write the readiness lists of the tiers, if nobody saved them since.

    Raises:
        ChangedElsewhere: somebody saved them first; `details` hold base, theirs and yours.
    """
    return _save_house(store, actor, TEMPLATES_KEY, base, draft)


def answer_tier(*, store: Store, actor: Actor, base: Initiative, draft: TierDraft) -> Initiative:
    """Keep the answers of a launch to the tier questions, and the tier it gets.

    Raises:
        InvalidInput: an answer to a question there is not (`answer_unknown`), or another tier than
            proposed without a reason (`reason_missing`).
        ChangedElsewhere: somebody saved the launch first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        rules = _house(unit.session, TIER_RULES_KEY, TierRules).said
        asked = {one.key: {answer.points for answer in one.answers} for one in rules.questions}
        kept = base.tier_answers.items()
        for key, points in draft.answers.items() - kept:
            if points not in asked.get(key, ()):
                raise _missing("answers", wording.answer_unknown(key), code="answer_unknown")
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
        templates = _house(unit.session, TEMPLATES_KEY, TemplatesDraft).said
        has = {name_key(row.name) for row in plans.items(session=unit.session, launch_id=launch_id)}
        drafts = [
            ReadinessItemDraft(
                initiative_id=launch_id,
                name=item.name,
                owner_id=launch.owner_id,
                due_on=due_day(item, launch.launched_on),
                critical=item.critical,
            )
            for item in templates.tiers[tier - 1]
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
    move_targets(unit, moves, today=today, why=wording.moved_along(why), import_id=import_id)


def change_by_file(
    unit: Unit,
    launch: Initiative,
    fields: Mapping[str, Any],
    *,
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
    )
    said = dict(fields)
    if moves and launch.planned_on is None:
        said.setdefault("planned_on", before)
    saved = unit.change(Initiative, cast(int, launch.id), said, version=launch.version)
    if moves and before and after:
        why = wording.said_by_file()
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
        raise _missing("slip_why", wording.reason_missing(before, after))
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
    rules = _house(session, TIER_RULES_KEY, TierRules).said
    if draft.is_launch and not draft.tier_why and needs_why(draft.tier_answers, draft.tier, rules):
        proposed = propose(draft.tier_answers, rules).tier
        raise _missing("tier_why", wording.tier_why_missing(draft.tier, proposed))


def _missing(field: str, message: str, *, code: str = "reason_missing") -> InvalidInput:
    problem = {"field": field, "message": message}
    return InvalidInput(message, code=code, details={"problems": [problem]})


def _house(session: Session, key: str, table: type[Said]) -> InForce[Said]:
    row = stored_settings.by_key(session=session).get(key)
    if row is None:
        return InForce(table())
    return InForce(table.check(**row.value), row.version)


def _save_house(
    store: Store, actor: Actor, key: str, base: InForce[Said], draft: Said
) -> InForce[Said]:
    """Write the fields of a list of the house that differ from those the person saw."""
    require(actor, Action.WRITE, store)
    before, wanted = base.said.model_dump(mode="json"), draft.model_dump(mode="json")
    changes = {field: value for field, value in wanted.items() if value != before[field]}
    with store.write(actor=actor) as unit:
        now = _house(unit.session, key, type(draft))
        row = stored_settings.by_key(session=unit.session).get(key)
        theirs = now.said.model_dump(mode="json")
        if now.version != base.version:
            ids = [row.id or 0] if row else []
            by = stored_settings.last_saved_by(session=unit.session, setting_ids=ids)
            fields = [
                {"field": field, "base": before[field], "theirs": theirs[field], "yours": value}
                for field, value in changes.items()
            ]
            details = {"noun": NounKind.SETTING.value, "name": key, "by": by, "fields": fields}
            raise ChangedElsewhere(wording.house_changed(by), details=details)
        if row is None:
            unit.add(Setting(key=key, value=theirs | changes))
        else:
            value = {"value": theirs | changes}
            unit.change(Setting, cast(int, row.id), value, version=row.version)
        return _house(unit.session, key, type(draft))


def _plan(session: Session, launch_id: int, as_of: dt.date) -> LaunchPlan:
    known = directory(session)
    launch = _launch(session, launch_id)
    kpis = plans.kpis(session=session, launch_id=launch_id)
    in_force = targets.effective(
        session=session, kpi_ids=[one.id or 0 for one in kpis], as_of=_FOREVER
    )
    items = [
        Item(
            id=row.id or 0,
            name=row.name,
            owner=known.name(Person, row.owner_id),
            due_on=row.due_on,
            critical=row.critical,
            status=row.status,
            note=row.note,
        )
        for row in plans.items(session=session, launch_id=launch_id)
    ]
    rules = _house(session, TIER_RULES_KEY, TierRules).said
    return LaunchPlan(
        id=launch_id,
        product=known.name(Product, launch.product_id) or "",
        name=launch.name,
        owner=known.name(Person, launch.owner_id),
        objective=launch.objective,
        launch_type=launch.launch_type,
        contents=launch.contents,
        audience=launch.audience,
        dates=_dates(session, launch, as_of),
        tier=TierChoice(launch.tier, launch.tier_why, propose(launch.tier_answers, rules)),
        counting=_counting(launch),
        readiness=readiness_on(items, as_of),
        targets=grid_of(launch.windows, kpis, in_force),
    )


def _launch(session: Session, launch_id: int) -> Initiative:
    launch = session.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch


def _dates(session: Session, launch: Initiative, as_of: dt.date) -> Dates:
    zone = ZoneInfo(launch.timezone)
    return Dates(
        launched_on=launch.launched_on,
        planned_on=launch.planned_on,
        timezone=launch.timezone,
        slips=tuple(
            Slip(
                row.planned_before,
                row.planned_after,
                row.why,
                on=row.recorded_at.astimezone(zone).date(),
                by=row.recorded_by,
            )
            for row in plans.slips(session=session, launch_id=launch.id or 0)
        ),
        as_of=as_of,
    )


def _counting(launch: Initiative) -> Counting:
    return Counting(
        clock=launch.clock,
        expose_event=launch.expose_event,
        adopt_events=tuple(launch.adopt_events),
        min_uses=launch.min_uses,
        min_days=launch.min_days,
        after_exposure_day=launch.after_exposure_day,
        activation_events=tuple(launch.activation_events),
        engaged_days=launch.engaged_days,
        engaged_min_days=launch.engaged_min_days,
        leave_event=launch.leave_event,
        active_days=launch.active_days,
        late_joiners=launch.late_joiners,
        segment_by=launch.segment_by,
        windows=tuple(launch.windows),
        log=launch.log,
    )
