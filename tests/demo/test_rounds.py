"""What the sample tells of its rounds of scoring is what `data/README.md` says."""

import datetime as dt

from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.models import ChallengeScore
from pmm_core.prioritizer.disagreement import strips_of, to_talk_about
from pmm_core.prioritizer.rounds import Progress
from pmm_core.prioritizer.service import read_moved, read_rounds, read_scores
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.settings import ROOT
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion

ADA = Actor("Ada Moreno")
README = " ".join((ROOT / "data/README.md").read_text("utf-8").split())


def _rounds(sample: Store) -> tuple[Progress, Progress]:
    newest, oldest = read_rounds(store=sample, actor=ADA)
    return newest, oldest


def test_the_rounds_told_are_those_stored(sample: Store) -> None:
    newest, oldest = _rounds(sample)
    assert newest.round.started_from_id == oldest.round.id
    assert f"closed on {oldest.round.closed_on}" in README
    assert (newest.round.closed_on, newest.waiting) == (None, ())
    for one in (newest, oldest):
        assert len(one.round.challenge_ids) == 7
        assert all(turn.scorer.split()[0] in README for turn in one.turns)


def test_the_first_told_is_the_first_ranked(sample: Store) -> None:
    for one in _rounds(sample):
        sheet = read_scores(store=sample, actor=ADA, round_id=one.round.id or 0)
        stability = rank_challenges(sheet).stability
        assert stability.first == "Trials do not become paid plans"
        assert f"in {stability.first_share:.0%}" in README


def test_the_disagreement_told_is_the_widest_there_is(sample: Store) -> None:
    newest, _ = _rounds(sample)
    sheet = read_scores(store=sample, actor=ADA, round_id=newest.round.id or 0)
    widest, second, *_ = to_talk_about(strips_of(sheet))
    assert (widest.challenge, widest.criterion) == ("Deals are lost to suites", Criterion.URGENT)
    assert (dict(widest.said)["Marc Dubois"], dict(widest.said)["Lena Fischer"]) == (5, 2)
    assert second.score.disagreement < widest.score.disagreement


def test_what_moved_is_what_is_told(sample: Store) -> None:
    newest, _ = _rounds(sample)
    moved = read_moved(store=sample, actor=ADA, round_id=newest.round.id or 0)
    assert {one.challenge: one.climbed for one in moved}["Deals are lost to suites"] == 1
    assert [one.challenge for one in moved if one.was is None] == [
        "Agencies do not come back to a proposal"
    ]
    assert [one.challenge for one in moved if one.now is None] == [
        "Too few buyers look for the category"
    ]


def test_every_score_was_recorded_before_its_round_was_closed(sample: Store) -> None:
    newest, oldest = _rounds(sample)
    with sample.read() as session:
        rows = session.exec(select(ChallengeScore)).all()
    for one, last in ((oldest, oldest.round.closed_on), (newest, dt.date(2026, 3, 31))):
        days = [row.recorded_at.date() for row in rows if row.round_id == one.round.id]
        assert last and one.round.recorded_at.date() < min(days) <= max(days) < last
