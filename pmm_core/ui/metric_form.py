"""The form that has a person or a team carry a KPI: one there is, or a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue import wording as catalogue_wording
from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.errors import InvalidInput
from pmm_core.formatting import BLANK, safe_text
from pmm_core.metric import wording
from pmm_core.metric.advice import MetricAdvice
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.proposal import likely, propose
from pmm_core.metric.rules import MetricKind
from pmm_core.metric.service import (
    NOTHING,
    Instead,
    bring_back,
    change,
    choose,
    choose_new,
    current_cycle,
)
from pmm_core.models import AccountableMetric, Kpi, Person, Product, Team
from pmm_core.results import same_cycle
from pmm_core.ui.fields import Fields, choices
from pmm_core.ui.kept import Keeping, OpenedNoun
from pmm_core.ui.kpis import place_name
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Scope, Standing

_BECOMES: Mapping[Standing, str] = {
    Standing.SUPPORTING: wording.STANDINGS[Standing.SUPPORTING],
    Standing.GUARDRAIL: wording.STANDINGS[Standing.GUARDRAIL],
    Standing.ACCOUNTABLE: wording.KEEP_BOTH,
}


@dataclass(frozen=True)
class Wanted:
    """What the form asks for.

    Attributes:
        kpi: to be made first; null for a KPI there is.
        instead: what makes room for it.
    """

    draft: AccountableMetricDraft
    kpi: KpiDraft | None = None
    instead: Instead = NOTHING


def metric_keeping(visit: Visit, advice: MetricAdvice) -> Keeping:
    """Tell how accountable metrics are kept on screen."""
    known = read_directory(store=visit.store, actor=visit.actor)

    def named(row: AccountableMetric) -> str:
        return wording.carries(known.name(Kpi, row.kpi_id) or "", carrier_name(known, row))

    def restore(current: Visit, row: AccountableMetric) -> str:
        bring_back(store=current.store, actor=current.actor, metric=row)
        return wording.back(named(row))

    return Keeping(
        what="carried KPI",
        form=lambda current, opened: _form(current, opened, advice),
        save=_save,
        named=named,
        write=lambda field, value: (wording.FIELDS[field], _written(known, field, value)),
        archive_note=wording.ARCHIVE_NOTE,
        archived=lambda row: wording.gone(named(row)),
        restore=restore,
        title=wording.CHOOSE_TITLE,
    )


def carrier_name(known: Directory, row: AccountableMetric) -> str:
    """Name who carries a KPI."""
    return known.name(Person, row.person_id) or known.name(Team, row.team_id) or ""


def _form(visit: Visit, opened: OpenedNoun, advice: MetricAdvice) -> Wanted | None:
    known = read_directory(store=visit.store, actor=visit.actor)
    row = cast(AccountableMetric | None, opened.noun)
    kind = MetricKind(opened.choice) if opened.choice else None
    ask = Fields(opened.key, wording.FIELDS)
    # Who and when stand before the form: what is accountable already hangs on them.
    with st.grid(columns=2, min_column_width=220):
        carrier = _carrier(ask, known, row)
        cycle = ask.text("cycle", row.cycle if row else _cycle(visit), note=wording.CYCLE_NOTE)
    before = _accountable(visit, row, carrier, cycle or None)
    with st.form(ask.form, border=False):
        kpi = _new_kpi(visit, ask, known, kind) if kind else None
        said: dict[str, Any] = {"kpi_id": 0 if kind else _kpi(ask, known, row, advice)}
        said["standing"] = ask.word(
            "standing",
            row.standing if row else Standing.ACCOUNTABLE,
            wording.STANDINGS,
            required=True,
        )
        becomes = _becomes(ask, known, before)
        said["reason"] = ask.text(
            "reason", row.reason if row else None, lines=3, note=wording.REASON_NOTE
        )
        if not ask.save_button():
            return None
    if said["kpi_id"] is None:
        raise InvalidInput(wording.CHOOSE_KPI, code="kpi_missing")
    draft = AccountableMetricDraft.check(**carrier, cycle=cycle, **said)
    replaced = draft.standing is Standing.ACCOUNTABLE and becomes is not Standing.ACCOUNTABLE
    return Wanted(
        draft=draft,
        kpi=KpiDraft.check(**kpi) if kpi else None,
        instead=Instead(tuple(before), becomes) if replaced else NOTHING,
    )


def _save(visit: Visit, base: AccountableMetric | None, wanted: Wanted) -> str:
    if base is not None:
        saved = change(
            store=visit.store,
            actor=visit.actor,
            base=base,
            draft=wanted.draft,
            instead=wanted.instead,
        )
    elif wanted.kpi is not None:
        saved = choose_new(
            store=visit.store,
            actor=visit.actor,
            kpi=wanted.kpi,
            draft=wanted.draft,
            instead=wanted.instead,
        )
    else:
        saved = choose(
            store=visit.store,
            actor=visit.actor,
            draft=wanted.draft,
            instead=wanted.instead,
        )
    known = read_directory(store=visit.store, actor=visit.actor)
    kpi = known.name(Kpi, saved.kpi_id) or ""
    return wording.saved(kpi, carrier_name(known, saved), saved.standing)


def _carrier(ask: Fields, known: Directory, row: AccountableMetric | None) -> dict[str, int | None]:
    """Ask for a person or a team in one choice; each is told apart by its sign."""
    carriers: dict[int, tuple[str, dict[str, int | None]]] = {}
    for person in known.in_use(Person):
        carriers[len(carriers)] = (person.name, {"person_id": person.id, "team_id": None})
    for team in known.in_use(Team):
        label = wording.team_choice(team.name)
        carriers[len(carriers)] = (label, {"person_id": None, "team_id": team.id})
    is_now = {"person_id": row.person_id, "team_id": row.team_id} if row else None
    number = next((number for number, (_, ids) in carriers.items() if ids == is_now), None)
    labels = {number: label for number, (label, _) in carriers.items()}
    chosen = ask.noun("carrier", number, labels, required=True)
    return {} if chosen is None else carriers[chosen][1]


def _cycle(visit: Visit) -> str:
    return current_cycle(store=visit.store, actor=visit.actor, as_of=visit.today)


def _accountable(
    visit: Visit, row: AccountableMetric | None, carrier: Mapping[str, Any], cycle: str | None
) -> list[AccountableMetric]:
    """What the carrier answers for already in that cycle, beside the metric at hand."""
    rows = read_nouns(store=visit.store, actor=visit.actor, table=AccountableMetric)
    return [
        other
        for other in rows
        if carrier
        and other.archived_at is None
        and other.standing is Standing.ACCOUNTABLE
        and (other.person_id, other.team_id) == (carrier["person_id"], carrier["team_id"])
        and same_cycle(other.cycle, cycle)
        and (row is None or other.id != row.id)
    ]


def _kpi(
    ask: Fields, known: Directory, row: AccountableMetric | None, advice: MetricAdvice
) -> int | None:
    """Ask for a KPI; those whose name says they are what is advised come first."""
    names = {kpi.id or 0: f"{kpi.name} ({place_name(known, kpi)})" for kpi in known.in_use(Kpi)}
    if row is not None:
        archived = known.name(Kpi, row.kpi_id)
        names.setdefault(row.kpi_id, archived or "")
    answer = advice.counsel.answer
    first = likely(answer, names.items()) if answer else ()
    ordered = {kpi_id: names[kpi_id] for kpi_id in dict.fromkeys([*first, *names])}
    return ask.noun("kpi_id", row.kpi_id if row else None, ordered, required=True)


def _becomes(ask: Fields, known: Directory, before: list[AccountableMetric]) -> Standing:
    if not before:
        return Standing.ACCOUNTABLE
    names = [known.name(Kpi, one.kpi_id) or "" for one in before]
    st.caption(safe_text(wording.answers_already(names)))
    return st.radio(
        wording.INSTEAD_NOTE,
        list(_BECOMES),
        format_func=lambda standing: _BECOMES[standing],
        key=ask.key("becomes"),
    )


def _new_kpi(visit: Visit, ask: Fields, known: Directory, kind: MetricKind) -> dict[str, Any]:
    """Ask for what a proposal leaves open: the name, where it belongs, its unit."""
    proposal = propose(kind)
    products = choices(known, Product)
    with st.grid(columns=2, min_column_width=220):
        name = ask.name(proposal.name)
        chosen = st.selectbox(
            "Belongs to",
            list(products),
            index=None,
            format_func=lambda product_id: products[product_id],
            placeholder=catalogue_wording.WHOLE_COMPANY,
            key=ask.key("place"),
        )
        unit = st.text_input(
            "Unit",
            proposal.unit or visit.settings.said.currency or "",
            key=ask.key("unit"),
            help=catalogue_wording.UNIT_NOTE,
        )
    definition = st.text_area("Definition", proposal.definition, key=ask.key("definition"))
    return {
        "scope": Scope.PRODUCT if chosen else Scope.OVERALL,
        "product_id": chosen,
        "name": name,
        "definition": definition,
        "bucket": proposal.bucket,
        "indicator": proposal.indicator,
        "rung": proposal.rung,
        "control": proposal.control,
        "unit": unit,
        "cadence": proposal.cadence,
    }


def _written(known: Directory, field: str, value: Any) -> str:
    if value is None:
        return BLANK
    if field == "kpi_id":
        return known.name(Kpi, value) or BLANK
    if field == "person_id":
        return known.name(Person, value) or BLANK
    if field == "team_id":
        return known.name(Team, value) or BLANK
    return wording.STANDING_WORDS[Standing(value)] if field == "standing" else str(value)
