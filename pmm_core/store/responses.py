"""Named reads of questions, assessments and next steps."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Assessment, KpiSnapshot, NextAction, Question, Target
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def questions(*, session: Session, as_of: dt.date, kpi_id: int | None = None) -> Sequence[Question]:
    """Read the questions asked by a day, the last first; of one KPI or of all."""
    asked = select(Question).where(Question.asked_on <= as_of, col(Question.archived_at).is_(None))
    if kpi_id is not None:
        asked = asked.where(Question.kpi_id == kpi_id)
    return session.exec(
        asked.order_by(col(Question.asked_on).desc(), col(Question.id).desc())
    ).all()


def assessments(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[Assessment]:
    """Read what was said of some KPIs for a day or before, the newest last."""
    said = select(Assessment).where(
        col(Assessment.kpi_id).in_(kpi_ids),
        Assessment.on <= as_of,
        *recorded_and_not_withdrawn(Assessment, known_by),
    )
    return session.exec(said.order_by(col(Assessment.id))).all()


def segments(*, session: Session, kpi_id: int) -> set[str]:
    """Name the segments that a KPI has values or targets of, whatever became of them."""
    found = (
        session.exec(select(ledger.segment).where(ledger.kpi_id == kpi_id).distinct()).all()
        for ledger in (KpiSnapshot, Target)
    )
    return {segment for some in found for segment in some} - {""}


def steps(*, session: Session, kpi_id: int | None = None) -> Sequence[NextAction]:
    """Read every next step, those due first, then those without a day; of one KPI or of all."""
    taken = select(NextAction).where(col(NextAction.archived_at).is_(None))
    if kpi_id is not None:
        taken = taken.where(NextAction.kpi_id == kpi_id)
    return session.exec(
        taken.order_by(col(NextAction.due_on).is_(None), col(NextAction.due_on), col(NextAction.id))
    ).all()
