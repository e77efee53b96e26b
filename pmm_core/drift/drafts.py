"""A request for work, as a person or a file gives it."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from pmm_core.catalogue.drafts import Name, NounDraft, Words
from pmm_core.models import WorkRequest
from pmm_core.vocabulary import RequestDecision

# Earlier days are mostly a year that was cut short, or a blank cell in disguise.
_FIRST_DAY = dt.date(1990, 1, 1)
What = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class RequestDraft(NounDraft[WorkRequest]):
    """Work somebody asked for; see `WorkRequest` for what the fields mean."""

    table = WorkRequest
    name: What
    requester: Name
    asked_on: dt.date
    hours: float | None = Field(default=None, ge=0, le=10_000)
    points: float | None = Field(default=None, ge=0, le=10_000)
    decision: RequestDecision | None = None
    decided_on: dt.date | None = None
    reason: Words | None = None
    inside: bool | None = None
    challenge_id: int | None = None

    @model_validator(mode="after")
    def _has_a_year_in_full(self) -> Self:
        if self.asked_on < _FIRST_DAY:
            raise ValueError("The day asked on lies before 1990: check its year.")
        return self

    @model_validator(mode="after")
    def _decided_after_it_was_asked(self) -> Self:
        if self.decided_on is None:
            return self
        if self.decision is None:
            raise ValueError("Say what was decided on that day, or leave the day out.")
        if self.decided_on < self.asked_on:
            raise ValueError("It cannot be decided before it was asked for.")
        return self

    @model_validator(mode="after")
    def _says_why_it_is_not_done(self) -> Self:
        if self.decision in (RequestDecision.LATER, RequestDecision.DECLINE) and not self.reason:
            raise ValueError(
                "Say why it waits or was declined: whoever asked for it will want to know."
            )
        return self
