"""Which products have nobody, or hang on one person, and which one to start with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.spread.facts import Allotted, SoldProduct, in_force


class Cover(StrEnum):
    """How many people a product rests on."""

    NOBODY = "nobody"
    ONE_PERSON = "one_person"
    SEVERAL = "several"


@dataclass(frozen=True)
class Covered:
    """A product with the people allocated to it.

    Attributes:
        people: those with the largest share first.
        share: what they give it together, in full-time people.
    """

    product: SoldProduct
    people: tuple[str, ...]
    share: float

    @property
    def cover(self) -> Cover:
        """How many people it rests on."""
        if not self.people:
            return Cover.NOBODY
        return Cover.ONE_PERSON if len(self.people) == 1 else Cover.SEVERAL


def cover_products(
    products: Sequence[SoldProduct], allotted: Iterable[Allotted], as_of: dt.date
) -> tuple[Covered, ...]:
    """Tell who is allocated to each product on a day; products in the order given."""
    holding = in_force(allotted, as_of)
    covered = []
    for product in products:
        shares: dict[str, float] = {}
        for one in holding:
            if one.product == product.name:
                shares[one.person] = shares.get(one.person, 0.0) + one.share
        people = sorted(shares, key=lambda name: (-shares[name], name.casefold()))
        covered.append(Covered(product, tuple(people), sum(shares.values())))
    return tuple(covered)


class Why(StrEnum):
    """What speaks for starting with a product."""

    STRATEGIC = "strategic"
    LARGEST = "largest"
    ONLY_ONE = "only_one"


class Unsure(StrEnum):
    """Why no product is suggested."""

    NO_PRODUCT = "no_product"
    NOTHING_SAID = "nothing_said"
    TIE = "tie"


@dataclass(frozen=True)
class Suggestion:
    """Which product a thin team starts with.

    Attributes:
        product: null where nothing decides.
        why: what speaks for it; empty without a product.
        unsure: why there is none; null with a product.
        largest: the product with the largest revenue share; null where that is not known.
        is_sure: false while a product without a revenue share could still be larger.
    """

    product: SoldProduct | None
    why: tuple[Why, ...]
    unsure: Unsure | None
    largest: SoldProduct | None
    is_sure: bool = True


def suggest_first(products: Sequence[SoldProduct]) -> Suggestion:
    """Suggest the product to start with: the strategic one, else the one that earns most.

    A company's bet goes first because somebody decided it on purpose; of several, and without any,
    the largest revenue share decides.

    Args:
        products: those in use.
    """
    if not products:
        return Suggestion(None, (), Unsure.NO_PRODUCT, None)
    largest = _largest(products)
    strategic = [one for one in products if one.strategic]
    if len(products) == 1:
        return Suggestion(products[0], (Why.ONLY_ONE,), None, largest)
    first = strategic[0] if len(strategic) == 1 else _largest(strategic or products)
    if first is None:
        said = any(one.revenue_share is not None for one in products)
        return Suggestion(None, (), Unsure.TIE if said or strategic else Unsure.NOTHING_SAID, None)
    why = ([Why.STRATEGIC] if first.strategic else []) + ([Why.LARGEST] if first == largest else [])
    decided_by_size = len(strategic) != 1
    rivals = strategic if len(strategic) > 1 else products
    sure = not decided_by_size or _surely_largest(first, rivals, products)
    return Suggestion(first, tuple(why), None, largest, is_sure=sure)


def _largest(products: Sequence[SoldProduct]) -> SoldProduct | None:
    """Return the product with the largest known revenue share; null for none or a tie."""
    known = [one for one in products if one.revenue_share is not None]
    top = max((one.revenue_share or 0.0 for one in known), default=None)
    first = [one for one in known if one.revenue_share == top]
    return first[0] if len(first) == 1 else None


def _surely_largest(
    first: SoldProduct, rivals: Sequence[SoldProduct], products: Sequence[SoldProduct]
) -> bool:
    """Whether what the known shares leave is too little for any rival without one to be larger."""
    if all(one.revenue_share is not None for one in rivals):
        return True
    left = 1 - sum(one.revenue_share or 0.0 for one in products)
    return left < (first.revenue_share or 0.0)
