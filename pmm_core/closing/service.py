"""Closes a launch, reopens it, makes another from it, and reads what the past proposes."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.adoption.service import read_launch
from pmm_core.catalogue.called import the_person
from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import create_all, directory, read_directory
from pmm_core.closing import wording
from pmm_core.closing.drafts import CloseDraft, DuplicateDraft
from pmm_core.closing.proposals import Lesson, Proposal, Reached, propose
from pmm_core.errors import InvalidInput, NotFound, Refused
from pmm_core.models import Initiative, Person, Product, ReadinessItem
from pmm_core.plan.service import take_targets
from pmm_core.precedent.service import read_past
from pmm_core.store import plans
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Clock, InitiativeType, LaunchOutcome

_NOT_TAKEN = ("launched_on", "planned_on", "audience", "log")


@dataclass(frozen=True)
class Duplicated:
    """A launch made from another.

    Attributes:
        items: how many readiness items it got.
        targets: how many targets.
    """

    launch: Initiative
    items: int
    targets: int


def read_closing(*, store: Store, actor: Actor, launch_id: int) -> Initiative:
    """Read a launch to be closed, reopened or duplicated.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        return _launch(session, launch_id)


def find_owner(*, store: Store, actor: Actor, name: str) -> int:
    """Find a person in use by name.

    Raises:
        NotFound: there is none of that name.
    """
    require(actor, Action.READ, store)
    return cast(int, the_person(read_directory(store=store, actor=actor), name).id)


def close_launch(
    *, store: Store, actor: Actor, base: Initiative, draft: CloseDraft, today: dt.date
) -> Initiative:
    """Declare the end of a launch, with how it went and what it teaches.

    Args:
        base: the launch as the person saw it, with its version.
        today: no end may lie after it.

    Raises:
        InvalidInput: an end ahead (`end_ahead`), before the launch (`end_before_start`), or before
            the last window is over for everybody, unless it was stopped (`window_open`).
        Refused: it is closed (`closed_already`).
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    if draft.ended_on > today:
        raise InvalidInput(wording.ends_ahead(today), code="end_ahead")
    with store.read() as session:
        now = _launch(session, base.id or 0)
    if now.ended_on is not None:
        raise Refused(wording.closed_already(now.name, now.ended_on), code="closed_already")
    if draft.outcome is not LaunchOutcome.STOPPED:
        _check_over(store, actor, now, draft.ended_on)
    return _write(store, actor, base, draft.model_dump())


def reopen_launch(*, store: Store, actor: Actor, base: Initiative) -> Initiative:
    """Take the end of a launch back; what was said of it stays in the history.

    Raises:
        Refused: it is not closed (`not_closed`).
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    if base.ended_on is None:
        raise Refused(wording.not_closed(base.name), code="not_closed")
    return _write(store, actor, base, {"ended_on": None, "outcome": None, "lesson": None})


