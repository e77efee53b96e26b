"""A launch's curve in front of what past launches did, with where it will be; launches aligned.

What is known is solid, what is not final dashed, what is forecast dotted. The interval of the curve
ends where the forecast begins: it says what launches like this one would do, the forecast says
where this very audience will stand, and of that nothing is open on the last observed day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.adoption import wording
from pmm_core.adoption.curve_charts import (
    End,
    NamedCurve,
    Scales,
    at_risk,
    ends,
    frame,
    interval,
    line,
    readings,
    share_top,
    targets,
    window_rules,
    words,
)
from pmm_core.adoption.curves import Curve
from pmm_core.charting import Palette, palette, styled
from pmm_core.formatting import show_count, show_interval, show_value

_HEIGHT = 460
_DOTS = [1.5, 3.5]
_FAINT = 0.5
_DASHES: tuple[list[int], ...] = ([1, 0], [8, 3], [2, 2], [10, 3, 2, 3], [5, 5])

Range = tuple[float, float]


@dataclass(frozen=True)
class BackdropDay:
    """Where past launches stood by a day: the middle eight in ten, the middle half, the median."""

    day: int
    most: Range
    half: Range
    middle: float


@dataclass(frozen=True)
class Backdrop:
    """What past launches did: each by itself where they are few, else their ranges.

    Attributes:
        launches: name -> share by each day from day 0 on; no name is the launch's own.
        days: empty where they are few.
    """

    launches: Mapping[str, Sequence[float]] = field(default_factory=dict)
    days: tuple[BackdropDay, ...] = ()


@dataclass(frozen=True)
class OutlookDay:
    """Where the audience will stand by a day: median, 80% and 95% band."""

    day: int
    middle: float
    likely: Range
    nearly_sure: Range


def launch_chart(
    launch: NamedCurve,
    *,
    backdrop: Backdrop | None = None,
    outlook: Sequence[OutlookDay] = (),
    theme: str = "light",
) -> alt.LayerChart:
    """Draw the share adopted by day, what past launches did behind it and the forecast after it.

    Args:
        launch: the launch in question, with its targets.
        backdrop: past launches.
        outlook: from the last fully observed day, where its bands have no width, to a later one.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    behind = backdrop or Backdrop()
    scales = _scales([launch], _drawn(behind, outlook))
    layers = [window_rules(scales, colours), *_backdrop(behind, scales, colours)]
    layers += _outlook(outlook, scales, colours)
    layers.append(interval(launch, scales, colours, last=outlook[0].day if outlook else None))
    layers += line(launch, scales, colour=colours.accent, width=2.5)
    layers += readings(launch, scales, colours)
    layers += targets(launch, scales, colours)
    layers += at_risk(launch, scales, colours)
    layers += _said_of_outlook(outlook, scales, colours)
    taken = [one.share for one in launch.targets if one.day == scales.horizon]
    layers += ends(_ends(launch, behind, outlook, colours), taken, scales, colours)
    layers += _pointed(_table(launch, behind, outlook), scales, colours)
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


