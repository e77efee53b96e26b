"""Launches by their reading on one day of their age, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, down, palette, round_ticks, styled
from pmm_core.formatting import show_count, show_day, show_interval, show_percent, show_value
from pmm_core.precedent import wording
from pmm_core.precedent.comparison import ComparedLaunch
from pmm_core.vocabulary import WindowState

_ROW, _LABEL, _MARK = 54, 14, 34
_AXIS = 56
_HEADROOM = 1.05
Side = Literal["left", "right"]


@dataclass(frozen=True)
class _Axes:
    top: float
    height: int

    def x(self, field: str = "share") -> alt.X:
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, self.top], nice=False, zero=True),
            axis=round_ticks(0, self.top, show_percent, most=6).axis(title=wording.SHARE_TITLE),
        )


def readings_chart(
    launches: Sequence[ComparedLaunch], *, asked: str, theme: str = "light"
) -> alt.LayerChart:
    """Draw a row for each launch, the earliest first: its share with interval and n.

    A hollow mark is a reading that is no verdict: some are still inside the window, or they are
    too few.

    Args:
        launches: with a reading, on one clock.
        asked: label of the one asked about.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    rows = pd.DataFrame([_row(one, place, asked) for place, one in enumerate(in_order(launches))])
    axes = _Axes(
        top=min(1.0, max(0.05, float(rows["high"].max()) * _HEADROOM)), height=_ROW * len(rows)
    )
    layers: list[Any] = [_tracks(rows, axes, colours)]
    for is_asked in (False, True):
        some = rows[rows["is_asked"] == is_asked]
        if not some.empty:
            colour = colours.accent if is_asked else colours.neutral
            layers += _marks(some, axes, colour, colours.surface)
    layers += _texts(rows, axes, "name", 0.0, "left", colours)
    layers += _texts(rows, axes, "said", 1.0, "right", colours)
    return styled(alt.LayerChart(layer=layers, height=axes.height + _AXIS), theme)


def in_order(launches: Sequence[ComparedLaunch]) -> list[ComparedLaunch]:
    """Order launches by the day they came out, those without a day last."""
    return sorted(
        launches,
        key=lambda one: (
            one.launch.launched_on is None,
            str(one.launch.launched_on or ""),
            one.launch.label,
        ),
    )


def _row(one: ComparedLaunch, place: int, asked: str) -> dict[str, Any]:
    low, high = one.at.interval or (one.at.share, one.at.share)
    day = one.launch.launched_on
    limits = show_interval(low, high, "%")
    return {
        "share": one.at.share,
        "low": low,
        "high": high,
        "final": one.at.state is WindowState.COMPLETE,
        "is_asked": one.launch.label == asked,
        "label_at": place * _ROW + _LABEL,
        "mark_at": place * _ROW + _MARK,
        "name": f"{one.launch.name} · {show_day(day)}" if day else one.launch.name,
        "said": f"{show_value(one.at.share, '%')}, n = {show_count(one.at.n)}",
        "limits": limits,
        "n": show_count(one.at.n),
        "label": one.launch.label,
        "state": wording.STATE[one.at.state],
    }


def _tracks(rows: pd.DataFrame, axes: _Axes, colours: Palette) -> Any:
    """A quiet line along each row leads the eye from the name to the mark."""
    tracks = rows.assign(start=0.0, end=axes.top)
    return (
        alt.Chart(tracks)
        .mark_rule(color=colours.grid, strokeWidth=1)
        .encode(x=axes.x("start"), x2="end:Q", y=down("mark_at", axes.height))
    )


def _marks(rows: pd.DataFrame, axes: _Axes, colour: str, surface: str) -> list[Any]:
    place = down("mark_at", axes.height)
    tooltip = [
        alt.Tooltip("label:N", title=wording.LAUNCH_TITLE),
        alt.Tooltip("said:N", title=wording.SHARE_TITLE),
        alt.Tooltip("limits:N", title=wording.INTERVAL_TITLE),
        alt.Tooltip("state:N", title=wording.STATE_TITLE),
    ]
    layers: list[Any] = [
        alt.Chart(rows)
        .mark_rule(color=colour, strokeWidth=5, opacity=0.35, strokeCap="round")
        .encode(x=axes.x("low"), x2="high:Q", y=place)
    ]
    for final, fill in ((True, colour), (False, surface)):
        some = rows[rows["final"] == final]
        if not some.empty:
            layers.append(
                alt.Chart(some)
                .mark_point(
                    color=colour, fill=fill, filled=False, size=120, strokeWidth=2, opacity=1
                )
                .encode(x=axes.x(), y=place, tooltip=tooltip)
            )
    return layers


def _texts(
    rows: pd.DataFrame, axes: _Axes, column: str, place: float, align: Side, colours: Palette
) -> list[Any]:
    layers = []
    for is_asked in (False, True):
        some = rows[rows["is_asked"] == is_asked].assign(at=place * axes.top)
        mark = alt.MarkDef(
            type="text",
            align=align,
            baseline="middle",
            fontSize=13,
            fontWeight="bold" if is_asked else "normal",
            color=colours.accent if is_asked else colours.text,
        )
        layers.append(
            alt.Chart(some, mark=mark).encode(
                x=axes.x("at"), y=down("label_at", axes.height), text=f"{column}:N"
            )
        )
    return layers
