"""Forms of teams, people, products, launches and next steps; each returns a draft or null."""

from typing import Any, cast

import streamlit as st

from pmm_core.adoption.service import LogFacts, list_logs
from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.drafts import (
    LaunchDraft,
    NextActionDraft,
    PersonDraft,
    ProductDraft,
    TeamDraft,
)
from pmm_core.errors import InvalidInput
from pmm_core.formatting import safe_text
from pmm_core.models import Initiative, Kpi, Person, Product, Team
from pmm_core.ui import cached
from pmm_core.ui.editing import Opened
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import PersonKind


def team_form(_visit: Visit, _known: Directory, opened: Opened) -> TeamDraft | None:
    """Ask for a team."""
    team, ask = cast(Team | None, opened.noun), Fields(opened.key)
    with st.form(opened.key, border=False):
        name = ask.name(team.name if team else None)
        if not ask.save_button():
            return None
    return TeamDraft.check(name=name)


def person_form(_visit: Visit, known: Directory, opened: Opened) -> PersonDraft | None:
    """Ask for a person."""
    person = cast(Person | None, opened.noun) or Person(name="", kind=PersonKind.OWNER)
    ask = Fields(opened.key)
    with st.form(opened.key, border=False):
        said: dict[str, Any] = {
            "name": ask.name(person.name),
            "kind": ask.word("kind", person.kind, wording.PERSON_KINDS, required=True),
            "team_id": ask.noun("team_id", person.team_id, choices(known, Team, person.team_id)),
            "email": ask.text("email", person.email, hint="ada@example.com"),
        }
        if not ask.save_button():
            return None
    return PersonDraft.check(**said)


def product_form(_visit: Visit, known: Directory, opened: Opened) -> ProductDraft | None:
    """Ask for a product."""
    product = cast(Product | None, opened.noun) or Product(name="")
    ask = Fields(opened.key)
    with st.form(opened.key, border=False):
        said: dict[str, Any] = {
            "name": ask.name(product.name, note=wording.RENAME_NOTE),
            "description": ask.text("description", product.description, lines=3),
            "owner_id": ask.noun("owner_id", product.owner_id, people(known, product.owner_id)),
            "revenue_share": ask.number(
                "revenue_share", product.revenue_share, unit="%", note=wording.REVENUE_SHARE_NOTE
            ),
            "strategic": st.checkbox(
                wording.FIELDS["strategic"],
                product.strategic,
                key=ask.key("strategic"),
                help=wording.STRATEGIC_NOTE,
            ),
        }
        if not ask.save_button():
            return None
    return ProductDraft.check(**said)


def launch_form(visit: Visit, known: Directory, opened: Opened) -> LaunchDraft | None:
    """Ask for a launch, and for how its log is read."""
    launch = cast(Initiative | None, opened.noun) or Initiative(
        product_id=0, name="", timezone=visit.settings.timezone
    )
    ask = Fields(opened.key)
    said: dict[str, Any] = {
        "kind": launch.kind,
        "name": ask.name(launch.name, note=wording.RENAME_NOTE),
    }
    with st.grid(columns=2, min_column_width=220):
        said |= _what_and_where(ask, known, launch)
        said["launched_on"] = ask.day("launched_on", launch.launched_on, note=wording.DAY_0)
        said["tier"] = ask.noun("tier", launch.tier, {tier: str(tier) for tier in range(1, 5)})
        said["owner_id"] = ask.noun("owner_id", launch.owner_id, people(known, launch.owner_id))
    said["audience"] = ask.text("audience", launch.audience, note=wording.AUDIENCE_NOTE)
    said["objective"] = ask.text("objective", launch.objective)
    st.markdown("**How its event log is read**")
    # The log stands before the form: inside it a choice would not change what is offered below.
    logs = list_logs(store=visit.store, actor=visit.actor)
    said["log"] = ask.choice("log", launch.log, logs, note=wording.LOG_NOTE)
    with st.form(opened.key, border=False):
        said |= _reading_inputs(ask, launch, _facts_of(visit, said["log"]))
        if not ask.save_button():
            return None
    return LaunchDraft.check(**said)


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
        said["adopt_events"] = st.multiselect(
            wording.FIELDS["adopt_events"],
            list(dict.fromkeys([*facts.events, *launch.adopt_events])),
            default=launch.adopt_events,
            accept_new_options=True,
            placeholder="Any event",
            key=ask.key("adopt_events"),
        )
        for field, known in (
            ("expose_event", facts.events),
            ("leave_event", facts.events),
            ("segment_by", facts.columns),
        ):
            said[field] = ask.choice(field, getattr(launch, field), known, accept_new=True)
        for field in ("min_uses", "min_days", "active_days"):
            said[field] = ask.count(field, getattr(launch, field))
        said["late_joiners"] = ask.word(
            "late_joiners", launch.late_joiners, wording.LATE_JOINERS, required=True
        )
    said["windows"] = st.multiselect(
        wording.FIELDS["windows"],
        sorted({5, 7, 10, 14, 30, 60, 90, *launch.windows}),
        default=launch.windows,
        key=ask.key("windows"),
        help=wording.WINDOWS_NOTE,
    )
    said["after_exposure_day"] = st.checkbox(
        wording.FIELDS["after_exposure_day"],
        launch.after_exposure_day,
        key=ask.key("after_exposure_day"),
    )
    return said


def next_step_form(known: Directory, kpi: Kpi) -> NextActionDraft | None:
    """Ask for a next step: who does what by when."""
    ask = Fields(f"next-step-{kpi.id}")
    with st.form(ask.form, clear_on_submit=True, border=False):
        said: dict[str, Any] = {"text": ask.text("text", None)}
        with st.grid(columns=2, min_column_width=180):
            said["owner_id"] = ask.noun("owner_id", kpi.owner_id, people(known, kpi.owner_id))
            said["due_on"] = ask.day("due_on", None)
        if not ask.save_button("Add step"):
            return None
    return NextActionDraft.check(kpi_id=kpi.id, **said)
