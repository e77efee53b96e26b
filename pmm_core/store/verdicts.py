"""Named reads of the verdicts on windows of launches."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from pmm_core.models import WindowVerdict
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def written(
    *,
    session: Session,
    initiative_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[WindowVerdict]:
    """Read every verdict on the windows of some launches, the first written first.

    The newest of a launch, measure, segment and day is in force.

    Args:
        as_of: verdicts read from later days are left out.
        known_by: leave out what was recorded later.
    """
    return session.exec(
        select(WindowVerdict)
        .where(
            col(WindowVerdict.initiative_id).in_(initiative_ids),
            WindowVerdict.as_of <= as_of,
            *recorded_and_not_withdrawn(WindowVerdict, known_by),
        )
        .order_by(col(WindowVerdict.id))
    ).all()
