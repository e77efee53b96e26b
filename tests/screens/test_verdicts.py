"""Verdicts on the launch page: written by the owner's visit, restated with a button."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import record_target
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import record_counts
from pmm_core.ui import navigation
from pmm_core.verdict.service import read_verdicts
from tests.catalogue import made
from tests.screens.made import (
    OWNER,
    TODAY,
    click,
    expect_no_fault,
    fill,
    open_page,
    own_store,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store


def count(store: Store, launch_id: int, adopted: int) -> None:
    cells = [CountCells(1, "", "5", "40", str(adopted))]
    record_counts(store=store, actor=made.ADA, launch_id=launch_id, cells=cells, today=TODAY)


def test_a_visit_of_the_owner_writes_what_is_due_and_a_recount_is_a_finding(app: AppTest) -> None:
    store = own_store()
    launch_id = made.launch(store, made.product(store, "Comet"), "Insights").id or 0
    count(store, launch_id, 12)
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    shown = texts(app)
    for said in ("**30.0%**", "18.1 to 45.4%", "12 of 40", "Written", "Verdict"):
        assert said in shown
    # One word for one idea: a window has its state until it has its verdict.
    badges = [one.value for one in app.markdown if "badge[" in one.value]
    states = [
        word for one in badges for word in ("No target", "Complete", "Too early") if word in one
    ]
    assert states == ["No target", "Too early", "Too early"]
    found = read_verdicts(store=store, actor=OWNER, launch_id=launch_id, as_of=TODAY)
    assert [line.day for line in found.lines if line.written] == [5]
    count(store, launch_id, 13)
    app.run()
    assert "a recount says 32.5%" in texts(expect_no_fault(app))
    click(app, "Restate")
    fill(app, why="Bo counted again")
    click(app, "Restate", -1)
    shown = texts(app)
    assert "Restated" in shown and "Bo counted again" in shown and "was 30.0%" in shown
    assert "a recount says" not in shown


def test_a_target_set_once_its_window_was_over_is_shown_as_too_late(app: AppTest) -> None:
    store = own_store()
    launch = made.launch(store, made.product(store, "Comet"), "Insights")
    kpi = made.kpi(store, launch, "Adopted", unit="%")
    draft = TargetDraft(kpi_id=kpi.id or 0, window=5, value=0.25, target_date=dt.date(2026, 2, 8))
    record_target(store=store, actor=made.ADA, draft=draft, today=TODAY)
    count(store, launch.id or 0, 12)
    open_page(app, navigation.ADOPTION, launch="Comet/Insights")
    shown = texts(app)
    assert "25.0%" in shown and "set too late" in shown
    assert "Day 5: its target was set once the window was over" in shown


def test_nothing_is_written_into_the_sample(app: AppTest, sample: Store) -> None:
    token = sample.facts().token
    app.query_params["company"] = "sample"
    app.query_params["launch"] = "Comet/Insights"
    app.run()
    app.switch_page(navigation.ADOPTION).run()
    expect_no_fault(app)
    assert sample.facts().token == token
