"""A launch is closed once it can be judged; the past proposes to the next, or says why not."""

import datetime as dt

import pytest

from pmm_core.adoption.service import find_launch
from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import add, read_noun
from pmm_core.closing import wording
from pmm_core.closing.drafts import CloseDraft, DuplicateDraft
from pmm_core.closing.service import (
    close_launch,
    duplicate_launch,
    read_closing,
    read_lessons,
    read_proposals,
    reopen_launch,
)
from pmm_core.errors import ChangedElsewhere, InvalidInput, PmmError
from pmm_core.models import Initiative
from pmm_core.plan.drafts import ReadinessItemDraft
from pmm_core.plan.service import read_items
from pmm_core.store.store import Store
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import record_counts
from pmm_core.vocabulary import LaunchOutcome, NounKind, ReadinessStatus
from tests.catalogue import made
from tests.plan.made import audited

DAY_0 = dt.date(2026, 2, 3)
OVER = DAY_0 + dt.timedelta(days=30)
TODAY = dt.date(2026, 4, 1)


def launch(store: Store, **said: object) -> Initiative:
    return made.launch(store, made.product(store, "Comet"), "Insights", **said)


def close(store: Store, one: Initiative, on: dt.date = OVER, outcome: str = "missed") -> Initiative:
    draft = CloseDraft.check(ended_on=on, outcome=outcome, lesson=" Ask first. ")
    return close_launch(store=store, actor=made.ADA, base=one, draft=draft, today=TODAY)


def test_a_launch_is_closed_with_outcome_and_lesson_and_reopened(any_store: Store) -> None:
    closed = close(any_store, launch(any_store))
    assert (closed.ended_on, closed.outcome, closed.lesson) == (
        OVER,
        LaunchOutcome.MISSED,
        "Ask first.",
    )
    again = reopen_launch(store=any_store, actor=made.ADA, base=closed)
    assert (again.ended_on, again.outcome, again.lesson) == (None, None, None)
    changes = [one.after for one in audited(any_store, NounKind.INITIATIVE)[1:]]
    assert changes[0]["lesson"] == "Ask first." and changes[1]["lesson"] is None


@pytest.mark.parametrize(
    ("on", "outcome", "code"),
    [
        (OVER - dt.timedelta(days=1), "succeeded", "window_open"),
        (DAY_0 - dt.timedelta(days=1), "missed", "end_before_start"),
        (TODAY + dt.timedelta(days=1), "stopped", "end_ahead"),
        (OVER - dt.timedelta(days=1), "stopped", None),
        (DAY_0 - dt.timedelta(days=9), "stopped", None),
        (OVER, "succeeded", None),
    ],
)
def test_only_a_stopped_launch_ends_before_its_last_window(
    any_store: Store, on: dt.date, outcome: str, code: str | None
) -> None:
    one = launch(any_store)
    if code is None:
        assert close(any_store, one, on, outcome).ended_on == on
        return
    with pytest.raises(InvalidInput) as refused:
        close(any_store, one, on, outcome)
    assert refused.value.code == code
    assert read_noun(store=any_store, actor=made.ADA, noun=one).ended_on is None


def test_waves_are_over_when_the_last_unit_is(sample: Store) -> None:
    one = find_launch(store=sample, actor=made.ADA, name="Guided setup")
    base = read_closing(store=sample, actor=made.ADA, launch_id=one)
    with pytest.raises(InvalidInput, match="for everybody") as refused:
        close(sample, base, dt.date(2026, 3, 31))
    assert refused.value.code == "window_open"


def test_who_closes_second_is_told_and_nothing_is_lost(any_store: Store) -> None:
    base = launch(any_store)
    closed = close(any_store, base)
    with pytest.raises(PmmError) as twice:
        close(any_store, closed, outcome="succeeded")
    assert twice.value.code == "closed_already"
    again = reopen_launch(store=any_store, actor=made.ADA, base=closed)
    with pytest.raises(PmmError) as nothing:
        reopen_launch(store=any_store, actor=made.ADA, base=again)
    assert nothing.value.code == "not_closed"
    with pytest.raises(ChangedElsewhere):
        close(any_store, base, outcome="succeeded")
    assert read_noun(store=any_store, actor=made.ADA, noun=base).outcome is None


def test_a_lesson_is_asked_for() -> None:
    with pytest.raises(InvalidInput):
        CloseDraft.check(ended_on=OVER, outcome="missed", lesson="  ")


