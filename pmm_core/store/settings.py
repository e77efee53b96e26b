"""Named reads of the company's settings."""

from sqlmodel import Session, select

from pmm_core.models import Setting


def by_key(*, session: Session) -> dict[str, Setting]:
    """Read every setting that was ever made, by its key."""
    return {setting.key: setting for setting in session.exec(select(Setting)).all()}
