"""The first steps are read off the store: what is in use, and what is in force for it."""

import datetime as dt

from pmm_core.catalogue.service import archive
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value, take_back_value
from pmm_core.start.service import read_first_steps
from pmm_core.start.steps import FirstSteps, Step
from pmm_core.store.store import Store
from tests.catalogue import made

TODAY = dt.date(2026, 3, 31)


def steps(store: Store) -> FirstSteps:
    return read_first_steps(store=store, actor=made.ADA)


def test_each_step_is_ticked_once_it_is_true(any_store: Store) -> None:
    assert (steps(any_store).next, steps(any_store).count) == (Step.PRODUCT, 0)
    comet = made.product(any_store, "Comet")
    assert steps(any_store).next is Step.KPI
    rate = made.kpi(any_store, comet, "Activation rate", unit="%")
    assert steps(any_store).next is Step.VALUE
    value = SnapshotDraft(kpi_id=rate.id or 0, on=TODAY, value=0.3)
    record_value(store=any_store, actor=made.ADA, draft=value, today=TODAY, seen=None)
    assert (steps(any_store).next, steps(any_store).count) == (Step.TARGET, 3)
    # One that takes effect later only is a target all the same.
    target = TargetDraft(
        kpi_id=rate.id or 0,
        value=0.4,
        target_date=dt.date(2026, 12, 31),
        start=0.3,
        start_date=dt.date(2026, 6, 30),
    )
    record_target(store=any_store, actor=made.ADA, draft=target, today=TODAY, seen=None)
    assert steps(any_store).are_over
    assert Step.LAUNCH not in steps(any_store).done
    made.launch(any_store, comet, "Insights")
    assert steps(any_store).done == set(Step)


def test_a_value_that_was_taken_back_and_a_product_that_was_archived_are_no_step_done(
    store: Store,
) -> None:
    comet = made.product(store, "Comet")
    rate = made.kpi(store, comet, "Activation rate", unit="%")
    draft = SnapshotDraft(kpi_id=rate.id or 0, on=TODAY, value=0.3)
    value = record_value(store=store, actor=made.ADA, draft=draft, today=TODAY, seen=None)
    take_back_value(store=store, actor=made.ADA, value=value, why="Typed into the wrong KPI")
    assert steps(store).next is Step.VALUE
    archive(store=store, actor=made.ADA, noun=comet)
    assert (steps(store).next, steps(store).count) == (Step.PRODUCT, 0)
