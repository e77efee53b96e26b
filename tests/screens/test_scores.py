"""Scoring on screen: blind, by turn, nothing lost, and everything beside everything afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, read_nouns
from pmm_core.models import Challenge, Person, ScoringRound
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.service import (
    close_round,
    open_round,
    read_rounds,
    read_sheet,
    reopen_round,
    save_round,
    save_sheet,
)
from pmm_core.ui import navigation
from pmm_core.vocabulary import Criterion, JourneyStage
from tests.catalogue import made
from tests.screens.made import (
    BO,
    OWNER,
    TODAY,
    button,
    click,
    expect_no_fault,
    fill,
    open_page,
    own_store,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NAMES = ("Nobody asks", "Nobody answers")
PIXEL = "![x](http://evil.example/x.png) $x^2$ **bold**"


@pytest.fixture
def row() -> ScoringRound:
    """A round of two challenges that Ada and Bo score, in the own store."""
    return _opened(NAMES)


def _opened(names: tuple[str, ...]) -> ScoringRound:
    store = own_store()
    challenges = [
        add(store=store, actor=BO, draft=ChallengeDraft(name=name, stage=JourneyStage.LEADS))
        for name in names
    ]
    people = [made.person(store, name) for name in ("Ada Moreno", "Bo Lind")]
    draft = RoundDraft.check(
        name="Q2 2026",
        challenge_ids=[one.id for one in challenges],
        scorer_ids=[one.id for one in people],
    )
    return open_round(store=store, actor=BO, draft=draft)


def _score(
    row: ScoringRound, scorer: int, value: int, *, actor: Actor = BO, done: bool = True
) -> None:
    """Have somebody give every question the same score, on another screen."""
    store = own_store()
    base = read_sheet(
        store=store, actor=actor, round_id=row.id or 0, scorer_id=row.scorer_ids[scorer]
    )
    drafts = [
        ScoreDraft(challenge_id=challenge, criterion=criterion, value=value)
        for challenge, criterion in base.asked
    ]
    save_sheet(store=store, actor=actor, base=base, drafts=drafts, hand_in=done)


def _take_turn(app: AppTest, row: ScoringRound, scorer: int) -> None:
    app.button(key=f"turn-{row.scorer_ids[scorer]}").click().run()
    app.button(key="uncover").click().run()
    expect_no_fault(app)


def _stored(row: ScoringRound, scorer: int) -> dict[tuple[int, Criterion], int | None]:
    sheet = read_sheet(
        store=own_store(), actor=OWNER, round_id=row.id or 0, scorer_id=row.scorer_ids[scorer]
    )
    return {key: one.value for key, one in sheet.seen.items()}


def _answer(app: AppTest, number: int, value: int) -> None:
    """Answer one of the three questions on screen."""
    app.radio[number].set_value(value).run()
    expect_no_fault(app)


def test_a_scorer_scores_half_comes_back_hands_in_and_sees_the_others(
    app: AppTest, row: ScoringRound
) -> None:
    _score(row, 1, 2)
    open_page(app, navigation.SCORES)
    assert app.title[0].value == "1 of 2 handed in for Q2 2026"
    assert "Ada Moreno" in app.info[0].value
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    fill(app, cost_of_waiting="Each week a deal ends")
    app.run()
    assert "Bo Lind" not in texts(app)
    app.button(key="cover").click().run()
    assert app.title[0].value == "1 of 2 handed in for Q2 2026"

    _take_turn(app, row, 0)
    assert (app.radio[0].value, app.text_area[0].value) == (5, "Each week a deal ends")
    _answer(app, 1, 4)
    _answer(app, 2, 4)
    click(app, "Hand in")
    assert "3 of 6 answers are missing" in texts(app)
    assert "2 to 5" not in texts(app)
    click(app, "Hand in without those 3 answers")
    said = texts(app)
    assert "Not answered: “Nobody answers” (all three)" in said
    assert "2 to 5, median 3.5: talk about it" in said
    assert "Each week a deal ends" in said
    first = row.challenge_ids[0]
    assert _stored(row, 0) == {
        (first, Criterion.URGENT): 5,
        (first, Criterion.UNIQUE): 4,
        (first, Criterion.IMPACT): 4,
    }


def test_the_screen_is_covered_again_for_whoever_leaves_the_page(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    app.switch_page(navigation.CHALLENGES).run()
    app.switch_page(navigation.SCORES).run()
    assert not app.radio
    assert not [one for one in app.button if one.key == "cover"]


def test_what_was_typed_is_stored_before_the_next_challenge_is_shown(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    # Typed and left by the button in one go, as a fast hand does.
    fill(app, why="We know them")
    app.radio[1].set_value(3)
    click(app, "Next")
    assert "Nobody answers" in texts(app)
    click(app, "Back")
    assert (app.radio[1].value, app.text_area[1].value) == (3, "We know them")


def test_all_at_once_keeps_what_was_said_one_at_a_time(app: AppTest, row: ScoringRound) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    fill(app, cost_of_waiting="A deal a week")
    view = next(one for one in app.button_group if "All at once" in one.options)
    view.set_value("All at once").run()
    assert not app.radio
    scores = [one for one in app.button_group if one.key and one.key.endswith("-value")]
    assert len(scores) == 6
    assert scores[0].value == 5
    scores[0].set_value(4).run()
    expect_no_fault(app)
    click(app, "Say why", 0)
    assert (app.radio[0].value, app.text_area[0].value) == (4, "A deal a week")


def test_an_estimate_outside_its_range_is_told_and_stays_on_screen(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 2, 4)
    assert not button(app, "Hand in").disabled
    fill(app, low=10, estimate=5)
    app.run()
    assert "Not saved yet. The estimate lies between its low and its high end." in texts(app)
    assert button(app, "Hand in").disabled
    fill(app, estimate=15)
    app.run()
    assert "Not saved yet" not in texts(app)
    assert not button(app, "Hand in").disabled
    sheet = read_sheet(
        store=own_store(), actor=OWNER, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    kept = sheet.seen[row.challenge_ids[0], Criterion.IMPACT]
    assert (kept.value, kept.low, kept.estimate) == (4, 10, 15)


def test_of_two_screens_of_one_scorer_the_second_decides(app: AppTest, row: ScoringRound) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _score(row, 0, 2, actor=BO, done=False)
    _answer(app, 0, 5)
    assert "Bo Lind saved this sheet after you opened it" in texts(app)
    urgent = (row.challenge_ids[0], Criterion.URGENT)
    assert _stored(row, 0)[urgent] == 2
    click(app, "Keep mine")
    assert _stored(row, 0)[urgent] == 5
    # What was not touched here is not written over.
    assert _stored(row, 0)[row.challenge_ids[0], Criterion.UNIQUE] == 2


def test_theirs_can_be_taken_instead(app: AppTest, row: ScoringRound) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _score(row, 0, 2, done=False)
    _answer(app, 0, 5)
    click(app, "Take theirs")
    assert app.radio[0].value == 2
    assert "Bo Lind saved" not in texts(app)


def test_a_round_is_closed_with_what_there_is_and_opened_again(
    app: AppTest, row: ScoringRound
) -> None:
    _score(row, 0, 4)
    open_page(app, navigation.SCORES)
    click(app, "Close the round")
    assert "Bo Lind has not handed in" in texts(app)
    app.button(key="close-sure").click().run()
    assert app.title[0].value == "Q2 2026 is closed"
    assert "No score is two or more apart" in texts(app)
    click(app, "Reopen the round")
    app.button(key="reopen-sure").click().run()
    assert app.title[0].value == "1 of 2 handed in for Q2 2026"
    assert "No score is two or more apart" not in texts(app)


def test_whoever_closes_a_round_second_is_told(app: AppTest, row: ScoringRound) -> None:
    open_page(app, navigation.SCORES)
    click(app, "Close the round")
    close_round(store=own_store(), actor=BO, row=row, on=TODAY)
    app.button(key="close-sure").click().run()
    expect_no_fault(app)
    assert "Bo Lind" in texts(app)


def test_a_round_is_started_with_what_there_is(app: AppTest) -> None:
    store = own_store()
    made.person(store, "Ada Moreno")
    add(store=store, actor=BO, draft=ChallengeDraft(name="A", stage=JourneyStage.CHURN))
    open_page(app, navigation.SCORES)
    assert "No round yet" in texts(app)
    click(app, "Start a round")
    fill(app, scorer_ids=[1])
    click(app, "Save")
    assert app.title[0].value == "0 of 1 handed in for Q2 2026"
    (progress,) = read_rounds(store=store, actor=OWNER)
    assert (progress.round.challenge_ids, progress.turns[0].asked) == ([1], 3)


def test_the_next_round_takes_over_challenges_and_scorers(app: AppTest, row: ScoringRound) -> None:
    for scorer, value in ((0, 4), (1, 2)):
        _score(row, scorer, value)
    open_page(app, navigation.SCORES)
    click(app, "Start from the last round")
    fill(app, name="Q3 2026")
    click(app, "Save")
    newest = read_rounds(store=own_store(), actor=OWNER)[0].round
    assert (newest.challenge_ids, newest.scorer_ids) == (row.challenge_ids, row.scorer_ids)
    assert app.title[0].value == "0 of 2 handed in for Q3 2026"


def test_common_challenges_are_taken_up_in_ones_own_words(app: AppTest) -> None:
    open_page(app, navigation.SCORES)
    assert "There is nothing to score yet" in texts(app)
    click(app, "Take up common challenges")
    app.checkbox(key="template-0").check().run()
    app.text_input(key="template-0-name").set_value("Shop owners do not know us").run()
    click(app, "Take up 1")
    (row,) = read_nouns(store=own_store(), actor=OWNER, table=Challenge)
    assert (row.name, row.stage) == ("Shop owners do not know us", JourneyStage.ACQUISITION)


def test_markup_in_names_and_reasons_stays_text(app: AppTest) -> None:
    row = _opened((PIXEL, NAMES[0]))
    _score(row, 1, 2)
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    fill(app, cost_of_waiting=PIXEL)
    click(app, "Hand in")
    click(app, "Hand in without those 5 answers")
    assert "median" in texts(app)
    assert not any(PIXEL in one.value for one in (*app.markdown, *app.caption, *app.title))


def test_the_sample_shows_what_moved_and_whom_to_talk_to(app: AppTest) -> None:
    app.run()
    app.switch_page(navigation.SCORES).run()
    expect_no_fault(app)
    said = texts(app)
    assert app.title[0].value == "All 4 handed in for Q2 2026"
    assert "2 to 5, median 3: talk about it" in said
    assert "“Deals are lost to suites” rose from 3 to 2." in said
    assert "2 more have moved: see the table." in said
    assert "Marc Dubois scored 6 of 7 challenges" in said


def test_what_was_stored_is_there_again_after_looking_at_another_challenge(
    app: AppTest, row: ScoringRound
) -> None:
    _score(row, 0, 3, done=False)
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    fill(app, cost_of_waiting="A deal a week")
    click(app, "Next")
    assert [one.value for one in app.radio] == [3, 3, 3]
    click(app, "Back")
    assert [one.value for one in app.radio] == [5, 3, 3]
    assert app.text_area[0].value == "A deal a week"
    assert set(_stored(row, 0).values()) == {5, 3}


def test_what_was_saved_elsewhere_is_told_rather_than_handed_in(
    app: AppTest, row: ScoringRound
) -> None:
    _score(row, 0, 2, done=False)
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    # The other screen changes answers to both challenges; only the first is on this one.
    _score(row, 0, 4, done=False)
    click(app, "Hand in")
    assert "Bo Lind saved this sheet after you opened it" in texts(app)
    assert app.radio[0].value == 2
    click(app, "Keep mine")
    assert set(_stored(row, 0).values()) == {2}
    assert not read_rounds(store=own_store(), actor=OWNER)[0].turns[0].is_handed_in
    click(app, "Hand in")
    assert read_rounds(store=own_store(), actor=OWNER)[0].turns[0].is_handed_in


def test_words_typed_into_a_closed_round_are_covered_and_back_once_it_is_open(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    closed = close_round(store=own_store(), actor=BO, row=row, on=TODAY)
    _answer(app, 0, 5)
    fill(app, cost_of_waiting="A deal a week")
    app.run()
    assert "Not saved yet. “Q2 2026” is closed" in texts(app)
    click(app, "Pass the laptop on")
    assert not app.radio
    said = texts(app)
    assert "What Ada Moreno typed last is not stored: “Nobody asks” (urgent)." in said
    assert "Reopen the round" in said
    assert "A deal a week" not in said
    app.run()
    assert "typed last" not in texts(app)

    reopen_round(store=own_store(), actor=BO, row=closed)
    app.run()
    _take_turn(app, row, 0)
    assert (app.radio[0].value, app.text_area[0].value) == (5, "A deal a week")
    assert _stored(row, 0) == {(row.challenge_ids[0], Criterion.URGENT): 5}


def test_an_answer_that_cannot_be_stored_does_not_keep_the_screen_uncovered(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    fill(app, low=10, estimate=5)
    click(app, "Pass the laptop on")
    assert not app.radio
    assert "An answer of Ada Moreno could not be stored as typed" in texts(app)


def test_a_challenge_taken_out_while_it_is_scored_takes_nothing_else_along(
    app: AppTest, row: ScoringRound
) -> None:
    open_page(app, navigation.SCORES)
    _take_turn(app, row, 0)
    _answer(app, 0, 5)
    click(app, "Next")
    fill(app, why="We know them")
    said = RoundDraft.of(row).model_dump() | {"challenge_ids": row.challenge_ids[1:]}
    now = save_round(store=own_store(), actor=BO, base=row, draft=RoundDraft.check(**said))
    app.radio[1].set_value(3).run()
    expect_no_fault(app)
    # The challenge on screen stays there, as it is scored.
    assert "“Nobody asks” was taken out of the round while you scored" in texts(app)
    assert (app.radio[1].value, app.text_area[1].value) == (3, "We know them")
    said = RoundDraft.of(row).model_dump()
    save_round(store=own_store(), actor=BO, base=now, draft=RoundDraft.check(**said))
    _answer(app, 0, 2)
    assert "New in the round: “Nobody asks”." in texts(app)
    said = RoundDraft.of(row).model_dump() | {"challenge_ids": row.challenge_ids[:1]}
    row = read_rounds(store=own_store(), actor=OWNER)[0].round
    save_round(store=own_store(), actor=BO, base=row, draft=RoundDraft.check(**said))
    _answer(app, 0, 1)
    assert "“Nobody answers” was taken out" in texts(app)
    assert app.radio[0].value == 5


def test_the_page_says_what_uncovers_a_round_and_whom_it_waits_for_in_vain(
    app: AppTest, row: ScoringRound
) -> None:
    _score(row, 0, 4)
    bo = next(
        one for one in read_nouns(store=own_store(), actor=OWNER, table=Person) if one.id == 2
    )
    archive(store=own_store(), actor=OWNER, noun=bo)
    open_page(app, navigation.SCORES)
    assert "Bo Lind is archived and still waited for" in texts(app)
    click(app, "Edit")
    assert "With the last of those taken out, everybody sees all scores." in texts(app)
    fill(app, scorer_ids=[])
    click(app, "Save")
    assert "Choose at least one scorer." in texts(app)


def test_scores_after_a_close_are_announced_and_marked(app: AppTest, row: ScoringRound) -> None:
    _score(row, 0, 4)
    close_round(store=own_store(), actor=BO, row=row, on=TODAY)
    open_page(app, navigation.SCORES)
    click(app, "Reopen the round")
    assert "Bo Lind has not handed in and scores knowing the others" in texts(app)
    app.button(key="reopen-sure").click().run()
    _score(row, 1, 4)
    app.run()
    assert "Bo Lind gave or changed 6 scores after they could see" in texts(app)
