"""Which one number product marketing should answer for: the rule table.

Seven candidates: for growth activation, adoption or engagement within the first days of a user, for
sales close rate, win rate, average selling price or revenue. The objective rules out the other
family; monetization, stage and roles speak for and against what is left.
"""

from enum import StrEnum

from pmm_core.reasons import Rule, RuleBook, Side
from pmm_core.vocabulary import BusinessObjective, CompanyStage, Monetization, RoleStructure


class MetricKind(StrEnum):
    """What the one number can be."""

    ACTIVATION = "activation"
    ADOPTION = "adoption"
    ENGAGEMENT = "engagement"
    CLOSE_RATE = "close_rate"
    WIN_RATE = "win_rate"
    AVERAGE_SELLING_PRICE = "average_selling_price"
    REVENUE = "revenue"


GROWTH = (MetricKind.ACTIVATION, MetricKind.ADOPTION, MetricKind.ENGAGEMENT)
SALES = (
    MetricKind.CLOSE_RATE,
    MetricKind.WIN_RATE,
    MetricKind.AVERAGE_SELLING_PRICE,
    MetricKind.REVENUE,
)
# Days within which a growth metric is read; the one by which it is judged is the metric's own.
WINDOWS = (5, 10, 30)
JUDGED_BY_DAY = {
    MetricKind.ACTIVATION: 5,
    MetricKind.ADOPTION: 10,
    MetricKind.ENGAGEMENT: 30,
}
_OBJECTIVE, _MODEL = "business_objective", "monetization"
_STAGE, _ROLES = "company_stage", "role_structure"


def _rule(
    fact: str, answer: StrEnum, side: Side, option: MetricKind, reason: str
) -> Rule[MetricKind]:
    return Rule(fact, (answer,), side, option, reason)


