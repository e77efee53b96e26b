"""What the charts draw, read from their specs: solid, dashed, bands, rules, numbers at risk."""

import json
from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.charts import (
    NamedCurve,
    WindowTarget,
    off_scale,
    segment_chart,
    share_top,
)
from pmm_core.adoption.launch_charts import launch_chart
from pmm_core.adoption.reading import Adoption
from pmm_core.charting import palette
from pmm_core.formatting import Manner, write_like
from tests.adoption.readings import launch_rows, read


def draw(adoption: Adoption, theme: str = "light") -> dict[str, Any]:
    chart = launch_chart(NamedCurve("Insights", adoption.whole), theme=theme)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def layers(spec: dict[str, Any], mark: str, colour: str | None = None) -> list[dict[str, Any]]:
    found = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return [one for one in found if colour is None or one["mark"].get("color") == colour]


def rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return found


def test_a_finished_launch_has_no_dashed_day(tmp_path: Path) -> None:
    spec = draw(read(tmp_path, launch_rows(40, {1: 4, 9: 3}), day=40))
    solid, dashed = layers(spec, "line")
    assert "strokeDash" not in solid["mark"] and len(rows(spec, solid)) == 31
    assert dashed["mark"]["strokeDash"] == [6, 3] and len(rows(spec, dashed)) <= 1


def test_days_on_which_some_units_were_not_observed_are_dashed(tmp_path: Path) -> None:
    late = [(f"l{n}", "open", f"2025-03-{day}", "") for n, day in enumerate((20, 20, 23))]
    adoption = read(tmp_path, [*launch_rows(40, {1: 4}), *late], day=25)
    curve = adoption.curves[1]
    assert (curve.complete_through, curve.observed_through) == (3, 6)
    spec = launch_chart(NamedCurve("Late", curve)).to_dict()
    solid, dashed = layers(spec, "line")
    assert [row["day"] for row in rows(spec, solid)] == [0, 1, 2, 3]
    assert [row["day"] for row in rows(spec, dashed)] == [3, 4, 5, 6]


def test_the_band_the_rules_and_the_numbers_at_risk_are_drawn(tmp_path: Path) -> None:
    spec = draw(read(tmp_path, launch_rows(40, {1: 4, 9: 3}), day=12))
    band = layers(spec, "area")[0]
    assert [row["day"] for row in rows(spec, band)] == list(range(13))
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows(spec, band))
    assert [row["day"] for row in rows(spec, layers(spec, "rule")[0])] == [5, 10, 30]
    at_risk = next(
        layer
        for layer in layers(spec, "text")
        if layer["encoding"].get("text", {}).get("field") == "at_risk"
    )
    assert rows(spec, at_risk) == [
        {"day": 0, "at_risk": "40"}, {"day": 5, "at_risk": "36"}, {"day": 10, "at_risk": "33"},
    ]  # fmt: skip


def test_every_layer_has_the_same_axes_so_that_none_widens_them(tmp_path: Path) -> None:
    spec = draw(read(tmp_path, launch_rows(40, {1: 4, 9: 3}), day=40))
    for layer in spec["layer"]:
        for channel, end in (("x", 30), ("y", None)):
            scale = layer["encoding"].get(channel, {}).get("scale")
            if scale:
                assert scale["nice"] is False and scale["domain"][0] == 0
                assert end is None or scale["domain"][1] == end


@pytest.mark.parametrize("day", [0, 2])
@pytest.mark.parametrize("units", [1, 40])
def test_the_newborn_and_the_tiny_launch_are_drawn(tmp_path: Path, units: int, day: int) -> None:
    spec = draw(read(tmp_path, launch_rows(units, {}), day=day))
    assert json.dumps(spec)


def test_both_themes_take_their_colours_from_the_palette(tmp_path: Path) -> None:
    adoption = read(tmp_path, launch_rows(40, {1: 4}), day=40)
    for theme in ("light", "dark"):
        text = json.dumps(draw(adoption, theme=theme))
        assert palette(theme).accent in text
        assert palette("dark" if theme == "light" else "light").accent not in text