def beside_chart(
    launches: Sequence[NamedCurve], *, through: int, day: int, theme: str = "light"
) -> alt.LayerChart:
    """Draw several launches on one axis, up to one day; fainter where a curve is not final yet.

    Args:
        launches: on one clock; the first is the one asked about, five at most.
        through: the last day to draw.
        day: the one they are compared on.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    shares = [frame(one, last=through) for one in launches]
    scales = _beside_scales(launches, shares, through=through, day=day)
    layers: list[Any] = [
        window_rules(scales, colours),
        interval(launches[0], scales, colours, last=through),
    ]
    names = []
    for place in reversed(range(len(launches))):
        colour = (colours.accent, *colours.others)[place]
        known, final = shares[place], launches[place].curve.complete_through
        for days, opacity in _final_and_open(known, -1 if final is None else final):
            mark = alt.MarkDef(
                type="line",
                color=colour,
                strokeWidth=2.5 if place == 0 else 1.75,
                strokeDash=_DASHES[place],
                opacity=opacity,
            )
            layers.append(alt.Chart(days, mark=mark).encode(x=scales.x(), y=scales.y()))
        if not known.empty:
            share = float(known["share"].iloc[-1])
            text = wording.end_label(launches[place].name, share)
            names.append(End(text, int(known["day"].iloc[-1]), share, colour, place == 0))
    last = [one.share for one in names if one.day == scales.horizon]
    layers += ends(names, last, scales, colours)
    layers += _pointed(_beside_table(launches, through), scales, colours)
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


def _beside_scales(
    launches: Sequence[NamedCurve], shares: Sequence[pd.DataFrame], *, through: int, day: int
) -> Scales:
    """Fit the axes to what is drawn: every line as far as it goes, and the one interval."""
    drawn = [float(one["share"].max()) for one in shares if not one.empty]
    drawn += [float(high) for high in shares[0]["high"].dropna()]
    return Scales(
        horizon=max(through, 1),
        top=share_top([], also=drawn),
        clock=launches[0].curve.clock,
        windows=(day,),
    )


def _final_and_open(days: pd.DataFrame, final: int) -> list[tuple[pd.DataFrame, float]]:
    """Cut the days of a curve where it is no longer final, each part with its opacity."""
    still_open = days[days["day"] >= final]
    parts = [(days[days["day"] <= final], 1.0)]
    return [*parts, (still_open, _FAINT)] if len(still_open) > 1 else parts


def _scales(
    launches: Sequence[NamedCurve],
    also: Sequence[float],
    *,
    horizon: int | None = None,
    windows: tuple[int, ...] | None = None,
) -> Scales:
    first = launches[0].curve
    return Scales(
        horizon=horizon or max(one.curve.days[-1].day for one in launches),
        top=share_top(launches, also=also),
        clock=first.clock,
        windows=windows or tuple(window.day for window in first.windows),
    )


def _drawn(behind: Backdrop, outlook: Sequence[OutlookDay]) -> list[float]:
    return [
        *(max(shares) for shares in behind.launches.values()),
        *(one.most[1] for one in behind.days),
        *(one.nearly_sure[1] for one in outlook),
    ]


def _backdrop(behind: Backdrop, scales: Scales, colours: Palette) -> list[Any]:
    if not behind.days:
        return [
            _plain_line(
                list(enumerate(shares)), scales, color=colours.neutral, strokeWidth=1, opacity=0.8
            )
            for shares in behind.launches.values()
        ]
    ranges = [
        _range([(one.day, *getattr(one, name)) for one in behind.days], scales, colour, 1.0)
        for name, colour in (("most", colours.band2), ("half", colours.band1))
    ]
    middle = [(one.day, one.middle) for one in behind.days]
    return [*ranges, _plain_line(middle, scales, color=colours.neutral, strokeWidth=1.5)]


def _outlook(outlook: Sequence[OutlookDay], scales: Scales, colours: Palette) -> list[Any]:
    if not outlook:
        return []
    middle = [(one.day, one.middle) for one in outlook]
    dots = {"strokeDash": _DOTS, "strokeCap": "round", "strokeWidth": 2}
    return [
        _range([(one.day, *one.nearly_sure) for one in outlook], scales, colours.accent, 0.12),
        _range([(one.day, *one.likely) for one in outlook], scales, colours.accent, 0.2),
        _plain_line(middle, scales, color=colours.accent, **dots),
    ]


def _range(
    rows: Sequence[tuple[int, float, float]], scales: Scales, colour: str, opacity: float
) -> Any:
    found = pd.DataFrame(rows, columns=["day", "low", "high"])
    return (
        alt.Chart(found)
        .mark_area(color=colour, opacity=opacity)
        .encode(x=scales.x(), y=scales.y("low"), y2="high:Q")
    )


def _plain_line(rows: Sequence[tuple[int, float]], scales: Scales, **look: Any) -> Any:
    found = pd.DataFrame(rows, columns=["day", "share"])
    return alt.Chart(found, mark=alt.MarkDef(type="line", **look)).encode(
        x=scales.x(), y=scales.y()
    )


def _said_of_outlook(outlook: Sequence[OutlookDay], scales: Scales, colours: Palette) -> list[Any]:
    """Say at the start of the forecast why it begins without any width."""
    if not outlook:
        return []
    start = outlook[0]
    is_late = start.day > scales.horizon * 0.6
    found = pd.DataFrame(
        [(start.day, start.middle, wording.OUTLOOK_STARTS)], columns=["day", "share", "text"]
    )
    look = {"align": "right" if is_late else "left", "dx": -4 if is_late else 4, "dy": 12}
    return words(
        found,
        scales,
        colours,
        color=colours.muted,
        fontSize=11,
        baseline="top",
        lineBreak="\n",
        **look,
    )


def _ends(
    launch: NamedCurve, behind: Backdrop, outlook: Sequence[OutlookDay], colours: Palette
) -> list[End]:
    known = frame(launch)
    found = []
    if known.empty:
        found.append(End(wording.nothing_known(launch.name), 0, 0.0, colours.accent, is_bold=True))
    else:
        day, share = int(known["day"].iloc[-1]), float(known["share"].iloc[-1])
        text = wording.end_label(launch.name, share)
        found.append(End(text, day, share, colours.accent, is_bold=True))
    if outlook:
        last = outlook[-1]
        text = wording.outlook_label(*last.likely)
        found.append(End(text, last.day, last.middle, colours.accent, is_bold=True))
    if behind.days:
        day_, middle = behind.days[-1].day, behind.days[-1].middle
        found.append(End(wording.end_label(wording.TYPICAL, middle), day_, middle, colours.muted))
    else:
        found += [
            End(wording.end_label(name, shares[-1]), len(shares) - 1, shares[-1], colours.muted)
            for name, shares in behind.launches.items()
        ]
    return found


def _table(
    launch: NamedCurve, behind: Backdrop, outlook: Sequence[OutlookDay]
) -> tuple[pd.DataFrame, list[str]]:
    """Write what is said of each day, and name the columns in the order they are told."""
    ahead = {one.day: one for one in outlook[1:]}
    typical = {one.day: one.middle for one in behind.days}
    rows = []
    for day in launch.curve.days:
        is_known = day.share is not None
        is_counted = is_known and not launch.curve.has_gap_before(day.day)
        row = {
            "day": day.day,
            "share": day.share,
            launch.name: show_value(day.share, "%") if is_known else "",
            wording.INTERVAL_TITLE: show_interval(day.low, day.high, "%"),
            wording.AT_RISK_TITLE: show_count(day.at_risk) if is_counted else "",
        }
        if outlook:
            one = ahead.get(day.day)
            row[wording.OUTLOOK_TITLE] = show_value(one.middle, "%") if one else ""
            row[wording.LIKELY_TITLE] = show_interval(*one.likely, "%") if one else ""
        if typical:
            row[wording.TYPICAL] = show_value(typical.get(day.day), "%")
        elif not behind.days:
            row |= {
                name: show_value(shares[day.day], "%") if day.day < len(shares) else ""
                for name, shares in behind.launches.items()
            }
        rows.append(row)
    found = pd.DataFrame(rows)
    return found, [name for name in found.columns if name not in ("day", "share")]


def _beside_table(launches: Sequence[NamedCurve], through: int) -> tuple[pd.DataFrame, list[str]]:
    first, names = launches[0].curve, [one.name for one in launches]
    rows = [
        (day.day, day.share, *(_said(one.curve, day.day) for one in launches))
        for day in first.days[: through + 1]
    ]
    return pd.DataFrame(rows, columns=["day", "share", *names]), names


def _said(curve: Curve, at: int) -> str:
    day = curve.days[at]
    if day.share is None:
        return ""
    doubt = show_interval(day.low, day.high, "%")
    said = f"{show_value(day.share, '%')} ({doubt})"
    return said if curve.has_gap_before(at) else f"{said}, {show_count(day.at_risk)} at risk"


def _pointed(table: tuple[pd.DataFrame, list[str]], scales: Scales, colours: Palette) -> list[Any]:
    """Show a rule at the day nearest to the pointer, with what is known of it."""
    found, names = table
    # A name may hold what a field reference gives a meaning to.
    fields = {name: f"said{number}" for number, name in enumerate(names)}
    found = found.rename(columns=fields)
    day = alt.selection_point(
        name="day_pointed",
        nearest=True,
        on="pointerover",
        clear="pointerout",
        encodings=["x"],
        empty=False,
    )
    tooltip = [
        alt.Tooltip("day:Q", title=wording.DAY_TITLE, format="d"),
        *(alt.Tooltip(f"{short}:N", title=name) for name, short in fields.items()),
    ]
    rule = (
        alt.Chart(found)
        .mark_rule(color=colours.text, strokeWidth=1)
        .encode(
            x=scales.x(),
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
            opacity=alt.when(day).then(alt.value(0.6)).otherwise(alt.value(0)),
            tooltip=tooltip,
        )
        .add_params(day)
    )
    spot = (
        alt.Chart(found.dropna(subset=["share"]))
        .mark_point(color=colours.accent, fill=colours.surface, size=70, strokeWidth=2)
        .encode(
            x=scales.x(),
            y=scales.y(),
            opacity=alt.when(day).then(alt.value(1)).otherwise(alt.value(0)),
        )
    )
    return [rule, spot]
