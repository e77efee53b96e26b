"""What the ranking of a round stands on: answers, evidence, lowest scores."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pmm_core.exports import Cell, ExportTable
from pmm_core.prioritizer.ranking import Ranking
from pmm_core.prioritizer.rounds import Answer, Answers
from pmm_core.prioritizer.scoring import CRITERIA, LOWEST
from pmm_core.vocabulary import Criterion, Evidence

# A challenge among the first so many is taken on early, whoever comes first.
TOP_THREE = 3
# From the firmest to the weakest.
_EVIDENCE = (Evidence.MEASURED, Evidence.ESTIMATE, Evidence.OPINION)
SCORE_HEADERS = ("challenge", "scorer", *(one.value for one in CRITERIA), "evidence")


@dataclass(frozen=True)
class RankedRound:
    """The ranking of a round and everything it was made from.

    Attributes:
        name: of the round.
        answers: every answer that counts.
        ranking: of these answers.
    """

    name: str
    answers: Answers
    ranking: Ranking

    @property
    def evidence(self) -> Mapping[str, Evidence | None]:
        """Challenge -> what most scorers rest on, the weaker in a tie; null where nobody said."""
        return {one: _evidence_of(self.answers, one) for one in self.answers.challenges}

    @property
    def vetoes(self) -> Mapping[str, tuple[Answer, ...]]:
        """Challenge -> answers that give the lowest score; a mean must not hide them."""
        return {
            challenge: tuple(
                one
                for one in self.answers.given
                if one.challenge == challenge and one.value == LOWEST
            )
            for challenge in self.answers.challenges
        }

    @property
    def twins(self) -> Mapping[str, tuple[str, ...]]:
        """Challenge -> those with the very same means; no weighting tells them apart."""
        means = {
            one.challenge: tuple(one.scores[criterion].mean for criterion in CRITERIA)
            for one in self.ranking.ranked
        }
        return {
            name: tuple(other for other in means if other != name and means[other] == own)
            for name, own in means.items()
        }

    @property
    def scores(self) -> ExportTable:
        """The answers as a table `mandate rank` reads, a row a challenge and scorer.

        Who scored nothing has a blank row: the file then misses what the round misses.
        """
        given = {(one.challenge, one.scorer, one.criterion): one for one in self.answers.given}
        rows: list[list[Cell]] = []
        for challenge in self.answers.challenges:
            for scorer in self.answers.scorers:
                theirs = [given.get((challenge, scorer, one)) for one in CRITERIA]
                values = [one.value if one else None for one in theirs]
                unique = given.get((challenge, scorer, Criterion.UNIQUE))
                evidence = unique.evidence.value if unique and unique.evidence else None
                rows.append([challenge, scorer, *values, evidence])
        return ExportTable(SCORE_HEADERS, rows, sheet=self.name)


def _evidence_of(answers: Answers, challenge: str) -> Evidence | None:
    said = Counter(
        one.evidence for one in answers.to(challenge, Criterion.UNIQUE) if one.evidence is not None
    )
    return max(said, key=lambda one: (said[one], _EVIDENCE.index(one)), default=None)
