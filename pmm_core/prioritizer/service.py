"""Reads challenges, keeps rounds of scoring, and ranks those of a file (which needs no store)."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue import service as catalogue
from pmm_core.errors import InvalidInput, NotFound, Refused
from pmm_core.importers import scores
from pmm_core.importers.contract import SourceFile
from pmm_core.importers.limits import refuse_large
from pmm_core.importers.scores import ScoreFile
from pmm_core.models import (
    Challenge,
    ChallengeScore,
    Kpi,
    Person,
    Product,
    ScoringRound,
    Submission,
    Team,
)
from pmm_core.prioritizer import sheet_wording, wording
from pmm_core.prioritizer.blindness import Uncovered, find_late
from pmm_core.prioritizer.challenges import Inventory, ProvenChallenge, take_inventory
from pmm_core.prioritizer.defence import Defence, defend
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.rounds import (
    SAID,
    Answer,
    Answers,
    Key,
    Moved,
    Progress,
    Sheet,
    Turn,
    newest_of,
    order_of,
    to_store,
    told_apart,
    weights_of,
    what_moved,
)
from pmm_core.prioritizer.scoring import CRITERIA, ScoreSheet
from pmm_core.prioritizer.stability import Order, rank_challenges
from pmm_core.scorecard import service as scorecard
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.store import rounds
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action


@dataclass(frozen=True)
class RankedFile:
    """A ranking and the file it was read from."""

    file: ScoreFile
    ranking: Ranking


def rank_file(*, path: Path, weights: Weights | None = None, order: Order = None) -> RankedFile:
    """Rank the challenges of a CSV a person named.

    Args:
        path: where it lies; its columns are those of `scores.read_scores`.
        weights, order: as `rank_challenges` takes them.

    Raises:
        InvalidInput: `file_missing`, or whatever `scores.read_scores` and `rank_challenges` refuse.
    """
    try:
        refuse_large(path.name, path.stat().st_size)
        source = SourceFile.at(path)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.", code="file_missing") from (
            error
        )
    file = scores.read_scores(source)
    return RankedFile(file, rank_challenges(file.sheet, weights=weights, order=order))


def read_challenges(*, store: Store, actor: Actor, as_of: dt.date) -> Inventory:
    """Read every challenge in use with its proof as it stands on a day."""
    require(actor, Action.READ, store)
    known = catalogue.read_directory(store=store, actor=actor)
    standpoints = scorecard.read_standpoints(store=store, actor=actor, as_of=as_of)
    rows = catalogue.read_nouns(store=store, actor=actor, table=Challenge)
    return take_inventory(
        ProvenChallenge(
            id=row.id or 0,
            name=row.name,
            stage=row.stage,
            description=row.description,
            product=known.name(Product, row.product_id),
            kpi_id=row.kpi_id,
            standpoint=_standpoint(row, standpoints, known.name(Kpi, row.kpi_id)),
            proof=row.proof,
        )
        for row in rows
        if row.archived_at is None
    )


def _standpoint(
    row: Challenge, standpoints: dict[int, Standpoint], kpi: str | None
) -> Standpoint | None:
    """An archived KPI still proves a challenge by name, though it stands nowhere any more."""
    if row.kpi_id is None or kpi is None:
        return None
    return standpoints.get(row.kpi_id, Standpoint(kpi, ""))


def take_up(*, store: Store, actor: Actor, drafts: Sequence[ChallengeDraft]) -> Sequence[Challenge]:
    """Write down several challenges in one step or not at all.

    Raises:
        InvalidInput: as `catalogue.add` refuses.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return catalogue.create_all(unit, drafts)


