"""The plan of a launch is read and kept on its page, and what cannot be is explained there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import read_directory
from pmm_core.models import Initiative
from pmm_core.plan.service import keep_launch, read_items, read_plan, set_status
from pmm_core.store.store import Store
from pmm_core.vocabulary import LaunchType, ReadinessStatus, Role
from tests.catalogue import made
from tests.plan import made as plans
from tests.screens.made import (
    BO,
    OWNER,
    TODAY,
    click,
    expect_no_fault,
    fill,
    open_page,
    own_store,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PLAN = "pages/launches/plan.py"
LAUNCHES = "pages/setup/launches.py"
SMART = "Smart routing launched 15 days ago: 7 of 9 ready, 1 critical overdue"


@pytest.fixture
def launch() -> tuple[Store, Initiative]:
    """A launch of the own company that lies ahead, entered a month ago."""
    store = own_store()
    return store, plans.planned(store, launched_on=dt.date(2026, 4, 14), tier=3)


def headline(app: AppTest) -> str:
    return app.title[0].value.replace("\\", "")


def stored(store: Store, one: Initiative) -> Initiative:
    found = read_directory(store=store, actor=OWNER).get(Initiative, one.id)
    assert found is not None
    return found


def test_the_sample_s_youngest_launch_tells_its_whole_plan(app: AppTest) -> None:
    app.query_params["launch"] = "Harbor/Smart routing"
    app.run()
    app.switch_page(PLAN).run()
    said = texts(expect_no_fault(app))
    assert headline(app) == SMART
    for sentence in (
        "Every question finds its expert",
        "First planned 02 Mar 2026, moved once, launched 16 Mar 2026: Rules took too long",
        "1 critical item overdue: Pricing page, Lena Fischer, due 02 Mar 2026.",
        "Tier 1, as its answers propose: 16 points of 18.",
        "Every agent active in the four weeks before the launch",
    ):
        assert sentence in said
    assert list(app.table[0].value.columns) == ["Day 5", "Day 10", "Day 30"]


def test_a_company_without_launches_is_led_to_add_one(app: AppTest) -> None:
    own_store()
    open_page(app, PLAN)
    assert app.title[0].value == "No launch yet"


def test_a_new_launch_without_an_objective_is_refused_and_what_was_typed_stays(
    app: AppTest,
) -> None:
    store = own_store()
    comet, ada = made.product(store, "Comet"), made.person(store, "Ada")
    open_page(app, LAUNCHES)
    click(app, "Add a launch")
    needed = {one.key for one in app.date_input if "(required)" in one.label}
    assert [str(key).rpartition("-")[2] for key in needed] == ["launched_on"]
    fill(app, name="Insights", product_id=comet.id, launched_on=dt.date(2026, 4, 14))
    fill(app, launch_type=LaunchType.NEW_FEATURE, contents="What changed in a shop")
    click(app, "Save")
    assert "which objective the launch serves" in app.error[0].value
    assert not read_directory(store=store, actor=OWNER).in_use(Initiative)
    fill(app, objective="Shops act on what they see")
    click(app, "Save")
    assert "the one person who answers for the launch" in app.error[0].value
    assert not read_directory(store=store, actor=OWNER).in_use(Initiative)
    fill(app, owner_id=ada.id)
    click(app, "Save")
    one = read_directory(store=store, actor=OWNER).in_use(Initiative)[0]
    assert (one.name, one.launch_type, one.contents) == (
        "Insights", LaunchType.NEW_FEATURE, "What changed in a shop",
    )  # fmt: skip


def test_any_day_can_be_a_window_and_what_is_no_day_is_refused(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, LAUNCHES)
    click(app, "Edit")
    fill(app, windows=[5, "45"])
    click(app, "Save")
    assert stored(store, one).windows == [5, 45]
    click(app, "Edit")
    fill(app, windows=[5, "soon"])
    click(app, "Save")
    assert "Windows: Give a whole number." in app.error[0].value.replace("\\", "")


def test_the_form_of_a_launch_asks_why_it_moves(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, LAUNCHES)
    click(app, "Edit")
    fill(app, launched_on=dt.date(2026, 4, 21))
    app.run()
    click(app, "Save")
    assert "Say why in one line" in app.error[0].value.replace("\\", "")
    fill(app, slip_why="The login was not ready.")
    click(app, "Save")
    moved = stored(store, one)
    assert (moved.launched_on, moved.planned_on) == (dt.date(2026, 4, 21), dt.date(2026, 4, 14))


def test_the_day_is_moved_on_the_plan(app: AppTest, launch: tuple[Store, Initiative]) -> None:
    open_page(app, PLAN)
    click(app, "Move the day")
    fill(app, launched_on=dt.date(2026, 4, 21), slip_why="Easter")
    click(app, "Move")
    said = texts(app)
    assert "First planned 14 Apr 2026, moved once, now 21 Apr 2026: Easter." in said
    assert "14 Apr 2026 to 21 Apr 2026, 7 days later: Easter. Owner" in said


def test_d1_a_move_that_meets_another_shows_both_and_can_be_saved_again(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Move the day")
    theirs = plans.draft(one, launched_on=dt.date(2026, 4, 28), slip_why="A strike")
    keep_launch(store=store, actor=BO, base=one, draft=theirs, today=TODAY)
    fill(app, launched_on=dt.date(2026, 4, 21), slip_why="Easter")
    click(app, "Move")
    assert "Bo Lind saved" in app.warning[0].value
    assert any("28 Apr 2026" in str(table.value) for table in app.table)
    click(app, "Move")
    plan = read_plan(store=store, actor=OWNER, launch_id=one.id or 0, as_of=TODAY)
    assert [(slip.before.day, slip.after.day, slip.why) for slip in plan.dates.slips] == [
        (14, 28, "A strike"),
        (28, 21, "Easter"),
    ]


def test_d1_the_form_keeps_the_reason_of_a_move_through_a_conflict(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, LAUNCHES)
    click(app, "Edit")
    fill(app, launched_on=dt.date(2026, 4, 21))
    app.run()
    theirs = plans.draft(one, launched_on=dt.date(2026, 4, 28), slip_why="A strike")
    keep_launch(store=store, actor=BO, base=one, draft=theirs, today=TODAY)
    fill(app, slip_why="Easter")
    click(app, "Save")
    assert "Bo Lind saved" in app.warning[0].value
    click(app, "Save this")
    plan = read_plan(store=store, actor=OWNER, launch_id=one.id or 0, as_of=TODAY)
    assert [(slip.after.day, slip.why) for slip in plan.dates.slips] == [
        (28, "A strike"),
        (21, "Easter"),
    ]


def test_a_readiness_list_is_started_from_its_tier_and_settled_in_place(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Start from the list of tier 3")
    assert headline(app) == "Insights launches in 14 days: 0 of 4 ready"
    rows = read_items(store=store, actor=OWNER, launch_id=one.id or 0)
    assert [row.due_on for row in rows if row.name == "Messages"] == [TODAY]
    field = next(box for box in app.selectbox if box.label == "Status of Messages")
    field.set_value(ReadinessStatus.DONE).run()
    assert headline(app) == "Insights launches in 14 days: 1 of 4 ready"
    expect_no_fault(app)


def test_a_status_that_meets_another_is_told_and_nothing_is_lost(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Start from the list of tier 3")
    row = read_items(store=store, actor=OWNER, launch_id=one.id or 0)[0]
    set_status(store=store, actor=BO, item=row, status=ReadinessStatus.NOT_NEEDED)
    field = next(box for box in app.selectbox if box.label == f"Status of {row.name}")
    field.set_value(ReadinessStatus.DONE).run()
    assert f"Bo Lind saved “{row.name}”" in texts(app)
    now = read_items(store=store, actor=OWNER, launch_id=one.id or 0)[0]
    assert now.status is ReadinessStatus.NOT_NEEDED


def test_an_item_is_added_edited_and_archived(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Add an item")
    fill(app, name="Pricing page", due_on=dt.date(2026, 3, 30), critical=True)
    click(app, "Save")
    assert "1 critical item overdue: Pricing page, nobody yet, due 30 Mar 2026." in texts(app)
    click(app, "Edit", 1)
    fill(app, note="The price is still open")
    click(app, "Save")
    assert "The price is still open" in texts(app)
    click(app, "Archive")
    click(app, "Archive", -1)
    assert not read_items(store=store, actor=OWNER, launch_id=one.id or 0)
    assert "Archived “Pricing page”." in texts(app)


def test_answers_propose_a_tier_and_another_asks_for_a_reason(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Answer the questions")
    assert "No question answered yet, so no tier is proposed." in texts(app)
    questions = [box for box in app.selectbox if str(box.key).startswith(f"tier-{one.id}-")][:6]
    for box in questions:
        box.set_value(2)
    app.run()
    assert "12 of 18 points propose tier 2." in texts(app)
    click(app, "Save")
    assert "Say why it is tier 3" in app.error[0].value.replace("\\", "")
    fill(app, tier_why="Only one team sells it yet.")
    click(app, "Save")
    kept = stored(store, one)
    assert (kept.tier, sum(kept.tier_answers.values()), kept.tier_why) == (
        3, 12, "Only one team sells it yet.",
    )  # fmt: skip


def test_targets_are_set_in_one_grid(app: AppTest, launch: tuple[Store, Initiative]) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Set targets")
    key = f"targets-{one.id}-"
    segments = next(box for box in app.multiselect if box.key == f"{key}segments")
    segments.set_value(["Pro"]).run()
    for cell, share in {"-5": 12, "-30": 30, "Pro-30": 50}.items():
        app.number_input(key=f"{key}{cell}").set_value(share)
    click(app, "Save")
    plan = read_plan(store=store, actor=OWNER, launch_id=one.id or 0, as_of=TODAY)
    assert {(cell.window, cell.segment): cell.share for cell in plan.targets.cells} == {
        (5, ""): 0.12, (10, ""): None, (30, ""): 0.3,
        (5, "Pro"): None, (10, "Pro"): None, (30, "Pro"): 0.5,
    }  # fmt: skip
    assert app.table[0].value.loc["Pro", "Day 30"].replace("\\", "") == "50.0%"


def test_a_grid_that_falls_is_refused_beside_the_button(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    store, one = launch
    open_page(app, PLAN)
    click(app, "Set targets")
    for cell, share in {"-5": 12, "-30": 10}.items():
        app.number_input(key=f"targets-{one.id}-{cell}").set_value(share)
    click(app, "Save")
    assert "day 30 lies below that of day 5" in app.error[0].value
    app.number_input(key=f"targets-{one.id}--30").set_value(140)
    click(app, "Save")
    said = app.error[0].value
    assert "The target of day 30 for everybody" in said and "at most 100%" in said
    plan = read_plan(store=store, actor=OWNER, launch_id=one.id or 0, as_of=TODAY)
    assert not plan.targets.is_set


def test_the_house_changes_its_lists_and_questions(
    app: AppTest, launch: tuple[Store, Initiative]
) -> None:
    open_page(app, PLAN)
    click(app, "Change the readiness lists")
    app.text_area(key="list-3").set_value("Tell sales; soon")
    click(app, "Save")
    assert "Tier 3, line 1" in app.error[0].value
    app.text_area(key="list-3").set_value("Tell sales; 3; critical")
    click(app, "Save")
    click(app, "Start from the list of tier 3")
    assert "0 of 1 ready; next due: Tell sales, 11 Apr 2026." in texts(app)
    click(app, "Change the tier questions")
    app.text_input(key="ask-money").set_value("Does money rest on it?")
    click(app, "Save")
    click(app, "Answer the questions")
    assert any(box.label == "Does money rest on it?" for box in app.selectbox)


def test_a_visitor_reads_the_sample_s_plan_and_finds_nothing_to_change(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR)
    monkeypatch.setattr("pmm_core.ui.session._actor", lambda: visitor)
    app.query_params["launch"] = "Harbor/Smart routing"
    app.run()
    app.switch_page(PLAN).run()
    said = texts(expect_no_fault(app))
    assert "7 of 9 ready; 1 critical item overdue" in said
    assert not [one.label for one in app.button if one.label not in ("Start with my own",)]
    assert not [box for box in app.selectbox if box.label.startswith("Status of")]
