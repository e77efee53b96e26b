"""Counts of a launch without an event log are typed on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import read_counts, record_counts
from pmm_core.ui import navigation
from tests.catalogue import made
from tests.screens.made import OWNER, TODAY, click, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store


def launched(store: Store) -> int:
    """Make a launch of 3 February 2026 without a log."""
    return made.launch(store, made.product(store, "Comet"), "Insights").id or 0


def type_into(
    app: AppTest, launch_id: int, newest: int, rows: dict[int, dict[str, str]]
) -> AppTest:
    edits: dict[str, Any] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.session_state[f"counts-{launch_id}-{newest}"] = edits
    return click(app, "Save all")


def test_typed_counts_become_the_launch_page(app: AppTest) -> None:
    store = own_store()
    launch_id = launched(store)
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    assert any("no event log yet" in info.value for info in app.info)
    click(app, "Type counts")
    type_into(app, launch_id, 0, {0: {"eligible": "40", "adopted": "12"}})
    title = app.title[0].value.replace("\\", "")
    assert (
        title
        == "Insights: 30.0% adopted by day 5, no target set by then; no forecast for day 30 "
        + ("without a past launch")
    )
    shown = texts(app)
    assert "typed counts through day 5" in shown and "Wilson" in shown
    assert "counted by hand and typed" in shown


def test_a_wrong_row_is_named_and_nothing_is_stored(app: AppTest) -> None:
    store = own_store()
    launch_id = launched(store)
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    click(app, "Type counts")
    type_into(app, launch_id, 0, {0: {"eligible": "40", "adopted": "30%"}})
    assert app.error[0].value.replace("\\", "").startswith("Row 1: “30%” is a share.")
    assert not read_counts(store=store, actor=OWNER, launch_id=launch_id)


def test_somebody_elses_count_is_told_before_it_is_replaced(app: AppTest) -> None:
    store = own_store()
    launch_id = launched(store)

    def count(adopted: int) -> int:
        cells = [CountCells(1, "", "5", "40", str(adopted))]
        record_counts(store=store, actor=made.ADA, launch_id=launch_id, cells=cells, today=TODAY)
        (row,) = read_counts(store=store, actor=OWNER, launch_id=launch_id)
        return row.id or 0

    seen = count(10)
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    click(app, "Change counts")
    newer = count(11)
    type_into(app, launch_id, seen, {0: {"eligible": "40", "adopted": "12"}})
    assert "Ada Moreno typed day 5" in app.warning[0].value.replace("\\", "")
    assert count(11) == newer
    type_into(app, launch_id, newer, {0: {"eligible": "40", "adopted": "12"}})
    (row,) = read_counts(store=store, actor=OWNER, launch_id=launch_id)
    assert (row.adopted, row.recorded_by) == (12, "Owner")
