"""What a person says about a challenge, a scoring round and a score."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from pmm_core.catalogue.drafts import Name, NounDraft, Words
from pmm_core.drafts import Draft
from pmm_core.models import Challenge, ScoringRound
from pmm_core.prioritizer.ranking import Weights
from pmm_core.prioritizer.scoring import HIGHEST, LOWEST
from pmm_core.vocabulary import Criterion, Evidence, JourneyStage

Unit = Annotated[str, StringConstraints(max_length=40)]


class ChallengeDraft(NounDraft[Challenge]):
    """A problem of the company that product marketing could take on; see `Challenge`."""

    table = Challenge
    name: Name
    stage: JourneyStage
    description: Words | None = None
    kpi_id: int | None = None
    proof: Words | None = None
    product_id: int | None = None


class RoundDraft(NounDraft[ScoringRound]):
    """A round of scoring; see `ScoringRound` for what the fields mean."""

    table = ScoringRound
    name: Name
    team_id: int | None = None
    start_on: dt.date | None = None
    end_on: dt.date | None = None
    challenge_ids: list[int]
    scorer_ids: list[int]
    started_from_id: int | None = None
    urgent: float = Field(default=1.0, ge=0)
    unique: float = Field(default=1.0, ge=0)
    impact: float = Field(default=1.0, ge=0)
    importance: list[Criterion] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_lists(self) -> Self:
        for ids, one in ((self.challenge_ids, "challenge"), (self.scorer_ids, "scorer")):
            if not ids:
                raise ValueError(f"Choose at least one {one}.")
            if len(set(ids)) < len(ids):
                raise ValueError("A round lists each challenge and each scorer once.")
        return self

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.start_on and self.end_on and self.start_on > self.end_on:
            raise ValueError("The round must not end before it starts.")
        if not self.urgent + self.unique + self.impact:
            raise ValueError("At least one of the three weights is above 0.")
        if self.importance and sorted(self.importance) != sorted(Criterion):
            raise ValueError("An order of importance names each of the three questions once.")
        weights = Weights.scaled(self.urgent, self.unique, self.impact)
        if not weights.follow(tuple(self.importance)):
            raise ValueError(
                "The weights follow the order of importance: no later one outweighs an earlier."
            )
        return self


class ScoreDraft(Draft):
    """One scorer's answer to one question about one challenge; see `ChallengeScore`."""

    challenge_id: int
    criterion: Criterion
    value: int | None = Field(default=None, ge=LOWEST, le=HIGHEST)
    evidence: Evidence | None = None
    why: Words | None = None
    due_on: dt.date | None = None
    cost_of_waiting: Words | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None

    @property
    def key(self) -> tuple[int, Criterion]:
        """Which question about which challenge it answers."""
        return self.challenge_id, self.criterion

    @model_validator(mode="after")
    def _has_a_range(self) -> Self:
        ends = [one for one in (self.low, self.estimate, self.high) if one is not None]
        if ends != sorted(ends):
            raise ValueError("The estimate lies between its low and its high end.")
        return self
