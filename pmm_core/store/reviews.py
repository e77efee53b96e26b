"""Named reads of reviews and what they decided."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Review, ReviewDecision
from pmm_core.store.snapshots import recorded_and_not_withdrawn


def all_reviews(*, session: Session, as_of: dt.date) -> Sequence[Review]:
    """Read the reviews held by a day, the last first."""
    return session.exec(
        select(Review)
        .where(Review.held_on <= as_of, col(Review.archived_at).is_(None))
        .order_by(col(Review.held_on).desc(), col(Review.id).desc())
    ).all()


def decisions(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[tuple[ReviewDecision, Review]]:
    """Read what reviews held by a day decided about some KPIs, in the order they were held.

    The newest row of a (review, KPI, segment) counts.
    """
    rows = session.exec(
        select(ReviewDecision, Review)
        .join(Review, col(Review.id) == col(ReviewDecision.review_id))
        .where(
            col(ReviewDecision.kpi_id).in_(kpi_ids),
            Review.held_on <= as_of,
            col(Review.archived_at).is_(None),
            *recorded_and_not_withdrawn(ReviewDecision, known_by),
        )
        .order_by(col(Review.held_on), col(Review.id), col(ReviewDecision.id))
    ).all()
    newest = {(row.review_id, row.kpi_id, row.segment): (row, review) for row, review in rows}
    return list(newest.values())
