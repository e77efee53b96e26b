"""Scoring in a real browser: a fast hand loses nothing, and leaving covers the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmm_core.catalogue.service import add
from pmm_core.models import ScoringRound
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft
from pmm_core.prioritizer.service import open_round, read_sheet
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion, JourneyStage
from tests.catalogue import made
from tests.live import wait_until_still

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.live import AppServer

OpenPage = Callable[..., "Page"]


def _opened(store: Store) -> ScoringRound:
    challenges = [
        add(
            store=store,
            actor=made.ADA,
            draft=ChallengeDraft(name=name, stage=JourneyStage.LEADS),
        )
        for name in ("Nobody asks", "Nobody answers")
    ]
    people = [made.person(store, name) for name in ("Ada Moreno", "Bo Lind")]
    draft = RoundDraft.check(
        name="Q2 2026",
        challenge_ids=[one.id for one in challenges],
        scorer_ids=[one.id for one in people],
    )
    return open_round(store=store, actor=made.ADA, draft=draft)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    wait_until_still(page)


def test_what_is_typed_right_before_next_is_kept_and_leaving_covers_the_screen(
    serve_app: Callable[..., AppServer], open_page: OpenPage
) -> None:
    server = serve_app(PMM_TODAY="2026-03-31")
    open_page("/scores", server=server)
    store = Store.open(store_url(str(server.folder / "own.db")))
    row = _opened(store)
    page = open_page("/scores?company=own", server=server)
    _press(page, "Ada Moreno")
    anchor = page.get_by_text("Each week of waiting costs us")
    assert anchor.count() == 0
    _press(page, "I am Ada Moreno")
    anchor.click()
    page.get_by_role("textbox", name="What waiting costs").fill("A deal a week ends")
    # The field has not been left: the click on the button takes what is in it along.
    _press(page, "Next")
    page.get_by_text("2 of 2", exact=True).wait_for()
    page.get_by_role("link", name="Challenges").click()
    page.get_by_role("heading", name="2 challenges").wait_for()
    page.get_by_role("link", name="Scores").click()
    page.get_by_role("button", name="I am Ada Moreno").wait_for()
    assert page.get_by_text("A deal a week ends").count() == 0

    _press(page, "I am Ada Moreno")
    page.get_by_text("1 of 6 answered").wait_for()
    said = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    ).seen[row.challenge_ids[0], Criterion.URGENT]
    assert (said.value, said.cost_of_waiting) == (5, "A deal a week ends")
    store.engine.dispose()
