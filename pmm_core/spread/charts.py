"""Launch hours over the hours there are, a row a person and a cell a week."""

import altair as alt
import pandas as pd

from pmm_core.charting import palette, styled
from pmm_core.formatting import show_day, show_percent
from pmm_core.spread import wording
from pmm_core.spread.build import Spread

_HEIGHT = 170
_COLUMNS = ["first", "hours", "capacity", "verdict", "chance", "week", "causes", "word"]


def load_chart(spread: Spread, person: str, *, theme: str = "light") -> alt.LayerChart:
    """Draw a person's weeks: bars of launch hours, a step line of the hours there are.

    Args:
        spread: the result; weeks without launch hours have no bar.
        person: whose weeks.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    weeks = spread.load.of(person)
    rows = [
        (
            show_day(one.week.first),
            one.hours,
            one.capacity,
            wording.OVER if one.is_over else wording.NOT_OVER,
            show_percent(one.chance),
            f"{one.week.label}, from {show_day(one.week.first)}",
            wording.causes(one) or wording.NO_LAUNCH,
            # One word a run of weeks: beside each other they would collide on a phone.
            wording.OVER if one.is_over and not (before and before.is_over) else "",
        )
        for before, one in zip((None, *weeks), weeks, strict=False)
    ]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    top = max([*(one.hours for one in weeks), *(one.capacity for one in weeks), 1.0]) * 1.2
    order = [show_day(week.first) for week in spread.weeks]
    x = alt.X(
        "first:N",
        sort=order,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(title="Week from", grid=False, labelAngle=0, labelOverlap="greedy"),
    )
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    y = alt.Y("hours:Q", scale=scale, axis=alt.Axis(title="Hours a week", tickCount=4))
    tooltip = [
        alt.Tooltip("week:N", title="Week"),
        alt.Tooltip("hours:Q", title="Launch hours", format=".1f"),
        alt.Tooltip("capacity:Q", title="Hours there are", format=".1f"),
        alt.Tooltip("chance:N", title="Chance of too much"),
        alt.Tooltip("causes:N", title="Launches"),
    ]
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "verdict:N",
                scale=alt.Scale(
                    domain=[wording.OVER, wording.NOT_OVER],
                    range=[colours.off_track, colours.neutral],
                ),
                legend=None,
            ),
            tooltip=tooltip,
        )
    )
    capacity = (
        alt.Chart(frame)
        .mark_line(interpolate="step", color=colours.text, strokeWidth=1.5)
        .encode(x=x, y=alt.Y("capacity:Q", scale=scale))
    )
    words = (
        alt.Chart(frame)
        .mark_text(dy=-8, dx=-6, align="left", color=colours.text)
        .encode(x=x, y=y, text="word:N")
    )
    # Today's week has a rule of its own: what lies behind it is over, what lies before is a plan.
    days = [one.first for one in spread.weeks if one.first <= spread.as_of]
    now = pd.DataFrame({"first": [show_day(day) for day in days[-1:]]})
    rule = alt.Chart(now).mark_rule(color=colours.muted, strokeDash=[3, 3]).encode(x=x)
    layers = [rule, bars, capacity, words]
    # The day under the last week is wider than its bar.
    padding = {"left": 5, "top": 5, "right": 24, "bottom": 5}
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT, padding=padding), theme)
