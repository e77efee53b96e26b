"""Nouns are made, saved, archived and restored; what stands under them follows."""

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import KpiDraft, LaunchDraft, NextActionDraft, PersonDraft
from pmm_core.catalogue.service import (
    add,
    archive,
    create_all,
    finish,
    read_actions,
    read_directory,
    restore,
    save,
)
from pmm_core.errors import InvalidInput, NotPermitted, Refused
from pmm_core.models import Audit, Initiative, Kpi, NextAction, Noun, Person, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import Cadence, Role, Scope
from tests.catalogue import made


def test_a_noun_of_each_kind_is_made_by_hand(any_store: Store) -> None:
    growth = made.team(any_store, "Growth")
    ada = made.person(any_store, "Ada Moreno", team_id=growth.id)
    comet = made.product(any_store, "Comet", owner_id=ada.id)
    insights = made.launch(any_store, comet, "Insights", owner_id=ada.id, windows=(7, 30))
    rate = made.kpi(any_store, comet, "Activation rate", unit="%", cadence=Cadence.WEEKLY)
    call = made.action(any_store, rate, "Call five customers", owner_id=ada.id)

    known = read_directory(store=any_store, actor=made.ADA)
    assert known.get(Person, ada.id) == ada
    assert known.get(Product, comet.id) == comet
    assert known.get(Initiative, insights.id) == insights
    assert insights.windows == [7, 30]
    assert known.get(Kpi, rate.id) == rate
    assert list(read_actions(store=any_store, actor=made.ADA, kpi_id=rate.id or 0)) == [call]


def test_saving_writes_only_what_differs_and_leaves_its_trace(store: Store) -> None:
    comet = made.product(store, "Comet")
    draft = made.ProductDraft(name="Comet", description="Reports for finance teams")
    saved = save(store=store, actor=Actor("Bo Lind"), base=comet, draft=draft)
    assert (saved.version, saved.description) == (2, "Reports for finance teams")
    with store.read() as session:
        entry = session.exec(select(Audit).where(Audit.verb == "change")).one()
    assert entry.actor == "Bo Lind"
    assert entry.before == {"description": None, "version": 1}


def test_saving_nothing_new_leaves_the_version_alone(store: Store) -> None:
    comet = made.product(store, "Comet")
    same = save(store=store, actor=made.ADA, base=comet, draft=made.ProductDraft.of(comet))
    assert same.version == 1


def test_a_launch_saved_as_it_is_does_not_change(store: Store) -> None:
    comet = made.product(store, "Comet")
    insights = made.launch(store, comet, "Insights", adopt_events=("report_opened",))
    draft = LaunchDraft.check(**LaunchDraft.of(insights).model_dump())
    assert save(store=store, actor=made.ADA, base=insights, draft=draft).version == 1


def test_a_kpi_of_a_launch_stands_under_the_launchs_product(store: Store) -> None:
    comet = made.product(store, "Comet")
    insights = made.launch(store, comet, "Insights")
    adopted = made.kpi(store, insights, "Adopted by day 30")
    assert (adopted.product_id, adopted.scope) == (comet.id, Scope.LAUNCH)
    draft = KpiDraft(
        scope=Scope.LAUNCH, initiative_id=insights.id, name="Adopted by day 30", unit="%"
    )
    assert save(store=store, actor=made.ADA, base=adopted, draft=draft).unit == "%"


def test_a_kpi_of_another_initiative_is_not_a_launchs(store: Store) -> None:
    comet = made.product(store, "Comet")
    prices = made.launch(store, comet, "New prices", kind="pricing")
    assert made.kpi(store, prices, "Accounts on new prices").scope is Scope.INITIATIVE


def test_what_a_draft_points_to_exists_and_is_in_use(store: Store) -> None:
    gone = made.person(store, "Bo Lind")
    archive(store=store, actor=made.ADA, noun=gone)
    for owner_id in (gone.id, 999):
        with pytest.raises(InvalidInput) as refused:
            made.product(store, "Comet", owner_id=owner_id)
        assert refused.value.code == "not_in_use"
    assert read_directory(store=store, actor=made.ADA).in_use(Product) == []


def test_what_is_archived_leaves_with_all_below_it_and_comes_back_with_it(
    any_store: Store,
) -> None:
    comet = made.product(any_store, "Comet")
    insights = made.launch(any_store, comet, "Insights")
    rate = made.kpi(any_store, comet, "Activation rate")
    adopted = made.kpi(any_store, insights, "Adopted by day 30")

    gone = archive(store=any_store, actor=made.ADA, noun=comet)
    known = read_directory(store=any_store, actor=made.ADA)
    assert known.in_use(Product) + known.in_use(Initiative) + known.in_use(Kpi) == []
    assert known.archived(Product) == [gone]
    assert known.get(Kpi, rate.id) == rate

    restore(store=any_store, actor=made.ADA, noun=gone)
    known = read_directory(store=any_store, actor=made.ADA)
    assert known.in_use(Kpi) == [rate, adopted] or known.in_use(Kpi) == [adopted, rate]


