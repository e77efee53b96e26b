"""The forms of what a team sets for itself about launches: tier questions, readiness lists."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pmm_core.errors import ChangedElsewhere
from pmm_core.house import wording
from pmm_core.house.drafts import TIERS, InForce, TemplatesDraft, TierQuestion, TierRules
from pmm_core.house.lines import answer_lines, answers_of, item_lines, items_of
from pmm_core.house.service import (
    read_templates,
    read_tier_rules,
    save_templates,
    save_tier_rules,
)
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, show_sides
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.kept import OpenedOnPage
from pmm_core.ui.session import Visit


@dataclass(frozen=True)
class OpenedQuestions(OpenedOnPage):
    """The tier questions that are being changed, as they were when they were opened."""

    base: InForce[TierRules]
    refused: ChangedElsewhere | None = None


@dataclass(frozen=True)
class OpenedLists(OpenedOnPage):
    """The readiness lists that are being changed, as they were when they were opened."""

    base: InForce[TemplatesDraft]
    refused: ChangedElsewhere | None = None


def show_change_questions(visit: Visit) -> None:
    """Offer to change the tier questions."""
    base = read_tier_rules(store=visit.store, actor=visit.actor)
    _show_change(wording.QUESTIONS_TITLE, OpenedQuestions(base), key="change-questions")


def show_change_lists(visit: Visit) -> None:
    """Offer to change the readiness lists."""
    base = read_templates(store=visit.store, actor=visit.actor)
    _show_change(wording.LISTS_TITLE, OpenedLists(base), key="change-lists")


def _show_change(title: str, opened: OpenedOnPage, *, key: str) -> None:
    st.button(
        title,
        icon=":material/tune:",
        type="tertiary",
        key=key,
        on_click=open_task,
        args=(opened,),
    )


def show_opened_house(visit: Visit, opened: OpenedQuestions | OpenedLists) -> None:
    """Show the lists that are open in a dialog."""
    if isinstance(opened, OpenedQuestions):
        title, body = wording.QUESTIONS_TITLE, _with_sides(opened, _questions)
    else:
        title, body = wording.LISTS_TITLE, _with_sides(opened, _lists)
    show_dialog(visit, Dialog(title, body, width="medium"))


def _with_sides(opened: Any, draw: Callable[[Visit, Any], None]) -> Callable[[Visit], None]:
    def body(visit: Visit) -> None:
        if opened.refused is not None:
            show_sides(opened.refused, _written)
        draw(visit, opened)

    return body


def _written(field: str, value: Any) -> tuple[str, str]:
    """Write a side of a conflict; what a long list holds is read in its own field below."""
    if field == "from_points":
        return wording.FIELDS[field], ", ".join(map(str, value))
    return wording.FIELDS[field], wording.summary(field, value)


def _questions(visit: Visit, opened: OpenedQuestions) -> None:
    st.caption(wording.QUESTIONS_NOTE)
    said = opened.base.said
    with st.form("tier-questions", border=False):
        typed = [_question(number, one) for number, one in enumerate(said.questions, start=1)]
        with st.grid(columns=4, min_column_width=130):
            points = [
                st.number_input(
                    wording.THRESHOLDS.format(tier=tier), 0, value=least, key=f"least-{tier}"
                )
                for tier, least in zip(TIERS, said.from_points, strict=True)
            ]
        keep_place_for_fault()
        if not st.form_submit_button("Save", type="primary", icon=":material/check:"):
            return
    questions = [
        {
            "key": one.key,
            "text": text,
            "answers": answers_of(lines, where=wording.QUESTION.format(number=number)),
        }
        for number, (one, (text, lines)) in enumerate(
            zip(said.questions, typed, strict=True), start=1
        )
    ]
    draft = TierRules.check(
        questions=[TierQuestion.check(**one) for one in questions], from_points=points
    )
    try:
        save_tier_rules(store=visit.store, actor=visit.actor, base=opened.base, draft=draft)
    except ChangedElsewhere as refused:
        now = read_tier_rules(store=visit.store, actor=visit.actor)
        base = InForce(said, now.version)
        open_task(replace(opened, base=base, refused=refused))
        st.rerun()
    finish_task(Notice(wording.SAVED))


def _question(number: int, one: TierQuestion) -> tuple[str, str]:
    text = st.text_input(wording.QUESTION.format(number=number), one.text, key=f"ask-{one.key}")
    lines = st.text_area(
        wording.ANSWERS, answer_lines(one.answers), key=f"answers-{one.key}", height=134
    )
    return text, lines


def _lists(visit: Visit, opened: OpenedLists) -> None:
    st.caption(wording.LISTS_NOTE)
    said = opened.base.said
    with st.form("readiness-lists", border=False):
        typed = [
            st.text_area(
                wording.LIST.format(tier=tier),
                item_lines(items),
                key=f"list-{tier}",
                height=max(80, 26 * (len(items) + 1)),
            )
            for tier, items in zip(TIERS, said.tiers, strict=True)
        ]
        keep_place_for_fault()
        if not st.form_submit_button("Save", type="primary", icon=":material/check:"):
            return
    tiers = [
        items_of(text, where=wording.LIST.format(tier=tier))
        for tier, text in zip(TIERS, typed, strict=True)
    ]
    draft = TemplatesDraft.check(tiers=tiers)
    try:
        save_templates(store=visit.store, actor=visit.actor, base=opened.base, draft=draft)
    except ChangedElsewhere as refused:
        now = read_templates(store=visit.store, actor=visit.actor)
        base = InForce(said, now.version)
        open_task(replace(opened, base=base, refused=refused))
        st.rerun()
    finish_task(Notice(wording.SAVED))
