"""Rounds as they are kept: lists that hold, two people at once, who may score, half a sheet."""

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, read_nouns, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted, Refused
from pmm_core.models import Challenge, ScoringRound
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.service import (
    close_round,
    read_answers,
    read_moved,
    read_rounds,
    read_scores,
    read_sheet,
    reopen_round,
    save_round,
    save_sheet,
    take_up,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion, JourneyStage, Role
from tests.catalogue import made
from tests.prioritizer.test_rounds import DAY, URGENT, all_at, next_round, opened, score

VISITOR = Actor("Visitor", role=Role.VISITOR)


def _edited(row: ScoringRound, **said: object) -> RoundDraft:
    return RoundDraft.check(**RoundDraft.of(row).model_dump() | said)


@pytest.mark.parametrize("keep", [save, save_round])
def test_what_is_added_to_a_round_has_to_be_in_use(store: Store, keep: object) -> None:
    assert callable(keep)
    row = opened(store)
    extra = add(
        store=store,
        actor=made.ADA,
        draft=ChallengeDraft(name="Gone", stage=JourneyStage.CHURN),
    )
    archive(store=store, actor=made.ADA, noun=extra)
    for ids, sentence in (([99], "not there any more"), ([extra.id], "“Gone” is archived")):
        draft = _edited(row, challenge_ids=row.challenge_ids + ids)
        with pytest.raises(InvalidInput, match=sentence):
            keep(store=store, actor=made.ADA, base=row, draft=draft)


def test_what_was_archived_meanwhile_may_stay_in_its_round(store: Store) -> None:
    row = opened(store)
    challenge = read_nouns(store=store, actor=made.ADA, table=Challenge)[0]
    archive(store=store, actor=made.ADA, noun=challenge)
    extra = add(
        store=store,
        actor=made.ADA,
        draft=ChallengeDraft(name="Nobody stays", stage=JourneyStage.CHURN),
    )
    ids = [*row.challenge_ids, extra.id]
    draft = _edited(row, challenge_ids=ids)
    assert save_round(store=store, actor=made.ADA, base=row, draft=draft).challenge_ids == ids


def test_a_challenge_taken_out_of_a_round_is_left_out_of_its_scores(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    score(store, row, 1, all_at(2), hand_in=True)
    save_round(
        store=store,
        actor=made.ADA,
        base=row,
        draft=_edited(row, challenge_ids=row.challenge_ids[1:]),
    )
    sheet = read_scores(store=store, actor=made.ADA, round_id=row.id or 0)
    assert (sheet.challenges, sheet.cells) == (("Nobody answers",), ())


def test_a_closed_round_keeps_its_lists(store: Store) -> None:
    row = opened(store)
    closed = close_round(store=store, actor=made.ADA, row=row, on=DAY)
    with pytest.raises(Refused, match="is closed"):
        save_round(store=store, actor=made.ADA, base=closed, draft=_edited(closed, name="Later"))


def test_an_order_of_importance_names_each_question_once_and_no_weight_goes_against_it(
    store: Store,
) -> None:
    row = opened(store)
    order = [Criterion.IMPACT, Criterion.URGENT, Criterion.UNIQUE]
    saved = save_round(store=store, actor=made.ADA, base=row, draft=_edited(row, importance=order))
    assert saved.importance == order
    for wrong in (order[:2], [order[0], *order[:2]]):
        with pytest.raises(InvalidInput, match="each of the three questions once"):
            _edited(row, importance=wrong)
    with pytest.raises(InvalidInput, match="no later one outweighs"):
        _edited(row, importance=order, urgent=3.0)


def test_of_two_who_close_a_round_at_once_the_second_is_told(any_store: Store) -> None:
    row = opened(any_store)
    closed = close_round(store=any_store, actor=Actor("Bo Lind"), row=row, on=DAY)
    with pytest.raises(ChangedElsewhere, match="Bo Lind"):
        close_round(store=any_store, actor=made.ADA, row=row, on=DAY)
    reopen_round(store=any_store, actor=made.ADA, row=closed)
    with pytest.raises(ChangedElsewhere, match="Ada Moreno"):
        reopen_round(store=any_store, actor=Actor("Bo Lind"), row=closed)


def test_a_visitor_looks_at_the_sample_and_scores_nothing(sample: Store) -> None:
    progress = read_rounds(store=sample, actor=VISITOR)[0]
    round_id, turn = progress.round.id or 0, progress.turns[0]
    assert read_answers(store=sample, actor=VISITOR, round_id=round_id).given
    base = read_sheet(store=sample, actor=VISITOR, round_id=round_id, scorer_id=turn.scorer_id)
    draft = ScoreDraft(challenge_id=next(iter(base.challenges)), criterion=URGENT, value=1)
    with pytest.raises(NotPermitted):
        save_sheet(store=sample, actor=VISITOR, base=base, drafts=[draft])
    with pytest.raises(NotPermitted):
        close_round(store=sample, actor=VISITOR, row=progress.round, on=DAY)


def test_a_visitor_sees_no_round_of_an_own_store(store: Store) -> None:
    row = opened(store)
    with pytest.raises(NotPermitted):
        read_rounds(store=store, actor=VISITOR)
    with pytest.raises(NotPermitted):
        read_answers(store=store, actor=VISITOR, round_id=row.id or 0)


def test_words_typed_before_the_score_are_kept_and_still_ask_for_it(store: Store) -> None:
    row = opened(store)
    scorer_id, challenge_id = row.scorer_ids[0], row.challenge_ids[0]
    base = read_sheet(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=scorer_id)
    draft = ScoreDraft(challenge_id=challenge_id, criterion=URGENT, cost_of_waiting="A deal a week")
    save_sheet(store=store, actor=made.ADA, base=base, drafts=[draft])
    now = read_sheet(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=scorer_id)
    assert now.seen[challenge_id, URGENT].cost_of_waiting == "A deal a week"
    assert len(now.missing) == len(now.asked)


def test_progress_counts_answers_and_tells_none(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, {URGENT: 5, Criterion.IMPACT: 1})
    (progress,) = read_rounds(store=store, actor=made.ADA)
    first, second = progress.turns
    assert (first.scorer, first.answered, first.asked, first.is_handed_in) == (
        "Ada Moreno",
        2,
        6,
        False,
    )
    assert second.answered == 0


def test_a_challenge_has_one_name_in_every_round(store: Store) -> None:
    row = opened(store)
    for scorer in (0, 1):
        score(store, row, scorer, all_at(2), hand_in=True)
    twin = add(
        store=store,
        actor=made.ADA,
        draft=ChallengeDraft(name="Nobody asks", stage=JourneyStage.CHURN),
    )
    draft = next_round(store, row)
    draft = RoundDraft.check(
        **draft.model_dump() | {"challenge_ids": [*draft.challenge_ids, twin.id]}
    )
    later = add(store=store, actor=made.ADA, draft=draft)
    for scorer in (0, 1):
        score(store, later, scorer, all_at(4), hand_in=True)
    moved = read_moved(store=store, actor=made.ADA, round_id=later.id or 0)
    first = next(
        one for one in moved if one.challenge == f"Nobody asks (no. {row.challenge_ids[0]})"
    )
    assert first.by(URGENT) == 2
    assert next(one for one in moved if one.challenge.endswith(f"{twin.id})")).was is None


def test_two_scorers_never_bear_one_name(store: Store) -> None:
    row = opened(store)
    with pytest.raises(InvalidInput, match="already a person"):
        made.person(store, "bo lind")
    sheet = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[1]
    )
    assert sheet.scorer == "Bo Lind"


def test_challenges_taken_up_together_are_all_stored_or_none(store: Store) -> None:
    good = ChallengeDraft(name="A", stage=JourneyStage.LEADS)
    lost = ChallengeDraft(name="B", stage=JourneyStage.LEADS, kpi_id=99)
    with pytest.raises(InvalidInput):
        take_up(store=store, actor=made.ADA, drafts=[good, lost])
    assert list(read_nouns(store=store, actor=made.ADA, table=Challenge)) == []
    assert len(take_up(store=store, actor=made.ADA, drafts=[good, good])) == 2
