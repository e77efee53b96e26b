"""A ranking as bubbles, and how firm each place is as bars."""

from typing import Any

import altair as alt
import pandas as pd

from pmm_core.charting import Palette, Ticks, down, palette, styled
from pmm_core.formatting import show_percent
from pmm_core.prioritizer import ranking_wording, round_wording
from pmm_core.prioritizer.bubbles import AREAS, HEIGHT, HIGH, LOW, names_of, standings_of
from pmm_core.prioritizer.grounds import TOP_THREE, RankedRound
from pmm_core.prioritizer.scoring import HIGHEST, LOWEST
from pmm_core.vocabulary import Criterion, Evidence

Picture = alt.LayerChart
# What a click on a mark of the ranking selects; the screen asks for it by this name.
PICKED = "picked"
_SCORES = Ticks(
    values=tuple(float(value) for value in range(LOWEST, HIGHEST + 1)),
    labels=tuple(str(value) for value in range(LOWEST, HIGHEST + 1)),
    domain=(LOW, HIGH),
)
# Names are placed for two widths in pixels; a picture below the last number shows the narrow ones.
_WIDTHS, _BREAK = {"wide": 410.0, "narrow": 280.0}, 390
_NOT_SAID = "not said"
_DASHES = {
    Evidence.MEASURED.value: [1, 0],
    Evidence.ESTIMATE.value: [6, 3],
    Evidence.OPINION.value: [2, 3],
    _NOT_SAID: [0, 4],
}
_BAR_ROW, _BAR_NAME, _BAR = 40.0, 12.0, 26.0
# What axes take of the height of a picture: with a title, and without one.
_AROUND, _BELOW = 76, 56
_SHARES = Ticks((0.0, 0.5, 1.0), tuple(map(show_percent, (0.0, 0.5, 1.0))), (0.0, 1.22))


