"""Lists of the house as lines of text, to be typed or pasted, and back."""

from collections.abc import Iterator, Sequence

from pmm_core.errors import InvalidInput
from pmm_core.house import wording
from pmm_core.house.drafts import TemplateItem, TierAnswer

CRITICAL = "critical"


def answer_lines(answers: Sequence[TierAnswer]) -> str:
    """Write the answers of a question, one a line: `2 A new segment`."""
    return "\n".join(f"{answer.points} {answer.text}" for answer in answers)


def answers_of(text: str, *, where: str) -> tuple[TierAnswer, ...]:
    """Read answers, one a line, each with its points before it.

    Args:
        where: what the lines belong to, for the message.

    Raises:
        InvalidInput: a line does not begin with points (`line_unreadable`).
    """
    answers = []
    for number, line in _lines(text):
        points, _, said = line.partition(" ")
        if not points.isdecimal() or not said.strip():
            message = wording.answer_unreadable(where, number, line)
            raise InvalidInput(message, code="line_unreadable")
        answers.append(TierAnswer.check(text=said, points=int(points)))
    return tuple(answers)


def item_lines(items: Sequence[TemplateItem]) -> str:
    """Write a readiness list, one item a line: `Pricing page; 14; critical`."""
    return "\n".join(
        f"{item.name}; {item.days_before}" + (f"; {CRITICAL}" if item.critical else "")
        for item in items
    )


def items_of(text: str, *, where: str) -> tuple[TemplateItem, ...]:
    """Read a readiness list, one item a line; parts may be pasted from a table.

    Args:
        where: what the lines belong to, for the message.

    Raises:
        InvalidInput: a line does not say name and days (`line_unreadable`).
    """
    items = []
    for number, line in _lines(text):
        name, *rest = (part.strip() for part in line.replace("\t", ";").split(";"))
        days, *marks = rest or [""]
        marks = [mark.casefold() for mark in marks if mark]
        if not name or not days.isdecimal() or marks not in ([], [CRITICAL]):
            message = wording.item_unreadable(where, number, line)
            raise InvalidInput(message, code="line_unreadable")
        items.append(TemplateItem.check(name=name, days_before=int(days), critical=bool(marks)))
    return tuple(items)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()
