"""The inventory of challenges on screen: write down, prove, archive, bring back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pmm_core.catalogue.service import add, read_nouns
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.models import Challenge
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.ui import navigation
from pmm_core.vocabulary import JourneyStage
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


def _challenge(name: str = "Customers leave", **said: object) -> Challenge:
    draft = ChallengeDraft.check(name=name, stage=JourneyStage.CHURN, **said)
    return add(store=own_store(), actor=BO, draft=draft)


def _stored() -> list[Challenge]:
    return list(read_nouns(store=own_store(), actor=OWNER, table=Challenge))


def test_a_challenge_is_written_down_and_asks_for_its_proof(app: AppTest) -> None:
    open_page(app, navigation.CHALLENGES)
    click(app, "Add a challenge")
    fill(app, name="Customers leave", stage=JourneyStage.CHURN)
    click(app, "Save")
    assert app.title[0].value == "1 challenge, 1 without proof"
    assert "Nothing proves “Customers leave” yet." in texts(app)
    assert "A challenge is a claim until a KPI or a number proves it." in texts(app)
    assert [one.stage for one in _stored()] == [JourneyStage.CHURN]


def test_a_number_proves_a_challenge(app: AppTest) -> None:
    _challenge()
    open_page(app, navigation.CHALLENGES)
    click(app, "Edit")
    fill(app, proof="9 of 80 left; billing.")
    click(app, "Save")
    assert app.title[0].value == "1 challenge, each with its proof"
    assert "9 of 80 left; billing." in texts(app)


def test_a_challenge_without_a_stage_is_not_stored(app: AppTest) -> None:
    _challenge()
    open_page(app, navigation.CHALLENGES)
    click(app, "Add a challenge")
    fill(app, name="Nobody asks")
    click(app, "Save")
    assert [one.name for one in _stored()] == ["Customers leave"]


def test_an_archived_challenge_can_be_brought_back(app: AppTest) -> None:
    _challenge()
    open_page(app, navigation.CHALLENGES)
    click(app, "Archive")
    app.button(key="archive-sure").click().run()
    assert app.title[0].value == "Challenges"
    click(app, "Restore")
    assert app.title[0].value == "1 challenge, 1 without proof"


def test_markup_in_a_challenge_stays_text(app: AppTest) -> None:
    _challenge(PIXEL, description=PIXEL, proof=PIXEL)
    open_page(app, navigation.CHALLENGES)
    expect_no_fault(app)
    assert not any(PIXEL in one.value for one in app.markdown)


def test_a_proof_can_be_given_where_it_is_missing(app: AppTest) -> None:
    _challenge()
    open_page(app, navigation.CHALLENGES)
    click(app, "Give the proof")
    fill(app, proof="9 of 80 left; billing.")
    click(app, "Save")
    assert app.title[0].value == "1 challenge, each with its proof"
    assert "Give the proof" not in [one.label for one in app.button]


def test_the_kpi_behind_a_challenge_shows_its_last_periods_as_a_line(app: AppTest) -> None:
    kpi = made.kpi(own_store(), None, "Churn")
    draft = SnapshotDraft.check(kpi_id=kpi.id, on=dt.date(2026, 3, 10), value=0.2)
    record_value(store=own_store(), actor=OWNER, draft=draft, today=TODAY)
    _challenge(kpi_id=kpi.id)
    open_page(app, navigation.CHALLENGES)
    (line,) = app.main.get("image")
    assert line.proto.imgs[0].alt.startswith("Churn, ")
    assert line.proto.imgs[0].alt.endswith("1 of 13 periods have a value")
