"""Rounds of scoring: blind until handed in, fixed once closed, nothing lost between two people."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, read_nouns
from pmm_core.errors import ChangedElsewhere, InvalidInput, Refused
from pmm_core.models import Challenge, ScoringRound
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.service import (
    close_round,
    open_round,
    read_moved,
    read_rounds,
    read_scores,
    read_sheet,
    reopen_round,
    save_sheet,
    start_from,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion, JourneyStage
from tests.catalogue import made

DAY = dt.date(2026, 3, 31)
URGENT = Criterion.URGENT


def opened(store: Store) -> ScoringRound:
    """Open a round of two challenges that Ada and Bo score."""
    stage = JourneyStage.LEADS
    challenges = [
        add(store=store, actor=made.ADA, draft=ChallengeDraft(name=name, stage=stage))
        for name in ("Nobody asks", "Nobody answers")
    ]
    people = [made.person(store, name) for name in ("Ada Moreno", "Bo Lind")]
    draft = RoundDraft.check(
        name="Q1 2026",
        challenge_ids=[one.id for one in challenges],
        scorer_ids=[one.id for one in people],
    )
    return open_round(store=store, actor=made.ADA, draft=draft)


def score(
    store: Store, row: ScoringRound, scorer: int, values: dict[Criterion, int | None], **said: bool
) -> int:
    """Have a scorer give the first challenge these values."""
    scorer_id = row.scorer_ids[scorer]
    base = read_sheet(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=scorer_id)
    drafts = [
        ScoreDraft.check(challenge_id=row.challenge_ids[0], criterion=criterion, value=value)
        for criterion, value in values.items()
    ]
    return save_sheet(store=store, actor=made.ADA, base=base, drafts=drafts, **said)


def all_at(value: int) -> dict[Criterion, int | None]:
    return dict.fromkeys(Criterion, value)


def next_round(store: Store, row: ScoringRound) -> RoundDraft:
    return start_from(store=store, actor=made.ADA, row=row, name="Q2 2026")


def test_scores_stay_covered_until_everybody_handed_in(any_store: Store) -> None:
    row = opened(any_store)
    score(any_store, row, 0, all_at(4), hand_in=True)
    score(any_store, row, 1, all_at(2))
    with pytest.raises(Refused, match="Missing: Bo Lind") as refused:
        read_scores(store=any_store, actor=made.ADA, round_id=row.id or 0)
    assert refused.value.code == "scores_covered"
    score(any_store, row, 1, {}, hand_in=True)
    sheet = read_scores(store=any_store, actor=made.ADA, round_id=row.id or 0)
    assert sorted(one.value for one in sheet.cells) == [2, 2, 2, 4, 4, 4]


def test_a_scorer_sees_what_others_said_only_after_handing_in(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    ada, bo = row.scorer_ids
    seen = read_scores(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=ada)
    assert len(seen.cells) == 3
    with pytest.raises(Refused):
        read_scores(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=bo)


def test_a_sheet_holds_nothing_of_another_scorer(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[1]
    )
    assert (dict(sheet.seen), len(sheet.missing)) == ({}, 6)


def test_only_changed_cells_are_written(store: Store) -> None:
    row = opened(store)
    assert score(store, row, 0, all_at(4)) == 3
    assert score(store, row, 0, {**all_at(4), URGENT: 5}) == 1
    assert score(store, row, 0, {URGENT: None}) == 1
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert {key[1] for key in sheet.seen} == {Criterion.UNIQUE, Criterion.IMPACT}


def test_of_two_who_save_one_sheet_the_second_is_told(any_store: Store) -> None:
    row = opened(any_store)
    scorer_id = row.scorer_ids[0]
    base = read_sheet(store=any_store, actor=made.ADA, round_id=row.id or 0, scorer_id=scorer_id)
    first, second = (
        [ScoreDraft(challenge_id=row.challenge_ids[0], criterion=URGENT, value=value)]
        for value in (3, 5)
    )
    save_sheet(store=any_store, actor=Actor("Bo Lind"), base=base, drafts=first)
    with pytest.raises(ChangedElsewhere, match="Bo Lind saved this sheet") as refused:
        save_sheet(store=any_store, actor=made.ADA, base=base, drafts=second)
    (field,) = refused.value.details["fields"]
    assert (field["theirs"], field["yours"]) == (3, 5)


def test_a_closed_round_shows_its_scores_and_takes_no_more_until_it_is_reopened(
    store: Store,
) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    closed = close_round(store=store, actor=made.ADA, row=row, on=DAY)
    assert len(read_scores(store=store, actor=made.ADA, round_id=row.id or 0).cells) == 3
    with pytest.raises(Refused, match="“Q1 2026” is closed"):
        score(store, row, 1, all_at(2))
    reopen_round(store=store, actor=made.ADA, row=closed)
    assert score(store, row, 1, all_at(2)) == 3


def test_the_next_round_takes_over_lists_but_no_scores_and_says_what_moved(store: Store) -> None:
    row = opened(store)
    for scorer in (0, 1):
        score(store, row, scorer, all_at(2), hand_in=True)
    draft = next_round(store, row)
    later = open_round(store=store, actor=made.ADA, draft=draft)
    assert later.challenge_ids == row.challenge_ids
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=later.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert (dict(sheet.seen), dict(sheet.last_time)) == ({}, {})
    score(store, later, 0, {**all_at(2), URGENT: 5}, hand_in=True)
    score(store, later, 1, {**all_at(2), URGENT: 3}, hand_in=True)
    moved = read_moved(store=store, actor=made.ADA, round_id=later.id or 0)
    first = moved[0]
    assert (first.challenge, first.climbed) == ("Nobody asks", 0)
    assert [first.by(criterion) for criterion in Criterion] == [2, 0, 0]


def test_last_time_stands_beside_the_scores_once_somebody_has_scored(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(2), hand_in=True)
    later = open_round(store=store, actor=made.ADA, draft=next_round(store, row))
    score(store, later, 0, {URGENT: 5})
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=later.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert sheet.last_time[row.challenge_ids[0], URGENT] == 2


def test_a_score_outside_the_scale_is_refused_before_anything_is_stored(store: Store) -> None:
    row = opened(store)
    with pytest.raises(InvalidInput, match="at most 5"):
        score(store, row, 0, {URGENT: 4, Criterion.IMPACT: 6})
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert dict(sheet.seen) == {}


def test_an_estimate_lies_within_its_range() -> None:
    with pytest.raises(InvalidInput, match="between its low and its high"):
        ScoreDraft.check(challenge_id=1, criterion=Criterion.IMPACT, estimate=9, low=1, high=5)


def test_a_round_needs_somebody_who_scores_and_something_to_score(store: Store) -> None:
    with pytest.raises(InvalidInput):
        RoundDraft.check(name="Q1 2026", challenge_ids=[1], scorer_ids=[])
    row = opened(store)
    said = RoundDraft.of(row).model_dump()
    with pytest.raises(InvalidInput, match="once"):
        RoundDraft.check(**said | {"scorer_ids": [row.scorer_ids[0]] * 2})
    gone = RoundDraft.check(**said | {"challenge_ids": [99]})
    with pytest.raises(InvalidInput, match="not there any more"):
        open_round(store=store, actor=made.ADA, draft=gone)


def test_rounds_are_listed_newest_first_with_who_is_missing(store: Store) -> None:
    row = opened(store)
    open_round(store=store, actor=made.ADA, draft=next_round(store, row))
    score(store, row, 0, {URGENT: 4}, hand_in=True)
    newest, oldest = read_rounds(store=store, actor=made.ADA)
    assert (newest.round.name, oldest.waiting) == ("Q2 2026", ("Bo Lind",))
    assert oldest.is_covered


def test_what_moved_gives_away_nothing_of_an_earlier_round_that_is_still_covered(
    store: Store,
) -> None:
    row = opened(store)
    score(store, row, 0, all_at(2))
    later = open_round(store=store, actor=made.ADA, draft=next_round(store, row))
    for scorer in (0, 1):
        score(store, later, scorer, all_at(4), hand_in=True)
    assert read_moved(store=store, actor=made.ADA, round_id=later.id or 0) == ()
    close_round(store=store, actor=made.ADA, row=row, on=DAY)
    moved = read_moved(store=store, actor=made.ADA, round_id=later.id or 0)
    assert [moved[0].by(criterion) for criterion in Criterion] == [2, 2, 2]


def test_two_challenges_of_one_name_are_told_apart_in_the_scores(store: Store) -> None:
    row = opened(store)
    twin = ChallengeDraft(name="Nobody asks", stage=JourneyStage.CHURN)
    other = add(store=store, actor=made.ADA, draft=twin)
    draft = RoundDraft.of(row).model_copy(
        update={"name": "Q2 2026", "challenge_ids": [row.challenge_ids[0], other.id or 0]}
    )
    later = open_round(store=store, actor=made.ADA, draft=draft)
    score(store, later, 0, all_at(4), hand_in=True)
    sheet = read_scores(
        store=store, actor=made.ADA, round_id=later.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert len(set(sheet.challenges)) == 2


def test_a_sheet_that_is_not_handed_in_stays_its_scorers_own(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    score(store, row, 1, all_at(2))
    seen = read_scores(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    assert (seen.scorers, [one.value for one in seen.cells]) == (("Ada Moreno",), [4, 4, 4])
    close_round(store=store, actor=made.ADA, row=row, on=DAY)
    assert len(read_scores(store=store, actor=made.ADA, round_id=row.id or 0).cells) == 6


def test_what_was_archived_does_not_come_along_to_the_next_round(store: Store) -> None:
    row = opened(store)
    challenge = read_nouns(store=store, actor=made.ADA, table=Challenge)[0]
    archive(store=store, actor=made.ADA, noun=challenge)
    draft = next_round(store, row)
    assert (draft.challenge_ids, draft.scorer_ids) == (row.challenge_ids[1:], row.scorer_ids)
    assert open_round(store=store, actor=made.ADA, draft=draft).started_from_id == row.id
