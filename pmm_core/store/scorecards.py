"""Everything a scorecard is computed from, in one consistent read."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from pmm_core.models import (
    Acceptance,
    ExternalFactor,
    Initiative,
    Kpi,
    KpiSnapshot,
    NextAction,
    Person,
    Product,
    Target,
    Team,
)
from pmm_core.store import snapshots, targets
from pmm_core.store.rewind import nouns_known


@dataclass(frozen=True)
class Nouns:
    """The nouns as they were known, in the order they were made."""

    products: Sequence[Product]
    initiatives: Sequence[Initiative]
    kpis: Sequence[Kpi]
    people: Sequence[Person]
    teams: Sequence[Team]
    actions: Sequence[NextAction]
    factors: Sequence[ExternalFactor]


@dataclass(frozen=True)
class Ledgers:
    """The appended rows of some KPIs that are in force, oldest first."""

    snapshots: Sequence[KpiSnapshot]
    targets: Sequence[Target]
    acceptances: Sequence[Acceptance]


def read_nouns(*, session: Session, known_by: dt.datetime | None) -> Nouns:
    """Read all nouns as they stood at an instant (null = now)."""
    return Nouns(
        products=nouns_known(session=session, model=Product, known_by=known_by),
        initiatives=nouns_known(session=session, model=Initiative, known_by=known_by),
        kpis=nouns_known(session=session, model=Kpi, known_by=known_by),
        people=nouns_known(session=session, model=Person, known_by=known_by),
        teams=nouns_known(session=session, model=Team, known_by=known_by),
        actions=nouns_known(session=session, model=NextAction, known_by=known_by),
        factors=nouns_known(session=session, model=ExternalFactor, known_by=known_by),
    )


def read_ledgers(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None,
) -> Ledgers:
    """Read the values, targets and acceptances of some KPIs by a day, as known at an instant."""
    return Ledgers(
        snapshots=snapshots.in_force(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
        targets=targets.effective(session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by),
        acceptances=targets.acceptances(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
    )
