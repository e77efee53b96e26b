"""Every page in a real browser, light and dark, wide and narrow; nothing may be said or leak.

`open_page` itself fails on a line in the console, a fault in the server's log, an error on the
page and a request to a foreign host.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pmm_core.settings import ROOT
from tests.find_browser import find_browser
from tests.live import OTHER_HOST, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.live import AppServer

PATHS = sorted(
    "/" if path.stem == "overview" else f"/{path.stem}" for path in (ROOT / "pages").glob("*/*.py")
)
# Faults in the server's own markup: rule and selector, and what is known of it.
KNOWN_TO_AXE = {
    # A menu with sections puts their <li> into a <div> inside the <ul> (Streamlit 1.67).
    ("list", "[data-testid=stSidebarNavItems]"),
    ("listitem", "[data-testid=stSidebarNavItems] li"),
    # White on the primary colour and the primary colour on its tint cannot both be readable in
    # the dark: https://github.com/streamlit/streamlit/issues/12801
    ("color-contrast", "[data-testid=stMain] [data-selected=true] *"),
}

OpenPage = Callable[..., "Page"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_quiet_and_fits_the_screen(
    open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    page = open_page(path, width=width, scheme=scheme)
    assert page.get_by_role("heading", level=1).count() == 1
    wider = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
                && !e.closest('[data-testid="stDataFrame"], [data-testid="stTable"]')
                && !e.closest('[role="tablist"]') && e.getBoundingClientRect().width > 0)
            .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""
    )
    assert wider == [], "sticks out of the screen"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_no_serious_fault_of_accessibility(
    open_page: OpenPage, path: str, scheme: str
) -> None:
    page = open_page(path, scheme=scheme)
    serious = [
        f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        for node in fault["nodes"]
        if fault["impact"] in {"serious", "critical"} and not _is_known(page, fault, node)
    ]
    assert serious == []


def _is_known(page: Page, fault: dict[str, Any], node: dict[str, Any]) -> bool:
    element = page.locator(node["target"][0]).first
    return any(
        rule == fault["id"] and element.evaluate("(e, known) => e.matches(known)", selector)
        for rule, selector in KNOWN_TO_AXE
    )


def test_a_link_to_a_page_is_followed_by_the_first_visitor_of_a_fresh_server(
    serve_app: Callable[..., AppServer], open_page: OpenPage
) -> None:
    page = open_page("/product", server=serve_app())
    assert page.get_by_text("Sample company").count() > 0
    assert page.get_by_role("dialog").count() == 0


def test_a_visit_under_another_host_name_is_told_why_it_may_only_look(
    open_page: OpenPage, app_server: AppServer
) -> None:
    page = open_page(f"http://{OTHER_HOST}:{urlsplit(app_server.url).port}/")
    assert page.get_by_text("comes over the network").count() == 1
    assert page.get_by_role("link", name="Settings").count() == 0


def _own_address() -> str:
    """Find an address of this computer that is not loopback; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("needs a network interface beside loopback")
        return str(probe.getsockname()[0])


def test_a_visit_from_another_address_only_looks_even_if_it_says_localhost(
    serve_app: Callable[..., AppServer], browser: Browser
) -> None:
    server = serve_app(STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    # The address bar says localhost, so the Host header does; the connection goes elsewhere.
    rule = f"--host-resolver-rules=MAP localhost {_own_address()}"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    elsewhere = browser.browser_type.launch(executable_path=find_browser(), args=[rule, *sandbox])
    screen = Screen.open(elsewhere, server)
    assert screen.page.get_by_text("comes over the network").count() == 1
    assert screen.page.get_by_role("link", name="Settings").count() == 0
    assert screen.close() == []
    elsewhere.close()
