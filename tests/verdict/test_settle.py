"""When a window has its verdict, what it is, and what makes a recount differ from it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.typed import Counted, typed_adoption
from pmm_core.verdict import wording
from pmm_core.verdict.recount import Recount, recounts
from pmm_core.verdict.settle import Written, lines, row_of, why_different
from pmm_core.vocabulary import Measure, ReadingSource, Verdict, WhyRestated, WindowState
from tests.precedent.made import LAUNCH, Part, known

NOW = dt.datetime(2025, 5, 1, 9, tzinfo=dt.UTC)


def recount(n: int = 200, adopted: int = 40, target: float | None = 0.2, **more: Any) -> Recount:
    """Read day 5 of a launch of which everybody was observed."""
    launch = known("Insights", Part(n, {3: adopted}))
    targets = {} if target is None else {(Measure.ADOPTION, "", 5): target}
    as_of = more.pop("as_of", LAUNCH + dt.timedelta(days=20))
    (first, *_) = recounts(launch.adoption, targets, as_of=as_of)
    return replace(first, **more)


def written(now: Recount, **more: Any) -> Written:
    row = row_of(1, now)
    row.id, row.recorded_at, row.recorded_by = 7, NOW, "Ada Moreno"
    return replace(Written.of(row), **more)


def test_a_complete_window_is_met_at_its_target_and_missed_below_it() -> None:
    assert recount(target=0.2).verdict is Verdict.MET
    assert recount(target=0.1999).verdict is Verdict.MET
    assert recount(target=0.2001).verdict is Verdict.MISSED
    assert recount(target=None).verdict is Verdict.NO_TARGET


def test_three_of_twelve_is_too_few_whatever_the_target() -> None:
    found = recount(n=12, adopted=3, target=0.2)
    assert (found.state, found.verdict) == (WindowState.TOO_FEW, Verdict.TOO_FEW)


def test_there_is_no_verdict_while_somebody_is_still_inside_the_window() -> None:
    inside = known("Insights", Part(100, {2: 20}, followed=3), Part(100, {2: 20}))
    (maturing, *_) = recounts(
        inside.adoption, {(Measure.ADOPTION, "", 5): 0.1}, as_of=LAUNCH + dt.timedelta(20)
    )
    assert (maturing.state, maturing.verdict) == (WindowState.MATURING, None)
    early = known("Insights", Part(100, {2: 20}, followed=3))
    (first, *_) = recounts(early.adoption, {}, as_of=LAUNCH + dt.timedelta(20))
    assert (first.state, first.share, first.verdict) == (WindowState.TOO_EARLY, None, None)


def test_on_its_own_last_day_a_window_is_not_over() -> None:
    assert recount(as_of=LAUNCH + dt.timedelta(days=5)).verdict is None
    assert recount(as_of=LAUNCH + dt.timedelta(days=6)).verdict is Verdict.MET


def test_the_numbers_of_a_verdict_are_those_of_the_window() -> None:
    now = recount()
    row = row_of(1, now)
    assert (row.eligible, row.matured, row.adopted, row.at_risk) == (200, 200, 40, 160)
    assert (row.share, row.target, row.verdict) == (now.share, 0.2, Verdict.MET)
    assert (row.low, row.high, row.method) == (now.low, now.high, "kaplan_meier")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ()),
        ({"adopted": 41, "share": 0.205}, (WhyRestated.LATE_ROWS,)),
        ({"eligible": 201, "matured": 201}, (WhyRestated.LATE_ROWS,)),
        ({"target": 0.3}, (WhyRestated.CHANGED_TARGET,)),
        ({"target": None}, (WhyRestated.CHANGED_TARGET,)),
        ({"rule": {"min_uses": 2}}, (WhyRestated.CHANGED_DEFINITION,)),
        (
            {"rule": {"min_uses": 2}, "adopted": 9, "target": 0.3},
            (WhyRestated.CHANGED_DEFINITION, WhyRestated.CHANGED_TARGET),
        ),
        ({"source": ReadingSource.TYPED}, (WhyRestated.CHANGED_DEFINITION,)),
        ({"low": 0.1, "state": WindowState.TOO_FEW}, ()),
    ],
)
def test_a_recount_that_differs_says_why(
    changes: dict[str, Any], why: tuple[WhyRestated, ...]
) -> None:
    now = recount()
    assert why_different(written(now), replace(now, **changes)) == why


def test_corrected_counts_are_told_from_late_rows() -> None:
    rule = AdoptionDefinition(adopt=("any",), launched_on=LAUNCH)
    as_of = LAUNCH + dt.timedelta(days=12)

    def typed(adopted: int) -> Recount:
        counts = [Counted(None, 5, 40, adopted)]
        adoption = typed_adoption(counts, rule, name="Insights", as_of=as_of)
        return next(recounts(adoption, {}, as_of=as_of))

    assert why_different(written(typed(12)), typed(13)) == (WhyRestated.CORRECTED_COUNTS,)
    assert typed(12).at_risk is None


def test_a_window_that_is_not_read_any_more_keeps_its_verdict() -> None:
    now = recount()
    gone = written(now, day=45)
    found = lines([now], [written(now), gone])
    assert [(one.day, one.now is None, len(one.history)) for one in found] == [
        (5, False, 1),
        (45, True, 1),
    ]
    assert not found[1].changes and not found[1].is_due


@given(st.integers(30, 400), st.integers(0, 30), st.integers(6, 60))
def test_later_days_never_change_a_final_window(n: int, adopted: int, later: int) -> None:
    first = recount(n, adopted, as_of=LAUNCH + dt.timedelta(days=6))
    again = recount(n, adopted, as_of=LAUNCH + dt.timedelta(days=later))
    assert why_different(written(first), again) == ()


def test_a_window_that_is_over_and_not_typed_asks_for_its_count() -> None:
    uncounted = recount(state=WindowState.TOO_EARLY, share=None, source=ReadingSource.TYPED)
    assert wording.waiting(replace(uncounted, is_over=True)) == "Over, and no count typed"
    assert wording.waiting(replace(uncounted, is_over=False)) == "Too early"
