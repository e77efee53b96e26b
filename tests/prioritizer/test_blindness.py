"""Who scored knowing the others, and handing in what is read: nothing passes without a trace."""

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, read_nouns
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.models import Person, ScoringRound
from pmm_core.prioritizer import round_wording, sheet_wording
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.rounds import Late, Moved, Placed
from pmm_core.prioritizer.service import (
    close_round,
    read_answers,
    read_defence,
    read_rounds,
    read_sheet,
    reopen_round,
    save_round,
    save_sheet,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion, JourneyStage
from tests.catalogue import made
from tests.prioritizer.test_rounds import DAY, URGENT, all_at, opened, score

BO = Actor("Bo Lind")
FIRST = "Nobody asks"


def _late(store: Store, row: ScoringRound) -> tuple[Late, ...]:
    return read_answers(store=store, actor=made.ADA, round_id=row.id or 0).late


def test_whoever_hands_in_stands_by_what_the_sheet_shows_and_not_by_what_was_saved_elsewhere(
    any_store: Store,
) -> None:
    row = opened(any_store)
    score(any_store, row, 0, all_at(2))
    scorer_id, round_id = row.scorer_ids[0], row.id or 0
    shown = read_sheet(store=any_store, actor=made.ADA, round_id=round_id, scorer_id=scorer_id)
    draft = ScoreDraft(challenge_id=row.challenge_ids[0], criterion=URGENT, value=4)
    save_sheet(store=any_store, actor=BO, base=shown, drafts=[draft])
    with pytest.raises(ChangedElsewhere, match="Bo Lind") as refused:
        save_sheet(store=any_store, actor=made.ADA, base=shown, drafts=[], hand_in=True)
    (field,) = refused.value.details["fields"]
    assert (field["base"], field["theirs"], field["yours"]) == (2, 4, 2)
    now = read_sheet(store=any_store, actor=made.ADA, round_id=round_id, scorer_id=scorer_id)
    assert not now.is_handed_in
    # What is not part of handing in is saved past the others as before.
    other = ScoreDraft(challenge_id=row.challenge_ids[1], criterion=URGENT, value=1)
    assert save_sheet(store=any_store, actor=made.ADA, base=shown, drafts=[other]) == 1


def test_a_sheet_without_a_challenge_that_was_added_is_not_handed_in(store: Store) -> None:
    row = opened(store)
    shown = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    extra = add(
        store=store,
        actor=made.ADA,
        draft=ChallengeDraft(name="Nobody stays", stage=JourneyStage.CHURN),
    )
    said = RoundDraft.of(row).model_dump() | {"challenge_ids": [*row.challenge_ids, extra.id]}
    save_round(store=store, actor=made.ADA, base=row, draft=RoundDraft.check(**said))
    with pytest.raises(InvalidInput) as refused:
        save_sheet(store=store, actor=made.ADA, base=shown, drafts=[], hand_in=True)
    assert refused.value.code == "round_changed"


def test_a_score_given_or_changed_after_seeing_the_others_is_marked(any_store: Store) -> None:
    row = opened(any_store)
    score(any_store, row, 0, {URGENT: 5, Criterion.UNIQUE: 3}, hand_in=True)
    score(any_store, row, 1, all_at(1), hand_in=True)
    assert _late(any_store, row) == ()
    score(any_store, row, 0, {URGENT: 2, Criterion.IMPACT: 1})
    (late,) = _late(any_store, row)
    assert late == Late("Ada Moreno", ((FIRST, URGENT), (FIRST, Criterion.IMPACT)))
    assert sheet_wording.late([late]) == [
        "Ada Moreno gave or changed 2 scores after they could see what others scored: "
        "“Nobody asks” (urgent and impact)."
    ]
    doubts = read_defence(store=any_store, actor=made.ADA, round_id=row.id or 0).doubts
    assert any(line.startswith("Ada Moreno gave or changed 2 scores") for line in doubts)


def test_taking_a_score_back_after_seeing_the_others_is_marked_too(store: Store) -> None:
    row = opened(store)
    for scorer in (0, 1):
        score(store, row, scorer, all_at(4), hand_in=True)
    score(store, row, 1, {URGENT: None})
    assert _late(store, row) == (Late("Bo Lind", ((FIRST, URGENT),)),)


def test_what_is_changed_while_there_is_nothing_to_see_is_not_marked(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(5), hand_in=True)
    # Ada has handed in, but nobody else has: she still knows nothing.
    score(store, row, 0, {URGENT: 1})
    score(store, row, 1, all_at(2), hand_in=True)
    assert _late(store, row) == ()


def test_words_added_beside_a_score_are_no_late_score(store: Store) -> None:
    row = opened(store)
    for scorer in (0, 1):
        score(store, row, scorer, all_at(4), hand_in=True)
    base = read_sheet(
        store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0]
    )
    draft = ScoreDraft(
        challenge_id=row.challenge_ids[0], criterion=URGENT, value=4, cost_of_waiting="A deal"
    )
    assert save_sheet(store=store, actor=made.ADA, base=base, drafts=[draft]) == 1
    assert _late(store, row) == ()


def test_whoever_scores_after_a_round_was_closed_and_opened_again_is_marked(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(5), hand_in=True)
    closed = close_round(store=store, actor=made.ADA, row=row, on=DAY)
    reopen_round(store=store, actor=made.ADA, row=closed)
    score(store, row, 1, {URGENT: 4}, hand_in=True)
    assert _late(store, row) == (Late("Bo Lind", ((FIRST, URGENT),)),)


def test_a_round_that_was_closed_while_it_was_empty_gave_nothing_away(store: Store) -> None:
    row = opened(store)
    closed = close_round(store=store, actor=made.ADA, row=row, on=DAY)
    reopen_round(store=store, actor=made.ADA, row=closed)
    for scorer in (0, 1):
        score(store, row, scorer, all_at(4), hand_in=True)
    assert _late(store, row) == ()


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("challenge_ids", "Choose at least one challenge."),
        ("scorer_ids", "Choose at least one scorer."),
    ],
)
def test_a_round_of_nothing_or_nobody_is_refused_in_plain_words(field: str, sentence: str) -> None:
    said = {"name": "Q1", "challenge_ids": [1], "scorer_ids": [1]} | {field: []}
    with pytest.raises(InvalidInput) as refused:
        RoundDraft.check(**said)
    assert refused.value.message == sentence


def test_a_round_names_whom_it_waits_for_although_they_left(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(4), hand_in=True)
    for person in read_nouns(store=store, actor=made.ADA, table=Person):
        archive(store=store, actor=made.ADA, noun=person)
    (progress,) = read_rounds(store=store, actor=made.ADA)
    # Ada has left too, but is done.
    assert progress.waiting_in_vain == ("Bo Lind",)
    assert "Bo Lind is archived and still waited for." in sheet_wording.waiting_in_vain(
        progress.waiting_in_vain
    )
    close_round(store=store, actor=made.ADA, row=row, on=DAY)
    (progress,) = read_rounds(store=store, actor=made.ADA)
    assert progress.waiting_in_vain == ()


def test_a_list_of_moves_says_how_many_it_leaves_out() -> None:
    def moves(many: int) -> list[Moved]:
        return [Moved(str(at), Placed(at + 1, {}), Placed(at + 2, {})) for at in range(many)]

    assert "more" not in " ".join(round_wording.moved(moves(3)))
    assert round_wording.moved(moves(4))[-1] == "1 more has moved: see the table."
    assert round_wording.moved(moves(5))[-1] == "2 more have moved: see the table."
