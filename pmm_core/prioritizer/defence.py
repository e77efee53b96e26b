"""A ranking as a mandate quotes it: each place with what holds it, and what would overturn it."""

from dataclasses import dataclass

from pmm_core.prioritizer import wording
from pmm_core.prioritizer.ranking import RankedChallenge, Ranking, Weights
from pmm_core.prioritizer.scoring import ScoreSheet
from pmm_core.vocabulary import Criterion

# A ranking that many single scores would change is not told score by score.
_SINGLE_SCORES = 3


@dataclass(frozen=True)
class DefendedPlace:
    """A challenge in its place.

    Attributes:
        score: the weighted mean, 1 to 5.
        urgent, unique, impact: the means it is made of.
        rank_shares: share of all admissible weightings in which it takes rank 1, 2, ...
        central_weights: the average weighting that puts it first; null if none does.
    """

    challenge: str
    rank: int
    score: float
    urgent: float
    unique: float
    impact: float
    rank_shares: tuple[float, ...]
    central_weights: Weights | None = None

    @property
    def first(self) -> str:
        """In which share of the weightings it comes first, in words."""
        return wording.show_share(self.rank_shares[0])


@dataclass(frozen=True)
class Defence:
    """What a scoring round says for one focus and against others.

    Attributes:
        round: its name.
        scorers: how many scored.
        weights: at which scores and ranks are taken.
        places: in their order; empty where nothing can be ranked.
        headline: who comes first and how firmly.
        flips: what would put another challenge first, a sentence each.
        doubts: where scorers disagree, and what makes the ranking less than it looks.
    """

    round: str
    scorers: int
    weights: Weights
    places: tuple[DefendedPlace, ...]
    headline: str
    flips: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def firsts(self) -> tuple[str, ...]:
        """Everybody on rank 1, head of the list first."""
        return tuple(one.challenge for one in self.places if one.rank == 1)

    @property
    def weighed(self) -> str:
        """The weights in words: `urgent 50%, uniquely ours 25%, impact 25%`."""
        return wording.show_weights(self.weights)

    def place(self, challenge: str | None) -> DefendedPlace | None:
        """Return where a challenge stands; null if it was not ranked."""
        return next((one for one in self.places if one.challenge == challenge), None)


def defend(name: str, ranking: Ranking, sheet: ScoreSheet) -> Defence:
    """Write down what a ranking says.

    Args:
        name: of the round.
        ranking: of the sheet.
        sheet: what was scored.
    """
    flips = [wording.flip(ranking), *wording.left_out(ranking), *_single_scores(ranking)]
    return Defence(
        round=name,
        scorers=len(sheet.scorers),
        weights=ranking.weights,
        places=tuple(_place(one) for one in ranking.ranked),
        headline=wording.headline(ranking),
        flips=tuple(line for line in flips if line),
        doubts=(*wording.disputes(ranking), *wording.notes(ranking, sheet)),
    )


def _single_scores(ranking: Ranking) -> list[str]:
    said = [wording.single_score(one) for one in ranking.stability.single_scores]
    more = len(said) - _SINGLE_SCORES
    return said if more <= 0 else [*said[:_SINGLE_SCORES], wording.more_single_scores(more)]


def _place(one: RankedChallenge) -> DefendedPlace:
    return DefendedPlace(
        challenge=one.challenge,
        rank=one.rank,
        score=one.score,
        urgent=one.scores[Criterion.URGENT].mean,
        unique=one.scores[Criterion.UNIQUE].mean,
        impact=one.scores[Criterion.IMPACT].mean,
        rank_shares=one.rank_shares,
        central_weights=one.central_weights,
    )
