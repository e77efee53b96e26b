"""Named reads of mandates, their versions and what was said to each."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Mandate, MandateVersion, SignOff


def in_use(*, session: Session) -> Sequence[Mandate]:
    """Read every mandate that is not archived, in the order they were made."""
    return session.exec(
        select(Mandate).where(col(Mandate.archived_at).is_(None)).order_by(col(Mandate.id))
    ).all()


def versions(*, session: Session, mandate_id: int) -> Sequence[MandateVersion]:
    """Read every version of a mandate, the newest first."""
    return session.exec(
        select(MandateVersion)
        .where(col(MandateVersion.mandate_id) == mandate_id)
        .order_by(col(MandateVersion.number).desc())
    ).all()


def sign_offs(*, session: Session, version_ids: Collection[int]) -> Sequence[SignOff]:
    """Read everything said to some versions, in the order it was said."""
    return session.exec(
        select(SignOff).where(col(SignOff.version_id).in_(version_ids)).order_by(col(SignOff.id))
    ).all()
