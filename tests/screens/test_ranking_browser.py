"""A click in either picture of the ranking chooses a challenge, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.live import wait_until_still

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]
BARS, BUBBLES = 1, 0
# Pixels from above to the middle of a row of the bars.
ROW, MIDDLE = 40, 20
SECOND, THIRD = "Deals are lost to suites", "Large teams stay on the small plan"


def _click(page: Page, picture: int, across: float, down: float) -> None:
    """Click into a picture: a share of its width, pixels from above."""
    chart = page.get_by_test_id("stVegaLiteChart").nth(picture)
    box = chart.bounding_box()
    assert box
    # A locator finds the picture again where the run before still replaces it.
    chart.click(position={"x": across * box["width"], "y": down})
    wait_until_still(page)


def _expect_chosen(page: Page, rank: int, name: str) -> None:
    page.get_by_text(f"{rank}. {name}", exact=True).wait_for()
    wait_until_still(page)
    assert "challenge=" + name.replace(" ", "+") in page.url


def test_bars_and_bubbles_choose_the_challenge_that_is_explained(open_page: OpenPage) -> None:
    page = open_page("/ranking")
    wait_until_still(page)
    _click(page, BARS, 0.9, ROW + MIDDLE)
    _expect_chosen(page, 2, SECOND)
    _click(page, BARS, 0.5, 2 * ROW + MIDDLE)
    _expect_chosen(page, 3, THIRD)
    # The same row again after another was chosen.
    _click(page, BARS, 0.5, ROW + MIDDLE)
    _expect_chosen(page, 2, SECOND)
    # A click beside every mark changes nothing.
    _click(page, BUBBLES, 0.95, 30)
    _expect_chosen(page, 2, SECOND)


def test_a_bubble_chooses_and_a_slider_keeps_the_choice(open_page: OpenPage) -> None:
    page = open_page("/ranking?challenge=Deals+are+lost+to+suites")
    wait_until_still(page)
    _expect_chosen(page, 2, SECOND)
    chart = page.get_by_test_id("stVegaLiteChart").nth(BUBBLES)
    box = chart.bounding_box()
    assert box
    # The centre of the first, whose scores are 4.25 and 4.5, left of the axis' 5.5.
    plot = box["width"] - 44
    _click(page, BUBBLES, (44 + plot * 3.75 / 5) / box["width"], 5 + 340 / 5)
    _expect_chosen(page, 1, "Trials do not become paid plans")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    wait_until_still(page)
    page.get_by_text("counts 38%").wait_for()
    _expect_chosen(page, 1, "Trials do not become paid plans")
