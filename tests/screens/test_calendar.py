"""The page of the launch calendar: month, quarter and list, by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmm_core.ui import navigation
from tests.screens.made import expect_no_fault, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.testing.v1 import AppTest


def open_calendar(app: AppTest, **query: str | Sequence[str]) -> AppTest:
    app.query_params["company"] = "sample"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(navigation.CALENDAR).run()
    return expect_no_fault(app)


def lead(app: AppTest) -> str:
    value: str = app.title[0].value
    return value.replace("\\", "")


def test_the_month_of_today_opens_first(app: AppTest) -> None:
    open_calendar(app)
    assert lead(app) == "Mar 2026: 3 launches, 1 collision"
    assert "Quill/Guided setup and Quill/E-signature" in texts(app)


def test_a_quarter_and_a_month_are_opened_by_address(app: AppTest) -> None:
    open_calendar(app, view="Quarter", quarter="Q4 2025")
    assert lead(app) == "Q4 2025: 2 launches, no collision"
    assert "25 Dec 2025 (Christmas Day)" in texts(app)


def test_the_list_holds_every_launch(app: AppTest) -> None:
    open_calendar(app, view="List")
    assert lead(app) == "6 launches, 1 collision"
    assert "A rival raised its prices within Comet/Mobile app" in texts(app)


def test_filters_stand_in_the_address_and_an_unknown_one_is_told(app: AppTest) -> None:
    open_calendar(app, view="List", product=["Comet", "Nova"], tier="1")
    assert lead(app) == "2 launches, no collision"
    assert "Product: the address asks for “Nova”, which is not there." in texts(app)


def test_a_month_without_a_launch_says_so(app: AppTest) -> None:
    open_calendar(app, month="Mar 2026", owner="Ada Moreno")
    assert lead(app) == "Mar 2026: 0 launches, no collision"


def test_a_month_that_is_not_there_falls_back_with_a_note(app: AppTest) -> None:
    open_calendar(app, month="Mar 1926")
    assert lead(app).startswith("Mar 2026")
    assert "There is no month called “Mar 1926”." in texts(app)


def test_where_a_launch_stands_begins_with_a_capital_as_all_words_on_the_page(
    app: AppTest,
) -> None:
    open_calendar(app, view="List")
    said = texts(app)
    assert "Windows over" in said and "Day 15" in said and "Closed" in said
    assert "windows over" not in said
