"""A person who leaves hands everything to a successor in one step."""

import datetime as dt

import pytest

from pmm_core.catalogue.drafts import PersonDraft
from pmm_core.catalogue.service import archive, finish, hand_over, read_directory, restore, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, Refused
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.metric.service import choose
from pmm_core.models import (
    AccountableMetric,
    Initiative,
    Kpi,
    NextAction,
    Person,
    Product,
    ReadinessItem,
)
from pmm_core.store import actions, metrics
from pmm_core.store.store import Store
from pmm_core.vocabulary import Standing
from tests.catalogue import made

LAST_DAY = dt.date(2026, 3, 31)
ACCOUNTABLE, SUPPORTING, GUARDRAIL = Standing


def test_everything_changes_hands_and_the_person_has_left(any_store: Store) -> None:
    bo, cleo = made.person(any_store, "Bo Lind"), made.person(any_store, "Cleo Sand")
    comet = made.product(any_store, "Comet", owner_id=bo.id)
    insights = made.launch(any_store, comet, "Insights", owner_id=bo.id)
    rate = made.kpi(any_store, comet, "Activation rate", owner_id=bo.id)
    others = made.kpi(any_store, comet, "MRR", owner_id=cleo.id)
    made.action(any_store, others, "Call five customers", owner_id=bo.id)
    done = made.action(any_store, others, "Write the guide", owner_id=bo.id)
    finish(store=any_store, actor=made.ADA, action=done, done_on=LAST_DAY)

    given = hand_over(
        store=any_store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY
    )
    assert given.counts == {
        Kpi: 1,
        Initiative: 1,
        Product: 1,
        NextAction: 1,
        ReadinessItem: 0,
        AccountableMetric: 0,
    }
    known = read_directory(store=any_store, actor=made.ADA)
    assert [known.get(table, noun.id).owner_id for table, noun in (
        (Product, comet), (Initiative, insights), (Kpi, rate), (Kpi, others)
    )] == [cleo.id] * 4  # fmt: skip
    assert known.in_use(Person) == [cleo]
    gone = known.get(Person, bo.id)
    assert gone is not None
    assert (gone.left_on, gone.successor_id) == (LAST_DAY, cleo.id)
    with any_store.read() as session:
        assert len(actions.of_owner(session=session, owner_id=cleo.id or 0)) == 1
        assert session.get_one(NextAction, done.id).owner_id == bo.id


def test_what_a_person_answers_for_goes_to_the_successor_with_a_reason(any_store: Store) -> None:
    bo, cleo = made.person(any_store, "Bo Lind"), made.person(any_store, "Cleo Sand")
    kpis = [made.kpi(any_store, None, name) for name in ("Activation rate", "Win rate", "MRR")]
    carriers = ((bo, kpis[0], None), (cleo, kpis[1], None), (bo, kpis[2], "Until the fair."))
    for person, kpi, reason in carriers:
        draft = AccountableMetricDraft(kpi_id=kpi.id or 0, person_id=person.id, reason=reason)
        choose(store=any_store, actor=made.ADA, draft=draft)

    given = hand_over(
        store=any_store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY
    )
    assert given.counts[AccountableMetric] == 2
    with any_store.read() as session:
        rows = metrics.of_carrier(session=session, person_id=cleo.id, team_id=None)
        assert not metrics.of_carrier(session=session, person_id=bo.id, team_id=None)
    assert [(row.kpi_id, row.reason) for row in rows] == [
        (kpis[0].id, "Taken over from Bo Lind."),
        (kpis[1].id, None),
        (kpis[2].id, "Until the fair."),
    ]


def test_a_person_who_comes_back_has_not_left(store: Store) -> None:
    bo, cleo = made.person(store, "Bo Lind"), made.person(store, "Cleo Sand")
    gone = hand_over(
        store=store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY
    ).person
    back = restore(store=store, actor=made.ADA, noun=gone)
    assert (back.archived_at, back.left_on, back.successor_id) == (None, None, None)


