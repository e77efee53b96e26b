"""What a scorer may see of a round, and what moved since the round it was started from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmm_core.models import ChallengeScore, ScoringRound
from pmm_core.prioritizer.scoring import CRITERIA, Scoring
from pmm_core.vocabulary import Criterion

Key = tuple[int, Criterion]


@dataclass(frozen=True)
class Sheet:
    """What one scorer said in a round; never what another said.

    Attributes:
        seen: challenge and criterion -> score in force; without those taken back.
        is_handed_in: whether they are done.
        last_time: the same scorer's scores in the round this one was started from, and only once
            they have scored here: nobody is anchored by them.
    """

    round: ScoringRound
    scorer_id: int
    seen: Mapping[Key, ChallengeScore]
    is_handed_in: bool
    last_time: Mapping[Key, int]

    @property
    def missing(self) -> tuple[Key, ...]:
        """Questions without an answer, in the order of the round."""
        asked = [(one, criterion) for one in self.round.challenge_ids for criterion in CRITERIA]
        return tuple(key for key in asked if key not in self.seen)


@dataclass(frozen=True)
class Progress:
    """How far a round has come.

    Attributes:
        waiting: scorers who have not handed in, in the order of the round.
    """

    round: ScoringRound
    waiting: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        """Whether nobody may see the scores of others yet."""
        return bool(self.waiting) and self.round.closed_on is None


@dataclass(frozen=True)
class Moved:
    """How the mean of a challenge on one question moved between two rounds; null if not scored."""

    challenge: str
    criterion: Criterion
    was: float | None
    now: float | None

    @property
    def by(self) -> float | None:
        """How far it moved; null where one of the two is not known."""
        return None if self.was is None or self.now is None else self.now - self.was


def what_moved(before: Scoring, now: Scoring) -> tuple[Moved, ...]:
    """Compare the means of two rounds, the largest move first, those without a pair last."""
    was, became = _means(before), _means(now)
    moves = [Moved(*key, was.get(key), became.get(key)) for key in {**became, **was}]
    return tuple(sorted(moves, key=lambda one: -abs(one.by) if one.by is not None else 1.0))


def _means(scoring: Scoring) -> dict[tuple[str, Criterion], float]:
    return {
        (one.challenge, criterion): score.mean
        for one in scoring.scored
        for criterion, score in one.scores.items()
    }


def newest_of(rows: Sequence[ChallengeScore], scorer_id: int) -> dict[Key, ChallengeScore]:
    """Pick what one scorer says now, without what they took back."""
    return {
        (row.challenge_id, row.criterion): row
        for row in rows
        if row.scorer_id == scorer_id and row.value is not None
    }
