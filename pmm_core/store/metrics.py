"""Named reads of who carries which KPI."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import AccountableMetric, Audit
from pmm_core.vocabulary import NounKind


def in_use(*, session: Session) -> Sequence[AccountableMetric]:
    """Read every metric somebody carries, in the order they were chosen."""
    return session.exec(
        select(AccountableMetric)
        .where(col(AccountableMetric.archived_at).is_(None))
        .order_by(col(AccountableMetric.id))
    ).all()


def of_carrier(
    *, session: Session, person_id: int | None, team_id: int | None
) -> Sequence[AccountableMetric]:
    """Read what a person or a team carries, in the order it was chosen."""
    carrier = (
        col(AccountableMetric.person_id) == person_id
        if person_id is not None
        else col(AccountableMetric.team_id) == team_id
    )
    return session.exec(
        select(AccountableMetric)
        .where(carrier, col(AccountableMetric.archived_at).is_(None))
        .order_by(col(AccountableMetric.id))
    ).all()


def changes(*, session: Session) -> Sequence[Audit]:
    """Read who changed what anybody carries, the last change first."""
    return session.exec(
        select(Audit)
        .where(Audit.noun == NounKind.ACCOUNTABLE_METRIC)
        .order_by(col(Audit.recorded_at).desc(), col(Audit.id).desc())
    ).all()
