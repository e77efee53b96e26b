"""A value of a KPI and a target, as a person or a file gives them."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from pmm_core.drafts import Draft
from pmm_core.vocabulary import Direction, Goal

Words = Annotated[str, StringConstraints(max_length=2000)]
Segment = Annotated[str, StringConstraints(max_length=120)]


class SnapshotDraft(Draft):
    """A value of a KPI on a day.

    Attributes:
        value: a fraction where the unit is `%`; may be blank beside numerator and denominator.
        currency: code of the currency the value was given in; null if nothing was said.
        why: the reason for a correction.
        over_150_percent: the person said that a share above 150% is meant.
        odd_date: the person said that a day before 1990 or after today is meant.
    """

    kpi_id: int
    segment: Segment = ""
    on: dt.date
    value: float | None = None
    numerator: float | None = Field(default=None, ge=0)
    denominator: float | None = Field(default=None, gt=0)
    currency: str | None = None
    source: Words | None = None
    note: Words | None = None
    why: Words | None = None
    over_150_percent: bool = False
    odd_date: bool = False

    @model_validator(mode="after")
    def _says_a_value(self) -> Self:
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("Give numerator and denominator together, or neither.")
        if self.value is None and self.numerator is None:
            raise ValueError("Give a value, or numerator and denominator.")
        return self

    @property
    def amount(self) -> float:
        """The value, computed from its fraction where it was left blank."""
        if self.value is not None:
            return self.value
        assert self.numerator is not None and self.denominator is not None
        return self.numerator / self.denominator


class TargetDraft(Draft):
    """A dated goal of a KPI; see `Target` for what the fields mean.

    Attributes:
        currency: code of the currency the amounts were given in; null if nothing was said.
        over_150_percent: the person said that a share above 150% is meant.
    """

    kpi_id: int
    segment: Segment = ""
    window: int | None = Field(default=None, ge=1, le=365)
    value: float | None = None
    target_date: dt.date
    start: float | None = None
    start_date: dt.date | None = None
    direction: Direction | None = None
    goal: Goal | None = None
    low: float | None = None
    high: float | None = None
    reason: Words | None = None
    currency: str | None = None
    over_150_percent: bool = False

    @model_validator(mode="after")
    def _says_a_goal(self) -> Self:
        bounded = self.low is not None or self.high is not None
        if self.value is None and not bounded:
            raise ValueError("Give a target value, or the bounds that are to hold.")
        if self.goal is Goal.REACH and self.value is None:
            raise ValueError("A goal to reach needs a target value.")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("The lower bound must lie below the upper one.")
        return self

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.start_date is not None and self.start_date > self.target_date:
            raise ValueError("The start date must not lie after the target date.")
        return self
