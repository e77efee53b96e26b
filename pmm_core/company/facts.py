"""What a company says of itself that decides what product marketing is for and where it sits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from pmm_core.drafts import Draft
from pmm_core.vocabulary import (
    BusinessFunction,
    BusinessObjective,
    CompanyStage,
    Monetization,
    RoleStructure,
)


class FactsDraft(Draft):
    """The facts of a company; the fields are the keys they are stored under, null until said.

    Attributes:
        business_objective: what the business asks of product marketing first.
        dedicated_pmms: people who do product marketing and nothing else.
        decisions_made_in: where it is decided what is built, for whom and at what price.
        bandwidth_short: whether there is less time than the work needs.
        ownership_review_on: when to ask again who should own product marketing.
    """

    business_objective: BusinessObjective | None = None
    monetization: Monetization | None = None
    company_stage: CompanyStage | None = None
    role_structure: RoleStructure | None = None
    dedicated_pmms: int | None = Field(default=None, ge=0, le=10_000)
    decisions_made_in: BusinessFunction | None = None
    bandwidth_short: bool | None = None
    ownership_review_on: dt.date | None = None


@dataclass(frozen=True)
class CompanyFacts:
    """The facts in force.

    Attributes:
        versions: how often each was saved; a fact nobody has said has none.
    """

    said: FactsDraft
    versions: Mapping[str, int] = field(default_factory=dict)
