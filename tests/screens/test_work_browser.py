"""Requests are tagged in one table of a real browser; two people at once lose nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, save
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.service import read_requests
from pmm_core.models import WorkRequest
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.vocabulary import RequestDecision
from tests.catalogue import made
from tests.live import wait_until_still

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live import AppServer

OpenPage = Callable[..., "Page"]


def _asked(store: Store, name: str, *, inside: bool | None = None) -> WorkRequest:
    draft = RequestDraft(
        name=name,
        requester="Sales",
        asked_on=dt.date(2026, 3, 5),
        decision=RequestDecision.DO,
        hours=10,
        inside=inside,
    )
    return add(store=store, actor=made.ADA, draft=draft)


def _tag_first(page: Page, side: str) -> None:
    """Choose a side in the first row of the table: its third column."""
    grid = page.get_by_role("dialog").locator("canvas").first
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 315, box["y"] + 53)
    wait_until_still(page)
    page.keyboard.press("Enter")
    page.get_by_role("option", name=side, exact=True).click()
    wait_until_still(page)


def test_d1_a_tag_in_the_table_does_not_overwrite_a_save_in_between(
    serve_app: Callable[..., AppServer], open_page: OpenPage
) -> None:
    server = serve_app(PMM_TODAY="2026-03-31")
    open_page("/requests", server=server)
    store = Store.open(store_url(str(server.folder / "own.db")))
    first = _asked(store, "Custom deck")
    _asked(store, "Launch mails", inside=True)
    page = open_page("/requests?company=own", server=server)
    page.get_by_role("button", name="Tag many at once").click()
    page.get_by_role("dialog").wait_for()
    wait_until_still(page)
    # What nobody has tagged stands first.
    _tag_first(page, "Outside")
    page.get_by_text("1 row is changed and not saved.").wait_for()
    theirs = RequestDraft.of(first).model_copy(update={"hours": 30.0})
    save(store=store, actor=Actor("Bo Lind"), base=first, draft=theirs)
    page.get_by_role("button", name="Save all").click()
    refused = page.get_by_text("Bo Lind saved “Custom deck” after you opened it")
    refused.wait_for()
    page.get_by_text("1 row is changed and not saved.").wait_for()
    untouched = {row.name: row.inside for row in read_requests(store=store, actor=made.ADA)}
    assert untouched == {"Custom deck": None, "Launch mails": True}

    page.get_by_role("button", name="Save all").click()
    page.get_by_text("Saved 1 request.").wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("dialog").wait_for(state="detached")
    kept = {row.name: (row.inside, row.hours) for row in read_requests(store=store, actor=made.ADA)}
    assert kept == {"Custom deck": (False, 30), "Launch mails": (True, 10)}
    page.get_by_role("heading", name="Too few requests to judge").wait_for()
    store.engine.dispose()


def test_d2_an_edit_made_just_before_save_is_never_lost(
    serve_app: Callable[..., AppServer], open_page: OpenPage
) -> None:
    server = serve_app(PMM_TODAY="2026-03-31")
    open_page("/requests", server=server)
    store = Store.open(store_url(str(server.folder / "own.db")))
    for name in ("Custom deck", "Launch mails"):
        _asked(store, name)
    page = open_page("/requests?company=own", server=server)
    page.get_by_role("button", name="Tag many at once").click()
    page.get_by_role("dialog").wait_for()
    wait_until_still(page)
    grid = page.get_by_role("dialog").locator("canvas").first
    box = grid.bounding_box()
    assert box
    # The hours of both rows; the button is pressed while the second cell is still open.
    typing = page.locator("input.gdg-input")
    page.mouse.click(box["x"] + 505, box["y"] + 53)
    wait_until_still(page)
    page.keyboard.press("Enter")
    typing.fill("30")
    page.keyboard.press("Enter")
    page.get_by_text("1 row is changed and not saved.").wait_for()
    wait_until_still(page)
    # The cell below is chosen by now, and a click on it opens it.
    page.mouse.click(box["x"] + 505, box["y"] + 88)
    typing.fill("40")
    page.get_by_role("button", name="Save all").click()
    wait_until_still(page)
    unsaved = page.get_by_text("changed and not saved.")
    if unsaved.is_visible():
        page.get_by_role("button", name="Save all").click()
    unsaved.wait_for(state="detached")
    page.get_by_text("Saved 2 requests.").wait_for()
    assert sorted(row.hours or 0 for row in read_requests(store=store, actor=made.ADA)) == [30, 40]
    store.engine.dispose()
