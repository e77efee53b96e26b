"""What the company's facts lead to, and what they leave open."""

from dataclasses import dataclass

from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.metric.rules import JUDGED_BY_DAY, RULES, MetricKind
from pmm_core.reasons import Counsel, Facts


@dataclass(frozen=True)
class MetricAdvice:
    """The one number that is advised.

    Attributes:
        facts: what it rests on, as they were read.
        counsel: every candidate with its reasons, and what would change the answer.
    """

    facts: CompanyFacts
    counsel: Counsel[MetricKind]

    @property
    def day(self) -> int | None:
        """The day of a user by which a growth metric is judged; null for a sales metric."""
        answer = self.counsel.answer
        return JUDGED_BY_DAY.get(answer) if answer else None


def advise(facts: CompanyFacts) -> MetricAdvice:
    """Weigh the candidates by what the company said of itself."""
    return MetricAdvice(facts, RULES.advise(answers(facts.said)))


def answers(said: FactsDraft) -> Facts:
    """Pick the facts that the rules ask for."""
    return {fact: getattr(said, fact) for fact in RULES.questions}
