"""Challenges that many companies have, in neutral words, to be taken up and rewritten."""

from dataclasses import dataclass

from pmm_core.vocabulary import JourneyStage


@dataclass(frozen=True)
class Template:
    """A challenge in words that fit many companies.

    Attributes:
        look_at: what would prove it.
    """

    stage: JourneyStage
    name: str
    look_at: str


TEMPLATES = (
    Template(
        JourneyStage.ACQUISITION,
        "Buyers do not know that we exist",
        "share of search, visits that name us",
    ),
    Template(
        JourneyStage.ACQUISITION,
        "Visitors do not understand what the product is for",
        "sign-ups a visit, what people say after five seconds",
    ),
    Template(
        JourneyStage.ACQUISITION,
        "New users stop before the first useful result",
        "activation rate, the step at which they stop",
    ),
    Template(
        JourneyStage.LEADS,
        "Most leads are not the buyers we want",
        "share of leads in the target segment",
    ),
    Template(
        JourneyStage.LEADS,
        "Leads do not turn into conversations",
        "share of leads that meet us, by source",
    ),
    Template(
        JourneyStage.LEADS,
        "Deals are lost to one rival",
        "win rate against that rival, loss notes",
    ),
    Template(
        JourneyStage.TRIAL_CONVERSION,
        "Trials end before their worth is seen",
        "share of trials that reach the first result",
    ),
    Template(
        JourneyStage.TRIAL_CONVERSION,
        "Trials are active and do not buy",
        "trial-to-paid conversion of active trials",
    ),
    Template(
        JourneyStage.RETENTION,
        "Customers use one feature and no other",
        "features used a customer, adoption of the last launches",
    ),
    Template(
        JourneyStage.RETENTION,
        "Use falls after the first month",
        "share still active in month 2 and 3",
    ),
    Template(
        JourneyStage.EXPANSION,
        "Customers outgrow their plan and stay on it",
        "accounts above the limit of their plan",
    ),
    Template(
        JourneyStage.EXPANSION,
        "The second product is not bought by those it fits",
        "customers of both products, of those it fits",
    ),
    Template(
        JourneyStage.CHURN,
        "New customers leave within a year",
        "churned revenue share by age of the customer",
    ),
    Template(
        JourneyStage.CHURN,
        "Customers leave for a rival",
        "reasons given by those who left",
    ),
    Template(
        JourneyStage.MONETIZATION,
        "Discounts decide deals",
        "discount granted, share of deals with one",
    ),
    Template(
        JourneyStage.MONETIZATION,
        "Free users see no reason to pay",
        "share of free users who see the paid plan's features",
    ),
)
