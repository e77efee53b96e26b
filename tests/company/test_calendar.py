"""The company's calendar: periods, fiscal years, weeks and working days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Cadence

DEFAULT = BusinessCalendar()
FROM_FEBRUARY = BusinessCalendar(fiscal_year_start_month=2)
FROM_SUNDAY = BusinessCalendar(week_start=6)

days = st.dates(dt.date(1991, 1, 1), dt.date(2090, 12, 31))
calendars = st.builds(
    BusinessCalendar,
    fiscal_year_start_month=st.integers(1, 12),
    week_start=st.integers(0, 6),
    workweek=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)), max_size=20),
)


@pytest.mark.parametrize(
    ("cadence", "key", "label", "first", "last"),
    [
        (Cadence.DAILY, "2026-03-28", "28 Mar 2026", "2026-03-28", "2026-03-28"),
        (Cadence.WEEKLY, "2026-W13", "Week 13, 2026", "2026-03-23", "2026-03-29"),
        (Cadence.MONTHLY, "2026-03", "Mar 2026", "2026-03-01", "2026-03-31"),
        (Cadence.QUARTERLY, "2026-Q1", "Q1 2026", "2026-01-01", "2026-03-31"),
        (Cadence.YEARLY, "2026", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_day_lies_in_one_period_of_each_cadence(
    cadence: Cadence, key: str, label: str, first: str, last: str
) -> None:
    expected = Period(
        key, label, dt.date.fromisoformat(first), dt.date.fromisoformat(last), cadence
    )
    assert DEFAULT.period(dt.date(2026, 3, 28), cadence) == expected


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (dt.date(2026, 2, 1), "FY2027 Q1", dt.date(2026, 2, 1), dt.date(2026, 4, 30)),
        (dt.date(2026, 1, 31), "FY2026 Q4", dt.date(2025, 11, 1), dt.date(2026, 1, 31)),
        (dt.date(2025, 12, 31), "FY2026 Q4", dt.date(2025, 11, 1), dt.date(2026, 1, 31)),
        (dt.date(2026, 7, 31), "FY2027 Q2", dt.date(2026, 5, 1), dt.date(2026, 7, 31)),
    ],
)
def test_a_fiscal_year_from_1_february_moves_the_quarters(
    day: dt.date, quarter: str, first: dt.date, last: dt.date
) -> None:
    period = FROM_FEBRUARY.period(day, Cadence.QUARTERLY)
    assert (period.label, period.first, period.last) == (quarter, first, last)


def test_a_fiscal_year_is_named_after_the_year_it_ends_in() -> None:
    year = FROM_FEBRUARY.period(dt.date(2026, 2, 1), Cadence.YEARLY)
    assert (year.key, year.first, year.last) == (
        "FY2027",
        dt.date(2026, 2, 1),
        dt.date(2027, 1, 31),
    )


def test_months_stay_calendar_months_in_a_fiscal_year() -> None:
    assert FROM_FEBRUARY.period(dt.date(2026, 1, 31), Cadence.MONTHLY).key == "2026-01"


def test_a_week_from_sunday_takes_the_sunday_with_the_days_after_it() -> None:
    sunday = dt.date(2026, 3, 29)
    assert FROM_SUNDAY.period(sunday, Cadence.WEEKLY).first == sunday
    assert DEFAULT.period(sunday, Cadence.WEEKLY).last == sunday


@given(days)
def test_weeks_from_monday_are_numbered_as_iso_8601_does(day: dt.date) -> None:
    year, week, _ = day.isocalendar()
    assert DEFAULT.period(day, Cadence.WEEKLY).key == f"{year}-W{week:02d}"


@given(calendars, days, st.sampled_from(Cadence))
def test_periods_meet_without_gap_or_overlap(
    calendar: BusinessCalendar, day: dt.date, cadence: Cadence
) -> None:
    period = calendar.period(day, cadence)
    assert period.first <= day <= period.last
    assert calendar.period(period.first, cadence) == calendar.period(period.last, cadence) == period
    assert calendar.previous(period).last == period.first - dt.timedelta(days=1)


@given(calendars, days, st.sampled_from(Cadence))
def test_recent_periods_end_with_that_of_the_day_and_have_keys_that_sort(
    calendar: BusinessCalendar, day: dt.date, cadence: Cadence
) -> None:
    recent = calendar.recent(day, cadence, 13)
    assert recent[-1] == calendar.period(day, cadence)
    keys = [period.key for period in recent]
    assert keys == sorted(set(keys))
    assert len(keys) == 13


@given(calendars, st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)), st.integers(0, 400))
def test_working_days_are_counted_as_one_by_one(
    calendar: BusinessCalendar, after: dt.date, span: int
) -> None:
    one_by_one = [after + dt.timedelta(days=step) for step in range(1, span + 1)]
    until = after + dt.timedelta(days=span)
    assert calendar.working_days(after, until) == sum(map(calendar.is_working_day, one_by_one))


def test_working_days_are_counted_up_to_the_last_day_there_is() -> None:
    """A target without an end is often dated 9999-12-31, a Friday."""
    assert DEFAULT.working_days(dt.date(9999, 12, 30), dt.date.max) == 1


def test_no_working_days_lie_after_a_later_day() -> None:
    assert DEFAULT.working_days(dt.date(2026, 3, 31), dt.date(2026, 3, 1)) == 0


def test_a_target_date_on_a_holiday_is_due_with_the_last_working_day_before_it() -> None:
    good_friday = dt.date(2026, 4, 3)
    calendar = BusinessCalendar(holidays=frozenset({good_friday}))
    start = dt.date(2026, 3, 27)
    assert calendar.working_days(start, good_friday) == 4
    assert calendar.working_days(start, good_friday - dt.timedelta(days=1)) == 4
    assert DEFAULT.working_days(start, good_friday) == 5


def test_a_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    calendar = BusinessCalendar(holidays=frozenset({dt.date(2026, 3, 28)}))
    assert calendar.working_days(dt.date(2026, 3, 20), dt.date(2026, 3, 31)) == 7


def test_a_workweek_from_sunday_to_thursday_counts_its_own_days() -> None:
    calendar = BusinessCalendar(week_start=6, workweek=frozenset({6, 0, 1, 2, 3}))
    assert calendar.working_days(dt.date(2026, 3, 27), dt.date(2026, 4, 3)) == 5
    assert not calendar.is_working_day(dt.date(2026, 3, 27))


@pytest.mark.parametrize(
    "impossible",
    [
        {"fiscal_year_start_month": 13},
        {"week_start": 7},
        {"workweek": frozenset()},
        {"workweek": frozenset({7})},
    ],
)
def test_a_calendar_that_cannot_be_is_refused(impossible: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        BusinessCalendar(**impossible)  # type: ignore[arg-type]
    assert refused.value.code == "calendar_invalid"
