"""What else happened to a product in the days a launch is read over."""

import datetime as dt

from pmm_core.precedent.overlaps import Happening, find_overlaps

FIRST, LAST = dt.date(2026, 1, 10), dt.date(2026, 2, 9)


def found(*happenings: Happening) -> list[str]:
    return [one.name for one in find_overlaps(happenings, product_id=1, first=FIRST, last=LAST)]


def launch(name: str, on: dt.date, product_id: int = 1) -> Happening:
    return Happening(name, True, product_id, on)


def factor(name: str, first: dt.date, last: dt.date | None, product: int | None = 1) -> Happening:
    return Happening(name, False, product, first, last)


def test_another_launch_of_the_product_within_the_days_is_found() -> None:
    assert found(launch("on the first", FIRST), launch("on the last", LAST)) == [
        "on the first",
        "on the last",
    ]


def test_launches_of_other_products_and_other_days_are_not() -> None:
    day = dt.timedelta(days=1)
    assert not found(
        launch("elsewhere", FIRST, 2), launch("before", FIRST - day), launch("after", LAST + day)
    )


def test_a_factor_that_began_before_and_still_holds_is_found() -> None:
    assert found(factor("open", dt.date(2025, 1, 1), None)) == ["open"]
    assert found(factor("ends on the first", dt.date(2025, 1, 1), FIRST)) == ["ends on the first"]
    assert not found(factor("over", dt.date(2025, 1, 1), FIRST - dt.timedelta(days=1)))


def test_a_factor_of_every_product_is_found_and_that_of_another_is_not() -> None:
    assert found(factor("all", FIRST, LAST, None), factor("other", FIRST, LAST, 2)) == ["all"]
