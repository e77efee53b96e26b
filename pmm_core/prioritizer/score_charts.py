"""Scores as dots, where every scorer keeps a place of their own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, down, palette, styled
from pmm_core.prioritizer import round_wording
from pmm_core.prioritizer.disagreement import Strip
from pmm_core.prioritizer.scoring import CRITERIA, HIGHEST, LOWEST

# One axis holds the three questions side by side, so that the chart fits any width.
_STEP = 6.5
_OFFSETS = {criterion: at * _STEP for at, criterion in enumerate(CRITERIA)}
_DOMAIN = [LOWEST - 0.6, _OFFSETS[CRITERIA[-1]] + HIGHEST + 0.6]
# Heights in pixels: heads, the name over a row, a dot, the space below a row.
_HEAD, _NAME, _DOT, _SPACE = 48, 20, 9, 30


@dataclass(frozen=True)
class Row:
    """Where a challenge stands in the chart, in pixels from above."""

    top: float
    floor: float


def disagreement_chart(strips: Sequence[Strip], *, theme: str = "light") -> alt.LayerChart:
    """Draw a row a challenge with a strip of dots for each question.

    Args:
        strips: in the order in which they are drawn; nothing drawn where there is none.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    rows, height = _rows(strips)
    dots, ranges = _dots(strips, rows), _ranges(strips, rows)
    layers = [
        _grid(colours, height),
        _lines(rows, colours),
        _heads(colours),
        _names(rows, colours),
        _range_bars(ranges, colours),
        _dot_marks(dots, colours),
        _median_ticks(ranges, colours),
    ]
    return styled(alt.LayerChart(layer=layers, height=height), theme)


def _rows(strips: Sequence[Strip]) -> tuple[dict[str, Row], float]:
    """Return where each row stands and the height of all; dots of one score stack upwards."""
    rows, at = {}, float(_HEAD)
    for challenge in dict.fromkeys(one.challenge for one in strips):
        theirs = [one.said for one in strips if one.challenge == challenge]
        tallest = max(max(Counter(value for _, value in said).values()) for said in theirs)
        floor = at + _NAME + tallest * _DOT
        rows[challenge] = Row(at, floor)
        at = floor + _SPACE
    return rows, at


def _dots(strips: Sequence[Strip], rows: Mapping[str, Row]) -> pd.DataFrame:
    cells = []
    for one in strips:
        below = Counter[float]()
        for scorer, value in one.said:
            x, y = value + _OFFSETS[one.criterion], rows[one.challenge].floor - _DOT * below[value]
            below[value] += 1
            cells.append((*_what(one), scorer, value, x, y))
    columns = ["challenge", "question", "disputed", "scorer", "score", "x", "y"]
    return pd.DataFrame(cells, columns=columns)


def _ranges(strips: Sequence[Strip], rows: Mapping[str, Row]) -> pd.DataFrame:
    cells = []
    for one in strips:
        low, median, high = (
            value + _OFFSETS[one.criterion]
            for value in (one.score.low, one.score.median, one.score.high)
        )
        y = rows[one.challenge].floor + _DOT
        cells.append((*_what(one), round_wording.strip(one), low, median, high, y))
    columns = ["challenge", "question", "disputed", "words", "low", "median", "high", "y"]
    return pd.DataFrame(cells, columns=columns)


def _what(one: Strip) -> tuple[str, str, bool]:
    return one.challenge, round_wording.HEADS[one.criterion], one.score.is_disputed


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=_DOMAIN, nice=False), axis=None)


def _grid(colours: Palette, height: float) -> Any:
    """Draw a line a score; the first layer gives all others the scale in pixels."""
    rows = [
        (offset + value, float(_HEAD), height)
        for offset in _OFFSETS.values()
        for value in range(LOWEST, HIGHEST + 1)
    ]
    frame = pd.DataFrame(rows, columns=["x", "top", "bottom"])
    return (
        alt.Chart(frame)
        .mark_rule(color=colours.grid)
        .encode(x=_x("x"), y=down("top", height), y2="bottom:Q")
    )


def _lines(rows: Mapping[str, Row], colours: Palette) -> Any:
    """Draw a line above each challenge."""
    cells = [(*_DOMAIN, row.top - 8) for row in rows.values()]
    frame = pd.DataFrame(cells, columns=["left", "right", "y"])
    return (
        alt.Chart(frame)
        .mark_rule(color=colours.band1)
        .encode(x=_x("left"), x2="right:Q", y=down("y"))
    )


def _heads(colours: Palette) -> alt.LayerChart:
    """Write the questions and the scores above the strips."""
    questions = pd.DataFrame(
        [(_OFFSETS[one] + LOWEST - 0.3, 12.0, round_wording.HEADS[one]) for one in _OFFSETS],
        columns=["x", "y", "text"],
    )
    scores = pd.DataFrame(
        [
            (offset + value, 32.0, str(value))
            for offset in _OFFSETS.values()
            for value in range(LOWEST, HIGHEST + 1)
        ],
        columns=["x", "y", "text"],
    )
    question = alt.Chart(questions).mark_text(
        align="left", fontWeight="bold", fontSize=13, color=colours.text
    )
    score = alt.Chart(scores).mark_text(fontSize=11, color=colours.muted)
    return alt.LayerChart(
        layer=[one.encode(x=_x("x"), y=down("y"), text="text:N") for one in (question, score)]
    )


def _names(rows: Mapping[str, Row], colours: Palette) -> Any:
    cells = [(_DOMAIN[0] + 0.2, row.top + 10, name) for name, row in rows.items()]
    frame = pd.DataFrame(cells, columns=["x", "y", "text"])
    return (
        alt.Chart(frame)
        .mark_text(align="left", fontSize=12, limit=330, color=colours.text)
        .encode(x=_x("x"), y=down("y"), text="text:N")
    )


def _colour(colours: Palette) -> alt.Color:
    return alt.Color(
        "disputed:N",
        scale=alt.Scale(domain=[True, False], range=[colours.accent, colours.neutral]),
        legend=None,
    )


def _range_bars(ranges: pd.DataFrame, colours: Palette) -> Any:
    return (
        alt.Chart(ranges)
        .mark_rule(strokeWidth=3, strokeCap="round")
        .encode(
            x=_x("low"),
            x2="high:Q",
            y=down("y"),
            color=_colour(colours),
            tooltip=[
                alt.Tooltip("challenge:N", title="Challenge"),
                alt.Tooltip("question:N", title="Question"),
                alt.Tooltip("words:N", title="Scores"),
            ],
        )
    )


def _dot_marks(dots: pd.DataFrame, colours: Palette) -> Any:
    return (
        alt.Chart(dots)
        .mark_circle(size=58, opacity=1)
        .encode(
            x=_x("x"),
            y=down("y"),
            color=_colour(colours),
            tooltip=[
                alt.Tooltip("scorer:N", title="Scorer"),
                alt.Tooltip("score:Q", title="Score"),
                alt.Tooltip("challenge:N", title="Challenge"),
                alt.Tooltip("question:N", title="Question"),
            ],
        )
    )


def _median_ticks(ranges: pd.DataFrame, colours: Palette) -> Any:
    return (
        alt.Chart(ranges)
        .mark_tick(orient="vertical", size=13, thickness=2.5, color=colours.text)
        .encode(x=_x("median"), y=down("y"))
    )
