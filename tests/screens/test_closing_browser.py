"""A launch is closed, reopened and duplicated in its dialogs, in a real browser."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pmm_core.catalogue.service import read_directory
from pmm_core.models import Initiative
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from pmm_core.vocabulary import LaunchOutcome
from tests.catalogue import made
from tests.live import start_app, wait_until_still
from tests.screens.made import OWNER, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.live import AppServer

OVER = dt.date(2026, 2, 3)


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Where a company lies that has one launch, whose windows are over."""
    url = store_url(str(tmp_path / "own.db"))
    upgrade(url)
    store = Store.open(url)
    ada = made.person(store, "Ada")
    made.launch(store, made.product(store, "Comet"), "Insights", owner_id=ada.id)
    store.engine.dispose()
    return url


@pytest.fixture
def server(own: str, tmp_path: Path) -> Iterator[AppServer]:
    """The app on that company; `own` is there before it starts."""
    with start_app(tmp_path, {"PMM_TODAY": TODAY.isoformat()}) as server:
        yield server
        assert server.faults() == []


def _launches(url: str) -> list[Initiative]:
    store = Store.open(url)
    try:
        return list(read_directory(store=store, actor=OWNER).in_use(Initiative))
    finally:
        store.engine.dispose()


def _button(page: Page, label: str) -> Locator:
    """Return a button of the page; a toast has one that is called "Close" as well."""
    return page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True)


def _open_dialog(page: Page, label: str) -> Locator:
    # While the page is drawn anew, the buttons of before still stand in it.
    wait_until_still(page)
    _button(page, label).click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    wait_until_still(page)
    return dialog


def test_a_launch_is_closed_reopened_and_duplicated_in_its_dialogs(
    own: str, server: AppServer, open_page: Callable[..., Page]
) -> None:
    page = open_page("/plan?company=own", server=server)

    dialog = _open_dialog(page, "Close")
    dialog.get_by_role("button", name="Close the launch").click()
    dialog.get_by_text("What the next one should know").last.wait_for()
    assert _launches(own)[0].ended_on is None

    dialog.get_by_role("combobox", name="How it went").click()
    page.get_by_role("option", name="In part").click()
    dialog.get_by_role("textbox", name="What the next one should know").fill("Ask first.")
    dialog.get_by_role("button", name="Close the launch").click()
    dialog.wait_for(state="detached")
    page.get_by_text("Closed on 31 Mar 2026: in part").wait_for()
    closed = _launches(own)[0]
    assert (closed.outcome, closed.lesson) == (LaunchOutcome.PARTLY, "Ask first.")

    dialog = _open_dialog(page, "Reopen")
    dialog.get_by_role("button", name="Reopen the launch").click()
    dialog.wait_for(state="detached")
    _button(page, "Close").wait_for()
    assert _launches(own)[0].ended_on is None

    dialog = _open_dialog(page, "Duplicate")
    dialog.get_by_role("textbox", name="Name").fill("Insights 2")
    dialog.get_by_test_id("stDateInput").get_by_role("spinbutton").first.focus()
    page.keyboard.type("20260601")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Make the launch").click()
    dialog.wait_for(state="detached")
    days = {one.name: one.launched_on for one in _launches(own)}
    assert days == {"Insights": OVER, "Insights 2": dt.date(2026, 6, 1)}
