"""The first steps stay on the own Overview, ticked as they are done, until there is a scorecard."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pmm_core.catalogue.service import archive
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value
from pmm_core.models import Kpi
from pmm_core.store.store import Store
from pmm_core.ui import navigation
from tests.catalogue import made
from tests.screens.made import OWNER, TODAY, click, fill, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def _ways_on(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.main.get("page_link")]


def _ticked(app: AppTest) -> list[str]:
    lines = [one.value for one in app.markdown if "check_circle" in one.value]
    return [line.split("] ")[1].split(" :small")[0] for line in lines]


def _rate(store: Store) -> Kpi:
    return made.kpi(store, made.product(store, "Comet"), "Activation rate", unit="%")


def _record(store: Store, kpi: Kpi) -> None:
    draft = SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.3)
    record_value(store=store, actor=OWNER, draft=draft, today=TODAY, seen=None)


def test_a_company_that_archived_its_product_is_told_that_nothing_is_gone(app: AppTest) -> None:
    store = own_store()
    archive(store=store, actor=OWNER, noun=made.product(store, "Comet"))
    open_page(app, navigation.OVERVIEW)
    assert [info.value[:21] for info in app.info] == ["1 product is archived"]


def test_an_empty_company_starts_with_a_list_of_which_nothing_is_ticked(app: AppTest) -> None:
    open_page(app, navigation.OVERVIEW)
    assert app.title[0].value == "Start with your own company"
    assert "0 of 4 done" in texts(app) and _ticked(app) == []
    assert "Add a product" in _ways_on(app)


def test_the_list_stays_after_the_first_kpi_and_leads_to_its_value(app: AppTest) -> None:
    _rate(own_store())
    open_page(app, navigation.OVERVIEW)
    assert _ticked(app) == ["A product", "Its first KPI"]
    assert [
        way for way in _ways_on(app) if way in ("Type a value in", "Import a table", "Add people")
    ] == ["Type a value in", "Import a table"]


def test_the_list_is_gone_once_there_is_a_value_with_a_target(app: AppTest) -> None:
    store = own_store()
    rate = _rate(store)
    _record(store, rate)
    open_page(app, navigation.OVERVIEW)
    assert "3 of 4 done" in texts(app)
    target = TargetDraft(kpi_id=rate.id or 0, value=0.4, target_date=dt.date(2026, 12, 31))
    record_target(store=store, actor=OWNER, draft=target, today=TODAY, seen=None)
    app.run()
    assert "First steps" not in texts(app)


def test_after_a_step_its_page_leads_to_the_next_one(app: AppTest) -> None:
    open_page(app, navigation.PRODUCTS)
    assert not [way for way in _ways_on(app) if way.startswith("Next")]
    click(app, "Add a product")
    fill(app, name="Comet")
    click(app, "Save")
    assert "Next: add a KPI" in _ways_on(app)


def test_the_sample_has_no_first_steps(app: AppTest) -> None:
    app.run()
    assert "First steps" not in texts(app)
