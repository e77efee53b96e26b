"""Work taken on by who asked for it, inside and outside the mandate."""

import altair as alt
import pandas as pd

from pmm_core.charting import palette, styled
from pmm_core.drift import wording
from pmm_core.drift.outside import Basis, Drift

# A row, and what stands above and below the rows.
_ROW, _AROUND = 34, 90
_COLUMNS = ["requester", "side", "amount", "verdict"]


def requester_chart(drift: Drift, *, theme: str = "light") -> alt.LayerChart:
    """Draw a bar a requester: outside first, inside behind it, the share in words at its end.

    Args:
        drift: with at least one requester whose work was taken on and tagged; else no bar.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    groups = [group for group in drift.by_requester if group.outside.tagged_amount]
    order = [str(group.name) for group in groups]
    longest = max((group.outside.tagged_amount for group in groups), default=1.0)
    rows = []
    for group in groups:
        outside = group.outside
        verdict = wording.bar_words(outside)
        rows.append((group.name, wording.OUTSIDE, outside.outside_amount, verdict))
        inside = outside.tagged_amount - outside.outside_amount
        rows.append((group.name, wording.INSIDE, inside, verdict))
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    ends = frame.groupby("requester", as_index=False, sort=False).agg(
        amount=("amount", "sum"), verdict=("verdict", "first")
    )
    hours = drift.whole.basis is Basis.HOURS
    x = alt.X(
        "amount:Q",
        # Room for the words behind the longest bar.
        scale=alt.Scale(domain=[0, longest * 1.9], nice=False, zero=True),
        axis=alt.Axis(
            title="Hours taken on" if hours else "Requests taken on", tickCount=5, grid=False
        ),
    )
    y = alt.Y("requester:N", sort=order, axis=alt.Axis(title=None, labelLimit=160))
    bars = (
        alt.Chart(frame)
        .mark_bar(height=18)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "side:N",
                scale=alt.Scale(
                    domain=[wording.OUTSIDE, wording.INSIDE],
                    range=[colours.accent, colours.band1],
                ),
                legend=alt.Legend(title=None, orient="top", labelColor=colours.text),
            ),
            order=alt.Order("side:N", sort="descending"),
            tooltip=[
                alt.Tooltip("requester:N", title="Asked by"),
                alt.Tooltip("side:N", title="Mandate"),
                alt.Tooltip("amount:Q", title="Hours" if hours else "Requests"),
                alt.Tooltip("verdict:N", title="Outside"),
            ],
        )
    )
    words = (
        alt.Chart(ends)
        .mark_text(align="left", dx=6, color=colours.text)
        .encode(x=x, y=y, text="verdict:N")
    )
    return styled(alt.LayerChart(layer=[bars, words], height=len(groups) * _ROW + _AROUND), theme)
