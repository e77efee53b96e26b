"""What is drawn of a KPI: its history, and a line of 13 periods in which a gap stays a gap."""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from pmm_core.charting import palette
from pmm_core.company.calendar import BusinessCalendar
from pmm_core.formatting import Manner, write_like
from pmm_core.scorecard.build import Point, build_row
from pmm_core.scorecard.charts import history_chart
from pmm_core.scorecard.sparkline import HEIGHT, WIDTH, sparkline
from pmm_core.vocabulary import Cadence, Direction, Goal
from tests.scorecard.facts import CALENDAR, day, kpi, row, target


def _draw(*values: tuple[str, float], **changes: Any) -> dict[str, Any]:
    built = build_row(row(*values, **changes), as_of=day("2026-03-31"), calendar=CALENDAR)
    spec: dict[str, Any] = history_chart(built, calendar=CALENDAR).to_dict()
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


@pytest.fixture
def as_in_berlin() -> Iterator[None]:
    write_like(Manner(thousands=".", decimal=",", date="%d.%m.%Y"))
    yield
    write_like(Manner())


def _ticks(spec: dict[str, Any], channel: str) -> list[str]:
    """Labels of an axis as a reader sees them."""
    axis = spec["layer"][-1]["encoding"][channel]["axis"]
    labels: list[str] = json.loads(axis["labelExpr"].partition("[indexof(")[0])
    assert len(labels) == len(axis["values"])
    return labels


SHORT = [
    [("2026-03-31", 0.021)],
    [("2026-02-28", 0.021), ("2026-03-31", 0.0212)],
    [("2026-03-10", 0.021), ("2026-03-20", 0.021), ("2026-03-31", 0.021)],
]


@pytest.mark.parametrize("values", SHORT)
def test_no_label_of_a_short_history_comes_twice(values: list[tuple[str, float]]) -> None:
    spec = _draw(*values)
    for channel in ("x", "y"):
        labels = _ticks(spec, channel)
        assert labels and len(set(labels)) == len(labels)


@pytest.mark.usefixtures("as_in_berlin")
def test_the_axes_are_written_as_the_company_writes() -> None:
    spec = _draw(("2026-02-28", 0.021), ("2026-03-31", 0.024))
    assert _ticks(spec, "y") == ["2,1%", "2,2%", "2,3%", "2,4%"]
    assert _ticks(spec, "x") == ["Feb 2026", "Mar 2026"]
    rows = [point for points in spec["datasets"].values() for point in points]
    assert [(one["when"], one["written"]) for one in rows] == [
        ("28.02.2026", "2,1%"), ("31.03.2026", "2,4%"),
    ]  # fmt: skip


def test_the_axis_names_fiscal_quarters_and_the_unit_once() -> None:
    quarterly = kpi(unit="EUR", cadence=Cadence.QUARTERLY)
    built = build_row(
        row(("2025-10-31", 1e6), ("2026-01-31", 1.2e6), of=quarterly),
        as_of=day("2026-03-31"),
        calendar=BusinessCalendar(fiscal_year_start_month=2),
    )
    spec = history_chart(built, calendar=BusinessCalendar(fiscal_year_start_month=2)).to_dict()
    assert _ticks(spec, "x") == ["FY2026 Q3", "FY2026 Q4"]
    assert _ticks(spec, "y")[0] == "€1M"
    spec = _draw(("2026-02-28", 30), of=kpi(unit="minutes"))
    assert spec["layer"][-1]["encoding"]["y"]["axis"]["title"] == "minutes"
    assert not any("minutes" in label for label in _ticks(spec, "y"))


def test_a_limit_to_keep_is_drawn_across_and_named() -> None:
    held = kpi(goal=Goal.WITHIN, direction=Direction.HOLD, low=0.1, high=0.3)
    spec = _draw(("2026-02-28", 0.2), of=held, targets=(target(None, "2026-06-30"),))
    rows = [point for points in spec["datasets"].values() for point in points]
    assert [one["text"] for one in rows if "text" in one] == ["at least 10.0%", "at most 30.0%"]
    low, high = spec["layer"][-1]["encoding"]["y"]["scale"]["domain"]
    assert low <= 0.1 and high >= 0.3


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
