"""Products with nobody or one person, and the product to start with."""

import pytest

from pmm_core.spread.coverage import (
    Cover,
    Suggestion,
    Unsure,
    Why,
    cover_products,
    suggest_first,
)
from pmm_core.spread.facts import SoldProduct
from tests.spread.facts import AS_OF, START, allotted


def sold(name: str, share: float | None = None, *, strategic: bool = False) -> SoldProduct:
    return SoldProduct(ord(name[0]), name, share, strategic)


def test_a_product_rests_on_nobody_one_or_several() -> None:
    held = [
        allotted("Comet", 0.2),
        allotted("Comet", 0.5, person="Ada"),
        allotted("Harbor", 0.3),
        allotted("Harbor", 0.2, buyer="B"),
        allotted("Quill", 1.0, end_on=START),
    ]
    covered = cover_products([sold("Comet"), sold("Harbor"), sold("Quill")], held, AS_OF)
    assert [(one.cover, one.people) for one in covered] == [
        (Cover.SEVERAL, ("Ada", "Jonas")),
        (Cover.ONE_PERSON, ("Jonas",)),
        (Cover.NOBODY, ()),
    ]
    assert [round(one.share, 9) for one in covered] == [0.7, 0.5, 0]


def suggested(*products: SoldProduct) -> tuple[str | None, tuple[Why, ...], Unsure | None, bool]:
    found: Suggestion = suggest_first(products)
    name = found.product.name if found.product else None
    return name, found.why, found.unsure, found.is_sure


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        ([], (None, (), Unsure.NO_PRODUCT, True)),
        ([sold("A")], ("A", (Why.ONLY_ONE,), None, True)),
        ([sold("A"), sold("B")], (None, (), Unsure.NOTHING_SAID, True)),
        ([sold("A", 0.6), sold("B", 0.4)], ("A", (Why.LARGEST,), None, True)),
        ([sold("A", 0.5), sold("B", 0.5)], (None, (), Unsure.TIE, True)),
        (
            [sold("A", 0.9), sold("B", 0.1, strategic=True)],
            ("B", (Why.STRATEGIC,), None, True),
        ),
        (
            [sold("A", 0.9, strategic=True), sold("B", 0.1)],
            ("A", (Why.STRATEGIC, Why.LARGEST), None, True),
        ),
        (
            [sold("A", 0.6), sold("B", 0.1, strategic=True), sold("C", 0.3, strategic=True)],
            ("C", (Why.STRATEGIC,), None, True),
        ),
        (
            [sold("A", strategic=True), sold("B", strategic=True)],
            (None, (), Unsure.TIE, True),
        ),
        ([sold("A", 0.6), sold("B")], ("A", (Why.LARGEST,), None, True)),
        ([sold("A", 0.3), sold("B")], ("A", (Why.LARGEST,), None, False)),
    ],
)
def test_the_strategic_product_goes_first_else_the_one_that_earns_most(
    products: list[SoldProduct], expected: tuple
) -> None:
    assert suggested(*products) == expected


def test_the_largest_is_named_beside_a_strategic_one() -> None:
    found = suggest_first([sold("A", 0.9), sold("B", 0.1, strategic=True)])
    assert found.largest and found.largest.name == "A"
