"""Named reads of KPI values: which value of a day is in force, and what came before it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pmm_core.models import Import, KpiSnapshot, Ledger


def in_force(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None = None,
) -> Sequence[KpiSnapshot]:
    """Read the values in force, oldest day first within KPI and segment.

    The newest row of a KPI, segment and day counts; a row whose import was withdrawn does not, and
    a newest row without a value takes the day out.

    Args:
        kpi_ids: whose values.
        as_of: last day of a value, inclusive.
        known_by: leave out what was recorded, and bring back what was withdrawn, later.
    """
    statement = (
        select(KpiSnapshot)
        .where(col(KpiSnapshot.id).in_(_ids_in_force(kpi_ids, as_of, known_by)))
        .order_by(col(KpiSnapshot.kpi_id), col(KpiSnapshot.segment), col(KpiSnapshot.on))
    )
    return session.exec(statement).all()


def is_any_in_force(*, session: Session, kpi_ids: Collection[int]) -> bool:
    """Tell whether any of some KPIs has a value, of whichever day."""
    ids = _ids_in_force(kpi_ids, dt.date.max, None).limit(1)
    return session.execute(ids).first() is not None


def _ids_in_force(
    kpi_ids: Collection[int], as_of: dt.date, known_by: dt.datetime | None
) -> sa.Select[tuple[Any]]:
    newest = (
        sa.func.row_number()
        .over(
            partition_by=[
                col(KpiSnapshot.kpi_id),
                col(KpiSnapshot.segment),
                col(KpiSnapshot.on),
            ],
            order_by=col(KpiSnapshot.id).desc(),
        )
        .label("newest")
    )
    ranked = (
        select(KpiSnapshot.id, KpiSnapshot.value, newest)
        .where(
            col(KpiSnapshot.kpi_id).in_(kpi_ids),
            KpiSnapshot.on <= as_of,
            *recorded_and_not_withdrawn(KpiSnapshot, known_by),
        )
        .subquery()
    )
    return sa.select(ranked.c.id).where(ranked.c.newest == 1, ranked.c.value.is_not(None))


def history(*, session: Session, kpi_id: int, segment: str = "") -> Sequence[KpiSnapshot]:
    """Read every row ever recorded for a KPI and segment, newest recording first."""
    return session.exec(
        select(KpiSnapshot)
        .where(KpiSnapshot.kpi_id == kpi_id, KpiSnapshot.segment == segment)
        .order_by(col(KpiSnapshot.id).desc())
    ).all()


def recorded_and_not_withdrawn(
    model: type[Ledger], known_by: dt.datetime | None
) -> list[sa.ColumnElement[bool]]:
    """Conditions that keep the rows of a ledger that count at an instant (null = now)."""
    withdrawn = select(Import.id).where(col(Import.withdrawn_at).is_not(None))
    if known_by is not None:
        withdrawn = withdrawn.where(cast(Any, Import.withdrawn_at) <= known_by)
    conditions: list[sa.ColumnElement[bool]] = [
        sa.or_(col(model.import_id).is_(None), col(model.import_id).not_in(withdrawn))
    ]
    if known_by is not None:
        conditions.append(col(model.recorded_at) <= known_by)
    return conditions
