"""A KPI is named by its name, and by its scope where two share one."""

import pytest

from pmm_core.catalogue.called import kpis_called, label_of, the_kpi, the_person
from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.catalogue.service import archive, read_directory, save
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.store.store import Store
from tests.catalogue import made


def test_a_name_that_one_kpi_has_is_enough(store: Store) -> None:
    comet = made.product(store, "Comet")
    rate = made.kpi(store, comet, "Activation rate")
    known = read_directory(store=store, actor=made.ADA)
    assert the_kpi(known, " activation RATE ").id == rate.id
    assert label_of(known, rate) == "product:Comet/Activation rate"


def test_two_kpis_of_one_name_are_told_apart_by_their_scope(store: Store) -> None:
    comet, harbor = made.product(store, "Comet"), made.product(store, "Harbor")
    ours, theirs = (made.kpi(store, one, "Trials") for one in (comet, harbor))
    known = read_directory(store=store, actor=made.ADA)
    assert the_kpi(known, "Trials", "product:comet").id == ours.id
    assert the_kpi(known, "product:Harbor/Trials").id == theirs.id
    with pytest.raises(InvalidInput, match="product:Comet/Trials, product:Harbor/Trials") as fault:
        the_kpi(known, "Trials")
    assert fault.value.code == "kpi_ambiguous"


def test_a_kpi_is_found_by_the_name_it_had(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    renamed = KpiDraft.of(rate).model_dump() | {"name": "Sign-ups"}
    save(store=store, actor=made.ADA, base=rate, draft=KpiDraft(**renamed))
    known = read_directory(store=store, actor=made.ADA)
    assert [one.name for one in kpis_called(known, "Trials")] == ["Sign-ups"]


def test_a_name_nobody_has_suggests_near_ones(store: Store) -> None:
    made.kpi(store, made.product(store, "Comet"), "Activation rate")
    known = read_directory(store=store, actor=made.ADA)
    with pytest.raises(NotFound, match="Did you mean Activation rate"):
        the_kpi(known, "Activatoin rate")


def test_whoever_left_is_nobody_to_name(store: Store) -> None:
    gone = made.person(store, "Bo Lindqvist")
    archive(store=store, actor=made.ADA, noun=gone)
    known = read_directory(store=store, actor=made.ADA)
    with pytest.raises(NotFound):
        the_person(known, "Bo Lindqvist")
