"""The calendar file is one any calendar program reads, and says nothing it should not."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pmm_core.launch_calendar.build import EVERYTHING, LaunchCalendar
from pmm_core.launch_calendar.collisions import Scheduled, find_collisions
from pmm_core.launch_calendar.feed import count_events, write_ics
from pmm_core.vocabulary import LaunchOutcome
from tests.launch_calendar.made import DAY_0, day, scheduled, week_of

HOSTILE = (
    'Say; "hello", \\ to\r\nEND:VEVENT\r\nATTENDEE:mailto:a@b.example\x00\x0b\u2028 🚀' + "ü" * 90
)


def written(*launches: Scheduled) -> bytes:
    return write_ics(
        LaunchCalendar(DAY_0, EVERYTHING, launches, find_collisions(launches, week_of), ())
    )


def unfolded(content: bytes) -> list[str]:
    """Read content lines by the letter of RFC 5545, 3.1, without the package that wrote them."""
    return content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def test_there_is_an_event_for_the_launch_day_and_the_end_of_each_window() -> None:
    events = Calendar.from_ical(written(scheduled())).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [day(0), day(5), day(10), day(30)]
    assert all(event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1) for event in events)
    assert all(type(event["dtstart"].dt) is dt.date for event in events)
    assert str(events[0]["summary"]) == "Launch: Product 1/Launch 1"
    assert str(events[1]["summary"]) == "Product 1/Launch 1: day 5 ends"
    assert "Owner: Owner 1" in str(events[0]["description"])


def test_an_event_keeps_its_uid_when_the_launch_moves_or_is_renamed() -> None:
    before = scheduled()
    later = before.revised_at + dt.timedelta(days=2)
    after = replace(before, name="New", launched_on=day(9), version=3, revised_at=later)
    old, new = (Calendar.from_ical(written(one)).walk("VEVENT") for one in (before, after))
    assert [str(one["uid"]) for one in old] == [str(one["uid"]) for one in new]
    assert len({str(one["uid"]) for one in old}) == 4
    assert (old[0]["sequence"], new[0]["sequence"]) == (0, 2)
    assert new[0]["dtstamp"].dt == later


def test_launches_of_two_stores_have_other_uids() -> None:
    other = replace(scheduled(), made_at=dt.datetime(2026, 1, 5, 9, 30, 1, tzinfo=dt.UTC))
    uids = [
        str(Calendar.from_ical(written(one)).walk("VEVENT")[0]["uid"])
        for one in (scheduled(), other)
    ]
    assert uids[0] != uids[1]


def test_hostile_text_stays_text_and_every_line_keeps_the_rules() -> None:
    content = written(scheduled(name=HOSTILE, owner=HOSTILE))
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)  # folded between characters
    assert b"\n" not in content.replace(b"\r\n", b"")
    logical = unfolded(content)
    assert logical.count("END:VEVENT") == 4
    assert not [line for line in logical if line.startswith("ATTENDEE")]
    assert not [letter for letter in content.decode() if ord(letter) < 32 and letter not in "\r\n"]
    (summary, *_) = [line for line in logical if line.startswith("SUMMARY")]
    assert "Say\\; " in summary and 'hello"\\, \\\\ to\\nEND:VEVENT' in summary


@given(st.text(max_size=200))
def test_any_name_comes_back_as_it_was_but_for_control_characters(name: str) -> None:
    content = written(scheduled(name=name))
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    kept = [letter for letter in name if letter.isprintable() and not letter.isspace()]
    back = str(event["summary"]).removeprefix("Launch: Product 1/")
    assert [one for one in back if one.isprintable() and not one.isspace()] == kept
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_called_off_launch_is_a_cancelled_day_without_windows() -> None:
    gone = scheduled(on=9, ended_on=day(2), outcome=LaunchOutcome.STOPPED)
    (event,) = Calendar.from_ical(written(gone)).walk("VEVENT")
    assert (str(event["status"]), str(event["summary"])) == (
        "CANCELLED",
        "Called off: Product 1/Launch 1",
    )


@pytest.mark.parametrize(
    "launches", [(), (scheduled(),), (scheduled(1), scheduled(2, ended_on=day(7)))]
)
def test_the_number_of_events_is_told_as_it_is(launches: tuple[Scheduled, ...]) -> None:
    found = LaunchCalendar(DAY_0, EVERYTHING, launches, (), ())
    assert count_events(found) == len(Calendar.from_ical(write_ics(found)).walk("VEVENT"))
    assert b"VERSION:2.0\r\n" in write_ics(found) and b"PRODID:" in write_ics(found)
