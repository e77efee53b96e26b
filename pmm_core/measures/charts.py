"""A small curve a measure on one scale; and adopted, left and open as parts of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.adoption.curves import Curve
from pmm_core.charting import palette, round_ticks, styled
from pmm_core.formatting import show_percent
from pmm_core.measures import wording
from pmm_core.measures.engagement import EngagementCurve
from pmm_core.measures.leaving import LeavingCurve

_SMALL, _PARTS = 170, 200
_DASH = [6, 3]
_HEADROOM = 1.1
_COLUMNS = ["day", "share", "low", "high"]


@dataclass(frozen=True)
class Panel:
    """One measure.

    Attributes:
        title: of the share axis: by a day, or on it.
        days: day, share, low, high; share null where unknown.
        windows: days with a mark.
        complete_through: last day that is final; the rest is dashed.
    """

    title: str
    days: tuple[tuple[int, float | None, float | None, float | None], ...]
    windows: tuple[int, ...]
    complete_through: int | None

    @classmethod
    def of(cls, curve: Curve | EngagementCurve, beside: Curve, title: str) -> "Panel":
        """Take the days of a curve; `beside` is the adoption curve of the same units."""
        days = tuple((day.day, day.share, day.low, day.high) for day in curve.days)
        known = -1 if beside.observed_through is None else beside.observed_through
        seen = tuple(day if day[0] <= known else (day[0], None, None, None) for day in days)
        windows = tuple(window.day for window in beside.windows)
        return cls(title, seen, windows, beside.complete_through)


def panels_top(panels: Sequence[Panel]) -> float:
    """Return an upper end of the share axis at which every panel fits."""
    highs = [high for panel in panels for _, _, _, high in panel.days if high is not None]
    return min(1.0, max([0.05, *(high * _HEADROOM for high in highs)]))


def measure_chart(panel: Panel, *, top: float, theme: str = "light") -> alt.LayerChart:
    """Draw one measure: interval, line (dashed where not final) and the readings.

    Args:
        panel: the measure.
        top: upper end of the share axis, the same for all panels.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    horizon = panel.days[-1][0]
    known = pd.DataFrame([day for day in panel.days if day[1] is not None], columns=_COLUMNS)
    final = -1 if panel.complete_through is None else panel.complete_through
    x, y = _x(horizon), _y(top, panel.title)
    base = alt.Chart(known)
    layers: list[Any] = [
        base.mark_area(color=colours.accent, opacity=0.16).encode(
            x=x, y=_y(top, panel.title, "low"), y2="high:Q"
        )
    ]
    for days, dash in ((known[known.day <= final], None), (known[known.day >= final], _DASH)):
        mark = alt.MarkDef(
            type="line", color=colours.accent, strokeWidth=2, strokeDash=dash or alt.Undefined
        )
        layers.append(alt.Chart(days, mark=mark).encode(x=x, y=y))
    read = known[known.day.isin(panel.windows)]
    layers.append(
        alt.Chart(read)
        .mark_point(color=colours.accent, fill=colours.accent, size=45)
        .encode(x=x, y=y)
    )
    return styled(alt.LayerChart(layer=layers, height=_SMALL), theme)


def parts_chart(curve: Curve, left: LeavingCurve, *, theme: str = "light") -> alt.LayerChart:
    """Stack who adopted, who is still open and who left; together they are everybody.

    Args:
        curve: the adoption curve.
        left: leaving of the same units.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    rows = [
        (day.day, day.share, 1 - gone.share, 1.0)
        for day, gone in zip(curve.days, left.days, strict=True)
        if day.share is not None and gone.share is not None
    ]
    days = pd.DataFrame(rows, columns=["day", "adopted", "stayed", "all"])
    x = _x(len(curve.days) - 1)

    def area(low: str | None, high: str, colour: str, opacity: float) -> Any:
        chart = alt.Chart(days.assign(zero=0.0)).mark_area(color=colour, opacity=opacity)
        return chart.encode(x=x, y=_y(1.0, wording.BY_DAY, low or "zero"), y2=f"{high}:Q")

    layers = [
        area(None, "adopted", colours.accent, 0.85),
        area("adopted", "stayed", colours.band1, 0.9),
        area("stayed", "all", colours.neutral, 0.8),
    ]
    if rows:
        day, adopted, stayed, _all = rows[-1]
        names = [
            (wording.ADOPTED, adopted / 2, adopted, colours.surface),
            (wording.OPEN, (adopted + stayed) / 2, stayed - adopted, colours.text),
            (wording.LEFT, (stayed + 1) / 2, 1 - stayed, colours.surface),
        ]
        for name, place, size, colour in names:
            if size >= 0.07:
                said = pd.DataFrame([(day, place, f"{name} {show_percent(size)}")])
                said.columns = pd.Index(["day", "share", "text"])
                mark = alt.MarkDef(type="text", align="right", dx=-6, color=colour, fontSize=12)
                layers.append(
                    alt.Chart(said, mark=mark).encode(x=x, y=_y(1.0, wording.BY_DAY), text="text:N")
                )
    return styled(alt.LayerChart(layer=layers, height=_PARTS), theme)


def _x(horizon: int) -> alt.X:
    step = 10 if horizon <= 45 else 30
    axis = alt.Axis(title="Day", values=list(range(0, horizon + 1, step)), format="d", grid=False)
    return alt.X("day:Q", scale=alt.Scale(domain=[0, horizon], nice=False, zero=False), axis=axis)


def _y(top: float, title: str, field: str = "share") -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, top], nice=False, zero=True),
        axis=round_ticks(0, top, show_percent, most=5).axis(title=title),
    )
