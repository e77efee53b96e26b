"""Curves of a launch's segments, side by side on one scale."""

import altair as alt

from pmm_core.adoption.curve_charts import (
    NamedCurve,
    Scales,
    WindowTarget,
    interval,
    line,
    readings,
    share_top,
    targets,
    window_rules,
)
from pmm_core.charting import palette, styled

__all__ = ["NamedCurve", "WindowTarget", "off_scale", "segment_chart", "share_top"]

_HEIGHT = 220


def segment_chart(
    named: NamedCurve, everybody: NamedCurve, *, top: float, theme: str = "light"
) -> alt.LayerChart:
    """Draw one segment as a small panel, to be headed by its name.

    All panels share the scale that `share_top` gives.

    Args:
        named: the segment.
        everybody: the curve of all segments, a thin line behind it.
        top: upper end of the share axis, a fraction.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    scales = Scales(
        horizon=named.curve.days[-1].day,
        top=top,
        clock=named.curve.clock,
        windows=tuple(window.day for window in named.curve.windows),
    )
    layers = [
        window_rules(scales, colours),
        interval(named, scales, colours),
        *line(everybody, scales, colour=colours.neutral, width=1),
        *line(named, scales, colour=colours.accent, width=2),
        *readings(named, scales, colours),
        *targets(named, scales, colours),
    ]
    return styled(alt.LayerChart(layer=layers, height=_HEIGHT), theme)


def off_scale(named: NamedCurve) -> tuple[WindowTarget, ...]:
    """Return the targets of days that the axis does not reach."""
    horizon = named.curve.days[-1].day
    return tuple(target for target in named.targets if target.day > horizon)
