"""Holidays from CSV and calendar files."""

import datetime as dt

import pytest

from pmm_core.company.holidays import Span, read_holidays
from pmm_core.errors import InvalidInput

SPAN = Span.around(dt.date(2026, 3, 31))


def _calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:x", "DTSTAMP:20250101T000000Z", event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _problems(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(InvalidInput) as refused:
        read_holidays(content, span=SPAN)
    assert refused.value.code == "holidays_unreadable"
    return [(one["row"], one["message"]) for one in refused.value.details["problems"]]


@pytest.mark.parametrize(
    "content",
    [
        b"date,name\n2026-12-25,Christmas\n2026-01-01,New Year\n",
        b"\xef\xbb\xbfDate;Name\r\n2026-01-01;New Year\r\n2026-12-25;Christmas\r\n",
        b"2026-01-01,New Year\n\n2026-12-25,Christmas\n2026-12-25,Christmas",
    ],
)
def test_a_csv_of_days_is_read_in_order_each_day_once(content: bytes) -> None:
    found = read_holidays(content, span=SPAN)
    assert [(one.day, one.name) for one in found] == [
        (dt.date(2026, 1, 1), "New Year"),
        (dt.date(2026, 12, 25), "Christmas"),
    ]


def test_days_alone_are_enough() -> None:
    assert [one.name for one in read_holidays(b"2026-01-01\n2026-05-01\n", span=SPAN)] == ["", ""]


def test_every_bad_line_is_told_by_its_number_and_nothing_is_taken() -> None:
    problems = _problems(b"date,name\n2026-02-30,No day\n2026-01-01,Fine\n1/5/2026,May Day\n")
    assert [row for row, _ in problems] == [2, 4]
    assert "“2026-02-30” is not a day" in problems[0][1]


def test_a_line_with_a_third_cell_is_told() -> None:
    assert _problems(b"2026-01-01,New Year,paid\n")[0][0] == 1


def test_a_yearly_event_is_expanded_ten_years_each_way() -> None:
    found = read_holidays(
        _calendar("SUMMARY:May Day\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY"), span=SPAN
    )
    assert [one.day for one in found] == [dt.date(year, 5, 1) for year in range(2020, 2037)]
    assert {one.name for one in found} == {"May Day"}


def test_a_yearly_event_on_a_weekday_of_a_month_moves_with_the_year() -> None:
    rule = "DTSTART;VALUE=DATE:20251127\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2"
    days = [one.day for one in read_holidays(_calendar(rule), span=SPAN)]
    assert days == [dt.date(2025, 11, 27), dt.date(2026, 11, 26)]


def test_a_year_left_out_of_a_recurrence_is_no_holiday() -> None:
    rule = "DTSTART;VALUE=DATE:20250501\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20260501"
    days = [one.day.year for one in read_holidays(_calendar(rule), span=SPAN)]
    assert days == [2025, 2027]


def test_a_rule_that_ends_with_an_instant_is_read() -> None:
    rule = "DTSTART;VALUE=DATE:20250501\r\nRRULE:FREQ=YEARLY;UNTIL=20260501T000000Z"
    days = [one.day.year for one in read_holidays(_calendar(rule), span=SPAN)]
    assert days == [2025, 2026]


def test_an_event_of_several_days_takes_each_but_the_day_it_ends_before() -> None:
    event = "SUMMARY:Shutdown\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227"
    days = [one.day for one in read_holidays(_calendar(event), span=SPAN)]
    assert days == [dt.date(2026, 12, day) for day in (24, 25, 26)]


def test_an_event_with_a_time_is_the_day_it_names() -> None:
    event = "DTSTART;TZID=Europe/Berlin:20261224T180000\r\nDTEND;TZID=Europe/Berlin:20261224T230000"
    assert [one.day for one in read_holidays(_calendar(event), span=SPAN)] == [
        dt.date(2026, 12, 24)
    ]


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:No day",
        "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101",
        "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SOMETIMES",
        "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20260231",
    ],
)
def test_an_event_that_cannot_be_read_is_told_by_its_number(event: str) -> None:
    fine = "DTSTART;VALUE=DATE:20260501"
    assert [row for row, _ in _problems(_calendar(fine, event))] == [2]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"date,name\n", b"\xff\xfe2\x000\x00"])
def test_a_file_without_holidays_is_refused(content: bytes) -> None:
    assert _problems(content) == []


def test_a_broken_calendar_is_refused() -> None:
    assert _problems(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n") == []
