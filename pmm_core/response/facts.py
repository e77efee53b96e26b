"""Questions, assessments and next steps as they are read: plain values with names."""

import datetime as dt
from dataclasses import dataclass

from pmm_core.vocabulary import Confidence


@dataclass(frozen=True)
class Asked:
    """A question to a number.

    Attributes:
        kpi, scope: what it is about, as a command names it.
        segment: null for the whole.
        owner: who is to answer; null where the KPI has no owner.
        about_on, about_value: the value on screen when it was asked.
        answer: null while nobody has answered.
    """

    id: int
    kpi_id: int
    kpi: str
    scope: str
    segment: str | None
    unit: str | None
    text: str
    asked_by: str
    asked_on: dt.date
    owner: str | None
    about_on: dt.date | None = None
    about_value: float | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_on: dt.date | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered."""
        return self.answered_on is None


@dataclass(frozen=True)
class Assessed:
    """What a person thinks of a KPI; it stands beside the computed status."""

    kpi_id: int
    segment: str | None
    on: dt.date
    by: str | None
    confidence: Confidence | None
    analysis: str | None


@dataclass(frozen=True)
class Step:
    """Who does what by when about a KPI.

    Attributes:
        days_over: how many days after its date it still is not done; null if it is in time.
    """

    id: int
    kpi_id: int
    kpi: str
    scope: str
    segment: str | None
    text: str
    owner: str | None
    due: dt.date | None
    done_on: dt.date | None
    days_over: int | None


@dataclass(frozen=True)
class Talk:
    """What is said about one row: its questions, the last first, and the assessment in force."""

    questions: tuple[Asked, ...] = ()
    assessment: Assessed | None = None
    steps: tuple[Step, ...] = ()
