"""Over how many products a person is really spread, products of the same buyers being closer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import Allotted, in_force
from pmm_core.stats.diversity import effective_number, shannon_number, similar_number

# Two allocations that differ by rounding are the same breadth.
_EQUAL = 1e-9


@dataclass(frozen=True)
class ProductPart:
    """What a person gives one product.

    Attributes:
        share: of the working time, a fraction.
        buyers: buyer -> its share of the time; null for time without a named buyer.
    """

    product: str
    share: float
    buyers: Mapping[str | None, float]


@dataclass(frozen=True)
class Point:
    """The effective number of products on an earlier day; null where nothing was allocated."""

    on: dt.date
    effective: float | None


@dataclass(frozen=True)
class Breadth:
    """How a person's time is spread on a day.

    Attributes:
        allocated: share of the time given to products in all.
        parts: the largest first.
        products: effective number of products, all of them strangers (inverse HHI).
        shannon: the same by Shannon entropy, which minds small shares more.
        effective: effective number with products of the same buyers as closer.
        is_thin: whether that reaches the house rule.
        history: the effective number on earlier month ends, oldest first.
    """

    person: str
    allocated: float
    parts: tuple[ProductPart, ...]
    products: float
    shannon: float
    effective: float
    is_thin: bool
    history: tuple[Point, ...] = ()


def measure_breadth(
    person: str,
    allotted: Sequence[Allotted],
    rules: RulesDraft,
    *,
    as_of: dt.date,
    earlier: Sequence[dt.date] = (),
) -> Breadth | None:
    """Measure how a person's time is spread on a day; null where nothing is allocated.

    Args:
        person: whose allocations these are.
        allotted: all of them, whenever they hold.
        rules: how alike products of the same buyers are, and what is thin.
        as_of: the day.
        earlier: days before it, for the history.
    """
    parts = _parts(in_force(allotted, as_of))
    if not parts:
        return None
    shares = [part.share for part in parts]
    effective = _effective(parts, rules.same_buyer)
    history = []
    for day in earlier:
        then = _parts(in_force(allotted, day))
        history.append(Point(day, _effective(then, rules.same_buyer) if then else None))
    return Breadth(
        person=person,
        allocated=sum(shares),
        parts=tuple(parts),
        products=effective_number(shares),
        shannon=shannon_number(shares),
        effective=effective,
        is_thin=effective >= rules.thin_from - _EQUAL,
        history=tuple(history),
    )


def similarity(parts: Sequence[ProductPart], same_buyer: float) -> npt.NDArray[np.float64]:
    """Return how alike products are: the overlap of their buyers times the house rule.

    Two products sold to exactly the same buyers in the same proportions are alike by
    `same_buyer`, two without a buyer in common not at all; a product is alike itself by 1,
    whatever its buyers. Time without a named buyer overlaps with nothing: unknown is never
    taken for the same.
    """
    alike = np.eye(len(parts))
    for row, one in enumerate(parts):
        for column, other in enumerate(parts):
            if row != column:
                alike[row, column] = same_buyer * overlap(one, other)
    return np.minimum(alike, alike.T)


def overlap(one: ProductPart, other: ProductPart) -> float:
    """Return the share of two products' time that meets the same buyers, 0 to 1."""
    common = (_key(buyer) for buyer in one.buyers if buyer is not None)
    mixes = [
        {_key(buyer): share / part.share for buyer, share in part.buyers.items() if buyer}
        for part in (one, other)
    ]
    total = sum(min(mixes[0].get(buyer, 0.0), mixes[1].get(buyer, 0.0)) for buyer in common)
    return min(1.0, total)


def _key(buyer: str) -> str:
    return buyer.strip().casefold()


def _effective(parts: Sequence[ProductPart], same_buyer: float) -> float:
    return similar_number([part.share for part in parts], similarity(parts, same_buyer))


def _parts(holding: Sequence[Allotted]) -> list[ProductPart]:
    """Add up what goes to each product and to each of its buyers."""
    spelled: dict[str, str] = {}
    by_product: dict[str, dict[str | None, float]] = {}
    for one in holding:
        buyer = spelled.setdefault(_key(one.buyer), one.buyer.strip()) if one.buyer else None
        buyers = by_product.setdefault(one.product, {})
        buyers[buyer] = buyers.get(buyer, 0.0) + one.share
    parts = [
        ProductPart(product, sum(buyers.values()), buyers) for product, buyers in by_product.items()
    ]
    return sorted(parts, key=lambda part: (-part.share, part.product.casefold()))


def month_ends(as_of: dt.date, months: int) -> tuple[dt.date, ...]:
    """Return the last days of the months before a day's, oldest first."""
    firsts = [as_of.replace(day=1)]
    for _ in range(months):
        firsts.append((firsts[-1] - dt.timedelta(days=1)).replace(day=1))
    return tuple(later - dt.timedelta(days=1) for _, later in pairwise(reversed(firsts)))
