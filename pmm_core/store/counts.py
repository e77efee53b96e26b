"""Named reads of typed counts: which count of a day is in force, and what came before it."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import TypedCount
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def newest(
    *, session: Session, initiative_id: int, known_by: dt.datetime | None = None
) -> Sequence[TypedCount]:
    """Read the newest row of each segment and day of a launch, one taken back included.

    Args:
        known_by: leave out what was recorded later.
    """
    rows = session.exec(
        select(TypedCount)
        .where(
            TypedCount.initiative_id == initiative_id,
            *recorded_and_not_withdrawn(TypedCount, known_by),
        )
        .order_by(col(TypedCount.id))
    ).all()
    found = {(row.segment, row.day): row for row in rows}
    return [found[key] for key in sorted(found)]


def history(*, session: Session, initiative_id: int) -> Sequence[TypedCount]:
    """Read every count ever typed for a launch, the newest first."""
    return session.exec(
        select(TypedCount)
        .where(TypedCount.initiative_id == initiative_id)
        .order_by(col(TypedCount.id).desc())
    ).all()
