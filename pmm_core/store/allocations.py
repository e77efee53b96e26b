"""Named reads of who works on what, and of the product a team starts with."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Allocation, FirstProduct


def all_allocations(*, session: Session) -> Sequence[Allocation]:
    """Read every allocation, archived ones too, those that start first first."""
    return session.exec(
        select(Allocation).order_by(col(Allocation.start_on), col(Allocation.id))
    ).all()


def first_product(*, session: Session) -> FirstProduct | None:
    """Read the newest choice of the product to start with; null while there is none."""
    return session.exec(select(FirstProduct).order_by(col(FirstProduct.id).desc())).first()
