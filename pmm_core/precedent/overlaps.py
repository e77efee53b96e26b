"""What else happened to a product while a launch of it was observed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Happening:
    """Something dated that may have moved a product's users.

    Attributes:
        name: of a launch or an external factor.
        is_launch: which of the two.
        product_id: null where it touches every product.
        first, last: days it holds; `last` is null while it still does, and for a launch.
    """

    name: str
    is_launch: bool
    product_id: int | None
    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True)
class Overlap:
    """A happening within the days a launch is read over: the two cannot be told apart."""

    name: str
    is_launch: bool
    first: dt.date
    last: dt.date | None


def find_overlaps(
    happenings: Iterable[Happening], *, product_id: int, first: dt.date, last: dt.date
) -> tuple[Overlap, ...]:
    """List what fell into the days a launch is read over, in order of time.

    Args:
        happenings: everything dated but the launch itself.
        product_id: of the launch.
        first, last: the days it is read over.
    """
    found = [
        Overlap(one.name, one.is_launch, one.first, one.last)
        for one in happenings
        if one.product_id in (None, product_id)
        and one.first <= last
        and first <= (one.first if one.is_launch else one.last or dt.date.max)
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.name)))
