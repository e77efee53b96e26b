"""Which tier the answers to six questions propose."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmm_core.house.drafts import TIERS, TierRules


@dataclass(frozen=True)
class Answered:
    """A question with the answer of a launch.

    Attributes:
        answer: null while nobody has answered, and where the points are no longer among the
            answers.
    """

    key: str
    question: str
    points: int | None
    answer: str | None


@dataclass(frozen=True)
class Proposal:
    """What the answers propose.

    Attributes:
        answered: every question, in order.
        points: of those that are answered.
        most: points there are.
        tier: proposed; null while a question is open, and below the points of tier 4.
    """

    answered: tuple[Answered, ...]
    points: int
    most: int
    tier: int | None

    @property
    def open(self) -> int:
        """How many questions nobody has answered."""
        return sum(one.points is None for one in self.answered)

    @property
    def is_complete(self) -> bool:
        """Whether all questions are answered."""
        return not self.open


@dataclass(frozen=True)
class TierChoice:
    """The tier a launch has, beside the one proposed.

    Attributes:
        why: why it is another.
    """

    tier: int | None
    why: str | None
    proposal: Proposal

    @property
    def differs(self) -> bool:
        """Whether somebody chose another tier than the answers propose."""
        return self.proposal.is_complete and self.tier != self.proposal.tier


def propose(answers: Mapping[str, int], rules: TierRules) -> Proposal:
    """Add up the points of a launch and find the tier they reach.

    Args:
        answers: question key -> points.
        rules: questions and the fewest points of each tier.
    """
    answered = []
    for question in rules.questions:
        points = answers.get(question.key)
        words = {answer.points: answer.text for answer in question.answers}
        answered.append(
            Answered(
                question.key, question.text, points, None if points is None else words.get(points)
            )
        )
    total = sum(one.points or 0 for one in answered)
    complete = all(one.points is not None for one in answered)
    return Proposal(
        answered=tuple(answered),
        points=total,
        most=sum(question.answers[-1].points for question in rules.questions),
        tier=tier_of(total, rules) if complete else None,
    )


def tier_of(points: int, rules: TierRules) -> int | None:
    """Return the tier some points reach; null below the last."""
    reached = zip(TIERS, rules.from_points, strict=True)
    return next((tier for tier, least in reached if points >= least), None)


def needs_why(answers: Mapping[str, int], tier: int | None, rules: TierRules) -> bool:
    """Tell whether a tier contradicts the answers, so that somebody must say why."""
    proposal = propose(answers, rules)
    return proposal.is_complete and tier != proposal.tier
