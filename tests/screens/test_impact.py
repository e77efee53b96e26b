"""What a launch did to a KPI, on its page: asked by the address, answered, refused, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmm_core.ui import navigation
from tests.screens.made import own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

LANGUAGES = {
    "launch": "Comet/Insights",
    "kpi": "Comet: Weekly active teams",
    "reached": ["English", "German", "Dutch"],
    "controls": ["French", "Spanish", "Italian", "Polish"],
    "designs": ["Difference in differences"],
}


def opened(app: AppTest, company: str = "sample", **asked: str | list[str]) -> str:
    """Open the page at an address; return its title."""
    app.query_params["company"] = company
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(navigation.IMPACT).run()
    assert not app.exception and not app.error
    return plain(app.title[0].value)


def plain(text: str) -> str:
    return text.replace("\\", "")


def said(app: AppTest) -> str:
    return texts(app)


def test_the_address_asks_and_the_title_answers(app: AppTest) -> None:
    title = opened(app, **LANGUAGES)
    assert title.startswith("Weekly active teams: 5.0% (3.8 to 6.1%) above what was expected")
    assert title.endswith("consistent with a rise (grade B)")
    (metric,) = [one for one in app.metric if one.label.startswith("Adjusted")]
    assert (metric.value, metric.delta) == ("+5.0%", "95% interval 3.8 to 6.1%")
    words = said(app)
    assert "Raw: +4.8%, 95% interval 3.7 to 5.9%; consistent with a rise." in words
    assert "Grade B: reached and untouched moved alike before." in words
    assert "0 of 5 placebo dates" in words
    assert "Assumes that both would have moved alike without the launch." in words
    assert "caused" not in words


def test_a_factor_declared_after_the_result_is_marked(app: AppTest) -> None:
    opened(app, **LANGUAGES)
    late = [one.value for one in app.markdown if "after the result was known" in plain(one.value)]
    assert len(late) == 1 and ":material/warning:" in late[0]
    assert "who owns the KPI" in plain(late[0])


def test_a_launch_of_two_weeks_ago_is_refused_in_a_sentence(app: AppTest) -> None:
    title = opened(app, launch="Harbor/Smart routing", kpi="Harbor: New accounts")
    assert title == "Nothing can be said of what Smart routing did to New accounts"
    assert "No whole month has a value after the launch so far, and it takes 3 months" in said(app)
    assert not app.metric


def test_it_starts_from_a_launch_old_enough_and_points_to_segments(app: AppTest) -> None:
    title = opened(app)
    assert title.startswith("Weekly active teams: +3.3% (consistent with a rise) and +1.9% (no ch")
    assert title.endswith("the designs do not agree on what Insights did")
    assert app.selectbox(key="launch").value == "Comet/Insights"
    assert app.selectbox(key="kpi").value == "Comet: Weekly active teams"
    assert "This KPI is known by segment." in said(app)


def test_a_question_that_makes_no_sense_is_explained(app: AppTest) -> None:
    opened(app, launch="Comet/Insights", kpi="Comet: Weekly active teams", controls=["French"])
    assert any("Say which segments the launch reached" in plain(one.value) for one in app.info)


def test_a_control_drawn_at_random_lets_a_cause_be_named(app: AppTest) -> None:
    title = opened(app, **LANGUAGES, hold_out="true")
    assert title.endswith("a rise caused by the launch (grade A)")


def test_values_before_a_day_are_left_out_where_the_address_says_so(app: AppTest) -> None:
    opened(app, **LANGUAGES, since="2025-06-02")
    assert "32 weeks before the launch (02 Jun 2025" in said(app)
    assert "Grades: at A a cause may be named" in said(app)


def test_an_empty_company_is_told_what_to_add(app: AppTest) -> None:
    assert own_store().is_empty
    assert opened(app, "own") == "What a launch did to a KPI"
    assert "No launch yet" in said(app)


@pytest.mark.parametrize("key", ["launch", "kpi"])
def test_an_address_that_names_nothing_is_told_so(app: AppTest, key: str) -> None:
    opened(app, **{key: "Nothing of the kind", "designs": ["Before and after"]})
    assert "called “Nothing of the kind”" in said(app)


def test_adopters_stand_beside_non_adopters_as_an_association(app: AppTest) -> None:
    opened(app, **LANGUAGES, activity="insight_opened")
    words = said(app)
    assert "412 adopters (by day 30) beside 800 non-adopters" in words
    assert "“insight_opened”" in words
    assert "An association, not an effect" in words


def test_adopters_of_a_young_launch_are_not_told_apart_yet(app: AppTest) -> None:
    opened(app, launch="Harbor/Smart routing", kpi="Harbor: New accounts")
    assert "cannot be told apart yet" in said(app)
