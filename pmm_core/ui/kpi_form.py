"""The form of a KPI: where it belongs, what it measures, who answers for it."""

from typing import Any, cast

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.drafts import YES_NO, KpiDraft
from pmm_core.models import Initiative, Kpi, Product, Team
from pmm_core.money import currencies
from pmm_core.scorecard.wording import CONTROL_WORDS, INDICATOR_WORDS, RUNG_WORDS
from pmm_core.ui.editing import Opened
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.kpi_reading import ask_reading
from pmm_core.ui.kpis import place_name
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Scope

Place = tuple[Scope, int | None, int | None]

COMMON_UNITS = ("%", "accounts", "users", "customers", "deals", "days", "points", YES_NO)


def kpi_form(visit: Visit, known: Directory, opened: Opened) -> KpiDraft | None:
    """Ask for a KPI."""
    kpi = cast(Kpi | None, opened.noun) or Kpi(scope=Scope.OVERALL, name="")
    ask = Fields(opened.key)
    reading = ask_reading(ask, visit, known, kpi)
    with st.form(opened.key, border=False):
        said: dict[str, Any] = {"name": ask.name(kpi.name, note=wording.RENAME_NOTE)}
        said |= _place_input(ask, known, kpi)
        said["definition"] = ask.text(
            "definition", kpi.definition, lines=3, note=wording.DEFINITION_NOTE
        )
        said |= _measure_inputs(ask, visit, kpi)
        said |= _answering_inputs(ask, known, kpi)
        said["definition_version"] = kpi.definition_version + _new_series(ask, kpi)
        if not ask.save_button():
            return None
    if reading is not None:
        # It is a share, and has the cadence of what it reads.
        said |= {"unit": "%", "cadence": None if "log" in reading else said["cadence"]}
    return KpiDraft.check(**said, reading=reading)


def _place_input(ask: Fields, known: Directory, kpi: Kpi) -> dict[str, Any]:
    """A KPI stays where it belongs, so an old one only shows it."""
    if kpi.id is not None:
        st.text_input("Belongs to", place_name(known, kpi), disabled=True)
        return {
            "scope": kpi.scope,
            "product_id": kpi.product_id,
            "initiative_id": kpi.initiative_id,
        }
    places: dict[str, Place] = {wording.WHOLE_COMPANY: (Scope.OVERALL, None, None)}
    for product in known.in_use(Product):
        places[product.name] = (Scope.PRODUCT, product.id, None)
        for launch in known.in_use(Initiative):
            if launch.product_id == product.id:
                places[f"{product.name} / {launch.name}"] = (Scope.LAUNCH, product.id, launch.id)
    chosen = st.selectbox(
        "Belongs to",
        list(places),
        index=1 if len(places) > 1 else 0,
        key=ask.key("place"),
        required=True,
    )
    scope, product_id, initiative_id = places[chosen]
    return {"scope": scope, "product_id": product_id, "initiative_id": initiative_id}


def _measure_inputs(ask: Fields, visit: Visit, kpi: Kpi) -> dict[str, Any]:
    said: dict[str, Any] = {}
    st.markdown("**What it measures**")
    with st.grid(columns=2, min_column_width=220):
        units = _units(visit.settings.said.currency, kpi.unit)
        said["unit"] = st.selectbox(
            wording.FIELDS["unit"],
            units,
            index=units.index(kpi.unit) if kpi.unit else None,
            accept_new_options=True,
            key=ask.key("unit"),
            placeholder="%, a currency or a word",
            help=wording.UNIT_NOTE,
        )
        said["cadence"] = ask.word("cadence", kpi.cadence, wording.PERIODS)
        said["direction"] = ask.word("direction", kpi.direction, wording.DIRECTIONS, required=True)
        said["goal"] = ask.word("goal", kpi.goal, wording.GOALS, required=True)
        said["low"] = ask.number("low", kpi.low, unit=kpi.unit)
        said["high"] = ask.number("high", kpi.high, unit=kpi.unit)
    return said


def _units(currency: str | None, current: str | None) -> list[str]:
    """Offer what is common, the reporting currency, and then every other one."""
    offered = [*COMMON_UNITS, *([currency] if currency else []), *currencies()]
    return list(dict.fromkeys([*([current] if current else []), *offered]))


def _answering_inputs(ask: Fields, known: Directory, kpi: Kpi) -> dict[str, Any]:
    said: dict[str, Any] = {}
    st.markdown("**Who answers for it, and how it is read**")
    with st.grid(columns=2, min_column_width=220):
        said["owner_id"] = ask.noun("owner_id", kpi.owner_id, people(known, kpi.owner_id))
        teams = choices(known, Team, kpi.partner_team_id)
        said["partner_team_id"] = ask.noun("partner_team_id", kpi.partner_team_id, teams)
        said["bucket"] = ask.word("bucket", kpi.bucket, wording.BUCKETS)
        said["control"] = ask.word("control", kpi.control, CONTROL_WORDS)
        said["indicator"] = ask.word("indicator", kpi.indicator, INDICATOR_WORDS)
        said["rung"] = ask.word("rung", kpi.rung, RUNG_WORDS, note=wording.RUNG_NOTE)
        said["source"] = ask.text("source", kpi.source, hint="Where it comes from")
        said["at_risk_from"] = st.number_input(
            wording.FIELDS["at_risk_from"],
            0.05,
            1.0,
            value=kpi.at_risk_from,
            step=0.05,
            key=ask.key("at_risk_from"),
            help=wording.AT_RISK_NOTE,
        )
    return said


def _new_series(ask: Fields, kpi: Kpi) -> bool:
    if kpi.id is None:
        return False
    return st.checkbox(
        "This starts a new series", key=ask.key("new_series"), help=wording.NEW_SERIES_NOTE
    )
