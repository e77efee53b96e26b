"""The one number: four answers lead to it, and somebody answers for a KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmm_core.catalogue.service import read_directory, read_nouns
from pmm_core.company.facts import FactsDraft
from pmm_core.company.service import read_facts, save_facts
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.service import change, choose
from pmm_core.models import AccountableMetric, Kpi, Person
from pmm_core.ui import navigation
from pmm_core.vocabulary import (
    BusinessObjective,
    CompanyStage,
    Monetization,
    RoleStructure,
    Standing,
)
from tests.catalogue import made
from tests.screens.made import BO, OWNER, click, expect_no_fault, fill, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from pmm_core.store.store import Store


def _answer(**said: object) -> None:
    store = own_store()
    draft = FactsDraft.check(**said)
    save_facts(store=store, actor=BO, base=read_facts(store=store, actor=BO), draft=draft)


def _all_answers() -> None:
    _answer(
        business_objective="growth",
        monetization="freemium",
        company_stage="scaleup",
        role_structure="by_product",
    )


def _company() -> tuple[Store, Person, Kpi, Kpi]:
    """Two KPIs and one person."""
    store = own_store()
    ada = made.person(store, "Ada Moreno")
    kpis = [made.kpi(store, None, name) for name in ("Activation rate", "Adopted by day 10")]
    return store, ada, kpis[0], kpis[1]


def _carry(store: Store, kpi: Kpi, person: Person, **said: object) -> AccountableMetric:
    given = {"person_id": person.id, "cycle": "Q1 2026"} | said
    draft = AccountableMetricDraft.check(kpi_id=kpi.id, **given)
    return choose(store=store, actor=BO, draft=draft)


def _carried() -> list[AccountableMetric]:
    return list(read_nouns(store=own_store(), actor=OWNER, table=AccountableMetric))


def test_four_answers_lead_to_one_number_with_its_reasons(app: AppTest) -> None:
    open_page(app, navigation.METRIC)
    assert app.title[0].value == "One number"
    assert "Missing: the business objective, the monetization model" in texts(app)
    click(app, "Answer the questions")
    fill(
        app,
        business_objective=BusinessObjective.GROWTH,
        monetization=Monetization.FREEMIUM,
        company_stage=CompanyStage.SCALEUP,
        role_structure=RoleStructure.BY_PRODUCT,
    )
    click(app, "Save")
    assert app.title[0].value == "One number: adoption by day 10"
    assert "For: Whoever carries a product can answer for its use" in texts(app)
    assert "If the company stage were “startup”, it would be activation." in texts(app)


def test_answers_somebody_else_saved_meanwhile_are_shown_and_only_yours_is_written(
    app: AppTest,
) -> None:
    open_page(app, navigation.METRIC)
    click(app, "Answer the questions")
    _answer(monetization="paid", company_stage="startup")
    fill(app, company_stage=CompanyStage.ENTERPRISE)
    click(app, "Save")
    assert "Bo Lind changed the company stage after you opened them" in texts(app)
    click(app, "Save")
    said = read_facts(store=own_store(), actor=OWNER).said
    assert (said.company_stage, said.monetization) == (CompanyStage.ENTERPRISE, Monetization.PAID)


def test_a_kpi_is_chosen_for_a_person_and_the_current_quarter(app: AppTest) -> None:
    _store, ada, _rate, adopted = _company()
    open_page(app, navigation.METRIC)
    click(app, "Choose a KPI")
    fill(app, carrier=0, kpi_id=adopted.id, reason="The launch of the quarter.")
    click(app, "Save")
    (row,) = _carried()
    assert (row.kpi_id, row.person_id, row.cycle) == (adopted.id, ada.id, "Q1 2026")
    assert "“Adopted by day 10” is accountable for Ada Moreno." in texts(app)
    assert "The launch of the quarter." in texts(app)


def test_the_one_that_was_accountable_becomes_what_the_person_says(app: AppTest) -> None:
    store, ada, rate, adopted = _company()
    _carry(store, rate, ada)
    open_page(app, navigation.METRIC)
    click(app, "Choose a KPI")
    fill(app, carrier=0)
    app.run()
    assert "Accountable in that cycle so far: Activation rate." in texts(app)
    fill(app, kpi_id=adopted.id)
    app.radio[0].set_value(Standing.GUARDRAIL)
    click(app, "Save")
    assert {row.kpi_id: row.standing for row in _carried()} == {
        rate.id: Standing.GUARDRAIL,
        adopted.id: Standing.ACCOUNTABLE,
    }


def test_a_second_accountable_kpi_is_refused_until_its_reason_is_written(app: AppTest) -> None:
    store, ada, rate, adopted = _company()
    _carry(store, rate, ada)
    open_page(app, navigation.METRIC)
    click(app, "Choose a KPI")
    fill(app, carrier=0)
    app.run()
    fill(app, kpi_id=adopted.id)
    app.radio[0].set_value(Standing.ACCOUNTABLE)
    click(app, "Save")
    assert "Ada Moreno answers for “Activation rate” already" in texts(app)
    assert len(_carried()) == 1
    fill(app, reason="Until the fair.")
    click(app, "Save")
    assert [row.standing for row in _carried()] == [Standing.ACCOUNTABLE, Standing.ACCOUNTABLE]


def test_the_kpi_that_is_advised_can_be_made_here(app: AppTest) -> None:
    _all_answers()
    made.person(own_store(), "Ada Moreno")
    open_page(app, navigation.METRIC)
    click(app, "Make the KPI that is advised: adoption")
    fill(app, carrier=0)
    app.run()
    click(app, "Save")
    (kpi,) = read_directory(store=own_store(), actor=OWNER).in_use(Kpi)
    assert (kpi.name, kpi.unit) == ("Adopted by day 10", "%")
    assert _carried()[0].kpi_id == kpi.id


def test_a_change_saved_meanwhile_shows_both_sides_and_keeps_what_was_typed(app: AppTest) -> None:
    store, ada, rate, _adopted = _company()
    row = _carry(store, rate, ada, reason="First")
    open_page(app, navigation.METRIC)
    click(app, "Edit")
    theirs = AccountableMetricDraft.of(row).model_copy(
        update={"reason": "Theirs", "standing": Standing.SUPPORTING}
    )
    change(store=store, actor=BO, base=row, draft=theirs)
    fill(app, reason="Yours")
    click(app, "Save")
    assert "Bo Lind saved" in texts(app)
    assert list(app.table[0].value.iloc[0]) == ["First", "Theirs", "Yours"]
    click(app, "Save")
    (kept,) = _carried()
    assert (kept.reason, kept.standing) == ("Yours", Standing.SUPPORTING)


def test_what_is_archived_can_be_brought_back_unless_another_took_its_place(app: AppTest) -> None:
    store, ada, rate, adopted = _company()
    _carry(store, rate, ada)
    open_page(app, navigation.METRIC)
    click(app, "Archive")
    click(app, "Archive", 1)
    assert "Ada Moreno answers for no KPI in Q1 2026." in texts(app)
    app.button(key="restore-at-once").click().run()
    assert _carried()[0].archived_at is None
    click(app, "Archive")
    click(app, "Archive", 1)
    _carry(store, adopted, ada)
    app.button(key=f"restore-accountable_metric-{_carried()[0].id}").click().run()
    assert "Ada Moreno answers for “Adopted by day 10” already" in texts(app)
    assert _carried()[0].archived_at is not None


def test_what_leads_away_from_a_kpi_leads_to_its_row(app: AppTest) -> None:
    app.run()
    app.switch_page(navigation.METRIC).run()
    expect_no_fault(app)
    said = texts(app)
    assert "Priya Nair answers for no KPI in Q1 2026." in said
    assert "Trial-to-paid conversion, which Ada Moreno answers for, is off track." in said
    assert "Two large deals moved to next year" in said
