"""Who owns product marketing: four answers, dated signs, segments, the last launch."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pmm_core.catalogue.service import add, read_nouns, save
from pmm_core.company.service import read_facts
from pmm_core.models import HealthSign, TargetedSegment
from pmm_core.ownership.drafts import HealthSignDraft, TargetedSegmentDraft
from pmm_core.ui import navigation
from pmm_core.vocabulary import BusinessFunction, CompanyStage, HealthSignKind
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

PIXEL = "![x](http://evil.example/x.png) $x^2$ **bold**"


def _sign(day: int, *, healthy: bool, evidence: str = "The deck went out unread.") -> HealthSign:
    draft = HealthSignDraft(
        kind=HealthSignKind.HANDBACK,
        healthy=healthy,
        on=dt.date(2026, 3, day),
        evidence=evidence,
    )
    return add(store=own_store(), actor=BO, draft=draft)


def test_four_answers_lead_to_an_owner_and_the_day_to_look_again_is_kept(app: AppTest) -> None:
    open_page(app, navigation.OWNERSHIP)
    assert "Still open between all functions." in texts(app)
    click(app, "Answer the questions")
    fill(
        app,
        dedicated_pmms=0,
        decisions_made_in=BusinessFunction.PRODUCT,
        company_stage=CompanyStage.STARTUP,
        bandwidth_short=1,
        ownership_review_on=dt.date(2026, 6, 30),
    )
    click(app, "Save")
    assert app.title[0].value == "Product should own product marketing"
    assert "High confidence: every reason speaks for it." in texts(app)
    assert "Look again on 30 Jun 2026, as agreed." in texts(app)
    assert "Time is short: these three come first" in texts(app)
    said = read_facts(store=own_store(), actor=OWNER).said
    assert (said.dedicated_pmms, said.bandwidth_short) == (0, True)


def test_a_sign_is_recorded_with_its_day_and_evidence(app: AppTest) -> None:
    open_page(app, navigation.OWNERSHIP)
    click(app, "Record a sign")
    fill(app, kind=HealthSignKind.HANDBACK)
    app.run()
    assert app.radio[0].options[1] == "Marketing made the deck without handing back to product."
    app.radio[0].set_value(False)
    fill(app, evidence="Two slides named rules that do not exist.")
    click(app, "Save")
    (row,) = read_nouns(store=own_store(), actor=OWNER, table=HealthSign)
    assert (row.kind, row.healthy, row.on) == (HealthSignKind.HANDBACK, False, TODAY)
    assert "Two slides named rules that do not exist." in texts(app)


def test_a_sign_without_evidence_is_refused_and_says_so(app: AppTest) -> None:
    open_page(app, navigation.OWNERSHIP)
    click(app, "Record a sign")
    fill(app, kind=HealthSignKind.HANDBACK)
    app.run()
    app.radio[0].set_value(True)
    click(app, "Save")
    assert "Evidence: Give a value." in texts(app)
    assert not read_nouns(store=own_store(), actor=OWNER, table=HealthSign)


def test_an_older_sign_is_history_and_counts_again_once_the_newer_is_archived(
    app: AppTest,
) -> None:
    _sign(2, healthy=True, evidence="Product read every page.")
    _sign(9, healthy=False)
    open_page(app, navigation.OWNERSHIP)
    assert "Hand-back, 09 Mar 2026: The deck went out unread." in texts(app)
    assert "Healthy, 02 Mar 2026: Product read every page." in texts(app)
    click(app, "Archive")
    click(app, "Archive", 1)
    assert "Hand-back, 09 Mar 2026: The deck went out unread." not in texts(app)
    app.button(key="restore-at-once").click().run()
    assert "Hand-back, 09 Mar 2026: The deck went out unread." in texts(app)


def test_a_segment_is_added_and_edited_with_the_data_behind_it(app: AppTest) -> None:
    comet = made.product(own_store(), "Comet")
    open_page(app, navigation.OWNERSHIP)
    click(app, "Add a segment")
    fill(app, name="Agencies", why="They decide fast.", product_id=comet.id)
    click(app, "Save")
    assert "Agencies is targeted without data behind it." in texts(app)
    click(app, "Edit")
    fill(app, proof="Twelve interviews in February.")
    click(app, "Save")
    (row,) = read_nouns(store=own_store(), actor=OWNER, table=TargetedSegment)
    assert (row.proof, row.product_id) == ("Twelve interviews in February.", comet.id)
    assert "without data behind it" not in texts(app)


def test_a_segment_saved_meanwhile_shows_both_sides_and_only_yours_is_written(
    app: AppTest,
) -> None:
    draft = TargetedSegmentDraft(name="Agencies", why="They decide fast.")
    base = add(store=own_store(), actor=BO, draft=draft)
    open_page(app, navigation.OWNERSHIP)
    click(app, "Edit")
    theirs = TargetedSegmentDraft(name="Agencies of 10", why="They stay.")
    save(store=own_store(), actor=BO, base=base, draft=theirs)
    fill(app, why="They pay.")
    click(app, "Save")
    assert "Bo Lind saved “Agencies of 10” after you opened it" in texts(app)
    click(app, "Save")
    (row,) = read_nouns(store=own_store(), actor=OWNER, table=TargetedSegment)
    assert (row.name, row.why) == ("Agencies of 10", "They pay.")


def test_the_sample_shows_its_last_launch_with_windows_and_verdicts(app: AppTest) -> None:
    app.run()
    app.switch_page(navigation.OWNERSHIP).run()
    expect_no_fault(app)
    said = texts(app)
    assert "Last launch: Smart routing" in said
    assert "Day 10: 14% (133 of 930)" in said
    assert "Day 30: too early" in said


def test_U5_what_people_typed_is_shown_as_text(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, PIXEL)
    _sign(9, healthy=False, evidence=PIXEL)
    draft = TargetedSegmentDraft(name=PIXEL, why=PIXEL, proof=PIXEL, product_id=comet.id)
    add(store=store, actor=BO, draft=draft)
    open_page(app, navigation.OWNERSHIP)
    shown = [one.value for kind in (app.markdown, app.caption) for one in kind]
    assert any("evil" in text for text in shown)
    assert [text for text in shown if "](http" in text or "$x^2$" in text] == []
