"""A launch in front of past launches and with its forecast, read from the chart's spec."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.curve_charts import End, Scales, WindowTarget, ends
from pmm_core.adoption.launch_charts import (
    Backdrop,
    BackdropDay,
    NamedCurve,
    OutlookDay,
    beside_chart,
    launch_chart,
)
from pmm_core.charting import palette
from pmm_core.vocabulary import Clock
from tests.adoption.readings import launch_rows, read
from tests.adoption.test_charts import layers, rows

COLOURS = palette("light")
FEW = Backdrop({"Mobile": [day / 200 for day in range(31)], "Maps": [0.1] * 31})
MANY = Backdrop(
    days=tuple(
        BackdropDay(day, (0.1, 0.1 + day / 100), (0.12, 0.1 + day / 150), 0.13) for day in range(31)
    )
)
OUTLOOK = [OutlookDay(10, 0.25, (0.25, 0.25), (0.25, 0.25))] + [
    OutlookDay(day, 0.3, (0.28, 0.35), (0.26, 0.45)) for day in range(11, 31)
]


@pytest.fixture
def young(tmp_path: Path) -> NamedCurve:
    """Forty units observed to day 10, ten of whom have adopted."""
    curve = read(tmp_path, launch_rows(40, {1: 4, 9: 6}), day=10).whole
    return NamedCurve("Insights", curve, (WindowTarget(5, 0.2), WindowTarget(30, 0.3)))


def spec_of(chart: Any) -> dict[str, Any]:
    found: dict[str, Any] = chart.to_dict()
    return found


def said(spec: dict[str, Any]) -> set[str]:
    return {row["text"] for one in layers(spec, "text") for row in rows(spec, one) if "text" in row}


def test_few_past_launches_are_thin_lines_with_their_names(young: NamedCurve) -> None:
    spec = spec_of(launch_chart(young, backdrop=FEW))
    thin = layers(spec, "line", COLOURS.neutral)
    own = layers(spec, "line", COLOURS.accent)
    assert len(thin) == 2 and all(one["mark"]["strokeWidth"] == 1 for one in thin)
    assert own[0]["mark"]["strokeWidth"] > 1
    assert len(layers(spec, "area")) == 1, "no range is drawn of so few"
    assert {"Mobile 15.0%", "Maps 10.0%", "Insights 25.0%"} <= said(spec)


def test_many_past_launches_are_two_ranges_and_the_typical_one(young: NamedCurve) -> None:
    spec = spec_of(launch_chart(young, backdrop=MANY))
    most, half, _interval = layers(spec, "area")
    assert rows(spec, most)[20] == {"day": 20, "low": 0.1, "high": pytest.approx(0.3)}
    assert rows(spec, half)[30]["high"] == pytest.approx(0.3)
    assert "Typical past launch 13.0%" in said(spec)


def test_the_interval_ends_where_the_forecast_begins_without_width(young: NamedCurve) -> None:
    spec = spec_of(launch_chart(young, outlook=OUTLOOK))
    nearly_sure, likely, interval = layers(spec, "area")
    assert rows(spec, interval)[-1]["day"] == rows(spec, likely)[0]["day"] == 10
    for band in (nearly_sure, likely):
        first = rows(spec, band)[0]
        assert first["low"] == first["high"] == 0.25
    assert rows(spec, likely)[-1] == {"day": 30, "low": 0.28, "high": 0.35}
    assert {"forecast starts\nat what is known", "forecast 28.0 to 35.0%"} <= said(spec)
    dotted = [one for one in layers(spec, "line") if one["mark"].get("strokeDash") == [1.5, 3.5]]
    assert [row["share"] for row in rows(spec, dotted[0])][:2] == [0.25, 0.3]


def test_the_axis_holds_past_launches_and_the_widest_band(young: NamedCurve) -> None:
    spec = spec_of(launch_chart(young, backdrop=FEW, outlook=OUTLOOK))
    tops = {
        one["encoding"]["y"]["scale"]["domain"][1]
        for one in spec["layer"]
        if "scale" in one["encoding"].get("y", {})
    }
    assert len(tops) == 1 and tops.pop() >= 0.45
    assert len(json.dumps(spec)) < 100_000


def test_what_is_nearest_to_the_pointer_is_told_for_each_day(young: NamedCurve) -> None:
    spec = spec_of(launch_chart(young, backdrop=FEW, outlook=OUTLOOK))
    (param,) = spec["params"]
    assert param["select"]["nearest"] is True and param["select"]["encodings"] == ["x"]
    rule = next(one for one in layers(spec, "rule") if "tooltip" in one["encoding"])
    fields = {one["title"]: one["field"] for one in rule["encoding"]["tooltip"]}
    days = {row["day"]: row for row in rows(spec, rule)}
    assert days[9][fields["Insights"]] == "25.0%" and days[9][fields["Units at risk"]] == "36"
    assert days[9][fields["95% interval"]] and not days[9][fields["Forecast, 80% band"]]
    assert days[20][fields["Insights"]] == "" and days[20][fields["Mobile"]] == "10.0%"
    assert days[20][fields["Forecast, 80% band"]] == "28.0 to 35.0%"


def test_names_at_the_end_of_lines_keep_clear_of_each_other_and_of_a_target() -> None:
    scales = Scales(30, 0.6, Clock.LAUNCH, (5, 10, 30))
    names = [End(f"launch {number}", 30, 0.3 + number / 1000, "#000000") for number in range(5)]
    drawn = [layer.to_dict() for layer in ends(names, [0.33], scales, COLOURS)]
    places = sorted(
        {row["share"] for one in drawn for data in one["datasets"].values() for row in data}
    )
    pixel = 0.6 / 330
    assert len(places) == 5
    gaps = [second - first for first, second in pairwise(places)]
    assert min(gaps) >= 15.9 * pixel
    assert all(abs(place - 0.33) >= 10.9 * pixel for place in places)


def test_launches_beside_each_other_end_where_the_youngest_is_final(tmp_path: Path) -> None:
    old = read(tmp_path, launch_rows(40, {1: 4, 20: 6}), day=40).whole
    new = read(tmp_path, launch_rows(50, {2: 9}), day=8).whole
    launches = [NamedCurve("Insights", old), NamedCurve("Mobile", new)]
    spec = spec_of(beside_chart(launches, through=8, day=5))
    assert {row["day"] for one in layers(spec, "line") for row in rows(spec, one)} == set(range(9))
    assert {"Insights 10.0%", "Mobile 18.0%"} <= said(spec)
    dashes = {json.dumps(one["mark"]["strokeDash"]) for one in layers(spec, "line")}
    assert len(dashes) == 2, "colour is not the only difference"


def test_the_axis_of_compared_launches_is_as_high_as_what_is_drawn_on_it(tmp_path: Path) -> None:
    thin = read(tmp_path, launch_rows(12, {2: 4}), day=8).whole
    new = read(tmp_path, launch_rows(500, {2: 90}), day=8).whole
    assert max(day.high for day in thin.days if day.high is not None) > 0.6
    launches = [NamedCurve("Mobile", new), NamedCurve("Insights", thin)]
    spec = spec_of(beside_chart(launches, through=8, day=5))
    tops = {one["encoding"]["y"]["scale"]["domain"][1] for one in layers(spec, "line")}
    assert len(tops) == 1 and 1 / 3 < tops.pop() < 0.4, "no room for an interval nobody draws"


def test_names_at_the_ends_of_lines_stand_in_the_order_of_the_lines() -> None:
    scales = Scales(horizon=11, top=0.27, clock=Clock.LAUNCH, windows=(10,))
    shares = [0.24, 0.204, 0.192, 0.19, 0.176]
    found = [End(f"{share:.1%}", 11, share, "#000000", is_bold=False) for share in shares]
    drawn = ends(found, shares, scales, palette("light"))
    heights: dict[str, float] = {}
    for layer in drawn:
        heights |= {row["text"]: row["share"] for row in layer.data.to_dict("records")}
    assert list(heights) == [one.text for one in found]
    assert list(heights.values()) == sorted(heights.values(), reverse=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_others_are_seen_on_the_page_and_are_no_status(theme: str) -> None:
    colours = palette(theme)
    taken = {colours.on_track, colours.at_risk, colours.off_track, colours.accent}
    assert len(set(colours.others)) == 4 and not taken & set(colours.others)
    assert all(_contrast(one, colours.surface) >= 4.5 for one in colours.others)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(_luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
