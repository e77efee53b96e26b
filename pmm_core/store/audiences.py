"""Named reads of frozen audiences: which list of a launch is in force, and which came before it."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import FrozenAudience
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def in_force(*, session: Session, known_by: dt.datetime | None = None) -> dict[int, FrozenAudience]:
    """Read the newest frozen audience of every launch that has one, by the launch's id.

    Args:
        known_by: leave out what was recorded later.
    """
    rows = session.exec(
        select(FrozenAudience)
        .where(*recorded_and_not_withdrawn(FrozenAudience, known_by))
        .order_by(col(FrozenAudience.id))
    ).all()
    return {row.initiative_id: row for row in rows}


def history(*, session: Session, launch_id: int) -> Sequence[FrozenAudience]:
    """Read every frozen audience of a launch, the newest first."""
    return session.exec(
        select(FrozenAudience)
        .where(
            FrozenAudience.initiative_id == launch_id,
            *recorded_and_not_withdrawn(FrozenAudience, None),
        )
        .order_by(col(FrozenAudience.id).desc())
    ).all()
