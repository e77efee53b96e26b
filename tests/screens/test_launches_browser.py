"""Addresses of the launch pages in a real browser: what is chosen stands there, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.live import wait_until_still

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_an_address_holds_launches_day_and_view_and_brings_them_back(open_page: OpenPage) -> None:
    page = open_page("/compare?of=Comet%2FInsights")
    assert heading(page) == "Insights: 34.0% by day 30, 1st of 3 launches"
    page.get_by_label("Day", exact=True).fill("5")
    page.get_by_label("Day", exact=True).press("Enter")
    page.get_by_role("heading", name="Insights: 14.5% by day 5, 1st of 4 launches").wait_for()
    page.get_by_role("radio", name="Readings by launch").click()
    page.get_by_text("Day-5 reading by launch").wait_for()
    wait_until_still(page)
    page.get_by_label("Beside").fill("Mobile")
    page.get_by_role("option", name="Comet/Mobile app").wait_for()
    page.get_by_label("Beside").press("Enter")
    # While its list is open, all else is hidden from whoever asks by role.
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="1st of 2 launches").wait_for()
    page.wait_for_url("**beside=**")
    query = parse_qs(urlsplit(page.url).query)
    assert query["of"] == ["Comet/Insights"] and query["day"] == ["5"]
    assert query["beside"] == ["Comet/Mobile app"] and query["view"] == ["Readings by launch"]
    again = open_page(page.url)
    assert heading(again) == heading(page) == "Insights: 14.5% by day 5, 1st of 2 launches"
    assert again.get_by_text("Day-5 reading by launch").count() == 1


def test_a_launch_leads_to_its_comparison_and_back(open_page: OpenPage) -> None:
    page = open_page("/adoption?launch=Comet%2FInsights&as_of=2026-01-25")
    assert heading(page).startswith("Insights: 22.1% adopted by day 10")
    page.get_by_role("link", name="Compare it with other launches").click()
    page.get_by_role("heading", name="Insights: 22.1% by day 10").wait_for()
    page.get_by_role("link", name="Its curve, windows and forecast").click()
    page.get_by_role("heading", name="Insights: 22.1% adopted by day 10").wait_for()
    assert "as_of=2026-01-25" in page.url


def test_the_day_nearest_to_the_pointer_is_told(open_page: OpenPage) -> None:
    page = open_page("/adoption?launch=Harbor%2FSmart%20routing")
    chart = page.get_by_test_id("stVegaLiteChart").first
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.4)
    tooltip = page.locator("#vg-tooltip-element")
    tooltip.get_by_text("Units at risk").wait_for()
    told = tooltip.inner_text()
    assert "Smart routing" in told and "95% interval" in told and "Insights" in told
