"""A launch by hand, its tier, its readiness items and targets, as a person gives them."""

import datetime as dt
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from pmm_core.catalogue.drafts import LaunchDraft, Name, NounDraft, Words
from pmm_core.drafts import Draft
from pmm_core.models import ReadinessItem
from pmm_core.vocabulary import InitiativeType, ReadinessStatus

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class LaunchByHand(LaunchDraft):
    """A launch as a person defines it, with what they say about a change of its day.

    Attributes:
        slip_why: why the launch day moves.
        due_days_move: whether due days of readiness items that are still open move along.
    """

    beside: ClassVar[frozenset[str]] = frozenset({"slip_why", "due_days_move"})
    slip_why: Line | None = None
    due_days_move: bool = True

    @property
    def is_launch(self) -> bool:
        """Whether it is a launch and no other initiative."""
        return self.kind is InitiativeType.LAUNCH


class TierDraft(Draft):
    """The answers of a launch to the tier questions, and the tier it gets.

    Attributes:
        answers: question key -> points; a question that is not answered is left out.
        why: the reason, where it is another tier than the answers propose.
    """

    answers: dict[str, int] = Field(default_factory=dict)
    tier: int | None = Field(default=None, ge=1, le=4)
    why: Words | None = None


class ReadinessItemDraft(NounDraft[ReadinessItem]):
    """Something that has to be ready; see `ReadinessItem` for what the fields mean."""

    table = ReadinessItem
    initiative_id: int
    name: Name
    owner_id: int | None = None
    due_on: dt.date | None = None
    critical: bool = False
    status: ReadinessStatus = ReadinessStatus.OPEN
    note: Words | None = None


class CellDraft(Draft):
    """One cell of the grid of targets.

    Attributes:
        segment: empty for everybody.
        share: to have adopted by the day, a fraction; null for no target.
    """

    window: int = Field(ge=1, le=365)
    segment: Annotated[str, StringConstraints(max_length=120)] = ""
    share: float | None = None

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.share is not None and not 0 < self.share <= 1:
            who = f"“{self.segment}”" if self.segment else "everybody"
            raise ValueError(
                f"The target of day {self.window} for {who} is not a share that can be reached. "
                "Give more than 0% and at most 100%, or leave it blank."
            )
        return self

    @property
    def key(self) -> tuple[int, str]:
        """Which cell it is."""
        return self.window, self.segment


class TargetsDraft(Draft):
    """The targets of a launch by window and segment, all of them at once.

    Attributes:
        reason: why a target moves or goes; one that is new needs none.
    """

    cells: tuple[CellDraft, ...]
    reason: Words | None = None

    @model_validator(mode="after")
    def _rises_with_the_days(self) -> Self:
        asked = sorted(
            (one.segment, one.window, one.share) for one in self.cells if one.share is not None
        )
        for (segment, day, share), (next_segment, later, more) in pairwise(asked):
            if segment == next_segment and more < share:
                who = f"“{segment}”" if segment else "everybody"
                raise ValueError(
                    f"For {who} the target of day {later} lies below that of day {day}: whoever "
                    "adopted by then still counts later. Raise the later or lower the earlier one."
                )
        return self
