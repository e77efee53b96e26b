"""Asks for the parts of a mandate: one form a part, so that a part can be settled by itself."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.company.wording import FUNCTIONS
from pmm_core.formatting import safe_text
from pmm_core.mandate import screen_wording as screen
from pmm_core.mandate import wording
from pmm_core.mandate.document import Part
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft
from pmm_core.mandate.service import read_ranking
from pmm_core.models import Challenge, Kpi, ScoringRound, Team
from pmm_core.prioritizer.defence import Defence
from pmm_core.ui import navigation
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.kpis import place_name
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import BusinessFunction, KpiBucket

Said = dict[str, Any]
# Shows the inputs of a part and returns what they hold; the caller has the form and its button.
Ask = Callable[[Visit, Fields, MandateDraft], Said]


def ask_part(visit: Visit, part: Part, ask: Fields, base: MandateDraft) -> Said | None:
    """Ask for one part; null until it is saved."""
    said: Said = {}
    if part is Part.DEFENCE:
        said |= _ask_round(visit, ask, base)
    with st.form(ask.form, border=False):
        said |= _ASKS[part](visit, ask, base)
        return said if ask.save_button() else None


def _purpose(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    known = read_directory(store=visit.store, actor=visit.actor)
    teams = choices(known, Team, base.team_id)
    return {
        "name": ask.name(base.name, note=screen.NAME_NOTE),
        "team_id": _one(ask, "team_id", base.team_id, teams),
        "purpose": ask.text("purpose", base.purpose, lines=5, note=screen.PURPOSE_NOTE),
    }


def _focus(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    names = _in_use(visit, Challenge, base.focus_id)
    return {
        "focus_id": _one(ask, "focus_id", base.focus_id, names, note=screen.FOCUS_NOTE),
        "focus": ask.text("focus", base.focus, lines=6, note=screen.LINES_NOTE),
    }


def _not_focus(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    st.caption(screen.NOT_FOCUS_NOTE)
    proposed = base.not_focus
    ranking = _ranking(visit, base.round_id)
    if not proposed and ranking is not None:
        challenge = noun_names(visit, Challenge).get(base.focus_id or 0)
        proposed = screen.not_focus_words(ranking, challenge)
    return {"not_focus": ask.text("not_focus", proposed, lines=9)}


def _ask_round(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    """Ask for the round outside the form: its words are shown, and taken, at once."""
    names = _in_use(visit, ScoringRound, base.round_id)
    round_id = _one(
        ask, "round_id", base.round_id, names, on_change=lambda: _fill_blank(visit, ask)
    )
    ranking, covered = read_ranking(store=visit.store, actor=visit.actor, round_id=round_id)
    if covered:
        st.warning(safe_text(covered), icon=":material/visibility_off:")
    if ranking is not None:
        st.caption(safe_text(wording.defence_words(ranking)))
        st.button(
            screen.TAKE_WORDS,
            icon=":material/format_quote:",
            on_click=_fill,
            args=(visit, ask),
            key=ask.key("take-words"),
        )
    return {"round_id": round_id}


def _defence(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    key = ask.key("defence")
    if key not in st.session_state:
        ranking = None if base.defence else _ranking(visit, base.round_id)
        words = wording.defence_words(ranking) if ranking else ""
        st.session_state[key] = base.defence or words
    return {"defence": ask.text("defence", None, lines=8, note=screen.DEFENCE_NOTE)}


def _fill_blank(visit: Visit, ask: Fields) -> None:
    """Write the words of the ranking where nothing is written yet (a picker's callback)."""
    if not str(st.session_state.get(ask.key("defence"), "")).strip():
        _fill(visit, ask)


def _fill(visit: Visit, ask: Fields) -> None:
    """Write the words of the ranking (a button's callback)."""
    ranking = _ranking(visit, st.session_state.get(ask.key("round_id")))
    if ranking is not None:
        st.session_state[ask.key("defence")] = wording.defence_words(ranking)


def _ranking(visit: Visit, round_id: int | None) -> Defence | None:
    return read_ranking(store=visit.store, actor=visit.actor, round_id=round_id)[0]


def _kpis(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    known = read_directory(store=visit.store, actor=visit.actor)
    names = kpi_names(known, base.kpi_ids)
    if not names:
        st.markdown(screen.NO_KPI_YET)
        for page, label in ((navigation.PRODUCTS, "Products"), (navigation.KPIS, "KPIs")):
            st.page_link(page, label=label, icon=":material/arrow_forward:")
        return {}
    st.caption(screen.KPIS_NOTE)
    return {"kpi_ids": ask.nouns("kpi_ids", base.kpi_ids, names)}


def kpi_names(known: Directory, chosen: list[int]) -> dict[int, str]:
    """Name the KPIs in use with their bucket and place, bucket by bucket; chosen ones stay."""
    kpis = [*known.in_use(Kpi), *(known.get(Kpi, one) for one in chosen)]
    order = [*KpiBucket, None]
    names = {
        kpi.id or 0: (
            order.index(kpi.bucket),
            f"{screen.bucket_word(kpi.bucket)}: {kpi.name} ({place_name(known, kpi)})",
        )
        for kpi in kpis
        if kpi is not None
    }
    return {one: name for one, (_, name) in sorted(names.items(), key=lambda item: item[1])}


def _partners(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    known = read_directory(store=visit.store, actor=visit.actor)
    said = {one.function: one for one in base.partners}
    st.caption(screen.PARTNERS_NOTE)
    tabs = st.tabs([FUNCTIONS[function] for function in BusinessFunction])
    partners = []
    for function, tab in zip(BusinessFunction, tabs, strict=True):
        with tab:
            one = said.get(function) or PartnerDraft(function=function)
            partners.append(_partner(known, Fields(ask.key(function), screen.FIELDS), one))
    return {"partners": partners}


def _partner(known: Directory, ask: Fields, base: PartnerDraft) -> Said:
    there = people(known, base.accountable_id)
    for one in base.consulted_ids:
        there |= people(known, one)
    return {
        "function": base.function,
        "accountable_id": _one(ask, "accountable_id", base.accountable_id, there),
        "consulted_ids": ask.nouns("consulted_ids", base.consulted_ids, there),
        "together": ask.text("together", base.together, lines=3),
        "overlap": ask.text("overlap", base.overlap, lines=3),
    }


def _success(_visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    return {"success": ask.text("success", base.success, lines=6, note=screen.SUCCESS_NOTE)}


def _review(_visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    return {"review_on": ask.day("review_on", base.review_on, note=screen.REVIEW_NOTE)}


def _signers(visit: Visit, ask: Fields, base: MandateDraft) -> Said:
    known = read_directory(store=visit.store, actor=visit.actor)
    there = people(known)
    for one in base.signer_ids:
        there |= people(known, one)
    return {"signer_ids": ask.nouns("signer_ids", base.signer_ids, there)}


def _one(
    ask: Fields,
    field: str,
    value: int | None,
    names: Mapping[int, str],
    *,
    note: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> int | None:
    """Ask for one noun by name; unlike a choice that starts with one, it can be taken back."""
    key = ask.key(field)
    if key not in st.session_state and value in names:
        st.session_state[key] = value
    chosen: int | None = st.selectbox(
        ask.labels[field],
        list(names),
        index=None,
        format_func=lambda one: names[one],
        key=key,
        placeholder="None yet",
        help=note,
        on_change=on_change,
    )
    return chosen


def noun_names(visit: Visit, table: type[Challenge] | type[ScoringRound]) -> dict[int, str]:
    """Name every challenge or round by its id, archived ones too."""
    rows = read_nouns(store=visit.store, actor=visit.actor, table=table)
    return {row.id or 0: row.name for row in rows}


def _in_use(
    visit: Visit, table: type[Challenge] | type[ScoringRound], chosen: int | None
) -> dict[int, str]:
    """Name those in use; what is chosen already stays a choice."""
    rows = read_nouns(store=visit.store, actor=visit.actor, table=table)
    gone = {row.id for row in rows if row.archived_at is not None} - {chosen}
    names = noun_names(visit, table)
    return {one: name for one, name in names.items() if one not in gone}


_ASKS: Mapping[Part, Ask] = {
    Part.PURPOSE: _purpose,
    Part.FOCUS: _focus,
    Part.NOT_FOCUS: _not_focus,
    Part.DEFENCE: _defence,
    Part.KPIS: _kpis,
    Part.PARTNERS: _partners,
    Part.SUCCESS: _success,
    Part.REVIEW: _review,
    Part.SIGNERS: _signers,
}
