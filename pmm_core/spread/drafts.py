"""An allocation, the house rules of load, and the first product, as a person gives them."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from pmm_core.catalogue.drafts import Name, NounDraft
from pmm_core.drafts import Draft
from pmm_core.models import Allocation

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
TIERS = (1, 2, 3, 4)


class AllocationDraft(NounDraft[Allocation]):
    """The share of a person's time for a product; see `Allocation` for what the fields mean."""

    table = Allocation
    person_id: int
    product_id: int
    buyer: Name | None = None
    share: float = Field(gt=0, le=1)
    start_on: dt.date
    end_on: dt.date | None = None

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.end_on is not None and self.end_on < self.start_on:
            raise ValueError("The last day must not lie before the first.")
        return self


class TierEffort(Draft):
    """What a launch of a tier takes of product marketing, in all.

    Attributes:
        low, usual, high: hours, from a smooth launch to a rough one.
        weeks_before, weeks_after: weeks beside the launch week over which they lie evenly.
    """

    tier: int = Field(ge=1, le=4)
    low: float = Field(ge=0, le=10_000)
    usual: float = Field(ge=0, le=10_000)
    high: float = Field(ge=0, le=10_000)
    weeks_before: int = Field(ge=0, le=52)
    weeks_after: int = Field(ge=0, le=52)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.low <= self.usual <= self.high:
            raise ValueError(
                f"Tier {self.tier}: the usual hours must lie between the lowest and the highest."
            )
        return self

    @property
    def weeks(self) -> int:
        """Weeks the hours lie in, the launch week among them."""
        return self.weeks_before + 1 + self.weeks_after


_HOUSE_TIERS = (
    TierEffort(tier=1, low=180, usual=240, high=340, weeks_before=8, weeks_after=2),
    TierEffort(tier=2, low=70, usual=100, high=150, weeks_before=5, weeks_after=1),
    TierEffort(tier=3, low=20, usual=30, high=45, weeks_before=3, weeks_after=1),
    TierEffort(tier=4, low=4, usual=8, high=12, weeks_before=1, weeks_after=0),
)


class RulesDraft(Draft):
    """House rules of spread and load; the defaults are a start and no benchmark.

    Attributes:
        same_buyer: how alike two products with the same buyers are, 0 (strangers) to 1 (the same).
        thin_from: effective products from which a person is spread thin.
        hours_a_week: what a person works in a full week.
        tiers: one a launch tier, in their order.
    """

    same_buyer: float = Field(default=0.5, ge=0, le=1)
    thin_from: float = Field(default=2.0, ge=1, le=100)
    hours_a_week: float = Field(default=40.0, gt=0, le=168)
    tiers: tuple[TierEffort, ...] = _HOUSE_TIERS

    @field_validator("tiers")
    @classmethod
    def _one_a_tier(cls, tiers: tuple[TierEffort, ...]) -> tuple[TierEffort, ...]:
        if tuple(one.tier for one in tiers) != TIERS:
            raise ValueError("Give the hours of each tier from 1 to 4 once.")
        return tiers


class FirstProductDraft(Draft):
    """The product a thin team starts with, and why it is another than suggested."""

    product_id: int
    reason: Reason
