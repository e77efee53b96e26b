"""A KPI is told to read itself, on its form; then nothing can be typed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmm_core.catalogue.service import read_directory
from pmm_core.models import Kpi
from pmm_core.ui import navigation
from pmm_core.vocabulary import Measure
from tests.catalogue import made
from tests.screens.made import OWNER, click, expect_no_fault, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def test_a_kpi_is_told_to_read_a_window_of_a_launch(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, "Comet")
    launch = made.launch(store, comet, "Insights")
    made.kpi(store, comet, "Adopted", unit="%")
    open_page(app, navigation.KPIS)
    click(app, "Edit")
    chosen = next(one for one in app.segmented_control if "values come from" in one.label)
    chosen.set_value("launch").run()
    expect_no_fault(app)
    measure = next(one for one in app.selectbox if one.label == "Measure")
    measure.set_value(Measure.ACTIVATION).run()
    assert "The share with a first value by that day" in texts(app)
    day = next(one for one in app.selectbox if one.label == "Window")
    day.set_value(10).run()
    click(app, "Save")
    (kpi,) = read_directory(store=store, actor=OWNER).in_use(Kpi)
    assert kpi.reading == {
        "launch": launch.id, "measure": "activation", "day": 10, "segment": None,
    }  # fmt: skip
    open_page(app, navigation.SNAPSHOTS)
    assert "reads its own values" in texts(app)
    assert not [one for one in app.button if one.label == "Record a value"]
