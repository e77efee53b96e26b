"""A closed launch says so on its pages and in the list; the past speaks beside the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmm_core.catalogue.service import read_directory
from pmm_core.models import Initiative
from pmm_core.ui import navigation
from pmm_core.vocabulary import LaunchOutcome
from tests.catalogue import made
from tests.screens.made import (
    BO,
    OWNER,
    click,
    expect_no_fault,
    fill,
    open_page,
    own_store,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def open_sample(app: AppTest, page: str, launch: str | None = None) -> str:
    app.query_params["company"] = "sample"
    if launch:
        app.query_params["launch"] = launch
    app.run()
    app.switch_page(page).run()
    return texts(expect_no_fault(app)).replace("\\", "")


def shares(app: AppTest) -> list[float | None]:
    """What stands in the grid of targets, in percent."""
    return [one.value for one in app.number_input if str(one.key).startswith("targets-")]


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
    assert "Your one closed tier-1 launch of type “new feature” reached 3.3% by day 5" in said
    titles = [one.value for one in app.subheader]
    assert "What earlier launches taught" in titles
    assert "Agents write articles" in said
    labels = [button.label for button in app.button]
    assert "Close" in labels and "Duplicate" in labels


def test_a_launch_is_duplicated_in_a_dialog(app: AppTest) -> None:
    open_sample(app, navigation.PLAN, "Harbor/Smart routing")
    next(button for button in app.button if button.label == "Duplicate").click().run()
    expect_no_fault(app)
    assert "Day, audience, event log and results are its own." in texts(app)


def test_blank_targets_are_filled_with_what_closed_launches_reached(app: AppTest) -> None:
    open_sample(app, navigation.PLAN, "Harbor/Smart routing")
    click(app, "Set targets")
    assert shares(app) == [None, 12.0, 30.0]
    click(app, "Fill blanks with what closed launches reached")
    # Mobile app, closed and of tier 1 too: 49 of 1,500; what is set stays.
    assert shares(app) == [3.3, 12.0, 30.0]


def test_whoever_closes_a_launch_that_was_changed_meanwhile_sees_both_and_may_go_on(
    app: AppTest,
) -> None:
    store = own_store()
    one = made.launch(store, made.product(store, "Comet"), "Insights")
    open_page(app, navigation.PLAN)
    click(app, "Close")
    fill(app, outcome=LaunchOutcome.PARTLY, lesson="Ask first.")
    theirs = {"lesson": "They wrote this.", "outcome": None, "ended_on": None}
    with store.write(actor=BO) as unit:
        unit.change(Initiative, one.id or 0, theirs, version=one.version)
    click(app, "Close the launch")
    assert "Bo Lind" in app.warning[0].value
    sides = app.table[-1].value
    assert list(sides["Theirs"])[-1] == r"They wrote this\."
    assert "In part" in list(sides["Yours"])
    click(app, "Close the launch")
    now = read_directory(store=store, actor=OWNER).get(Initiative, one.id)
    assert now is not None and (now.outcome, now.lesson) == (LaunchOutcome.PARTLY, "Ask first.")
