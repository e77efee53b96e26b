"""Forms of teams, people, products and next steps; each returns a draft or null."""

from typing import Any, cast

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.drafts import (
    PersonDraft,
    ProductDraft,
    TeamDraft,
)
from pmm_core.models import Kpi, Person, Product, Team
from pmm_core.response.drafts import StepDraft
from pmm_core.response.wording import ADD_STEP_BUTTON, STEP_FIELDS
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


def next_step_form(known: Directory, kpi: Kpi, *, segment: str = "") -> StepDraft | None:
    """Ask for a next step of a KPI or of one segment of it: who does what by when."""
    ask = Fields("step", STEP_FIELDS)
    with st.form(ask.form, border=False):
        said: dict[str, Any] = {"text": ask.text("text", None, required=True)}
        with st.grid(columns=2, min_column_width=180):
            said["owner_id"] = ask.noun(
                "owner_id", kpi.owner_id, people(known, kpi.owner_id), required=True
            )
            said["due_on"] = ask.day("due_on", None, required=True)
        if not ask.save_button(ADD_STEP_BUTTON):
            return None
    return StepDraft.check(kpi_id=kpi.id, segment=segment, **said)
