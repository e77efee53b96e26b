"""Colours and axes that all charts share, for a light and a dark page.

The contrast of every pair is tested; colour is never the only sign of a status. Segments never
use a status colour.
"""

from dataclasses import dataclass
from typing import Any, TypeVar, cast

import altair as alt

from pmm_core.vocabulary import Status

Chart = TypeVar("Chart", bound=alt.TopLevelMixin)

LIGHT, DARK = "light", "dark"


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as `#RRGGBB`."""

    on_track: str
    at_risk: str
    off_track: str
    neutral: str
    accent: str
    band1: str
    band2: str
    band3: str
    text: str
    muted: str
    grid: str
    surface: str

    def status(self, status: Status) -> str:
        """Return the colour of a status; every one but the three verdicts is neutral."""
        verdicts = {
            Status.ON_TRACK: self.on_track,
            Status.AT_RISK: self.at_risk,
            Status.OFF_TRACK: self.off_track,
        }
        return verdicts.get(status, self.neutral)


_PALETTES = {
    LIGHT: Palette(
        on_track="#0B7A75",
        at_risk="#B25E00",
        off_track="#B3261E",
        neutral="#6B7280",
        accent="#1F5FBF",
        band1="#D7DAE0",
        band2="#E6E8EC",
        band3="#F2F3F5",
        text="#1B2230",
        muted="#5B6472",
        grid="#E6E8EC",
        surface="#FFFFFF",
    ),
    DARK: Palette(
        on_track="#4FD1C5",
        at_risk="#F6AD55",
        off_track="#FC8181",
        neutral="#A0AEC0",
        accent="#7FB2FF",
        band1="#343A46",
        band2="#262B35",
        band3="#1B1F28",
        text="#E8ECF2",
        muted="#A0AEC0",
        grid="#262B35",
        surface="#0E1117",
    ),
}


def palette(theme: str) -> Palette:
    """Return the colours of `light` or `dark`; anything else is light, as on paper."""
    return _PALETTES.get(theme, _PALETTES[LIGHT])


def styled(chart: Chart, theme: str) -> Chart:
    """Give a chart the quiet look of the house: no frame, thin grid, readable type."""
    colours = palette(theme)
    styled_chart: Any = chart
    return cast(
        Chart,
        # Marks have no words of their own: the chart as a whole carries its alt text.
        styled_chart.configure(background="transparent")
        .configure_mark(aria=False)
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=colours.muted,
            titleColor=colours.muted,
            gridColor=colours.grid,
            domainColor=colours.grid,
            tickColor=colours.grid,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_header(labelColor=colours.text, labelFontSize=13, titleColor=colours.muted)
        .configure_text(color=colours.text, fontSize=12),
    )
