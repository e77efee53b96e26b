"""Values and targets are recorded, corrected and taken back; the history keeps them all."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.catalogue.service import add, archive, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, NotPermitted
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import (
    read_targets,
    read_values,
    record_target,
    record_targets,
    record_value,
    record_values,
    take_back_target,
    take_back_value,
)
from pmm_core.models import Kpi, KpiSnapshot, Target
from pmm_core.store.store import Store
from pmm_core.vocabulary import Role, Scope

ADA = Actor("Ada Moreno")
TODAY = dt.date(2026, 3, 31)


def _kpi(store: Store, **said: Any) -> Kpi:
    draft = KpiDraft(scope=Scope.OVERALL, **{"name": "Activation rate", "unit": "%", **said})
    return add(store=store, actor=ADA, draft=draft)


def _record(
    store: Store, kpi: Kpi, value: float, *, seen: int | None = None, **said: Any
) -> KpiSnapshot:
    draft = SnapshotDraft(**{"kpi_id": kpi.id, "on": TODAY, "value": value, **said})
    return record_value(store=store, actor=ADA, draft=draft, today=TODAY, seen=seen)


def _aim(store: Store, kpi: Kpi, value: float, *, seen: int | None = None, **said: Any) -> Any:
    day = dt.date(2026, 6, 30)
    draft = TargetDraft(**{"kpi_id": kpi.id, "target_date": day, "value": value, **said})
    return record_target(store=store, actor=ADA, draft=draft, today=TODAY, seen=seen)


def _values(store: Store, kpi: Kpi) -> list[tuple[float | None, bool]]:
    entries = read_values(store=store, actor=ADA, kpi_id=kpi.id or 0)
    return [(entry.row.value, entry.in_force) for entry in entries]


def test_a_corrected_value_stays_in_the_history(any_store: Store) -> None:
    kpi = _kpi(any_store)
    first = _record(any_store, kpi, 0.30)
    second = _record(any_store, kpi, 0.31, seen=first.id, why="Late sign-ups arrived")
    assert _values(any_store, kpi) == [(0.31, True), (0.30, False)]
    assert (second.why, second.recorded_by) == ("Late sign-ups arrived", "Ada Moreno")


def test_a_correction_says_why(store: Store) -> None:
    kpi = _kpi(store)
    first = _record(store, kpi, 0.30)
    with pytest.raises(InvalidInput) as refused:
        _record(store, kpi, 0.31, seen=first.id)
    assert refused.value.code == "reason_missing"
    assert _values(store, kpi) == [(0.30, True)]


def test_a_value_taken_back_is_unknown_and_not_zero(any_store: Store) -> None:
    kpi = _kpi(any_store)
    value = _record(any_store, kpi, 0.30)
    gone = take_back_value(store=any_store, actor=ADA, value=value, why="Wrong product")
    assert gone.value is None
    assert _values(any_store, kpi) == [(None, False), (0.30, False)]
    again = _record(any_store, kpi, 0.29)
    assert (again.value, _values(any_store, kpi)[0]) == (0.29, (0.29, True))


def test_a_value_is_taken_back_with_a_reason_only(store: Store) -> None:
    value = _record(store, _kpi(store), 0.30)
    with pytest.raises(InvalidInput):
        take_back_value(store=store, actor=ADA, value=value, why="  ")


def test_whoever_corrects_a_value_taken_back_meanwhile_is_told_by_whom(store: Store) -> None:
    kpi = _kpi(store)
    value = _record(store, kpi, 0.30)
    take_back_value(store=store, actor=Actor("Bo Lind"), value=value, why="Wrong product")
    with pytest.raises(ChangedElsewhere, match="Bo Lind changed the value") as refused:
        _record(store, kpi, 0.31, seen=value.id, why="Late sign-ups")
    assert refused.value.details["fields"] == [
        {"field": "value", "base": 0.30, "theirs": None, "yours": 0.31}
    ]


def test_segments_and_days_have_values_of_their_own(store: Store) -> None:
    kpi = _kpi(store)
    _record(store, kpi, 0.30)
    _record(store, kpi, 0.40, segment="Enterprise")
    _record(store, kpi, 0.28, on=dt.date(2026, 2, 28))
    assert _values(store, kpi) == [(0.28, True), (0.30, True)]


def test_the_second_of_two_people_is_told_what_the_first_recorded(any_store: Store) -> None:
    kpi = _kpi(any_store)
    _record(any_store, kpi, 0.30)
    with pytest.raises(ChangedElsewhere) as refused:
        _record(any_store, kpi, 0.32)
    assert refused.value.details == {
        "noun": "snapshot",
        "name": "Activation rate",
        "by": "Ada Moreno",
        "fields": [{"field": "value", "base": None, "theirs": 0.30, "yours": 0.32}],
    }
    assert _values(any_store, kpi) == [(0.30, True)]


def test_a_value_corrected_meanwhile_is_neither_corrected_nor_taken_back(store: Store) -> None:
    kpi = _kpi(store)
    first = _record(store, kpi, 0.30)
    _record(store, kpi, 0.31, seen=first.id, why="Late sign-ups")
    with pytest.raises(ChangedElsewhere) as refused:
        _record(store, kpi, 0.33, seen=first.id, why="Typing error")
    assert refused.value.details["fields"][0]["base"] == 0.30
    with pytest.raises(ChangedElsewhere):
        take_back_value(store=store, actor=ADA, value=first, why="Wrong")


def test_what_is_in_force_already_leaves_no_row(any_store: Store) -> None:
    kpi = _kpi(any_store)
    _record(any_store, kpi, 0.30)
    other = dt.date(2026, 2, 28)
    drafts = [
        SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.30),
        SnapshotDraft(kpi_id=kpi.id or 0, on=other, value=0.28),
    ]
    with any_store.write(actor=ADA) as unit:
        recorded = record_values(unit, drafts, today=TODAY)
    assert (len(recorded.rows), recorded.unchanged) == (1, 1)
    assert recorded.rows[0].on == other


def test_one_value_that_cannot_be_recorded_keeps_all_others_out(any_store: Store) -> None:
    kpi = _kpi(any_store)
    drafts = [
        SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.30),
        SnapshotDraft(kpi_id=kpi.id or 0, on=dt.date(2026, 4, 1), value=0.31),
    ]
    with pytest.raises(InvalidInput) as refused, any_store.write(actor=ADA) as unit:
        record_values(unit, drafts, today=TODAY)
    assert refused.value.code == "date_in_future"
    assert _values(any_store, kpi) == []


def test_values_belong_to_the_definition_in_force(store: Store) -> None:
    kpi = _kpi(store)
    first = _record(store, kpi, 0.30)
    draft = KpiDraft(scope=Scope.OVERALL, name="Activation rate", unit="%", definition_version=2)
    save(store=store, actor=ADA, base=kpi, draft=draft)
    again = _record(store, kpi, 0.30, seen=first.id, why="Counted anew")
    assert (first.definition_version, again.definition_version) == (1, 2)


def test_money_in_two_currencies_is_never_added(store: Store) -> None:
    mrr = _kpi(store, name="MRR", unit="USD")
    _record(store, mrr, 1000, currency="USD")
    with pytest.raises(InvalidInput, match="two currencies are never added"):
        _record(store, mrr, 900, on=dt.date(2026, 2, 28), currency="EUR")
    assert _values(store, mrr) == [(1000, True)]


def test_a_moved_target_keeps_the_old_one_with_its_reason(any_store: Store) -> None:
    kpi = _kpi(any_store)
    first = _aim(any_store, kpi, 0.35)
    assert first.effective_on == TODAY
    with pytest.raises(InvalidInput):
        _aim(any_store, kpi, 0.33, seen=first.id)
    _aim(any_store, kpi, 0.33, seen=first.id, reason="The trial became shorter")
    entries = read_targets(store=any_store, actor=ADA, kpi_id=kpi.id or 0)
    assert [(entry.row.value, entry.in_force) for entry in entries] == [(0.33, True), (0.35, False)]


def test_a_target_taken_back_is_no_goal_any_more_and_stays_in_the_history(
    any_store: Store,
) -> None:
    kpi = _kpi(any_store)
    target = _aim(any_store, kpi, 0.35)
    with pytest.raises(InvalidInput):
        take_back_target(store=any_store, actor=ADA, target=target, today=TODAY, why=" ")
    take_back_target(store=any_store, actor=ADA, target=target, today=TODAY, why="Not agreed")
    entries = read_targets(store=any_store, actor=ADA, kpi_id=kpi.id or 0)
    assert [(entry.row.value, entry.in_force) for entry in entries] == [
        (None, False),
        (0.35, False),
    ]
    with pytest.raises(ChangedElsewhere):
        take_back_target(store=any_store, actor=ADA, target=target, today=TODAY, why="Twice")


def test_a_target_takes_effect_on_its_start_date(store: Store) -> None:
    target = _aim(store, _kpi(store), 0.35, start=0.2, start_date=dt.date(2025, 12, 31))
    assert target.effective_on == dt.date(2025, 12, 31)


def test_targets_of_other_days_and_windows_stand_beside_each_other(store: Store) -> None:
    kpi = _kpi(store)
    _aim(store, kpi, 0.35)
    _aim(store, kpi, 0.40, target_date=dt.date(2026, 9, 30))
    _aim(store, kpi, 0.20, window=30)
    entries = read_targets(store=store, actor=ADA, kpi_id=kpi.id or 0)
    assert [entry.in_force for entry in entries] == [True, True, True]


def test_a_target_moved_meanwhile_is_not_moved_unseen(any_store: Store) -> None:
    kpi = _kpi(any_store)
    _aim(any_store, kpi, 0.35)
    with pytest.raises(ChangedElsewhere) as refused:
        _aim(any_store, kpi, 0.40)
    assert refused.value.details["fields"] == [
        {"field": "value", "base": None, "theirs": 0.35, "yours": 0.40}
    ]


def test_a_target_that_is_in_force_already_leaves_no_row(store: Store) -> None:
    kpi = _kpi(store)
    first = _aim(store, kpi, 0.35)
    draft = TargetDraft(kpi_id=kpi.id or 0, target_date=first.target_date, value=0.35)
    with store.write(actor=ADA) as unit:
        assert record_targets(unit, [draft], today=TODAY).unchanged == 1


def test_an_unknown_kpi_and_an_archived_one_take_nothing(store: Store) -> None:
    kpi = _kpi(store)
    archive(store=store, actor=ADA, noun=kpi)
    with pytest.raises(InvalidInput, match="is archived"):
        _record(store, kpi, 0.3)
    with pytest.raises(NotFound):
        _record(store, Kpi(id=999, scope=Scope.OVERALL, name="x"), 0.3)


def test_a_visitor_records_nothing(store: Store) -> None:
    kpi = _kpi(store)
    value = _record(store, kpi, 0.3)
    visitor = Actor("visitor", role=Role.VISITOR)
    day = SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.4)
    aim = TargetDraft(kpi_id=kpi.id or 0, target_date=TODAY, value=0.4)
    for call in (
        lambda: record_value(store=store, actor=visitor, draft=day, today=TODAY),
        lambda: record_target(store=store, actor=visitor, draft=aim, today=TODAY),
        lambda: take_back_value(store=store, actor=visitor, value=value, why="No"),
        lambda: take_back_target(
            store=store, actor=visitor, target=Target(kpi_id=1), today=TODAY, why="No"
        ),
        lambda: read_values(store=store, actor=visitor, kpi_id=kpi.id or 0),
        lambda: read_targets(store=store, actor=visitor, kpi_id=kpi.id or 0),
    ):
        with pytest.raises(NotPermitted):
            call()
