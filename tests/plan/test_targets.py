"""Targets are set by window and segment in one step: all of them, or none."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.access import Actor
from pmm_core.catalogue.service import archive
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.models import Initiative, Kpi
from pmm_core.plan.drafts import CellDraft, TargetsDraft
from pmm_core.plan.service import save_targets
from pmm_core.plan.targets import TargetGrid, rebased
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.store import plans
from pmm_core.store.store import Store
from pmm_core.vocabulary import KpiBucket, NounKind, Role, Scope
from tests.catalogue import made as nouns
from tests.plan import made

Shares = dict[tuple[int, str], float | None]


def cells(shares: Shares, reason: str | None = None) -> TargetsDraft:
    return TargetsDraft.check(
        cells=[
            CellDraft.check(window=day, segment=segment, share=share)
            for (day, segment), share in shares.items()
        ],
        reason=reason,
    )


def keep(
    store: Store,
    launch: Initiative,
    shares: Shares,
    *,
    reason: str | None = None,
    base: TargetGrid | None = None,
    actor: Actor = made.ADA,
) -> TargetGrid:
    return save_targets(
        store=store,
        actor=actor,
        launch_id=launch.id or 0,
        base=base or made.plan(store, launch).targets,
        draft=cells(shares, reason),
        today=made.TODAY,
    )


def shares(grid: TargetGrid) -> Shares:
    return {(one.window, one.segment): one.share for one in grid.cells if one.share is not None}


def kpis(store: Store, launch: Initiative) -> list[Kpi]:
    with store.read() as session:
        return list(plans.kpis(session=session, launch_id=launch.id or 0))


def test_a_target_makes_the_kpi_of_its_window_and_counts_from_the_launch_day(
    any_store: Store,
) -> None:
    ada = nouns.person(any_store, "Ada")
    launch = made.planned(any_store, owner_id=ada.id, adopt_events=("insight_opened",))
    keep(any_store, launch, {(5, ""): 0.12, (10, ""): None, (30, ""): 0.3, (30, "Pro"): 0.5})
    made_kpis = kpis(any_store, launch)
    assert [(one.name, one.unit, one.bucket, one.owner_id, one.scope) for one in made_kpis] == [
        (f"Adopted by day {day}", "%", KpiBucket.ADOPTION, ada.id, Scope.LAUNCH) for day in (5, 30)
    ]
    assert made_kpis[0].definition == (
        "Eligible units that adopted within 5 days of the launch / all eligible units. Adopted: "
        "1 use on 1 day, of “insight_opened”."
    )
    grid = made.plan(any_store, launch).targets
    assert (grid.windows, grid.segments) == ((5, 10, 30), ("", "Pro"))
    assert [
        (one.window, one.segment, one.share, one.target_date)
        for one in grid.cells
        if one.share is not None
    ] == [
        (5, "", 0.12, dt.date(2026, 3, 8)),
        (30, "", 0.3, dt.date(2026, 4, 2)),
        (30, "Pro", 0.5, dt.date(2026, 4, 2)),
    ]


def test_the_grid_holds_what_the_launch_s_scorecard_is_judged_by(store: Store) -> None:
    launch = made.planned(store)
    keep(store, launch, {(5, ""): 0.12, (30, ""): 0.3})
    scope = ScopeRef(Scope.LAUNCH, product="Product of Insights", name="Insights")
    found = read_scorecard(store=store, actor=made.ADA, scope=scope, as_of=made.TODAY)
    posts = {row.facts.window.day: row.post.value for row in found.rows if row.facts.window}
    assert posts == {5: 0.12, 30: 0.3}


def test_a_kpi_that_holds_a_window_already_keeps_it(any_store: Store) -> None:
    launch = made.planned(any_store)
    own = nouns.kpi(any_store, launch, "Shops that look", unit="%")
    made.window_target(any_store, own, 5, 0.1, dt.date(2026, 5, 1))
    named = nouns.kpi(any_store, launch, "adopted by day 10", unit="%")
    keep(any_store, launch, {(5, "Pro"): 0.2, (10, ""): 0.15})
    assert [one.id for one in kpis(any_store, launch)] == [own.id, named.id]
    grid = made.plan(any_store, launch).targets
    assert grid.cell(5, "Pro").target_date == dt.date(2026, 5, 1), "as its other targets say"


def test_a_target_moves_with_a_reason_and_goes_with_one(any_store: Store) -> None:
    launch = made.planned(any_store)
    keep(any_store, launch, {(5, ""): 0.12, (30, ""): 0.3})
    with pytest.raises(InvalidInput) as refused:
        keep(any_store, launch, {(5, ""): None, (30, ""): 0.35})
    assert refused.value.code == "reason_missing"
    assert "Everybody, day 5 and Everybody, day 30: say why" in refused.value.message
    assert shares(made.plan(any_store, launch).targets) == {(5, ""): 0.12, (30, ""): 0.3}
    moved = keep(any_store, launch, {(5, ""): None, (30, ""): 0.35}, reason="The pilot says so.")
    assert shares(moved) == {(30, ""): 0.35}
    reasons = [row.after["reason"] for row in made.audited(any_store, NounKind.TARGET)]
    assert reasons == [None, None, "The pilot says so.", "The pilot says so."]


def test_what_nobody_changed_leaves_no_row(store: Store) -> None:
    launch = made.planned(store)
    keep(store, launch, {(5, ""): 0.12})
    before = len(made.audited(store, NounKind.TARGET))
    keep(store, launch, {(5, ""): 0.12, (10, ""): None})
    assert len(made.audited(store, NounKind.TARGET)) == before


@pytest.mark.parametrize(
    ("shares", "what"),
    [
        ({(5, ""): 1.4}, "at most 1"),
        ({(5, ""): 0.0}, "more than 0%"),
        ({(0, ""): 0.1}, "at least 1"),
        ({(5, ""): 0.2, (10, ""): 0.1}, "For everybody the target of day 10 lies below"),
        ({(5, "Pro"): 0.2, (30, "Pro"): 0.1, (30, ""): 0.5}, "For “Pro” the target of day 30"),
    ],
)
def test_targets_that_cannot_be_are_refused(shares: Shares, what: str) -> None:
    with pytest.raises(InvalidInput, match=what) as refused:
        cells(shares)
    assert refused.value.code == "draft_invalid"


def test_a_segment_is_held_to_its_own_days_only() -> None:
    assert cells({(5, "Pro"): 0.5, (10, ""): 0.1, (10, "Free"): 0.05}).cells


def test_nothing_is_left_of_a_grid_that_cannot_be_stored_whole(any_store: Store) -> None:
    launch = made.planned(any_store)
    gone = nouns.kpi(any_store, launch, "Adopted by day 30", unit="%")
    archive(store=any_store, actor=made.ADA, noun=gone)
    with pytest.raises(InvalidInput) as refused:
        keep(any_store, launch, {(5, ""): 0.12, (30, ""): 0.3})
    assert refused.value.code == "name_taken"
    assert "Restore it" in refused.value.message
    assert not kpis(any_store, launch) and not made.plan(any_store, launch).targets.is_set


def test_d1_of_two_who_set_a_target_the_second_sees_three_sides(any_store: Store) -> None:
    launch = made.planned(any_store)
    base = keep(any_store, launch, {(5, ""): 0.12})
    keep(any_store, launch, {(5, ""): 0.2}, reason="Bolder", actor=made.BO)
    mine: dict[str, Any] = {"reason": "The pilot says so.", "base": base}
    with pytest.raises(ChangedElsewhere) as refused:
        keep(any_store, launch, {(5, ""): 0.15, (10, ""): 0.25}, **mine)
    assert refused.value.details["fields"] == [
        {"field": "Everybody, day 5", "base": 0.12, "theirs": 0.2, "yours": 0.15}
    ]
    assert refused.value.details["by"] == "Bo Lind"
    now = made.plan(any_store, launch).targets
    assert shares(now) == {(5, ""): 0.2}
    mine["base"] = rebased(base, now)
    assert shares(keep(any_store, launch, {(5, ""): 0.15, (10, ""): 0.25}, **mine)) == {
        (5, ""): 0.15,
        (10, ""): 0.25,
    }


def test_two_who_set_different_targets_do_not_meet(any_store: Store) -> None:
    launch = made.planned(any_store)
    base = made.plan(any_store, launch).targets
    keep(any_store, launch, {(5, ""): 0.12}, base=base)
    both = keep(any_store, launch, {(30, ""): 0.3}, base=base, actor=made.BO)
    assert shares(both) == {(5, ""): 0.12, (30, ""): 0.3}


def test_a_visitor_sets_nothing(store: Store) -> None:
    launch = made.planned(store)
    with pytest.raises(NotPermitted):
        keep(store, launch, {(5, ""): 0.1}, base=TargetGrid((5,), ("",), ()),
             actor=Actor("Visitor", role=Role.VISITOR))  # fmt: skip


RISING = st.lists(st.floats(0.001, 1.0), min_size=3, max_size=3).map(sorted)


@given(RISING)
def test_targets_that_rise_with_the_days_are_always_taken(rising: list[float]) -> None:
    days = (5, 10, 30)
    said: Shares = {(day, ""): share for day, share in zip(days, rising, strict=True)}
    assert [one.share for one in cells(said).cells] == rising
