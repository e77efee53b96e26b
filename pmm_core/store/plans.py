"""Named reads of what belongs to a launch's plan: slips, readiness items, KPIs."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, func, select

from pmm_core.models import Audit, Kpi, LaunchSlip, ReadinessItem
from pmm_core.store.snapshots import recorded_and_not_withdrawn
from pmm_core.vocabulary import NounKind, ReadinessStatus

_SETTLED = (ReadinessStatus.DONE, ReadinessStatus.NOT_NEEDED)


def slips(*, session: Session, launch_id: int) -> Sequence[LaunchSlip]:
    """Read the moves of a launch's day in the order they were recorded; withdrawn ones are out."""
    return session.exec(
        select(LaunchSlip)
        .where(LaunchSlip.initiative_id == launch_id, *recorded_and_not_withdrawn(LaunchSlip, None))
        .order_by(col(LaunchSlip.id))
    ).all()


def items(*, session: Session, launch_id: int) -> Sequence[ReadinessItem]:
    """Read the readiness items of a launch in use, in the order they were made."""
    return session.exec(
        select(ReadinessItem)
        .where(ReadinessItem.initiative_id == launch_id, col(ReadinessItem.archived_at).is_(None))
        .order_by(col(ReadinessItem.id))
    ).all()


def open_items_of_owner(*, session: Session, owner_id: int) -> Sequence[ReadinessItem]:
    """Read the readiness items of a person that are neither done nor left out."""
    return session.exec(
        select(ReadinessItem)
        .where(
            ReadinessItem.owner_id == owner_id,
            col(ReadinessItem.status).not_in(_SETTLED),
            col(ReadinessItem.archived_at).is_(None),
        )
        .order_by(col(ReadinessItem.id))
    ).all()


def kpis(*, session: Session, launch_id: int) -> Sequence[Kpi]:
    """Read the KPIs of a launch in use, in the order they were made."""
    return session.exec(
        select(Kpi)
        .where(Kpi.initiative_id == launch_id, col(Kpi.archived_at).is_(None))
        .order_by(col(Kpi.id))
    ).all()


def last_changes(*, session: Session) -> Mapping[int, dt.datetime]:
    """Read when each launch and other initiative was last changed: id -> UTC."""
    rows = session.exec(
        select(Audit.noun_id, func.max(Audit.recorded_at))
        .where(Audit.noun == NounKind.INITIATIVE)
        .group_by(col(Audit.noun_id))
    ).all()
    return dict(rows)
