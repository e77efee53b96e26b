"""A closed launch says so on its pages and in the list; the past speaks beside the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmm_core.ui import navigation
from tests.screens.made import expect_no_fault, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def open_sample(app: AppTest, page: str, launch: str | None = None) -> str:
    app.query_params["company"] = "sample"
    if launch:
        app.query_params["launch"] = launch
    app.run()
    app.switch_page(page).run()
    return texts(expect_no_fault(app)).replace("\\", "")


def test_a_closed_launch_says_so_with_its_lesson(app: AppTest) -> None:
    said = open_sample(app, navigation.PLAN, "Comet/Mobile app")
    assert "Closed on 15 Dec 2025: missed" in said
    assert "Phones are for alerts" in said
    assert [button.label for button in app.button if button.label == "Reopen"]


def test_its_adoption_and_the_list_say_so_too(app: AppTest) -> None:
    said = open_sample(app, navigation.ADOPTION, "Harbor/Knowledge base")
    assert "Closed on 31 Oct 2025: in part" in said
    app.switch_page(navigation.LAUNCHES).run()
    assert "Closed on 15 Dec 2025: missed" in texts(app).replace("\\", "")


def test_past_launches_speak_beside_the_targets_and_lessons_are_listed(app: AppTest) -> None:
    said = open_sample(app, navigation.PLAN, "Harbor/Smart routing")
    assert "Your last three launches reached 3.0 to 14.5% by day 5" in said
    titles = [one.value for one in app.subheader]
    assert "What earlier launches taught" in titles
    assert "Agents write articles" in said
    labels = [button.label for button in app.button]
    assert "Close" in labels and "Duplicate" in labels


def test_a_launch_is_duplicated_in_a_dialog(app: AppTest) -> None:
    open_sample(app, navigation.PLAN, "Harbor/Smart routing")
    next(button for button in app.button if button.label == "Duplicate").click().run()
    expect_no_fault(app)
    assert "Day, audience, event log, results and targets are its own." in texts(app)
