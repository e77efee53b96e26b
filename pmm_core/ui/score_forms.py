"""Rounds of scoring in dialogs: start and edit one, close or reopen it, take up challenges."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.company.calendar import Period
from pmm_core.errors import InvalidInput
from pmm_core.formatting import BLANK, safe_text, show_day, show_names
from pmm_core.models import Challenge, Noun, Person, ScoringRound, Team
from pmm_core.prioritizer import round_wording as wording
from pmm_core.prioritizer import sheet_wording
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft
from pmm_core.prioritizer.rounds import Progress, told_apart
from pmm_core.prioritizer.service import (
    close_round,
    open_round,
    read_rounds,
    reopen_round,
    save_round,
    start_from,
    take_up,
)
from pmm_core.prioritizer.templates import TEMPLATES, Template
from pmm_core.prioritizer.wording import STAGES
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, opened_task
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.kept import Keeping, OpenedNoun, OpenedOnPage, Storing, noun_keeping
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Cadence, JourneyStage

# The choice of a new round that takes over the lists of the last one.
FROM_LAST = "last"
# Where the session holds the round that was just started, until the page has turned to it.
STARTED_KEY = "started-round"


@dataclass(frozen=True)
class OpenedClosing(OpenedOnPage):
    """A round that is about to be closed, or opened again where it is closed."""

    progress: Progress


@dataclass(frozen=True)
class OpenedTemplates(OpenedOnPage):
    """The list of common challenges."""


def round_keeping(visit: Visit) -> Keeping:
    """Tell how rounds are kept on screen."""
    known = read_directory(store=visit.store, actor=visit.actor)
    challenges = challenge_names(visit)
    return noun_keeping(
        ScoringRound,
        form=_form,
        named=lambda row: str(row.name),
        write=lambda field, value: (
            wording.FIELDS.get(field, field),
            _written(known, challenges, field, value),
        ),
        archive_note=wording.ARCHIVE_NOTE,
        storing=replace(Storing(), store=_store),
        title=wording.START,
    )


def challenge_names(visit: Visit, *, keep: tuple[int, ...] | None = None) -> dict[int, str]:
    """Name challenges by id, told apart.

    Args:
        visit: whose store is read.
        keep: ids that are named although they are archived; null for all of them.
    """
    rows = read_nouns(store=visit.store, actor=visit.actor, table=Challenge)
    named = told_apart({row.id or 0: row.name for row in rows})
    in_use = {row.id or 0 for row in rows if row.archived_at is None}
    return {one: name for one, name in named.items() if keep is None or one in in_use | set(keep)}


def _store(visit: Visit, base: Any, draft: Any) -> Noun:
    if base is None:
        row = open_round(store=visit.store, actor=visit.actor, draft=draft)
        # The page turns to the round that was just started.
        st.session_state[STARTED_KEY] = row.id
        return row
    return save_round(store=visit.store, actor=visit.actor, base=base, draft=draft)


def _form(visit: Visit, opened: OpenedNoun) -> RoundDraft | None:
    base = _base(visit, opened)
    known = read_directory(store=visit.store, actor=visit.actor)
    ask = Fields(opened.key, wording.FIELDS)
    _show_who_is_waited_for(visit, opened)
    with st.form(ask.form, border=False):
        said: dict[str, Any] = {
            "name": ask.text("name", base["name"], note=wording.ROUND_NOTE),
        }
        with st.grid(columns=3, min_column_width=150):
            team_id = base["team_id"]
            said["team_id"] = ask.noun("team_id", team_id, choices(known, Team, team_id))
            said["start_on"] = ask.day("start_on", base["start_on"])
            said["end_on"] = ask.day("end_on", base["end_on"])
        there = challenge_names(visit, keep=tuple(base["challenge_ids"]))
        said["challenge_ids"] = _several(ask, "challenge_ids", base, there)
        said["scorer_ids"] = _several(ask, "scorer_ids", base, _scorers(known, base))
        if not ask.save_button():
            return None
    return RoundDraft.check(**base | said)


def _show_who_is_waited_for(visit: Visit, opened: OpenedNoun) -> None:
    """Say what taking out a scorer does to a round whose scores are covered."""
    rounds = read_rounds(store=visit.store, actor=visit.actor) if opened.noun else ()
    for one in rounds:
        if one.round.id == getattr(opened.noun, "id", None) and one.is_covered:
            st.caption(safe_text(sheet_wording.edit_note(one.waiting)))


def _scorers(known: Directory, base: Mapping[str, Any]) -> dict[int, str]:
    """Name whoever may score: the people in use, and those of the round who have left."""
    there = people(known)
    for one in base["scorer_ids"]:
        there |= people(known, one)
    return there


def _several(
    ask: Fields, field: str, base: Mapping[str, Any], names: Mapping[int, str]
) -> list[int]:
    return st.multiselect(
        ask.labels[field],
        list(names),
        default=base[field],
        format_func=lambda one: names[one],
        key=ask.key(field),
        placeholder="Choose",
    )


def _base(visit: Visit, opened: OpenedNoun) -> dict[str, Any]:
    """Say what the form starts from: the round, the last one's lists, or the next quarter."""
    row = cast(ScoringRound | None, opened.noun)
    if row is not None:
        return {field: getattr(row, field) for field in RoundDraft.model_fields}
    rounds = read_rounds(store=visit.store, actor=visit.actor)
    last = rounds[0].round if opened.choice == FROM_LAST and rounds else None
    coming = _coming(visit, last.end_on if last else None)
    quarter = {"name": coming.label, "start_on": coming.first, "end_on": coming.last}
    if last is not None:
        draft = start_from(store=visit.store, actor=visit.actor, row=last, name=coming.label)
        return draft.model_dump() | quarter
    empty: dict[str, Any] = {"team_id": None, "scorer_ids": []}
    return quarter | empty | {"challenge_ids": list(challenge_names(visit, keep=()))}


