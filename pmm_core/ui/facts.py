"""What the company says of itself: the answers on a page, and the form that asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pmm_core.company import wording
from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.company.service import read_facts, save_facts
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import BLANK, safe_text, show_day
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.kept import OpenedOnPage
from pmm_core.ui.session import Visit

_LABELS = {fact: wording.label(fact) for fact in wording.FACTS}


@dataclass(frozen=True)
class OpenedFacts(OpenedOnPage):
    """Some facts as they were when their form was opened.

    Attributes:
        asked: which of them.
        refused: set once somebody saved one of them first.
    """

    base: CompanyFacts
    asked: tuple[str, ...]
    refused: ChangedElsewhere | None = None


def show_facts(facts: CompanyFacts, asked: Sequence[str]) -> None:
    """Show the answers, those that are missing too."""
    with st.grid(columns=len(asked), min_column_width=200):
        for fact in asked:
            said = fact_word(fact, getattr(facts.said, fact))
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.caption(_LABELS[fact])
                st.markdown(f"**{safe_text(said)}**" if said else ":gray[Not said yet]")


def show_answer_button(visit: Visit, facts: CompanyFacts, asked: Sequence[str]) -> None:
    """Offer to answer, or to change the answers; nothing for whoever may only look."""
    if not visit.is_owner:
        return
    said = any(getattr(facts.said, fact) is not None for fact in asked)
    st.button(
        "Change the answers" if said else "Answer the questions",
        icon=":material/edit:",
        type="primary" if visit.company == "own" and not said else "secondary",
        key="answer-facts",
        on_click=open_task,
        args=(OpenedFacts(facts, tuple(asked)),),
    )


def fact_word(fact: str, value: Any) -> str:
    """Write the answer to a fact for people; empty for one nobody has said."""
    if value is None:
        return ""
    if fact in wording.ANSWERS:
        words = {str(word): said for word, said in wording.ANSWERS[fact].items()}
        return words[str(value)]
    if fact == "bandwidth_short":
        return wording.BANDWIDTH[bool(value)]
    return show_day(value) if hasattr(value, "strftime") else str(value)


def show_opened_facts(visit: Visit) -> None:
    """Show the form in a dialog while it is open."""
    opened = opened_task(OpenedOnPage)
    if not isinstance(opened, OpenedFacts):
        return
    show_dialog(visit, Dialog("About the company", lambda current: _show(current, opened)))


def _show(visit: Visit, opened: OpenedFacts) -> None:
    if opened.refused is not None:
        show_sides(
            opened.refused, lambda fact, value: (_LABELS[fact], fact_word(fact, value) or BLANK)
        )
    draft = _facts_form(opened)
    if draft is None:
        return
    try:
        save_facts(store=visit.store, actor=visit.actor, base=opened.base, draft=draft)
    except ChangedElsewhere as refused:
        # What the form was opened with stays the base: only the person's own changes are written.
        fresh = read_facts(store=visit.store, actor=visit.actor)
        base = replace(opened.base, versions=fresh.versions)
        open_task(replace(opened, base=base, refused=refused))
        st.rerun()
    else:
        finish_task(Notice(wording.FACTS_SAVED))


def _facts_form(opened: OpenedFacts) -> FactsDraft | None:
    said = opened.base.said
    ask = Fields("facts", _LABELS)
    given: dict[str, Any] = {}
    with st.form(ask.form, border=False):
        for fact in opened.asked:
            given[fact] = _input(ask, fact, getattr(said, fact))
        if not ask.save_button():
            return None
    return FactsDraft.check(**said.model_dump() | given)


def _input(ask: Fields, fact: str, value: Any) -> Any:
    note = wording.FACT_NOTES.get(fact)
    if fact in wording.ANSWERS:
        return ask.word(fact, value, wording.ANSWERS[fact], note=note)
    if fact == "bandwidth_short":
        words: Mapping[int, str] = {int(short): word for short, word in wording.BANDWIDTH.items()}
        chosen = ask.noun(fact, None if value is None else int(value), words, note=note)
        return None if chosen is None else bool(chosen)
    if fact == "dedicated_pmms":
        return st.number_input(
            ask.labels[fact],
            0,
            value=value,
            step=1,
            key=ask.key(fact),
            placeholder="Not said yet",
            help=note,
        )
    return ask.day(fact, value, note=note)