def read_rounds(*, store: Store, actor: Actor) -> tuple[Progress, ...]:
    """Read every round in use, the newest first, and how far each scorer is; never a score."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return tuple(_progress(session, row) for row in rounds.in_use(session=session))


def open_round(*, store: Store, actor: Actor, draft: RoundDraft) -> ScoringRound:
    """Start a round with its own lists of challenges and scorers.

    Raises:
        InvalidInput: a challenge or a scorer is not in use (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return catalogue.create_all(unit, [draft])[0]


def save_round(
    *, store: Store, actor: Actor, base: ScoringRound, draft: RoundDraft
) -> ScoringRound:
    """Write what a person changed of an open round; scores of what leaves its lists stay stored.

    Raises:
        Refused: the round is closed (`round_closed`).
        InvalidInput: what was added to a list is not in use (`not_in_use`).
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        _check_open(_round(unit.session, base.id or 0))
        return catalogue.change(unit, base, draft)


def start_from(*, store: Store, actor: Actor, row: ScoringRound, name: str) -> RoundDraft:
    """Make the draft of a round that takes over another one's lists and weights, not its scores.

    Challenges and people that are archived by now are left out.

    Raises:
        InvalidInput: nothing or nobody of it is in use any more (`draft_invalid`).
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        people = {one.id for one in catalogue.directory(session).in_use(Person)}
        challenges = {
            one.id for one in rounds.challenges(session=session) if one.archived_at is None
        }
    said = {field: getattr(row, field) for field in RoundDraft.model_fields}
    return RoundDraft.check(
        **said
        | {
            "name": name,
            "start_on": None,
            "end_on": None,
            "started_from_id": row.id,
            "challenge_ids": [one for one in row.challenge_ids if one in challenges],
            "scorer_ids": [one for one in row.scorer_ids if one in people],
        }
    )


def read_sheet(*, store: Store, actor: Actor, round_id: int, scorer_id: int) -> Sheet:
    """Read what one scorer said in a round; what others said is not in it."""
    require(actor, Action.READ, store)
    with store.read() as session:
        row = _round(session, round_id)
        _check_scorer(row, scorer_id)
        seen = newest_of(rounds.scores_in_force(session=session, round_id=round_id), scorer_id)
        earlier: dict[Key, int] = {}
        if seen and row.started_from_id is not None:
            before = rounds.scores_in_force(session=session, round_id=row.started_from_id)
            earlier = {
                key: one.value
                for key, one in newest_of(before, scorer_id).items()
                if one.value is not None
            }
        return Sheet(
            round=row,
            scorer_id=scorer_id,
            scorer=_names(session, row.scorer_ids)[scorer_id],
            challenges=_challenge_names(session, row),
            seen=seen,
            is_handed_in=scorer_id in rounds.handed_in(session=session, round_id=round_id),
            last_time=earlier,
        )


def save_sheet(
    *, store: Store, actor: Actor, base: Sheet, drafts: Sequence[ScoreDraft], hand_in: bool = False
) -> int:
    """Save the cells of a sheet that changed, in one step or not at all; half a sheet is welcome.

    Args:
        base: the sheet as the person saw it.
        drafts: what they say now; cells that are not in it stay as they are.
        hand_in: whether they are done and stand by every answer of the sheet; they may still
            change scores until the round is closed.

    Returns:
        How many cells changed; the earlier scores stay in the history.

    Raises:
        Refused: the round is closed (`round_closed`).
        InvalidInput: a challenge is not in the round (`not_in_round`), or they hand in a sheet of
            other challenges than the round has by now (`round_changed`).
        ChangedElsewhere: somebody saved one of these cells meanwhile; nothing was stored.
    """
    require(actor, Action.WRITE, store)
    round_id, scorer_id = base.round.id or 0, base.scorer_id
    with store.write(actor=actor) as unit:
        row = _round(unit.session, round_id)
        _check_scorer(row, scorer_id)
        _check_open(row)
        if not {one.challenge_id for one in drafts} <= set(row.challenge_ids):
            raise InvalidInput(wording.NOT_IN_ROUND, code="not_in_round")
        if hand_in and set(base.challenges) != set(row.challenge_ids):
            raise InvalidInput(sheet_wording.ROUND_CHANGED, code="round_changed")
        now = newest_of(rounds.scores_in_force(session=unit.session, round_id=round_id), scorer_id)
        changed = to_store(base, now, drafts, whole=hand_in)
        unit.add_all(
            [
                ChallengeScore(round_id=round_id, scorer_id=scorer_id, **one.model_dump())
                for one in changed
            ]
        )
        if hand_in and scorer_id not in rounds.handed_in(session=unit.session, round_id=round_id):
            unit.add(Submission(round_id=round_id, scorer_id=scorer_id))
    return len(changed)


def close_round(*, store: Store, actor: Actor, row: ScoringRound, on: dt.date) -> ScoringRound:
    """Close a round: its scores are fixed from that day on."""
    return _set_closed(store, actor, row, on)


def reopen_round(*, store: Store, actor: Actor, row: ScoringRound) -> ScoringRound:
    """Open a closed round again; that it was closed stays in its history."""
    return _set_closed(store, actor, row, None)


def read_scores(
    *, store: Store, actor: Actor, round_id: int, scorer_id: int | None = None
) -> ScoreSheet:
    """Read what everybody scored, once it may be seen.

    Args:
        round_id: the round.
        scorer_id: whoever asks; they see what others said once they handed in themselves.

    Raises:
        Refused: it may not be seen yet (`scores_covered`); the sentence says who is missing.
    """
    return read_answers(store=store, actor=actor, round_id=round_id, scorer_id=scorer_id).sheet


def read_answers(
    *, store: Store, actor: Actor, round_id: int, scorer_id: int | None = None
) -> Answers:
    """Read what everybody scored and what they said beside it; see `read_scores`."""
    require(actor, Action.READ, store)
    with store.read() as session:
        row = _round(session, round_id)
        progress = _progress(session, row)
        done = scorer_id in rounds.handed_in(session=session, round_id=round_id)
        if progress.is_covered and not done:
            raise Refused(wording.scores_covered(progress.waiting), code="scores_covered")
        return _answers(session, row)


def read_ranking(
    *,
    store: Store,
    actor: Actor,
    round_id: int,
    weights: Weights | None = None,
    order: Order = None,
) -> RankedRound:
    """Rank the challenges of a round by every score that may be seen.

    Args:
        round_id: the round.
        weights: at which scores and ranks are taken; the round's own unless given.
        order: of importance; empty for every weighting, the round's own unless given.

    Raises:
        Refused: as for `read_scores`.
        InvalidInput: `order_wrong`, or `weights_against_order`.
    """
    answers = read_answers(store=store, actor=actor, round_id=round_id)
    with store.read() as session:
        row = _round(session, round_id)
    stated = order_of(row) if order is None else order or None
    ranking = rank_challenges(answers.sheet, weights=weights or weights_of(row), order=stated)
    return RankedRound(row.name, answers, ranking)


def read_defence(*, store: Store, actor: Actor, round_id: int) -> Defence:
    """Read what a round says for its first challenge, as a mandate quotes it.

    Raises:
        Refused, InvalidInput: as for `read_ranking`.
    """
    ranked = read_ranking(store=store, actor=actor, round_id=round_id)
    defence = defend(ranked.name, ranked.ranking, ranked.answers.sheet)
    return replace(defence, doubts=(*defence.doubts, *sheet_wording.late(ranked.answers.late)))


def name_challenges(session: Session) -> dict[int, str]:
    """Name every challenge by its id, archived ones too; two of one name are told apart."""
    return told_apart({one.id or 0: one.name for one in rounds.challenges(session=session)})


def read_moved(
    *, store: Store, actor: Actor, round_id: int, scorer_id: int | None = None
) -> tuple[Moved, ...]:
    """Read what moved since the round this one was started from; nothing while that is covered.

    Each round is ranked at its own weights.

    Raises:
        Refused: as for `read_scores`.
    """
    now = read_scores(store=store, actor=actor, round_id=round_id, scorer_id=scorer_id)
    with store.read() as session:
        row = _round(session, round_id)
        if row.started_from_id is None:
            return ()
        earlier = _round(session, row.started_from_id)
        if _progress(session, earlier).is_covered:
            return ()
        before = _answers(session, earlier).sheet
    return what_moved(_rank(earlier, before), _rank(row, now))


def _set_closed(store: Store, actor: Actor, row: ScoringRound, on: dt.date | None) -> ScoringRound:
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return unit.change(ScoringRound, row.id or 0, {"closed_on": on}, version=row.version)


def _round(session: Session, round_id: int) -> ScoringRound:
    row = session.get(ScoringRound, round_id)
    if row is None:
        raise NotFound("scoring round", str(round_id))
    return row


def _rank(row: ScoringRound, sheet: ScoreSheet) -> Ranking:
    return rank_challenges(sheet, weights=weights_of(row), order=order_of(row))


def _progress(session: Session, row: ScoringRound) -> Progress:
    round_id = row.id or 0
    done = rounds.handed_in(session=session, round_id=round_id)
    answered = Counter(
        one.scorer_id
        for one in rounds.scores_in_force(session=session, round_id=round_id)
        if one.value is not None and one.challenge_id in row.challenge_ids
    )
    asked = len(row.challenge_ids) * len(CRITERIA)
    known = catalogue.directory(session)
    in_use = {one.id for one in known.in_use(Person)}
    turns = tuple(
        Turn(one, name, answered[one], asked, one in done, one not in in_use)
        for one, name in _names(session, row.scorer_ids).items()
    )
    return Progress(row, known.name(Team, row.team_id), turns)


def _answers(session: Session, row: ScoringRound) -> Answers:
    challenge, round_id = _challenge_names(session, row), row.id or 0
    # While a round is open, a sheet that is not handed in is still its scorer's own.
    done = rounds.handed_in(session=session, round_id=round_id)
    shown = [one for one in row.scorer_ids if row.closed_on is not None or one in done]
    scorer = _names(session, shown)
    given = [
        Answer(
            challenge[one.challenge_id],
            scorer[one.scorer_id],
            one.criterion,
            **{field: getattr(one, field) for field in SAID},
        )
        for one in rounds.scores_in_force(session=session, round_id=round_id)
        if one.value is not None and one.scorer_id in scorer and one.challenge_id in challenge
    ]
    late = find_late(
        rounds.every_score(session=session, round_id=round_id),
        Uncovered(done, rounds.closed_at(session=session, round_id=round_id)),
        challenges=challenge,
        scorers=scorer,
    )
    return Answers(tuple(given), tuple(challenge.values()), tuple(scorer.values()), late)


def _challenge_names(session: Session, row: ScoringRound) -> dict[int, str]:
    """Name the challenges of a round as in every other round, so that two can be compared."""
    every = name_challenges(session)
    return {one: every[one] for one in row.challenge_ids}


def _names(session: Session, people: Sequence[int]) -> dict[int, str]:
    known = catalogue.directory(session)
    return {one: known.name(Person, one) or "" for one in people}


def _check_open(row: ScoringRound) -> None:
    if row.closed_on is not None:
        raise Refused(wording.round_closed(row.name), code="round_closed")


def _check_scorer(row: ScoringRound, scorer_id: int) -> None:
    if scorer_id not in row.scorer_ids:
        raise InvalidInput(wording.NO_SCORER, code="not_a_scorer")
