"""Charts of the scorecard: the history of one KPI."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, Ticks, palette, round_ticks, spread_ticks, styled
from pmm_core.company.calendar import BusinessCalendar
from pmm_core.formatting import is_word, show_day, show_value
from pmm_core.scorecard import wording
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.vocabulary import Cadence

_HEIGHT, _ROOM = 260, 22


def history_chart(row: Row, *, calendar: BusinessCalendar, theme: str = "light") -> alt.LayerChart:
    """Draw every value in force of a KPI and the straight way to its target.

    A new definition begins a new line: values of two definitions are not joined.

    Args:
        row: a row with at least one value; without one the chart is empty.
        calendar: names the periods below the axis.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    if not row.facts.readings:
        return styled(alt.LayerChart(layer=[alt.Chart(pd.DataFrame()).mark_point()]), theme)
    axes = _Axes.of(row, calendar)
    layers = [*_aim(row, axes, colours), _line(row, axes, colours)]
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


@dataclass(frozen=True)
class _Axes:
    """The axes that every layer repeats. Days are counted, so that no time zone moves them."""

    days: Ticks
    values: Ticks
    unit: str | None

    @classmethod
    def of(cls, row: Row, calendar: BusinessCalendar) -> "_Axes":
        unit = None if is_word(row.kpi.unit) else row.kpi.unit
        cadence = row.kpi.cadence or Cadence.MONTHLY
        ends = [] if row.post is None else _ends(row.post)
        days = {one.on for one in row.facts.readings} | {day for day, _ in ends}
        values = [one.value for one in row.facts.readings] + [value for _, value in ends]
        values += [] if row.post is None else [limit for _, limit in _bounds(row)]
        marks = [(day.toordinal(), calendar.period(day, cadence).label) for day in sorted(days)]
        return cls(
            days=spread_ticks(marks),
            values=round_ticks(min(values), max(values), lambda value: show_value(value, unit)),
            unit=row.kpi.unit if is_word(row.kpi.unit) else None,
        )

    def x(self) -> alt.X:
        return alt.X(
            "day:Q",
            scale=self.days.scale,
            axis=self.days.axis(title=None, grid=False, labelOverlap="greedy"),
        )

    def y(self) -> alt.Y:
        # Room in pixels for the word at a target on the first or last tick.
        scale = alt.Scale(domain=list(self.values.domain), nice=False, zero=False, padding=_ROOM)
        return alt.Y("value:Q", scale=scale, axis=self.values.axis(title=self.unit))


def _line(row: Row, axes: _Axes, colours: Palette) -> Any:
    points = pd.DataFrame(
        [
            {
                "day": reading.on.toordinal(),
                "value": reading.value,
                "definition": reading.definition_version,
                "when": show_day(reading.on),
                "written": show_value(reading.value, row.kpi.unit),
            }
            for reading in row.facts.readings
        ]
    )
    return (
        alt.Chart(points)
        .mark_line(color=colours.accent, point={"color": colours.accent, "size": 36})
        .encode(
            x=axes.x(),
            y=axes.y(),
            detail="definition:N",
            tooltip=[
                alt.Tooltip("when:N", title=wording.AS_OF_TITLE),
                alt.Tooltip("written:N", title=wording.VALUE_TITLE),
            ],
        )
    )


def _ends(post: Goalpost) -> list[tuple[Any, float]]:
    """Days and values at which the straight way to the target starts and ends."""
    if post.is_bound or post.value is None:
        return []
    start = [] if post.start is None else [(post.start_date, post.start)]
    return [*start, (post.target_date, post.value)]


def _bounds(row: Row) -> list[tuple[str, float]]:
    """The limits to keep, each with its words; none where a target is to be reached."""
    post = row.post
    if post is None or not post.is_bound:
        return []
    low, high = post.limits
    said = ((wording.LEAST, low), (wording.MOST, high))
    return [
        (f"{word} {show_value(limit, row.kpi.unit)}", limit)
        for word, limit in said
        if limit is not None
    ]


def _aim(row: Row, axes: _Axes, colours: Palette) -> list[Any]:
    """The target as an outlined mark with the way to it, or the limits as lines across."""
    if row.post is None:
        return []
    ends = pd.DataFrame(
        [{"day": day.toordinal(), "value": value} for day, value in _ends(row.post)],
        columns=["day", "value"],
    )
    bounds = pd.DataFrame(_bounds(row), columns=["text", "value"])
    layers: list[Any] = []
    if not ends.empty:
        way = alt.Chart(ends).mark_line(color=colours.muted, strokeDash=[2, 3])
        goal = alt.Chart(ends.tail(1)).mark_point(
            color=colours.text, filled=False, shape="diamond", size=90, strokeWidth=2
        )
        # On the side that the way does not come from.
        falls = ends["value"].iloc[-1] < ends["value"].iloc[0]
        label = alt.Chart(ends.tail(1)).mark_text(
            text=wording.TARGET_LABEL,
            color=colours.muted,
            align="right",
            baseline="top" if falls else "bottom",
            dx=6,
            dy=9 if falls else -9,
        )
        layers += [layer.encode(x=axes.x(), y=axes.y()) for layer in (way, goal, label)]
    if not bounds.empty:
        rule = alt.Chart(bounds).mark_rule(color=colours.muted, strokeDash=[2, 3])
        words = alt.Chart(bounds).mark_text(
            color=colours.muted, align="left", baseline="bottom", dx=4, dy=-3
        )
        layers.append(rule.encode(y=axes.y()))
        layers.append(words.encode(x=alt.value(0), y=axes.y(), text="text:N"))
    return layers
