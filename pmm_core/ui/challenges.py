"""Challenges on screen: by stage of the journey, each with its proof, kept in one dialog."""

from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.formatting import BLANK, safe_text, show_day
from pmm_core.models import Challenge, Kpi, Product
from pmm_core.prioritizer import wording
from pmm_core.prioritizer.challenges import Inventory, ProvenChallenge
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.results import ScopeRef
from pmm_core.scorecard import wording as score_wording
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.ui import kept, navigation
from pmm_core.ui.fields import Fields, choices
from pmm_core.ui.kept import Keeping, OpenedNoun, noun_keeping
from pmm_core.ui.kpis import place_name
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty, show_series, show_status
from pmm_core.vocabulary import JourneyStage


def show_add(visit: Visit) -> None:
    """Offer to write down a challenge; over the sample, its banner has the primary button."""
    if visit.is_owner:
        kept.show_open_button("Add a challenge", OpenedNoun(Challenge), icon=":material/add:")


def show_inventory(visit: Visit, inventory: Inventory) -> None:
    """Show the challenges of every stage that has one, in the order of the journey."""
    if not inventory.challenges:
        show_empty(wording.NONE_YET, wording.FIRST_ONE)
    table = read_nouns(store=visit.store, actor=visit.actor, table=Challenge)
    rows = {row.id: row for row in table}
    for stage in JourneyStage:
        challenges = inventory.at(stage)
        if challenges:
            st.subheader(wording.STAGES[stage], anchor=False)
        for one in challenges:
            with st.container(border=True, gap="xsmall"):
                _show_challenge(visit, one, rows[one.id])


def _show_challenge(visit: Visit, one: ProvenChallenge, row: Challenge) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        beside = f" :small[:gray[{safe_text(one.product)}]]" if one.product else ""
        st.markdown(f"**{safe_text(one.name)}**{beside}", width="stretch")
        if visit.is_owner:
            kept.show_tasks(row)
    if one.description:
        st.markdown(safe_text(one.description))
    if one.standpoint is not None:
        _show_standpoint(visit, one, one.standpoint)
    if one.proof:
        st.markdown(f":small[{safe_text(one.proof)}]")
    if not one.is_proven:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(wording.NO_PROOF, icon=":material/help:", color="orange")
            if visit.is_owner:
                kept.show_open_button(wording.GIVE_PROOF, OpenedNoun(Challenge, row))


def _show_standpoint(visit: Visit, one: ProvenChallenge, at: Standpoint) -> None:
    if at.status is None or at.estimate is None:
        st.caption(f"{safe_text(at.kpi)}: {wording.ARCHIVED_KPI}")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_status(at.status)
        if at.series:
            show_series(at.kpi, at.series)
        actual, aim = score_wording.at_and_aim(at.estimate.value, at.post, at.unit)
        of_target = f", {safe_text(aim)}" if at.post is not None else ""
        on = at.estimate.as_of
        as_of = f" :small[:gray[{show_day(on, visit.settings.manner)}]]" if on else ""
        st.markdown(f"{safe_text(at.kpi)} **{safe_text(actual)}**{of_target}{as_of}")
        product = ScopeRef.parse(at.scope).product
        if product:
            st.page_link(
                navigation.PRODUCT,
                label="See why",
                query_params={"kpi": str(one.kpi_id), "product": product},
                width="content",
            )


def show_archived(visit: Visit) -> None:
    """List archived challenges, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(Challenge, _keeping(visit))])


def show_opened(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    kept.show_opened_noun(visit, {Challenge: _keeping(visit)})


def _keeping(visit: Visit) -> Keeping:
    known = read_directory(store=visit.store, actor=visit.actor)
    return noun_keeping(
        Challenge,
        form=_form,
        named=lambda row: str(row.name),
        write=lambda field, value: (wording.FIELDS[field], _written(known, field, value)),
        archive_note=wording.ARCHIVE_NOTE,
    )


def _form(visit: Visit, opened: OpenedNoun) -> ChallengeDraft | None:
    row = cast(Challenge | None, opened.noun)
    known = read_directory(store=visit.store, actor=visit.actor)
    ask = Fields(opened.key, wording.FIELDS)
    with st.form(ask.form, border=False):
        name = ask.name(row.name if row else None)
        stage = ask.word("stage", row.stage if row else None, wording.STAGES, required=True)
        description = ask.text("description", row.description if row else None, lines=3)
        kpi_id = ask.noun("kpi_id", row.kpi_id if row else None, _kpis(known, row))
        proof = ask.text("proof", row.proof if row else None, lines=3, note=wording.PROOF_NOTE)
        current = row.product_id if row else None
        product_id = ask.noun("product_id", current, choices(known, Product, current))
        if not ask.save_button():
            return None
    return ChallengeDraft.check(
        name=name,
        stage=stage,
        description=description,
        kpi_id=kpi_id,
        proof=proof,
        product_id=product_id,
    )


def _kpis(known: Directory, row: Challenge | None) -> dict[int, str]:
    """Name KPIs with their place: many products have a KPI of the same name."""
    chosen = choices(known, Kpi, row.kpi_id if row else None)
    kpis = {noun_id: known.get(Kpi, noun_id) for noun_id in chosen}
    return {
        noun_id: f"{kpi.name} ({place_name(known, kpi)})"
        for noun_id, kpi in kpis.items()
        if kpi is not None
    }


def _written(known: Directory, field: str, value: Any) -> str:
    if value is None or value == "":
        return BLANK
    if field == "kpi_id":
        return known.name(Kpi, value) or BLANK
    if field == "product_id":
        return known.name(Product, value) or BLANK
    return wording.STAGES[value] if field == "stage" else str(value)
