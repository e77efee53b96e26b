"""What a person says about the KPI somebody carries."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from pmm_core.catalogue.drafts import NounDraft
from pmm_core.models import AccountableMetric
from pmm_core.vocabulary import Standing


class AccountableMetricDraft(NounDraft[AccountableMetric]):
    """A KPI as it stands to one person or one team; see `AccountableMetric`."""

    table = AccountableMetric
    kpi_id: int
    standing: Standing = Standing.ACCOUNTABLE
    person_id: int | None = None
    team_id: int | None = None
    cycle: Annotated[str, StringConstraints(max_length=60)] | None = None
    reason: Annotated[str, StringConstraints(max_length=2000)] | None = None

    @model_validator(mode="after")
    def _one_carrier(self) -> Self:
        if (self.person_id is None) == (self.team_id is None):
            raise ValueError("Choose who carries it: one person or one team.")
        return self
