"""What people typed is shown as they typed it: no picture is fetched, no markup takes effect."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value
from pmm_core.models import Kpi
from pmm_core.ui import navigation
from pmm_core.vocabulary import Control, KpiBucket
from tests.catalogue import made
from tests.screens.made import OWNER, TODAY, expect_no_fault, open_page, own_store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store

PIXEL = "![x](http://evil.example/x.png) $x^2$ **bold**"
UNIT = "![x](http://evil.example/u.png)"


@pytest.fixture
def hostile() -> Store:
    """A company in which every text that can be typed is markup, and one KPI is off track."""
    store = own_store()
    ada = made.person(store, PIXEL)
    comet = made.product(store, PIXEL, description=PIXEL, owner_id=ada.id)
    made.launch(store, comet, PIXEL, objective=PIXEL, audience=PIXEL)
    said = {"unit": UNIT, "definition": PIXEL, "source": PIXEL, "owner_id": ada.id}
    kpi = made.kpi(store, comet, PIXEL, **said, control=Control.DIRECT, bucket=KpiBucket.REVENUE)
    _let_it_fall(store, kpi)
    made.action(store, kpi, PIXEL, owner_id=ada.id, due_on=dt.date(2026, 3, 20))
    return store


def _let_it_fall(store: Store, kpi: Kpi) -> None:
    for on, value in ((dt.date(2026, 2, 28), 30.0), (TODAY, 29.0)):
        value_of_day = SnapshotDraft(kpi_id=kpi.id, on=on, value=value, source=PIXEL, note=PIXEL)
        record_value(store=store, actor=OWNER, draft=value_of_day, today=TODAY)
    target = TargetDraft(
        kpi_id=kpi.id,
        value=90,
        target_date=dt.date(2026, 4, 30),
        start=30,
        start_date=dt.date(2026, 1, 1),
        reason=PIXEL,
    )
    record_target(store=store, actor=OWNER, draft=target, today=TODAY)


def _markdown(app: AppTest) -> list[str]:
    """Every text of the screen that is drawn as Markdown."""
    metrics = [part for one in app.metric for part in (one.label, one.value, one.delta, one.help)]
    texts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return [text for text in (*(one.value for one in texts), *metrics) if text]


def _expect_plain(app: AppTest) -> None:
    expect_no_fault(app)
    texts = _markdown(app)
    assert any("evil" in text for text in texts)
    assert [text for text in texts if "](http" in text or "$x^2$" in text] == []


@pytest.mark.parametrize(
    "page", [navigation.OVERVIEW, navigation.PRODUCT, navigation.ADOPTION, navigation.COMPARE]
)
def test_U5_a_picture_in_any_text_is_shown_as_text(app: AppTest, hostile: Store, page: str) -> None:
    _expect_plain(open_page(app, page))


@pytest.mark.parametrize("page", [navigation.OVERVIEW, navigation.PRODUCT])
def test_U5_the_drawer_of_a_kpi_writes_its_unit_as_text(
    app: AppTest, hostile: Store, page: str
) -> None:
    open_page(app, page)
    next(one for one in app.button if one.label == "Open").click().run()
    _expect_plain(app)
    assert app.metric[0].delta.startswith("-1 ")
