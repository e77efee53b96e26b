"""What a person does across pages, in a real browser, on one server of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from pmm_core.company.profile import NumberFormat, SettingsDraft
from pmm_core.company.service import read_settings, save_settings
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from tests.catalogue import made
from tests.live import start_app, wait_until_still
from tests.screens.made import OWNER, TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live import AppServer

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A server whose own company has a product with a launch and a KPI with one value."""
    folder = tmp_path_factory.mktemp("journeys")
    url = store_url(str(folder / "own.db"))
    upgrade(url)
    store = Store.open(url)
    comet = made.product(store, "Comet")
    made.launch(store, comet, "Insights", adopt_events=["insight"])
    rate = made.kpi(store, comet, "Activation rate", unit="%")
    draft = SnapshotDraft(kpi_id=rate.id or 0, on=TODAY, value=0.31)
    record_value(store=store, actor=OWNER, draft=draft, today=TODAY)
    store.engine.dispose()
    with start_app(folder, {"PMM_TODAY": TODAY.isoformat()}) as server:
        yield server
        assert server.faults() == []


def _log() -> bytes:
    """Forty users before the launch on 3 February, ten of whom use it two days later."""
    rows = [f"u{number},open,2026-01-25" for number in range(40)]
    rows += [f"u{number},insight,2026-02-05" for number in range(10)]
    rows += ["u0,open,2026-03-20"]
    return "\n".join(["user_id,event,ts", *rows]).encode()


def _open_first(page: Page) -> None:
    """Open the first row; the arrow of a picker is called "Open" as well."""
    page.get_by_test_id("stMain").get_by_test_id("stBaseButton-tertiary").first.click()
    page.get_by_role("dialog").wait_for()


def test_an_imported_log_becomes_the_curve_of_a_launch(
    own_server: AppServer, open_page: OpenPage
) -> None:
    page = open_page("/imports?company=own", server=own_server)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [{"name": "insights.csv", "mimeType": "text/csv", "buffer": _log()}]
    )
    page.get_by_role("button", name="Store 51 rows").click()
    page.get_by_role("link", name="Use it for a launch").click()

    page.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Event log").click()
    page.get_by_role("option", name="insights").click()
    wait_until_still(page)
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="detached")

    page.get_by_role("link", name="Launch adoption").click()
    page.get_by_role("heading", name=re.compile("Insights: 25.0% adopted by day 30")).wait_for()
    page.get_by_test_id("stVegaLiteChart").first.wait_for()


def test_an_open_dialog_follows_a_changed_number_format(
    own_server: AppServer, open_page: OpenPage
) -> None:
    page = open_page("/snapshots?company=own", server=own_server)
    page.get_by_role("button", name="Correct", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("31.0%").wait_for()

    store = Store.open(store_url(str(own_server.folder / "own.db")))
    base = read_settings(store=store, actor=OWNER)
    german = SettingsDraft.check(number_format=NumberFormat.POINT_COMMA)
    save_settings(store=store, actor=OWNER, base=base, draft=german)
    store.engine.dispose()

    dialog.get_by_role("button", name="Correct").click()
    dialog.get_by_text("Say in a few words why").wait_for()
    dialog.get_by_text("31,0%").wait_for()


def test_an_opened_kpi_stands_in_the_address_until_it_is_closed(open_page: OpenPage) -> None:
    page = open_page("/product?product=Harbor")
    _open_first(page)
    page.wait_for_url("**/product?product=Harbor&kpi=*")
    link = page.url

    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_url(lambda url: "kpi=" not in url)
    assert "product=Harbor" in page.url

    again = open_page(link)
    again.get_by_role("dialog").get_by_text("Definition", exact=True).wait_for()


def test_a_click_beside_a_dialog_loses_nothing_and_cancel_closes_it(
    own_server: AppServer, open_page: OpenPage
) -> None:
    page = open_page("/products?company=own", server=own_server)
    page.get_by_role("button", name="Add a product").click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_role("textbox", name="Name")
    name.fill("Rocket")
    page.mouse.click(20, 400)
    page.keyboard.press("Escape")
    wait_until_still(page)
    assert name.input_value() == "Rocket"
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="detached")