def _coming(visit: Visit, taken_until: dt.date | None) -> Period:
    """Return the next quarter that no round before is for."""
    this = visit.calendar.period(visit.today, Cadence.QUARTERLY).last
    after = max(this, taken_until or this) + dt.timedelta(days=1)
    return visit.calendar.period(after, Cadence.QUARTERLY)


def _written(known: Directory, challenges: Mapping[int, str], field: str, value: Any) -> str:
    if value in (None, "", []):
        return BLANK
    if field == "team_id":
        return known.name(Team, value) or BLANK
    if field == "challenge_ids":
        return show_names([challenges.get(one, BLANK) for one in value])
    if field == "scorer_ids":
        return show_names([known.name(Person, one) or BLANK for one in value])
    return show_day(value) if hasattr(value, "strftime") else str(value)


def show_opened_closing(visit: Visit) -> None:
    """Ask whether a round is to be closed or opened again, in a dialog, if that is open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedClosing):
        name = safe_text(opened.progress.round.name)
        title = f"Reopen {name}" if opened.progress.is_closed else f"Close {name}"
        show_dialog(visit, Dialog(title, lambda current: _close(current, opened.progress)))


def _close(visit: Visit, progress: Progress) -> None:
    row = progress.round
    if progress.is_closed:
        st.markdown(safe_text(sheet_wording.reopen_note(progress.waiting)))
        if st.button(wording.REOPEN, type="primary", key="reopen-sure"):
            reopen_round(store=visit.store, actor=visit.actor, row=row)
            finish_task(Notice(wording.reopened(row.name)))
        return
    st.markdown(safe_text(wording.close_note(progress.waiting)))
    if st.button(wording.CLOSE, type="primary", key="close-sure"):
        close_round(store=visit.store, actor=visit.actor, row=row, on=visit.today)
        finish_task(Notice(wording.closed(row.name)))


def show_opened_templates(visit: Visit) -> None:
    """Show the common challenges in a dialog, if it is open."""
    if isinstance(opened_task(OpenedOnPage), OpenedTemplates):
        show_dialog(visit, Dialog(wording.TAKE_UP, _templates, width="medium"))


def _templates(visit: Visit) -> None:
    st.caption(wording.TAKE_UP_NOTE)
    taken = {name.casefold() for name in challenge_names(visit, keep=()).values()}
    drafts = []
    for stage in JourneyStage:
        st.markdown(f"**{STAGES[stage]}**")
        for at, one in enumerate(TEMPLATES):
            if one.stage is stage:
                draft = _template(at, one, is_taken=one.name.casefold() in taken)
                drafts += [draft] if draft else []
    if not st.button(wording.chosen(len(drafts)), type="primary", key="take-up"):
        return
    if not drafts:
        raise InvalidInput(wording.NOTHING_CHOSEN, code="nothing_chosen")
    rows = take_up(store=visit.store, actor=visit.actor, drafts=drafts)
    finish_task(Notice(wording.taken_up(len(rows))))


def _template(at: int, one: Template, *, is_taken: bool) -> ChallengeDraft | None:
    """Offer one common challenge; once it is chosen, its words can be changed."""
    beside = wording.TAKEN_UP_ALREADY if is_taken else one.look_at
    label = f"{one.name}  \n:small[:gray[{beside}]]"
    if not st.checkbox(label, key=f"template-{at}", disabled=is_taken):
        return None
    name = st.text_input("In your words", one.name, max_chars=120, key=f"template-{at}-name")
    return ChallengeDraft.check(name=name, stage=one.stage)
