"""Every page runs, from `app.py`, with its frame, for the sample and for an empty store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmm_core.settings import ROOT

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("*/*.py"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("company", ["sample", "own"])
def test_a_page_runs_without_a_fault(app: AppTest, company: str, page: str) -> None:
    app.query_params["company"] = company
    app.run()
    app.switch_page(page).run()
    # A fault is shown as a panel, not as a trace: both count.
    assert not app.exception and not app.error
    assert len(app.title) == 1
    assert company == "own" or any("Sample company" in text.value for text in app.markdown)


def test_an_empty_store_opens_the_sample_and_offers_to_start_ones_own(app: AppTest) -> None:
    app.run()
    start = [button for button in app.button if button.label == "Start with my own"]
    assert len(start) == 1
    start[0].click().run()
    assert not app.exception
    assert not any("Sample company" in text.value for text in app.markdown)
