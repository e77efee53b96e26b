"""What opens over the plan of a launch: its form, a move of its day, the tier questions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_noun
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import BLANK, safe_text
from pmm_core.house.drafts import TIERS, TierQuestion
from pmm_core.house.service import read_tier_rules
from pmm_core.models import Initiative
from pmm_core.plan import form_wording
from pmm_core.plan.drafts import LaunchByHand, TierDraft
from pmm_core.plan.service import answer_tier, keep_launch
from pmm_core.plan.tier import propose
from pmm_core.ui import keeping, readiness_forms
from pmm_core.ui.audience import OpenedFreeze, show_opened_freeze
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import (
    Notice,
    Opened,
    close_task,
    finish_task,
    open_task,
    opened_task,
    show_field,
    show_sides,
)
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.fields import Fields
from pmm_core.ui.house_forms import OpenedLists, OpenedQuestions, show_opened_house
from pmm_core.ui.kept import OpenedNoun, OpenedOnPage
from pmm_core.ui.session import Visit
from pmm_core.ui.targets_grid import OpenedTargets, show_opened_targets
from pmm_core.vocabulary import NounKind


@dataclass(frozen=True)
class OpenedLaunch(OpenedOnPage):
    """A launch of whose plan a part is being changed.

    Attributes:
        launch: as it was when it was opened.
        refused: set once somebody saved it first.
    """

    launch: Initiative
    refused: ChangedElsewhere | None = None


class OpenedMove(OpenedLaunch):
    """A launch whose day is being moved."""


class OpenedTier(OpenedLaunch):
    """A launch whose tier questions are being answered."""


def show_opened(visit: Visit, known: Directory) -> None:
    """Show what is open in a dialog; the last call of the page."""
    if not visit.is_owner:
        return
    opened = opened_task(object)
    if isinstance(opened, Opened):
        keeping.show_opened(visit, known, NounKind.INITIATIVE)
    elif isinstance(opened, OpenedMove):
        show_part(visit, opened, form_wording.MOVE_TITLE, _move, _written)
    elif isinstance(opened, OpenedTier):
        show_part(visit, opened, form_wording.QUESTIONS_TITLE, _answer, _written)
    elif isinstance(opened, OpenedTargets):
        show_opened_targets(visit, opened)
    elif isinstance(opened, OpenedFreeze):
        show_opened_freeze(visit, opened)
    elif isinstance(opened, OpenedQuestions | OpenedLists):
        show_opened_house(visit, opened)
    elif isinstance(opened, OpenedNoun):
        readiness_forms.show_opened_item(visit)
    else:
        close_task()


Body = Callable[[Visit, Any], None]
Written = Callable[[str, Any], tuple[str, str]]


def show_part(visit: Visit, opened: OpenedLaunch, title: str, body: Body, written: Written) -> None:
    """Show a part of a launch in a dialog; where somebody saved it first, with both sides.

    Args:
        written: field and value -> the field's label and the value, for people.
    """

    def draw(current: Visit) -> None:
        if opened.refused is not None:
            show_sides(opened.refused, written)
        try:
            body(current, opened)
        except ChangedElsewhere as refused:
            _take_up(current, opened, refused)

    name = safe_text(opened.launch.name)
    show_dialog(visit, Dialog(f"{title}: {name}", draw, width="medium"))


def _take_up(visit: Visit, opened: OpenedLaunch, refused: ChangedElsewhere) -> None:
    """Go on from the version there is now; what the person started from stays the base."""
    now = read_noun(store=visit.store, actor=visit.actor, noun=opened.launch)
    base = Initiative(**opened.launch.model_dump() | {"version": now.version})
    open_task(replace(opened, launch=base, refused=refused))
    st.rerun()


def _written(field: str, value: Any) -> tuple[str, str]:
    nobody = Directory([], [])
    return form_wording.FIELDS.get(field, field), show_field(nobody, field, value) or BLANK


def _move(visit: Visit, opened: OpenedLaunch) -> None:
    launch = opened.launch
    st.caption(form_wording.MOVE_NOTE)
    ask = Fields(f"move-{launch.id}", form_wording.FIELDS)
    with st.form(ask.form, border=False):
        said = {
            "launched_on": ask.day("launched_on", launch.launched_on),
            "slip_why": ask.text(
                "slip_why", None, hint=form_wording.SLIP_HINT, note=form_wording.SLIP_NOTE
            ),
            "due_days_move": st.checkbox(
                form_wording.FIELDS["due_days_move"], True, key=ask.key("due_days_move")
            ),
        }
        if not ask.save_button("Move", icon=":material/event_repeat:"):
            return
    draft = LaunchByHand.check(**LaunchByHand.of(launch).model_dump() | said)
    saved = keep_launch(
        store=visit.store, actor=visit.actor, base=launch, draft=draft, today=visit.today
    )
    assert saved.launched_on is not None, "the draft asks for a day"
    finish_task(Notice(form_wording.moved(saved.name, saved.launched_on)))


def _answer(visit: Visit, opened: OpenedLaunch) -> None:
    """Ask the questions outside a form, so that what they propose is told at once."""
    launch = opened.launch
    rules = read_tier_rules(store=visit.store, actor=visit.actor).said
    st.caption(form_wording.QUESTIONS_NOTE)
    ask = Fields(f"tier-{launch.id}", form_wording.FIELDS)
    answers = dict(launch.tier_answers)
    for question in rules.questions:
        points = _ask(ask, question, launch.tier_answers.get(question.key))
        answers.pop(question.key, None)
        if points is not None:
            answers[question.key] = points
    proposal = propose(answers, rules)
    st.markdown(f"**{form_wording.proposed(proposal)}**")
    # Where nobody chose another tier, the choice follows what is proposed.
    follows = launch.tier in (None, propose(launch.tier_answers, rules).tier)
    start = proposal.tier if follows else launch.tier
    tier = st.selectbox(
        form_wording.FIELDS["tier"],
        TIERS,
        index=None if start is None else TIERS.index(start),
        format_func=lambda tier: f"Tier {tier}",
        key=ask.key(f"tier-{start}"),
        placeholder="None yet",
        width=220,
    )
    why = launch.tier_why
    if proposal.is_complete and tier != proposal.tier:
        why = ask.text("tier_why", launch.tier_why)
    elif proposal.is_complete:
        why = None
    keep_place_for_fault()
    if st.button("Save", type="primary", icon=":material/check:", key="tier-save"):
        draft = TierDraft.check(answers=answers, tier=tier, why=why)
        saved = answer_tier(store=visit.store, actor=visit.actor, base=launch, draft=draft)
        finish_task(Notice(form_wording.tier_kept(saved.name, saved.tier)))


def _ask(ask: Fields, question: TierQuestion, points: int | None) -> int | None:
    words = {answer.points: f"{answer.text} ({answer.points})" for answer in question.answers}
    if points is not None:
        words.setdefault(points, str(points))
    options = list(words)
    chosen: int | None = st.selectbox(
        safe_text(question.text),
        options,
        index=None if points is None else options.index(points),
        format_func=lambda one: words[one],
        key=ask.key(question.key),
        placeholder="Not answered yet",
    )
    return chosen
