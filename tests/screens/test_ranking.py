"""The ranking on screen: its sentence, sliders, an order, what is behind a place, odd rounds."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest

from pmm_core.catalogue.service import add
from pmm_core.formatting import safe_text
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.round_wording import HEADS
from pmm_core.prioritizer.service import (
    close_round,
    open_round,
    read_rounds,
    read_sheet,
    save_sheet,
)
from pmm_core.ui import navigation
from pmm_core.vocabulary import Criterion, JourneyStage
from tests.catalogue import made
from tests.prioritizer.sheets import WORKED
from tests.screens.made import BO, OWNER, TODAY, click, expect_no_fault, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.models import ScoringRound

HOSTILE = "![x](http://evil.example/x.png) $x^2$ **bold**"
Panel = dict[str, tuple[int | None, ...]]


def scored(*panels: Panel, name: str = "Q1 2026", done: bool = True, **said: Any) -> ScoringRound:
    """Make a round in the own store that as many people have scored as there are panels."""
    store = own_store()
    challenges = {
        each: add(store=store, actor=BO, draft=ChallengeDraft(name=each, stage=JourneyStage.LEADS))
        for each in panels[0]
    }
    people = [made.person(store, f"Scorer {name} {at}") for at in range(len(panels))]
    draft = RoundDraft.check(
        name=name,
        challenge_ids=[one.id for one in challenges.values()],
        scorer_ids=[one.id for one in people],
        **said,
    )
    row = open_round(store=store, actor=BO, draft=draft)
    for scorer, panel in zip(row.scorer_ids, panels, strict=True):
        base = read_sheet(store=store, actor=BO, round_id=row.id or 0, scorer_id=scorer)
        drafts = [
            ScoreDraft(challenge_id=challenges[each].id or 0, criterion=criterion, value=value)
            for each, values in panel.items()
            for criterion, value in zip(Criterion, values, strict=True)
        ]
        save_sheet(store=store, actor=BO, base=base, drafts=drafts, hand_in=done)
    return row


def slide(app: AppTest, *values: int) -> None:
    """Move the three sliders."""
    for slider, value in zip(app.slider, values, strict=False):
        slider.set_value(value)
    app.run()
    expect_no_fault(app)


def test_the_sample_is_ranked_with_how_firm_it_is(app: AppTest) -> None:
    app.run()
    app.switch_page(navigation.RANKING).run()
    expect_no_fault(app)
    said = texts(app)
    assert (
        app.title[0].value
        == "“Trials do not become paid plans” comes first, in 65% of all weightings"
    )
    assert "“Deals are lost to suites” is level with it once weights move by 7.4 points" in said
    assert "Without Ada Moreno “Deals are lost to suites” comes first" in said
    assert "Scorers agree weakly on" in said
    first = app.table[0].value.iloc[0]
    assert first["Challenge"] == "Trials do not become paid plans"
    means = [float(first[head].split()[0]) for head in HEADS.values()]
    assert f"{fmean(means):.2f}" == first["Score"] == "4.08"
    assert list(app.table[0].value)[:4] == ["Rank", "Challenge", "Score", "First"]


def test_sliders_change_the_first_and_equal_weights_bring_it_back(app: AppTest) -> None:
    row = scored(WORKED)
    open_page(app, navigation.RANKING)
    assert app.title[0].value == "4 challenges tie for first"
    slide(app, 10, 5, 5)
    assert app.title[0].value.startswith("At these weights “A” comes first; “C” does in 36% of")
    said = texts(app)
    assert "counts 50%" in said
    assert "“D” is level with it once weights move by 8.3 points" in said
    assert "At these weights only: it is first in 31% of all weightings, “C” in 36%" in said
    click(app, "Equal weights")
    assert [one.value for one in app.slider] == [5, 5, 5]
    assert app.title[0].value == "4 challenges tie for first"
    slide(app, 0, 0, 0)
    assert "All three are 0, so all count the same" in texts(app)
    assert read_rounds(store=own_store(), actor=OWNER)[0].round.version == row.version


def test_weights_against_an_order_of_importance_are_moved_to_it_and_said(app: AppTest) -> None:
    scored(WORKED)
    open_page(app, navigation.RANKING)
    slide(app, 5, 10, 5)
    order = next(one for one in app.selectbox if one.label == "Order of importance")
    order.set_value("Urgent, then uniquely ours, then impact").run()
    expect_no_fault(app)
    said = texts(app)
    assert "The sliders contradict the order of importance" in said
    assert said.count("counts 38%") == 2
    assert app.title[0].value == (
        "At these weights “D” comes first; “A” does in 67% of the weightings in this order"
    )


def test_a_round_starts_at_its_own_weights_and_keeps_others(app: AppTest) -> None:
    row = scored(WORKED, urgent=2, unique=1, impact=1)
    open_page(app, navigation.RANKING)
    assert [one.value for one in app.slider] == [10, 5, 5]
    assert app.title[0].value.startswith("At these weights “A” comes first")
    assert not [one for one in app.button if one.label == "Keep for the round"]
    slide(app, 0, 10, 10)
    click(app, "Keep for the round")
    kept = read_rounds(store=own_store(), actor=OWNER)[0].round
    assert (kept.urgent, kept.unique, kept.impact) == (0, 0.5, 0.5)
    assert kept.version == row.version + 1
    assert app.toast[0].value == "The weights are kept for the round\\."


def test_a_closed_round_keeps_its_weights(app: AppTest) -> None:
    row = scored(WORKED)
    close_round(store=own_store(), actor=BO, row=row, on=TODAY)
    open_page(app, navigation.RANKING)
    slide(app, 10, 5, 5)
    assert next(one for one in app.button if one.label == "Keep for the round").disabled


def test_what_stands_behind_each_place_is_one_choice_away(app: AppTest) -> None:
    scored(WORKED)
    open_page(app, navigation.RANKING, challenge="B")
    said = texts(app)
    assert "**1. B**" in said
    assert [one.value for one in app.metric] == ["11%", "67%", "22%"]
    shares = app.dataframe[0].value
    assert list(shares.iloc[:, 1]) == ["11.1%", "38.9%", "44.4%", "5.6%"]
    assert list(shares.iloc[:, 2]) == ["11.1%", "50.0%", "94.4%", "100.0%"]
    choice = next(one for one in app.selectbox if one.key == "challenge")
    choice.set_value("C").run()
    expect_no_fault(app)
    assert [one.value for one in app.metric] == ["16%", "25%", "59%"]


def test_the_newest_round_that_may_be_seen_comes_first_and_a_covered_one_is_told(
    app: AppTest,
) -> None:
    scored(WORKED)
    scored(WORKED, WORKED, name="Q2 2026", done=False)
    open_page(app, navigation.RANKING)
    assert app.title[0].value == "4 challenges tie for first"
    app.selectbox(key="round").set_value("Q2 2026").run()
    expect_no_fault(app)
    assert app.title[0].value == "0 of 2 have handed in for Q2 2026"
    assert "Scorer Q2 2026 0" in app.info[0].value.replace("\\", "")
    assert not app.slider
    assert not app.dataframe


def test_whose_scores_count_in_a_closed_round_is_said(app: AppTest) -> None:
    row = scored(WORKED, WORKED, done=False)
    close_round(store=own_store(), actor=BO, row=row, on=TODAY)
    open_page(app, navigation.RANKING)
    assert "0 of 2 handed in before the round was closed" in texts(app)


def test_challenges_without_a_rank_are_listed_with_the_reason(app: AppTest) -> None:
    scored({**WORKED, "Half": (5, None, 4), "None": (None, None, None)})
    open_page(app, navigation.RANKING)
    said = texts(app)
    assert "**Half**: nobody scored it on uniquely ours" in said
    assert "**None**: nobody scored it" in said
    # The reason is told once.
    assert "left out uniquely ours" not in said
    assert len(app.table[0].value) == 4


@pytest.mark.parametrize(
    ("panel", "title", "said"),
    [
        ({"A": (5, 5, 5)}, "“A” is ranked alone", "There is one challenge only"),
        ({"A": (3, 3, 3), "B": (3, 3, 3)}, "“A” and “B” tie for first", "the same scores"),
        ({"A": (5, None, 5)}, "Nothing can be ranked yet", "nobody scored it on uniquely ours"),
    ],
)
def test_a_round_with_little_to_rank_is_explained(
    app: AppTest, panel: Panel, title: str, said: str
) -> None:
    scored(panel)
    open_page(app, navigation.RANKING)
    assert app.title[0].value == title
    assert said in texts(app)


def test_before_a_first_round_the_way_to_it_is_shown(app: AppTest) -> None:
    open_page(app, navigation.RANKING)
    assert app.title[0].value == "Ranking"
    assert "Nothing to rank yet" in texts(app)


def test_markup_in_names_stays_text(app: AppTest) -> None:
    scored({HOSTILE: (5, 1, 3), "B": (3, 4, 3)})
    open_page(app, navigation.RANKING, challenge=HOSTILE)
    # What keeps an address from being linked is not drawn.
    assert f"2. {HOSTILE}" in texts(app).replace("\N{WORD JOINER}", "")
    cells = [str(cell) for cell in app.table[0].value.to_numpy().flatten()]
    assert HOSTILE not in cells
    assert safe_text(HOSTILE) in cells
    assert not any(HOSTILE in one.value for one in (*app.markdown, *app.caption, *app.title))


def test_tables_behind_the_pictures_are_offered(app: AppTest) -> None:
    panel = {"A": (4, 4, 4), "B": (5, 4, 3)}
    scored(panel, panel)
    open_page(app, navigation.RANKING)
    assert [one.label for one in app.expander] == [
        "All rank shares as a table",
        "Every single score that would change who comes first",
        "Who comes first without each scorer",
    ]
    # What is folded is not worked out.
    assert len(app.dataframe) == 1


def test_a_choice_the_other_round_does_not_have_gives_way_to_its_first(app: AppTest) -> None:
    scored({"Old": (5, 5, 5), "Older": (4, 4, 4)})
    scored({"New": (5, 5, 5), "Newer": (4, 4, 4)}, name="Q2 2026")
    open_page(app, navigation.RANKING, challenge="Newer")
    assert "**2. Newer**" in texts(app)
    app.selectbox(key="round").set_value("Q1 2026").run()
    expect_no_fault(app)
    assert "**1. Old**" in texts(app)


def test_one_scorer_is_not_said_to_agree(app: AppTest) -> None:
    panel = {"A": (4, 4, 4), "B": (5, 4, 3)}
    scored(panel)
    scored(panel, panel, name="Q2 2026")
    agreed = "No score is two or more apart from another"
    open_page(app, navigation.SCORES, round="Q1 2026")
    assert agreed not in texts(app)
    app.selectbox(key="round").set_value("Q2 2026").run()
    expect_no_fault(app)
    assert agreed in texts(app)


def test_from_the_scores_the_ranking_of_the_same_round_is_one_click_away(app: AppTest) -> None:
    scored(WORKED)
    scored(WORKED, name="Q2 2026")
    open_page(app, navigation.SCORES, round="Q1 2026")
    assert app.title[0].value == "All 1 handed in for Q1 2026"
    assert "round=Q1" in str([one.proto for one in app.get("page_link")])
