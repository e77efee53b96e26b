"""Numbers checked by hand on screen, filled in from the number a person came from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from pmm_core.by_hand import METHODS
from pmm_core.by_hand_wording import TOLD
from pmm_core.ui import navigation
from tests.screens.made import expect_no_fault, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

LAUNCH = {"launch": "Harbor/Smart routing"}


def open_methods(app: AppTest, **query: str) -> AppTest:
    return _open(app, navigation.METHODS, query)


def _open(app: AppTest, page: str, query: dict[str, str]) -> AppTest:
    app.query_params["company"] = "sample"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(page).run()
    return expect_no_fault(app)


def _links(app: AppTest) -> list[dict[str, str]]:
    """What the links to this page fill in."""
    queries = [dict(parse_qsl(one.proto.query_string)) for one in app.get("page_link")]
    return [query for query in queries if "method" in query]


@pytest.mark.parametrize("method", METHODS)
def test_each_method_shows_formula_inputs_and_a_result(app: AppTest, method: str) -> None:
    open_methods(app, method=method)
    assert app.title[0].value == TOLD[method].title
    assert len(app.latex) == len(TOLD[method].formula)
    assert [one.value for one in app.subheader] == ["Result"]
    assert f"python -m pmm_core method {method}" in app.code[0].value


def test_a_reading_of_a_launch_fills_in_wilson_and_comes_out_the_same(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, LAUNCH)
    link = next(one for one in _links(app) if one["method"] == "wilson" and one["x"] == "133")
    label = next(
        one.proto.label
        for one in app.get("page_link")
        if dict(parse_qsl(one.proto.query_string)) == link
    )
    open_methods(app, **link)
    assert f"**14.3%, {label.removeprefix('Wilson ')}**" in texts(app)


def test_the_forecast_of_a_launch_fills_in_pool_and_comes_out_the_same(app: AppTest) -> None:
    _open(app, navigation.ADOPTION, LAUNCH)
    (link,) = [one for one in _links(app) if one["method"] == "pool"]
    assert (link["h"], link["H"], link["n"], link["adopted"]) == ("15", "30", "930", "175")
    open_methods(app, **link)
    assert "**80% band 21.2 to 37.1%**" in texts(app)


def test_a_difference_of_two_launches_fills_in_newcombe_and_comes_out_the_same(
    app: AppTest,
) -> None:
    _open(app, navigation.COMPARE, {"of": "Comet/Insights"})
    link = next(one for one in _links(app) if one["x2"] == "208")
    assert (link["method"], link["n1"], link["n2"]) == ("newcombe", "1212", "860")
    open_methods(app, **link)
    assert "**+9.8 pts, +5.8 to +13.7 pts**" in texts(app)


def test_what_cannot_be_is_told_and_leads_to_no_result(app: AppTest) -> None:
    open_methods(app, method="wilson", x="50", n="40")
    told = [one.value.replace("\\", "") for one in app.info]
    assert any("x is a part of n: 50 of 40 cannot be." in one for one in told)
    assert not app.subheader


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"method": "rmst", "time": "2, five"}, "is not a list of whole numbers"),
        ({"method": "pool", "past": "1200:168"}, "is not a past launch"),
        ({"method": "pool", "past": " "}, "at least one"),
    ],
)
def test_a_list_that_cannot_be_read_says_how_to_write_it(
    app: AppTest, query: dict[str, str], sentence: str
) -> None:
    open_methods(app, **query)
    assert any(sentence in one.value.replace("\\", "") for one in app.info)


def test_a_method_or_a_number_that_is_not_there_falls_back_with_a_note(app: AppTest) -> None:
    open_methods(app, method="anova", x="many")
    assert app.title[0].value == TOLD["wilson"].title
    assert "the address asks for “anova”" in texts(app)
    assert "the address asks for “many”" in texts(app)
