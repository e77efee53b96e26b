"""Forms in a real browser: they fit, can be read, and two people at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from pmm_core.catalogue.service import read_directory
from pmm_core.models import Product
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from tests.catalogue import made
from tests.live import wait_until_still

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live import AppServer

OpenPage = Callable[..., "Page"]

FORMS = [
    ("/products", "Add a product"),
    ("/people", "Hand over"),
    ("/snapshots", "Record a value"),
    ("/kpis", "Edit"),
    ("/kpis", "Next steps"),
    ("/launches", "Edit"),
    ("/targets", "Move"),
    ("/snapshots", "Correct"),
    ("/products", "Archive"),
    ("/requests", "Add a request"),
    ("/spread", "Allocate somebody"),
    ("/spread", "Change the house rules"),
    ("/spread", "Start with another product"),
]
_WIDER_THAN_ITSELF = """dialog => [...dialog.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 160))"""


def _open_form(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()
    page.get_by_role("dialog").wait_for()
    wait_until_still(page)


@pytest.mark.parametrize(("path", "label"), FORMS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_form_fits_the_screen_and_can_be_read(
    open_page: OpenPage, path: str, label: str, width: int, scheme: str
) -> None:
    page = open_page(path, width=width, scheme=scheme)
    _open_form(page, label)
    assert page.get_by_role("dialog").evaluate(_WIDER_THAN_ITSELF) == []
    serious = [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in Axe().run(page, context="[role=dialog]").response["violations"]
        for node in fault["nodes"]
        if fault["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_d1_of_two_browsers_that_save_one_product_the_second_decides(
    serve_app: Callable[..., AppServer], open_page: OpenPage
) -> None:
    server = serve_app()
    open_page("/products", server=server)
    store = Store.open(store_url(str(server.folder / "own.db")))
    made.product(store, "Comet")
    first, second = (open_page("/products?company=own", server=server) for _ in range(2))
    for page in (first, second):
        _open_form(page, "Edit")
    for page, words in ((first, "Reports for everybody"), (second, "Reports for finance")):
        page.get_by_role("textbox", name="Description").fill(words)
        page.get_by_role("button", name="Save", exact=True).click()
        wait_until_still(page)

    first.get_by_role("dialog").wait_for(state="detached")
    second.get_by_text("Theirs: Reports for everybody").wait_for()
    second.get_by_text("Yours: Reports for finance").wait_for()
    second.get_by_role("button", name="Save this").click()
    second.get_by_role("dialog").wait_for(state="detached")
    kept = read_directory(store=store, actor=made.ADA).require(Product, "Comet")
    assert kept.description == "Reports for finance"
    store.engine.dispose()


@pytest.mark.parametrize(
    ("path", "label", "width"),
    [("/launches", "Add a launch", 390), ("/kpis", "Add a KPI", 1440)],
)
def test_what_is_missing_is_said_in_sight_of_the_button(
    open_page: OpenPage, path: str, label: str, width: int
) -> None:
    page = open_page(path, width=width)
    _open_form(page, label)
    page.get_by_role("button", name="Save", exact=True).click()
    said = page.get_by_role("dialog").get_by_role("alert")
    said.wait_for()
    wait_until_still(page)
    assert said.count() == 1 and "Name: Give a value." in said.inner_text()
    box = said.bounding_box()
    assert box is not None
    assert box["y"] >= 0 and box["y"] + box["height"] <= page.evaluate("window.innerHeight")
