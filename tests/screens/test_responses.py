"""The drawer of a KPI: ask, answer, assess and add a step, beside the number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pmm_core.ui import navigation
from tests.screens.test_scorecards import _kpi_id, _open, _text

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def opened(app: AppTest) -> AppTest:
    """The drawer of a KPI of the sample."""
    return _open(
        app, navigation.PRODUCT, product="Comet", kpi=str(_kpi_id("Trial-to-paid conversion"))
    )


def save(app: AppTest) -> AppTest:
    """Press the one button of the form that is open."""
    (button,) = [one for one in app.button if one.form_id]
    return button.click().run()


def test_a_question_shows_on_row_and_drawer_until_it_is_answered(app: AppTest) -> None:
    opened(app).button(key="say-question").click().run()
    app.text_area(key="question-text").input("Why does it *fall*?")
    app.text_input(key="question-asked_by").input("Mia Chen")
    save(app)
    assert not app.error
    text = _text(app)
    assert "Why does it *fall*?" in text and "about 20.8% of 31 Mar 2026" in text
    assert "Not answered yet by Ada Moreno." in text
    assert ":orange-badge[1 open question]" in text
    app.button(key="answer-1").click().run()
    app.text_area(key="answer-answer").input("The new plan")
    save(app)
    text = _text(app)
    assert "The new plan" in text and "Not answered yet" not in text
    assert "open question" not in text


def test_an_empty_question_is_refused_by_the_name_of_its_field(app: AppTest) -> None:
    opened(app).button(key="say-question").click().run()
    save(app)
    assert [one.value.replace("\\", "") for one in app.error] == ["Question: Give a value."]


def test_confidence_and_analysis_stand_beside_the_status(app: AppTest) -> None:
    opened(app).button(key="say-assessment").click().run()
    app.selectbox(key="assessment-confidence").select_index(2)
    app.text_area(key="assessment-analysis").input("Two teams got no training")
    save(app)
    text = _text(app)
    assert "Low: does not expect it" in text and "Two teams got no training" in text
    assert "never changes it" in text
    assert "2 of 11 KPIs off track" in app.title[0].value


def test_a_step_is_added_with_owner_and_day_and_marked_done(app: AppTest) -> None:
    opened(app).button(key="say-step").click().run()
    app.text_input(key="step-text").input("Train both")
    save(app)
    assert app.error[0].value.replace("\\", "").startswith("Due: Give a day")
    app.date_input(key="step-due_on").set_value(dt.date(2026, 4, 10))
    save(app)
    assert "Train both" in _text(app) and "Ada Moreno, due 10 Apr 2026" in _text(app)
    app.button(key="step-13").click().run()
    assert "Train both" not in _text(app)
