"""A mandate is written part by part, put forward, answered and compared on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmm_core.mandate.drafts import MandateDraft
from pmm_core.mandate.service import keep_mandate, read_mandates, read_prepared
from pmm_core.mandate.versions import Prepared
from pmm_core.models import Mandate
from pmm_core.prioritizer.drafts import RoundDraft
from pmm_core.prioritizer.service import open_round
from pmm_core.store.store import Store
from pmm_core.ui.navigation import MANDATE
from pmm_core.vocabulary import BusinessFunction, SignOffDecision
from tests.catalogue import made
from tests.mandate import written
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


def edit(app: AppTest, part: str) -> None:
    """Open the form of a part, as a click on its button does."""
    app.button(key=f"edit-{part}").click().run()
    assert not app.exception


def choose(app: AppTest, **said: object) -> None:
    """Choose from inputs that take effect at once."""
    for key, value in said.items():
        found = [one for one in app.selectbox if str(one.key).endswith(f"-{key}")]
        found[0].set_value(value).run()


def kept() -> tuple[Store, Mandate, Prepared]:
    store = own_store()
    row = read_mandates(store=store, actor=OWNER)[0]
    prepared = read_prepared(store=store, actor=OWNER, mandate_id=row.id or 0, as_of=TODAY)
    return store, row, prepared


def test_an_empty_store_says_what_a_mandate_is_and_begins_one(app: AppTest) -> None:
    open_page(app, MANDATE)
    assert app.title[0].value == "Mandate"
    assert "No mandate yet" in texts(app)
    click(app, "Write a mandate")
    fill(app, purpose="The right buyer hears the right promise first.")
    click(app, "Save")
    assert app.title[0].value == "Product marketing"
    assert "The right buyer hears the right promise first." in texts(app)
    assert "8 things are missing before it can be put forward" in texts(app)
    assert button(app, "Put forward").disabled


def test_every_part_is_written_in_a_form_of_its_own(app: AppTest) -> None:
    store = own_store()
    scored = written.scored_round(store)
    ada, bo = scored.scorer_ids[0], made.person(store, "Bo Lind").id or 0
    kpi = made.kpi(store, None, "Revenue").id
    keep_mandate(store=store, actor=OWNER, base=None, draft=MandateDraft(name="Focus"))
    open_page(app, MANDATE)
    edit(app, "focus")
    fill(app, focus_id=scored.challenge_ids[0], focus="Say what the trial shows.")
    click(app, "Save")
    assert "takes on “Trials end early” first" in app.title[0].value
    edit(app, "kpis")
    fill(app, kpi_ids=[kpi])
    click(app, "Save")
    edit(app, "signers")
    fill(app, signer_ids=[bo, ada])
    click(app, "Save")
    edit(app, "success")
    fill(app, success="Every fourth trial becomes a plan.")
    click(app, "Save")
    edit(app, "review")
    fill(app, review_on=written.REVIEW)
    click(app, "Save")
    row = kept()[1]
    assert (row.focus_id, row.kpi_ids, row.signer_ids) == (
        scored.challenge_ids[0],
        [kpi],
        [bo, ada],
    )
    assert (row.success, row.review_on) == ("Every fourth trial becomes a plan.", written.REVIEW)
    assert "Bo Lind and Ada Moreno are asked to sign" in texts(app)


def test_without_a_kpi_the_way_to_products_and_kpis_is_shown(app: AppTest) -> None:
    keep_mandate(store=own_store(), actor=OWNER, base=None, draft=MandateDraft(name="Focus"))
    open_page(app, MANDATE)
    edit(app, "kpis")
    assert "There is no KPI yet to be measured by." in texts(app)
    links = [one.proto.label for one in app.get("page_link")]
    assert {"Products", "KPIs"} <= set(links)
    assert not app.multiselect


def test_a_challenge_nothing_proves_is_told_beside_it_and_before_it_is_put_forward(
    app: AppTest,
) -> None:
    written.mandate(own_store())
    open_page(app, MANDATE)
    assert "No KPI or number proves “Trials end early” yet." in texts(app)
    assert "No KPI or number proves it yet." in texts(app)
    click(app, "Put forward")
    click(app, "Put forward version 1")
    assert "No KPI or number proves it yet." in texts(app)


def test_of_many_doubts_three_are_shown_and_the_others_on_demand() -> None:
    from streamlit.testing.v1 import AppTest

    def show() -> None:
        from pmm_core.deck.outline import Bullets
        from pmm_core.ui.outlines import _show_block

        _show_block(Bullets(tuple(f"Doubt {n}." for n in range(10)), "Doubts", 3))

    drawn = AppTest.from_function(show).run()
    (more,) = drawn.expander
    assert more.label == "7 more"
    assert "Doubt 3" in more.markdown[0].value
    assert "Doubt 3" not in drawn.markdown[0].value


def test_the_words_of_the_ranking_are_a_start(app: AppTest) -> None:
    store = own_store()
    scored = written.scored_round(store)
    draft = MandateDraft(name="Focus", focus_id=scored.challenge_ids[1])
    keep_mandate(store=store, actor=OWNER, base=None, draft=draft)
    open_page(app, MANDATE)
    edit(app, "defence")
    choose(app, round_id=scored.id)
    words = next(one for one in app.text_area if str(one.key).endswith("-defence"))
    assert words.value.startswith("“Trials end early” comes first; it is first in")
    click(app, "Save")
    assert "Say in your own words why “Suites win” goes before." in texts(app)
    edit(app, "not_focus")
    proposed = next(one for one in app.text_area if str(one.key).endswith("-not_focus"))
    assert proposed.value.splitlines()[0].startswith("Trials end early: place 1 of 3, first in")
    assert "Suites win" not in proposed.value


def test_covered_scores_are_told_where_the_round_is_chosen(app: AppTest) -> None:
    store = own_store()
    scored = written.scored_round(store)
    late = made.person(store, "Cleo Roth").id or 0
    draft = RoundDraft(name="Q3", challenge_ids=scored.challenge_ids, scorer_ids=[late])
    covered = open_round(store=store, actor=OWNER, draft=draft)
    keep_mandate(store=store, actor=OWNER, base=None, draft=MandateDraft(name="Focus"))
    open_page(app, MANDATE)
    edit(app, "defence")
    choose(app, round_id=covered.id)
    assert "The scores stay covered until everybody has handed in. Missing: Cleo Roth." in texts(
        app
    )


def test_who_is_accountable_can_be_chosen_and_taken_back(app: AppTest) -> None:
    written.mandate(own_store())
    row = kept()[1]
    ada, bo = row.signer_ids
    open_page(app, MANDATE)
    edit(app, "partners")
    key = f"mandate-{row.id}-product"
    app.selectbox(key=f"{key}-accountable_id").set_value(bo)
    app.text_area(key=f"{key}-overlap").set_value("Both talk to trials.")
    app.selectbox(key=f"mandate-{row.id}-sales-accountable_id").set_value(None)
    click(app, "Save")
    sales = "Nobody is accountable for what the team shares with sales. Choose exactly one."
    assert sales in texts(app)
    product = kept()[1].partners[0]
    assert (product["function"], product["accountable_id"], product["overlap"]) == (
        BusinessFunction.PRODUCT,
        bo,
        "Both talk to trials.",
    )
    edit(app, "partners")
    app.multiselect(key=f"{key}-consulted_ids").set_value([bo, ada])
    click(app, "Save")
    assert "is not consulted besides" in texts(app)
    assert kept()[1].partners[0]["consulted_ids"] == []


def test_a_version_is_put_forward_and_signed_or_objected_to(app: AppTest) -> None:
    written.mandate(own_store())
    open_page(app, MANDATE)
    click(app, "Put forward")
    assert "Ada Moreno and Bo Lind can sign it or object." in texts(app)
    fill(app, note="The first one.")
    click(app, "Put forward version 1")
    assert "0 of 2 signed, 2 not answered · The first one." in texts(app)
    assert "Put forward version 1 of “Product marketing”." in texts(app)

    click(app, "Record an answer")
    fill(app, decision=SignOffDecision.OBJECTED)
    click(app, "Save")
    assert "Say what you object to" in texts(app)
    fill(app, objection="Suites come first.")
    click(app, "Save")
    assert "1 objected" in texts(app)
    assert "Ada Moreno objects to version 1." in texts(app)
    version = kept()[2].versions[0]
    assert [one.objection for one in version.answers] == ["Suites come first.", None]


def test_the_next_version_shows_what_changed(app: AppTest) -> None:
    store = own_store()
    row = written.mandate(store)
    open_page(app, MANDATE)
    click(app, "Put forward")
    click(app, "Put forward version 1")
    click(app, "Write the next version")
    assert button(app, "Put forward").disabled
    edit(app, "success")
    fill(app, success="Every third trial becomes a plan.")
    click(app, "Save")
    assert "has changed since version 1; nobody has signed it" in texts(app)
    click(app, "Put forward")
    assert "Changed since version 1: “What success looks like”." in texts(app)
    click(app, "Put forward version 2")
    app.session_state["mandate-changes"] = True
    app.run()
    assert "Changed: Every ~~fourth~~ **third** trial becomes a plan." in texts(app)
    assert [one.number for one in kept()[2].versions] == [2, 1]
    assert row.id == kept()[1].id


def test_a_part_saved_meanwhile_shows_all_sides_and_nothing_is_lost(app: AppTest) -> None:
    store = own_store()
    row = written.mandate(store)
    open_page(app, MANDATE)
    edit(app, "success")
    theirs = MandateDraft.of(row).model_copy(update={"success": "Theirs.", "focus": "Theirs too."})
    keep_mandate(store=store, actor=BO, base=row, draft=theirs)
    fill(app, success="Mine.")
    click(app, "Save")
    assert "Bo Lind saved “Product marketing” after you opened it" in texts(app)
    click(app, "Save")
    now = kept()[1]
    assert (now.success, now.focus) == ("Mine.", "Theirs too.")


def test_what_was_put_forward_elsewhere_is_not_put_forward_over(app: AppTest) -> None:
    store = own_store()
    row = written.mandate(store)
    open_page(app, MANDATE)
    click(app, "Put forward")
    theirs = MandateDraft.of(row).model_copy(update={"success": "Theirs."})
    keep_mandate(store=store, actor=BO, base=row, draft=theirs)
    click(app, "Put forward version 1")
    assert "Open it again." in texts(app)
    assert kept()[2].versions == ()


def test_a_mandate_is_archived_and_restored(app: AppTest) -> None:
    written.mandate(own_store())
    open_page(app, MANDATE)
    click(app, "Archive")
    click(app, "Archive", -1)
    assert "No mandate yet" in texts(app)
    click(app, "Restore")
    assert "takes on “Trials end early” first" in app.title[0].value


def test_several_mandates_are_told_apart_by_name(app: AppTest) -> None:
    store = own_store()
    for name in ("Comet", "Harbor"):
        keep_mandate(store=store, actor=OWNER, base=None, draft=MandateDraft(name=name))
    open_page(app, MANDATE, mandate="Harbor")
    assert app.title[0].value == "Harbor"
    click(app, "Write another one")
    fill(app, name="comet")
    click(app, "Save")
    assert "There is already a mandate called “Comet”" in texts(app)


@pytest.mark.parametrize(("number", "said"), [("2", "4 of 5 signed"), ("1", "1 objected")])
def test_the_sample_shows_each_version_and_offers_both_files(
    app: AppTest, number: str, said: str
) -> None:
    app.query_params["company"] = "sample"
    app.query_params["version"] = f"Version {number}"
    app.run()
    app.switch_page(MANDATE).run()
    assert not app.exception
    assert said in texts(app)
    (link,) = [one for one in app.main.get("page_link") if one.proto.label == "See the ranking"]
    rounds = {"1": "Q4+2025", "2": "Q2+2026"}
    assert rounds[number] in link.proto.query_string
    files = [one.proto.label for one in app.main.get("download_button")]
    assert files == ["PDF", "Markdown"]
    assert [one.label for one in app.button if one.label == "Record an answer"] == (
        ["Record an answer"] if number == "2" else []
    )


def test_names_that_are_markup_are_shown_as_text(app: AppTest) -> None:
    store = own_store()
    written.mandate(store)
    hostile = "![x](http://evil.example/x.png) $x^2$ **bold**"
    store, row, _ = kept()
    words = ("name", "purpose", "focus", "not_focus", "defence", "success")
    said = dict.fromkeys(words, hostile) | {"not_focus": f"{hostile}: {hostile}"}
    draft = MandateDraft.check(**MandateDraft.of(row).model_dump() | said)
    keep_mandate(store=store, actor=OWNER, base=row, draft=draft)
    open_page(app, MANDATE)
    drawn = [one.value for kind in (app.title, app.markdown, app.caption) for one in kind]
    drawn += [str(cell) for table in app.table for cell in table.value.to_numpy().flatten()]
    assert any("evil" in text for text in drawn)
    assert [text for text in drawn if "](http" in text.replace("\\](", "")] == []
