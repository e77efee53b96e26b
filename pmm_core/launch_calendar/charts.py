"""The pages of the launch calendar: a month by weeks, a quarter by launches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, Ticks, down, palette, styled
from pmm_core.formatting import show_day
from pmm_core.launch_calendar import wording
from pmm_core.launch_calendar.layout import Piece, Span, Week

_DATE, _LANE, _BAR, _FOOT = 26, 24, 20, 6
_ROW, _LABEL, _MIDDLE = 46, 12, 32
_AXIS = 30
_EDGE = 4
_LATE = 0.6
_COLLIDES, _FACTOR = "\N{BLACK UP-POINTING TRIANGLE} ", "\N{WHITE DIAMOND} "


@dataclass(frozen=True)
class _Paper:
    """Where marks go: the width in the unit of the axis, the height in pixels.

    Attributes:
        names_turn: whether a bar that starts late is named at its end.
    """

    ticks: Ticks
    height: int
    colours: Palette
    names_turn: bool = False

    def x(self, field: str) -> alt.X:
        axis = self.ticks.axis(
            title=None, grid=False, domain=False, ticks=False, orient="top", labelPadding=6
        )
        return alt.X(f"{field}:Q", scale=self.ticks.scale, axis=axis)

    def y(self, field: str) -> alt.Y:
        return down(field, self.height)


def month_chart(weeks: Sequence[Week], *, today: dt.date, theme: str = "light") -> alt.LayerChart:
    """Draw the weeks of a month: a bar for each launch, from its day to its last window.

    A filled edge is the day itself, a ring the last day of a window, a triangle a collision; a
    hollow bar is an external factor.
    """
    first = weeks[0].days[0].day
    names = tuple(wording.WEEKDAYS[(first.weekday() + day) % 7] for day in range(7))
    tops = [0]
    for week in weeks:
        tops.append(tops[-1] + _DATE + max(1, week.lanes) * _LANE + _FOOT)
    paper = _Paper(
        Ticks(tuple(day + 0.5 for day in range(7)), names, (0, 7)), tops[-1], palette(theme)
    )
    cells = [
        _cell(week, number, top, bottom, today)
        for week, top, bottom in zip(weeks, tops, tops[1:], strict=False)
        for number in range(7)
    ]
    bars = [
        _bar(piece.span, *_columns(piece, week), top + _DATE + piece.lane * _LANE, piece.begins)
        for week, top in zip(weeks, tops, strict=False)
        for piece in week.pieces
    ]
    rings = [
        {"at": (on - week.days[0].day).days + 0.5, "y": _middle(top, piece), "said": said}
        for week, top in zip(weeks, tops, strict=False)
        for piece in week.pieces
        for on, said in _readings(piece.span, piece.first, piece.last)
    ]
    layers = [*_sheet(pd.DataFrame(cells), paper), *_drawn(bars, rings, paper)]
    return styled(alt.LayerChart(layer=layers, height=paper.height + _AXIS), theme)


def quarter_chart(
    spans: Sequence[Span],
    starts: Sequence[dt.date],
    *,
    today: dt.date,
    theme: str = "light",
) -> alt.LayerChart:
    """Draw a row for each launch and factor of some months.

    Args:
        spans: in the order of their rows.
        starts: the first day of each month, and the day after the last.
    """
    begin, end = starts[0], starts[-1]
    width = (end - begin).days
    middles = [((one - begin).days + (other - begin).days) / 2 for one, other in _pairs(starts)]
    ticks = Ticks(tuple(middles), tuple(f"{one:%b %Y}" for one in starts[:-1]), (0, width))
    paper = _Paper(ticks, max(1, len(spans)) * _ROW + _FOOT, palette(theme), names_turn=True)
    bars, rings = [], []
    for row, span in enumerate(spans):
        first, last = max(span.first, begin), min(span.last, end - dt.timedelta(days=1))
        left, right = (first - begin).days, (last - begin).days + 1
        top = row * _ROW + _MIDDLE - _BAR / 2
        bars.append(_bar(span, left, right, top, span.first >= begin) | {"label_at": top - _LABEL})
        rings += [
            {"at": (on - begin).days + 0.5, "y": top + _BAR / 2, "said": said}
            for on, said in _readings(span, first, last)
        ]
    layers = [*_months(starts, today, paper), *_drawn(bars, rings, paper)]
    return styled(alt.LayerChart(layer=layers, height=paper.height + _AXIS), theme)


def _pairs(starts: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    return list(pairwise(starts))


def _columns(piece: Piece, week: Week) -> tuple[int, int]:
    start = week.days[0].day
    return (piece.first - start).days, (piece.last - start).days + 1


def _middle(top: int, piece: Piece) -> float:
    return top + _DATE + piece.lane * _LANE + _BAR / 2


def _readings(span: Span, first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    return [
        (on, f"{span.name}, day {day}: {show_day(on)}")
        for day, on in span.readings
        if first <= on <= last
    ]


def _bar(span: Span, left: float, right: float, top: float, begins: bool) -> dict[str, Any]:
    sign = _COLLIDES if span.collides else "" if span.launch else _FACTOR
    last = span.last if span.last < dt.date.max else None
    until = f" to {show_day(last)}" if last else ", still holds"
    return {
        "left": left,
        "right": right,
        "top": top,
        "bottom": top + _BAR,
        "label_at": top + _BAR / 2,
        "kind": "factor" if span.launch is None else "collides" if span.collides else "launch",
        "begins": begins,
        "label": sign + span.name,
        "name": span.launch.label if span.launch else span.name,
        "days": f"{show_day(span.first)}{until}",
    }


def _cell(week: Week, number: int, top: float, bottom: float, today: dt.date) -> dict[str, Any]:
    cell = week.days[number]
    return {
        "left": number,
        "right": number + 1,
        "top": top,
        "bottom": bottom,
        "label_at": top + _DATE / 2,
        "text": str(cell.day.day),
        "is_today": cell.day == today,
        "is_inside": cell.is_inside,
        "rest": not cell.is_working,
        "said": cell.holiday or "",
        "day": show_day(cell.day),
    }


def _sheet(cells: pd.DataFrame, paper: _Paper) -> list[Any]:
    """The days: shaded where nobody works, quiet where they belong to another month."""
    colours = paper.colours
    layers: list[Any] = []
    for rest, fill in ((False, "transparent"), (True, colours.band3)):
        some = cells[cells["rest"] == rest]
        if some.empty:
            continue
        layers.append(
            alt.Chart(some)
            .mark_rect(fill=fill, stroke=colours.grid, strokeWidth=1)
            .encode(
                x=paper.x("left"),
                x2="right:Q",
                y=paper.y("top"),
                y2="bottom:Q",
                tooltip=[alt.Tooltip("day:N", title="Day"), alt.Tooltip("said:N", title="Holiday")],
            )
        )
    holiday = cells["said"] != ""
    numbers = cells.assign(text=cells["text"].where(~holiday, cells["text"] + " \N{BULLET}"))
    for is_today, is_inside in ((False, False), (False, True), (True, False), (True, True)):
        some = numbers[
            (numbers["is_today"] == is_today) & (numbers["is_inside"] == is_inside)
        ].assign(at=lambda frame: frame["left"] + 0.06)
        if some.empty:
            continue
        colour = colours.accent if is_today else colours.text if is_inside else colours.neutral
        mark = alt.MarkDef(
            type="text",
            align="left",
            baseline="middle",
            fontSize=12,
            fontWeight="bold" if is_today else "normal",
            color=colour,
        )
        layers.append(
            alt.Chart(some, mark=mark).encode(x=paper.x("at"), y=paper.y("label_at"), text="text:N")
        )
    return layers


def _months(starts: Sequence[dt.date], today: dt.date, paper: _Paper) -> list[Any]:
    begin, colours = starts[0], paper.colours
    edges = pd.DataFrame(
        {"at": [(one - begin).days for one in starts], "top": 0, "bottom": paper.height}
    )
    layers: list[Any] = [
        alt.Chart(edges)
        .mark_rule(color=colours.grid, strokeWidth=1)
        .encode(x=paper.x("at"), y=paper.y("top"), y2="bottom:Q")
    ]
    if begin <= today < starts[-1]:
        now = pd.DataFrame(
            {"at": [(today - begin).days + 0.5], "top": 0, "bottom": paper.height}
        ).assign(said=f"Today, {show_day(today)}")
        layers.append(
            alt.Chart(now)
            .mark_rule(color=colours.accent, strokeWidth=1.5, strokeDash=[4, 3])
            .encode(x=paper.x("at"), y=paper.y("top"), y2="bottom:Q", tooltip="said:N")
        )
    return layers


def _drawn(bars: list[dict[str, Any]], rings: list[dict[str, Any]], paper: _Paper) -> list[Any]:
    """The bars, their edges, the rings on them, and their names."""
    if not bars:
        return []
    rows, colours = pd.DataFrame(bars), paper.colours
    tooltip = [
        alt.Tooltip("name:N", title="Name"),
        alt.Tooltip("days:N", title="Days"),
    ]
    strokes = {
        "launch": colours.accent,
        "collides": colours.at_risk,
        "factor": colours.neutral,
    }
    layers: list[Any] = []
    for kind, stroke in strokes.items():
        some = rows[rows["kind"] == kind]
        if some.empty:
            continue
        hollow = kind == "factor"
        layers.append(
            alt.Chart(some)
            .mark_rect(
                fill="transparent" if hollow else stroke,
                fillOpacity=0.18,
                stroke=stroke,
                strokeWidth=1,
                strokeDash=[3, 3] if hollow else [1, 0],
                cornerRadius=3,
            )
            .encode(
                x=paper.x("left"), x2="right:Q", y=paper.y("top"), y2="bottom:Q", tooltip=tooltip
            )
        )
        begun = some[some["begins"] & ~pd.Series(hollow, index=some.index)]
        if not begun.empty:
            layers.append(
                alt.Chart(begun)
                .mark_rule(color=stroke, strokeWidth=_EDGE)
                .encode(x=paper.x("left"), y=paper.y("top"), y2="bottom:Q", tooltip=tooltip)
            )
    if rings:
        layers.append(
            alt.Chart(pd.DataFrame(rings))
            .mark_point(
                shape="circle",
                size=60,
                fill=colours.surface,
                stroke=colours.text,
                strokeWidth=1.5,
                opacity=1,
            )
            .encode(
                x=paper.x("at"),
                y=paper.y("y"),
                tooltip=[alt.Tooltip("said:N", title="Window ends")],
            )
        )
    return [*layers, *_names(rows, paper)]


def _names(rows: pd.DataFrame, paper: _Paper) -> list[Any]:
    """Name each bar at its start; one that starts late in a quarter, at its end."""
    width = paper.ticks.domain[1]
    late = (rows["left"] > width * _LATE) & paper.names_turn
    layers = []
    sides: tuple[tuple[bool, Literal["left", "right"], int], ...] = (
        (False, "left", 7),
        (True, "right", -7),
    )
    for turned, side, away in sides:
        some = rows[late == turned]
        if some.empty:
            continue
        mark = alt.MarkDef(
            type="text",
            align=side,
            baseline="middle",
            dx=away,
            fontSize=12,
            color=paper.colours.text,
        )
        layers.append(
            alt.Chart(some, mark=mark).encode(
                x=paper.x(side), y=paper.y("label_at"), text="label:N"
            )
        )
    return layers
