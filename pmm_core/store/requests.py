"""Named reads of the work somebody asked for."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Challenge, WorkRequest


def all_requests(*, session: Session) -> Sequence[WorkRequest]:
    """Read every request, archived ones too, those asked for first first."""
    return session.exec(
        select(WorkRequest).order_by(col(WorkRequest.asked_on), col(WorkRequest.id))
    ).all()


def in_use(*, session: Session) -> Sequence[WorkRequest]:
    """Read every request that is not archived, those asked for first first."""
    return session.exec(
        select(WorkRequest)
        .where(col(WorkRequest.archived_at).is_(None))
        .order_by(col(WorkRequest.asked_on), col(WorkRequest.id))
    ).all()


def challenges(*, session: Session) -> Sequence[Challenge]:
    """Read every challenge a request can serve, archived ones too, in the order they were made."""
    return session.exec(select(Challenge).order_by(col(Challenge.id))).all()
