"""Products, people, KPIs and launches are made and kept by hand on their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1.element_tree import Block, Element

from pmm_core.catalogue.drafts import ProductDraft
from pmm_core.catalogue.service import archive, read_actions, read_directory, save
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.keep import commit_log, preview_log
from pmm_core.models import Initiative, Kpi, Person, Product, Team
from pmm_core.store.store import Store
from pmm_core.ui import navigation
from pmm_core.vocabulary import Goal, Scope
from tests.catalogue import made
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

PRODUCTS = "pages/setup/products.py"
PEOPLE = "pages/setup/people.py"
KPIS = "pages/setup/kpis.py"
LAUNCHES = "pages/setup/launches.py"


def _form_of(app: AppTest, label: str) -> list[Element]:
    """Everything in the form that a button stands in."""

    def blocks(block: Block) -> Iterator[Block]:
        yield block
        for child in block.children.values():
            if isinstance(child, Block):
                yield from blocks(child)

    def inside(block: Block) -> list[Element]:
        return [
            one
            for part in blocks(block)
            for one in part.children.values()
            if isinstance(one, Element)
        ]

    forms = [one for one in blocks(app._tree) if one.type == "form"]
    (form,) = [one for one in forms if label in [getattr(e, "label", "") for e in inside(one)]]
    return inside(form)


def test_a_product_is_added_edited_and_renamed_in_a_form(app: AppTest) -> None:
    open_page(app, PRODUCTS)
    assert app.title[0].value == "No products yet"
    click(app, "Add a product")
    fill(app, name="Comet")
    click(app, "Save")
    assert app.title[0].value == "1 product"
    assert "Saved “Comet”." in texts(app)

    click(app, "Edit")
    fill(app, name="Nova", description="Reports for finance teams")
    click(app, "Save")
    known = read_directory(store=own_store(), actor=OWNER)
    assert known.require(Product, "comet").name == "Nova"
    assert known.require(Product, "Nova").description == "Reports for finance teams"


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(app: AppTest) -> None:
    made.product(own_store(), "Comet")
    open_page(app, PRODUCTS)
    click(app, "Add a product")
    fill(app, name="comet", description="The same again")
    click(app, "Save")
    assert "There is already a product called “comet”" in texts(app)
    assert app.text_area[0].value == "The same again"
    fill(app, name="Orbit")
    click(app, "Save")
    assert app.title[0].value == "2 products"


def test_a_product_saved_meanwhile_shows_both_sides_and_the_person_decides(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, "Comet", description="Reports")
    open_page(app, PRODUCTS)
    click(app, "Edit")
    theirs = ProductDraft(name="Comet Pro", description="Reports for everybody")
    save(store=store, actor=BO, base=comet, draft=theirs)
    fill(app, description="Reports for finance")
    click(app, "Save")

    assert "Bo Lind saved “Comet Pro” after you opened it" in texts(app)
    assert "Before: Reports" in texts(app)
    assert app.radio[0].options == ["Theirs: Reports for everybody", "Yours: Reports for finance"]
    click(app, "Save this")
    kept = read_directory(store=store, actor=OWNER).require(Product, "Comet Pro")
    assert (kept.description, kept.version) == ("Reports for finance", 3)


def test_in_a_conflict_the_other_side_can_be_kept(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, "Comet")
    open_page(app, PRODUCTS)
    click(app, "Edit")
    save(store=store, actor=BO, base=comet, draft=ProductDraft(name="Comet", description="B"))
    fill(app, description="A")
    click(app, "Save")
    app.radio[0].set_value("theirs")
    click(app, "Save this")
    kept = read_directory(store=store, actor=OWNER).require(Product, "Comet")
    assert (kept.description, kept.version) == ("B", 2)
    assert not app.radio


def test_what_somebody_else_changes_meanwhile_does_not_undo_what_was_chosen(app: AppTest) -> None:
    store = own_store()
    made.product(store, "Comet")
    ada = made.person(store, "Ada Moreno")
    open_page(app, PRODUCTS)
    click(app, "Edit")
    fill(app, owner_id=ada.id)
    made.person(store, "Aaron Abel")
    click(app, "Save")
    assert read_directory(store=store, actor=OWNER).require(Product, "Comet").owner_id == ada.id


def test_archiving_asks_first_and_what_was_archived_can_be_restored_at_once(app: AppTest) -> None:
    made.product(own_store(), "Comet")
    open_page(app, PRODUCTS)
    click(app, "Archive")
    assert "Its history stays" in texts(app)
    click(app, "Cancel")
    assert app.title[0].value == "1 product"
    click(app, "Archive")
    click(app, "Archive", 1)
    assert app.title[0].value == "No products yet"
    app.button(key="restore-at-once").click().run()
    assert app.title[0].value == "1 product"


def test_what_was_archived_earlier_is_listed_and_restored(app: AppTest) -> None:
    store = own_store()
    archive(store=store, actor=OWNER, noun=made.product(store, "Comet"))
    open_page(app, PRODUCTS)
    click(app, "Restore")
    assert app.title[0].value == "1 product"
    assert "Restored “Comet”." in texts(app)


def test_people_and_teams_are_added(app: AppTest) -> None:
    open_page(app, PEOPLE)
    click(app, "Add a team")
    fill(app, name="Growth")
    click(app, "Save")
    growth = read_directory(store=own_store(), actor=OWNER).require(Team, "Growth")
    click(app, "Add a person")
    fill(app, name="Ada Moreno", team_id=growth.id, email="ada@example.com")
    click(app, "Save")
    ada = read_directory(store=own_store(), actor=OWNER).require(Person, "Ada Moreno")
    assert (ada.team_id, ada.email) == (growth.id, "ada@example.com")


def test_a_person_who_leaves_hands_everything_over(app: AppTest) -> None:
    store = own_store()
    bo, cleo = made.person(store, "Bo Lind"), made.person(store, "Cleo Sand")
    comet = made.product(store, "Comet", owner_id=bo.id)
    rate = made.kpi(store, comet, "Activation rate", owner_id=bo.id)
    step = made.action(store, rate, "Call the ten largest accounts", owner_id=bo.id)
    open_page(app, PEOPLE)
    click(app, "Hand over")
    assert "To hand over from Bo Lind: 1 KPI, 1 product, 1 next step." in texts(app)
    fill(app, successor_id=cleo.id)
    click(app, "Hand over", 2)
    assert "Cleo Sand took over from Bo Lind" in texts(app)
    known = read_directory(store=store, actor=OWNER)
    assert {noun.name for noun in known.owned_by(cleo)} == {"Comet", "Activation rate"}
    assert [person.left_on for person in known.archived(Person)] == [dt.date(2026, 3, 31)]
    steps = read_actions(store=store, actor=OWNER, kpi_id=rate.id or 0)
    assert [(one.id, one.owner_id) for one in steps] == [(step.id, cleo.id)]


def test_what_is_missing_is_said_beside_the_button_in_every_form(app: AppTest) -> None:
    made.product(own_store(), "Comet")
    for page, label, missing in (
        (PRODUCTS, "Add a product", "Name: Give a value."),
        (LAUNCHES, "Add a launch", "Product: Choose one."),
        (KPIS, "Add a KPI", "Name: Give a value."),
    ):
        open_page(app, page)
        click(app, label)
        click(app, "Save")
        beside = [one for one in _form_of(app, "Save") if one.type == "error"]
        assert [missing in one.value.replace("\\", "") for one in beside] == [True], page
        # Streamlit would hold the form back without a word in sight.
        assert not [one.label for one in app.text_input if one.proto.required]


def test_a_hand_over_needs_a_successor(app: AppTest) -> None:
    store = own_store()
    made.kpi(store, None, "MRR", owner_id=made.person(store, "Bo Lind").id)
    open_page(app, PEOPLE)
    click(app, "Hand over")
    click(app, "Hand over", 1)
    assert "Choose who takes over from Bo Lind" in texts(app)
    assert [one.name for one in read_directory(store=store, actor=OWNER).in_use(Person)] == [
        "Bo Lind"
    ]


def test_a_kpi_is_added_with_all_its_words(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, "Comet")
    open_page(app, KPIS)
    click(app, "Add a KPI")
    fill(app, name="Activation rate", unit="%", cadence="weekly", goal="within", low=20, high=40)
    click(app, "Save")
    kpi = read_directory(store=store, actor=OWNER).in_use(Kpi)[0]
    assert (kpi.scope, kpi.product_id, kpi.unit) == (Scope.PRODUCT, comet.id, "%")
    assert (kpi.goal, kpi.definition_version) == (Goal.WITHIN, 1)


def test_another_definition_starts_a_new_series(app: AppTest) -> None:
    store = own_store()
    made.kpi(store, None, "MRR", unit="USD")
    open_page(app, KPIS)
    click(app, "Edit")
    fill(app, unit="EUR")
    click(app, "Save")
    assert "start a new series" in texts(app)
    fill(app, new_series=True)
    click(app, "Save")
    kpi = read_directory(store=store, actor=OWNER).in_use(Kpi)[0]
    assert (kpi.unit, kpi.definition_version) == ("EUR", 2)


def test_kpis_are_chosen_by_what_they_belong_to(app: AppTest) -> None:
    store = own_store()
    made.kpi(store, made.product(store, "Comet"), "Activation rate")
    made.kpi(store, None, "MRR")
    open_page(app, KPIS)
    app.selectbox(key="belongs_to").set_value("The whole company").run()
    assert "MRR" in texts(app)
    assert "Activation rate" not in texts(app)


def test_next_steps_are_added_and_done(app: AppTest) -> None:
    store = own_store()
    rate = made.kpi(store, None, "Activation rate", owner_id=made.person(store, "Ada").id)
    open_page(app, KPIS)
    click(app, "Next steps")
    fill(app, text="Call five customers", due_on=dt.date(2026, 4, 10))
    click(app, "Add step")
    steps = read_actions(store=store, actor=OWNER, kpi_id=rate.id or 0)
    assert [(step.text, step.due_on) for step in steps] == [
        ("Call five customers", dt.date(2026, 4, 10))
    ]
    click(app, "Next steps")
    click(app, "Done")
    assert not read_actions(store=store, actor=OWNER, kpi_id=rate.id or 0)


def test_a_launch_is_added_and_edited(app: AppTest) -> None:
    store = own_store()
    comet, ada = made.product(store, "Comet"), made.person(store, "Ada")
    open_page(app, LAUNCHES)
    click(app, "Add a launch")
    fill(
        app,
        name="Insights",
        product_id=comet.id,
        launched_on=dt.date(2026, 2, 3),
        tier=1,
        owner_id=ada.id,
        objective="Shops act on what they see",
    )
    click(app, "Save")
    click(app, "Edit")
    fill(app, windows=[7, 30], min_uses=2)
    click(app, "Save")
    launch = read_directory(store=store, actor=OWNER).in_use(Initiative)[0]
    assert (launch.windows, launch.min_uses, launch.tier) == ([7, 30], 2, 1)
    assert launch.version == 2
    (link,) = [one.proto for one in app.main.get("page_link") if one.proto.label == "Plan"]
    assert link.query_string == "launch=Comet%2FInsights"


def _keep_log(store: Store, *, ends: str = "2026-03-20") -> str:
    """Keep a log: 40 units seen before 3 February 2026, every fourth uses it two days after."""
    rows = [f"u{unit},open,2026-01-20,{'Pro' if unit % 2 else 'Free'}" for unit in range(40)]
    rows += [f"u{unit},use,2026-02-05,Free" for unit in range(0, 40, 4)]
    rows += [f"u0,open,{ends},Free"]
    log = "\n".join(["user_id,event,ts,plan", *rows]).encode()
    plan = preview_log(
        store=store,
        actor=OWNER,
        files=[SourceFile.named("insights.csv", log)],
        options=ImportOptions(),
        today=TODAY,
    )
    commit_log(store=store, actor=OWNER, plan=plan)
    return plan.log


def test_a_kept_log_is_chosen_on_the_launch_and_draws_its_curve(app: AppTest) -> None:
    store = own_store()
    comet, ada = made.product(store, "Comet"), made.person(store, "Ada")
    log = _keep_log(store)
    open_page(app, LAUNCHES)
    click(app, "Add a launch")
    fill(
        app,
        name="Insights",
        product_id=comet.id,
        launched_on=dt.date(2026, 2, 3),
        log=log,
        owner_id=ada.id,
        objective="Shops act on what they see",
    )
    app.run()
    fill(app, adopt_events=["use"], segment_by="plan")
    click(app, "Save")
    launch = read_directory(store=store, actor=OWNER).in_use(Initiative)[0]
    assert (launch.log, launch.adopt_events, launch.segment_by) == (log, ["use"], "plan")
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    assert "Insights: 25.0% adopted by day 30" in texts(app)


def test_a_log_that_ends_inside_a_window_says_nothing_of_its_end(app: AppTest) -> None:
    store = own_store()
    log = _keep_log(store, ends="2026-02-10")
    made.launch(store, made.product(store, "Comet"), "Insights", log=log, adopt_events=["use"])
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    assert "Insights: 25.0% adopted by day 5" in texts(app)
    seen = "As of 31 Mar 2026, observed only through 10 Feb 2026: its event log ends there."
    assert seen in texts(app)
    said = texts(app)
    assert said.count("Too early") == 2, "days 10 and 30"
    assert said.count("**25.0%**") == 1, "day 5 alone has a share"


@pytest.mark.parametrize("page", [PRODUCTS, PEOPLE, KPIS, LAUNCHES])
def test_names_that_look_like_markup_stay_text(app: AppTest, page: str) -> None:
    store = own_store()
    name = "![x](http://example.com/x.png) **bold** <b>"
    comet = made.product(store, name)
    made.person(store, name)
    made.kpi(store, comet, name)
    made.launch(store, comet, name)
    open_page(app, page)
    assert not any("](http" in text.value for text in app.markdown)
    expect_no_fault(app)


def test_what_one_page_left_open_is_closed_by_the_next(app: AppTest) -> None:
    open_page(app, PRODUCTS)
    click(app, "Add a product")
    app.switch_page(PEOPLE).run()
    assert not [one for one in app.button if one.label == "Save"]
    app.switch_page(PRODUCTS).run()
    assert not [one for one in app.button if one.label == "Save"]


def test_what_was_opened_in_one_company_is_closed_in_the_other(app: AppTest) -> None:
    open_page(app, PRODUCTS)
    click(app, "Add a product")
    app.button_group(key="company").set_value("sample").run()
    assert not [one for one in app.button if one.label == "Save"]
