"""What a ranking is: places, how firm each is, and what would change the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from pmm_core.errors import InvalidInput
from pmm_core.prioritizer.scoring import CriterionScore, MissingScore
from pmm_core.vocabulary import Criterion

# A millionth of a millionth: what scaling leaves between two weights that are meant to be equal.
_EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts: at least 0, together 1."""

    urgent: float = 1 / 3
    unique: float = 1 / 3
    impact: float = 1 / 3

    @classmethod
    def scaled(cls, urgent: float, unique: float, impact: float) -> "Weights":
        """Scale any three numbers that are not negative and not all 0 to add up to 1.

        Raises:
            InvalidInput: `weights_wrong`.
        """
        total = urgent + unique + impact
        # Not finite fails both comparisons or the sum, so it is refused with the rest.
        if not (min(urgent, unique, impact) >= 0 and 0 < total < float("inf")):
            raise InvalidInput(
                f"Weights are three numbers of at least 0 that are not all 0; {urgent:g}, "
                f"{unique:g}, {impact:g} are not.",
                code="weights_wrong",
            )
        return cls(urgent / total, unique / total, impact / total)

    def __getitem__(self, criterion: Criterion) -> float:
        return self.in_order()[list(Criterion).index(criterion)]

    def in_order(self) -> tuple[float, float, float]:
        """Return urgent, unique, impact."""
        return (self.urgent, self.unique, self.impact)

    def follow(self, order: tuple[Criterion, ...]) -> bool:
        """Tell whether no criterion outweighs one that stands before it."""
        return all(self[before] >= self[after] - _EQUAL for before, after in pairwise(order))

    def following(self, order: tuple[Criterion, ...]) -> "Weights":
        """Return the weights nearest to these that follow an order of all three criteria.

        Neighbours in the wrong order share their mean, until none are left (isotonic regression).
        """
        level: list[list[float]] = []
        for criterion in order:
            level.append([self[criterion]])
            while len(level) > 1 and fmean(level[-1]) > fmean(level[-2]):
                level[-2:] = [[*level[-2], *level[-1]]]
        means = [fmean(shared) for shared in level for _ in shared]
        return Weights(**dict(zip((one.value for one in order), means, strict=True)))


@dataclass(frozen=True, slots=True)
class RankedChallenge:
    """A challenge in its place.

    Attributes:
        rank: from 1; equal scores share the best rank (1, 1, 3).
        score: the weighted mean, 1 to 5.
        scores: what it is made of.
        rank_shares: share of all admissible weightings in which it takes rank 1, 2, ...; adds up
            to 1, and so do the shares of a rank over all challenges.
        central_weights: the average weighting that puts it first; null if none does.
        dominated_by: a challenge at least as good on all three and better on one; null if none.
        beats_next: share of all admissible weightings in which it is ahead of the next of the
            list, half of those in which they tie; null for the last.
        confidence_factor: share of resampled panels of scorers that put it first at its central
            weights; null without them or with one scorer.
        scorers: how many scored it.
    """

    challenge: str
    rank: int
    score: float
    scores: Mapping[Criterion, CriterionScore]
    rank_shares: tuple[float, ...]
    central_weights: Weights | None
    dominated_by: str | None
    beats_next: float | None
    confidence_factor: float | None
    scorers: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who comes first without one scorer.

    Attributes:
        first: head of the list then; null if nobody can be ranked.
        tied_first: everybody on rank 1 then, the first among them.
    """

    scorer: str
    first: str | None
    tied_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SingleScore:
    """A single score which, moved by one, would change who is on rank 1.

    Attributes:
        first: head of the list then.
        tied_first: everybody on rank 1 then, the first among them.
    """

    challenge: str
    scorer: str
    criterion: Criterion
    by: int
    first: str
    tied_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """How firm the first place is.

    Attributes:
        first: head of the list; null if nothing is ranked.
        tied_first: everybody on rank 1, the first among them.
        first_share: share of all admissible weightings in which it comes first.
        flips_to: who ties with the first at the nearest weighting; null if nobody ever does.
        smallest_weight_change: largest move of a single weight on the way there, 0 in a tie.
        flips_at: that weighting.
        leave_one_scorer_out: in the order of the scorers; empty with one scorer.
        single_scores: in the order of the sheet.
        evpi: points of score that knowing the true weights would be worth on average, if every
            admissible weighting is as likely, over the best choice without them; null if nothing
            is ranked.
        regret: the same over the first of the list, which is not always that choice.
    """

    first: str | None
    tied_first: tuple[str, ...]
    first_share: float | None
    flips_to: str | None
    smallest_weight_change: float | None
    flips_at: Weights | None
    leave_one_scorer_out: tuple[LeftOut, ...]
    single_scores: tuple[SingleScore, ...]
    evpi: float | None
    regret: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Challenges in order, and how much that order can be trusted.

    Attributes:
        weights: at which scores and ranks are taken.
        order: criteria from the most to the least important; null if every weighting is admissible.
        ranked: by score, then by rank shares, then in the order of the sheet.
        unranked: challenges with a criterion nobody scored.
        missing: answers that are not there; the means leave them out.
        agreement: Krippendorff's ordinal alpha of each criterion; null where it is not defined.
    """

    weights: Weights
    order: tuple[Criterion, ...] | None
    ranked: tuple[RankedChallenge, ...]
    unranked: tuple[str, ...]
    missing: tuple[MissingScore, ...]
    agreement: Mapping[Criterion, float | None]
    stability: Stability
