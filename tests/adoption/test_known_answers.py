"""Answers that public threads about product analytics agree on, where tools have failed."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.vocabulary import Audience, LateJoiners, WindowState
from tests.adoption.readings import LAUNCH, launch_rows, read

Row = tuple[str, str, str, str]


def on(day: int) -> str:
    return (LAUNCH + dt.timedelta(days=day)).isoformat()


def test_cohorts_of_10_at_20_percent_and_100_at_none_are_2_of_110(tmp_path: Path) -> None:
    # A mean of the two rates says 10 % (PostHog/posthog#25998).
    rows: list[Row] = launch_rows(100, {})
    for unit in range(10):
        rows.append((f"small{unit}", "open", on(-1), "small"))
        rows += [(f"small{unit}", "use", on(1), "small")] if unit < 2 else []
    window = read(tmp_path, rows, day=40).whole.windows[0]
    assert (window.adopted, window.n) == (2, 110)
    assert window.share == pytest.approx(2 / 110)


def test_two_cohorts_are_pooled_and_not_weighed_by_what_they_kept(tmp_path: Path) -> None:
    # 500 of 1,000 and 400 of 500, by ten: a documented average row says 56 %.
    rows: list[Row] = [*launch_rows(100, {1: 50}), *launch_rows(50, {1: 40}, plan="pro")]
    window = read(tmp_path, rows, day=40).whole.windows[0]
    assert (window.adopted, window.n, window.share) == (90, 150, pytest.approx(0.6))


def test_day_8_of_a_launch_7_days_old_is_unknown_and_never_0(tmp_path: Path) -> None:
    # growthbook/growthbook#4353 divides by everybody.
    window = read(tmp_path, launch_rows(40, {1: 4}), day=7, windows=(8,)).whole.windows[0]
    assert window.state is WindowState.TOO_EARLY
    assert (window.share, window.low, window.high, window.wilson) == (None,) * 4
    assert read(tmp_path, launch_rows(40, {1: 4}), day=8, windows=(8,)).whole.windows[0].share


def test_units_that_came_in_a_range_keep_the_days_after_its_end(tmp_path: Path) -> None:
    # Eligible 1 to 15 May, read on 1 July (PostHog/posthog#23355 cuts at the range's end).
    rows: list[Row] = []
    for unit in range(45):
        joined = unit % 15
        rows.append((f"u{unit}", "open", on(joined), "free"))
        rows += [(f"u{unit}", "use", on(joined + 29), "free")] if unit < 15 else []
    adoption = read(tmp_path, rows, day=61, launched_on=None, expose="open")
    window = adoption.whole.windows[2]
    assert (window.matured, window.n, window.adopted) == (45, 45, 15)
    assert window.state is WindowState.COMPLETE and window.share == pytest.approx(1 / 3)


def test_the_whole_ends_with_its_last_segment_and_no_line_drops_at_the_edge(tmp_path: Path) -> None:
    # A mean over cohorts of different age falls where the older cohorts end.
    rows: list[Row] = []
    for unit, (plan, joined) in enumerate([("old", 0), ("new", 20)] * 20):
        rows.append((f"u{unit}", "open", on(joined), plan))
        rows += [(f"u{unit}", "use", on(joined + unit % 9), plan)] if plan == "old" else []
    adoption = read(tmp_path, rows, day=30, launched_on=None, expose="open", by="plan")
    ends = {
        curve.segment: max(day.day for day in curve.days if day.share is not None)
        for curve in adoption.curves
    }
    assert ends == {None: 30, "old": 30, "new": 10}
    for curve in adoption.curves:
        shares = [day.share for day in curve.days if day.share is not None]
        assert shares == sorted(shares)


def test_one_hour_of_today_is_told_in_the_zone_of_the_launch_and_lowers_nothing(
    tmp_path: Path,
) -> None:
    # 03:30 UTC is still the day before in New York: the log has no new day yet.
    rows: list[Row] = launch_rows(40, {1: 4})
    rows = [(unit, event, f"{day}T17:00:00Z", plan) for unit, event, day, plan in rows]
    before = read(tmp_path, rows, day=6, timezone="America/New_York").whole
    night = (LAUNCH + dt.timedelta(days=7)).isoformat() + "T03:30:00Z"
    rows.append(("free0039", "use", night, "free"))
    after = read(tmp_path, rows, day=6, timezone="America/New_York").whole
    assert after.days[6].adopted == before.days[6].adopted + 1
    assert after.windows[0] == before.windows[0]


def test_everybody_adopting_is_a_share_of_1_and_the_share_never_falls(tmp_path: Path) -> None:
    # New over already using falls as adoption completes (jans#14830).
    days = dict.fromkeys(range(10), 4)
    shares = [day.share for day in read(tmp_path, launch_rows(40, days), day=40).whole.days]
    assert shares[9:] == [1.0] * len(shares[9:])
    assert all(share is not None for share in shares)
    assert shares == sorted(share for share in shares if share is not None)


def test_use_outside_the_audience_never_raises_a_share(tmp_path: Path) -> None:
    # Populations that differ give shares above 100 %.
    strangers: list[Row] = [(f"s{unit}", "use", on(1), "free") for unit in range(200)]
    rows: list[Row] = [*launch_rows(40, {1: 40}), *strangers]
    for rule in LateJoiners:
        adoption = read(tmp_path, rows, day=40, late_joiners=rule)
        for curve in adoption.curves:
            assert all(window.adopted <= window.n for window in curve.windows)
            assert all(day.share is None or day.share <= 1 for day in curve.days)
    eligible = read(tmp_path, rows, day=40).curve(audience=Audience.ELIGIBLE)
    assert eligible is not None and eligible.n == 40


def test_who_comes_late_after_all_have_adopted_takes_back_no_window(tmp_path: Path) -> None:
    rows: list[Row] = launch_rows(40, {1: 40})
    five = read(tmp_path, rows, day=11, late_joiners=LateJoiners.INCLUDE).whole.windows[0]
    rows.append(("late", "open", on(12), "free"))
    later = read(tmp_path, rows, day=40, late_joiners=LateJoiners.INCLUDE).whole.windows
    assert later[0] == five and five.share == 1
    assert later[2].share is None


def test_new_names_for_the_units_change_nothing(tmp_path: Path) -> None:
    rows: list[Row] = launch_rows(40, {0: 2, 3: 5, 12: 4})
    named = [(f"Ä {unit[::-1]}", event, day, plan) for unit, event, day, plan in rows]
    first, second = (read(tmp_path, some, day=20, by="plan") for some in (rows, named))
    assert first.curves == second.curves


def test_a_launch_read_in_another_zone_with_its_times_moved_alike_is_the_same(
    tmp_path: Path,
) -> None:
    rows: list[Row] = launch_rows(40, {0: 2, 3: 5, 12: 4})
    edges = ["00:00:00", "23:59:59"]
    found = []
    for zone, offset in (("UTC", "+00:00"), ("Asia/Kolkata", "+05:30")):
        moved = [
            (unit, event, f"{day}T{edges[number % 2]}{offset}", plan)
            for number, (unit, event, day, plan) in enumerate(rows)
        ]
        found.append(read(tmp_path, moved, day=20, timezone=zone).curves)
    assert found[0] == found[1]
