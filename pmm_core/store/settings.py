"""Named reads of the company's settings."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from pmm_core.models import Audit, Setting
from pmm_core.vocabulary import NounKind


def by_key(*, session: Session) -> dict[str, Setting]:
    """Read every setting that was ever made, by its key."""
    return {setting.key: setting for setting in session.exec(select(Setting)).all()}


def last_saved_by(*, session: Session, setting_ids: Collection[int]) -> str | None:
    """Return who saved one of some settings last."""
    return session.exec(
        select(Audit.actor)
        .where(Audit.noun == NounKind.SETTING, col(Audit.noun_id).in_(setting_ids))
        .order_by(col(Audit.id).desc())
    ).first()
