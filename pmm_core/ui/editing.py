"""One thing at a time is open on a screen: what it is, as it was when it was opened.

A form is bound to the noun it was opened with, and to that noun's version. Somebody else's save in
between can neither move under a person's hands nor be overwritten: it shows as a conflict.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory, Named
from pmm_core.catalogue.drafts import NounDraft
from pmm_core.catalogue.service import add, read_directory, save
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import BLANK, safe_text, show_day, show_value
from pmm_core.models import Initiative, Noun, Person, Team
from pmm_core.plan.drafts import LaunchByHand
from pmm_core.plan.service import keep_launch
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.session import COMPANY_KEY, NOTICE_KEY, OPEN_KEY, Visit
from pmm_core.vocabulary import LaunchType, NounKind

Form = TypeVar("Form")


class Task(StrEnum):
    """What a person is doing with a noun."""

    EDIT = "edit"
    ARCHIVE = "archive"
    HAND_OVER = "hand_over"
    NEXT_STEPS = "next_steps"


@dataclass(frozen=True)
class Conflict:
    """Two saves of one noun.

    Attributes:
        message: who saved what first.
        theirs: the noun as it is now.
        yours: what the person wanted.
        fields: `field`, `base`, `theirs` and `yours` of every field that differs.
    """

    message: str
    theirs: Noun
    yours: NounDraft[Any]
    fields: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Opened:
    """A noun that is open.

    Attributes:
        noun: as it was when it was opened; null for a new one.
        conflict: set once a save was refused because of another.
    """

    task: Task
    kind: NounKind
    noun: Noun | None = None
    conflict: Conflict | None = None

    @property
    def key(self) -> str:
        """Key of its form: another noun, or another version, is another form."""
        noun = self.noun
        return f"{self.task}-{self.kind}-{noun.id}-{noun.version}" if noun else f"new-{self.kind}"


@dataclass(frozen=True)
class Notice:
    """What was just done.

    Attributes:
        archived: the noun that can be brought back at once.
        undo: brings it back where that takes more than clearing its mark.
    """

    message: str
    archived: Noun | None = None
    undo: Callable[[Visit], None] | None = None


def open_task(opened: object) -> None:
    """Open something of the company on screen from the next run on (a button's callback)."""
    st.session_state[OPEN_KEY] = (st.session_state.get(COMPANY_KEY), opened)


def close_task() -> None:
    """Close whatever is open (the callback of a dialog's cross)."""
    st.session_state.pop(OPEN_KEY, None)


def opened_task(of: type[Form]) -> Form | None:
    """Return what is open if it is of this kind; what was left open elsewhere is closed.

    Elsewhere is another page, or the other company: its ids mean something else here.
    """
    company, opened = st.session_state.get(OPEN_KEY, (None, None))
    if isinstance(opened, of) and company == st.session_state.get(COMPANY_KEY):
        return opened
    close_task()
    return None


def finish_task(notice: Notice) -> None:
    """Close what is open and show the page again, with a notice."""
    close_task()
    tell(notice)
    st.rerun()


def tell(notice: Notice) -> None:
    """Have the next run tell what was done."""
    st.session_state[NOTICE_KEY] = notice


def take_notice() -> Notice | None:
    """Return what was just done, once."""
    notice: Notice | None = st.session_state.pop(NOTICE_KEY, None)
    return notice


def keep_draft(visit: Visit, opened: Opened, draft: NounDraft[Any]) -> None:
    """Save a draft over the noun it was made from; a conflict is shown for a decision.

    Raises:
        InvalidInput: the draft cannot be stored; the form stays as it is.
    """
    try:
        if isinstance(draft, LaunchByHand):
            base = cast(Initiative | None, opened.noun)
            noun = keep_launch(
                store=visit.store, actor=visit.actor, base=base, draft=draft, today=visit.today
            )
        elif opened.noun is None:
            noun = add(store=visit.store, actor=visit.actor, draft=draft)
        else:
            noun = save(store=visit.store, actor=visit.actor, base=opened.noun, draft=draft)
    except ChangedElsewhere as refused:
        _open_conflict(visit, opened, draft, refused)
    else:
        name = getattr(noun, "name", getattr(noun, "text", ""))
        finish_task(Notice(wording.saved(name)))


def _open_conflict(
    visit: Visit, opened: Opened, draft: NounDraft[Any], refused: ChangedElsewhere
) -> None:
    assert opened.noun is not None, "a new noun meets no other"
    known = read_directory(store=visit.store, actor=visit.actor)
    theirs = known.get(cast(type[Named], type(opened.noun)), opened.noun.id)
    assert theirs is not None, "nouns are archived, never deleted"
    conflict = Conflict(refused.message, theirs, draft, tuple(refused.details["fields"]))
    # What the person decides is a change to what is there now.
    open_task(replace(opened, noun=theirs, conflict=conflict))
    st.rerun()


def decide_conflict(known: Directory, conflict: Conflict) -> NounDraft[Any] | None:
    """Show both sides of a conflict; returns what is to be saved once the person has decided."""
    st.warning(safe_text(conflict.message), icon=":material/group:")
    with st.form(f"conflict-{conflict.theirs.version}", border=False):
        chosen = {str(one["field"]): _decide_field(known, one) for one in conflict.fields}
        keep_place_for_fault()
        decided = st.form_submit_button("Save this", type="primary")
    if not decided:
        return None
    draft = type(conflict.yours)
    kept = draft.of(conflict.theirs).model_dump()
    beside = {field: getattr(conflict.yours, field) for field in draft.beside}
    return draft.check(**kept | beside | chosen)


def _decide_field(known: Directory, field: Mapping[str, Any]) -> Any:
    name = str(field["field"])
    sides = ("theirs", "yours")
    shown = {side: show_field(known, name, field[side]) for side in (*sides, "base")}
    st.markdown(f"**{wording.FIELDS.get(name, name)}**")
    st.caption(f"Before: {safe_text(shown['base'])}")
    side = st.radio(
        wording.FIELDS.get(name, name),
        sides,
        index=1,
        format_func=lambda one: f"{one.capitalize()}: {safe_text(shown[one])}",
        key=f"side-{name}",
        label_visibility="collapsed",
    )
    return field[side]


def show_sides(refused: ChangedElsewhere, write: Callable[[str, Any], tuple[str, str]]) -> None:
    """Tell who saved first, and show the three sides of every field that differs.

    Args:
        refused: the refusal of the second save.
        write: field and value -> the field's label and the value, for people.
    """
    st.warning(safe_text(refused.message), icon=":material/group:")
    rows = []
    for one in refused.details["fields"]:
        sides = [write(one["field"], one[side]) for side in ("base", "theirs", "yours")]
        rows.append([sides[0][0], *(safe_text(value) for _, value in sides)])
    frame = pd.DataFrame(rows, columns=["", "Before", "Theirs", "Yours"]).set_index("")
    st.table(frame, border="horizontal", alt="What was there before, what is there now, and yours")


def show_field(known: Directory, field: str, value: Any) -> str:
    """Write the value of a field for people: names instead of ids, a dash for unknown."""
    if value is None or value in ("", [], (), {}):
        return BLANK
    if field in {"owner_id", "successor_id"}:
        return known.name(Person, value) or BLANK
    if field in {"team_id", "partner_team_id"}:
        return known.name(Team, value) or BLANK
    if field == "revenue_share":
        return show_value(value, "%")
    return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, LaunchType):
        return wording.LAUNCH_TYPES[value]
    if isinstance(value, dict):
        return ", ".join(f"{key} {points}" for key, points in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return show_day(value) if hasattr(value, "strftime") else str(value)
