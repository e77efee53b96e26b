"""A launch that moves keeps the day first planned, says why, and takes along what hangs on it."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import add, read_directory, read_noun, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.importers.undo import undo
from pmm_core.models import Initiative
from pmm_core.plan import form_wording, wording
from pmm_core.plan.build import Gap
from pmm_core.plan.drafts import ReadinessItemDraft
from pmm_core.plan.service import read_items, set_status
from pmm_core.plan.slips import is_slip
from pmm_core.store.store import Store
from pmm_core.vocabulary import LaunchType, NounKind, ReadinessStatus, Role
from tests.catalogue import made as nouns
from tests.importers.stored import imported
from tests.plan import made

TEN_LATER = made.DAY_0 + dt.timedelta(days=10)
MORE = made.DAY_0 + dt.timedelta(days=14)


def test_a_move_without_a_reason_is_refused_and_changes_nothing(any_store: Store) -> None:
    launch = made.planned(any_store)
    with pytest.raises(InvalidInput) as refused:
        made.keep(any_store, launch, launched_on=TEN_LATER)
    assert refused.value.code == "reason_missing"
    assert refused.value.details["problems"][0]["field"] == "slip_why"
    for said in ("from 03 Mar 2026 to 13 Mar 2026", "Say why in one line"):
        assert said in refused.value.message
    now = read_noun(store=any_store, actor=made.ADA, noun=launch)
    assert (now.launched_on, now.planned_on, now.version) == (made.DAY_0, None, 1)
    assert not made.audited(any_store, NounKind.LAUNCH_SLIP)


def test_the_day_first_planned_stays_through_two_moves(any_store: Store) -> None:
    launch = made.planned(any_store)
    once = made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="The login was not ready.")
    made.keep(any_store, once, launched_on=MORE, slip_why="Easter", actor=made.BO)
    dates = made.plan(any_store, launch).dates
    assert [(one.before, one.after, one.days, one.by) for one in dates.slips] == [
        (made.DAY_0, TEN_LATER, 10, "Ada Moreno"),
        (TEN_LATER, MORE, 4, "Bo Lind"),
    ]
    assert (dates.first, dates.launched_on, dates.moved_days) == (made.DAY_0, MORE, 14)
    said = "First planned 03 Mar 2026, moved twice, now 17 Mar 2026: Easter."
    assert wording.dates(dates) == said
    assert wording.slip(dates.slips[0]).startswith(
        "03 Mar 2026 to 13 Mar 2026, 10 days later: The login was not ready. Ada Moreno, "
    )


def test_a_move_is_audited_with_its_reason_beside_the_launch(any_store: Store) -> None:
    launch = made.planned(any_store)
    made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="The login was not ready.")
    slip = made.audited(any_store, NounKind.LAUNCH_SLIP)[0]
    change = made.audited(any_store, NounKind.INITIATIVE)[-1]
    assert (slip.verb, slip.actor, slip.after["why"]) == (
        "add", "Ada Moreno", "The login was not ready.",
    )  # fmt: skip
    assert slip.recorded_at == change.recorded_at
    assert change.after == {
        "launched_on": "2026-03-13", "planned_on": "2026-03-03", "version": 2,
    }  # fmt: skip


def test_a_mistake_put_right_on_the_day_of_entry_is_no_move(any_store: Store) -> None:
    launch = made.launch(any_store)
    now = made.keep(any_store, launch, launched_on=TEN_LATER)
    assert (now.launched_on, now.planned_on) == (TEN_LATER, None)
    assert not made.plan(any_store, launch).dates.slips


def test_a_reason_makes_it_a_move_even_on_the_day_of_entry(store: Store) -> None:
    launch = made.launch(store)
    made.keep(store, launch, launched_on=TEN_LATER, slip_why="Legal asked for a week.")
    assert len(made.plan(store, launch).dates.slips) == 1


def test_a_launch_that_moved_before_it_was_entered_says_why(any_store: Store) -> None:
    with pytest.raises(InvalidInput) as refused:
        made.launch(any_store, planned_on=dt.date(2026, 2, 17))
    assert refused.value.code == "reason_missing"
    launch = made.launch(
        any_store, "Assistant", planned_on=dt.date(2026, 2, 17), slip_why="The model was slow."
    )
    assert wording.dates(made.plan(any_store, launch).dates) == (
        "First planned 17 Feb 2026, moved once, now 03 Mar 2026: The model was slow."
    )
    on_time = made.launch(any_store, "Reports", planned_on=made.DAY_0)
    assert on_time.planned_on is None


def test_the_day_of_entry_is_the_launch_s_own_calendar_day() -> None:
    entered = dt.datetime(2026, 2, 1, 22, 30, tzinfo=dt.UTC)
    later = dt.datetime(2026, 2, 1, 23, 30, tzinfo=dt.UTC)

    def moves(timezone: str) -> bool:
        return is_slip(made.DAY_0, TEN_LATER, entered_at=entered, now=later, timezone=timezone)

    assert not moves("UTC")
    assert moves("Europe/Berlin"), "midnight lies between the two there"


def test_targets_of_windows_move_along_and_others_stay(any_store: Store) -> None:
    launch = made.planned(any_store)
    kpi = nouns.kpi(any_store, launch, "Adopted by day 5", unit="%")
    own_day = dt.date(2026, 6, 30)
    made.window_target(any_store, kpi, 5, 0.12, made.DAY_0 + dt.timedelta(days=5))
    made.window_target(any_store, kpi, 30, 0.3, own_day)
    made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="The login was not ready.")
    assert made.in_force(any_store, kpi) == [
        (5, 0.12, TEN_LATER + dt.timedelta(days=5)),
        (30, 0.3, own_day),
    ]
    reasons = {row.after["reason"] for row in made.audited(any_store, NounKind.TARGET)}
    assert reasons == {None, "The launch moved: The login was not ready."}


@pytest.mark.parametrize("along", [True, False])
def test_due_days_still_open_move_along_where_somebody_says_so(
    any_store: Store, along: bool
) -> None:
    launch = made.planned(any_store)
    due = dt.date(2026, 2, 24)
    for name in ("Pricing page", "Demo"):
        item = ReadinessItemDraft(initiative_id=launch.id or 0, name=name, due_on=due)
        row = add(store=any_store, actor=made.ADA, draft=item)
    set_status(store=any_store, actor=made.ADA, item=row, status=ReadinessStatus.DONE)
    made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="Late", due_days_move=along)
    rows = read_items(store=any_store, actor=made.ADA, launch_id=launch.id or 0)
    assert [(row.name, (row.due_on - due).days) for row in rows] == [
        ("Pricing page", 10 if along else 0),
        ("Demo", 0),
    ]


def test_d1_of_two_who_move_a_launch_the_second_is_told_and_leaves_no_slip(
    any_store: Store,
) -> None:
    launch = made.planned(any_store)
    made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="Late", actor=made.BO)
    with pytest.raises(ChangedElsewhere) as refused:
        made.keep(any_store, launch, launched_on=MORE, slip_why="Later")
    sides = {one["field"]: one for one in refused.value.details["fields"]}["launched_on"]
    assert (sides["base"], sides["theirs"], sides["yours"]) == (made.DAY_0, TEN_LATER, MORE)
    assert refused.value.details["by"] == "Bo Lind"
    assert [one.why for one in made.plan(any_store, launch).dates.slips] == ["Late"]


def test_the_catalogue_alone_does_not_move_a_launch(store: Store) -> None:
    launch = made.planned(store)
    draft = LaunchDraft.of(launch).model_copy(update={"launched_on": TEN_LATER})
    with pytest.raises(InvalidInput) as refused:
        save(store=store, actor=made.ADA, base=launch, draft=draft)
    assert refused.value.code == "reason_missing"


def test_a_visitor_moves_nothing(store: Store) -> None:
    launch = made.planned(store)
    with pytest.raises(NotPermitted):
        made.keep(store, launch, launched_on=MORE, actor=Actor("Visitor", role=Role.VISITOR))


def test_a_file_that_moves_a_launch_leaves_a_slip_that_goes_with_it(any_store: Store) -> None:
    launch = made.planned(any_store)
    number = imported(
        any_store, b"name,date,product\nInsights,2026-03-17,Product of Insights\n"
    ).import_id
    dates = made.plan(any_store, launch).dates
    assert (dates.launched_on, dates.first) == (MORE, made.DAY_0)
    assert [one.why for one in dates.slips] == [form_wording.said_by_file()]
    undo(store=any_store, actor=made.ADA, import_id=number or 0)
    back = made.plan(any_store, launch)
    assert (back.dates.launched_on, back.dates.planned_on, back.dates.slips) == (
        made.DAY_0, None, (),
    )  # fmt: skip
    assert Gap.NO_REASON_FOR_MOVE not in back.gaps


def test_a_file_says_why_a_launch_moved_and_what_it_is_for(any_store: Store) -> None:
    launch = made.planned(any_store, objective="x")
    imported(
        any_store,
        b"name,date,product,objective,type,reason\n"
        b"Insights,2026-03-17,Product of Insights,Shops act,new_feature,The login was not ready\n",
    )
    plan = made.plan(any_store, launch)
    assert (plan.objective, plan.launch_type) == ("Shops act", LaunchType.NEW_FEATURE)
    assert [one.why for one in plan.dates.slips] == ["The login was not ready"]


def test_a_file_says_why_a_launch_it_brings_had_moved_and_taking_it_back_takes_the_reason(
    any_store: Store,
) -> None:
    nouns.product(any_store, "Comet")
    number = imported(
        any_store,
        b"name,date,product,planned date,reason\n"
        b"Insights,2026-03-17,Comet,2026-03-03,The docs were late\n",
    ).import_id
    (launch,) = read_directory(store=any_store, actor=made.ADA).in_use(Initiative)
    plan = made.plan(any_store, launch)
    assert [(one.before, one.after, one.why) for one in plan.dates.slips] == [
        (dt.date(2026, 3, 3), dt.date(2026, 3, 17), "The docs were late")
    ]
    assert Gap.NO_REASON_FOR_MOVE not in plan.gaps
    undo(store=any_store, actor=made.ADA, import_id=number or 0)
    assert not read_directory(store=any_store, actor=made.ADA).in_use(Initiative)


def test_a_file_brings_the_day_first_planned_and_the_missing_reason_is_a_finding(
    any_store: Store,
) -> None:
    product = nouns.product(any_store, "Comet")
    header = "name,date,product,planned date\n"
    imported(any_store, f"{header}Insights,2026-03-17,Comet,2026-03-03\n".encode())
    imported(any_store, f"{header}Assistant,2026-03-17,Comet,2026-03-17\n".encode())
    known = read_directory(store=any_store, actor=made.ADA)
    plans = {one.name: made.plan(any_store, one) for one in known.in_use(Initiative)}
    assert product.id and plans["Insights"].dates.moved_days == 14
    assert Gap.NO_REASON_FOR_MOVE in plans["Insights"].gaps
    assert wording.dates(plans["Insights"].dates) == (
        "First planned 03 Mar 2026, moved, now 17 Mar 2026, nobody said why."
    )
    assert wording.dates(plans["Assistant"].dates) == "Planned for 17 Mar 2026; never moved."


def test_a_file_does_not_change_the_day_first_planned(any_store: Store) -> None:
    launch = made.planned(any_store)
    made.keep(any_store, launch, launched_on=TEN_LATER, slip_why="Late")
    row = b"name,date,product,planned date\nInsights,2026-03-17,Product of Insights,2026-02-03\n"
    with pytest.raises(InvalidInput) as refused:
        imported(any_store, row)
    problem = refused.value.details["problems"][0]
    assert (problem["code"], problem["row"]) == ("planned_differs", 2)
    assert "first planned for 03 Mar 2026, and that day stays" in problem["message"]
    assert made.plan(any_store, launch).dates.launched_on == TEN_LATER


@pytest.mark.parametrize(
    ("said", "code"), [("party,", "word_unknown"), (",32.13.2026", "date_impossible")]
)
def test_a_type_or_planned_day_that_cannot_be_read_is_told_with_its_row(
    store: Store, said: str, code: str
) -> None:
    nouns.product(store, "Comet")
    row = f"name,date,product,type,planned date\nInsights,2026-03-17,Comet,{said}\n"
    with pytest.raises(InvalidInput) as refused:
        imported(store, row.encode())
    problem = refused.value.details["problems"][0]
    assert (problem["row"], problem["code"]) == (2, code)
