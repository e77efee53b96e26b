"""A scorecard read from the store: which KPIs it lists, on which day, known when."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import LaunchDraft, PersonDraft, ProductDraft
from pmm_core.catalogue.service import archive, change, read_directory
from pmm_core.company.service import read_settings, save_settings
from pmm_core.errors import InvalidInput, NotFound, NotPermitted
from pmm_core.models import Initiative, Kpi, KpiSnapshot, Product, Target
from pmm_core.results import ScopeRef
from pmm_core.scorecard.build import Scorecard
from pmm_core.scorecard.service import (
    list_scopes,
    read_overview,
    read_scorecard,
    read_standpoints,
)
from pmm_core.store.store import Store
from pmm_core.vocabulary import Control, KpiBucket, Role, Status
from tests.catalogue import made

AS_OF = dt.date(2026, 3, 31)


def _read(store: Store, scope: str = "overall", **how: object) -> Scorecard:
    return read_scorecard(
        store=store,
        actor=made.ADA,
        scope=ScopeRef.parse(scope),
        **({"as_of": AS_OF} | how),
    )


def _names(scorecard: Scorecard) -> list[str]:
    return [row.kpi.name for row in scorecard.rows]


@pytest.fixture
def company(any_store: Store) -> Store:
    """Two products; Comet has a launch; one KPI on every level."""
    comet = made.product(any_store, "Comet")
    made.product(any_store, "Harbor")
    insights = made.launch(any_store, comet, "Insights")
    made.kpi(any_store, None, "Company revenue", bucket=KpiBucket.REVENUE)
    made.kpi(any_store, comet, "Activation rate", unit="%", control=Control.DIRECT)
    made.kpi(any_store, insights, "Used in week one")
    return any_store


def test_a_scope_lists_its_own_kpis_and_those_of_every_scope_below(company: Store) -> None:
    assert _names(_read(company)) == ["Company revenue", "Activation rate", "Used in week one"]
    assert _names(_read(company, "product:comet")) == ["Activation rate", "Used in week one"]
    assert _names(_read(company, "launch:Insights")) == ["Used in week one"]
    assert _names(_read(company, "product:Harbor")) == []


def test_own_leaves_out_the_scopes_below(company: Store) -> None:
    scorecard = _read(company, "product:Comet", own=True)
    assert (_names(scorecard), scorecard.children) == (["Activation rate"], ())


def test_the_scopes_below_are_told_by_their_counts(company: Store) -> None:
    children = _read(company).children
    assert [(child.scope, child.counts) for child in children] == [
        ("product:Comet", {Status.NO_DATA: 2}),
        ("product:Harbor", {}),
    ]


def test_a_near_miss_is_suggested(company: Store) -> None:
    with pytest.raises(NotFound, match=r"Did you mean Comet\?"):
        _read(company, "product:Commet")


def test_a_scope_is_found_by_the_name_it_had_before(company: Store) -> None:
    ada = made.person(company, "Ada Lane")
    known = read_directory(store=company, actor=made.ADA)
    comet = known.require(Product, "Comet")
    insights = known.require(Initiative, "Insights", within=(comet.id,))
    with company.write(actor=made.ADA, at=dt.datetime(2027, 5, 1, tzinfo=dt.UTC)) as unit:
        change(unit, comet, ProductDraft.of(comet).model_copy(update={"name": "Meteor"}))
        change(unit, insights, LaunchDraft.of(insights).model_copy(update={"name": "Answers"}))
        change(unit, ada, PersonDraft.of(ada).model_copy(update={"name": "Ada Ruiz"}))
    assert _read(company, "product:comet").scope == "product:Meteor"
    for written in ("Insights", "Comet/Insights", "Meteor/Insights", "Comet/Answers"):
        assert _read(company, f"launch:{written}").scope == "launch:Meteor/Answers"
    assert _read(company, "person:Ada Lane").scope == "person:Ada Ruiz"
    before = _read(company, "product:Meteor", known_on=dt.date(2027, 4, 1))
    assert before.scope == "product:Comet"
    # A name in use goes before a former one.
    made.launch(company, made.product(company, "Quill"), "Insights")
    assert _read(company, "launch:Insights").scope == "launch:Quill/Insights"


def test_a_launch_name_that_two_products_share_has_to_be_told_apart(company: Store) -> None:
    harbor = made.product(company, "Quill")
    made.launch(company, harbor, "Insights")
    with pytest.raises(InvalidInput, match="launch:Quill/Insights") as told:
        _read(company, "launch:Insights")
    assert told.value.code == "scope_ambiguous"
    assert _read(company, "launch:Quill/Insights").scope == "launch:Quill/Insights"


@pytest.mark.parametrize(
    "written", ["Web/Mobile/Sign/in", "web/mobile / sign/in", "Sign/in", "Web/Mobile/Insights"]
)
def test_names_that_hold_a_slash_are_found_as_the_scorecard_writes_them(
    company: Store, written: str
) -> None:
    product = made.product(company, "Web/Mobile")
    made.launch(company, product, "Sign/in")
    made.launch(company, product, "Insights")
    found = _read(company, f"launch:{written}").scope
    assert found.endswith("Insights" if "Insights" in written else "Sign/in")
    assert _read(company, found).scope == found
    with pytest.raises(NotFound):
        _read(company, "launch:Web/Insights")


def test_a_person_s_scorecard_holds_what_they_own_and_shows_shared_outcomes_beside(
    company: Store,
) -> None:
    sales = made.team(company, "Sales")
    bo = made.person(company, "Bo", team_id=sales.id)
    made.kpi(company, None, "Owned by Bo", owner_id=bo.id)
    made.kpi(
        company,
        None,
        "Shared with sales",
        control=Control.SHARED,
        partner_team_id=sales.id,
    )
    scorecard = _read(company, "person:bo")
    assert _names(scorecard) == ["Owned by Bo"]
    assert [row.kpi.name for row in scorecard.shared_outcomes] == ["Shared with sales"]
    assert sum(scorecard.counts.values()) == 1


def test_an_archived_kpi_leaves_the_scorecard_and_stays_in_an_earlier_one(company: Store) -> None:
    with company.read() as session:
        kpi = session.get(Kpi, 2)
    assert kpi is not None
    archive(store=company, actor=made.ADA, noun=kpi)
    today = dt.datetime.now(dt.UTC).date()
    assert "Activation rate" not in _names(_read(company, as_of=today))
    assert "Activation rate" in _names(_read(company, as_of=AS_OF))


@pytest.mark.parametrize(
    ("timezone", "at", "gone_on"),
    [
        ("America/Los_Angeles", "2026-04-15T03:00", "2026-04-14"),
        ("Asia/Tokyo", "2026-04-14T23:00", "2026-04-15"),
    ],
)
def test_what_is_archived_leaves_on_the_companys_day(
    company: Store, timezone: str, at: str, gone_on: str
) -> None:
    """An evening in California is the next day in UTC, a morning in Japan the day before."""
    base = read_settings(store=company, actor=made.ADA)
    draft = base.said.model_copy(update={"timezone": timezone})
    save_settings(store=company, actor=made.ADA, base=base, draft=draft)
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    with company.write(actor=made.ADA, at=moment) as unit:
        unit.change(Kpi, 2, {"archived_at": moment}, version=1)
    day = dt.date.fromisoformat(gone_on)
    assert "Activation rate" not in _names(_read(company, as_of=day))
    assert "Activation rate" in _names(_read(company, as_of=day - dt.timedelta(days=1)))


def _value(store: Store, value: float, recorded: str, on: dt.date = AS_OF) -> None:
    at = dt.datetime.fromisoformat(recorded).replace(tzinfo=dt.UTC)
    with store.write(actor=made.ADA, at=at) as unit:
        unit.add(KpiSnapshot(kpi_id=2, on=on, value=value))


def test_a_value_recorded_late_shows_as_of_and_not_as_known(company: Store) -> None:
    _value(company, 0.30, "2027-04-01")
    _value(company, 0.29, "2027-04-09")

    def actual(known_on: str | None) -> float | None:
        known = dt.date.fromisoformat(known_on) if known_on else None
        return _read(company, "product:Comet", own=True, known_on=known).rows[0].estimate.value

    assert actual(None) == 0.29
    assert actual("2027-04-08") == 0.30
    assert actual("2027-03-31") is None


def test_a_segment_has_a_row_when_it_has_a_target(company: Store) -> None:
    _value(company, 0.30, "2026-04-01")
    with company.write(actor=made.ADA) as unit:
        unit.add(KpiSnapshot(kpi_id=2, segment="Free", on=AS_OF, value=0.2))
        unit.add(KpiSnapshot(kpi_id=2, segment="Business", on=AS_OF, value=0.5))
        unit.add(
            Target(
                kpi_id=2,
                segment="Business",
                value=0.6,
                target_date=dt.date(2026, 6, 30),
                effective_on=dt.date(2026, 1, 1),
            )
        )
    rows = _read(company, "product:Comet", own=True).rows
    assert [row.facts.segment for row in rows] == [None, "Business"]


def test_segments_stand_for_a_whole_that_has_no_value(company: Store) -> None:
    with company.write(actor=made.ADA) as unit:
        for segment in ("Free", "Business"):
            unit.add(KpiSnapshot(kpi_id=2, segment=segment, on=AS_OF, value=0.2))
    rows = _read(company, "product:Comet", own=True).rows
    assert [row.facts.segment for row in rows] == ["Business", "Free"]


def test_a_visitor_reads_no_own_store(company: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR, why="No login is set up.")
    with pytest.raises(NotPermitted, match="No login is set up"):
        read_scorecard(store=company, actor=visitor, scope=ScopeRef.parse("overall"), as_of=AS_OF)


def test_of_some_kpis_only_these_stand_as_they_do_among_all(company: Store) -> None:
    every = read_standpoints(store=company, actor=made.ADA, as_of=AS_OF)
    some = list(every)[1:3]
    found = read_standpoints(store=company, actor=made.ADA, as_of=AS_OF, only=some)
    assert found == {one: every[one] for one in some}


def test_the_scopes_in_use_are_listed_in_order(company: Store) -> None:
    scopes = list_scopes(store=company, actor=made.ADA, as_of=AS_OF)
    assert [str(scope) for scope in scopes] == [
        "overall",
        "product:Comet",
        "launch:Comet/Insights",
        "product:Harbor",
    ]


@pytest.mark.parametrize(("day", "seen"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_launch_is_young_from_day_0_to_day_30(company: Store, day: int, seen: bool) -> None:
    as_of = dt.date(2026, 2, 3) + dt.timedelta(days=day)
    overview = read_overview(store=company, actor=made.ADA, as_of=as_of)
    assert [(launch.name, launch.day) for launch in overview.launches] == (
        [("Insights", day)] if seen else []
    )
