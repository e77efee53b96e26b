"""The ranking of a round: the same as of its file, its own weights, what a mean must not hide."""

from itertools import cycle
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add
from pmm_core.errors import InvalidInput, NotFound, NotPermitted, Refused
from pmm_core.exports import ExportKind, safe_export
from pmm_core.importers.contract import problems_as_rows
from pmm_core.models import ScoringRound
from pmm_core.prioritizer.answer import problems_of_round, ranking_answer
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking import Weights
from pmm_core.prioritizer.rounds import Answer, Answers, find_round
from pmm_core.prioritizer.service import (
    open_round,
    rank_file,
    read_ranking,
    read_rounds,
    read_sheet,
    save_sheet,
)
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion, Evidence, JourneyStage, Role
from tests.catalogue import made

URGENT, UNIQUE, IMPACT = Criterion
HOSTILE = '=HYPERLINK("http://evil.example"), "B"'
# Two scorers; the second left out the last answer.
PANELS = (
    {HOSTILE: (5, 2, 3), "B": (3, 4, 3), "C": (2, 3, 5), "D": (4, 4, 2)},
    {HOSTILE: (4, 1, 3), "B": (3, 5, 3), "C": (2, 2, 4), "D": (4, 3, None)},
)


def scored(store: Store, *, all_done: bool = True, **said: object) -> ScoringRound:
    """Make a round of four challenges that two have scored."""
    stages = cycle(JourneyStage)
    challenges = {
        name: add(
            store=store,
            actor=made.ADA,
            draft=ChallengeDraft(name=name, stage=next(stages)),
        )
        for name in PANELS[0]
    }
    people = [made.person(store, name) for name in ("Ada Moreno", "Bo Lind")]
    draft = RoundDraft.check(
        name="Q1 2026",
        challenge_ids=[one.id for one in challenges.values()],
        scorer_ids=[one.id for one in people],
        **said,
    )
    row = open_round(store=store, actor=made.ADA, draft=draft)
    for scorer, panel, evidence in zip(row.scorer_ids, PANELS, Evidence, strict=False):
        base = read_sheet(store=store, actor=made.ADA, round_id=row.id or 0, scorer_id=scorer)
        drafts = [
            ScoreDraft.check(
                challenge_id=challenges[name].id,
                criterion=criterion,
                value=value,
                evidence=evidence if criterion is UNIQUE else None,
            )
            for name, values in panel.items()
            for criterion, value in zip(Criterion, values, strict=True)
        ]
        hand_in = all_done or scorer == row.scorer_ids[0]
        save_sheet(store=store, actor=made.ADA, base=base, drafts=drafts, hand_in=hand_in)
    return row


def ranked(store: Store, row: ScoringRound, **said: object) -> RankedRound:
    return read_ranking(store=store, actor=made.ADA, round_id=row.id or 0, **said)  # type: ignore[arg-type]


def _numbers(document: object) -> list[float]:
    """Every number of a document, in its order."""
    if isinstance(document, dict):
        return [one for value in document.values() for one in _numbers(value)]
    if isinstance(document, list):
        return [one for value in document for one in _numbers(value)]
    return [float(document)] if isinstance(document, int | float) else []


def test_a_round_and_its_exported_file_are_ranked_the_same(
    any_store: Store, tmp_path: Path
) -> None:
    of_round = ranked(any_store, scored(any_store))
    file = tmp_path / "scores.csv"
    file.write_bytes(safe_export(of_round.scores, ExportKind.CSV))
    of_file = rank_file(path=file)
    assert set(of_file.file.sheet.cells) == set(of_round.answers.sheet.cells)
    assert HOSTILE in of_file.file.sheet.challenges
    ours, theirs = (ranking_answer(one.ranking) for one in (of_round, of_file))
    assert _numbers(ours) == pytest.approx(_numbers(theirs), abs=1e-12)
    assert len(_numbers(ours)) > 50
    assert [one["challenge"] for one in ours["ranking"]] == [
        one["challenge"] for one in theirs["ranking"]
    ]


def test_a_round_is_ranked_at_its_own_weights_unless_told_otherwise(store: Store) -> None:
    row = scored(store, urgent=2, unique=1, impact=1, importance=["urgent", "unique", "impact"])
    own = ranked(store, row).ranking
    assert (own.weights, own.order) == (Weights(0.5, 0.25, 0.25), (URGENT, UNIQUE, IMPACT))
    every = ranked(store, row, order=()).ranking
    assert (every.weights, every.order) == (own.weights, None)
    order = (IMPACT, URGENT, UNIQUE)
    other = ranked(store, row, weights=Weights(0.2, 0.2, 0.6), order=order).ranking
    assert (other.weights, other.order) == (Weights(0.2, 0.2, 0.6), order)
    assert other.stability.first == "C"
    with pytest.raises(InvalidInput) as wrong:
        ranked(store, row, weights=Weights(0.2, 0.2, 0.6))
    assert wrong.value.code == "weights_against_order"


