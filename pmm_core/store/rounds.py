"""Named reads of scoring rounds: who scored what, and who handed in."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Audit, Challenge, ChallengeScore, ScoringRound, Submission
from pmm_core.vocabulary import NounKind


def in_use(*, session: Session) -> Sequence[ScoringRound]:
    """Read every round in use, the newest first."""
    return session.exec(
        select(ScoringRound)
        .where(col(ScoringRound.archived_at).is_(None))
        .order_by(col(ScoringRound.id).desc())
    ).all()


def challenges(*, session: Session) -> Sequence[Challenge]:
    """Read every challenge, archived ones too, in the order they were written down."""
    return session.exec(select(Challenge).order_by(col(Challenge.id))).all()


def scores_in_force(*, session: Session, round_id: int) -> list[ChallengeScore]:
    """Read the newest score of each challenge, scorer and criterion, in the order recorded."""
    newest = {
        (row.challenge_id, row.scorer_id, row.criterion): row
        for row in every_score(session=session, round_id=round_id)
    }
    return list(newest.values())


def every_score(*, session: Session, round_id: int) -> Sequence[ChallengeScore]:
    """Read every score of a round, also those that were replaced, in the order recorded."""
    return session.exec(
        select(ChallengeScore)
        .where(col(ChallengeScore.round_id) == round_id)
        .order_by(col(ChallengeScore.id))
    ).all()


def handed_in(*, session: Session, round_id: int) -> dict[int, dt.datetime]:
    """Read which scorers are done with a round, and when they first were."""
    newest_first = (
        select(Submission)
        .where(col(Submission.round_id) == round_id)
        .order_by(col(Submission.id).desc())
    )
    return {row.scorer_id: row.recorded_at for row in session.exec(newest_first)}


def closed_at(*, session: Session, round_id: int) -> list[dt.datetime]:
    """Read every time a round was closed, also where it was opened again."""
    changes = session.exec(
        select(Audit)
        .where(Audit.noun == NounKind.SCORING_ROUND, Audit.noun_id == round_id)
        .order_by(col(Audit.id))
    )
    return [row.recorded_at for row in changes if (row.after or {}).get("closed_on")]
