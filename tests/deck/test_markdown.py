"""A Markdown file shows what people wrote as they wrote it, and can be read as it is."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pmm_core.deck.markdown import plain, to_markdown
from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Column,
    Paragraph,
    Section,
    Share,
    Shares,
    SideBySide,
    Table,
)
from tests.deck.papers import DAY, every_block, outline

HOSTILE = (
    "![x](http://evil.example/x.png) <img src=x onerror=alert(1)> [a](javascript:b) **b** _i_ "
    "`c` | d | ~~e~~ $x^2$ &amp; https://evil.example :tada: \\* # - 1. +"
)
PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def parse(text: str) -> list[Token]:
    """Read Markdown as a wiki does, tables and struck words too."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def kinds(tokens: list[Token]) -> set[str]:
    return {kind for token in tokens for kind in {token.type, *kinds(token.children or [])}}


def words(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens for token in (token.children or []))


@given(
    st.text(alphabet=st.sampled_from(list("#+-=_*`~<>[]()!|$&:;\\.1 2ab\"'\n\t^@{}/")), min_size=1)
)
def test_whatever_is_typed_comes_out_as_the_same_words(typed: str) -> None:
    tokens = parse(plain(typed))
    assert kinds(tokens) <= PLAIN
    assert words(tokens) == " ".join(typed.split())


def test_hostile_words_fetch_nothing_and_mark_nothing_wherever_they_stand() -> None:
    asked_for = kinds(parse(to_markdown(every_block("word"))))
    tokens = parse(to_markdown(every_block(HOSTILE)))
    assert kinds(tokens) - {"text_special"} == asked_for - {"text_special"}
    assert "image" not in asked_for and "link_open" not in asked_for
    cells = [token.children for token in tokens if token.type == "inline"]
    assert len(cells) == len(
        [one for one in parse(to_markdown(every_block("w"))) if one.type == "inline"]
    )


def test_numbers_and_days_stay_readable_in_the_file_itself() -> None:
    said = "By 30 Jun 2026, 27.0% of trials (from 21.2%) become paid plans - no less."
    assert plain(said) == said
    assert plain("-5 points") == "-5 points"


def test_a_document_is_written_block_by_block() -> None:
    text = to_markdown(
        outline(
            Paragraph("So it is.", "lead"),
            Bullets(("One", "Two"), "Besides"),
            Callout("Trials"),
            Table((Column("KPI"), Column("Value", is_number=True)), (("Win rate", "35%"),)),
            Shares("First in", (Share("Trials", 0.65, "65%"),)),
            Paragraph("Small", "note"),
            mark="Draft",
        )
    )
    assert text == (
        "**Draft** · Mandate\n\n# Trials come first\n\n*Version 2*\n\n## Why\n\nSo it is.\n\n"
        "Besides\n\n- One\n- Two\n\n> **Trials**\n\n| KPI | Value |\n| --- | ---: |\n"
        "| Win rate | 35% |\n\n| First in | Share |\n| --- | ---: |\n| Trials | 65% |\n\n"
        "*Small*\n\n"
        "---\n\n*Version 2 of 27 Mar 2026*\n"
    )


def test_sections_beside_each_other_follow_each_other() -> None:
    beside = SideBySide(Section("Left", (Paragraph("a"),)), Section("Right", (Paragraph("b"),)))
    text = to_markdown(outline().__class__("", "T", "", "", DAY, (beside,)))
    assert text.index("## Left") < text.index("## Right")
