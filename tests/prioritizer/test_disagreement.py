"""Where scorers are apart: no answer is lost in a mean, and the chart shows every one."""

import datetime as dt

from pmm_core.prioritizer import round_wording
from pmm_core.prioritizer.disagreement import strips_of, to_talk_about
from pmm_core.prioritizer.questions import QUESTIONS, SCALE
from pmm_core.prioritizer.rounds import Answer
from pmm_core.prioritizer.score_charts import disagreement_chart
from pmm_core.prioritizer.scoring import ScoreCell, ScoreSheet, score_challenges
from pmm_core.prioritizer.templates import TEMPLATES
from pmm_core.prioritizer.wording import score_notes
from pmm_core.vocabulary import Criterion, Evidence, JourneyStage

URGENT, UNIQUE, IMPACT = Criterion


def sheet_of(**urgent: tuple[float, ...]) -> ScoreSheet:
    """Score challenges on how urgent they are, by scorers Ada, Bo and Cy."""
    cells = [
        ScoreCell(challenge, scorer, URGENT, value)
        for challenge, values in urgent.items()
        for scorer, value in zip(("Ada", "Bo", "Cy"), values, strict=False)
    ]
    return ScoreSheet.of(cells, challenges=urgent, scorers=["Ada", "Bo", "Cy"])


def test_the_widest_range_is_talked_about_first() -> None:
    strips = strips_of(sheet_of(calm=(3, 3, 4), wide=(1, 5, 3), apart=(2, 4, 4)))
    assert [one.challenge for one in to_talk_about(strips)] == ["wide", "apart"]


def test_a_strip_says_range_and_median_and_no_mean() -> None:
    calm, wide, alone, same = strips_of(
        sheet_of(calm=(3, 4, 4), wide=(2, 5, 3), alone=(4,), same=(2, 2, 2))
    )
    assert round_wording.strip(wide) == "2 to 5, median 3: talk about it"
    assert round_wording.strip(calm) == "3 to 4, median 4"
    assert round_wording.strip(alone) == "4, one score only"
    assert round_wording.strip(same) == "all 2"


def test_the_chart_has_a_dot_a_score_and_none_upon_another() -> None:
    strips = strips_of(sheet_of(calm=(3, 3, 3), wide=(1, 5, 5)))
    for theme in ("light", "dark"):
        chart = disagreement_chart(strips, theme=theme).to_dict()
        dots = next(rows for rows in chart["datasets"].values() if rows and "scorer" in rows[0])
        assert len({(dot["x"], dot["y"]) for dot in dots}) == len(dots) == 6


def test_the_chart_of_nothing_is_drawn_too() -> None:
    assert disagreement_chart([]).to_dict()["height"] > 0


def test_one_challenge_and_missing_answers_are_explained() -> None:
    sheet = ScoreSheet.of(
        [ScoreCell("only", "Ada", URGENT, 4)], challenges=["only"], scorers=["Ada", "Bo"]
    )
    notes = score_notes(score_challenges(sheet), sheet)
    assert "There is one challenge only, so there is nothing to rank it against." in notes
    assert "Ada left out impact of “only”." in notes
    assert any(note.startswith("Bo scored 0 of 1 challenges") for note in notes)


def test_all_equal_scores_are_explained() -> None:
    cells = [
        ScoreCell(challenge, "Ada", criterion, 3)
        for challenge in ("one", "two")
        for criterion in Criterion
    ]
    sheet = ScoreSheet.of(cells)
    assert "All challenges have the same scores" in score_notes(score_challenges(sheet), sheet)[0]


def test_weak_agreement_is_called_weak() -> None:
    said = round_wording.agreement({URGENT: 0.2, UNIQUE: 0.9, IMPACT: None})
    assert "urgent 0.20 (weak), uniquely ours 0.90." in said
    assert "impact" not in said


def test_what_stands_beside_a_score_is_said_in_one_line() -> None:
    answer = Answer(
        "A",
        "Ada",
        IMPACT,
        4,
        evidence=Evidence.MEASURED,
        due_on=dt.date(2026, 4, 30),
        estimate=240.0,
        low=140.0,
        high=330.0,
        unit="new plans a year",
    )
    assert round_wording.reasons(answer) == (
        "too late after 30 Apr 2026 · 240 new plans a year (140 to 330) · measured"
    )


def test_every_score_of_every_question_is_described_in_words_of_its_own() -> None:
    anchors = [QUESTIONS[one].anchor(value) for one in Criterion for value in SCALE]
    assert len(set(anchors)) == 15
    assert all(anchor.endswith(".") and len(anchor) < 70 for anchor in anchors)


def test_common_challenges_cover_the_whole_journey() -> None:
    assert {one.stage for one in TEMPLATES} == set(JourneyStage)
    assert len({one.name for one in TEMPLATES}) == len(TEMPLATES)
