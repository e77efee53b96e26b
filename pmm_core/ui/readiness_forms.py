"""The form of a readiness item, and how such items are kept."""

from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import BLANK, show_day
from pmm_core.models import Person, ReadinessItem
from pmm_core.plan import form_wording, wording
from pmm_core.plan.drafts import ReadinessItemDraft
from pmm_core.ui import kept
from pmm_core.ui.fields import Fields, people
from pmm_core.ui.kept import Keeping, OpenedNoun, noun_keeping
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import ReadinessStatus


def item_keeping(visit: Visit) -> Keeping:
    """Tell how readiness items are kept on screen."""
    known = read_directory(store=visit.store, actor=visit.actor)
    return noun_keeping(
        ReadinessItem,
        form=_item_form,
        named=lambda row: row.name,
        write=lambda field, value: (
            form_wording.FIELDS.get(field, field),
            _written(known, value, field),
        ),
        archive_note=form_wording.ITEM_ARCHIVE_NOTE,
        title=form_wording.ADD_ITEM,
    )


def show_opened_item(visit: Visit) -> None:
    """Show a readiness item in a dialog, if one is open."""
    kept.show_opened_noun(visit, {ReadinessItem: item_keeping(visit)})


def _item_form(visit: Visit, opened: OpenedNoun) -> ReadinessItemDraft | None:
    row = cast(ReadinessItem | None, opened.noun)
    known = read_directory(store=visit.store, actor=visit.actor)
    launch_id = row.initiative_id if row else int(opened.choice)
    item = row or ReadinessItem(initiative_id=launch_id, name="")
    ask = Fields(opened.key, form_wording.FIELDS)
    with st.form(ask.form, border=False):
        said: dict[str, Any] = {"name": ask.name(item.name)}
        with st.grid(columns=2, min_column_width=200):
            said["owner_id"] = ask.noun("owner_id", item.owner_id, people(known, item.owner_id))
            said["due_on"] = ask.day("due_on", item.due_on)
            said["status"] = ask.word("status", item.status, wording.STATUSES, required=True)
        said["critical"] = st.checkbox(
            form_wording.FIELDS["critical"],
            item.critical,
            key=ask.key("critical"),
            help=form_wording.CRITICAL_NOTE,
        )
        said["note"] = ask.text("note", item.note, lines=3)
        saved = ask.save_button()
    return ReadinessItemDraft.check(initiative_id=launch_id, **said) if saved else None


def _written(known: Directory, value: Any, field: str) -> str:
    if value is None or value == "":
        return BLANK
    if field == "owner_id":
        return known.name(Person, value) or BLANK
    if isinstance(value, ReadinessStatus):
        return wording.STATUSES[value]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return show_day(value) if hasattr(value, "strftime") else str(value)