def duplicate_launch(
    *, store: Store, actor: Actor, source: Initiative, draft: DuplicateDraft, today: dt.date
) -> Duplicated:
    """Make a launch that is defined as another one is, on a day of its own.

    It takes definitions, windows, objective, type, contents, tier with its answers, the owner
    where still in use, and the readiness list with its days moved along; all items are open.
    Targets come along where the draft says so.

    Args:
        today: the day its targets take effect.

    Raises:
        InvalidInput: the name is taken (`name_taken`), or nobody answers for it (`owner_missing`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        known = directory(unit.session)
        said = LaunchDraft.of(source).model_dump(exclude=set(_NOT_TAKEN))
        said |= {"name": draft.name, "launched_on": draft.launched_on}
        said["owner_id"] = draft.owner_id or _in_use(known.get(Person, source.owner_id))
        if said["owner_id"] is None:
            message = wording.owner_missing(source.name)
            problem = {"field": "owner_id", "message": message}
            raise InvalidInput(message, code="owner_missing", details={"problems": [problem]})
        (launch,) = create_all(unit, [LaunchDraft.check(**said)])
        by = draft.launched_on - source.launched_on if source.launched_on else None
        items = [
            ReadinessItem(
                initiative_id=cast(int, launch.id),
                name=row.name,
                owner_id=_in_use(known.get(Person, row.owner_id)),
                due_on=row.due_on + by if row.due_on and by is not None else None,
                critical=row.critical,
            )
            for row in plans.items(session=unit.session, launch_id=source.id or 0)
        ]
        unit.add_all(items)
        taken = take_targets(unit, source, launch, today=today) if draft.with_targets else 0
        return Duplicated(launch, len(items), taken)


def read_proposals(
    *, store: Store, actor: Actor, launch_id: int, as_of: dt.date
) -> tuple[Proposal, ...]:
    """Read what the last closed launches reached by the last day of each window of a launch.

    Args:
        launch_id: of a launch that need not have begun.
        as_of: the day looked at.
    """
    require(actor, Action.READ, store)
    known = read_directory(store=store, actor=actor)
    with store.read() as session:
        asked = _launch(session, launch_id)
    found = read_past(store=store, actor=actor, launch_id=launch_id, as_of=as_of)
    return tuple(
        propose(
            one.day,
            asked.tier,
            asked.launch_type,
            [
                Reached(
                    launch=past.launch.label,
                    share=past.share,
                    n=past.n,
                    ended_on=noun.ended_on,
                    tier=noun.tier,
                    launch_type=noun.launch_type,
                )
                for past in one.past
                if (noun := known.get(Initiative, past.launch.id))
                and noun.ended_on is not None
                and noun.ended_on <= as_of
            ],
        )
        for one in found
    )


def read_lessons(*, store: Store, actor: Actor, launch_id: int) -> tuple[Lesson, ...]:
    """Read what closed launches of the same product, tier or type teach; the most alike first."""
    require(actor, Action.READ, store)
    known = read_directory(store=store, actor=actor)
    with store.read() as session:
        asked = _launch(session, launch_id)
    found = [
        Lesson(
            launch=f"{known.name(Product, one.product_id)}/{one.name}",
            ended_on=one.ended_on.isoformat(),
            outcome=one.outcome,
            lesson=one.lesson,
            same_product=one.product_id == asked.product_id,
            same_tier=one.tier is not None and one.tier == asked.tier,
            same_type=one.launch_type is not None and one.launch_type is asked.launch_type,
        )
        for one in known.in_use(Initiative)
        if one.id != launch_id and one.ended_on is not None and one.lesson
    ]
    alike = (one for one in found if one.alike)
    return tuple(sorted(alike, key=lambda one: (-one.alike, one.ended_on, one.launch)))


def _launch(session: Session, launch_id: int) -> Initiative:
    launch = session.get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch


def _check_over(store: Store, actor: Actor, launch: Initiative, ended_on: dt.date) -> None:
    """Refuse an end before the last window is over for everybody."""
    window, first = max(launch.windows), launch.launched_on
    last_day = first + dt.timedelta(days=window) if first else None
    if first is not None and ended_on < first:
        raise InvalidInput(wording.ends_before_start(first), code="end_before_start")
    if last_day is None or ended_on < last_day:
        raise InvalidInput(wording.too_early_to_close(last_day, window), code="window_open")
    if launch.clock is Clock.EXPOSURE:
        # Its units begin one after the other: only their curve tells when all are through.
        curve = read_launch(
            store=store, actor=actor, launch_id=launch.id or 0, as_of=ended_on
        ).whole
        if curve.complete_through is None or curve.complete_through < window:
            raise InvalidInput(wording.too_early_to_close(None, window), code="window_open")


def _write(store: Store, actor: Actor, base: Initiative, changes: dict[str, object]) -> Initiative:
    with store.write(actor=actor) as unit:
        return unit.change(
            Initiative, cast(int, base.id), changes, version=base.version, base=base.model_dump()
        )


def _in_use(person: Person | None) -> int | None:
    return person.id if person is not None and person.archived_at is None else None
