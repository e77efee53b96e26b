"""Named reads of scoring rounds: who scored what, and who handed in."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from pmm_core.models import Challenge, ChallengeScore, ScoringRound, Submission


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
        for row in session.exec(
            select(ChallengeScore)
            .where(col(ChallengeScore.round_id) == round_id)
            .order_by(col(ChallengeScore.id))
        )
    }
    return list(newest.values())


def handed_in(*, session: Session, round_id: int) -> set[int]:
    """Read which scorers are done with a round."""
    return set(
        session.exec(select(Submission.scorer_id).where(col(Submission.round_id) == round_id))
    )