def test_nobody_hands_over_to_themselves_or_to_somebody_who_is_gone(store: Store) -> None:
    bo, cleo = made.person(store, "Bo Lind"), made.person(store, "Cleo Sand")
    archive(store=store, actor=made.ADA, noun=cleo)
    for successor_id in (bo.id, cleo.id, 999):
        with pytest.raises(InvalidInput):
            hand_over(
                store=store,
                actor=made.ADA,
                person=bo,
                successor_id=successor_id or 0,
                left_on=LAST_DAY,
            )
    assert read_directory(store=store, actor=made.ADA).in_use(Person) == [bo]


def test_nothing_changes_hands_if_the_person_was_saved_meanwhile(any_store: Store) -> None:
    bo, cleo = made.person(any_store, "Bo Lind"), made.person(any_store, "Cleo Sand")
    rate = made.kpi(any_store, None, "Activation rate", owner_id=bo.id)
    draft = PersonDraft(name="Bo Lind", email="bo@example.com")
    save(store=any_store, actor=made.ADA, base=bo, draft=draft)
    with pytest.raises(ChangedElsewhere):
        hand_over(
            store=any_store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY
        )
    kept = read_directory(store=any_store, actor=made.ADA).get(Kpi, rate.id)
    assert kept is not None
    assert kept.owner_id == bo.id


def test_a_person_who_still_owns_something_is_not_archived(store: Store) -> None:
    bo = made.person(store, "Bo Lind")
    made.product(store, "Comet", owner_id=bo.id)
    kpi = made.kpi(store, None, "MRR", owner_id=bo.id)
    draft = AccountableMetricDraft(kpi_id=kpi.id or 0, person_id=bo.id)
    choose(store=store, actor=made.ADA, draft=draft)
    counted = "Bo Lind still owns 1 KPI, 1 product, 1 accountable metric"
    with pytest.raises(Refused, match=counted) as refused:
        archive(store=store, actor=made.ADA, noun=bo)
    assert refused.value.code == "still_owns"


@pytest.mark.parametrize(
    ("leaving", "own", "kept"),
    [
        # Cycle and standing of the leaver's, of the successor's, and of the one that is left.
        ((None, ACCOUNTABLE), (None, SUPPORTING), (None, ACCOUNTABLE)),
        (("Q1 2026", GUARDRAIL), ("q1 2026", SUPPORTING), ("q1 2026", SUPPORTING)),
        (("Q1 2026", ACCOUNTABLE), (None, GUARDRAIL), (None, ACCOUNTABLE)),
        ((None, GUARDRAIL), ("Q1 2026", ACCOUNTABLE), (None, ACCOUNTABLE)),
    ],
)
def test_a_kpi_that_both_carry_is_carried_once_with_the_stronger_standing(
    store: Store,
    leaving: tuple[str | None, Standing],
    own: tuple[str | None, Standing],
    kept: tuple[str | None, Standing],
) -> None:
    bo, cleo = made.person(store, "Bo Lind"), made.person(store, "Cleo Sand")
    rate = made.kpi(store, None, "Activation rate")
    for person, (cycle, standing) in ((bo, leaving), (cleo, own)):
        draft = AccountableMetricDraft(
            kpi_id=rate.id or 0, person_id=person.id, cycle=cycle, standing=standing
        )
        choose(store=store, actor=made.ADA, draft=draft)
    hand_over(store=store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY)
    with store.read() as session:
        rows = metrics.in_use(session=session)
    assert [(row.person_id, row.cycle, row.standing) for row in rows] == [(cleo.id, *kept)]


def test_a_kpi_that_both_carry_in_other_cycles_is_carried_in_each(store: Store) -> None:
    bo, cleo = made.person(store, "Bo Lind"), made.person(store, "Cleo Sand")
    rate = made.kpi(store, None, "Activation rate")
    for person, cycle in ((bo, "Q1 2026"), (cleo, "Q2 2026")):
        draft = AccountableMetricDraft(kpi_id=rate.id or 0, person_id=person.id, cycle=cycle)
        choose(store=store, actor=made.ADA, draft=draft)
    hand_over(store=store, actor=made.ADA, person=bo, successor_id=cleo.id or 0, left_on=LAST_DAY)
    with store.read() as session:
        rows = metrics.of_carrier(session=session, person_id=cleo.id, team_id=None)
    assert sorted(str(row.cycle) for row in rows) == ["Q1 2026", "Q2 2026"]
