"""Launch curves drawn: one launch, a second one laid over it, and the segments side by side.

The curve is solid up to the last day that everybody was observed for and dashed after it, so that
an unfinished end looks unfinished and a finished one does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.charting import Palette, palette, round_ticks, styled
from pmm_core.formatting import show_count, show_percent, show_value
from pmm_core.vocabulary import Clock

_HEIGHT = 440
_FACET_HEIGHT = 220
_DASH = [6, 3]
_HEADROOM = 1.15
_LINE = 20
_TARGET = 26
_COLUMNS = ["day", "share", "low", "high", "at_risk", "name"]
_WRITTEN = ["share", "low", "high"]


@dataclass(frozen=True)
class WindowTarget:
    """The share that is to have adopted by a day."""

    day: int
    share: float


@dataclass(frozen=True)
class NamedCurve:
    """A curve with the name that stands at its end, and what it is to reach."""

    name: str
    curve: Curve
    targets: tuple[WindowTarget, ...] = ()


def adoption_chart(
    launch: NamedCurve, other: NamedCurve | None = None, *, theme: str = "light"
) -> alt.LayerChart:
    """Draw the share adopted by day with its 95% band, and another launch behind it.

    Args:
        launch: the launch in question.
        other: a second one, at equal age; a thin line without a band.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    curves = [launch] if other is None else [launch, other]
    scales = _Scales.of(curves)
    layers = [_window_rules(launch.curve, scales, colours, below=_LINE * len(curves))]
    if other is not None:
        layers += _line(other, scales, colour=colours.neutral, width=1.5)
    layers.append(_band(launch, scales, colours))
    layers += _line(launch, scales, colour=colours.accent, width=2.5)
    layers += _readings(launch, scales, colours)
    layers += _targets(launch, scales, colours)
    layers += _names(curves, colours)
    layers += _at_risk(launch.curve, scales, colours)
    layers.append(_tooltips(curves, scales))
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