def bubble_chart(ranked: RankedRound, chosen: str | None, *, theme: str = "light") -> Picture:
    """Draw each ranked challenge by how urgent it is, its impact, and how much it is ours.

    Args:
        ranked: nothing drawn but the axes where nothing is ranked.
        chosen: the challenge that stands out.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    frame = _bubbles(ranked, chosen)
    middle = pd.DataFrame([((LOWEST + HIGHEST) / 2,) * 2], columns=["x", "y"])
    rule = alt.Chart(middle).mark_rule(color=colours.muted, strokeDash=[2, 4])
    layers = [
        rule.encode(x=_urgent()),
        rule.encode(y=_impact()),
        _bubble_marks(frame, colours),
        _numbers(frame, colours),
        _bubble_names(frame, "wide", f"width >= {_BREAK}", colours),
        _bubble_names(frame, "narrow", f"width < {_BREAK}", colours),
    ]
    return styled(alt.LayerChart(layer=layers, height=HEIGHT + _AROUND), theme)


def _bubbles(ranked: RankedRound, chosen: str | None) -> pd.DataFrame:
    standings = standings_of(ranked)
    names = {size: names_of(standings, width) for size, width in _WIDTHS.items()}
    rows = []
    for one in standings:
        challenge = one.ranked.challenge
        row: dict[str, Any] = {
            "challenge": challenge,
            "chosen": challenge == chosen,
            "x": one.x,
            "y": one.y,
            "size": one.size,
            "evidence": one.evidence.value if one.evidence else _NOT_SAID,
            "number": one.number,
            "words": ranking_wording.bubble(one.ranked, one.evidence),
        }
        for size, placed in names.items():
            label = placed[challenge]
            row[f"{size}_name"] = label.text if label else None
            row[f"{size}_dx"] = label.dx if label else None
            row[f"{size}_dy"] = label.dy if label else None
            row[f"{size}_align"] = label.align if label else None
        rows.append(row)
    columns = ["challenge", "chosen", "x", "y", "size", "evidence", "number", "words"]
    columns += [f"{size}_{part}" for size in names for part in ("name", "dx", "dy", "align")]
    return pd.DataFrame(rows, columns=columns)


def _urgent() -> alt.X:
    title = round_wording.HEADS[Criterion.URGENT]
    return alt.X("x:Q", scale=_SCORES.scale, axis=_SCORES.axis(title=title))


def _impact() -> alt.Y:
    title = round_wording.HEADS[Criterion.IMPACT]
    return alt.Y("y:Q", scale=_SCORES.scale, axis=_SCORES.axis(title=title))


def _bubble_marks(frame: pd.DataFrame, colours: Palette) -> Any:
    return (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=1, strokeWidth=2, cursor="pointer")
        .encode(
            x=_urgent(),
            y=_impact(),
            size=alt.Size(
                "size:Q",
                scale=alt.Scale(domain=[LOWEST, HIGHEST], range=list(AREAS)),
                legend=None,
            ),
            strokeDash=alt.StrokeDash(
                "evidence:N",
                scale=alt.Scale(domain=list(_DASHES), range=list(_DASHES.values())),
                legend=None,
            ),
            fill=_by_choice(colours.accent, colours.band1),
            stroke=_by_choice(colours.text, colours.neutral),
            tooltip=[
                alt.Tooltip("challenge:N", title="Challenge"),
                alt.Tooltip("words:N", title="Scores"),
            ],
        )
        .add_params(_picking())
    )


def _by_choice(chosen: str, others: str) -> Any:
    return alt.condition("datum.chosen", alt.value(chosen), alt.value(others))


def _picking() -> alt.Parameter:
    return alt.selection_point(name=PICKED, fields=["challenge"], on="click", clear=False)


def _numbers(frame: pd.DataFrame, colours: Palette) -> Any:
    return (
        alt.Chart(frame)
        .mark_text(fontSize=11, fontWeight="bold", tooltip=None)
        .encode(
            x=_urgent(),
            y=_impact(),
            text="number:N",
            color=_by_choice(colours.surface, colours.text),
        )
    )


def _bubble_names(frame: pd.DataFrame, size: str, shown: str, colours: Palette) -> Any:
    """Write the names where they were placed for this width, and only on a screen of it."""
    return (
        alt.Chart(frame.dropna(subset=[f"{size}_name"]))
        .mark_text(
            baseline="top",
            lineBreak="\n",
            lineHeight=14,
            color=colours.text,
            dx=alt.expr(f"datum.{size}_dx"),
            dy=alt.expr(f"datum.{size}_dy"),
            align=alt.expr(f"datum.{size}_align"),
            opacity=alt.expr(f"{shown} ? 1 : 0"),
        )
        .encode(x=_urgent(), y=_impact(), text=f"{size}_name:N")
    )


def robustness_chart(ranked: RankedRound, chosen: str | None, *, theme: str = "light") -> Picture:
    """Draw in which share of the weightings each challenge comes first, and among the top three.

    Args:
        ranked: in the order of its list; nothing drawn but the axis where nothing is ranked.
        chosen: the challenge that stands out.
        theme: `light` or `dark`.
    """
    colours = palette(theme)
    frame = _bars(ranked, chosen)
    height = max(len(frame), 1) * _BAR_ROW
    layers = [
        _rows_to_click(frame, height, colours),
        _share_bars(frame, "top_three", colours.band1, height),
        _share_bars(frame, "first", colours.accent, height),
        _bar_words(frame, height, colours),
        _bar_names(frame, height, colours),
    ]
    return styled(alt.LayerChart(layer=layers, height=height + _BELOW), theme)


def _bars(ranked: RankedRound, chosen: str | None) -> pd.DataFrame:
    """Lay out a row a challenge; the places in pixels from above."""
    places = ranked.ranking.ranked
    # Of three challenges or fewer each is always among the top three.
    among = TOP_THREE if len(places) > TOP_THREE else 1
    rows = []
    for at, one in enumerate(places):
        first, top = one.rank_shares[0], sum(one.rank_shares[:among])
        y = at * _BAR_ROW
        words = (ranking_wording.first_share(one), ranking_wording.top_three_share(one))
        name = f"{one.rank}  {one.challenge}"
        rows.append((one.challenge, name, one.challenge == chosen, first, top, *words, y))
    columns = ["challenge", "name", "chosen", "first", "top_three", "words", "top_words", "top"]
    frame = pd.DataFrame(rows, columns=columns)
    for place, below in (("name_at", _BAR_NAME), ("bar", _BAR), ("bottom", _BAR_ROW)):
        frame[place] = frame["top"] + below
    frame["left"], frame["right"] = _SHARES.domain
    return frame


def _share(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q", scale=_SHARES.scale, axis=_SHARES.axis(title=None, grid=False, ticks=False)
    )


def _rows_to_click(frame: pd.DataFrame, height: float, colours: Palette) -> Any:
    """Back the whole row, so that a name or a blank beside a short bar can be clicked too."""
    return (
        alt.Chart(frame)
        .mark_rect(cursor="pointer", cornerRadius=4)
        .encode(
            x=_share("left"),
            x2="right:Q",
            y=down("top", height),
            y2="bottom:Q",
            color=_by_choice(colours.band3, "transparent"),
            tooltip=[
                alt.Tooltip("challenge:N", title="Challenge"),
                alt.Tooltip("words:N", title="First"),
                alt.Tooltip("top_words:N", title="Top three"),
            ],
        )
        .add_params(_picking())
    )


def _share_bars(frame: pd.DataFrame, field: str, colour: str, height: float) -> Any:
    return (
        alt.Chart(frame)
        .mark_bar(orient="horizontal", height=12, color=colour, tooltip=None)
        .encode(x=_share(field), x2=alt.X2Datum(0), y=down("bar", height))
    )


def _bar_words(frame: pd.DataFrame, height: float, colours: Palette) -> Any:
    return (
        alt.Chart(frame)
        .mark_text(align="left", dx=6, color=colours.text, fontSize=12, tooltip=None)
        .encode(x=_share("top_three"), y=down("bar", height), text="words:N")
    )


def _bar_names(frame: pd.DataFrame, height: float, colours: Palette) -> Any:
    return (
        alt.Chart(frame)
        .mark_text(align="left", dx=4, limit=380, color=colours.text, fontSize=12)
        .encode(x=_share("left"), y=down("name_at", height), text="name:N")
    )
