"""A month stands in whole weeks of the company, each launch in a lane of its own."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.launch_calendar.build import EVERYTHING, Asked, LaunchCalendar
from pmm_core.launch_calendar.charts import month_chart, quarter_chart
from pmm_core.launch_calendar.collisions import Influence, Scheduled, find_collisions, find_meetings
from pmm_core.launch_calendar.layout import month_starts, spans, weeks
from pmm_core.vocabulary import Cadence
from tests.launch_calendar.made import DAY_0, day, scheduled, week_of

TODAY = day(15)


def calendar(*launches: Scheduled, factors: tuple[Influence, ...] = ()) -> LaunchCalendar:
    return LaunchCalendar(
        TODAY,
        EVERYTHING,
        launches,
        find_collisions(launches, week_of),
        find_meetings(launches, factors),
    )


def test_weeks_begin_where_the_companys_do_and_hold_the_whole_month() -> None:
    business = BusinessCalendar(week_start=6, holidays=frozenset({day(3)}))
    month = business.period(DAY_0, Cadence.MONTHLY)
    rows = weeks(calendar(scheduled()), month, business, {day(3): "A day off"})
    assert all(row.days[0].day.weekday() == 6 and len(row.days) == 7 for row in rows)
    inside = [cell.day for row in rows for cell in row.days if cell.is_inside]
    assert inside == [dt.date(2026, 3, number) for number in range(1, 32)]
    (off,) = [cell for row in rows for cell in row.days if cell.holiday]
    assert (off.day, off.holiday, off.is_working) == (day(3), "A day off", False)


def test_a_launch_begins_and_ends_in_the_right_weeks() -> None:
    business = BusinessCalendar()
    month = business.period(DAY_0, Cadence.MONTHLY)
    rows = weeks(calendar(scheduled(on=2, windows=(10,))), month, business, {})
    pieces = [piece for row in rows for piece in row.pieces]
    assert [(piece.first, piece.last, piece.begins, piece.ends) for piece in pieces] == [
        (day(2), day(6), True, False),
        (day(7), day(12), False, True),
    ]


def test_a_factor_that_meets_a_launch_is_drawn_from_its_own_first_day_to_its_last() -> None:
    business = BusinessCalendar()
    month = business.period(DAY_0, Cadence.MONTHLY)
    factors = (Influence("Rival", None, day(2), day(23)),)
    found = calendar(scheduled(on=15, windows=(10,)), factors=factors)
    pieces = [piece for row in weeks(found, month, business, {}) for piece in row.pieces]
    drawn = [(piece.first, piece.last) for piece in pieces if piece.span.launch is None]
    assert drawn == [(day(2), day(6)), (day(7), day(13)), (day(14), day(20)), (day(21), day(23))]


@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 60)), max_size=9))
def test_no_two_pieces_of_a_lane_share_a_day(said: list[tuple[int, int]]) -> None:
    launches = [
        scheduled(number, on, windows=(length,)) for number, (on, length) in enumerate(said, 1)
    ]
    business = BusinessCalendar()
    month = business.period(DAY_0, Cadence.MONTHLY)
    for row in weeks(calendar(*launches), month, business, {}):
        taken = [
            (piece.lane, piece.first + dt.timedelta(days=number))
            for piece in row.pieces
            for number in range((piece.last - piece.first).days + 1)
        ]
        assert len(taken) == len(set(taken))
        assert {on for _, on in taken} <= {cell.day for cell in row.days}


def test_a_filter_hides_a_launch_but_not_what_it_collides_with() -> None:
    one, other = scheduled(1, product_id=7, tier=1), scheduled(2, 3, product_id=7, tier=3)
    found = calendar(one, other).only(Asked(tiers=(1,)))
    assert [launch.id for launch in found.launches] == [1]
    assert len(found.collisions) == 1


def test_days_are_asked_for_by_what_they_share_with_a_launch() -> None:
    found = calendar(scheduled(1), scheduled(2, 40))
    ids = [one.id for one in found.only(Asked(first=day(30), last=day(39))).launches]
    assert ids == [1]
    assert found.only(Asked(first=day(71))).launches == ()
    assert [one.id for one in found.only(Asked(last=day(39))).launches] == [1]


def test_a_fiscal_quarter_has_its_own_months() -> None:
    business = BusinessCalendar(fiscal_year_start_month=2)
    quarter = business.period(DAY_0, Cadence.QUARTERLY)
    starts = month_starts(quarter)
    assert [one.month for one in starts] == [2, 3, 4, 5]


def test_both_charts_draw_launches_collisions_and_factors_and_survive_an_empty_month() -> None:
    business = BusinessCalendar()
    month = business.period(DAY_0, Cadence.MONTHLY)
    factors = (Influence("Rival", None, day(1), None),)
    full = calendar(scheduled(1, product_id=7), scheduled(2, 3, product_id=7), factors=factors)
    for found in (full, calendar()):
        sheet = weeks(found, month, business, {day(3): ""})
        assert month_chart(sheet, today=TODAY, theme="dark").to_dict()["layer"]
        rows = spans(found, month.first, month.last)
        chart = quarter_chart(rows, month_starts(month), today=TODAY)
        assert chart.to_dict()["layer"]
    said = str(month_chart(weeks(full, month, business, {}), today=TODAY).to_dict())
    assert "\N{BLACK UP-POINTING TRIANGLE} Launch 1" in said
    assert "\N{WHITE DIAMOND} Rival" in said
