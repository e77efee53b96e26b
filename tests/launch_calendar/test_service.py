"""The calendar is read from the store: launches in use, external factors, the company's week."""

import datetime as dt

import pytest

from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import add, archive, save
from pmm_core.company.profile import SettingsDraft
from pmm_core.company.service import read_settings, save_settings
from pmm_core.errors import NotFound
from pmm_core.launch_calendar.build import Asked, LaunchCalendar
from pmm_core.launch_calendar.collisions import CollisionRule
from pmm_core.launch_calendar.service import read_calendar
from pmm_core.models import ExternalFactor
from pmm_core.store.store import Store
from tests.catalogue import made

TODAY = dt.date(2026, 2, 20)
SUNDAY = dt.date(2026, 2, 8)


def read(store: Store, **asked: object) -> LaunchCalendar:
    return read_calendar(store=store, actor=made.ADA, as_of=TODAY, asked=Asked(**asked))


def launch(store: Store, of: object, name: str, on: dt.date, **said: object) -> object:
    draft = LaunchDraft(product_id=of.id, name=name, launched_on=on, **said)
    return add(store=store, actor=made.ADA, draft=draft)


def test_launches_in_use_are_read_with_their_collisions(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    ada = made.person(any_store, "Ada")
    insights = launch(any_store, comet, "Insights", SUNDAY, owner_id=ada.id, tier=1)
    launch(any_store, comet, "Alerts", SUNDAY + dt.timedelta(days=30))
    gone = launch(any_store, comet, "Gone", SUNDAY)
    archive(store=any_store, actor=made.ADA, noun=gone)
    launch(any_store, comet, "Price", SUNDAY, kind="pricing")
    found = read(any_store)
    assert [one.label for one in found.launches] == ["Comet/Insights", "Comet/Alerts"]
    assert [one.rules for one in found.collisions] == [(CollisionRule.SAME_PRODUCT,)]
    first = found.launches[0]
    assert (first.owner, first.tier, first.version) == ("Ada", 1, 1)
    renamed = LaunchDraft.of(insights).model_copy(update={"name": "Insight"})
    save(store=any_store, actor=made.ADA, base=insights, draft=renamed)
    again = read(any_store).launches[0]
    assert again.version == 2 and again.made_at == first.made_at
    assert again.revised_at >= first.revised_at >= first.made_at


def test_a_factor_of_a_kpi_touches_the_kpis_product(any_store: Store) -> None:
    comet, harbor = (made.product(any_store, name) for name in ("Comet", "Harbor"))
    launch(any_store, comet, "Insights", SUNDAY)
    launch(any_store, harbor, "Routing", SUNDAY)
    of_comet, overall = made.kpi(any_store, comet, "Trials"), made.kpi(any_store, None, "Revenue")
    with any_store.write(actor=made.ADA) as unit:
        for name, kpi in (("Outage", of_comet), ("Currency", overall)):
            unit.add(ExternalFactor(name=name, kpi_ids=[kpi.id], start_on=TODAY))
    found = [(one.factor.name, one.launch.label) for one in read(any_store).meetings]
    assert found == [("Outage", "Comet/Insights")]


def test_a_factor_of_kpis_of_two_products_touches_both(any_store: Store) -> None:
    products = [made.product(any_store, name) for name in ("Comet", "Harbor")]
    for each, name in zip(products, ("Insights", "Routing"), strict=True):
        launch(any_store, each, name, SUNDAY)
    kpis = [made.kpi(any_store, each, "Trials") for each in products]
    with any_store.write(actor=made.ADA) as unit:
        ids = [kpi.id for kpi in kpis]
        unit.add(ExternalFactor(name="Outage", kpi_ids=ids, start_on=TODAY))
    found = {one.launch.label for one in read(any_store).meetings}
    assert found == {"Comet/Insights", "Harbor/Routing"}


def test_the_week_is_the_companys(any_store: Store) -> None:
    ada = made.person(any_store, "Ada")
    for name, on in (("Comet", SUNDAY), ("Harbor", SUNDAY + dt.timedelta(days=1))):
        launch(any_store, made.product(any_store, name), name, on, owner_id=ada.id, windows=(1,))
    assert not read(any_store).collisions
    base = read_settings(store=any_store, actor=made.ADA)
    draft = SettingsDraft(**base.said.model_dump() | {"week_start": 6})
    save_settings(store=any_store, actor=made.ADA, base=base, draft=draft)
    (found,) = read(any_store).collisions
    assert found.rules == (CollisionRule.SAME_OWNER_WEEK,)
    assert (found.first, found.last) == (SUNDAY, SUNDAY + dt.timedelta(days=6))


def test_what_is_asked_for_by_name_must_be_there(store: Store) -> None:
    made.product(store, "Comet")
    with pytest.raises(NotFound, match="Comet"):
        read(store, products=("Commet",))
    assert read(store, products=(" comet ",)).asked.products == ("Comet",)


def test_reading_again_gives_the_same(sample: Store) -> None:
    found = read(sample)
    assert found == read(sample)
    assert len(found.launches) == 6 and len(found.collisions) == 1
