"""How many products a person's time really goes to, and why buyers matter."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.spread.breadth import measure_breadth, month_ends, overlap
from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import Allotted, over_one
from tests.spread.facts import AS_OF, START, allotted, breadth


def test_four_products_of_four_buyers_count_as_the_inverse_of_squares() -> None:
    found = breadth(
        allotted("Comet", 0.4, "A"),
        allotted("Harbor", 0.3, "B"),
        allotted("Quill", 0.2, "C"),
        allotted("Atlas", 0.1, "D"),
    )
    assert found.effective == pytest.approx(10 / 3)
    assert found.products == pytest.approx(10 / 3)
    assert found.shannon == pytest.approx(3.5961155)
    assert [part.product for part in found.parts] == ["Comet", "Harbor", "Quill", "Atlas"]


@pytest.mark.parametrize(("same_buyer", "number"), [(0.5, 4 / 3), (1.0, 1.0), (0.0, 2.0)])
def test_two_halves_with_one_buyer_count_by_the_house_rule(
    same_buyer: float, number: float
) -> None:
    parts = (allotted("Comet", 0.5, "Shops"), allotted("Harbor", 0.5, " shops "))
    assert breadth(*parts, same_buyer=same_buyer).effective == pytest.approx(number)


def test_half_the_time_allocated_is_as_thin_as_all_of_it() -> None:
    small = breadth(allotted("Comet", 0.1, "A"), allotted("Harbor", 0.1, "B"))
    assert (small.effective, small.allocated) == (pytest.approx(2), pytest.approx(0.2))
    assert small.is_thin


def test_two_buyers_of_one_product_are_one_product() -> None:
    found = breadth(allotted("Comet", 0.5, "Shops"), allotted("Comet", 0.5, "Agencies"))
    assert found.effective == found.products == 1
    assert found.parts[0].buyers == {"Shops": 0.5, "Agencies": 0.5}


def test_products_with_the_same_two_buyers_are_as_close_as_with_the_same_one() -> None:
    both = breadth(
        *(allotted(product, 0.25, buyer) for product in ("Comet", "Harbor") for buyer in "AB")
    )
    assert both.effective == pytest.approx(4 / 3)


def test_products_with_some_of_the_same_buyers_lie_between() -> None:
    found = breadth(
        allotted("Comet", 0.5, "A"), allotted("Harbor", 0.25, "A"), allotted("Harbor", 0.25, "B")
    )
    assert overlap(found.parts[0], found.parts[1]) == pytest.approx(0.5)
    assert found.effective == pytest.approx(1 / (0.25 + 0.25 + 2 * 0.25 * 0.5 * 0.5))


def test_a_buyer_nobody_named_is_never_the_same() -> None:
    assert breadth(allotted("Comet", 0.5), allotted("Harbor", 0.5)).effective == 2


def test_what_has_ended_or_not_begun_does_not_count() -> None:
    now = allotted("Comet", 0.5)
    over = allotted("Harbor", 0.5, end_on=AS_OF - dt.timedelta(days=1))
    ahead = allotted("Quill", 0.5, start_on=AS_OF + dt.timedelta(days=1))
    assert [part.product for part in breadth(now, over, ahead).parts] == ["Comet"]
    last_day = allotted("Harbor", 0.5, end_on=AS_OF)
    first_day = allotted("Quill", 0.5, start_on=AS_OF)
    assert len(breadth(now, last_day, first_day).parts) == 3


def test_nothing_allocated_is_no_breadth() -> None:
    ended = allotted("Comet", 0.5, end_on=START)
    for parts in ([], [ended]):
        assert not measure_breadth("Jonas", parts, RulesDraft(), as_of=AS_OF)


def test_the_history_has_the_number_of_each_earlier_day() -> None:
    parts = [
        allotted("Comet", 0.5, "A"),
        allotted("Harbor", 0.5, "B", start_on=dt.date(2026, 3, 1)),
    ]
    days = month_ends(AS_OF, 3)
    found = measure_breadth("Jonas", parts, RulesDraft(), as_of=AS_OF, earlier=days)
    assert found and [(point.on, point.effective) for point in found.history] == [
        (dt.date(2025, 12, 31), None),
        (dt.date(2026, 1, 31), 1.0),
        (dt.date(2026, 2, 28), 1.0),
    ]


def test_month_ends_are_those_before_the_month_of_the_day() -> None:
    assert month_ends(dt.date(2024, 3, 1), 2) == (dt.date(2024, 1, 31), dt.date(2024, 2, 29))
    assert month_ends(AS_OF, 0) == ()


PARTS = st.lists(
    st.builds(
        allotted,
        product=st.sampled_from(["Comet", "Harbor", "Quill", "Atlas"]),
        share=st.integers(1, 20).map(lambda twentieths: twentieths / 20),
        buyer=st.sampled_from([None, "A", "B", "C"]),
    ),
    min_size=1,
    max_size=8,
)


@given(PARTS, st.integers(0, 10))
def test_the_number_is_what_exact_fractions_give(parts: list[Allotted], tenths: int) -> None:
    time: dict[str, dict[str | None, Fraction]] = {}
    for one in parts:
        buyers = time.setdefault(one.product, {})
        buyers[one.buyer] = buyers.get(one.buyer, Fraction(0)) + Fraction(round(one.share * 20), 20)
    total = sum(share for buyers in time.values() for share in buyers.values())
    pairs = Fraction(0)
    for product, buyers in time.items():
        for other, its_buyers in time.items():
            mine, theirs = sum(buyers.values()), sum(its_buyers.values())
            common = sum(
                min(buyers[buyer] / mine, its_buyers.get(buyer, Fraction(0)) / theirs)
                for buyer in buyers
                if buyer is not None
            )
            alike = Fraction(1) if product == other else Fraction(tenths, 10) * common
            pairs += mine * theirs * alike
    found = breadth(*parts, same_buyer=tenths / 10)
    assert found.effective == pytest.approx(float(total**2 / pairs), rel=1e-9)
    assert 1 - 1e-9 <= found.effective <= found.products + 1e-9 <= len(time) + 2e-9


def test_shares_over_one_are_found_on_the_first_day_they_are() -> None:
    until = dt.date(2026, 2, 27)
    parts = [
        allotted("Comet", 0.6, end_on=until),
        allotted("Harbor", 0.4),
        allotted("Quill", 0.6, start_on=until),
    ]
    over = over_one(parts)
    assert over and (over.day, over.total, len(over.parts)) == (until, pytest.approx(1.6), 3)
    parts[2] = allotted("Quill", 0.6, start_on=until + dt.timedelta(days=1))
    assert over_one(parts) is None


def test_shares_that_are_one_but_for_rounding_are_one() -> None:
    assert over_one([allotted(f"P{n}", 0.1) for n in range(10)]) is None
    # As floats these add up to a little more.
    assert over_one([allotted(f"{share}", share) for share in (0.05, 0.55, 0.3, 0.1)]) is None
