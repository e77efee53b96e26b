"""The sentence a launch leads with, in every state it can be in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pmm_core.precedent.comparison import compare
from pmm_core.precedent.forecast import forecast
from pmm_core.precedent.launches import KnownLaunch
from pmm_core.precedent.lead_wording import lead
from pmm_core.vocabulary import LateJoiners
from tests.precedent.made import Part, by_day, known

OLD = known("Old", by_day(400, 40, 80))
OLDER = known("Older", by_day(500, 100, 200))


def said(launch: KnownLaunch, *others: KnownLaunch, targets: dict[int, float] | None = None) -> str:
    found = forecast(launch, others, by_day=30)
    beside = compare(launch, others, day=30)
    return lead(launch.adoption, targets=targets or {}, forecast=found, beside=beside)


def test_a_running_launch_has_its_reading_its_target_and_its_forecast() -> None:
    running = known("New", Part(1000, {3: 180}, followed=10))
    sentence = said(running, OLD, OLDER, targets={10: 0.15, 30: 0.3})
    start, end = sentence.split("; ")
    assert start == "New: 18.0% adopted by day 10, ahead of its 15.0% target"
    assert end.startswith("day 30 forecast 2") and end.endswith("%")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (0.10, "ahead of its 10.0% target"),
        (0.17, "ahead of its 17.0% target, though not clearly"),
        (0.18, "exactly on its 18.0% target"),
        (0.19, "behind its 19.0% target, though not clearly"),
        (0.40, "behind its 40.0% target"),
        (None, "no target set by then"),
    ],
)
def test_the_interval_says_whether_the_side_of_the_target_is_clear(
    target: float | None, words: str
) -> None:
    running = known("New", Part(1000, {3: 180}, followed=10))
    sentence = said(running, OLD, targets={} if target is None else {10: target})
    assert sentence.split("; ")[0] == f"New: 18.0% adopted by day 10, {words}"


def test_a_finished_launch_has_its_place_instead_of_a_forecast() -> None:
    done = known("New", by_day(1000, 100, 300))
    assert said(done, OLD, OLDER, targets={30: 0.25}) == (
        "New: 30.0% adopted by day 30, ahead of its 25.0% target; 2nd of 3 launches by that day"
    )
    assert said(done, known("Even", by_day(100, 5, 30))).endswith(
        "1st of 2 launches by that day, tied"
    )
    assert said(done) == "New: 30.0% adopted by day 30, no target set by then"


def test_without_a_past_launch_there_is_no_forecast_and_the_sentence_says_so() -> None:
    running = known("New", Part(1000, {3: 180}, followed=10))
    assert said(running).endswith("; no forecast for day 30 without a past launch")


def test_before_the_first_window_is_over_the_days_are_told() -> None:
    young = known("New", Part(1000, {1: 50}, followed=3))
    assert said(young).startswith("New: 5.0% adopted in the first 3 days, too early for day 5; ")
    second = known("New", Part(1000, {1: 50}, followed=1))
    assert said(second).startswith("New: 5.0% adopted by day 1, too early for day 5; ")
    first = known("New", Part(1000, {0: 50}, followed=0))
    assert said(first, OLD) == (
        "New: 5.0% adopted on day 0, too early for day 5; no forecast before day 1 is over"
    )


def test_nobody_observed_and_nobody_eligible_are_two_things() -> None:
    curve = replace(OLD.curve, complete_through=None, observed_through=None, windows=())
    windows = tuple(replace(one, share=None, matured=0) for one in OLD.curve.windows)
    unseen = replace(OLD.adoption, curves=(replace(curve, windows=windows),))
    assert lead(unseen, targets={}, forecast=None, beside=None) == (
        "Old: too early to say, no whole day has been observed"
    )
    empty = replace(OLD.adoption, curves=(replace(curve, windows=windows, n=0),))
    assert lead(empty, targets={}, forecast=None, beside=None) == "Old: nobody is eligible"


def test_too_few_are_told_with_their_fraction_and_no_verdict() -> None:
    few = known("New", Part(12, {3: 3}, followed=60))
    assert said(few, OLD, targets={30: 0.2}).startswith(
        "New: 25.0% adopted by day 30, but 3 of 12 is too few for a verdict"
    )


def test_a_window_some_are_still_inside_is_told_only_where_none_is_over() -> None:
    mixed = (Part(300, {3: 60}, followed=10), Part(200, {2: 40}, followed=3))
    assert said(known("New", *mixed, expose="open")).startswith(
        "New: 20.0% adopted by day 10 so far, 300 of 500 observed that long; "
    )
    older = (Part(300, {3: 60}, followed=20), Part(200, {2: 40}, followed=7))
    assert said(known("New", *older, expose="open")).startswith("New: 20.0% adopted by day 5, ")


def test_late_joiners_in_the_curve_are_named_as_the_reason() -> None:
    open_ = known("New", Part(300, {3: 60}, followed=10), late_joiners=LateJoiners.INCLUDE)
    assert said(open_, OLD).endswith("; no forecast while late joiners enter the curve")


def test_a_launch_that_was_not_forecast_has_only_its_reading() -> None:
    assert lead(OLD.adoption, targets={}, forecast=None, beside=None) == (
        "Old: 20.0% adopted by day 30, no target set by then"
    )
    assert OLD.launched_on and OLD.launched_on < dt.date(2026, 1, 1)
