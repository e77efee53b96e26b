"""Every sentence about what a team sets for itself about launches."""

from collections.abc import Sequence
from typing import Any

QUESTIONS_TITLE = "Change the tier questions"
QUESTIONS_NOTE = (
    "Six questions; each answer gives points. One answer a line, its points before it. What "
    "launches have answered so far keeps its points."
)
THRESHOLDS = "Fewest points of tier {tier}"
QUESTION = "Question {number}"
ANSWERS = "Its answers"
LISTS_TITLE = "Change the readiness lists"
LISTS_NOTE = (
    "What a launch of each tier starts from, one item a line: what, days before the launch, and "
    "“critical” where it should not happen without it. Launches that started keep their items."
)
LIST = "Tier {tier}"
SAVED = "Saved. Launches use it from now on."
FIELDS = {"questions": "Questions", "from_points": "Fewest points", "tiers": "Lists"}


def changed(by: str | None) -> str:
    """Say who saved a list of the house first."""
    return (
        f"{by or 'Somebody'} saved this list after you opened it, so yours was not stored. Compare "
        "the two and save again."
    )


def answer_unreadable(where: str, number: int, line: str) -> str:
    """Say which line of a question is no answer."""
    return (
        f"{where}, line {number}: “{line}” has no points before it. Write the points and the "
        "answer, e.g. 2 A new segment."
    )


def item_unreadable(where: str, number: int, line: str) -> str:
    """Say which line of a readiness list is no item."""
    return (
        f"{where}, line {number}: “{line}” cannot be read. Write what has to be ready, the days "
        "before the launch, and critical where it is: Pricing page; 14; critical."
    )


def summary(field: str, value: Sequence[Any]) -> str:
    """Write a list of the house so short that two of them can stand side by side."""
    if field == "questions":
        return "; ".join(f"{one['text']} ({len(one['answers'])} answers)" for one in value)
    lists = zip(value, range(1, len(value) + 1), strict=True)
    return "; ".join(
        f"tier {tier}: {', '.join(item['name'] for item in items)}" for items, tier in lists
    )
