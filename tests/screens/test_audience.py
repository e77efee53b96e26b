"""The audience of a launch is frozen on its plan, in a dialog that says what that means."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmm_core.audience.reading import LaunchAudience
from pmm_core.audience.service import freeze_audience, read_audience
from pmm_core.events.ingest import LogOptions, keep_log
from pmm_core.models import Initiative
from pmm_core.store.store import Store
from tests.adoption.readings import LAUNCH, launch_rows, write_log
from tests.plan import made as plans
from tests.screens.made import (
    BO,
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

PLAN = "pages/launches/plan.py"
ON_TODAY = "Audience frozen on 31 Mar 2026: 40 units"


@pytest.fixture
def launched(tmp_path: Path) -> tuple[Store, Initiative]:
    """A launch of the own company whose log has forty units on the eve of its day."""
    store = own_store()
    path = write_log(tmp_path, launch_rows(40, {3: 12}))
    options = LogOptions(today=dt.date(2026, 1, 1))
    keep_log(str(path), events_root=os.environ["PMM_EVENTS"], name="insights", options=options)
    fields = {"adopt_events": ["use"], "log": "insights.parquet", "segment_by": "plan"}
    return store, plans.planned(store, launched_on=LAUNCH, **fields)


def frozen(store: Store, launch: Initiative) -> LaunchAudience:
    return read_audience(store=store, actor=BO, launch_id=launch.id or 0, today=TODAY)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_an_audience_is_frozen_by_one_button_and_tells_its_size_its_rule_and_by_whom(
    app: AppTest, launched: tuple[Store, Initiative]
) -> None:
    store, launch = launched
    open_page(app, PLAN)
    assert "Not frozen yet: counted anew from the log each time." in texts(app)
    click(app, "Freeze the audience")
    assert "From then on the launch counts exactly these" in texts(app)
    click(app, "Freeze the audience", 1)
    assert [row.size for row in frozen(store, launch).rows] == [40]
    said = texts(app)
    assert f"{ON_TODAY}, by Owner." in said and "By plan: free 40." in said
    assert "Freeze anew" in labels(app) and "Freeze the audience" not in labels(app)


def test_it_is_frozen_anew_only_with_a_reason_and_what_was_frozen_before_stays_listed(
    app: AppTest, launched: tuple[Store, Initiative]
) -> None:
    store, launch = launched
    freeze_audience(store=store, actor=BO, launch_id=launch.id or 0, today=TODAY)
    open_page(app, PLAN)
    click(app, "Freeze anew")
    click(app, "Freeze the audience")
    assert "Say why it has to be frozen anew." in texts(app)
    assert len(frozen(store, launch).rows) == 1
    fill(app, why="Trial accounts had been left in")
    click(app, "Freeze the audience")
    said = texts(app)
    assert "Why: Trial accounts had been left in." in said
    assert [one.label for one in app.expander if one.label == "Frozen before"]
    assert len(frozen(store, launch).rows) == 2


def test_whoever_freezes_over_somebody_else_is_told_and_sees_what_they_did(
    app: AppTest, launched: tuple[Store, Initiative]
) -> None:
    store, launch = launched
    open_page(app, PLAN)
    click(app, "Freeze the audience")
    freeze_audience(store=store, actor=BO, launch_id=launch.id or 0, today=TODAY)
    click(app, "Freeze the audience", 1)
    assert "Bo Lind changed or froze “Insights” meanwhile." in texts(app)
    assert f"{ON_TODAY}, by Bo Lind." in texts(app)
    assert len(frozen(store, launch).rows) == 1


def test_before_the_launch_day_it_is_said_when_it_can_be_frozen(app: AppTest) -> None:
    plans.planned(own_store(), launched_on=dt.date(2026, 4, 14), adopt_events=["use"])
    open_page(app, PLAN)
    assert "freeze its audience on that day or later" in texts(expect_no_fault(app))
    assert "Freeze the audience" not in labels(app)


def test_a_list_that_is_gone_is_told_beside_what_was_frozen(
    app: AppTest, launched: tuple[Store, Initiative]
) -> None:
    store, launch = launched
    freeze_audience(store=store, actor=BO, launch_id=launch.id or 0, today=TODAY)
    for file in Path(os.environ["PMM_EVENTS"]).glob(".audiences/*"):
        file.unlink()
    open_page(app, PLAN)
    assert "Its list is not in the events folder." in texts(app)
