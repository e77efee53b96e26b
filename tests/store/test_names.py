"""Names are found by what they are and what they were; one place knows each name once."""

import pytest

from pmm_core.catalogue.drafts import KpiDraft, LaunchDraft, PersonDraft, ProductDraft
from pmm_core.catalogue.service import archive, read_directory, save
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import Initiative, Kpi, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import Scope
from tests.catalogue import made


def _renamed(store: Store, product: Product, name: str) -> Product:
    draft = ProductDraft(name=name)
    return save(store=store, actor=made.ADA, base=product, draft=draft)


def test_names_match_after_trimming_and_case_folding(store: Store) -> None:
    street = made.product(store, "Straße")
    known = read_directory(store=store, actor=made.ADA)
    assert known.find(Product, "  STRASSE ") == street
    assert known.find(Product, "Strasses") is None


def test_a_renamed_product_is_still_found_under_its_old_name(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    nova = _renamed(any_store, comet, "Nova")
    known = read_directory(store=any_store, actor=made.ADA)
    assert known.find(Product, "comet") == known.find(Product, "Nova") == nova


def test_a_renamed_kpi_and_launch_are_found_under_old_names_in_their_place(store: Store) -> None:
    comet, orbit = made.product(store, "Comet"), made.product(store, "Orbit")
    rate = made.kpi(store, comet, "Activation rate")
    insights = made.launch(store, comet, "Insights")
    made.kpi(store, orbit, "MRR")
    renamed = KpiDraft(scope=Scope.PRODUCT, product_id=comet.id, name="Activated within a week")
    save(store=store, actor=made.ADA, base=rate, draft=renamed)
    moved = LaunchDraft.check(**{**LaunchDraft.of(insights).model_dump(), "name": "Insights 2"})
    save(store=store, actor=made.ADA, base=insights, draft=moved)
    known = read_directory(store=store, actor=made.ADA)
    found = known.find(Kpi, "activation rate", within=(Scope.PRODUCT, comet.id, None))
    assert found is not None
    assert found.id == rate.id
    assert known.find(Kpi, "activation rate", within=(Scope.PRODUCT, orbit.id, None)) is None
    assert known.require(Initiative, "Insights", within=(comet.id,)).name == "Insights 2"


def test_a_change_of_case_alone_leaves_no_former_name(store: Store) -> None:
    comet = made.product(store, "comet")
    _renamed(store, comet, "Comet")
    made.product(store, "Orbit")
    known = read_directory(store=store, actor=made.ADA)
    assert known.find(Product, "COMET") is not None


def test_a_product_renamed_there_and_back_has_its_first_name(store: Store) -> None:
    back = _renamed(store, _renamed(store, made.product(store, "Comet"), "Nova"), "Comet")
    known = read_directory(store=store, actor=made.ADA)
    assert known.find(Product, "Comet") == known.find(Product, "Nova") == back


@pytest.mark.parametrize("name", ["Comet", " comet", "COMET"])
def test_a_name_in_use_is_taken(any_store: Store, name: str) -> None:
    made.product(any_store, "Comet")
    with pytest.raises(InvalidInput, match="There is already a product called") as refused:
        made.product(any_store, name)
    assert refused.value.code == "name_taken"


def test_a_former_name_is_taken_too(store: Store) -> None:
    _renamed(store, made.product(store, "Comet"), "Nova")
    with pytest.raises(InvalidInput, match="what the product “Nova” was called before"):
        made.product(store, "comet")


def test_the_name_of_something_archived_is_taken_too(store: Store) -> None:
    archive(store=store, actor=made.ADA, noun=made.product(store, "Comet"))
    with pytest.raises(InvalidInput, match="Restore it or choose another name"):
        made.product(store, "Comet")


def test_a_rename_cannot_take_a_name_from_somebody(store: Store) -> None:
    made.product(store, "Comet")
    orbit = made.product(store, "Orbit")
    with pytest.raises(InvalidInput):
        _renamed(store, orbit, "comet")
    known = read_directory(store=store, actor=made.ADA)
    assert [product.name for product in known.in_use(Product)] == ["Comet", "Orbit"]


def test_two_products_may_have_a_kpi_and_a_launch_of_one_name(store: Store) -> None:
    comet, orbit = made.product(store, "Comet"), made.product(store, "Orbit")
    for product in (comet, orbit, None):
        made.kpi(store, product, "MRR")
    for product in (comet, orbit):
        made.kpi(store, made.launch(store, product, "Insights"), "MRR")
    with pytest.raises(InvalidInput):
        made.kpi(store, comet, "mrr")


def test_a_person_and_a_product_may_share_a_name(store: Store) -> None:
    made.product(store, "Ada")
    assert made.add(store=store, actor=made.ADA, draft=PersonDraft(name="Ada")).id


def test_near_misses_are_suggested_among_what_is_in_use(store: Store) -> None:
    for name in ("Comet", "Comets", "Orbit"):
        made.product(store, name)
    archive(store=store, actor=made.ADA, noun=made.product(store, "Komet"))
    known = read_directory(store=store, actor=made.ADA)
    assert set(known.near(Product, "commet")) == {"Comet", "Comets"}
    with pytest.raises(NotFound, match="“Orbti”\\. Did you mean Orbit"):
        known.require(Product, "Orbti")
