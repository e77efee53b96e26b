"""What a document is made of, before anybody knows how it is written: small frozen blocks.

Every text in a block is what somebody said, letter by letter. A renderer writes it and never reads
markup out of it.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "lead", "note"]
# Hebrew, Arabic and their neighbours.
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True)
class Paragraph:
    """Words in a row.

    Attributes:
        tone: `lead` is large and stands first, `note` is small and gray.
    """

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list in which the order does not count.

    Attributes:
        label: stands above it; blank for none.
        at_once: how many a screen shows before it is asked for the others; 0 for all.
    """

    items: tuple[str, ...]
    label: str = ""
    at_once: int = 0


@dataclass(frozen=True)
class Callout:
    """What must not be missed."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        width: its part of the page's width, against the other columns.
        is_number: aligned to the right.
    """

    title: str
    width: float = 1.0
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells; as many cells in each as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Share:
    """A bar of a chart.

    Attributes:
        share: its length, 0 to 1.
        value: the share in words.
        is_strong: whether the bar is the one meant.
    """

    label: str
    share: float
    value: str
    is_strong: bool = False


@dataclass(frozen=True)
class Shares:
    """Shares of one whole as bars, each with its name and its number."""

    title: str
    shares: tuple[Share, ...]


Leaf = Paragraph | Bullets | Callout | Table | Shares


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it.

    Attributes:
        part: which part of the whole it is, for whoever offers something beside it.
    """

    heading: str
    blocks: tuple[Leaf, ...]
    part: str = ""


@dataclass(frozen=True)
class SideBySide:
    """Two sections of equal width beside each other."""

    left: Section
    right: Section


@dataclass(frozen=True)
class Outline:
    """A whole document.

    Attributes:
        kicker: the line above the title: what kind of document, of whom.
        title: what it says, in a sentence.
        stamp: the line below the title: version, day, who agreed.
        running: at the foot of every page.
        dated: the day it is of; also the day written into the file.
        mark: stands out before the kicker, e.g. `Draft`; blank for none.
        author: whoever answers for it.
    """

    kicker: str
    title: str
    stamp: str
    running: str
    dated: dt.date
    sections: tuple[Section | SideBySide, ...]
    mark: str = ""
    author: str = ""


def isolated(name: str) -> str:
    """Keep a name that is written from the right from turning the sentence around it."""
    return f"\u2068{name}\u2069" if _FROM_RIGHT.search(name) else name


def said(text: str) -> tuple[Paragraph | Bullets, ...]:
    """Turn what somebody wrote into blocks: one line is a paragraph, several are a list."""
    lines = lines_said(text)
    if len(lines) < 2:
        return tuple(Paragraph(line) for line in lines)
    return (Bullets(lines),)


def lines_said(text: str) -> tuple[str, ...]:
    """Cut what somebody wrote into lines, without the signs of a list before them."""
    lines = (line.strip().removeprefix("- ").removeprefix("• ") for line in text.splitlines())
    return tuple(line for line in lines if line)
