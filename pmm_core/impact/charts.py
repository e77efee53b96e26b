"""The values of a KPI beside what was to be expected without the launch."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from pmm_core.charting import Palette, Ticks, palette, round_ticks, spread_ticks, styled
from pmm_core.formatting import is_word, show_value
from pmm_core.impact import wording
from pmm_core.impact.panel import Panel
from pmm_core.impact.study import DesignResult, Impact

_HEIGHT = 340
_DASH = [6, 3]
_LINE = 20


def impact_chart(found: Impact, result: DesignResult, *, theme: str = "light") -> alt.LayerChart:
    """Draw the observed values, what was expected without the launch, and its band.

    Values that do not count (the period of the launch day, those of an external factor) are hollow.

    Args:
        found: the answer; one that was refused has no chart to draw.
        result: the design whose expectation is drawn.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    panel = found.panel
    if panel is None:
        return styled(alt.LayerChart(layer=[alt.Chart(pd.DataFrame()).mark_point()]), theme)
    frame = _frame(found, panel, result)
    axes = _Axes.of(found, frame)
    layers = [
        _launch(found, axes, colours),
        _band(frame, axes, colours),
        _expected(frame, axes, colours),
        *_observed(frame, axes, colours),
        *_names(found, axes, colours),
        _tooltips(frame, axes),
    ]
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


@dataclass(frozen=True)
class _Axes:
    """The axes that every layer repeats. Days are counted, so that no time zone moves them."""

    days: Ticks
    values: Ticks
    title: str | None

    @classmethod
    def of(cls, found: Impact, frame: pd.DataFrame) -> "_Axes":
        unit = found.question.kpi.unit
        plain = None if is_word(unit) else unit
        drawn = frame[["observed", "expected", "low", "high"]].to_numpy(np.float64)
        marks = list(zip(frame["day"], frame["period"], strict=True))
        return cls(
            days=spread_ticks(marks),
            values=round_ticks(
                float(np.nanmin(drawn)),
                float(np.nanmax(drawn)),
                lambda value: show_value(value, plain),
            ),
            title=unit if is_word(unit) else None,
        )

    def x(self) -> alt.X:
        return alt.X(
            "day:Q",
            scale=self.days.scale,
            axis=self.days.axis(title=None, grid=False, labelOverlap="greedy"),
        )

    def y(self, field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=self.values.scale, axis=self.values.axis(title=self.title))


def _frame(found: Impact, panel: Panel, result: DesignResult) -> pd.DataFrame:
    """List the periods; what is expected is known of those that count, before and after."""
    whole = panel.outcome_of_all
    counted = np.isfinite(result.best.fit.expected) & np.isfinite(panel.outcome.values)
    for one in found.factors:
        if result.adjusted is not None and one.leaves_out:
            counted &= ~np.array(
                [one.factor.touches(each.first, each.last) for each in panel.periods]
            )
    unit = found.question.kpi.unit
    frame = pd.DataFrame(
        {
            "day": [one.last.toordinal() for one in panel.periods],
            "period": [one.label for one in panel.periods],
            "observed": whole,
            "expected": result.best.fit.expected,
            "low": result.best.fit.low,
            "high": result.best.fit.high,
            "counted": counted,
        }
    )
    for column in ("observed", "expected", "low", "high"):
        frame[f"{column}_written"] = [
            show_value(None if pd.isna(value) else value, unit) for value in frame[column]
        ]
    return frame


def _launch(found: Impact, axes: _Axes, colours: Palette) -> Any:
    """Draw a rule on the launch day, below the names of the lines."""
    day = found.question.launched_on
    frame = pd.DataFrame({"day": [day.toordinal() if day else None]})
    return (
        alt.Chart(frame)
        .mark_rule(color=colours.muted, strokeDash=[2, 3])
        .encode(x=axes.x(), y=alt.value(3 * _LINE), y2=alt.value(alt.ExprRef("height")))
    )


def _band(frame: pd.DataFrame, axes: _Axes, colours: Palette) -> Any:
    known = frame[frame["low"].notna()]
    return (
        alt.Chart(known)
        .mark_area(color=colours.neutral, opacity=0.2)
        .encode(x=axes.x(), y=axes.y("low"), y2="high:Q")
    )


def _expected(frame: pd.DataFrame, axes: _Axes, colours: Palette) -> Any:
    return (
        alt.Chart(frame[frame["expected"].notna()])
        .mark_line(color=colours.neutral, strokeDash=_DASH, strokeWidth=2)
        .encode(x=axes.x(), y=axes.y("expected"))
    )


def _observed(frame: pd.DataFrame, axes: _Axes, colours: Palette) -> list[Any]:
    known = frame[frame["observed"].notna()]
    line = (
        alt.Chart(known)
        .mark_line(color=colours.accent, strokeWidth=2)
        .encode(x=axes.x(), y=axes.y("observed"))
    )
    points = [
        alt.Chart(known[known["counted"] == counted])
        .mark_point(color=colours.accent, fill=fill, filled=False, size=28, opacity=1)
        .encode(x=axes.x(), y=axes.y("observed"))
        for counted, fill in ((True, colours.accent), (False, colours.surface))
    ]
    return [line, *points]


def _names(found: Impact, axes: _Axes, colours: Palette) -> list[Any]:
    """Name both lines upper left and the launch at its rule."""
    words = (
        (wording.OBSERVED_TITLE, colours.accent),
        (wording.EXPECTED_TITLE, colours.muted),
    )
    layers = []
    for place, (text, colour) in enumerate(words):
        for stroke in (colours.surface, None):
            mark = alt.MarkDef(
                type="text",
                align="left",
                fontSize=13,
                fontWeight="bold",
                color=colour,
                stroke=stroke or alt.Undefined,
                strokeWidth=4 if stroke else 0,
            )
            layers.append(
                alt.Chart(pd.DataFrame({"text": [text]}), mark=mark).encode(
                    x=alt.value(10), y=alt.value(10 + _LINE * place), text="text:N"
                )
            )
    day = found.question.launched_on
    if day is not None:
        label = pd.DataFrame(
            {"day": [day.toordinal()], "text": [wording.launch_name(found.question)]}
        )
        layers.append(
            alt.Chart(label)
            .mark_text(align="center", baseline="bottom", color=colours.text)
            .encode(x=axes.x(), y=alt.value(3 * _LINE - 4), text="text:N")
        )
    return layers


def _tooltips(frame: pd.DataFrame, axes: _Axes) -> Any:
    return (
        alt.Chart(frame[frame["observed"].notna()])
        .mark_circle(opacity=0, size=160)
        .encode(
            x=axes.x(),
            y=axes.y("observed"),
            tooltip=[
                alt.Tooltip("period:N", title=wording.PERIOD_TITLE),
                alt.Tooltip("observed_written:N", title=wording.OBSERVED_TITLE),
                alt.Tooltip("expected_written:N", title=wording.EXPECTED_TITLE),
                alt.Tooltip("low_written:N", title=wording.LOW_TITLE),
                alt.Tooltip("high_written:N", title=wording.HIGH_TITLE),
            ],
        )
    )
