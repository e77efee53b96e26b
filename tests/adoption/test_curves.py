"""A curve holds every day, knows how far it is final, and its segments add up."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.adoption.curves import counts_of, estimate
from pmm_core.vocabulary import Audience, Clock, LateJoiners
from tests.adoption.readings import LAUNCH, launch_rows, read


def test_every_day_up_to_the_horizon_is_there_and_unseen_days_are_unknown(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {2: 4}), day=6, horizon=45).whole
    assert [day.day for day in curve.days] == list(range(46))
    assert curve.observed_through == curve.complete_through == 6
    last, after = curve.days[6], curve.days[7]
    assert (last.at_risk, last.censored, last.share is None) == (36, 36, False)
    assert (after.at_risk, after.share, after.low, after.high) == (0, None, None, None)


def test_units_followed_past_the_horizon_are_not_censored_on_it(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {2: 4}), day=60).whole
    assert sum(day.censored for day in curve.days) == 0
    assert curve.days[30].at_risk == 36
    on_the_day = read(tmp_path, launch_rows(40, {2: 4}), day=30).whole
    assert on_the_day.days[30].censored == 36


def test_a_complete_past_launch_is_final_to_its_last_day(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {2: 4}), day=30).whole
    assert curve.complete_through == 30


def test_when_all_have_adopted_the_share_stays_known(tmp_path: Path) -> None:
    curve = read(tmp_path, launch_rows(40, {1: 40}), day=20).whole
    assert [day.share for day in curve.days[1:21]] == [1.0] * 20
    assert curve.days[5].at_risk == 0 and curve.days[21].share is None


def test_later_rows_never_change_what_was_known(tmp_path: Path) -> None:
    rows = launch_rows(40, {1: 3, 4: 2})
    before = read(tmp_path, rows, day=5).whole.days[:6]
    more = [*rows, ("free0039", "use", str(LAUNCH + dt.timedelta(days=6)), "free")]
    assert read(tmp_path, more, day=5).whole.days[:6] == before
    grown = read(tmp_path, more, day=6).whole.days[:5]
    assert [day.share for day in grown] == [day.share for day in before[:5]]


@pytest.mark.parametrize("late_joiners", [LateJoiners.INCLUDE, LateJoiners.SEPARATE])
def test_a_curve_gives_back_the_counts_it_was_built_from(
    tmp_path: Path, late_joiners: LateJoiners
) -> None:
    rows = [
        *launch_rows(40, {1: 4, 9: 3}),
        ("late1", "open", "2025-03-04", "free"),
        ("late2", "open", "2025-03-06", "free"),
        ("late2", "use", "2025-03-07", "free"),
        ("free0039", "close", "2025-03-05", "free"),
    ]
    adoption = read(tmp_path, rows, day=12, late_joiners=late_joiners, leave="close")
    for curve in adoption.curves:
        counts = counts_of(curve)
        assert counts.entered.sum() == curve.n
        assert counts.at_risk.tolist() == [day.at_risk for day in curve.days]
        shares, method = estimate(counts, adoption.definition)
        assert method == curve.method == "aalen_johansen"
        known = [day.share for day in curve.days if day.share is not None]
        assert shares.share[: len(known)].tolist() == known
    entered = counts_of(adoption.whole).entered.tolist()
    assert entered[:6] == (
        [40, 0, 0, 1, 0, 1] if late_joiners == "include" else [40, 0, 0, 0, 0, 0]
    )


def test_segments_come_as_text_after_everybody_and_add_up(tmp_path: Path) -> None:
    rows = [
        *launch_rows(40, {1: 4}, plan="pro"),
        *launch_rows(35, {2: 1}, plan="NA"),
        *launch_rows(31, {3: 9}, plan=""),
    ]
    adoption = read(tmp_path, rows, day=40, by="plan")
    assert [curve.segment for curve in adoption.curves] == [None, "", "NA", "pro"]
    assert adoption.segments == ("", "NA", "pro")
    for day in range(31):
        whole, *parts = [curve.days[day] for curve in adoption.curves]
        assert whole.adopted == sum(part.adopted for part in parts)
        assert whole.at_risk == sum(part.at_risk for part in parts)
    assert adoption.curve("pro") is adoption.curves[3]
    assert adoption.curve("gone") is None


def test_more_segments_than_fit_are_pooled_the_smallest_first(tmp_path: Path) -> None:
    rows = [
        row
        for number in range(9)
        for row in launch_rows(30 + number, {number: 3}, plan=f"plan{number}")
    ]
    adoption = read(tmp_path, rows, day=40, by="plan")
    assert [facet.segment for facet in adoption.facets] == [
        "plan8", "plan7", "plan6", "plan5", "plan4", None,
    ]  # fmt: skip
    rest = adoption.facets[-1]
    assert (rest.pooled, rest.curve.n) == (4, 30 + 31 + 32 + 33)
    assert sum(day.adopted for day in rest.curve.days) == 12
    assert len(adoption.curves) == 10


def test_everybody_is_pooled_over_units_not_over_segments(tmp_path: Path) -> None:
    rows = [*launch_rows(10, {1: 2}, plan="small"), *launch_rows(100, {}, plan="large")]
    window = read(tmp_path, rows, day=40, by="plan").whole.windows[0]
    assert (window.adopted, window.n) == (2, 110)
    assert window.share is not None and abs(window.share - 2 / 110) < 1e-12


def test_the_clock_is_a_label_of_every_curve(tmp_path: Path) -> None:
    late = [("late1", "open", "2025-03-04", "free")]
    adoption = read(tmp_path, [*launch_rows(40, {1: 4}), *late], day=40)
    assert [(curve.audience, curve.clock) for curve in adoption.curves] == [
        (Audience.ELIGIBLE, Clock.LAUNCH),
        (Audience.LATE_JOINERS, Clock.EXPOSURE),
    ]
