"""Challenges by stage, each with its proof live from the store."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.models import Challenge
from pmm_core.prioritizer.challenges import Inventory
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.prioritizer.service import read_challenges
from pmm_core.store.store import Store
from pmm_core.vocabulary import JourneyStage, Role, Status
from tests.catalogue import made

TODAY = dt.date(2026, 3, 31)
CHURN, LEADS = JourneyStage.CHURN, JourneyStage.LEADS


def read(store: Store, as_of: dt.date = TODAY) -> Inventory:
    return read_challenges(store=store, actor=made.ADA, as_of=as_of)


def write_down(store: Store, name: str, stage: JourneyStage, **said: object) -> Challenge:
    draft = ChallengeDraft.check(name=name, stage=stage, **said)
    return add(store=store, actor=made.ADA, draft=draft)


def test_challenges_stand_in_the_order_of_the_journey(any_store: Store) -> None:
    write_down(any_store, "Customers leave", CHURN)
    write_down(any_store, "Nobody asks", LEADS)
    write_down(any_store, "Nobody answers", LEADS)
    found = read(any_store)
    assert [one.name for one in found.challenges] == [
        "Nobody asks",
        "Nobody answers",
        "Customers leave",
    ]
    assert [one.name for one in found.at(CHURN)] == ["Customers leave"]


def test_the_kpi_that_proves_a_challenge_is_read_as_of_the_day(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    kpi = made.kpi(any_store, comet, "Trial conversion")
    write_down(any_store, "Trials end", JourneyStage.TRIAL_CONVERSION, kpi_id=kpi.id)
    for day, value in ((10, 0.2), (20, 0.3)):
        draft = SnapshotDraft.check(kpi_id=kpi.id, on=dt.date(2026, 3, day), value=value)
        record_value(store=any_store, actor=made.ADA, draft=draft, today=TODAY)
    before, now = (read(any_store, dt.date(2026, 3, day)).challenges[0] for day in (15, 31))
    assert before.standpoint is not None and before.standpoint.estimate is not None
    assert now.standpoint is not None and now.standpoint.estimate is not None
    assert (before.standpoint.estimate.value, now.standpoint.estimate.value) == (0.2, 0.3)
    assert now.standpoint.estimate.as_of == dt.date(2026, 3, 20)
    assert len(now.standpoint.series) == 13
    assert [point.value for point in now.standpoint.series][-1] == 0.3


def test_what_nothing_proves_is_a_finding(store: Store) -> None:
    write_down(store, "Customers leave", CHURN)
    write_down(store, "Nobody asks", LEADS, proof="12 leads in February; CRM.")
    (finding,) = read(store).findings
    assert finding.message == "Nothing proves “Customers leave” yet."


def test_a_kpi_without_a_value_proves_nothing_unless_a_number_is_written_down(store: Store) -> None:
    comet = made.product(store, "Comet")
    kpi = made.kpi(store, comet, "Churn")
    row = write_down(store, "Customers leave", CHURN, kpi_id=kpi.id)
    (finding,) = read(store).findings
    assert finding.status is Status.NO_DATA
    assert finding.message == ("“Customers leave” is to be shown by Churn, which has no value yet.")
    draft = ChallengeDraft.of(row).model_copy(update={"proof": "9 of 80 left; billing."})
    save(store=store, actor=made.ADA, base=row, draft=draft)
    assert read(store).findings == ()


def test_an_archived_challenge_leaves_the_inventory(store: Store) -> None:
    row = write_down(store, "Customers leave", CHURN)
    archive(store=store, actor=made.ADA, noun=row)
    assert read(store).challenges == ()


def test_an_archived_kpi_still_stands_by_name(store: Store) -> None:
    kpi = made.kpi(store, made.product(store, "Comet"), "Churn")
    write_down(store, "Customers leave", CHURN, kpi_id=kpi.id)
    archive(store=store, actor=made.ADA, noun=kpi)
    (one,) = read(store, dt.date(2100, 1, 1)).challenges
    assert one.standpoint is not None
    assert (one.standpoint.kpi, one.standpoint.status) == ("Churn", None)


def test_an_archived_kpi_proves_nothing_any_more(store: Store) -> None:
    kpi = made.kpi(store, made.product(store, "Comet"), "Churn")
    write_down(store, "Customers leave", CHURN, kpi_id=kpi.id)
    archive(store=store, actor=made.ADA, noun=kpi)
    found = read(store, dt.date(2100, 1, 1))
    assert found.counts == (1, 1)
    assert [one.message for one in found.findings] == ["Nothing proves “Customers leave” yet."]


def test_a_challenge_points_to_a_kpi_in_use(store: Store) -> None:
    with pytest.raises(InvalidInput, match="not there any more"):
        write_down(store, "Customers leave", CHURN, kpi_id=99)


def test_of_two_who_save_a_challenge_the_second_is_told(any_store: Store) -> None:
    row = write_down(any_store, "Customers leave", CHURN)
    of = ChallengeDraft.of(row)
    theirs = of.model_copy(update={"description": "Within a year."})
    save(store=any_store, actor=Actor("Bo Lind"), base=row, draft=theirs)
    with pytest.raises(ChangedElsewhere) as refused:
        yours = of.model_copy(update={"description": "After the first bill."})
        save(store=any_store, actor=made.ADA, base=row, draft=yours)
    (field,) = refused.value.details["fields"]
    assert (field["theirs"], field["yours"]) == ("Within a year.", "After the first bill.")
    assert read(any_store).challenges[0].description == "Within a year."


def test_a_visitor_reads_no_challenge_of_an_own_store(store: Store) -> None:
    with pytest.raises(NotPermitted):
        read_challenges(store=store, actor=Actor("visitor", Role.VISITOR), as_of=TODAY)