def test_a_duplicate_takes_the_definition_and_none_of_the_results(any_store: Store) -> None:
    ada = made.person(any_store, "Ada")
    source = launch(
        any_store,
        tier=2,
        tier_answers={"money": 2},
        objective="More",
        audience="Everybody",
        windows=(7, 14),
        adopt_events=("use",),
        min_uses=3,
        owner_id=ada.id,
    )
    said = {"initiative_id": source.id, "critical": True, "note": "Late", "owner_id": ada.id}
    for name, due in (("Price", DAY_0 - dt.timedelta(days=5)), ("Pages", None)):
        item = ReadinessItemDraft(name=name, due_on=due, status=ReadinessStatus.DONE, **said)
        add(store=any_store, actor=made.ADA, draft=item)
    closed = close(any_store, source)
    draft = DuplicateDraft(name="Insights 2", launched_on=DAY_0 + dt.timedelta(days=100))
    found = duplicate_launch(
        store=any_store, actor=made.ADA, source=closed, draft=draft, today=TODAY
    )
    new = found.launch
    same = ("tier", "tier_answers", "objective", "windows", "adopt_events", "min_uses", "owner_id")
    assert all(getattr(new, field) == getattr(source, field) for field in same)
    gone = ("audience", "log", "planned_on", "ended_on", "outcome", "lesson")
    assert [getattr(new, field) for field in gone] == [None] * 6
    items = read_items(store=any_store, actor=made.ADA, launch_id=new.id or 0)
    assert found.items == 2
    assert [(one.name, one.due_on, one.critical, one.status, one.note) for one in items] == [
        ("Price", DAY_0 + dt.timedelta(days=95), True, ReadinessStatus.OPEN, None),
        ("Pages", None, True, ReadinessStatus.OPEN, None),
    ]
    with pytest.raises(InvalidInput) as taken:
        duplicate_launch(store=any_store, actor=made.ADA, source=closed, draft=draft, today=TODAY)
    assert taken.value.code == "name_taken"


def test_an_owner_who_left_owns_no_duplicate(store: Store) -> None:
    bo = made.person(store, "Bo")
    source = launch(store, owner_id=bo.id)
    with store.write(actor=made.ADA) as unit:
        unit.session.get_one(type(bo), bo.id).archived_at = unit.at
    draft = DuplicateDraft(name="Next", launched_on=OVER)
    made_from = duplicate_launch(
        store=store, actor=made.ADA, source=source, draft=draft, today=TODAY
    )
    assert made_from.launch.owner_id is None


def test_past_launches_propose_the_range_they_reached_at_that_age(sample: Store) -> None:
    one = find_launch(store=sample, actor=made.ADA, name="Smart routing")
    found = read_proposals(store=sample, actor=made.ADA, launch_id=one, as_of=dt.date(2026, 3, 31))
    # By hand, from the table of data/README.md.
    low, high = 49 / 1500, 176 / 1212
    assert found[0].range == (pytest.approx(26 / 860), pytest.approx(high))
    assert found[0].share == pytest.approx(low, abs=5e-4)
    assert [len(each.reached) for each in found] == [3, 3, 3]
    assert wording.proposal(found[0]).startswith(
        "Your last three launches reached 3.0 to 14.5% by day 5. They are of every tier"
    )


def test_without_a_past_launch_nothing_is_proposed_and_said_why(any_store: Store) -> None:
    one = launch(any_store)
    found = read_proposals(store=any_store, actor=made.ADA, launch_id=one.id or 0, as_of=TODAY)
    assert [(each.day, each.range, each.share) for each in found] == [
        (5, None, None),
        (10, None, None),
        (30, None, None),
    ]
    assert "nothing is proposed" in wording.proposal(found[0])


def test_launches_on_another_clock_or_definition_propose_nothing(sample: Store) -> None:
    of = find_launch(store=sample, actor=made.ADA, name="Insights")
    product = read_closing(store=sample, actor=made.ADA, launch_id=of).product_id
    draft = LaunchDraft(product_id=product, name="Twice", launched_on=TODAY, min_uses=2)
    one = add(store=sample, actor=made.ADA, draft=draft)
    found = read_proposals(store=sample, actor=made.ADA, launch_id=one.id or 0, as_of=TODAY)
    assert all(not each.reached for each in found)


def test_lessons_of_like_launches_come_first(sample: Store) -> None:
    one = find_launch(store=sample, actor=made.ADA, name="Smart routing")
    found = read_lessons(store=sample, actor=made.ADA, launch_id=one)
    assert [(each.launch, each.alike) for each in found] == [
        ("Harbor/Knowledge base", 2),
        ("Comet/Mobile app", 2),
    ]


def test_no_more_than_the_last_four_launches_propose(
    store: Store,
) -> None:
    comet = made.product(store, "Comet")
    for number in range(6):
        day = dt.date(2025, 1 + number, 1)
        draft = LaunchDraft(product_id=comet.id or 0, name=f"Old {number}", launched_on=day)
        old = add(store=store, actor=made.ADA, draft=draft)
        cells = [CountCells(1, "", "5", "100", str(10 + number))]
        of = old.id or 0
        record_counts(store=store, actor=made.ADA, launch_id=of, cells=cells, today=TODAY)
    new = made.launch(store, comet, "New")
    found = read_proposals(store=store, actor=made.ADA, launch_id=new.id or 0, as_of=TODAY)
    assert [each.launch for each in found[0].reached] == [f"Comet/Old {n}" for n in (2, 3, 4, 5)]
    assert wording.proposal(found[0]).startswith("Your last four launches reached 12.0 to 15.0%")