_BY_OBJECTIVE = (
    *(
        _rule(
            _OBJECTIVE,
            BusinessObjective.GROWTH,
            Side.RULES_OUT,
            option,
            "The business asks for growth, and this number moves with deals.",
        )
        for option in SALES
    ),
    *(
        _rule(
            _OBJECTIVE,
            BusinessObjective.SALES,
            Side.RULES_OUT,
            option,
            "The business asks for sales, and this number says nothing about deals.",
        )
        for option in GROWTH
    ),
)
_BY_MONETIZATION = (
    _rule(
        _MODEL,
        Monetization.PAID,
        Side.FOR,
        MetricKind.ADOPTION,
        "Customers have paid already: whether they use what they bought decides whether they stay.",
    ),
    _rule(
        _MODEL,
        Monetization.PAID,
        Side.AGAINST,
        MetricKind.ACTIVATION,
        "Whoever has paid tries it anyway, so a first use proves little.",
    ),
    _rule(
        _MODEL,
        Monetization.FREEMIUM,
        Side.FOR,
        MetricKind.ACTIVATION,
        "Free users pay only after they have felt the value once.",
    ),
    _rule(
        _MODEL,
        Monetization.FREE,
        Side.FOR,
        MetricKind.ENGAGEMENT,
        "Nobody pays for use, so coming back is the only proof of value.",
    ),
    _rule(
        _MODEL,
        Monetization.PAID,
        Side.FOR,
        MetricKind.WIN_RATE,
        "Every sale is a choice between us and somebody else, and positioning decides it.",
    ),
    _rule(
        _MODEL,
        Monetization.FREEMIUM,
        Side.FOR,
        MetricKind.CLOSE_RATE,
        "Buyers know the product from its free plan: what is open is whether they buy at all.",
    ),
    *(
        _rule(
            _MODEL,
            Monetization.FREE,
            Side.RULES_OUT,
            option,
            "Users never pay, so there are no deals to count.",
        )
        for option in (
            MetricKind.CLOSE_RATE,
            MetricKind.WIN_RATE,
            MetricKind.AVERAGE_SELLING_PRICE,
        )
    ),
    _rule(
        _MODEL,
        Monetization.FREE,
        Side.FOR,
        MetricKind.REVENUE,
        "What is earned comes from others than users, and only the total shows it.",
    ),
)
_BY_STAGE = (
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.FOR,
        MetricKind.ACTIVATION,
        "Most users are lost in their first days, and this is read after five of them.",
    ),
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.AGAINST,
        MetricKind.ENGAGEMENT,
        "There are too few users yet to tell a habit from chance.",
    ),
    _rule(
        _STAGE,
        CompanyStage.SCALEUP,
        Side.FOR,
        MetricKind.ADOPTION,
        "The market is found: growth comes from bringing what is launched to those who are there.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.FOR,
        MetricKind.ENGAGEMENT,
        "With several products, growth comes from those who use more of them, more often.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.AGAINST,
        MetricKind.ACTIVATION,
        "Most users of a new product are customers already: their first days are no hurdle.",
    ),
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.FOR,
        MetricKind.CLOSE_RATE,
        "Few rivals are met yet: whether a deal closes at all shows whether the story holds.",
    ),
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.AGAINST,
        MetricKind.AVERAGE_SELLING_PRICE,
        "Prices are still being tried out, so their mean says little.",
    ),
    _rule(
        _STAGE,
        CompanyStage.STARTUP,
        Side.AGAINST,
        MetricKind.REVENUE,
        "A few deals more or less move it more than anything product marketing does.",
    ),
    _rule(
        _STAGE,
        CompanyStage.SCALEUP,
        Side.FOR,
        MetricKind.WIN_RATE,
        "A market that is found draws rivals, and deals are decided against them.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.FOR,
        MetricKind.AVERAGE_SELLING_PRICE,
        "Several products can be packaged and bundled: the size of a deal is ours to shape.",
    ),
    _rule(
        _STAGE,
        CompanyStage.ENTERPRISE,
        Side.FOR,
        MetricKind.REVENUE,
        "There are deals enough for revenue to be steady, and products enough to tell them apart.",
    ),
)
_BY_ROLES = (
    _rule(
        _ROLES,
        RoleStructure.ONE_FOR_ALL,
        Side.AGAINST,
        MetricKind.ENGAGEMENT,
        "Lasting use hangs on every team, more than one person for everything can answer for.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_PRODUCT,
        Side.FOR,
        MetricKind.ADOPTION,
        "Whoever carries a product can answer for its use, launch by launch.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_SEGMENT,
        Side.FOR,
        MetricKind.ENGAGEMENT,
        "Whoever carries buyers sees whether they keep using, across products.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_FUNCTION,
        Side.FOR,
        MetricKind.ACTIVATION,
        "Whoever carries a craft can own the one step it touches first.",
    ),
    _rule(
        _ROLES,
        RoleStructure.ONE_FOR_ALL,
        Side.AGAINST,
        MetricKind.REVENUE,
        "One person for everything moves too little of it to answer for it.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_PRODUCT,
        Side.FOR,
        MetricKind.REVENUE,
        "Whoever carries a product shares its revenue with the sellers of that product.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_SEGMENT,
        Side.FOR,
        MetricKind.AVERAGE_SELLING_PRICE,
        "Whoever carries buyers knows what they pay for.",
    ),
    _rule(
        _ROLES,
        RoleStructure.BY_FUNCTION,
        Side.FOR,
        MetricKind.WIN_RATE,
        "Battle cards, demos and training meet in the deals that are decided.",
    ),
)

RULES: RuleBook[MetricKind] = RuleBook(
    # Where two are level, the one that moves sooner goes first.
    options=(*GROWTH, *SALES),
    questions={
        _OBJECTIVE: tuple(BusinessObjective),
        _MODEL: tuple(Monetization),
        _STAGE: tuple(CompanyStage),
        _ROLES: tuple(RoleStructure),
    },
    rules=(*_BY_OBJECTIVE, *_BY_MONETIZATION, *_BY_STAGE, *_BY_ROLES),
)
