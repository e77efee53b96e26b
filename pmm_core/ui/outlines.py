"""Shows a laid-out document on screen: what its PDF and its Markdown say, in the same words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Leaf,
    Outline,
    Paragraph,
    Section,
    Shares,
    SideBySide,
    Table,
)
from pmm_core.formatting import safe_text, show_count


@dataclass(frozen=True)
class OnScreen:
    """What a screen does beside showing a document.

    Attributes:
        beside: draws what is offered beside the heading of a part.
        instead: part -> draws what is shown in place of its blocks.
    """

    beside: Callable[[str], None]
    instead: Mapping[str, Callable[[], None]] = field(default_factory=dict)


def show_outline(outline: Outline, how: OnScreen) -> None:
    """Draw a document as one page; its title stands above it already."""
    with st.container(border=True, gap="medium", key="paper"):
        for one in outline.sections:
            if isinstance(one, SideBySide):
                with st.grid(columns=2, min_column_width=300):
                    _show_section(one.left, how)
                    _show_section(one.right, how)
            else:
                _show_section(one, how)


def _show_section(section: Section, how: OnScreen) -> None:
    with st.container(gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(safe_text(section.heading), anchor=False, width="stretch")
            how.beside(section.part)
        if section.part in how.instead:
            how.instead[section.part]()
            return
        for block in section.blocks:
            _show_block(block)


def _show_block(block: Leaf) -> None:
    match block:
        case Paragraph(text, "note"):
            st.caption(safe_text(text))
        case Paragraph(text):
            st.markdown(safe_text(text))
        case Bullets():
            _show_bullets(block)
        case Callout(text):
            st.info(f"**{safe_text(text)}**", icon=":material/target:")
        case Shares():
            _show_shares(block)
        case Table():
            _show_table(block)


def _show_bullets(block: Bullets) -> None:
    at_once = block.at_once or len(block.items)
    listed = _listed(block.items[:at_once])
    st.markdown(f"**{safe_text(block.label)}**\n\n{listed}" if block.label else listed)
    others = block.items[at_once:]
    if others:
        with st.expander(f"{show_count(len(others))} more", type="compact"):
            st.markdown(_listed(others))


def _listed(items: Sequence[str]) -> str:
    return "\n".join(f"- {safe_text(item)}" for item in items)


def _show_shares(block: Shares) -> None:
    st.caption(safe_text(block.title))
    for one in block.shares:
        words = f"{safe_text(one.label)}: {safe_text(one.value)}"
        st.progress(one.share, text=f"**{words}**" if one.is_strong else words)


def _show_table(block: Table) -> None:
    titles = [safe_text(column.title) for column in block.columns]
    rows = [[safe_text(cell) for cell in row] for row in block.rows]
    st.table(pd.DataFrame(rows, columns=titles), border="horizontal", hide_index=True)
