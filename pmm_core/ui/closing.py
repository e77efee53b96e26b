"""The end of a launch on screen, a launch as a template, and what the past proposes."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory
from pmm_core.closing import wording
from pmm_core.closing.drafts import CloseDraft, DuplicateDraft
from pmm_core.closing.service import (
    close_launch,
    duplicate_launch,
    read_closing,
    reopen_launch,
)
from pmm_core.formatting import safe_text
from pmm_core.models import Initiative
from pmm_core.ui import cached
from pmm_core.ui.editing import (
    Notice,
    finish_task,
    open_task,
    opened_task,
    show_field,
)
from pmm_core.ui.fields import Fields, people
from pmm_core.ui.plan_forms import OpenedLaunch, show_part
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import LaunchOutcome


@dataclass(frozen=True, kw_only=True)
class OpenedEnd(OpenedLaunch):
    """A launch that is being closed, reopened or duplicated.

    Attributes:
        what: the button that opened it.
    """

    what: str


def show_end(visit: Visit, launch: str) -> None:
    """Offer to close, reopen or duplicate a launch."""
    noun = _read(visit, launch)
    if not visit.is_owner:
        return
    for what, icon in (
        (wording.REOPEN if noun.ended_on else wording.CLOSE, ":material/flag:"),
        (wording.DUPLICATE, ":material/content_copy:"),
    ):
        st.button(
            what,
            type="tertiary",
            icon=icon,
            key=f"launch-{what.lower()}",
            on_click=open_task,
            args=(OpenedEnd(launch=noun, what=what),),
        )


def show_closed(visit: Visit, launch: str) -> None:
    """Say that a launch is closed, how it went and what it taught; nothing while it runs."""
    if launch not in _ids(visit):
        return
    noun = _read(visit, launch)
    if noun.ended_on is not None:
        said = safe_text(wording.closed(noun.ended_on, noun.outcome))
        st.markdown(f":gray-badge[:material/flag: {said}] {safe_text(noun.lesson)}")


def show_opened_end(visit: Visit) -> bool:
    """Show the end of a launch in a dialog if that is what is open; tell whether it is."""
    opened = opened_task(object) if visit.is_owner else None
    if not isinstance(opened, OpenedEnd):
        return False
    bodies = {wording.CLOSE: _close, wording.REOPEN: _reopen, wording.DUPLICATE: _duplicate}
    body = bodies[opened.what]
    show_part(visit, opened, opened.what, lambda now, one: body(now, one.launch), _written)
    return True


def _written(field: str, value: Any) -> tuple[str, str]:
    if field == "outcome" and value is not None:
        value = wording.OUTCOMES[LaunchOutcome(value)]
    return wording.FIELDS.get(field, field), show_field(Directory([], []), field, value)


def show_proposals(visit: Visit, launch: str) -> None:
    """Say what closed launches reached by each window, and what closed ones taught."""
    launch_id = _ids(visit)[launch]
    for said in wording.proposals(cached.proposals(visit, launch_id, visit.today)):
        st.caption(safe_text(said))
    lessons = cached.lessons(visit, launch_id)
    if lessons:
        st.subheader(wording.LESSONS_TITLE, anchor=False)
    for lesson in lessons:
        st.markdown(f":material/lightbulb: {safe_text(wording.lesson(lesson))}")


def _close(visit: Visit, launch: Initiative) -> None:
    st.caption(wording.CLOSE_NOTE)
    ask = Fields(f"close-{launch.id}", wording.FIELDS)
    with st.form(ask.form, border=False):
        said = {
            "ended_on": ask.day("ended_on", visit.today),
            "outcome": ask.word("outcome", None, wording.OUTCOMES, required=True),
            "lesson": ask.text("lesson", None, required=True),
        }
        if not ask.save_button("Close the launch", icon=":material/flag:"):
            return
    saved = close_launch(
        store=visit.store,
        actor=visit.actor,
        base=launch,
        draft=CloseDraft.check(**said),
        today=visit.today,
    )
    assert saved.ended_on is not None, "a closed launch has an end"
    finish_task(Notice(wording.was_closed(saved.name, saved.ended_on)))


def _reopen(visit: Visit, launch: Initiative) -> None:
    st.markdown(wording.REOPEN_NOTE)
    ask = Fields(f"reopen-{launch.id}", wording.FIELDS)
    with st.form(ask.form, border=False):
        if not ask.save_button("Reopen the launch", icon=":material/undo:"):
            return
    saved = reopen_launch(store=visit.store, actor=visit.actor, base=launch)
    finish_task(Notice(wording.was_reopened(saved.name)))


def _duplicate(visit: Visit, launch: Initiative) -> None:
    st.caption(wording.DUPLICATE_NOTE)
    ask = Fields(f"duplicate-{launch.id}", wording.FIELDS)
    known = read_directory(store=visit.store, actor=visit.actor)
    owner = launch.owner_id if launch.owner_id in people(known) else None
    with st.form(ask.form, border=False):
        said = {
            "name": ask.name(""),
            "launched_on": ask.day("launched_on", None, required=True),
            "owner_id": ask.noun("owner_id", owner, people(known), required=True),
            "with_targets": st.checkbox(
                wording.FIELDS["with_targets"], key=ask.key("with_targets")
            ),
        }
        if not ask.save_button("Make the launch", icon=":material/content_copy:"):
            return
    draft = DuplicateDraft.check(**said)
    made = duplicate_launch(
        store=visit.store, actor=visit.actor, source=launch, draft=draft, today=visit.today
    )
    said_done = wording.was_duplicated(
        launch.name,
        made.launch.name,
        draft.launched_on,
        items=made.items,
        targets=made.targets,
    )
    finish_task(Notice(said_done))


def _ids(visit: Visit) -> dict[str, int]:
    return {f"{one.product}/{one.name}": one.id for one in cached.launches(visit)}


def _read(visit: Visit, launch: str) -> Initiative:
    launch_id = _ids(visit)[launch]
    return read_closing(store=visit.store, actor=visit.actor, launch_id=launch_id)
