"""Reads who carries what, keeps allocations within a person's time, and the house rules."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import change, create_all, directory
from pmm_core.company.service import read_settings
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.models import (
    Allocation,
    FirstProduct,
    Initiative,
    Person,
    Product,
    Setting,
    Team,
)
from pmm_core.spread import wording
from pmm_core.spread.build import Spread, measure_spread
from pmm_core.spread.coverage import suggest_first
from pmm_core.spread.drafts import AllocationDraft, FirstProductDraft, RulesDraft
from pmm_core.spread.facts import (
    Allotted,
    Chosen,
    PlannedLaunch,
    SoldProduct,
    TeamFacts,
    over_one,
)
from pmm_core.spread.load import weeks_around
from pmm_core.store import allocations as stored
from pmm_core.store import settings as stored_settings
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, InitiativeType, NounKind

RULES_KEY = "spread_rules"
WEEKS_BACK = WEEKS_AHEAD = 13
_TEAM_WORDS = ("product marketing", "pmm")


@dataclass(frozen=True)
class RulesInForce:
    """The house rules in force.

    Attributes:
        version: how often they were saved; 0 while they stand at their defaults.
    """

    said: RulesDraft
    version: int = 0


def read_spread(
    *,
    store: Store,
    actor: Actor,
    as_of: dt.date,
    back: int = WEEKS_BACK,
    ahead: int = WEEKS_AHEAD,
) -> Spread:
    """Read breadth, load, coverage and the first product.

    Args:
        as_of: the day allocations are looked at.
        back, ahead: weeks of load before and after the week of that day.
    """
    require(actor, Action.READ, store)
    settings = read_settings(store=store, actor=actor)
    with store.read() as session:
        facts = _facts(session, settings.timezone)
        rules = _rules(session)
    return measure_spread(
        facts,
        rules.said,
        as_of=as_of,
        weeks=weeks_around(as_of, back=back, ahead=ahead, calendar=settings.calendar),
        calendar=settings.calendar,
    )


def read_allocations(*, store: Store, actor: Actor) -> Sequence[Allocation]:
    """Read every allocation, archived ones too, those that start first first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return stored.all_allocations(session=session)


def allocate(*, store: Store, actor: Actor, draft: AllocationDraft) -> Allocation:
    """Give a share of somebody's time to a product.

    Raises:
        InvalidInput: their shares would add up to more than 1 (`over_one`), or the draft points
            to something that is not in use (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        made = create_all(unit, [draft])[0]
        _check_whole(unit, made.person_id)
        return made


def change_allocation(
    *, store: Store, actor: Actor, base: Allocation, draft: AllocationDraft
) -> Allocation:
    """Change an allocation, if nobody saved it since.

    Raises:
        InvalidInput: as for `allocate`.
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        saved = change(unit, base, draft)
        _check_whole(unit, saved.person_id)
        return saved


def restore_allocation(*, store: Store, actor: Actor, noun: Allocation) -> Allocation:
    """Bring an archived allocation back, if there is time for it.

    Raises:
        InvalidInput: the person's shares would add up to more than 1 (`over_one`).
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        back = {"archived_at": None}
        saved = unit.change(Allocation, cast(int, noun.id), back, version=noun.version)
        _check_whole(unit, saved.person_id)
        return saved


def read_rules(*, store: Store, actor: Actor) -> RulesInForce:
    """Read the house rules in force."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _rules(session)


def save_rules(
    *, store: Store, actor: Actor, base: RulesInForce, draft: RulesDraft
) -> RulesInForce:
    """Write the house rules that differ from those the person saw, if nobody saved them since.

    Raises:
        ChangedElsewhere: somebody saved them first; `details` hold base, theirs and yours.
    """
    require(actor, Action.WRITE, store)
    before, wanted = base.said.model_dump(mode="json"), draft.model_dump(mode="json")
    changes = {field: value for field, value in wanted.items() if value != before[field]}
    with store.write(actor=actor) as unit:
        now = _rules(unit.session)
        row = stored_settings.by_key(session=unit.session).get(RULES_KEY)
        if now.version != base.version:
            raise _rules_changed(unit.session, row, before, now.said, changes)
        value = now.said.model_dump(mode="json") | changes
        if row is None:
            unit.add(Setting(key=RULES_KEY, value=value))
        else:
            unit.change(Setting, cast(int, row.id), {"value": value}, version=row.version)
        return _rules(unit.session)


