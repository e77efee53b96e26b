"""Writes an outline as Markdown, for a wiki or a pull request.

What somebody said is escaped where it would be read as markup, and only there: unlike on a screen,
people read this text before it is drawn.
"""

import re

from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Column,
    Leaf,
    Outline,
    Paragraph,
    Section,
    Shares,
    SideBySide,
    Table,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$&])")
# What makes a heading, a list or a rule, but only as the first of a line.
_FIRST = re.compile(r"^(?:#{1,6}(?=\s|$)|[+\-](?=\s|$)|-+$|=+$)")
_NUMBER = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
# An address or a `:word:` would be made a link or a picture.
_COLON = re.compile(r":(?=\S)")


def plain(text: str) -> str:
    """Escape what a person wrote; it stays on one line and shows as it is."""
    words = " ".join(text.split())
    escaped = _COLON.sub(r"\\:", _MARKUP.sub(r"\\\1", words))
    return _NUMBER.sub(r"\1\\", _FIRST.sub(r"\\\g<0>", escaped))


def to_markdown(outline: Outline) -> str:
    """Write a document; nothing in it is markup but what the outline itself asks for."""
    mark = f"**{plain(outline.mark)}** · " if outline.mark else ""
    parts = [
        f"{mark}{plain(outline.kicker)}",
        f"# {plain(outline.title)}",
        _slanted(outline.stamp),
        *(part for section in outline.sections for part in _section(section)),
        "---",
        _slanted(outline.running),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section | SideBySide) -> list[str]:
    if isinstance(section, SideBySide):
        return [*_section(section.left), *_section(section.right)]
    return [f"## {plain(section.heading)}", *(_block(block) for block in section.blocks)]


def _block(block: Leaf) -> str:
    match block:
        case Paragraph(text, "note"):
            return _slanted(text)
        case Paragraph(text):
            return plain(text)
        case Bullets(items, label, _):
            listed = "\n".join(f"- {plain(item)}" for item in items)
            return f"{plain(label)}\n\n{listed}" if label else listed
        case Callout(text):
            return f"> **{plain(text)}**"
        case Shares(title, shares):
            columns = (Column(title), Column("Share", is_number=True))
            return _table(Table(columns, tuple((one.label, one.value) for one in shares)))
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    rules = ["---:" if column.is_number else "---" for column in table.columns]
    titles = [plain(column.title) for column in table.columns]
    cells = [[plain(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in (titles, rules, *cells))


def _slanted(text: str) -> str:
    words = plain(text)
    return f"*{words}*" if words else ""
