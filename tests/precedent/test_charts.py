"""Readings of launches, one below the other, read from the chart's spec."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmm_core.charting import palette
from pmm_core.precedent.charts import in_order, readings_chart
from pmm_core.precedent.comparison import Comparison, compare
from tests.adoption.test_charts import layers, rows
from tests.precedent.made import Part, by_day, known

COLOURS = palette("light")


@pytest.fixture
def found() -> Comparison:
    """Four launches by day 10, of which one is too small and one has units still inside."""
    asked = known("New", by_day(1000, 180, 300), launched_on=dt.date(2025, 9, 1))
    others = [
        known("Old", by_day(400, 40, 80), launched_on=dt.date(2025, 1, 1)),
        known("Small", by_day(20, 4, 6), launched_on=dt.date(2025, 12, 1)),
        known("Open", Part(300, {3: 60}, followed=60), Part(200, {2: 40}, followed=7)),
    ]
    return compare(asked, others, day=10)


def spec_of(found: Comparison, theme: str = "light") -> dict[str, Any]:
    chart = readings_chart(found.launches, asked=found.asked.label, theme=theme)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def test_launches_stand_in_the_order_they_came_out(found: Comparison) -> None:
    assert [one.launch.name for one in in_order(found.launches)] == ["Old", "Open", "New", "Small"]


def test_each_launch_has_a_row_with_interval_and_n(found: Comparison) -> None:
    spec = spec_of(found)
    texts = {
        row[name]: row["label_at"]
        for layer in layers(spec, "text")
        for row in rows(spec, layer)
        for name in ("name", "said")
    }
    assert texts["New · 01 Sep 2025"] == texts["18.0%, n = 1,000"]
    assert texts["Old · 01 Jan 2025"] < texts["New · 01 Sep 2025"] < texts["Small · 01 Dec 2025"]
    bars = [one for one in layers(spec, "rule") if one["mark"]["strokeWidth"] == 5]
    drawn = [row for one in bars for row in rows(spec, one)]
    assert len(drawn) == 4
    assert all(row["low"] <= row["share"] <= row["high"] for row in drawn)


def test_a_reading_without_a_verdict_is_hollow_and_the_launch_asked_about_stands_out(
    found: Comparison,
) -> None:
    spec = spec_of(found)
    marks = {
        row["label"]: one["mark"]["fill"]
        for one in layers(spec, "point")
        for row in rows(spec, one)
    }
    assert marks == {
        "Comet/New": COLOURS.accent,
        "Comet/Old": COLOURS.neutral,
        "Comet/Small": COLOURS.surface,
        "Comet/Open": COLOURS.surface,
    }


def test_the_dark_page_has_its_own_colours(found: Comparison) -> None:
    fills = {one["mark"]["fill"] for one in layers(spec_of(found, "dark"), "point")}
    assert palette("dark").accent in fills and COLOURS.accent not in fills
