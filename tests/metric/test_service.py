"""Who carries which KPI: chosen, changed, archived, never two without a reason."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.catalogue.service import archive, read_directory, read_nouns
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.service import record_target, record_value
from pmm_core.metric.board import Board
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.service import (
    Instead,
    bring_back,
    change,
    choose,
    choose_new,
    current_cycle,
    read_board,
    read_cycles,
    read_history,
)
from pmm_core.models import AccountableMetric, Kpi, Person
from pmm_core.store.store import Store
from pmm_core.vocabulary import Cadence, Role, Scope, Standing, Status
from tests.catalogue import made

TODAY = dt.date(2026, 3, 31)
Q1 = "Q1 2026"


def draft(kpi: Kpi, person: Person, **said: object) -> AccountableMetricDraft:
    given = {"cycle": Q1, "standing": Standing.ACCOUNTABLE, "person_id": person.id} | said
    return AccountableMetricDraft.check(kpi_id=kpi.id, **given)


def carry(store: Store, kpi: Kpi, person: Person, **said: object) -> AccountableMetric:
    return choose(store=store, actor=made.ADA, draft=draft(kpi, person, **said))


def board(store: Store, cycle: str | None = None) -> Board:
    return read_board(store=store, actor=made.ADA, as_of=TODAY, cycle=cycle)


def test_the_board_shows_how_a_kpi_stands_on_the_day(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate = made.kpi(any_store, None, "Activation rate", unit="%", cadence=Cadence.MONTHLY)
    kpi_id = rate.id or 0
    for on, value in ((dt.date(2025, 12, 31), 0.2), (TODAY, 0.21)):
        value_draft = SnapshotDraft(kpi_id=kpi_id, on=on, value=value)
        record_value(store=any_store, actor=made.ADA, draft=value_draft, today=TODAY)
    target = TargetDraft(
        kpi_id=kpi_id,
        value=0.4,
        target_date=dt.date(2026, 6, 30),
        start=0.2,
        start_date=dt.date(2025, 12, 31),
    )
    record_target(store=any_store, actor=made.ADA, draft=target, today=TODAY)
    made.action(any_store, rate, "Call ten trials")
    carry(any_store, rate, ada)

    found = board(any_store)
    (one,) = found.shares[0].carried
    assert (found.cycle, one.carrier.name, one.standpoint.status) == (
        Q1,
        "Ada Moreno",
        Status.OFF_TRACK,
    )
    assert one.standpoint.estimate is not None
    assert one.standpoint.estimate.value == pytest.approx(0.21)
    assert [finding.recommendation for finding in found.findings] == ["Next step: Call ten trials"]


def test_a_kpi_stands_by_the_whole_and_not_by_a_segment_of_it(store: Store) -> None:
    ada = made.person(store, "Ada Moreno")
    rate = made.kpi(store, None, "Activation rate", unit="%", cadence=Cadence.MONTHLY)
    kpi_id = rate.id or 0
    for segment, value in (("", 0.3), ("Team", 0.5)):
        value_draft = SnapshotDraft(kpi_id=kpi_id, segment=segment, on=TODAY, value=value)
        record_value(store=store, actor=made.ADA, draft=value_draft, today=TODAY)
        target = TargetDraft(
            kpi_id=kpi_id, segment=segment, value=0.6, target_date=dt.date(2026, 6, 30)
        )
        record_target(store=store, actor=made.ADA, draft=target, today=TODAY)
    carry(store, rate, ada)
    (one,) = board(store).shares[0].carried
    assert one.standpoint.estimate is not None
    assert one.standpoint.estimate.value == pytest.approx(0.3)


def test_a_second_accountable_kpi_needs_a_written_reason(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate, mrr = (made.kpi(any_store, None, name) for name in ("Activation rate", "MRR"))
    carry(any_store, rate, ada)
    for cycle in (Q1, None):
        with pytest.raises(InvalidInput, match="answers for “Activation rate” already") as refused:
            carry(any_store, mrr, ada, cycle=cycle)
        assert refused.value.code == "reason_missing"
    assert len(read_nouns(store=any_store, actor=made.ADA, table=AccountableMetric)) == 1
    carry(any_store, mrr, ada, cycle="Q2 2026")
    assert carry(any_store, mrr, ada, reason="Until two deals are signed.").reason


def test_another_person_or_team_may_answer_for_a_kpi_too(store: Store) -> None:
    ada, bo = made.person(store, "Ada Moreno"), made.person(store, "Bo Lind")
    team = made.team(store, "Product marketing")
    rate = made.kpi(store, None, "Activation rate")
    carry(store, rate, ada)
    carry(store, rate, bo)
    carry(store, rate, bo, person_id=None, team_id=team.id)
    assert len(board(store).shares) == 3


def test_a_kpi_is_carried_once_by_a_person_in_a_cycle(store: Store) -> None:
    ada = made.person(store, "Ada Moreno")
    rate = made.kpi(store, None, "Activation rate")
    carry(store, rate, ada)
    with pytest.raises(InvalidInput) as refused:
        carry(store, rate, ada, standing=Standing.GUARDRAIL)
    assert refused.value.code == "carried_already"


def test_what_was_accountable_becomes_supporting_or_guardrail_in_the_same_step(
    any_store: Store,
) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate, mrr = (made.kpi(any_store, None, name) for name in ("Activation rate", "MRR"))
    before = carry(any_store, rate, ada)
    choose(
        store=any_store,
        actor=made.ADA,
        draft=draft(mrr, ada),
        instead=Instead((before,), Standing.GUARDRAIL),
    )
    (share,) = board(any_store).shares
    assert [(one.standpoint.kpi, one.standing) for one in share.carried] == [
        ("MRR", Standing.ACCOUNTABLE),
        ("Activation rate", Standing.GUARDRAIL),
    ]


def test_nothing_is_chosen_if_what_was_accountable_changed_meanwhile(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate, mrr = (made.kpi(any_store, None, name) for name in ("Activation rate", "MRR"))
    before = carry(any_store, rate, ada)
    why = draft(rate, ada, reason="Agreed with growth.")
    change(store=any_store, actor=Actor("Bo Lind"), base=before, draft=why)
    with pytest.raises(ChangedElsewhere, match="Bo Lind"):
        choose(store=any_store, actor=made.ADA, draft=draft(mrr, ada), instead=Instead((before,)))
    (row,) = read_nouns(store=any_store, actor=made.ADA, table=AccountableMetric)
    assert (row.kpi_id, row.standing) == (rate.id, Standing.ACCOUNTABLE)


def test_a_kpi_can_be_made_and_carried_in_one_step_or_not_at_all(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate = made.kpi(any_store, None, "Activation rate")
    carry(any_store, rate, ada)
    kpi = KpiDraft(scope=Scope.OVERALL, name="Adopted by day 10", unit="%")
    with pytest.raises(InvalidInput):
        choose_new(store=any_store, actor=made.ADA, kpi=kpi, draft=draft(rate, ada))
    assert len(read_directory(store=any_store, actor=made.ADA).in_use(Kpi)) == 1
    chosen = choose_new(
        store=any_store, actor=made.ADA, kpi=kpi, draft=draft(rate, ada, reason="A trial.")
    )
    made_kpi = read_directory(store=any_store, actor=made.ADA).get(Kpi, chosen.kpi_id)
    assert made_kpi is not None
    assert made_kpi.name == "Adopted by day 10"


def test_a_change_cannot_bring_in_a_second_accountable_kpi_silently(store: Store) -> None:
    ada = made.person(store, "Ada Moreno")
    rate, mrr = (made.kpi(store, None, name) for name in ("Activation rate", "MRR"))
    carry(store, rate, ada)
    other = carry(store, mrr, ada, standing=Standing.SUPPORTING)
    with pytest.raises(InvalidInput) as refused:
        change(store=store, actor=made.ADA, base=other, draft=draft(mrr, ada))
    assert refused.value.code == "reason_missing"
    assert board(store).shares[0].carried[1].standing is Standing.SUPPORTING


def test_what_was_archived_comes_back_only_while_there_is_no_other(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate, mrr = (made.kpi(any_store, None, name) for name in ("Activation rate", "MRR"))
    gone = archive(store=any_store, actor=made.ADA, noun=carry(any_store, rate, ada))
    assert board(any_store).shares[0].carried == ()
    other = carry(any_store, mrr, ada)
    with pytest.raises(InvalidInput):
        bring_back(store=any_store, actor=made.ADA, metric=gone)
    archive(store=any_store, actor=made.ADA, noun=other)
    bring_back(store=any_store, actor=made.ADA, metric=gone)
    assert [one.kpi_id for one in board(any_store).shares[0].carried] == [rate.id]


def test_every_change_stays_in_the_history_with_who_and_from_what(any_store: Store) -> None:
    ada = made.person(any_store, "Ada Moreno")
    rate = made.kpi(any_store, None, "Activation rate")
    first = carry(any_store, rate, ada)
    support = draft(rate, ada, standing=Standing.SUPPORTING)
    second = change(store=any_store, actor=Actor("Bo Lind"), base=first, draft=support)
    archive(store=any_store, actor=made.ADA, noun=second)
    gone, changed, added = read_history(store=any_store, actor=made.ADA)
    assert (added.added, added.kpi, added.carrier) == (True, "Activation rate", "Ada Moreno")
    assert added.became["person_id"] == "Ada Moreno"
    assert (changed.by, changed.was, changed.became) == (
        "Bo Lind",
        {"standing": "accountable"},
        {"standing": "supporting"},
    )
    assert gone.was == {"archived_at": None}


def test_the_current_quarter_is_offered_first_and_each_cycle_once(store: Store) -> None:
    ada = made.person(store, "Ada Moreno")
    rate = made.kpi(store, None, "Activation rate")
    for cycle in ("Q2 2026", "q1 2026", "Q4 2025"):
        carry(store, rate, ada, cycle=cycle)
    assert current_cycle(store=store, actor=made.ADA, as_of=TODAY) == Q1
    assert read_cycles(store=store, actor=made.ADA, as_of=TODAY) == (Q1, "Q2 2026", "Q4 2025")


def test_a_visitor_chooses_nothing(store: Store) -> None:
    ada = made.person(store, "Ada Moreno")
    rate = made.kpi(store, None, "Activation rate")
    visitor = Actor("Visitor", role=Role.VISITOR)
    with pytest.raises(NotPermitted):
        choose(store=store, actor=visitor, draft=draft(rate, ada))
    with pytest.raises(NotPermitted):
        read_board(store=store, actor=visitor, as_of=TODAY)


@pytest.mark.parametrize("carrier", [{}, {"person_id": 1, "team_id": 1}])
def test_exactly_one_carries_a_kpi(carrier: dict) -> None:
    with pytest.raises(InvalidInput, match="one person or one team"):
        AccountableMetricDraft.check(kpi_id=1, **carrier)
