"""Outlines that the tests of documents start from."""

import datetime as dt

from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Column,
    Leaf,
    Outline,
    Paragraph,
    Section,
    Share,
    Shares,
    SideBySide,
    Table,
)

DAY = dt.date(2026, 3, 27)


def outline(*blocks: Leaf, title: str = "Trials come first", **said: str) -> Outline:
    """A document with one section of some blocks."""
    return Outline(
        kicker=said.get("kicker", "Mandate"),
        title=title,
        stamp=said.get("stamp", "Version 2"),
        running=said.get("running", "Version 2 of 27 Mar 2026"),
        dated=DAY,
        sections=(Section(said.get("heading", "Why"), blocks),),
        mark=said.get("mark", ""),
        author=said.get("author", "Ada Moreno"),
    )


def every_block(words: str) -> Outline:
    """A document that says the same words wherever words can stand."""
    blocks: tuple[Leaf, ...] = (
        Paragraph(words),
        Paragraph(words, "lead"),
        Paragraph(words, "note"),
        Bullets((words, words), words),
        Callout(words),
        Table((Column(words), Column(words, 2, is_number=True)), ((words, words),)),
        Shares(words, (Share(words, 0.5, words, is_strong=True), Share(words, 0.0, words))),
    )
    beside = SideBySide(Section(words, (Paragraph(words),)), Section(words, (Callout(words),)))
    return Outline(words, words, words, words, DAY, (Section(words, blocks), beside), words, words)
