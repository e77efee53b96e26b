"""Nouns as they stood at an earlier instant: today's rows with the audit played backwards."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session, col, select

from pmm_core.models import Audit, Noun
from pmm_core.vocabulary import NounKind

Kept = TypeVar("Kept", bound=Noun)


def nouns_known(
    *, session: Session, model: type[Kept], known_by: dt.datetime | None = None
) -> Sequence[Kept]:
    """Read every row of a noun as it stood at an instant, oldest first.

    Args:
        model: the noun's table.
        known_by: the instant; null for now.
    """
    rows = session.exec(select(model).order_by(col(model.id))).all()
    if known_by is None:
        return rows
    later = session.exec(
        select(Audit)
        .where(Audit.noun == NounKind(str(model.__tablename__)), Audit.recorded_at > known_by)
        .order_by(col(Audit.id).desc())
    ).all()
    undone: dict[int, dict[str, object]] = {}
    for entry in later:
        undone.setdefault(entry.noun_id, {}).update(entry.before or {})
    unborn = {entry.noun_id for entry in later if entry.verb == "add"}
    return [
        model.model_validate({**row.model_dump(), **undone.get(row.id or 0, {})})
        for row in rows
        if row.id not in unborn
    ]