def segment_chart(named: NamedCurve, *, top: float, theme: str = "light") -> alt.LayerChart:
    """Draw one segment as a small panel, to be headed by its name.

    All panels share the scale that `share_top` gives.

    Args:
        named: the segment.
        top: upper end of the share axis, a fraction.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    scales = _Scales.of([named], top=top)
    layers = [
        _window_rules(named.curve, scales, colours),
        _band(named, scales, colours),
        *_line(named, scales, colour=colours.accent, width=2),
        *_readings(named, scales, colours),
        *_targets(named, scales, colours),
        _tooltips([named], scales),
    ]
    return styled(alt.LayerChart(layer=layers, height=_FACET_HEIGHT), theme)


def share_top(curves: Sequence[NamedCurve]) -> float:
    """Return an upper end of the share axis at which every curve, band and target fits."""
    drawn = [day.high for one in curves for day in one.curve.days if day.high is not None]
    drawn += [target.share for one in curves for target in one.targets]
    return min(1.0, max([0.05, *(height * _HEADROOM for height in drawn)]))


def off_scale(named: NamedCurve) -> tuple[WindowTarget, ...]:
    """Return the targets of days that the axis does not reach."""
    horizon = named.curve.days[-1].day
    return tuple(target for target in named.targets if target.day > horizon)


@dataclass(frozen=True)
class _Scales:
    """The axes that every layer repeats: a layer without its own would widen them."""

    horizon: int
    top: float
    clock: Clock
    windows: tuple[int, ...]

    @classmethod
    def of(cls, curves: Sequence[NamedCurve], *, top: float | None = None) -> "_Scales":
        first = curves[0].curve
        return cls(
            horizon=max(one.curve.days[-1].day for one in curves),
            top=share_top(curves) if top is None else top,
            clock=first.clock,
            windows=tuple(window.day for window in first.windows),
        )

    @property
    def ticks(self) -> list[int]:
        """Every fifth day of a month, fewer of a longer curve."""
        step = 5 if self.horizon <= 45 else 10 if self.horizon <= 100 else 30
        return list(range(0, self.horizon + 1, step))

    def x(self) -> alt.X:
        return alt.X(
            "day:Q",
            scale=alt.Scale(domain=[0, self.horizon], nice=False, zero=False),
            axis=alt.Axis(
                title=wording.CLOCK_WORDS[self.clock], values=self.ticks, format="d", grid=False
            ),
        )

    def y(self, field: str = "share") -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, self.top], nice=False, zero=True),
            axis=round_ticks(0, self.top, show_percent, most=6).axis(title=wording.SHARE_TITLE),
        )


def _frame(named: NamedCurve, first: int = 0, last: int | None = None) -> pd.DataFrame:
    """List the known days of a curve, from the first to the last wanted."""
    end = len(named.curve.days) if last is None else last + 1
    rows = [
        (day.day, day.share, day.low, day.high, day.at_risk, named.name)
        for day in named.curve.days[first:end]
        if day.share is not None
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _targets(named: NamedCurve, scales: _Scales, colours: Palette) -> list[Any]:
    """Mark what is to be reached by each day; the word stands once, at the first."""
    frame = pd.DataFrame(
        [(one.day, one.share) for one in named.targets if one.day <= scales.horizon],
        columns=["day", "share"],
    )
    if frame.empty:
        return []
    first = named.targets[0]
    reached = named.curve.days[first.day].share
    # Clear of the curve: under a target that it has passed, over one that it has not.
    is_passed = reached is not None and reached >= first.share
    is_last = frame["day"] == scales.horizon
    marks = [
        alt.Chart(frame[there])
        .mark_tick(
            color=colours.text, orient="horizontal", size=_TARGET, thickness=3, xOffset=moved
        )
        .encode(x=scales.x(), y=scales.y(), opacity=alt.value(1))
        # On the last day it would stand half outside the picture.
        for there, moved in ((~is_last, 0), (is_last, -_TARGET / 2))
        if there.any()
    ]
    # The page's own colour round the letters keeps the rules behind them away.
    for stroke in (colours.surface, None):
        label = alt.MarkDef(
            type="text",
            text=wording.TARGET_LABEL,
            color=colours.text,
            align="right" if first.day == scales.horizon else "center",
            baseline="top" if is_passed else "bottom",
            dy=6 if is_passed else -5,
            stroke=stroke or alt.Undefined,
            strokeWidth=4 if stroke else 0,
        )
        marks.append(alt.Chart(frame.head(1), mark=label).encode(x=scales.x(), y=scales.y()))
    return marks


def _line(named: NamedCurve, scales: _Scales, *, colour: str, width: float) -> list[Any]:
    """Draw a curve as steps: solid as far as it is final, dashed from there on."""
    final = named.curve.complete_through
    solid = _frame(named, last=-1 if final is None else final)
    dashed = _frame(named, first=0 if final is None else final)
    layers = []
    for frame, dash in ((solid, alt.Undefined), (dashed, _DASH)):
        mark = alt.MarkDef(
            type="line",
            color=colour,
            strokeWidth=width,
            strokeDash=dash,
            interpolate="step-after",
        )
        layers.append(alt.Chart(frame, mark=mark).encode(x=scales.x(), y=scales.y()))
    return layers


def _band(named: NamedCurve, scales: _Scales, colours: Palette) -> Any:
    return (
        alt.Chart(_frame(named))
        .mark_area(color=colours.accent, opacity=0.18, interpolate="step-after")
        .encode(x=scales.x(), y=scales.y("low"), y2="high:Q")
    )


def _window_rules(curve: Curve, scales: _Scales, colours: Palette, *, below: int = 0) -> Any:
    """Draw a rule at each window, from below the names of the curves to the axis."""
    frame = pd.DataFrame({"day": [window.day for window in curve.windows]})
    return (
        alt.Chart(frame)
        .mark_rule(color=colours.muted, strokeDash=[2, 3], strokeWidth=1)
        .encode(x=scales.x(), y=alt.value(below), y2=_below(0))
    )


def _readings(named: NamedCurve, scales: _Scales, colours: Palette) -> list[Any]:
    """Mark each reading; a hollow mark is one that is not final."""
    rows = [
        (window.day, window.share, window.matured == window.n)
        for window in named.curve.windows
        if window.share is not None
    ]
    frame = pd.DataFrame(rows, columns=["day", "share", "final"])
    return [
        alt.Chart(frame[frame["final"] == final])
        .mark_point(
            color=colours.accent, fill=fill, filled=False, size=55, strokeWidth=2, opacity=1
        )
        .encode(x=scales.x(), y=scales.y())
        for final, fill in ((True, colours.accent), (False, colours.surface))
    ]


def _names(curves: Sequence[NamedCurve], colours: Palette) -> list[Any]:
    """Name the lines in their colours, upper left: a rising curve leaves that corner free."""
    layers = []
    for place, named in enumerate(curves):
        known = _frame(named)
        if known.empty:
            text = wording.nothing_known(named.name)
        else:
            text = wording.end_label(
                named.name, known["share"].iloc[-1], int(known["day"].iloc[-1])
            )
        chart = alt.Chart(pd.DataFrame({"text": [text]}))
        colour = colours.muted if place else colours.accent
        # The page's own colour round the letters keeps the rules behind them away.
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
            chart.mark = mark
            layers.append(
                chart.copy().encode(x=alt.value(10), y=alt.value(10 + _LINE * place), text="text:N")
            )
    return layers


def _at_risk(curve: Curve, scales: _Scales, colours: Palette) -> list[Any]:
    """Print under the axis how many units each part of the curve rests on."""
    last = -1 if curve.observed_through is None else curve.observed_through
    days = [day for day in scales.ticks if day <= last]
    frame = pd.DataFrame(
        {"day": days, "at_risk": [show_count(curve.days[day].at_risk) for day in days]}
    )
    title = pd.DataFrame({"text": [wording.AT_RISK_TITLE]})
    small: dict[str, Any] = {"fontSize": 11, "baseline": "middle"}
    return [
        alt.Chart(
            title, mark=alt.MarkDef(type="text", align="left", color=colours.muted, **small)
        ).encode(x=alt.value(0), y=_below(66), text="text:N"),
        alt.Chart(frame, mark=alt.MarkDef(type="text", color=colours.text, **small)).encode(
            x=scales.x(), y=_below(82), text="at_risk:N"
        ),
    ]


def _below(pixels: int) -> Any:
    """Place a mark that far under the plot, whatever height the page gives it."""
    return alt.value(alt.ExprRef(f"height + {pixels}"))


def _tooltips(curves: Sequence[NamedCurve], scales: _Scales) -> Any:
    frame = pd.concat([_frame(named) for named in curves], ignore_index=True)
    for column in _WRITTEN:
        frame[f"{column}_written"] = [
            show_value(None if pd.isna(share) else share, "%") for share in frame[column]
        ]
    frame["at_risk"] = [show_count(units) for units in frame["at_risk"]]
    return (
        alt.Chart(frame)
        .mark_circle(opacity=0, size=160)
        .encode(
            x=scales.x(),
            y=scales.y(),
            tooltip=[
                alt.Tooltip("name:N", title=wording.LAUNCH_TITLE),
                alt.Tooltip("day:Q", title=wording.DAY_TITLE, format="d"),
                alt.Tooltip("share_written:N", title=wording.SHARE_TITLE),
                alt.Tooltip("low_written:N", title=wording.LOW_TITLE),
                alt.Tooltip("high_written:N", title=wording.HIGH_TITLE),
                alt.Tooltip("at_risk:N", title=wording.AT_RISK_TITLE),
            ],
        )
    )
