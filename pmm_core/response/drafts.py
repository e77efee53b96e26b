"""What people say about a number, as they give it: a question, an answer, an assessment, a step."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from pmm_core.catalogue.drafts import Name, Words
from pmm_core.drafts import Draft
from pmm_core.response import wording
from pmm_core.vocabulary import Confidence

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Segment = Annotated[str, StringConstraints(max_length=120)]


class QuestionDraft(Draft):
    """A question to a number.

    Attributes:
        asked_by: whoever asks, by name.
        about_on, about_value: the value it is about, as the person saw it; null without one.
    """

    labels = wording.FIELDS
    kpi_id: int
    segment: Segment = ""
    text: Sentence
    asked_by: Name
    about_on: dt.date | None = None
    about_value: float | None = None


class AnswerDraft(Draft):
    """An answer to a question."""

    labels = wording.FIELDS
    answer: Sentence
    answered_by: Name


class AssessmentDraft(Draft):
    """What a person thinks of a KPI: how sure they are, why it is as it is, or both."""

    labels = wording.FIELDS
    kpi_id: int
    segment: Segment = ""
    on: dt.date
    person_id: int
    confidence: Confidence | None = None
    analysis: Words | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.confidence is None and self.analysis is None:
            raise ValueError(wording.NOTHING_SAID)
        return self


class StepDraft(Draft):
    """A next step that answers a KPI which is behind: who does what by when."""

    labels = wording.STEP_FIELDS
    kpi_id: int
    segment: Segment = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    owner_id: int = Field(gt=0)
    due_on: dt.date
