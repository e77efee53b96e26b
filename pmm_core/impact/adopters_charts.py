"""Adopters beside non-adopters, week by week since day 0."""

from typing import Any

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, palette, round_ticks, styled
from pmm_core.impact import adopters_wording as wording
from pmm_core.impact.adopters import Adopters

_HEIGHT = 240
_LINE = 20


def adopters_chart(found: Adopters, *, theme: str = "light") -> alt.LayerChart:
    """Draw the mean activity of both groups with its 95% band, and day 0 between the weeks.

    Args:
        found: with at least one whole week.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    frame = _frame(found)
    first, last = found.weeks[0].week, found.weeks[-1].week
    drawn = [
        end
        for one in found.weeks
        for mean in (one.adopters, one.others)
        for end in (mean.value, mean.high or 0.0)
    ]
    highest = max(drawn) or 1.0
    ticks = round_ticks(0, highest, lambda value: f"{value:g}")
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False),
        axis=alt.Axis(title=wording.WEEK_TITLE, values=list(range(first, last + 1)), grid=False),
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=ticks.scale, axis=ticks.axis(title=wording.MEAN_TITLE))

    layers: list[Any] = [
        # Week 0 begins on day 0.
        alt.Chart(pd.DataFrame({"week": [-0.5]}))
        .mark_rule(color=colours.muted, strokeDash=[2, 3])
        .encode(x=x, y=alt.value(2 * _LINE + 8), y2=alt.value(alt.ExprRef("height")))
    ]
    for place, (name, colour) in enumerate(_groups(colours)):
        rows = frame[frame["who"] == name]
        layers += [
            alt.Chart(rows)
            .mark_area(color=colour, opacity=0.16)
            .encode(x=x, y=y("low"), y2="high:Q"),
            alt.Chart(rows)
            .mark_line(
                color=colour,
                strokeDash=[6, 3] if place else alt.Undefined,
                point={"color": colour, "size": 28},
            )
            .encode(x=x, y=y("mean"), tooltip=_tooltip()),
            alt.Chart(pd.DataFrame({"text": [name]}))
            .mark_text(align="left", fontSize=13, fontWeight="bold", color=colour)
            .encode(x=alt.value(10), y=alt.value(10 + _LINE * place), text="text:N"),
        ]
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


def _groups(colours: Palette) -> tuple[tuple[str, str], ...]:
    return (
        (wording.ADOPTERS_NAME, colours.accent),
        (wording.OTHERS_NAME, colours.muted),
    )


def _frame(found: Adopters) -> pd.DataFrame:
    rows = [
        (name, one.week, mean.value, mean.low, mean.high)
        for one in found.weeks
        for name, mean in (
            (wording.ADOPTERS_NAME, one.adopters),
            (wording.OTHERS_NAME, one.others),
        )
    ]
    return pd.DataFrame(rows, columns=["who", "week", "mean", "low", "high"])


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("who:N", title=wording.GROUP_TITLE),
        alt.Tooltip("week:Q", title=wording.WEEK_TITLE, format="d"),
        alt.Tooltip("mean:Q", title=wording.MEAN_TITLE, format=".2f"),
        alt.Tooltip("low:Q", title=wording.LOW_TITLE, format=".2f"),
        alt.Tooltip("high:Q", title=wording.HIGH_TITLE, format=".2f"),
    ]
