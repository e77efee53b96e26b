"""Who should own product marketing by the facts, how sure that is, and when to ask again."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from pmm_core.company.facts import CompanyFacts
from pmm_core.ownership.rules import RULES, answers
from pmm_core.reasons import Counsel
from pmm_core.vocabulary import BusinessFunction, CompanyStage

_SOON = 3
_MONTHS = {CompanyStage.STARTUP: _SOON, CompanyStage.SCALEUP: 6, CompanyStage.ENTERPRISE: 12}


class Confidence(StrEnum):
    """How far the reasons agree; `confidence` has the rule."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class OwnerAdvice:
    """The function that is advised.

    Attributes:
        facts: what it rests on, as they were read.
        counsel: every function with its reasons, and what would change the answer.
        confidence: null without an answer.
        look_again_on: the day proposed for asking again.
    """

    facts: CompanyFacts
    counsel: Counsel[BusinessFunction]
    confidence: Confidence | None
    look_again_on: dt.date

    @property
    def kept_on(self) -> dt.date | None:
        """The day for asking again that somebody agreed to."""
        return self.facts.said.ownership_review_on


def advise(facts: CompanyFacts, *, as_of: dt.date, unhealthy: bool = False) -> OwnerAdvice:
    """Weigh the functions by what the company said of itself.

    Args:
        as_of: the day the proposal to look again counts from.
        unhealthy: whether a health sign in force is bad.
    """
    counsel = RULES.advise(answers(facts.said))
    sure = confidence(counsel)
    months = _MONTHS.get(facts.said.company_stage, _SOON) if facts.said.company_stage else _SOON
    if unhealthy or sure in (None, Confidence.LOW):
        months = min(months, _SOON)
    return OwnerAdvice(facts, counsel, sure, as_of + relativedelta(months=months))


def confidence(counsel: Counsel[BusinessFunction]) -> Confidence | None:
    """Tell how far the reasons agree.

    High: every reason for anybody speaks for this function, and none speaks against it. Low:
    another function is level with it, or a fact is missing. Medium: everything between.
    """
    answer = counsel.answer
    if answer is None:
        return None
    if counsel.missing or counsel.level:
        return Confidence.LOW
    others = [one for one in counsel.options if one.option is not answer]
    disagree = counsel.weighed(answer).speak_against or any(one.speak_for for one in others)
    return Confidence.MEDIUM if disagree else Confidence.HIGH