def test_a_round_somebody_still_scores_is_not_ranked(store: Store) -> None:
    row = scored(store, all_done=False)
    with pytest.raises(Refused, match="Missing: Bo Lind"):
        ranked(store, row)


def test_a_visitor_is_not_shown_the_ranking_of_the_own_company(store: Store) -> None:
    row = scored(store)
    with pytest.raises(NotPermitted):
        read_ranking(store=store, actor=Actor("Visitor", role=Role.VISITOR), round_id=row.id or 0)


def test_a_one_stays_in_sight_beside_its_mean(store: Store) -> None:
    vetoes = ranked(store, scored(store)).vetoes
    told = {name: [(one.scorer, one.criterion) for one in given] for name, given in vetoes.items()}
    assert list(told.values()) == [[("Bo Lind", UNIQUE)], [], [], []]


def _with(*evidence: Evidence | None, **values: int) -> RankedRound:
    given = tuple(
        Answer(name, f"Scorer {at}", criterion, value, said if criterion is UNIQUE else None)
        for name, value in values.items()
        for at, said in enumerate(evidence)
        for criterion in Criterion
    )
    scorers = tuple(f"Scorer {at}" for at in range(len(evidence)))
    answers = Answers(given, tuple(values), scorers)
    return RankedRound("Q1", answers, rank_challenges(answers.sheet))


@pytest.mark.parametrize(
    ("said", "rests_on"),
    [
        ((Evidence.MEASURED, Evidence.MEASURED, Evidence.OPINION), Evidence.MEASURED),
        ((Evidence.MEASURED, Evidence.OPINION), Evidence.OPINION),
        ((Evidence.OPINION, Evidence.MEASURED), Evidence.OPINION),
        ((None, Evidence.ESTIMATE, None), Evidence.ESTIMATE),
        ((None, None), None),
    ],
)
def test_a_challenge_rests_on_what_most_say_and_on_the_weaker_in_a_tie(
    said: tuple[Evidence | None, ...], rests_on: Evidence | None
) -> None:
    assert _with(*said, A=3).evidence == {"A": rests_on}


def test_challenges_with_the_same_scores_are_told_to_be_twins() -> None:
    assert _with(None, A=3, B=4, C=3).twins == {"B": (), "A": ("C",), "C": ("A",)}


def test_what_a_round_misses_its_file_misses_too(store: Store, tmp_path: Path) -> None:
    of_round = ranked(store, scored(store))
    file = tmp_path / "scores.csv"
    file.write_bytes(safe_export(of_round.scores, ExportKind.CSV))
    keys = ("column", "code", "message")
    ours, theirs = (
        [tuple(one[key] for key in keys) for one in problems]
        for problems in (
            problems_of_round(of_round.ranking),
            problems_as_rows(rank_file(path=file).file.problems),
        )
    )
    message = "Bo Lind did not score “D” on impact. The mean is that of the others."
    assert ours == theirs == [("impact", "score_missing", message)]


def test_who_scored_nothing_has_a_blank_row() -> None:
    given = (Answer("A", "Ada", URGENT, 3),)
    answers = Answers(given, ("A",), ("Ada", "Bo"))
    table = RankedRound("Q1", answers, rank_challenges(answers.sheet)).scores
    assert table.rows[1] == ["A", "Bo", None, None, None, None]


def test_the_file_has_a_row_a_scorer_and_a_blank_for_what_is_missing(store: Store) -> None:
    table = ranked(store, scored(store)).scores
    assert table.headers == ("challenge", "scorer", "urgent", "unique", "impact", "evidence")
    assert table.rows[-2:] == [
        ["D", "Ada Moreno", 4, 4, 2, "measured"],
        ["D", "Bo Lind", 4, 3, None, "estimate"],
    ]


def test_a_round_is_found_by_its_name_or_its_id(store: Store) -> None:
    row = scored(store)
    draft = RoundDraft.of(row).model_copy(update={"name": "Twice"})
    twice = [open_round(store=store, actor=made.ADA, draft=draft) for _ in range(2)]
    rounds = read_rounds(store=store, actor=Actor("Ada"))
    assert find_round(rounds, " q1 2026").round.id == row.id
    assert find_round(rounds, str(twice[1].id)).round.id == twice[1].id
    with pytest.raises(NotFound, match="Did you mean Q1 2026"):
        find_round(rounds, "Q2 2026")
    with pytest.raises(InvalidInput, match=f"{twice[1].id} or {twice[0].id}") as wrong:
        find_round(rounds, "Twice")
    assert wrong.value.code == "round_ambiguous"
