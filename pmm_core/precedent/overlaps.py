"""What else happened to a product while a launch of it was observed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pmm_core.results import name_key


@dataclass(frozen=True)
class Happening:
    """Something dated that may have moved a product's users.

    Attributes:
        name: of a launch or an external factor.
        is_launch: which of the two.
        product_id: null where it touches every product.
        first, last: days it holds, a launch those it is read over; null while it still does.
        audience: whom a launch is for, in words.
    """

    name: str
    is_launch: bool
    product_id: int | None
    first: dt.date
    last: dt.date | None = None
    audience: str | None = None


@dataclass(frozen=True)
class ReadOver:
    """The days a launch is read over, and who could use it then."""

    product_id: int
    first: dt.date
    last: dt.date
    audience: str | None = None


@dataclass(frozen=True)
class Overlap:
    """A happening within the days a launch is read over: the two cannot be told apart.

    Attributes:
        launch: `PRODUCT/NAME` of the one that is read; empty where it is plain.
    """

    name: str
    is_launch: bool
    first: dt.date
    last: dt.date | None
    launch: str = ""


def find_overlaps(
    happenings: Iterable[Happening], days: ReadOver, *, launch: str = ""
) -> tuple[Overlap, ...]:
    """List what fell into the days a launch is read over, in order of time.

    Args:
        happenings: everything dated but the launch itself.
        days: it is read over.
        launch: its label.
    """
    found = [
        Overlap(one.name, one.is_launch, one.first, one.last, launch)
        for one in happenings
        if _is_same_audience(one, days)
        and one.first <= days.last
        and days.first <= (one.last or dt.date.max)
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.name)))


def _is_same_audience(one: Happening, days: ReadOver) -> bool:
    """Tell whether it touched the same product, or was for the same people by their words."""
    if one.product_id in (None, days.product_id):
        return True
    words, own = (_words(each) for each in (one.audience, days.audience))
    return bool(words) and words == own


def _words(audience: str | None) -> str:
    return name_key(" ".join((audience or "").split())).rstrip(".")
