"""What is drawn of a KPI: its history, and a line of 13 periods in which a gap stays a gap."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from pmm_core.charting import palette
from pmm_core.scorecard.build import Point, build_row
from pmm_core.scorecard.charts import history_chart
from pmm_core.scorecard.sparkline import HEIGHT, WIDTH, sparkline
from tests.scorecard.facts import CALENDAR, day, row, target


def _draw(*values: tuple[str, float], **changes: Any) -> dict[str, Any]:
    built = build_row(row(*values, **changes), as_of=day("2026-03-31"), calendar=CALENDAR)
    spec: dict[str, Any] = history_chart(built).to_dict()
    return spec


def test_the_history_shows_every_value_in_force() -> None:
    spec = _draw(("2026-01-31", 0.2), ("2026-02-28", 0.3))
    drawn = [point for rows in spec["datasets"].values() for point in rows]
    assert [point["value"] for point in drawn] == [0.2, 0.3]


def test_a_target_is_drawn_with_the_way_to_it() -> None:
    spec = _draw(("2025-12-31", 0.2), ("2026-02-28", 0.3), targets=(target(0.5, "2026-06-30"),))
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["line", "point", "text", "line"]


def test_a_kpi_without_values_draws_an_empty_chart() -> None:
    assert _draw()["layer"]


def _series(*values: float | None) -> list[Point]:
    return [Point(str(i), value, str(i)) for i, value in enumerate(values)]


def test_a_gap_breaks_the_line_and_a_lonely_value_is_a_dot() -> None:
    svg = sparkline(_series(1, 2, None, 3, None, 4, 5))
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 2  # the lonely third value, and the last one


def test_nothing_known_draws_the_baseline_alone() -> None:
    svg = sparkline(_series(None, None))
    assert "<polyline" not in svg and "<circle" not in svg and "<line" in svg


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_is_valid_svg_inside_its_frame_in_the_accent_colour(theme: str) -> None:
    svg = sparkline(_series(5, 5, 5, 9, 1), theme=theme)
    ElementTree.fromstring(svg)
    assert palette(theme).accent in svg
    for x, y in re.findall(r"([\d.]+),([\d.]+)", svg):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
