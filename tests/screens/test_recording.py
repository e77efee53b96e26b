"""Values and targets are typed in, corrected and moved on their pages; the old ones stay."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import read_targets, read_values, record_target, record_value
from pmm_core.models import Kpi
from pmm_core.store.store import Store
from tests.catalogue import made
from tests.screens.made import BO, OWNER, TODAY, click, fill, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

VALUES = "pages/data/snapshots.py"
TARGETS = "pages/setup/targets.py"
JUNE = dt.date(2026, 6, 30)


@pytest.fixture
def rate() -> Kpi:
    store = own_store()
    return made.kpi(store, made.product(store, "Comet"), "Activation rate", unit="%")


def _record(store: Store, kpi: Kpi, value: float, segment: str = "") -> None:
    draft = SnapshotDraft(kpi_id=kpi.id or 0, segment=segment, on=TODAY, value=value)
    record_value(store=store, actor=BO, draft=draft, today=TODAY)


def _aim(store: Store, kpi: Kpi, value: float) -> None:
    draft = TargetDraft(kpi_id=kpi.id or 0, target_date=JUNE, value=value)
    record_target(store=store, actor=BO, draft=draft, today=TODAY)


def _values(kpi: Kpi) -> list[tuple[float | None, bool, str | None]]:
    entries = read_values(store=own_store(), actor=OWNER, kpi_id=kpi.id or 0)
    return [(entry.row.value, entry.in_force, entry.row.why) for entry in entries]


def _targets(kpi: Kpi) -> list[tuple[float | None, bool, str | None]]:
    entries = read_targets(store=own_store(), actor=OWNER, kpi_id=kpi.id or 0)
    return [(entry.row.value, entry.in_force, entry.row.reason) for entry in entries]


def test_without_a_kpi_the_page_says_what_is_missing(app: AppTest) -> None:
    for page in (VALUES, TARGETS):
        open_page(app, page)
        assert "No KPI yet" in texts(app)


def test_a_share_is_typed_in_percent(app: AppTest, rate: Kpi) -> None:
    open_page(app, VALUES)
    assert "Activation rate: no value yet" in texts(app)
    click(app, "Record a value")
    fill(app, value=31)
    click(app, "Record")
    assert _values(rate) == [(0.31, True, None)]
    assert app.title[0].value.replace("\\", "") == "Activation rate: 31.0% on 31 Mar 2026"


def test_a_fraction_alone_is_enough(app: AppTest, rate: Kpi) -> None:
    open_page(app, VALUES)
    click(app, "Record a value")
    fill(app, numerator=412, denominator=1329)
    click(app, "Record")
    assert _values(rate)[0][0] == 412 / 1329
    assert "412 of 1,329" in texts(app)


def test_a_value_is_corrected_with_a_reason(app: AppTest, rate: Kpi) -> None:
    _record(own_store(), rate, 0.30)
    open_page(app, VALUES)
    click(app, "Correct")
    fill(app, value=31)
    click(app, "Correct", 1)
    assert "Say in a few words why" in texts(app)
    fill(app, why="Late sign-ups arrived")
    click(app, "Correct", 1)
    assert _values(rate) == [(0.31, True, "Late sign-ups arrived"), (0.30, False, None)]


def test_everything_recorded_is_listed_with_the_newest_recording_first(
    app: AppTest, rate: Kpi
) -> None:
    store = own_store()
    _record(store, rate, 0.30)
    earlier = SnapshotDraft(
        kpi_id=rate.id or 0, on=dt.date(2026, 1, 31), value=0.25, source="Warehouse"
    )
    record_value(store=store, actor=BO, draft=earlier, today=TODAY)
    open_page(app, VALUES)
    assert [one.label for one in app.expander] == [
        "Everything recorded, the newest recording first (2)"
    ]
    frame = app.dataframe[0].value
    assert frame.columns.tolist() == [
        *("State", "Value", "Why it changed", "As of"),
        *("Source", "Series", "Recorded by", "Recorded"),
    ]
    assert frame["Value"].tolist() == ["25.0%", "30.0%"]
    assert frame["Source"].tolist() == ["Warehouse", ""]


def test_a_value_is_taken_back(app: AppTest, rate: Kpi) -> None:
    _record(own_store(), rate, 0.30)
    open_page(app, VALUES)
    click(app, "Take back")
    fill(app, why="Wrong product")
    click(app, "Take back", 1)
    assert _values(rate) == [(None, False, "Wrong product"), (0.30, False, None)]
    assert "Activation rate: no value yet" in texts(app)


def test_a_value_recorded_meanwhile_is_shown_and_replaced_only_on_purpose(
    app: AppTest, rate: Kpi
) -> None:
    open_page(app, VALUES)
    click(app, "Record a value")
    _record(own_store(), rate, 0.30)
    fill(app, value=32)
    click(app, "Record")
    assert "Bo Lind changed the value" in texts(app)
    sides = app.table[0].value.loc["Value"]
    assert [side.replace("\\", "") for side in sides] == ["\N{EM DASH}", "30.0%", "32.0%"]
    assert _values(rate) == [(0.30, True, None)]
    fill(app, why="Counted again")
    click(app, "Record")
    assert _values(rate) == [(0.32, True, "Counted again"), (0.30, False, None)]


def test_a_value_recorded_meanwhile_can_be_kept(app: AppTest, rate: Kpi) -> None:
    open_page(app, VALUES)
    click(app, "Record a value")
    _record(own_store(), rate, 0.30)
    fill(app, value=32)
    click(app, "Record")
    click(app, "Keep theirs")
    assert _values(rate) == [(0.30, True, None)]
    assert not app.table


def test_a_segment_has_values_of_its_own(app: AppTest, rate: Kpi) -> None:
    _record(own_store(), rate, 0.30, segment="Enterprise")
    open_page(app, VALUES)
    app.selectbox(key=f"segment-{rate.id}").set_value("Enterprise").run()
    assert "Activation rate, Enterprise: 30.0% on 31 Mar 2026" in texts(app)
    click(app, "Record a value")
    fill(app, on=dt.date(2026, 2, 28), value=40)
    click(app, "Record")
    assert _values(rate) == []
    entries = read_values(store=own_store(), actor=OWNER, kpi_id=rate.id or 0, segment="Enterprise")
    assert [entry.row.value for entry in entries] == [0.40, 0.30]


def test_a_target_is_set_and_moved_with_a_reason(app: AppTest, rate: Kpi) -> None:
    open_page(app, TARGETS)
    click(app, "Set a target")
    fill(app, value=35, target_date=JUNE, start=20, start_date=dt.date(2025, 12, 31))
    click(app, "Set")
    assert "Activation rate: 35.0% by 30 Jun 2026" in texts(app)
    assert "from 20.0% on 31 Dec 2025" in texts(app)
    click(app, "Move")
    fill(app, value=33, reason="The trial became shorter")
    click(app, "Move", 1)
    assert _targets(rate) == [(0.33, True, "The trial became shorter"), (0.35, False, None)]


def test_a_target_set_meanwhile_is_shown_and_moved_only_on_purpose(app: AppTest, rate: Kpi) -> None:
    open_page(app, TARGETS)
    click(app, "Set a target")
    _aim(own_store(), rate, 0.35)
    fill(app, value=40, target_date=JUNE)
    click(app, "Set")
    assert "Bo Lind changed the target" in texts(app)
    assert _targets(rate) == [(0.35, True, None)]
    fill(app, reason="Agreed with sales")
    click(app, "Set")
    assert _targets(rate)[0] == (0.40, True, "Agreed with sales")


def test_a_target_is_taken_back_and_set_again(app: AppTest, rate: Kpi) -> None:
    _aim(own_store(), rate, 0.35)
    open_page(app, TARGETS)
    click(app, "Take back")
    fill(app, reason="No longer agreed")
    click(app, "Take back", 1)
    assert "Activation rate: no target yet" in texts(app)
    assert _targets(rate) == [(None, False, "No longer agreed"), (0.35, False, None)]
    click(app, "Set again")
    click(app, "Set")
    assert "Activation rate: 35.0% by 30 Jun 2026" in texts(app)
    assert _targets(rate)[0] == (0.35, True, None)


def test_a_target_to_stay_above_a_bound_has_its_bound(app: AppTest) -> None:
    store = own_store()
    uptime = made.kpi(store, None, "Answered in a day", unit="%", goal="above", low=0.9)
    open_page(app, TARGETS)
    click(app, "Set a target")
    fill(app, low=95, target_date=JUNE)
    click(app, "Set")
    entries = read_targets(store=store, actor=OWNER, kpi_id=uptime.id or 0)
    assert [(entry.row.value, entry.row.low) for entry in entries] == [(None, 0.95)]
    assert "at least 95.0% until 30 Jun 2026" in texts(app)
