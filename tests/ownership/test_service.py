"""Advice beside evidence: signs, segments and the last launch, live from the store."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch, read_launch
from pmm_core.catalogue.service import add, archive, save
from pmm_core.company.facts import FactsDraft
from pmm_core.company.service import read_facts, save_facts
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.models import HealthSign
from pmm_core.ownership.drafts import HealthSignDraft, TargetedSegmentDraft
from pmm_core.ownership.home import Ownership
from pmm_core.ownership.service import read_ownership
from pmm_core.ownership.signs import Health
from pmm_core.store.store import Store
from pmm_core.vocabulary import BusinessFunction, HealthSignKind, Role, Status, WindowState
from tests.catalogue import made

TODAY = dt.date(2026, 3, 31)


def read(store: Store, as_of: dt.date = TODAY, instead: FactsDraft | None = None) -> Ownership:
    return read_ownership(store=store, actor=made.ADA, as_of=as_of, instead=instead)


def record(store: Store, *, healthy: bool, day: int, **said: object) -> HealthSign:
    draft = HealthSignDraft.check(
        kind=HealthSignKind.HANDBACK,
        healthy=healthy,
        on=dt.date(2026, 3, day),
        evidence="The deck went out unread.",
        **said,
    )
    return add(store=store, actor=made.ADA, draft=draft)


def test_nothing_is_known_in_a_new_store(any_store: Store) -> None:
    found = read(any_store)
    assert found.advice.counsel.answer is None
    assert {sign.health for sign in found.signs} == {Health.UNKNOWN}
    assert (found.need.segments, found.need.last_launch) == ((), None)
    assert [finding.message for finding in found.findings] == [
        "Nothing is recorded about hand-back, unit economics, beyond the funnel and "
        "launches on time."
    ]


def test_a_sign_that_is_corrected_or_archived_counts_as_it_is_now(any_store: Store) -> None:
    comet = made.product(any_store, "Comet")
    record(any_store, healthy=True, day=2)
    last = record(any_store, healthy=False, day=9, product_id=comet.id)
    reading = read(any_store).signs[0]
    assert (reading.health, reading.latest and reading.latest.product) == (
        Health.UNHEALTHY,
        "Comet",
    )
    archive(store=any_store, actor=made.ADA, noun=last)
    assert read(any_store).signs[0].health is Health.HEALTHY


def test_of_two_who_correct_one_sign_the_second_is_told(any_store: Store) -> None:
    sign = record(any_store, healthy=False, day=9)
    draft = HealthSignDraft.of(sign)
    save(
        store=any_store,
        actor=Actor("Bo Lind"),
        base=sign,
        draft=draft.model_copy(update={"healthy": True}),
    )
    with pytest.raises(ChangedElsewhere, match="Bo Lind"):
        save(
            store=any_store,
            actor=made.ADA,
            base=sign,
            draft=draft.model_copy(update={"evidence": "Two slides were wrong."}),
        )


def test_a_bad_sign_is_a_finding_with_what_to_do(store: Store) -> None:
    record(store, healthy=False, day=9)
    first = read(store).findings[0]
    assert first.message == "Hand-back, 09 Mar 2026: The deck went out unread."
    assert first.recommendation == "Have product read every deck and page before it is used."


def test_a_segment_without_data_is_a_finding(store: Store) -> None:
    for name, proof in (("Agencies", "They send four times as many proposals."), ("Shops", None)):
        draft = TargetedSegmentDraft(name=name, why="They stay.", proof=proof)
        add(store=store, actor=made.ADA, draft=draft)
    found = read(store)
    assert [segment.name for segment in found.need.segments] == ["Agencies", "Shops"]
    assert "Shops is targeted without data behind it." in [one.message for one in found.findings]


def test_a_segment_says_why_it_is_targeted() -> None:
    with pytest.raises(InvalidInput):
        TargetedSegmentDraft.check(name="Agencies", why=" ")


def test_facts_can_be_tried_out_without_being_kept(store: Store) -> None:
    tried = FactsDraft.check(
        dedicated_pmms=0, decisions_made_in="product", company_stage="startup", bandwidth_short=True
    )
    assert read(store, instead=tried).advice.counsel.answer is BusinessFunction.PRODUCT
    assert read(store).advice.counsel.answer is None


def test_the_agreed_day_is_kept_and_told_when_it_is_over(any_store: Store) -> None:
    base = read_facts(store=any_store, actor=made.ADA)
    agreed = FactsDraft(ownership_review_on=TODAY)
    save_facts(store=any_store, actor=made.ADA, base=base, draft=agreed)
    assert read(any_store).advice.kept_on == TODAY
    assert "agreed to look again on 31 Mar 2026" in read(any_store).findings[0].message
    before = read(any_store, as_of=TODAY - dt.timedelta(days=1))
    assert "agreed" not in before.findings[0].message


def test_the_last_launch_reads_as_the_launch_page_does(sample: Store, owner: Actor) -> None:
    last = read(sample).need.last_launch
    assert last is not None
    assert (last.product, last.name, last.problem) == ("Harbor", "Smart routing", None)
    launch_id = find_launch(store=sample, actor=owner, name="Harbor/Smart routing")
    curves = read_launch(store=sample, actor=owner, launch_id=launch_id, as_of=TODAY)
    assert last.windows == tuple(curves.whole.windows)
    assert [one.state for one in last.windows] == [
        WindowState.COMPLETE,
        WindowState.COMPLETE,
        WindowState.TOO_EARLY,
    ]
    assert {one.kpi: one.status for one in last.verdicts} == {
        "Adopted by day 10": Status.ON_TRACK,
        "Adopted by day 30": Status.TOO_EARLY,
    }


def test_the_last_launch_is_the_last_by_the_day_asked_about(sample: Store) -> None:
    last = read(sample, as_of=dt.date(2026, 2, 1)).need.last_launch
    assert last is not None
    assert last.name == "Insights"


def test_a_launch_whose_log_is_missing_says_so_instead_of_failing(store: Store) -> None:
    comet = made.product(store, "Comet")
    made.launch(store, comet, "Insights")
    last = read(store).need.last_launch
    assert last is not None
    assert last.windows == ()
    assert "has no event log yet" in str(last.problem)


def test_a_visitor_sees_nothing_of_an_own_store(store: Store) -> None:
    with pytest.raises(NotPermitted):
        read_ownership(store=store, actor=Actor("Visitor", role=Role.VISITOR), as_of=TODAY)
