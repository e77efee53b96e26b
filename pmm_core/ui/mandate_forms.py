"""How a mandate is kept in dialogs: written part by part, put forward, and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import BLANK, safe_text, show_day, show_names
from pmm_core.mandate import screen_wording as screen
from pmm_core.mandate import wording
from pmm_core.mandate.differences import compare
from pmm_core.mandate.document import Part, Partner
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft, SignOffDraft
from pmm_core.mandate.service import (
    answer_version,
    keep_mandate,
    put_forward,
    read_prepared,
    restore_mandate,
)
from pmm_core.mandate.versions import Prepared, Version
from pmm_core.models import Challenge, Mandate, Person, ScoringRound, Team
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, opened_task
from pmm_core.ui.fields import Fields
from pmm_core.ui.kept import Keeping, OpenedNoun, OpenedOnPage, Storing, noun_keeping
from pmm_core.ui.mandate_parts import ask_part, kpi_names, noun_names
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import SignOffDecision

# Where the session holds the version just put forward, until the page has turned to it.
SHOWN_KEY = "mandate-version-shown"


@dataclass(frozen=True)
class OpenedForward(OpenedOnPage):
    """A mandate that is about to be put forward.

    Attributes:
        mandate: as it was when it was opened.
    """

    mandate: Mandate


@dataclass(frozen=True)
class OpenedAnswer(OpenedOnPage):
    """A version somebody answers."""

    version: Version


def mandate_keeping(visit: Visit) -> Keeping:
    """Tell how mandates are kept on screen."""
    known = read_directory(store=visit.store, actor=visit.actor)
    return noun_keeping(
        Mandate,
        form=_form,
        named=_named,
        write=lambda field, value: (screen.FIELDS[field], _written(visit, known, field, value)),
        archive_note=screen.ARCHIVE_NOTE,
        storing=Storing(
            store=lambda current, base, draft: keep_mandate(
                store=current.store, actor=current.actor, base=base, draft=draft
            ),
            restore=lambda current, row: restore_mandate(
                store=current.store, actor=current.actor, mandate=row
            ),
        ),
        title=screen.WRITE_ONE,
    )


def _part() -> Part | None:
    opened = opened_task(OpenedOnPage)
    chosen = opened.choice if isinstance(opened, OpenedNoun) else ""
    return Part(chosen) if chosen else None


def _named(row: Any) -> str:
    """A part that is being written is called by its heading, a whole mandate by its name."""
    part = _part()
    return wording.PARTS[part] if part else str(row.name)


def _form(visit: Visit, opened: OpenedNoun) -> MandateDraft | None:
    row = cast(Mandate | None, opened.noun)
    base = MandateDraft.of(row) if row else MandateDraft(name=screen.FIRST_NAME)
    ask = Fields(opened.key, screen.FIELDS)
    said = ask_part(visit, Part(opened.choice or Part.PURPOSE), ask, base)
    if said is None:
        return None
    partners = said.get("partners")
    if partners is not None:
        # Checked one by one, so that each fault names its field.
        said["partners"] = [PartnerDraft.check(**one) for one in partners]
    return MandateDraft.check(**base.model_dump() | said)


def _written(visit: Visit, known: Directory, field: str, value: Any) -> str:
    """Write the value of a field for people: names instead of ids."""
    if value is None or value in ("", []):
        return BLANK
    if field == "team_id":
        return known.name(Team, value) or BLANK
    if field in {"focus_id", "round_id"}:
        return noun_names(visit, Challenge if field == "focus_id" else ScoringRound)[value]
    if field == "kpi_ids":
        names = kpi_names(known, value)
        return show_names([names[one] for one in value if one in names])
    if field == "signer_ids":
        return show_names([known.name(Person, one) or BLANK for one in value])
    if field == "partners":
        return " ".join(_partner_words(known, one) for one in value)
    return show_day(value) if hasattr(value, "strftime") else str(value)


def _partner_words(known: Directory, one: Mapping[str, Any]) -> str:
    said = PartnerDraft(**one)
    partner = Partner(
        function=said.function,
        accountable=known.name(Person, said.accountable_id),
        consulted=tuple(known.name(Person, each) or BLANK for each in said.consulted_ids),
        together=said.together,
        overlap=said.overlap,
    )
    return " ".join(wording.partner_lines(partner))


def show_opened_forward(visit: Visit) -> None:
    """Show the step of putting forward in a dialog, if it is open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedForward):
        title = screen.put_forward_title(safe_text(opened.mandate.name))
        show_dialog(
            visit, Dialog(title, lambda current: _forward(current, opened.mandate), width="medium")
        )


def _forward(visit: Visit, mandate: Mandate) -> None:
    prepared = read_prepared(
        store=visit.store, actor=visit.actor, mandate_id=mandate.id or 0, as_of=visit.today
    )
    number = 1 + (prepared.newest.number if prepared.newest else 0)
    names = [one.name for one in prepared.document.signers]
    st.markdown(safe_text(screen.freezes(visit.today, names)))
    _show_what_changed(prepared)
    optional = [gap for gap in prepared.gaps if not gap.is_needed]
    if optional:
        lines = "\n".join(f"- {safe_text(gap.message)}" for gap in optional)
        st.markdown(f"**{screen.OPTIONAL_TITLE}**\n\n{lines}")
    ask = Fields("put-forward", screen.FIELDS)
    with st.form(ask.form, border=False):
        note = ask.text("note", None, note=screen.VERSION_NOTE)
        if not ask.save_button(screen.put_forward_version(number)):
            return
    made = put_forward(
        store=visit.store, actor=visit.actor, mandate=mandate, as_of=visit.today, note=note
    )
    st.session_state[SHOWN_KEY] = wording.version_name(made).capitalize()
    finish_task(Notice(screen.was_put_forward(mandate.name, made)))


def _show_what_changed(prepared: Prepared) -> None:
    newest = prepared.newest
    if newest is not None:
        changed = {one.part for one in compare(newest.document, prepared.document)}
        parts = [wording.PARTS[part] for part in Part if part in changed]
        st.markdown(screen.changed_parts(newest.number, parts))


def show_opened_answer(visit: Visit) -> None:
    """Show the form of a sign-off in a dialog, if it is open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedAnswer):
        title = screen.answer_title(opened.version.number)
        show_dialog(
            visit, Dialog(title, lambda current: _answer(current, opened.version), width="medium")
        )


def _answer(visit: Visit, version: Version) -> None:
    names: Mapping[int, str] = {one.person_id: one.person for one in version.answers}
    waiting = version.those(None)
    first = waiting[0].person_id if waiting else None
    ask = Fields(f"answer-{version.id}", screen.FIELDS)
    with st.form(ask.form, border=False):
        said = {
            "person_id": ask.noun("person_id", first, names, required=True),
            "decision": ask.word(
                "decision", SignOffDecision.SIGNED, screen.DECISIONS, required=True
            ),
            "on": ask.day("on", visit.today, latest=visit.today),
            "objection": ask.text("objection", None, lines=3, note=screen.OBJECTION_NOTE),
        }
        if not ask.save_button():
            return
    draft = SignOffDraft.check(**said)
    answer_version(
        store=visit.store,
        actor=visit.actor,
        version_id=version.id,
        draft=draft,
        as_of=visit.today,
    )
    done = screen.answered(names[draft.person_id], draft.decision, version.number)
    finish_task(Notice(done))
