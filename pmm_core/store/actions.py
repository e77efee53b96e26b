"""Named reads of next steps."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pmm_core.models import NextAction


def of_kpi(*, session: Session, kpi_id: int) -> Sequence[NextAction]:
    """Read the open next steps of a KPI: those due first, then those without a day."""
    return _open(session, col(NextAction.kpi_id) == kpi_id)


def of_owner(*, session: Session, owner_id: int) -> Sequence[NextAction]:
    """Read the open next steps of a person: those due first, then those without a day."""
    return _open(session, col(NextAction.owner_id) == owner_id)


def _open(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[NextAction]:
    return session.exec(
        select(NextAction)
        .where(
            condition,
            col(NextAction.done_on).is_(None),
            col(NextAction.archived_at).is_(None),
        )
        .order_by(col(NextAction.due_on).is_(None), col(NextAction.due_on), col(NextAction.id))
    ).all()
