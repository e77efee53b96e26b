"""Charts of the scorecard: the history of one KPI."""

import altair as alt
import pandas as pd

from pmm_core.charting import palette, styled
from pmm_core.scorecard.build import Row


def history_chart(row: Row, *, theme: str = "light") -> alt.LayerChart:
    """Draw every value in force of a KPI and the straight way to its target.

    A new definition begins a new line: values of two definitions are not joined.

    Args:
        row: a row with at least one value; without one the chart is empty.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    values = pd.DataFrame(
        [
            {"day": pd.Timestamp(r.on), "value": r.value, "definition": r.definition_version}
            for r in row.facts.readings
        ],
        columns=["day", "value", "definition"],
    )
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%b %y", tickCount=8, grid=False))
    y = alt.Y("value:Q", title=None, axis=_value_axis(row), scale=alt.Scale(zero=False))
    line = (
        alt.Chart(values)
        .mark_line(color=colours.accent, point={"color": colours.accent, "size": 36})
        .encode(
            x=x,
            y=y,
            detail="definition:N",
            tooltip=[alt.Tooltip("day:T", format="%d %b %Y"), "value:Q"],
        )
    )
    layers = [*_way(row, theme), line]
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(height=240)
    return styled(chart, theme)


def _value_axis(row: Row) -> alt.Axis:
    return alt.Axis(format=".0%" if row.kpi.unit == "%" else "~s", tickCount=5)


def _way(row: Row, theme: str) -> list[alt.Chart]:
    """The straight way from start to target, and the target as an outlined mark."""
    post = row.post
    if post is None or post.value is None:
        return []
    ends = [(post.target_date, post.value)]
    if post.start is not None:
        ends.insert(0, (post.start_date, post.start))
    frame = pd.DataFrame([{"day": pd.Timestamp(day), "value": value} for day, value in ends])
    colours = palette(theme)
    way = alt.Chart(frame).mark_line(color=colours.muted, strokeDash=[2, 3])
    goal = alt.Chart(frame.tail(1)).mark_point(
        color=colours.text, filled=False, shape="diamond", size=90, strokeWidth=2
    )
    label = alt.Chart(frame.tail(1)).mark_text(
        text="target", color=colours.muted, align="right", baseline="bottom", dx=4, dy=-10
    )
    return [layer.encode(x="day:T", y="value:Q") for layer in (way, goal, label)]