def test_nothing_is_restored_under_something_archived(store: Store) -> None:
    comet = made.product(store, "Comet")
    rate = made.kpi(store, comet, "Activation rate")
    gone = archive(store=store, actor=made.ADA, noun=rate)
    archive(store=store, actor=made.ADA, noun=comet)
    with pytest.raises(Refused, match="The product “Comet” is archived"):
        restore(store=store, actor=made.ADA, noun=gone)


@pytest.mark.parametrize("place", ["product_id", "scope"])
def test_a_kpi_stays_where_it_is(store: Store, place: str) -> None:
    comet, orbit = made.product(store, "Comet"), made.product(store, "Orbit")
    rate = made.kpi(store, comet, "Activation rate")
    moved = {
        "product_id": KpiDraft(name="Activated", scope=Scope.PRODUCT, product_id=orbit.id),
        "scope": KpiDraft(name="Activated", scope=Scope.OVERALL),
    }
    draft = moved[place]
    with pytest.raises(InvalidInput) as refused:
        save(store=store, actor=made.ADA, base=rate, draft=draft)
    assert refused.value.code == "stays"


def test_another_unit_asks_for_a_new_series(store: Store) -> None:
    mrr = made.kpi(store, None, "MRR", unit="USD")
    for unit in ("EUR", "%", "accounts", None):
        draft = KpiDraft(scope=Scope.OVERALL, name="MRR", unit=unit)
        with pytest.raises(InvalidInput) as refused:
            save(store=store, actor=made.ADA, base=mrr, draft=draft)
        assert refused.value.code == "unit_changes_meaning"
    new_series = KpiDraft(scope=Scope.OVERALL, name="MRR", unit="EUR", definition_version=2)
    saved = save(store=store, actor=made.ADA, base=mrr, draft=new_series)
    assert (saved.unit, saved.definition_version) == ("EUR", 2)


def test_a_unit_that_was_unknown_may_be_said_later(store: Store) -> None:
    mrr = made.kpi(store, None, "MRR")
    draft = KpiDraft(scope=Scope.OVERALL, name="MRR", unit="USD")
    assert save(store=store, actor=made.ADA, base=mrr, draft=draft).unit == "USD"


def test_a_series_is_counted_one_by_one(store: Store) -> None:
    mrr = made.kpi(store, None, "MRR")
    draft = KpiDraft(scope=Scope.OVERALL, name="MRR", definition_version=3)
    with pytest.raises(InvalidInput) as refused:
        save(store=store, actor=made.ADA, base=mrr, draft=draft)
    assert refused.value.code == "series_out_of_order"


def test_a_next_step_that_is_done_is_no_longer_open(store: Store) -> None:
    rate = made.kpi(store, None, "Activation rate")
    later = made.action(store, rate, "Rewrite the guide", due_on="2026-05-01")
    first = made.action(store, rate, "Call five customers", due_on="2026-04-10")
    undated = made.action(store, rate, "Tidy up")
    steps = read_actions(store=store, actor=made.ADA, kpi_id=rate.id or 0)
    assert list(steps) == [first, later, undated]
    done = finish(store=store, actor=made.ADA, action=first, done_on=made.dt.date(2026, 4, 9))
    assert done.done_on == made.dt.date(2026, 4, 9)
    steps = read_actions(store=store, actor=made.ADA, kpi_id=rate.id or 0)
    assert list(steps) == [later, undated]


def test_many_nouns_are_made_in_one_step_or_not_at_all(any_store: Store) -> None:
    drafts = [PersonDraft(name="Bo Lind"), PersonDraft(name="bo lind ")]
    with pytest.raises(InvalidInput), any_store.write(actor=made.ADA) as unit:
        create_all(unit, drafts)
    assert read_directory(store=any_store, actor=made.ADA).in_use(Person) == []


def test_a_visitor_writes_nothing_and_reads_no_own_store(store: Store) -> None:
    comet = made.product(store, "Comet")
    rate = made.kpi(store, comet, "Activation rate")
    step = made.action(store, rate, "Call")
    visitor = Actor("visitor", role=Role.VISITOR)
    nouns: list[Noun] = [comet, step]
    for call in (
        lambda: add(store=store, actor=visitor, draft=PersonDraft(name="Bo Lind")),
        lambda: save(store=store, actor=visitor, base=step, draft=NextActionDraft.of(step)),
        lambda: [archive(store=store, actor=visitor, noun=noun) for noun in nouns],
        lambda: [restore(store=store, actor=visitor, noun=noun) for noun in nouns],
        lambda: finish(store=store, actor=visitor, action=step, done_on=made.dt.date.min),
        lambda: read_directory(store=store, actor=visitor),
        lambda: read_actions(store=store, actor=visitor, kpi_id=rate.id or 0),
    ):
        with pytest.raises(NotPermitted):
            call()
    assert isinstance(step, NextAction)
