"""How numbers, days and texts are written for people."""

import datetime as dt
import re
from contextvars import copy_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.formatting import (
    BLANK,
    Manner,
    safe_text,
    show_change,
    show_counted,
    show_day,
    show_interval,
    show_percent,
    show_value,
    write_like,
)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.31, "%", "31.0%"),
        (0.0, "%", "0.0%"),
        (-0.0001, "%", "0.0%"),
        (182_400, "USD", "$182k"),
        (-250, "EUR", "-€250"),
        (14_250, "EUR", "€14.3k"),
        (0.0145, "%", "1.5%"),
        (1_204, "accounts", "1,204 accounts"),
        (1_300_000, None, "1.3M"),
        (2.5, None, "2.5"),
        (0.25, None, "0.25"),
        (None, "%", BLANK),
    ],
)
def test_a_value_is_written_in_its_unit(
    value: float | None, unit: str | None, written: str
) -> None:
    assert show_value(value, unit) == written


def test_a_change_of_a_share_is_told_in_points() -> None:
    assert show_change(0.01, "%") == "+1.0 pts"
    assert show_change(-0.015, "%") == "-1.5 pts"


def test_the_company_chooses_the_separators_and_the_date() -> None:
    german = Manner(thousands=".", decimal=",", date="%d.%m.%Y")
    assert show_value(0.315, "%", german) == "31,5%"
    assert show_value(1_204, "accounts", german) == "1.204 accounts"
    assert show_day(dt.date(2026, 3, 31), german) == "31.03.2026"


def test_sentences_follow_the_manner_in_force_and_nobody_elses() -> None:
    german = Manner(thousands=".", decimal=",", date="%d.%m.%Y")

    def written() -> list[str]:
        write_like(german)
        day = show_day(dt.date(2026, 3, 31))
        return [show_value(0.315, "%"), show_percent(12.5), show_interval(0.1, 0.2, "%"), day]

    assert copy_context().run(written) == ["31,5%", "1.250%", "10,0 to 20,0%", "31.03.2026"]
    assert show_value(0.315, "%") == "31.5%"


@pytest.mark.parametrize(
    ("date", "field"),
    [
        ("%d.%m.%Y", "DD.MM.YYYY"),
        ("%m/%d/%Y", "MM/DD/YYYY"),
        ("%Y-%m-%d", "YYYY-MM-DD"),
        ("%b %d, %Y", "YYYY-MM-DD"),
    ],
)
def test_a_field_asks_for_a_day_in_the_order_days_are_written(date: str, field: str) -> None:
    assert Manner(date=date).date_field == field


def test_an_interval_names_its_unit_once() -> None:
    assert show_interval(0.181, 0.454, "%") == "18.1 to 45.4%"
    assert show_interval(None, 0.454, "%") == ""


@pytest.mark.parametrize(
    "text",
    [
        "![](http://example.com/pixel.png)",
        "[click](javascript:alert(1))",
        "# Big",
        "$x^2$",
        ":material/home: and :red[text]",
        "<img src=x onerror=alert(1)>",
        "a\n# b",
    ],
)
def test_markup_in_a_name_is_shown_and_not_obeyed(text: str) -> None:
    shown = safe_text(text)
    assert "\n" not in shown
    for sign in "![]()#$:<>^*`":
        assert f"\\{sign}" in shown or sign not in text


@given(text=st.text())
def test_escaping_loses_no_letter(text: str) -> None:
    flat = text.replace("\n", " ").replace("\r", " ")
    assert [c for c in safe_text(text) if c.isalnum()] == [c for c in flat if c.isalnum()]


# What Streamlit makes a link of by itself, in the text that is left once escapes are read.
AUTOLINKS = re.compile(r"(?i)https?://[-.\w]+|\bwww(?=\.)[-.\w]+|[-.\w+]+@[-\w]+(?:\.[-\w]+)+")


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example",
        "HTTPS://x.example/p?q=1",
        "www.x.example",
        "a (www.x.example)",
        "a@x.com",
    ],
)
def test_an_address_in_a_name_becomes_no_link(address: str) -> None:
    assert AUTOLINKS.search(address)
    read = re.sub(r"\\([^\w\s])", r"\1", safe_text(address))
    assert not AUTOLINKS.search(read)
    assert read.replace("\N{WORD JOINER}", "") == address


def test_one_thing_is_counted_as_one_and_several_in_the_plural() -> None:
    assert show_counted(1, "row") == "1 row"
    assert show_counted(0, "row") == "0 rows"
    assert show_counted(1204, "row") == "1,204 rows"
    assert show_counted(2, "person", "people") == "2 people"
