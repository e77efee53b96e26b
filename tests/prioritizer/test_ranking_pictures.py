"""Bubbles and bars of a ranking: what is drawn, in which order, and on nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pmm_core.charting import palette
from pmm_core.prioritizer.bubbles import names_of, standings_of
from pmm_core.prioritizer.charts import PICKED, bubble_chart, robustness_chart
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking_wording import BARS_NOTE
from pmm_core.prioritizer.rounds import Answer, Answers
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.vocabulary import Criterion, Evidence
from tests.prioritizer.sheets import WORKED

CHARTS = (bubble_chart, robustness_chart)


def ranked(scores: dict[str, tuple[int | None, ...]], evidence: Evidence | None = None) -> Any:
    given = tuple(
        Answer(name, "Ada", criterion, value, evidence if criterion is Criterion.UNIQUE else None)
        for name, values in scores.items()
        for criterion, value in zip(Criterion, values, strict=True)
        if value is not None
    )
    answers = Answers(given, tuple(scores), ("Ada",))
    return RankedRound("Q1", answers, rank_challenges(answers.sheet))


def rows_of(chart: Any) -> list[dict[str, Any]]:
    """The rows of the largest table a chart draws from."""
    tables = chart.to_dict()["datasets"].values()
    found: list[dict[str, Any]] = max(tables, key=lambda table: len(json.dumps(table)))
    return found


def marks_of(chart: Any, kind: str) -> list[dict[str, Any]]:
    return [one for one in chart.to_dict()["layer"] if one["mark"]["type"] == kind]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("build", CHARTS)
@pytest.mark.parametrize(
    "scores", [{}, {"A": (5, None, 1)}, {"A": (1, 1, 1)}, {"A": (3, 3, 3), "B": (3, 3, 3)}, WORKED]
)
def test_a_picture_survives_nothing_one_and_twins(build: Any, scores: Any, theme: str) -> None:
    spec = json.dumps(build(ranked(scores), "A", theme=theme).to_dict(), allow_nan=False)
    assert len(spec) < 100_000


@pytest.mark.parametrize("build", CHARTS)
def test_a_click_selects_a_challenge_by_name(build: Any) -> None:
    params = build(ranked(WORKED), "A").to_dict()["params"]
    assert [(one["name"], one["select"]["fields"]) for one in params] == [(PICKED, ["challenge"])]
    assert {row["challenge"] for row in rows_of(build(ranked(WORKED), "A"))} == set(WORKED)


@pytest.mark.parametrize("build", CHARTS)
def test_the_chosen_challenge_alone_stands_out(build: Any) -> None:
    rows = rows_of(build(ranked(WORKED), "C"))
    assert [row["challenge"] for row in rows if row["chosen"]] == ["C"]


def test_large_bubbles_are_drawn_first_so_that_small_ones_stay_in_sight() -> None:
    rows = rows_of(bubble_chart(ranked(WORKED), None))
    assert [row["size"] for row in rows] == [4, 4, 3, 2]


def test_axes_are_marked_at_whole_scores_on_the_whole_scale() -> None:
    (points,) = marks_of(bubble_chart(ranked(WORKED), None), "point")
    for channel in ("x", "y"):
        said = points["encoding"][channel]
        assert said["scale"] == {"domain": [0.5, 5.5], "nice": False, "zero": False}
        assert said["axis"]["values"] == [1, 2, 3, 4, 5]
        assert '"3"' in said["axis"]["labelExpr"]


@pytest.mark.parametrize(
    ("evidence", "dash"),
    [
        (Evidence.MEASURED, [1, 0]),
        (Evidence.ESTIMATE, [6, 3]),
        (Evidence.OPINION, [2, 3]),
        (None, [0, 4]),
    ],
)
def test_the_outline_tells_the_evidence(evidence: Evidence | None, dash: list[int]) -> None:
    chart = bubble_chart(ranked({"A": (3, 3, 3)}, evidence), None)
    (points,) = marks_of(chart, "point")
    scale = points["encoding"]["strokeDash"]["scale"]
    said = rows_of(chart)[0]["evidence"]
    assert scale["range"][scale["domain"].index(said)] == dash


def test_bubbles_of_one_centre_share_their_number_on_the_smallest() -> None:
    same = {"Big": (4, 5, 2), "Small": (4, 1, 2), "Else": (1, 1, 1)}
    numbers = {one.ranked.challenge: one.number for one in standings_of(ranked(same))}
    assert numbers == {"Big": "", "Small": "1, 2", "Else": "3"}


def test_names_of_a_narrow_picture_have_places_of_their_own() -> None:
    standings = standings_of(ranked(WORKED))
    wide, narrow = (names_of(standings, width) for width in (520.0, 280.0))
    assert set(wide) == set(narrow) == set(WORKED)
    assert wide != narrow


def test_bars_follow_the_list_and_say_their_share() -> None:
    rows = rows_of(robustness_chart(ranked(WORKED), "A"))
    assert [row["challenge"] for row in rows] == ["C", "A", "D", "B"]
    assert [row["words"] for row in rows] == ["36% first", "31% first", "22% first", "11% first"]
    for row in rows:
        assert 0 < row["first"] <= row["top_three"] <= 1 + 1e-9


def test_of_three_challenges_no_bar_says_top_three() -> None:
    three = {name: WORKED[name] for name in "ABC"}
    assert all(
        row["top_three"] == row["first"] for row in rows_of(robustness_chart(ranked(three), "A"))
    )


def test_the_caption_of_the_bars_holds_in_the_light_and_in_the_dark() -> None:
    assert "(blue)" in BARS_NOTE
    assert "dark" not in BARS_NOTE
    for theme in ("light", "dark"):
        accent = palette(theme).accent.lstrip("#")
        red, green, blue = (int(accent[at : at + 2], 16) for at in (0, 2, 4))
        assert blue > max(red, green)
