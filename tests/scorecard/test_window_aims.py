"""What a launch is to reach by which day, found without reading its log."""

from __future__ import annotations

import datetime as dt

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch
from pmm_core.models import Kpi, Target
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard, read_window_aims
from pmm_core.scorecard.windows import WindowAim, window_aims
from pmm_core.store.store import Store
from pmm_core.vocabulary import Direction, Goal, Scope

TODAY = dt.date(2026, 3, 31)
SCOPE = ScopeRef(Scope.LAUNCH, product="Comet", name="Insights")


def test_the_targets_of_a_launch_are_those_of_its_scorecard(sample: Store, owner: Actor) -> None:
    launch_id = find_launch(store=sample, actor=owner, name="Insights")
    aims = read_window_aims(store=sample, actor=owner, launch_id=launch_id, as_of=TODAY)
    assert aims == (
        WindowAim(5, None, 0.12),
        WindowAim(30, None, 0.3),
        WindowAim(30, "Business", 0.5),
    )
    rows = read_scorecard(store=sample, actor=owner, scope=SCOPE, as_of=TODAY).rows
    shown = {
        (row.facts.window.day, row.facts.segment): row.post.limits[0]
        for row in rows
        if row.facts.window and row.post
    }
    assert shown == {(aim.day, aim.segment): aim.share for aim in aims}


def test_a_target_that_has_not_taken_effect_is_none(sample: Store, owner: Actor) -> None:
    launch_id = find_launch(store=sample, actor=owner, name="Insights")
    before = dt.date(2025, 11, 1)
    assert read_window_aims(store=sample, actor=owner, launch_id=launch_id, as_of=before) == ()
    assert read_window_aims(store=sample, actor=owner, launch_id=0, as_of=TODAY) == ()


def test_of_two_targets_for_one_reading_the_higher_counts_and_a_ceiling_never() -> None:
    kpis = [
        Kpi(id=number, name=f"K{number}", unit="%", initiative_id=1, direction=Direction.UP)
        for number in (1, 2, 3)
    ]
    targets = [
        _target(1, 0.2),
        _target(2, 0.25),
        _target(3, 0.9, goal=Goal.BELOW),
        _target(1, 0.4, window=5, segment="Pro"),
    ]
    assert window_aims(kpis, targets, SCOPE, as_of=TODAY) == (
        WindowAim(5, "Pro", 0.4),
        WindowAim(30, None, 0.25),
    )


def _target(kpi_id: int, value: float, *, window: int = 30, **more: object) -> Target:
    return Target(
        kpi_id=kpi_id,
        value=value,
        window=window,
        target_date=TODAY,
        effective_on=dt.date(2026, 1, 1),
        **more,
    )
