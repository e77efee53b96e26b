"""Requests and allocations are kept on their pages, and what cannot be is explained there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from pmm_core.catalogue.service import add, read_nouns, save
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.service import read_requests
from pmm_core.models import Allocation, WorkRequest
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.spread.drafts import AllocationDraft, RulesDraft
from pmm_core.spread.service import allocate, read_rules, read_spread, save_rules
from pmm_core.store.store import Store
from pmm_core.ui.request_forms import OpenedTags
from pmm_core.vocabulary import JourneyStage, RequestDecision
from tests.catalogue import made
from tests.screens.made import (
    BO,
    OWNER,
    TODAY,
    button,
    click,
    fill,
    open_page,
    own_store,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

REQUESTS = "pages/focus/requests.py"
SPREAD = "pages/team/spread.py"
START = dt.date(2026, 1, 1)


def asked(store: Store, name: str, **said: Any) -> WorkRequest:
    given = {"requester": "Sales", "asked_on": dt.date(2026, 3, 5), **said}
    return add(store=store, actor=OWNER, draft=RequestDraft(name=name, **given))


def show_all(app: AppTest) -> None:
    """Open the list of all requests, as a click on it does."""
    app.session_state["all-requests"] = True
    app.run()


@pytest.fixture
def team(app: AppTest) -> tuple[Store, int, int, int]:
    """Ada, Comet and Harbor in the own company: the store and their ids."""
    store = own_store()
    ada = made.person(store, "Ada Moreno")
    comet, harbor = made.product(store, "Comet"), made.product(store, "Harbor")
    return store, ada.id or 0, comet.id or 0, harbor.id or 0


def test_a_request_is_added_and_counts_once_it_is_tagged(app: AppTest) -> None:
    asked(own_store(), "Demo script", asked_on=dt.date(2026, 1, 5))
    open_page(app, REQUESTS)
    click(app, "Add a request")
    fill(app, name="Custom deck", requester="Sales", hours=12.0, decision=RequestDecision.DO)
    click(app, "Save")
    assert app.title[0].value == "No tagged work yet"
    row, _ = read_requests(store=own_store(), actor=OWNER)
    assert not own_store().is_empty
    assert (row.name, row.requester, row.hours, row.asked_on) == ("Custom deck", "Sales", 12, TODAY)
    assert (row.inside, row.decision) == (None, RequestDecision.DO)

    show_all(app)
    click(app, "Edit")
    fill(app, inside="Outside")
    click(app, "Save")
    assert "12 of 12 hours outside the mandate" in app.title[0].value.replace("\\", "")


def test_declining_without_a_reason_is_explained_and_what_was_typed_stays(app: AppTest) -> None:
    asked(own_store(), "Demo script")
    open_page(app, REQUESTS)
    click(app, "Add a request")
    fill(app, name="Booth", requester="Sales", decision=RequestDecision.DECLINE)
    click(app, "Save")
    assert "Say why it waits or was declined" in texts(app)
    fill(app, reason="The fair is in June.")
    click(app, "Save")
    assert "The fair is in June." in texts(app)
    assert len(read_requests(store=own_store(), actor=OWNER)) == 2


def test_a_request_saved_meanwhile_shows_all_sides_and_nothing_is_lost(app: AppTest) -> None:
    store = own_store()
    row = asked(store, "Custom deck", hours=5.0)
    open_page(app, REQUESTS)
    show_all(app)
    click(app, "Edit")
    theirs = RequestDraft.of(row).model_copy(update={"hours": 8.0, "points": 3.0})
    save(store=store, actor=BO, base=row, draft=theirs)
    fill(app, hours=6.0)
    click(app, "Save")
    assert "Bo Lind saved “Custom deck” after you opened it" in texts(app)
    click(app, "Save")
    (kept,) = read_requests(store=store, actor=OWNER)
    assert (kept.hours, kept.points) == (6, 3)


def test_an_archived_request_can_be_restored(app: AppTest) -> None:
    asked(own_store(), "Custom deck", decision=RequestDecision.DO, inside=False)
    open_page(app, REQUESTS)
    show_all(app)
    click(app, "Archive")
    click(app, "Archive", -1)
    assert app.title[0].value == "No requests yet"
    click(app, "Restore", -1)
    assert "1 of 1 requests outside" in app.title[0].value.replace("\\", "")


def test_the_days_of_the_address_decide_what_counts(app: AppTest) -> None:
    store = own_store()
    for number, on in enumerate((dt.date(2026, 1, 5), dt.date(2026, 3, 5))):
        asked(store, f"Deck {number}", asked_on=on, decision=RequestDecision.DO, inside=False)
    open_page(app, REQUESTS, since="2026-02-01")
    assert "1 of 1 requests outside" in app.title[0].value.replace("\\", "")


def test_days_without_a_request_are_told_from_a_company_without_one(app: AppTest) -> None:
    asked(own_store(), "Deck", asked_on=dt.date(2026, 1, 5))
    open_page(app, REQUESTS, since="2026-02-01")
    assert app.title[0].value == "No requests in these days"
    assert "There are requests of other days" in texts(app)
    assert "Add what you were asked for" not in texts(app)


def test_a_request_dated_ahead_is_listed_to_be_corrected_and_counts_nowhere(app: AppTest) -> None:
    asked(own_store(), "Deck", asked_on=dt.date(2026, 12, 5), inside=True)
    open_page(app, REQUESTS)
    show_all(app)
    assert "1 request" in [one.value for one in app.subheader]
    assert "05 Dec 2026" in texts(app)
    assert app.title[0].value == "No requests yet"


def test_challenges_of_the_same_name_are_told_apart_where_a_request_names_one(
    app: AppTest,
) -> None:
    for stage in (JourneyStage.CHURN, JourneyStage.LEADS):
        add(store=own_store(), actor=OWNER, draft=ChallengeDraft(name="Price", stage=stage))
    open_page(app, REQUESTS)
    click(app, "Add a request")
    (choice,) = [one for one in app.selectbox if str(one.key).endswith("-challenge_id")]
    assert choice.options == ["Price (no. 1)", "Price (no. 2)"]


def test_a_cell_that_is_set_back_after_a_save_is_not_saved_yet() -> None:
    row = WorkRequest(id=1, name="Deck", requester="Sales", asked_on=TODAY, hours=2.0)
    opened = OpenedTags((row,))
    typed = {1: {"inside": False}}
    assert opened.unsaved(typed) == typed
    saved = opened.with_saved([WorkRequest(**row.model_dump() | {"inside": False})], typed)
    assert saved.unsaved(typed) == {}
    assert saved.touched == {1: {"inside"}}
    assert saved.unsaved({1: {"inside": None}}) == {1: {"inside": None}}
    assert row.inside is None


def test_imported_requests_lead_to_their_drift(app: AppTest) -> None:
    open_page(app, "pages/data/imports.py")
    app.segmented_control(key="import_way").set_value("Pasted text").run()
    rows = "requester,what,asked_on,hours,decision,inside\nSales,Deck,2026-03-05,8,do,outside\n"
    app.text_area(key="import_text").set_value(rows).run()
    click(app, "Store 1 row")
    assert "See the drift" in [link.proto.label for link in app.main.get("page_link")]
    app.switch_page(REQUESTS).run()
    assert "8 of 8 hours outside" in app.title[0].value.replace("\\", "")


def test_a_store_without_products_says_what_is_needed_first(app: AppTest) -> None:
    open_page(app, SPREAD)
    click(app, "Allocate somebody")
    assert "Add a product and a person first" in texts(app)


def test_a_person_is_allocated_within_their_time(
    app: AppTest, team: tuple[Store, int, int, int]
) -> None:
    store, ada, comet, harbor = team
    open_page(app, SPREAD)
    click(app, "Allocate somebody")
    fill(app, person_id=ada, product_id=comet, share=60.0, buyer="Shops", start_on=START)
    click(app, "Save")
    assert app.title[0].value == "Harbor with nobody"

    click(app, "Allocate somebody")
    fill(app, person_id=ada, product_id=harbor, share=50.0, start_on=START)
    click(app, "Save")
    assert "Ada Moreno would give 110% of their time: Comet 60% and Harbor 50%" in texts(app)
    assert len(read_nouns(store=store, actor=OWNER, table=Allocation)) == 1
    fill(app, share=40.0)
    click(app, "Save")
    found = read_spread(store=store, actor=OWNER, as_of=TODAY)
    assert [part.share for part in found.people[0].parts] == [0.6, 0.4]


def test_house_rules_are_changed_and_a_second_save_is_told(
    app: AppTest, team: tuple[Store, int, int, int]
) -> None:
    store = team[0]
    open_page(app, SPREAD)
    click(app, "Change the house rules")
    theirs = RulesDraft.check(**RulesDraft().model_dump() | {"thin_from": 3})
    save_rules(store=store, actor=BO, base=read_rules(store=store, actor=OWNER), draft=theirs)
    fill(app, same_buyer=0.8)
    click(app, "Save")
    assert "Bo Lind saved the house rules after you opened them" in texts(app)
    click(app, "Save")
    kept = read_rules(store=store, actor=OWNER).said
    assert (kept.same_buyer, kept.thin_from) == (0.8, 3)


def test_rules_that_cannot_be_are_explained(
    app: AppTest, team: tuple[Store, int, int, int]
) -> None:
    open_page(app, SPREAD)
    click(app, "Change the house rules")
    fill(app, same_buyer=5.0)
    click(app, "Save")
    assert "Give a number of at most 1" in texts(app)
    assert read_rules(store=team[0], actor=OWNER).version == 0


def test_another_first_product_is_chosen_with_a_reason(
    app: AppTest, team: tuple[Store, int, int, int]
) -> None:
    store, ada, comet, harbor = team
    draft = AllocationDraft(person_id=ada, product_id=comet, share=0.5, start_on=START)
    allocate(store=store, actor=OWNER, draft=draft)
    open_page(app, SPREAD)
    assert "No first product yet" in texts(app)
    click(app, "Start with another product")
    fill(app, product_id=harbor)
    click(app, "Start with it")
    assert "Reason: Give a value" in texts(app)
    fill(app, reason="It renews in May.")
    click(app, "Start with it")
    assert "Start with Harbor" in texts(app)
    assert "Owner chose Harbor on" in texts(app)


def test_the_product_form_asks_for_its_share_of_revenue(app: AppTest) -> None:
    made.product(own_store(), "Comet")
    open_page(app, "pages/setup/products.py")
    click(app, "Edit")
    fill(app, revenue_share=58.5, strategic=True)
    click(app, "Save")
    found = read_spread(store=own_store(), actor=OWNER, as_of=TODAY).products[0].product
    assert (found.revenue_share, found.strategic) == (0.585, True)


def test_the_sample_shows_its_drift_and_its_thin_person(app: AppTest) -> None:
    app.query_params["company"] = "sample"
    app.run()
    app.switch_page(REQUESTS).run()
    assert app.title[0].value.replace("\\", "").startswith("37% of the hours")
    app.switch_page(SPREAD).run()
    assert app.title[0].value == "1 of 3 people spread thin, Quill with nobody"
    assert button(app, "Start with another product")