def choose_first(
    *, store: Store, actor: Actor, draft: FirstProductDraft, seen: int | None
) -> FirstProduct:
    """Start with another product than suggested, or with the suggested one again; the last counts.

    Args:
        draft: the product, and why.
        seen: id of the choice in force the person saw; null if there was none.

    Raises:
        InvalidInput: the product is not in use (`not_in_use`).
        ChangedElsewhere: somebody chose meanwhile.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        current = stored.first_product(session=unit.session)
        if (current.id if current else None) != seen:
            details = {"current": current.id if current else None}
            raise ChangedElsewhere(wording.FIRST_MOVED, details=details)
        products = _products(unit.session)
        if draft.product_id not in {one.id for one in products}:
            raise InvalidInput(wording.NOT_IN_USE, code="not_in_use")
        suggested = suggest_first(products).product
        return unit.add(
            FirstProduct(
                product_id=draft.product_id,
                suggested_id=suggested.id if suggested else None,
                reason=draft.reason,
            )
        )


def _check_whole(unit: Unit, person_id: int) -> None:
    """Refuse shares of a person that add up to more than all of their time."""
    known = directory(unit.session)
    person = known.name(Person, person_id) or ""
    over = over_one([one for one in _allotted(unit.session) if one.person == person])
    if over:
        problem = {"field": "share", "message": wording.over_one(person, over)}
        raise InvalidInput(problem["message"], code="over_one", details={"problems": [problem]})


def _facts(session: Session, timezone: str) -> TeamFacts:
    known = directory(session)
    first = stored.first_product(session=session)
    launches = [
        PlannedLaunch(
            known.name(Product, one.product_id) or "", one.name, one.launched_on, one.tier
        )
        for one in known.in_use(Initiative)
        if one.kind is InitiativeType.LAUNCH and one.launched_on is not None
    ]
    teams = {
        one.id
        for one in known.in_use(Team)
        if any(word in one.name.casefold() for word in _TEAM_WORDS)
    }
    return TeamFacts(
        allotted=tuple(_allotted(session)),
        launches=tuple(sorted(launches, key=lambda one: (one.on, one.product, one.name))),
        products=_products(session),
        team_members=tuple(one.name for one in known.in_use(Person) if one.team_id in teams),
        chosen=_chosen(session, first, timezone) if first else None,
    )


def _allotted(session: Session) -> list[Allotted]:
    """Read what counts: of products in use, and of people until their last day."""
    known = directory(session)
    allotted = []
    for row in stored.all_allocations(session=session):
        person, product = known.get(Person, row.person_id), known.get(Product, row.product_id)
        if row.archived_at or person is None or product is None or product.archived_at:
            continue
        if person.archived_at and person.left_on is None:
            continue
        ends = [day for day in (row.end_on, person.left_on) if day is not None]
        allotted.append(
            Allotted(
                person=person.name,
                product=product.name,
                buyer=row.buyer,
                share=row.share,
                start_on=row.start_on,
                end_on=min(ends, default=None),
            )
        )
    return allotted


def _products(session: Session) -> tuple[SoldProduct, ...]:
    rows = sorted(directory(session).in_use(Product), key=lambda one: one.id or 0)
    return tuple(
        SoldProduct(cast(int, one.id), one.name, one.revenue_share, one.strategic) for one in rows
    )


def _rules(session: Session) -> RulesInForce:
    row = stored_settings.by_key(session=session).get(RULES_KEY)
    if row is None:
        return RulesInForce(RulesDraft())
    return RulesInForce(RulesDraft.check(**row.value), row.version)


def _rules_changed(
    session: Session,
    row: Setting | None,
    before: Mapping[str, Any],
    theirs: RulesDraft,
    yours: Mapping[str, Any],
) -> ChangedElsewhere:
    by = stored_settings.last_saved_by(session=session, setting_ids=[row.id or 0] if row else [])
    now = theirs.model_dump(mode="json")
    fields = [
        {"field": field, "base": before[field], "theirs": now[field], "yours": value}
        for field, value in yours.items()
    ]
    details = {"noun": NounKind.SETTING.value, "name": RULES_KEY, "by": by, "fields": fields}
    return ChangedElsewhere(wording.rules_changed(by), details=details)


def _chosen(session: Session, row: FirstProduct, timezone: str) -> Chosen | None:
    """Describe the choice in force; one whose product is archived no longer counts."""
    known = directory(session)
    product = known.get(Product, row.product_id)
    if product is None or product.archived_at is not None:
        return None
    return Chosen(
        id=cast(int, row.id),
        product=product.name,
        suggested=known.name(Product, row.suggested_id),
        reason=row.reason,
        by=row.recorded_by,
        on=row.recorded_at.astimezone(ZoneInfo(timezone)).date(),
    )
