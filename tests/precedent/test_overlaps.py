"""What else happened to a product in the days a launch is read over."""

import datetime as dt

from pmm_core.precedent.overlaps import Happening, ReadOver, find_overlaps

FIRST, LAST = dt.date(2026, 1, 10), dt.date(2026, 2, 9)


def found(*happenings: Happening) -> list[str]:
    days = ReadOver(1, FIRST, LAST, "Every team on a paid plan")
    return [one.name for one in find_overlaps(happenings, days)]


def launch(
    name: str, on: dt.date, product_id: int = 1, *, window: int = 0, audience: str | None = None
) -> Happening:
    return Happening(name, True, product_id, on, on + dt.timedelta(days=window), audience)


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


def test_an_earlier_launch_that_is_still_read_is_found() -> None:
    day = FIRST - dt.timedelta(days=10)
    assert found(launch("ends on the first", day, window=10), launch("over", day, window=9)) == [
        "ends on the first"
    ]


def test_a_launch_of_another_product_for_the_same_people_is_found() -> None:
    assert found(
        launch("same", FIRST, 2, audience="every team on a  PAID plan"),
        launch("others", FIRST, 2, audience="Every team"),
    ) == ["same"]


def test_a_factor_that_began_before_and_still_holds_is_found() -> None:
    assert found(factor("open", dt.date(2025, 1, 1), None)) == ["open"]
    assert found(factor("ends on the first", dt.date(2025, 1, 1), FIRST)) == ["ends on the first"]
    assert not found(factor("over", dt.date(2025, 1, 1), FIRST - dt.timedelta(days=1)))


def test_a_factor_of_every_product_is_found_and_that_of_another_is_not() -> None:
    assert found(factor("all", FIRST, LAST, None), factor("other", FIRST, LAST, 2)) == ["all"]
