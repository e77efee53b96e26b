"""A day is the calendar day in the launch's zone, to the last fraction of a second."""

import datetime as dt
import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pmm_core.errors import InvalidInput
from tests.events.asking import ask, refusal


def day_of(tmp_path: Path, text: str, **said: str) -> dt.date:
    path = tmp_path / "log.csv"
    path.write_text(f"user_id,ts\n1,{text}\n")
    return ask(path, **said).as_of


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2025-03-01", "Pacific/Auckland", "2025-03-01"),
        ("20250301", "Pacific/Auckland", "2025-03-01"),
        ("2025/03/01", "America/New_York", "2025-03-01"),
        ("2025-03-01T23:59:59.999999Z", "UTC", "2025-03-01"),
        ("2025-03-01T23:59:59.9999999Z", "UTC", "2025-03-01"),
        ("2025-03-01 23:59:59.9999999", "UTC", "2025-03-01"),
        ("2025-03-02T00:00:00.000000Z", "UTC", "2025-03-02"),
        ("2025-03-01T22:59:59.999Z", "Europe/Berlin", "2025-03-01"),
        ("2025-03-01T23:00:00Z", "Europe/Berlin", "2025-03-02"),
        ("2025-07-01T21:59:59.999Z", "Europe/Berlin", "2025-07-01"),
        ("2025-07-01T22:00:00Z", "Europe/Berlin", "2025-07-02"),
        ("2025-03-01T23:30:00+05:30", "UTC", "2025-03-01"),
        ("2025-03-01T23:30:00-0500", "UTC", "2025-03-02"),
        ("2025-03-01T23:30:00-05", "UTC", "2025-03-02"),
        ("2025-03-01 23:30 UTC", "Asia/Kolkata", "2025-03-02"),
        ("2025-03-01 18:29:59.999 UTC", "Asia/Kolkata", "2025-03-01"),
        ("1740873599", "UTC", "2025-03-01"),
        ("1740873599.9", "UTC", "2025-03-01"),
        ("1740873600", "UTC", "2025-03-02"),
        ("1740873599999", "UTC", "2025-03-01"),
        ("1740873600000", "UTC", "2025-03-02"),
        ("1740873599999", "Europe/Berlin", "2025-03-02"),
        ("19991231", "UTC", "1999-12-31"),
    ],
)
def test_a_time_falls_on_its_calendar_day(text: str, zone: str, day: str, tmp_path: Path) -> None:
    assert day_of(tmp_path, text, timezone=zone) == dt.date.fromisoformat(day)


def test_a_time_without_an_offset_is_read_in_the_zone_of_its_source(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,ts\n1,2025-03-01 20:00:00\n2,2025-03-01\n")
    rows = path.read_text()
    assert ask(path, timezone="Asia/Tokyo").as_of == dt.date(2025, 3, 2)
    path.write_text(rows.replace("20:00", "14:00"))
    assert ask(path, timezone="Asia/Tokyo").as_of == dt.date(2025, 3, 1)


def test_random_instants_fall_on_the_day_that_zoneinfo_says(tmp_path: Path) -> None:
    rng = random.Random(7)
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    instants = [
        start
        + dt.timedelta(seconds=rng.randrange(2 * 366 * 86400), microseconds=rng.randrange(10**6))
        for _ in range(400)
    ]
    path = tmp_path / "log.csv"
    lines = [f"{number},{instant.isoformat()}" for number, instant in enumerate(instants)]
    path.write_text("\n".join(["user_id,ts", *lines]) + "\n")
    for zone in ("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"):
        days = [instant.astimezone(ZoneInfo(zone)).date() for instant in instants]
        as_of = max(days)
        curve = ask(path, timezone=zone, as_of=as_of).whole
        ages = [(as_of - day).days for day in days]
        assert [day.censored for day in curve.days] == [ages.count(age) for age in range(31)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-02-30", "date_unreadable"),
        ("20250230", "date_unreadable"),
        ("2025-03-01 24:00:00", "date_unreadable"),
        ("2025-03-01 25:00", "date_unreadable"),
        ("soon", "date_unreadable"),
        ("NaN", "date_unreadable"),
        ("inf", "date_unreadable"),
        ("1e999", "date_unreadable"),
        ("0", "date_unreadable"),
        ("86400", "date_unreadable"),
        ("18991231", "date_unreadable"),
        ("", "date_missing"),
    ],
)
def test_what_is_no_time_is_refused_with_its_row(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"user_id,ts\n1,2025-03-01\n\n2,{text}\n3,2025-03-02\n")
    refused = refusal(path)
    assert refused.code == "rows_rejected"
    problem = refused.details["problems"][0]
    assert (problem["file"], problem["row"], problem["column"], problem["code"]) == (
        "log.csv", 4, "ts", code,
    )  # fmt: skip
    left_out = ask(path, skip_rejected=True)
    assert (left_out.rows["read"], left_out.rows["rejected"], left_out.rows["used"]) == (3, 1, 2)
    assert any("1 of 3 rows cannot be read and was left out" in note for note in left_out.notes)


def test_the_order_of_day_and_month_is_used_when_the_log_proves_it_and_said(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,ts\n1,03/04/2025\n2,31/03/2025 10:00\n")
    adoption = ask(path)
    assert adoption.as_of == dt.date(2025, 4, 3)
    assert "day first; 1 of 2 read both ways" in adoption.notes[0]


@pytest.mark.parametrize(
    ("dates", "code"),
    [("03/04/2025", "date_ambiguous"), ("31/03/2025\n2,03/31/2025", "date_order_mixed")],
)
def test_an_order_that_nothing_proves_is_never_guessed(
    dates: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"user_id,ts\n1,{dates}\n")
    assert refusal(path).code == code
    with pytest.raises(InvalidInput):
        ask(path, skip_rejected=True)


def test_days_before_1990_are_counted_and_flagged(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,ts\n1,1970-01-01\n1,2025-03-01\n")
    assert any("1 row is dated before 1990; it counts as dated" in one for one in ask(path).notes)
