"""Dates: proven orders, ambiguous days, impossible days, and days that speak for themselves."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.importers.amounts import CellError
from pmm_core.importers.contract import DateOrder
from pmm_core.importers.days import DayRules, looks_like_day, prove_order, read_day

NO_ORDER = DayRules()


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-31",
        "2026/03/31",
        "2026.3.31",
        "20260331",
        "31 Mar 2026",
        "31-Mar-26",
        "31st March 2026",
        "Mar 31, 2026",
        "March 31st 2026",
        "2026-03-31T00:00:00",
        "2026-03-31 23:59:59.999",
        "2026-03-31T10:00:00Z",
        "1774950000",
        "1774950000000",
        "31/03/2026",
        "03/31/2026",
    ],
)
def test_a_day_that_reads_one_way_needs_no_order(text: str) -> None:
    assert read_day(text, NO_ORDER).on == dt.date(2026, 3, 31)


def test_a_month_is_dated_by_its_last_day() -> None:
    for text in ("2026-02", "Feb 2026", "February 2026"):
        day = read_day(text, NO_ORDER)
        assert (day.on, day.month_only) == (dt.date(2026, 2, 28), True)


def test_a_day_that_reads_both_ways_is_ambiguous_until_an_order_is_known() -> None:
    with pytest.raises(CellError) as error:
        read_day("03/04/2026", NO_ORDER)
    assert error.value.code == "date_ambiguous"
    assert "3 April 2026 or 4 March 2026" in error.value.message
    assert read_day("03/04/2026", DayRules(DateOrder.DMY)).on == dt.date(2026, 4, 3)
    assert read_day("03/04/2026", DayRules(DateOrder.MDY)).on == dt.date(2026, 3, 4)


def test_a_day_equal_to_its_month_is_never_ambiguous() -> None:
    assert read_day("05/05/2026", NO_ORDER).on == dt.date(2026, 5, 5)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "30/02/2026", "31/04/2026", "20260230", "2026-13-01", "30 Feb 2026"]
)
def test_the_30th_of_february_is_impossible(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_day(text, NO_ORDER)
    assert error.value.code == "date_impossible"


@pytest.mark.parametrize("text", ["soon", "2026", "45000", "1/2", "Q1 2026", "31 Foo 2026", "1.5"])
def test_what_is_no_date_is_unreadable(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_day(text, NO_ORDER)
    assert error.value.code == "date_unreadable"


def test_an_order_is_proven_by_one_day_that_reads_only_that_way() -> None:
    proof = prove_order(["03/04/2026", "25/04/2026", "2026-01-01", "05/05/2026", ""])
    assert proof.order is DateOrder.DMY
    assert proof.both_ways == 1
    assert prove_order(["03/04/2026", "04/25/2026"]).order is DateOrder.MDY


def test_without_proof_there_is_no_order() -> None:
    assert prove_order(["03/04/2026", "04/05/2026"]).order is None


def test_proofs_against_each_other_contradict() -> None:
    proof = prove_order(["25/04/2026", "04/25/2026"])
    assert proof.order is None
    assert proof.contradiction == ("25/04/2026", "04/25/2026")


def test_years_in_front_are_the_order_year_month_day() -> None:
    assert prove_order(["2026-01-31", "20260228"]).order is DateOrder.YMD


def test_two_digit_years_are_counted_and_follow_the_one_order_of_the_file() -> None:
    proof = prove_order(["03-04-21", "25-04-21"])
    assert (proof.order, proof.both_ways, proof.short_years) == (DateOrder.DMY, 1, 2)
    assert read_day("03-04-21", DayRules(proof.order)).on == dt.date(2021, 4, 3)


def test_an_instant_becomes_the_day_it_is_in_the_zone() -> None:
    tokyo = DayRules(zone=ZoneInfo("Asia/Tokyo"))
    assert read_day("2026-03-31T20:00:00Z", tokyo).on == dt.date(2026, 4, 1)
    assert read_day("2026-03-31T23:30:00-05:00", NO_ORDER).on == dt.date(2026, 4, 1)
    assert read_day("2026-03-31T23:30:00", tokyo).on == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("header", "is_day"),
    [
        ("2026-01-31", True),
        ("Jan 2026", True),
        ("31/01/2026", True),
        ("value", False),
        ("7", False),
    ],
)
def test_headers_that_are_dates_are_told_from_words(header: str, is_day: bool) -> None:
    assert looks_like_day(header) is is_day


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2068, 12, 31)))
def test_every_written_form_of_a_day_is_that_day(day: dt.date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%d %b %Y}", f"{day:%B %d, %Y}"):
        assert read_day(text, NO_ORDER).on == day
    for order, form in ((DateOrder.DMY, "%d.%m.%Y"), (DateOrder.MDY, "%m/%d/%y")):
        assert read_day(day.strftime(form), DayRules(order)).on == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_cell_error(text: str) -> None:
    try:
        read_day(text, NO_ORDER)
    except CellError as error:
        assert error.code.startswith("date_")
