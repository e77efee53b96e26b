"""Which function of the business should own product marketing: the rule table.

Whether somebody does nothing else, where decisions are made, how far the company has come and how
much time there is speak for and against each function.
"""

from enum import StrEnum

from pmm_core.company.facts import FactsDraft
from pmm_core.reasons import Facts, Rule, RuleBook, Side
from pmm_core.vocabulary import BusinessFunction, CompanyStage

_PRODUCT, _MARKETING = BusinessFunction.PRODUCT, BusinessFunction.MARKETING
_SALES, _SUCCESS = BusinessFunction.SALES, BusinessFunction.CUSTOMER_SUCCESS
_LEADERSHIP = BusinessFunction.LEADERSHIP
_PMMS, _DECISIONS = "dedicated_pmms", "decisions_made_in"
_STAGE, _BANDWIDTH = "company_stage", "bandwidth_short"


class Dedicated(StrEnum):
    """Whether anybody does product marketing and nothing else."""

    NOBODY = "nobody"
    SOMEBODY = "somebody"


class Bandwidth(StrEnum):
    """Whether there is time for the work."""

    SHORT = "short"
    ENOUGH = "enough"


def answers(said: FactsDraft) -> Facts:
    """Put what the company said of itself into the words of the rules."""
    pmms, short = said.dedicated_pmms, said.bandwidth_short
    return {
        _PMMS: None if pmms is None else Dedicated.SOMEBODY if pmms else Dedicated.NOBODY,
        _DECISIONS: said.decisions_made_in,
        _STAGE: said.company_stage,
        _BANDWIDTH: None if short is None else Bandwidth.SHORT if short else Bandwidth.ENOUGH,
    }


def _rule(
    fact: str, answer: StrEnum, side: Side, option: BusinessFunction, reason: str
) -> Rule[BusinessFunction]:
    return Rule(fact, (answer,), side, option, reason)


_BY_PMMS = (
    _rule(
        _PMMS,
        Dedicated.NOBODY,
        Side.FOR,
        _PRODUCT,
        "Nobody does it full-time, and whoever builds the product knows its value and users best.",
    ),
    _rule(
        _PMMS,
        Dedicated.NOBODY,
        Side.AGAINST,
        _MARKETING,
        "Without a dedicated product marketer, campaigns crowd out positioning.",
    ),
    _rule(
        _PMMS,
        Dedicated.SOMEBODY,
        Side.FOR,
        _MARKETING,
        "The craft is there, and marketing has the channels, the calendar and the agencies.",
    ),
)
_BY_DECISIONS = (
    _rule(
        _DECISIONS,
        _PRODUCT,
        Side.FOR,
        _PRODUCT,
        "What is built, for whom and at what price is decided in product.",
    ),
    _rule(
        _DECISIONS,
        _MARKETING,
        Side.FOR,
        _MARKETING,
        "Whom to win and with which story is decided in marketing.",
    ),
    _rule(
        _DECISIONS,
        _SALES,
        Side.FOR,
        _SALES,
        "What is offered, to whom and at what price is decided in sales.",
    ),
    _rule(
        _DECISIONS,
        _SUCCESS,
        Side.FOR,
        _SUCCESS,
        "What is built next and what is renewed is decided with the customers there are.",
    ),
    _rule(
        _DECISIONS,
        _LEADERSHIP,
        Side.FOR,
        _LEADERSHIP,
        "Markets, prices and priorities are decided by the leadership itself.",
    ),
)
_BY_STAGE = (
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.FOR,
        _PRODUCT,
        "The market is still being found: what buyers say has to reach the roadmap within days.",
    ),
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.AGAINST,
        _SALES,
        "With few deals, the story would follow whichever call came last.",
    ),
    _rule(
        _STAGE,
        CompanyStage.SCALEUP,
        Side.FOR,
        _MARKETING,
        "Growth now comes from launches that repeat, and from demand for what is there.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.FOR,
        _LEADERSHIP,
        "Several products compete for one team: a line of its own keeps the order of work neutral.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.AGAINST,
        _PRODUCT,
        "Each product team would pull it to its own product.",
    ),
)
_BY_BANDWIDTH = (
    _rule(
        _BANDWIDTH,
        Bandwidth.SHORT,
        Side.FOR,
        _PRODUCT,
        "The first jobs lean on product's interviews and facts, so being close saves time.",
    ),
    _rule(
        _BANDWIDTH,
        Bandwidth.SHORT,
        Side.AGAINST,
        _SALES,
        "Requests for the next deal would eat the little time there is.",
    ),
    _rule(
        _BANDWIDTH,
        Bandwidth.ENOUGH,
        Side.FOR,
        _MARKETING,
        "There is time to carry launches through every channel, which marketing runs.",
    ),
)

RULES: RuleBook[BusinessFunction] = RuleBook(
    options=(_PRODUCT, _MARKETING, _LEADERSHIP, _SALES, _SUCCESS),
    questions={
        _PMMS: tuple(Dedicated),
        _DECISIONS: tuple(BusinessFunction),
        _STAGE: tuple(CompanyStage),
        _BANDWIDTH: tuple(Bandwidth),
    },
    rules=(*_BY_PMMS, *_BY_DECISIONS, *_BY_STAGE, *_BY_BANDWIDTH),
    tie_fact=_DECISIONS,
)
