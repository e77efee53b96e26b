"""What a launch did to a KPI of a store: values, factors and names read as they stand in it."""

import datetime as dt

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch
from pmm_core.catalogue.service import read_directory
from pmm_core.errors import InvalidInput, NotFound, NotPermitted
from pmm_core.impact.answer import impact_answer
from pmm_core.impact.service import Chosen, find_kpi, list_kpis, read_impact
from pmm_core.impact.study import Impact
from pmm_core.models import ExternalFactor, Kpi
from pmm_core.store.store import Store
from pmm_core.vocabulary import Design, Grade, ImpactVerdict, Role, WhyRefused

TODAY = dt.date(2026, 3, 31)
REACHED = ("English", "German", "Dutch")
OTHERS = ("French", "Spanish", "Italian", "Polish")


def kpi(store: Store, owner: Actor, name: str = "Weekly active teams") -> int:
    return find_kpi(store=store, actor=owner, name=name)


def asked(store: Store, owner: Actor, launch: str = "Insights", **said: object) -> Impact:
    chosen = {"kpi_id": kpi(store, owner), **said}
    return read_impact(
        store=store,
        actor=owner,
        launch_id=find_launch(store=store, actor=owner, name=launch),
        chosen=Chosen(**chosen),  # type: ignore[arg-type]
        as_of=TODAY,
    )


@pytest.fixture
def insights(sample: Store, owner: Actor) -> Impact:
    return asked(sample, owner, reached=REACHED, untouched=OTHERS)


def test_insights_is_read_by_designs_that_agree(insights: Impact) -> None:
    assert insights.span and (insights.span.before, insights.span.after) == (41, 10)
    assert [one.design for one in insights.results] == [
        Design.DID,
        Design.UCM,
        Design.SYNTHETIC_CONTROL,
    ]
    first, second = insights.results[:2]
    assert (first.grade, second.grade) == (Grade.B, Grade.C)
    assert {first.best.verdict, second.best.verdict} == {ImpactVerdict.HIGHER}
    shares = [one.raw.fit.effect.relative for one in (first, second)]
    assert [share and round(share[0], 3) for share in shares] == [0.048, 0.051]
    assert insights.agree


def test_factors_are_told_with_who_declared_them_and_when(insights: Impact) -> None:
    told = [
        (one.factor.name, one.use, one.factor.by_owner, one.declared_late)
        for one in insights.factors
    ]
    assert told == [
        ("A rival raised its prices", "regressor", True, False),
        ("Shops closed over the holidays", "excluded", False, False),
        ("Hosts of two shop systems were down", "excluded", True, True),
    ]


def test_of_a_launch_of_two_weeks_ago_nothing_can_be_said(sample: Store, owner: Actor) -> None:
    found = asked(sample, owner, "Smart routing", kpi_id=kpi(sample, owner, "New accounts"))
    assert found.refused and found.refused.why is WhyRefused.TOO_EARLY
    assert impact_answer(found, "No log.")["designs"] == []


def test_an_archived_factor_is_none(sample: Store, owner: Actor) -> None:
    with sample.write(actor=owner) as unit:
        for row in unit.session.exec(select(ExternalFactor)):
            row.archived_at = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)
    assert asked(sample, owner, designs=(Design.ITS,)).factors == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reached": ("Klingon",)}, "segment_unknown"),
        ({"untouched": ("French",)}, "treated_missing"),
        ({"reached": ("French",), "untouched": ("French",)}, "control_is_treated"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    sample: Store, owner: Actor, said: dict, code: str
) -> None:
    with pytest.raises(InvalidInput) as fault:
        asked(sample, owner, **said)
    assert fault.value.code == code


def test_a_kpi_is_no_control_of_itself(sample: Store, owner: Actor) -> None:
    with pytest.raises(InvalidInput, match="against itself"):
        asked(sample, owner, control_ids=(kpi(sample, owner),))


def test_another_kpi_is_a_control(sample: Store, owner: Actor) -> None:
    found = asked(
        sample,
        owner,
        reached=REACHED,
        control_ids=(kpi(sample, owner, "Share of search"),),
        designs=(Design.DID,),
    )
    assert [one.name for one in found.question.controls] == ["Share of search"]


def test_a_kpi_is_found_by_its_name_its_scope_and_the_launch(sample: Store, owner: Actor) -> None:
    directory = read_directory(store=sample, actor=owner)
    whole = find_kpi(store=sample, actor=owner, name="product:Harbor/Monthly recurring revenue")
    harbor = directory.get(Kpi, whole)
    assert harbor and harbor.name == "Monthly recurring revenue"
    launch = find_launch(store=sample, actor=owner, name="Smart routing")
    name = "Monthly recurring revenue"
    assert find_kpi(store=sample, actor=owner, name=name, launch_id=launch) == whole
    with pytest.raises(InvalidInput, match="product:Comet/Monthly") as fault:
        find_kpi(store=sample, actor=owner, name=name)
    assert fault.value.code == "kpi_ambiguous"
    with pytest.raises(NotFound):
        find_kpi(store=sample, actor=owner, name="Weekly inactive teams")


def test_only_kpis_with_values_are_offered(sample: Store, owner: Actor) -> None:
    found = {one.label: one for one in list_kpis(store=sample, actor=owner, as_of=TODAY)}
    assert set(found["product:Comet/Weekly active teams"].segments) == {*REACHED, *OTHERS}
    assert "product:Quill/Win rate against suites" not in found


def test_a_visitor_sees_nothing_of_an_own_store(store: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR, why="no")
    with pytest.raises(NotPermitted):
        list_kpis(store=store, actor=visitor, as_of=TODAY)


def test_an_unknown_launch_is_not_found(sample: Store, owner: Actor) -> None:
    with pytest.raises(NotFound):
        read_impact(
            store=sample,
            actor=owner,
            launch_id=999,
            chosen=Chosen(kpi(sample, owner)),
            as_of=TODAY,
        )
    with pytest.raises(NotFound):
        asked(sample, owner, kpi_id=999)
