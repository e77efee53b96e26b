"""Colours and axes that all charts share, for a light and a dark page.

The contrast of every pair is tested; colour is never the only sign of a status. Segments never
use a status colour.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import altair as alt

from pmm_core.vocabulary import Status

Chart = TypeVar("Chart", bound=alt.TopLevelMixin)

LIGHT, DARK = "light", "dark"
_SMALLEST_POWER = -300
_SAME = 1e-9
_MARGIN = 0.06


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as `#RRGGBB`.

    Attributes:
        others: of what stands beside the accent and has no status, never one of its colours.
    """

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
    others: tuple[str, str, str, str]

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
        others=("#7B3FA0", "#7A5230", "#A8326F", "#5B6472"),
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
        others=("#C9A0F0", "#D6B48A", "#F29AC8", "#A0AEC0"),
    ),
}


def palette(theme: str) -> Palette:
    """Return the colours of `light` or `dark`; anything else is light, as on paper."""
    return _PALETTES.get(theme, _PALETTES[LIGHT])


@dataclass(frozen=True)
class Ticks:
    """Where an axis is marked and what stands there, written as the company writes.

    Charts would write numbers and days in their own way, so every tick brings its label.

    Attributes:
        values: ascending, in the unit of the axis.
        labels: one for each value; no two are the same.
        domain: both ends of the axis.
    """

    values: tuple[float, ...]
    labels: tuple[str, ...]
    domain: tuple[float, float]

    def axis(self, **options: Any) -> alt.Axis:
        """Return an axis with these ticks and no others."""
        labels = json.dumps(self.labels, ensure_ascii=False)
        spot = f"indexof({json.dumps(self.values)}, datum.value)"
        return alt.Axis(values=list(self.values), labelExpr=f"{labels}[{spot}]", **options)

    @property
    def scale(self) -> alt.Scale:
        """The scale of the axis, exactly as wide as the domain."""
        return alt.Scale(domain=list(self.domain), nice=False, zero=False)


def round_ticks(low: float, high: float, write: Callable[[float], str], *, most: int = 5) -> Ticks:
    """Mark an axis at round numbers that enclose two values and read differently from each other.

    Args:
        low, high: smallest and largest value drawn; may be the same.
        write: turns a tick into its label.
        most: how many ticks at most; two at least.
    """
    size = (high - low) or abs(high) or 1.0
    # Below the smallest numbers a step would be 0.
    power = max(math.floor(math.log10(size)) - 1, _SMALLEST_POWER)
    for step in (factor * 10.0**exponent for exponent in range(power, 400) for factor in (1, 2, 5)):
        first, last = math.floor(low / step + _SAME), math.ceil(high / step - _SAME)
        if first == last:
            first, last = (first, last + 1) if first == 0 else (first - 1, last + 1)
        if last - first >= most:
            continue
        values = tuple(_tidy(number * step) for number in range(first, last + 1))
        labels = tuple(write(value) for value in values)
        if len(set(labels)) == len(labels):
            return Ticks(values, labels, (values[0], values[-1]))
    raise ValueError("every number is written alike")


def spread_ticks(marks: Sequence[tuple[float, str]], *, most: int = 5) -> Ticks:
    """Mark an axis at some of its own points, evenly enough for their labels not to touch.

    Args:
        marks: position and label of each, ascending; a label that comes again is left out.
        most: how many ticks at most.
    """
    first, last = marks[0][0], marks[-1][0]
    apart = (last - first) / most
    kept: list[tuple[float, str]] = []
    # From the end: the latest point is the one that is always named.
    for spot, label in reversed(marks):
        if not kept or (kept[-1][0] - spot >= apart and label not in [name for _, name in kept]):
            kept.append((spot, label))
    kept.reverse()
    margin = (last - first) * _MARGIN or 1.0
    values, labels = zip(*kept, strict=True)
    return Ticks(values, labels, (first - margin, last + margin))


def _tidy(number: float) -> float:
    """Take away what multiplying by a step of 0.1 leaves behind the last digit that counts."""
    return float(f"{number:.12g}")


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


def down(field: str, height: float | None = None) -> alt.Y:
    """Place marks by pixels from above, for rows of unequal height.

    Args:
        field: holds the pixels.
        height: of the chart; one layer gives it, the others share its scale.
    """
    domain = [height, 0] if height else alt.Undefined
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False), axis=None)
