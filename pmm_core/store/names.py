"""Named reads of everything that has a name, with the names it had before."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session, col, select

from pmm_core.models import FormerName, Initiative, Kpi, Noun, Person, Product, Team

Kept = TypeVar("Kept", bound=Noun)


def named_nouns(*, session: Session) -> list[Team | Person | Product | Initiative | Kpi]:
    """Read every team, person, product, initiative and KPI, archived ones too, oldest first."""
    return [
        *_all(session, Team),
        *_all(session, Person),
        *_all(session, Product),
        *_all(session, Initiative),
        *_all(session, Kpi),
    ]


def former_names(*, session: Session) -> Sequence[FormerName]:
    """Read every name a noun had before, the last given up first."""
    return session.exec(select(FormerName).order_by(col(FormerName.id).desc())).all()


def _all(session: Session, table: type[Kept]) -> Sequence[Kept]:
    return session.exec(select(table).order_by(col(table.id))).all()
