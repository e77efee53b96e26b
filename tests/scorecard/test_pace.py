"""Progress from the start, and what is due by a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.scorecard.pace import Span, due_share, linear_pace, progress
from tests.scorecard.facts import CALENDAR, day

FINITE = st.floats(-1e6, 1e6)


def test_a_goal_from_1_0_to_1_3_million_stands_at_nothing_on_its_first_day() -> None:
    assert progress(actual=1.0e6, start=1.0e6, target=1.3e6) == 0


def test_progress_of_a_goal_downwards_rises_as_the_value_falls() -> None:
    assert progress(actual=0.06, start=0.08, target=0.04) == pytest.approx(0.5)


def test_progress_of_a_goal_across_zero_is_measured_on_the_whole_way() -> None:
    assert progress(actual=0, start=-10, target=30) == pytest.approx(0.25)


def test_a_value_behind_its_start_has_negative_progress() -> None:
    assert progress(actual=80, start=100, target=200) == pytest.approx(-0.2)


def test_start_and_target_being_one_leaves_no_progress_to_tell() -> None:
    assert progress(actual=5, start=7, target=7) is None


@given(start=FINITE, target=FINITE)
def test_progress_is_0_at_the_start_and_1_at_the_target(start: float, target: float) -> None:
    if progress(actual=start, start=start, target=target) is not None:
        assert progress(actual=start, start=start, target=target) == 0
        assert progress(actual=target, start=start, target=target) == 1


def _share(as_of: str, calendar: BusinessCalendar = CALENDAR) -> float:
    return due_share(
        start_date=day("2026-03-01"),
        target_date=day("2026-03-31"),
        as_of=day(as_of),
        calendar=calendar,
    )


def test_nothing_is_due_on_the_start_date_and_all_on_the_target_date() -> None:
    assert _share("2026-03-01") == 0
    assert _share("2026-03-31") == 1


def test_only_working_days_move_what_is_due() -> None:
    # March 2026 has 22 working days; Friday the 13th is the tenth of them.
    assert _share("2026-03-13") == pytest.approx(10 / 22)
    assert _share("2026-03-14") == _share("2026-03-15") == _share("2026-03-13")


def test_a_target_date_on_a_holiday_is_due_on_the_last_working_day_before() -> None:
    calendar = BusinessCalendar(holidays=frozenset({day("2026-03-31")}))
    assert _share("2026-03-30", calendar) == 1
    assert _share("2026-03-27", calendar) == pytest.approx(20 / 21)


def test_the_value_due_lies_on_the_straight_way_to_the_target() -> None:
    span = Span(0.20, day("2026-03-01"), 0.42, day("2026-03-31"))
    pace = linear_pace(span, actual=0.31, as_of=day("2026-03-13"), calendar=CALENDAR)
    assert pace.progress == pytest.approx(0.5)
    assert pace.due_progress == pytest.approx(10 / 22)
    assert pace.due == pytest.approx(0.20 + 0.22 * 10 / 22)
    assert pace.method == "linear"
