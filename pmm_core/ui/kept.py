"""Nouns that no file speaks of by name: each is added, edited and archived in one dialog.

A second save of the same noun is refused with both sides shown; what the person typed stays, and
saving again writes only what that person changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.drafts import NounDraft
from pmm_core.catalogue.service import add, archive, read_noun, read_nouns, restore, save
from pmm_core.errors import ChangedElsewhere, PmmError
from pmm_core.formatting import safe_text
from pmm_core.models import Noun
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import (
    Notice,
    finish_task,
    open_task,
    opened_task,
    show_sides,
    tell,
)
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.session import Visit


@dataclass(frozen=True)
class OpenedOnPage:
    """Whatever is open on a page that has dialogs of several kinds."""


@dataclass(frozen=True)
class OpenedNoun(OpenedOnPage):
    """A noun that is being added, edited or archived.

    Attributes:
        table: what it is.
        noun: as it was when it was opened; null for a new one.
        archive: true to archive it.
        choice: which of several forms for a new one.
        refused: set once somebody saved it first.
    """

    table: type[Noun]
    noun: Noun | None = None
    archive: bool = False
    choice: str = ""
    refused: ChangedElsewhere | None = None

    @property
    def key(self) -> str:
        """Key of its form."""
        noun_id = self.noun.id if self.noun else f"new{self.choice}"
        return f"{self.table.__tablename__}-{noun_id}"


@dataclass(frozen=True)
class Keeping:
    """How nouns of one table are kept.

    Attributes:
        what: the word for one, e.g. `health sign`.
        form: asks for a draft; null until it is saved.
        save: stores a draft over a base (null for a new one) and says what was done.
        named: what one is called in a sentence.
        write: field and value -> label and value, for people.
        archive_note: what archiving does.
        archived: says what was archived.
        restore: brings one back and says what was done.
        title: of the dialog that adds one; null for `Add a ...`.
    """

    what: str
    form: Callable[[Visit, OpenedNoun], Any]
    save: Callable[[Visit, Any, Any], str]
    named: Callable[[Any], str]
    write: Callable[[str, Any], tuple[str, str]]
    archive_note: str
    archived: Callable[[Any], str]
    restore: Callable[[Visit, Any], str]
    title: str | None = None


def _store(visit: Visit, base: Any, draft: Any) -> Noun:
    if base is None:
        added: Noun = add(store=visit.store, actor=visit.actor, draft=draft)
        return added
    saved: Noun = save(store=visit.store, actor=visit.actor, base=base, draft=draft)
    return saved


def _restore(visit: Visit, row: Any) -> Noun:
    back: Noun = restore(store=visit.store, actor=visit.actor, noun=row)
    return back


@dataclass(frozen=True)
class Storing:
    """How drafts of a table are stored and archived nouns brought back, by its services."""

    store: Callable[[Visit, Any, Any], Noun] = _store
    restore: Callable[[Visit, Any], Noun] = _restore


BY_CATALOGUE = Storing()


def noun_keeping(
    table: type[Noun],
    *,
    form: Callable[[Visit, OpenedNoun], Any],
    named: Callable[[Any], str],
    write: Callable[[str, Any], tuple[str, str]],
    archive_note: str,
    storing: Storing = BY_CATALOGUE,
    title: str | None = None,
) -> Keeping:
    """Keep nouns in the words all of them share; see `Keeping` for what is asked."""
    return Keeping(
        what=wording.noun(table),
        form=form,
        save=lambda visit, base, draft: wording.saved(named(storing.store(visit, base, draft))),
        named=named,
        write=write,
        archive_note=archive_note,
        archived=lambda row: wording.archived(named(row)),
        restore=lambda visit, row: wording.restored(named(storing.restore(visit, row))),
        title=title,
    )


def show_open_button(label: str, opened: OpenedNoun, *, icon: str | None = None) -> None:
    """Offer to open a noun."""
    st.button(
        label,
        type="tertiary",
        icon=icon,
        key=f"{label}-{opened.key}",
        on_click=open_task,
        args=(opened,),
    )


def show_tasks(noun: Noun) -> None:
    """Offer to edit a noun and to archive it."""
    with st.container(horizontal=True, width="content", gap="small"):
        show_open_button("Edit", OpenedNoun(type(noun), noun))
        show_open_button("Archive", OpenedNoun(type(noun), noun, archive=True))


def show_opened_noun(visit: Visit, keeping: Mapping[type[Noun], Keeping]) -> None:
    """Show what is open in a dialog."""
    opened = opened_task(OpenedOnPage)
    if not isinstance(opened, OpenedNoun) or opened.table not in keeping:
        return
    how = keeping[opened.table]
    if opened.noun is None:
        title = how.title or f"Add a {how.what}"
    else:
        verb = "Archive" if opened.archive else "Edit"
        title = f"{verb} {safe_text(how.named(opened.noun))}"
    show_dialog(visit, Dialog(title, lambda current: _show(current, opened, how), width="medium"))


def _show(visit: Visit, opened: OpenedNoun, how: Keeping) -> None:
    if opened.archive and opened.noun is not None:
        _archive(visit, opened.noun, how)
        return
    if opened.refused is not None:
        show_sides(opened.refused, how.write)
    draft: NounDraft[Any] | None = how.form(visit, opened)
    if draft is None:
        return
    try:
        done = how.save(visit, opened.noun, draft)
    except ChangedElsewhere as refused:
        # A new noun may still meet a change of another that is saved with it.
        if opened.noun is None:
            raise
        _take_up(visit, replace(opened, refused=refused), opened.noun)
    else:
        finish_task(Notice(done))


def _take_up(visit: Visit, opened: OpenedNoun, noun: Noun) -> None:
    """Go on from the version there is now; what the person started from stays the base."""
    now = read_noun(store=visit.store, actor=visit.actor, noun=noun)
    base = type(noun)(**noun.model_dump() | {"version": now.version})
    open_task(replace(opened, noun=base))
    st.rerun()


def _archive(visit: Visit, noun: Noun, how: Keeping) -> None:
    st.markdown(how.archive_note)
    keep_place_for_fault()
    if st.button("Archive", type="primary", key="archive-sure"):
        gone = archive(store=visit.store, actor=visit.actor, noun=noun)
        undo = partial(bring_back, noun=gone, how=how)
        finish_task(Notice(how.archived(gone), undo=undo))


def show_archived(visit: Visit, tables: Sequence[tuple[type[Noun], Keeping]]) -> None:
    """List what was archived of some tables, each to be brought back."""
    gone = [
        (row, how)
        for table, how in tables
        for row in reversed(read_nouns(store=visit.store, actor=visit.actor, table=table))
        if row.archived_at is not None
    ]
    if not gone:
        return
    with st.expander(f"Archived ({len(gone)})", icon=":material/inventory:"):
        for row, how in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(safe_text(how.named(row)), width="stretch")
                st.button(
                    "Restore",
                    type="tertiary",
                    icon=":material/undo:",
                    key=f"restore-{OpenedNoun(type(row), row).key}",
                    on_click=bring_back,
                    args=(visit, row, how),
                )


def bring_back(visit: Visit, noun: Noun, how: Keeping) -> None:
    """Restore something (a button's callback); a refusal is told like a notice."""
    try:
        tell(Notice(how.restore(visit, noun)))
    except PmmError as refused:
        tell(Notice(refused.message))
