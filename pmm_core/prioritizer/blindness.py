"""Which scores were not given blind: those of a time when their scorer could see other scores."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmm_core.models import ChallengeScore
from pmm_core.prioritizer.rounds import Key, Late
from pmm_core.prioritizer.scoring import CRITERIA


@dataclass(frozen=True)
class Uncovered:
    """When scores of a round could be seen.

    Attributes:
        handed_in: scorer -> when they first handed in.
        closed: every time the round was closed.
    """

    handed_in: Mapping[int, dt.datetime]
    closed: Sequence[dt.datetime] = ()

    def since(self, scorer_id: int, history: Sequence[ChallengeScore]) -> dt.datetime | None:
        """Return from when on a scorer could see what another scored; null for not yet.

        That is once they and another had handed in, or once the round was closed over somebody
        else's scores.
        """
        others = [at for one, at in self.handed_in.items() if one != scorer_id]
        own = self.handed_in.get(scorer_id)
        seen = [max(own, min(others))] if own and others else []
        scored = [one.recorded_at for one in history if one.scorer_id != scorer_id]
        seen += [at for at in self.closed if scored and min(scored) <= at]
        return min(seen, default=None)


def find_late(
    history: Sequence[ChallengeScore],
    uncovered: Uncovered,
    *,
    challenges: Mapping[int, str],
    scorers: Mapping[int, str],
) -> tuple[Late, ...]:
    """Find the scores that are others now than when their scorer could first see other scores.

    Words that were added beside a score do not count: it is the number that is given blind.

    Args:
        history: every score of the round, also those that were replaced, in the order recorded.
        uncovered: when scores could be seen.
        challenges, scorers: names by id, of what is shown; the rest is left out.
    """
    late = []
    for scorer_id, scorer in scorers.items():
        since = uncovered.since(scorer_id, history)
        theirs = [one for one in history if one.scorer_id == scorer_id]
        blind = _values([one for one in theirs if since is None or one.recorded_at <= since])
        now = _values(theirs)
        questions = tuple(
            (name, criterion)
            for challenge_id, name in challenges.items()
            for criterion in CRITERIA
            if now.get((challenge_id, criterion)) != blind.get((challenge_id, criterion))
        )
        late += [Late(scorer, questions)] if questions else []
    return tuple(late)


def _values(rows: Sequence[ChallengeScore]) -> dict[Key, int | None]:
    return {(row.challenge_id, row.criterion): row.value for row in rows}
