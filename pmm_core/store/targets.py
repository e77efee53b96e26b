"""Named reads of the target ledger."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Acceptance, Target
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def effective(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[Target]:
    """Read the targets that had taken effect by a day, one a (KPI, segment, window, target date).

    The newest row of such a key counts; a newest row without a value takes the target back.
    """
    rows = session.exec(
        select(Target)
        .where(
            col(Target.kpi_id).in_(kpi_ids),
            Target.effective_on <= as_of,
            *recorded_and_not_withdrawn(Target, known_by),
        )
        .order_by(col(Target.id))
    ).all()
    newest = {(row.kpi_id, row.segment, row.window, row.target_date): row for row in rows}
    return [row for row in newest.values() if _says_something(row)]


def in_force_at_end(
    *, session: Session, kpi_ids: Collection[int], on: dt.date, known_by: dt.datetime
) -> Sequence[Target]:
    """Read the targets that were in force when a day ended, whatever was written later.

    One that was written down only afterwards, for a time before, counts as it was first written.

    Args:
        on: had taken effect by this day.
        known_by: the end of that day.
    """
    rows = session.exec(
        select(Target)
        .where(
            col(Target.kpi_id).in_(kpi_ids),
            Target.effective_on <= on,
            *recorded_and_not_withdrawn(Target, None),
        )
        .order_by(col(Target.id))
    ).all()
    found: dict[tuple[int, str, int | None, dt.date], Target] = {}
    for row in rows:
        key = (row.kpi_id, row.segment, row.window, row.target_date)
        if row.recorded_at <= known_by or key not in found:
            found[key] = row
    return [row for row in found.values() if _says_something(row)]


def history(*, session: Session, kpi_id: int) -> Sequence[Target]:
    """Read every target ever set for a KPI, newest first."""
    return session.exec(
        select(Target).where(Target.kpi_id == kpi_id).order_by(col(Target.id).desc())
    ).all()


def acceptances(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[Acceptance]:
    """Read the acceptances that hold on a day, the newest last."""
    return session.exec(
        select(Acceptance)
        .where(
            col(Acceptance.kpi_id).in_(kpi_ids),
            Acceptance.accepted_on <= as_of,
            Acceptance.until >= as_of,
            *recorded_and_not_withdrawn(Acceptance, known_by),
        )
        .order_by(col(Acceptance.id))
    ).all()


def _says_something(row: Target) -> bool:
    return row.value is not None or row.low is not None or row.high is not None
