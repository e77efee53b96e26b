"""Reads when launches are, which of them collide, and what falls into their days."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import directory
from pmm_core.company.calendar import BusinessCalendar
from pmm_core.company.service import read_settings
from pmm_core.launch_calendar.build import EVERYTHING, Asked, LaunchCalendar
from pmm_core.launch_calendar.collisions import (
    Influence,
    Scheduled,
    find_collisions,
    find_meetings,
)
from pmm_core.models import ExternalFactor, Initiative, Person, Product
from pmm_core.store import plans
from pmm_core.store.rewind import nouns_known
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Cadence, InitiativeType


def read_calendar(
    *, store: Store, actor: Actor, as_of: dt.date, asked: Asked = EVERYTHING
) -> LaunchCalendar:
    """Read the launches in use by their days, with collisions and external factors.

    Args:
        as_of: the day looked from.
        asked: which launches, over which days.

    Raises:
        NotFound: a product or person in `asked` that there is not.
    """
    require(actor, Action.READ, store)
    calendar = read_settings(store=store, actor=actor).calendar
    with store.read() as session:
        known = directory(session)
        asked = Asked(
            # A former name, or other capitals, still find the noun.
            products=tuple(known.require(Product, name).name for name in asked.products),
            tiers=asked.tiers,
            owners=tuple(known.require(Person, name).name for name in asked.owners),
            first=asked.first,
            last=asked.last,
        )
        launches = [one for one in known.in_use(Initiative) if one.kind is InitiativeType.LAUNCH]
        scheduled = _in_order(session, launches)
        factors = _factors(session)
        undated = tuple(
            f"{known.name(Product, one.product_id)}/{one.name}"
            for one in launches
            if one.launched_on is None
        )
    found = LaunchCalendar(
        as_of=as_of,
        asked=EVERYTHING,
        launches=scheduled,
        collisions=find_collisions(scheduled, lambda day: _week(calendar, day)),
        meetings=find_meetings(scheduled, factors),
        undated=undated,
    )
    return found.only(asked)


def _in_order(session: Session, launches: Sequence[Initiative]) -> tuple[Scheduled, ...]:
    known, revised = directory(session), plans.last_changes(session=session)
    found = [
        Scheduled(
            id=one.id or 0,
            product_id=one.product_id,
            product=known.name(Product, one.product_id) or "",
            name=one.name,
            tier=one.tier,
            owner_id=one.owner_id,
            owner=known.name(Person, one.owner_id),
            audience=one.audience,
            clock=one.clock,
            launched_on=one.launched_on,
            windows=tuple(sorted(one.windows)),
            ended_on=one.ended_on,
            outcome=one.outcome,
            made_at=one.recorded_at,
            revised_at=revised.get(one.id or 0, one.recorded_at),
            version=one.version,
        )
        for one in launches
        if one.launched_on is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.launched_on, one.label)))


def _factors(session: Session) -> list[Influence]:
    known, found = directory(session), []
    for one in nouns_known(session=session, model=ExternalFactor):
        if one.archived_at is None:
            found += [
                Influence(one.name, product_id, one.start_on, one.end_on)
                for product_id in known.products_touched(one)
            ]
    return found


def _week(calendar: BusinessCalendar, day: dt.date) -> tuple[dt.date, dt.date]:
    week = calendar.period(day, Cadence.WEEKLY)
    return week.first, week.last
