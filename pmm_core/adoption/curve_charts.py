"""The layers that curves of launches are drawn from.

A curve is solid up to the last day that everybody was observed for and dashed after it, so that an
unfinished end looks unfinished and a finished one does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.charting import Palette, round_ticks
from pmm_core.formatting import show_count, show_percent
from pmm_core.vocabulary import Clock

_DASH = [6, 3]
_TARGET = 26
_HEADROOM = 1.15
_COLUMNS = ["day", "share", "low", "high", "at_risk", "name"]


@dataclass(frozen=True)
class WindowTarget:
    """The share that is to have adopted by a day."""

    day: int
    share: float


@dataclass(frozen=True)
class NamedCurve:
    """A curve with the name that stands at its end, and what it is to reach.

    Attributes:
        min_n: fewer units at risk are marked.
    """

    name: str
    curve: Curve
    targets: tuple[WindowTarget, ...] = ()
    min_n: int = 0


@dataclass(frozen=True)
class Scales:
    """The axes that every layer repeats: a layer without its own would widen them.

    Attributes:
        horizon: last day of the axis.
        top: upper end of the share axis, a fraction.
        windows: days with a rule.
    """

    horizon: int
    top: float
    clock: Clock
    windows: tuple[int, ...]

    @property
    def ticks(self) -> list[int]:
        """Every fifth day of a month, fewer of a longer curve."""
        step = 5 if self.horizon <= 45 else 10 if self.horizon <= 100 else 30
        return list(range(0, self.horizon + 1, step))

    def x(self) -> alt.X:
        """The days."""
        return alt.X(
            "day:Q",
            scale=alt.Scale(domain=[0, self.horizon], nice=False, zero=False),
            axis=alt.Axis(
                title=wording.CLOCK_WORDS[self.clock], values=self.ticks, format="d", grid=False
            ),
        )

    def y(self, field: str = "share") -> alt.Y:
        """The shares."""
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, self.top], nice=False, zero=True),
            axis=round_ticks(0, self.top, show_percent, most=6).axis(title=wording.SHARE_TITLE),
        )


def share_top(curves: Sequence[NamedCurve], *, also: Sequence[float] = ()) -> float:
    """Return an upper end of the share axis at which every curve, band and target fits.

    Args:
        curves: with their targets.
        also: other shares that are drawn.
    """
    drawn = [day.high for one in curves for day in one.curve.days if day.high is not None]
    drawn += [target.share for one in curves for target in one.targets]
    return min(1.0, max([0.05, *(height * _HEADROOM for height in (*drawn, *also))]))


def frame(named: NamedCurve, first: int = 0, last: int | None = None) -> pd.DataFrame:
    """List the known days of a curve, from the first to the last wanted."""
    end = len(named.curve.days) if last is None else last + 1
    rows = [
        (day.day, day.share, day.low, day.high, day.at_risk, named.name)
        for day in named.curve.days[first:end]
        if day.share is not None
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def line(named: NamedCurve, scales: Scales, *, colour: str, width: float) -> list[Any]:
    """Draw a curve: solid as far as it is final, dashed from there on."""
    final = named.curve.complete_through
    solid = frame(named, last=-1 if final is None else final)
    dashed = frame(named, first=0 if final is None else final)
    layers = []
    for days, dash in ((solid, alt.Undefined), (dashed, _DASH)):
        mark = alt.MarkDef(type="line", color=colour, strokeWidth=width, strokeDash=dash)
        layers.append(alt.Chart(days, mark=mark).encode(x=scales.x(), y=scales.y()))
    return layers


def interval(
    named: NamedCurve, scales: Scales, colours: Palette, *, last: int | None = None
) -> Any:
    """Fill the 95% interval of a curve, up to a day."""
    return (
        alt.Chart(frame(named, last=last))
        .mark_area(color=colours.accent, opacity=0.18)
        .encode(x=scales.x(), y=scales.y("low"), y2="high:Q")
    )


def window_rules(scales: Scales, colours: Palette) -> Any:
    """Draw a rule at each window, from the top to the axis."""
    days = pd.DataFrame({"day": list(scales.windows)})
    return (
        alt.Chart(days)
        .mark_rule(color=colours.muted, strokeDash=[2, 3], strokeWidth=1, opacity=0.7)
        .encode(x=scales.x(), y=alt.value(0), y2=below(0))
    )


def readings(named: NamedCurve, scales: Scales, colours: Palette) -> list[Any]:
    """Mark each reading; a hollow mark is one that is not final."""
    rows = [
        (window.day, window.share, window.is_over)
        for window in named.curve.windows
        if window.share is not None
    ]
    days = pd.DataFrame(rows, columns=["day", "share", "final"])
    return [
        alt.Chart(days[days["final"] == final])
        .mark_point(
            color=colours.accent, fill=fill, filled=False, size=55, strokeWidth=2, opacity=1
        )
        .encode(x=scales.x(), y=scales.y())
        for final, fill in ((True, colours.accent), (False, colours.surface))
    ]


def targets(named: NamedCurve, scales: Scales, colours: Palette) -> list[Any]:
    """Mark what is to be reached by each day; the word stands once, at the first."""
    found = pd.DataFrame(
        [(one.day, one.share) for one in named.targets if one.day <= scales.horizon],
        columns=["day", "share"],
    )
    if found.empty:
        return []
    first = named.targets[0]
    reached = named.curve.days[first.day].share
    # Clear of the curve: under a target that it has passed, over one that it has not.
    is_passed = reached is not None and reached >= first.share
    is_last = found["day"] == scales.horizon
    marks = [
        alt.Chart(found[there])
        .mark_tick(
            color=colours.text, orient="horizontal", size=_TARGET, thickness=3, xOffset=moved
        )
        .encode(x=scales.x(), y=scales.y(), opacity=alt.value(1))
        # On the last day it would stand half outside the picture.
        for there, moved in ((~is_last, 0), (is_last, -_TARGET / 2))
        if there.any()
    ]
    word = found.head(1).assign(text=wording.TARGET_LABEL)
    return marks + words(
        word,
        scales,
        colours,
        color=colours.text,
        align="right" if first.day == scales.horizon else "center",
        baseline="top" if is_passed else "bottom",
        dy=6 if is_passed else -5,
    )


def words(found: pd.DataFrame, scales: Scales, colours: Palette, **look: Any) -> list[Any]:
    """Write texts at days and shares.

    The page's own colour round the letters keeps what is behind them away.

    Args:
        found: columns `day`, `share` and `text`.
        look: of the text.
    """
    layers = []
    for stroke, width in ((colours.surface, 4), (alt.Undefined, 0)):
        mark = alt.MarkDef(type="text", stroke=stroke, strokeWidth=width, **look)
        layers.append(alt.Chart(found, mark=mark).encode(x=scales.x(), y=scales.y(), text="text:N"))
    return layers


def at_risk(named: NamedCurve, scales: Scales, colours: Palette) -> list[Any]:
    """Print under the axis how many units each part of the curve rests on, few in brackets."""
    curve = named.curve
    last = -1 if curve.observed_through is None else curve.observed_through
    days = [day for day in scales.ticks if day <= last and not curve.has_gap_before(day)]
    if not days:
        return []
    units = [curve.days[day].at_risk for day in days]
    numbers = [wording.thin(show_count(n)) if n < named.min_n else show_count(n) for n in units]
    found = pd.DataFrame({"day": days, "at_risk": numbers})
    is_thin = any(n < named.min_n for n in units)
    title = pd.DataFrame({"text": [wording.at_risk_title(named.min_n if is_thin else None)]})
    small: dict[str, Any] = {"fontSize": 11, "baseline": "middle"}
    return [
        alt.Chart(
            title, mark=alt.MarkDef(type="text", align="left", color=colours.muted, **small)
        ).encode(x=alt.value(0), y=below(66), text="text:N"),
        alt.Chart(found, mark=alt.MarkDef(type="text", color=colours.text, **small)).encode(
            x=scales.x(), y=below(82), text="at_risk:N"
        ),
    ]


def below(pixels: int) -> Any:
    """Place a mark that far under the plot, whatever height the page gives it."""
    return alt.value(alt.ExprRef(f"height + {pixels}"))


@dataclass(frozen=True)
class End:
    """What stands at the end of a line."""

    text: str
    day: int
    share: float
    colour: str
    is_bold: bool = False


_PLOT_HEIGHT = 330.0
_APART, _CLEAR, _LIFT = 16.0, 11.0, 10.0


def ends(
    found: Sequence[End], taken: Sequence[float], scales: Scales, colours: Palette
) -> list[Any]:
    """Name lines at their ends, moved apart where they would cover each other.

    Args:
        found: a name each; those at the last day stand in one column.
        taken: shares at the last day where something else is drawn.
    """
    column = [one for one in found if one.day == scales.horizon]
    column.sort(key=lambda one: -one.share)
    placed: list[float] = []
    layers = []
    for one in (*column, *(one for one in found if one not in column)):
        place = _pixels(one.share, scales) - _LIFT
        if one in column:
            place = _free(place, placed, [_pixels(share, scales) for share in taken])
            placed.append(place)
        is_right = one.day >= scales.horizon / 2
        text = pd.DataFrame(
            [(one.day, scales.top * (1 - place / _PLOT_HEIGHT), one.text)],
            columns=["day", "share", "text"],
        )
        layers += words(
            text,
            scales,
            colours,
            color=one.colour,
            align="right" if is_right else "left",
            dx=-3 if is_right else 3,
            baseline="middle",
            fontSize=13 if one.is_bold else 12,
            fontWeight="bold" if one.is_bold else "normal",
        )
    return layers


def _pixels(share: float, scales: Scales) -> float:
    return _PLOT_HEIGHT * (1 - share / scales.top)


def _free(place: float, placed: Sequence[float], taken: Sequence[float]) -> float:
    """Find the nearest height at which nothing else stands, below all names if there is one."""
    steps = [side * step for step in range(0, int(_PLOT_HEIGHT), 2) for side in (-1, 1)]
    free = [
        spot
        for spot in (place + step for step in steps)
        if 6 <= spot <= _PLOT_HEIGHT - 6
        and all(abs(spot - other) >= _APART for other in placed)
        and all(abs(spot - other) >= _CLEAR for other in taken)
    ]
    in_order = [spot for spot in free if spot > max(placed, default=0.0)]
    return next(iter(in_order or free), place)
