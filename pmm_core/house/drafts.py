"""The questions that propose a tier and the readiness list of each tier, as a team sets them."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import Field, StringConstraints, field_validator

from pmm_core.catalogue.drafts import Name
from pmm_core.drafts import Draft
from pmm_core.house import starts

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
TIERS = (1, 2, 3, 4)
QUESTIONS = 6


class TierAnswer(Draft):
    """One answer to a tier question, and how much it weighs."""

    text: Line
    points: int = Field(ge=0, le=20)


class TierQuestion(Draft):
    """A question about a launch; every answer gives points.

    Attributes:
        key: what the answers of a launch are kept under; stays when the words change.
    """

    key: Key
    text: Line
    answers: tuple[TierAnswer, ...] = Field(min_length=2, max_length=8)

    @field_validator("answers")
    @classmethod
    def _points_tell_apart(cls, answers: tuple[TierAnswer, ...]) -> tuple[TierAnswer, ...]:
        if len({answer.points for answer in answers}) < len(answers):
            raise ValueError("Give each answer of a question other points.")
        return tuple(sorted(answers, key=lambda answer: answer.points))


def _six() -> tuple[TierQuestion, ...]:
    return tuple(
        TierQuestion(
            key=key,
            text=text,
            answers=tuple(
                TierAnswer(text=answer, points=points) for points, answer in enumerate(answers)
            ),
        )
        for key, text, answers in starts.QUESTIONS
    )


class TierRules(Draft):
    """The six questions that propose a tier; the defaults are a start and no benchmark.

    Attributes:
        from_points: the fewest points of the tiers 1 to 4.
    """

    questions: tuple[TierQuestion, ...] = Field(default_factory=_six)
    from_points: tuple[int, int, int, int] = (15, 11, 7, 1)

    @field_validator("questions")
    @classmethod
    def _six_different(cls, questions: tuple[TierQuestion, ...]) -> tuple[TierQuestion, ...]:
        if len(questions) != QUESTIONS or len({one.key for one in questions}) != QUESTIONS:
            raise ValueError("Give six different questions.")
        return questions

    @field_validator("from_points")
    @classmethod
    def _falls(cls, points: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        if list(points) != sorted(set(points), reverse=True) or points[-1] < 0:
            raise ValueError("The points must fall from tier 1 to tier 4, e.g. 15, 11, 7, 1.")
        return points


class TemplateItem(Draft):
    """An item of a readiness template.

    Attributes:
        days_before: the launch day by which it is due.
    """

    name: Name
    days_before: int = Field(ge=0, le=365)
    critical: bool = False


def _lists() -> tuple[tuple[TemplateItem, ...], ...]:
    return tuple(
        tuple(
            TemplateItem(name=name, days_before=days, critical=critical)
            for name, days, critical in items
        )
        for items in starts.READINESS
    )


class TemplatesDraft(Draft):
    """The readiness list a launch of each tier starts from; a start and no benchmark.

    Attributes:
        tiers: the items of the tiers 1 to 4.
    """

    tiers: tuple[tuple[TemplateItem, ...], ...] = Field(default_factory=_lists)

    @field_validator("tiers")
    @classmethod
    def _one_a_tier(
        cls, tiers: tuple[tuple[TemplateItem, ...], ...]
    ) -> tuple[tuple[TemplateItem, ...], ...]:
        if len(tiers) != len(TIERS):
            raise ValueError("Give a list for each tier from 1 to 4.")
        for tier, items in zip(TIERS, tiers, strict=True):
            names = [item.name.casefold() for item in items]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice:
                raise ValueError(f"Tier {tier}: “{twice}” stands there twice. Keep one.")
        return tiers


Said = TypeVar("Said", TierRules, TemplatesDraft)


@dataclass(frozen=True)
class InForce(Generic[Said]):
    """A list of the house in force.

    Attributes:
        version: how often it was saved; 0 while it stands at its defaults.
    """

    said: Said
    version: int = 0