def test_segments_are_panels_of_one_scale(tmp_path: Path) -> None:
    plans = {"pro": 20, "free": 4}
    panels = [row for plan, n in plans.items() for row in launch_rows(40, {1: n}, plan=plan)]
    adoption = read(tmp_path, panels, day=40, by="plan")
    named = [NamedCurve(facet.segment or "", facet.curve) for facet in adoption.facets]
    top = share_top(named)
    whole = NamedCurve("Everybody", adoption.whole)
    specs = [segment_chart(one, whole, top=top).to_dict() for one in named]
    assert len(specs) == 2
    for spec in specs:
        assert layers(spec, "line")[0]["encoding"]["y"]["scale"]["domain"] == [0, top]
        assert len(json.dumps(spec)) < 100_000


def test_the_share_axis_holds_every_band_and_ends_at_all(tmp_path: Path) -> None:
    small = NamedCurve("Small", read(tmp_path, launch_rows(4000, {1: 4}), day=40).whole)
    assert share_top([small]) == 0.05
    whole = NamedCurve("Whole", read(tmp_path, launch_rows(40, {1: 40}), day=40).whole)
    assert share_top([small, whole]) == 1.0


AIMS = (WindowTarget(5, 0.3), WindowTarget(30, 0.6), WindowTarget(60, 0.7))


def test_every_target_on_the_axis_is_drawn_and_the_word_stands_once(tmp_path: Path) -> None:
    launch = NamedCurve("Insights", read(tmp_path, launch_rows(40, {1: 4}), day=40).whole, AIMS)
    charts = (launch_chart(launch), segment_chart(launch, launch, top=1.0))
    for spec in (chart.to_dict() for chart in charts):
        inside, last = layers(spec, "tick")
        assert rows(spec, inside) == [{"day": 5, "share": 0.3}]
        # The last one is moved to the left of the axis' end, where it would be cut in half.
        assert rows(spec, last) == [{"day": 30, "share": 0.6}]
        assert last["mark"]["xOffset"] == -last["mark"]["size"] / 2
        words = [row for one in layers(spec, "text") for row in rows(spec, one)]
        targets = [row for row in words if row.get("text") == "target"]
        # Once for the letters and once for the page's colour round them.
        assert targets == [{"day": 5, "share": 0.3, "text": "target"}] * 2


def test_the_axis_reaches_a_target_above_the_curve_or_says_it_does_not(tmp_path: Path) -> None:
    launch = NamedCurve("Insights", read(tmp_path, launch_rows(40, {1: 4}), day=40).whole, AIMS)
    spec = launch_chart(launch).to_dict()
    assert layers(spec, "tick")[0]["encoding"]["y"]["scale"]["domain"][1] >= 0.7
    assert [target.day for target in off_scale(launch)] == [60]


def test_what_is_pointed_at_is_written_as_the_company_writes(tmp_path: Path) -> None:
    write_like(Manner(thousands=".", decimal=","))
    try:
        spec = draw(read(tmp_path, launch_rows(4000, {1: 500}), day=40))
    finally:
        write_like(Manner())
    rule = next(one for one in layers(spec, "rule") if "tooltip" in one["encoding"])
    titles = {one["title"]: one["field"] for one in rule["encoding"]["tooltip"]}
    last = rows(spec, rule)[-1]
    assert (last[titles["Insights"]], last[titles["Units at risk"]]) == ("12,5%", "3.500")


def test_few_units_at_risk_stand_in_brackets_under_the_curve(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {1: 4, 9: 30}), day=40).whole
    plain = json.dumps(launch_chart(NamedCurve("Insights", curve)).to_dict())
    drawn = json.dumps(launch_chart(NamedCurve("Insights", curve, min_n=30)).to_dict())
    assert '"at_risk": "(6)"' in drawn and "(in brackets: fewer than 30)" in drawn
    assert '"at_risk": "36"' in drawn
    assert '"at_risk": "6"' in plain and "in brackets" not in plain
