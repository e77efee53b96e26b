"""Where the name of a bubble stands, so that it covers neither another name nor another bubble."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

Align = Literal["left", "center", "right"]
# A line of a label, in characters and pixels; what a character takes on average.
_LINE = 18
_LINE_HEIGHT = 14.0
_CHARACTER = 6.3
_GAP = 4.0
# Free pixels above and below a label, so that two do not read as one.
_APART = 2.0
# How far right or down the corner of a circle is, in radii.
_CORNER = 0.7


@dataclass(frozen=True)
class Bubble:
    """A bubble with its name; centre and radius in pixels, y from above."""

    name: str
    x: float
    y: float
    radius: float

    @property
    def box(self) -> "Box":
        """The square around it."""
        return Box(
            self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius
        )


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y from above."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        """Tell whether the two have an area in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A name in lines, and how far from the centre of its bubble its anchor stands.

    Attributes:
        dx, dy: pixels to the anchor: the top of the first line, on the side `align` names.
    """

    text: str
    dx: float
    dy: float
    align: Align
    box: Box


def place_labels(
    bubbles: Sequence[Bubble], *, width: float, height: float
) -> tuple[Label | None, ...]:
    """Give each bubble its label, in their order; null where no place is left for one.

    Args:
        bubbles: those whose names matter most first.
        width, height: of the whole picture, in pixels.
    """
    picture = Box(0, 0, width, height)
    placed: list[Label | None] = []
    for bubble in bubbles:
        taken = [other.box for other in bubbles if other is not bubble]
        taken += [label.box for label in placed if label]
        free = (
            label
            for label in _places(bubble)
            if _holds(picture, label.box) and not any(label.box.covers(box) for box in taken)
        )
        placed.append(next(free, None))
    return tuple(placed)


def _places(bubble: Bubble) -> Iterator[Label]:
    """Offer right, left, below and above, then the corners."""
    lines = wrap(bubble.name, _LINE) or [""]
    wide, high = _CHARACTER * max(map(len, lines)), _LINE_HEIGHT * len(lines)
    beside = bubble.radius + _GAP
    corner = beside * _CORNER
    places: tuple[tuple[float, float, Align], ...] = (
        (beside, -high / 2, "left"),
        (-beside, -high / 2, "right"),
        (0.0, beside, "center"),
        (0.0, -beside - high, "center"),
        (corner, corner, "left"),
        (corner, -corner - high, "left"),
        (-corner, corner, "right"),
        (-corner, -corner - high, "right"),
    )
    for dx, dy, align in places:
        left = bubble.x + dx - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        top = bubble.y + dy
        box = Box(left, top - _APART, left + wide, top + high + _APART)
        yield Label("\n".join(lines), dx, dy, align, box)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )
