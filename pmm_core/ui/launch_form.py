"""The form of a launch: what it is for, its day and tier, and how its log is read."""

from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from pmm_core.adoption.refs import LogFacts
from pmm_core.adoption.service import list_logs
from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.errors import InvalidInput
from pmm_core.formatting import safe_text
from pmm_core.house.drafts import TIERS
from pmm_core.house.service import read_tier_rules
from pmm_core.models import Initiative, Product
from pmm_core.plan import form_wording
from pmm_core.plan.drafts import LaunchByHand
from pmm_core.plan.tier import needs_why, propose
from pmm_core.ui import cached
from pmm_core.ui.editing import Opened
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import InitiativeType

_REQUIRED = " :small[:gray[(required)]]"


def launch_form(visit: Visit, known: Directory, opened: Opened) -> LaunchByHand | None:
    """Ask for a launch, and for how its log is read."""
    launch = cast(Initiative | None, opened.noun) or Initiative(
        product_id=0, name="", timezone=visit.settings.timezone
    )
    ask = Fields(opened.key)
    kept = ("planned_on", "tier_answers", "tier_why")
    said: dict[str, Any] = {
        "kind": launch.kind,
        **{field: getattr(launch, field) for field in kept},
        "name": ask.name(launch.name, note=wording.RENAME_NOTE),
    }
    with st.grid(columns=2, min_column_width=220):
        said |= _what_and_where(ask, known, launch)
        if said["kind"] is InitiativeType.LAUNCH:
            said["launch_type"] = ask.word("launch_type", launch.launch_type, wording.LAUNCH_TYPES)
        said["owner_id"] = ask.noun(
            "owner_id",
            launch.owner_id,
            people(known, launch.owner_id),
            required=said["kind"] is InitiativeType.LAUNCH
            and (launch.id is None or launch.owner_id is not None),
            note=form_wording.OWNER_NOTE,
        )
        said["launched_on"] = ask.day(
            "launched_on",
            launch.launched_on,
            required=launch.id is None and said["kind"] is InitiativeType.LAUNCH,
            note=wording.DAY_0,
        )
        if launch.id is None and said["kind"] is InitiativeType.LAUNCH:
            note = form_wording.PLANNED_NOTE
            said["planned_on"] = ask.day("planned_on", None, note=note)
        said["tier"] = ask.noun("tier", launch.tier, {tier: str(tier) for tier in TIERS})
    said |= _ask_why_it_moves(ask, launch, said)
    said |= _ask_why_this_tier(visit, ask, launch, said["tier"])
    said |= _what_for(ask, launch, said["kind"])
    st.markdown("**How its event log is read**")
    # The log stands before the form: inside it a choice would not change what is offered below.
    logs = list_logs(store=visit.store, actor=visit.actor)
    said["log"] = ask.choice("log", launch.log, logs, note=wording.LOG_NOTE)
    with st.form(opened.key, border=False):
        said |= _reading_inputs(ask, launch, _facts_of(visit, said["log"]))
        if not ask.save_button():
            return None
    return LaunchByHand.check(**said)


def _ask_why_it_moves(ask: Fields, launch: Initiative, said: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for the reason of a move, once the launch day is another than the one before it."""
    is_new = launch.id is None
    before, wanted = said["planned_on"] if is_new else launch.launched_on, said["launched_on"]
    is_launch = said["kind"] is InitiativeType.LAUNCH
    if not is_launch or None in (before, wanted) or before == wanted:
        return {}
    why = ask.text("slip_why", None, hint=form_wording.SLIP_HINT, note=form_wording.SLIP_NOTE)
    if is_new:
        return {"slip_why": why}
    move = st.checkbox(wording.FIELDS["due_days_move"], True, key=ask.key("due_days_move"))
    return {"slip_why": why, "due_days_move": move}


def _ask_why_this_tier(
    visit: Visit, ask: Fields, launch: Initiative, wanted: int | None
) -> dict[str, Any]:
    """Ask why a tier is another than the answers propose, once such a one is chosen."""
    rules = read_tier_rules(store=visit.store, actor=visit.actor).said
    if not needs_why(launch.tier_answers, wanted, rules):
        return {}
    proposed = propose(launch.tier_answers, rules).tier
    note = form_wording.tier_why_missing(wanted, proposed)
    return {"tier_why": ask.text("tier_why", launch.tier_why, note=note)}


def _what_for(ask: Fields, launch: Initiative, kind: InitiativeType | None) -> dict[str, Any]:
    is_new_launch = launch.id is None and kind is InitiativeType.LAUNCH
    objective = st.text_input(
        wording.FIELDS["objective"] + (_REQUIRED if is_new_launch else ""),
        launch.objective or "",
        key=ask.key("objective"),
        help=form_wording.OBJECTIVE_NOTE,
    )
    return {
        "objective": objective,
        "contents": ask.text("contents", launch.contents, note=form_wording.CONTENTS_NOTE),
        "audience": ask.text("audience", launch.audience, note=wording.AUDIENCE_NOTE),
    }


def _what_and_where(ask: Fields, known: Directory, launch: Initiative) -> dict[str, Any]:
    """A launch stays what it is, with its product, so an old one only shows them."""
    if launch.id is None:
        product_id = ask.noun("product_id", None, choices(known, Product), required=True)
        return {
            "product_id": product_id,
            "kind": ask.word("kind", launch.kind, wording.INITIATIVES, required=True),
        }
    st.text_input("Product", known.name(Product, launch.product_id) or "", disabled=True)
    return {"product_id": launch.product_id}


def _facts_of(visit: Visit, log: str | None) -> LogFacts:
    """Read what the chosen log offers; one that cannot be read offers nothing, and says why."""
    try:
        return cached.log_facts(visit, log) if log else LogFacts()
    except InvalidInput as refused:
        st.caption(safe_text(refused.message))
        return LogFacts()


def _reading_inputs(ask: Fields, launch: Initiative, facts: LogFacts) -> dict[str, Any]:
    said: dict[str, Any] = {}
    with st.grid(columns=2, min_column_width=220):
        said["clock"] = ask.word("clock", launch.clock, wording.CLOCKS, required=True)
        said["timezone"] = ask.text("timezone", launch.timezone)
        for field, blank in (("adopt_events", "Any event"), ("activation_events", "As for use")):
            said[field] = _events(ask, field, getattr(launch, field), facts, blank)
        for field, known in (
            ("expose_event", facts.events),
            ("leave_event", facts.events),
            ("segment_by", facts.columns),
        ):
            said[field] = ask.choice(field, getattr(launch, field), known, accept_new=True)
        for field in ("active_days", "min_uses", "min_days", "engaged_days", "engaged_min_days"):
            said[field] = ask.count(field, getattr(launch, field))
        said["late_joiners"] = ask.word(
            "late_joiners", launch.late_joiners, wording.LATE_JOINERS, required=True
        )
    said["windows"] = st.multiselect(
        wording.FIELDS["windows"],
        sorted({5, 7, 10, 14, 30, 60, 90, *launch.windows}),
        default=launch.windows,
        accept_new_options=True,
        key=ask.key("windows"),
        help=wording.WINDOWS_NOTE,
    )
    said["after_exposure_day"] = st.checkbox(
        wording.FIELDS["after_exposure_day"],
        launch.after_exposure_day,
        key=ask.key("after_exposure_day"),
    )
    return said


def _events(ask: Fields, field: str, chosen: list[str], facts: LogFacts, blank: str) -> list[str]:
    return st.multiselect(
        wording.FIELDS[field],
        list(dict.fromkeys([*facts.events, *chosen])),
        default=chosen,
        accept_new_options=True,
        placeholder=blank,
        key=ask.key(field),
    )
