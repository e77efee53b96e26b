"""The event logs of the sample: the readings that `data/README.md` tells."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from pmm_core.demo.logs import log_events, log_files, write_logs
from pmm_core.demo.sources import LAST_DAY

BERLIN = ZoneInfo("Europe/Berlin")

# Launch day, use, eligible users, and how many of them adopted by day 5, 10 and 30.
READINGS = {
    "harbor-knowledge-base": ("2025-09-16", "article_published", 860, [26, 64, 208]),
    "comet-mobile-app": ("2025-11-04", "mobile_opened", 1500, [49, 76, 120]),
    "comet-insights": ("2026-01-13", "insight_opened", 1212, [176, 268, 412]),
    "quill-e-signature": ("2026-02-10", "contract_signed", 22, [3, 5, 9]),
    "harbor-smart-routing": ("2026-03-16", "rule_used", 930, [80, 133, 175]),
}


@pytest.fixture(scope="module")
def logs():
    return log_events()


def days_of(events, name):
    """First day of each user with such an event."""
    first: dict[str, dt.date] = {}
    for moment, user, event, _plan in events:
        if event == name:
            first.setdefault(user, moment.astimezone(BERLIN).date())
    return first


def active_before(events, launched_on):
    days = {launched_on - dt.timedelta(days=back) for back in range(1, 29)}
    return {user for moment, user, *_ in events if moment.astimezone(BERLIN).date() in days}


@pytest.mark.parametrize("launch", READINGS)
def test_readings_on_the_launch_clock_are_those_written_down(logs, launch) -> None:
    launched_on, use, eligible, adopted = READINGS[launch]
    day_0 = dt.date.fromisoformat(launched_on)
    events = logs[f"{launch}.parquet"]
    audience = active_before(events, day_0)
    since = [event for event in events if event[0].astimezone(BERLIN).date() >= day_0]
    elapsed = {
        user: (on - day_0).days for user, on in days_of(since, use).items() if user in audience
    }
    assert len(audience) == eligible
    assert [sum(days <= end for days in elapsed.values()) for end in (5, 10, 30)] == adopted


def test_guided_setup_is_followed_from_each_invitation(logs) -> None:
    events = logs["quill-guided-setup.parquet"]
    invited, finished = days_of(events, "setup_invited"), days_of(events, "setup_finished")
    assert len(invited) == 600
    assert all(finished[user] >= invited[user] for user in finished)
    assert sum(LAST_DAY - on < dt.timedelta(days=30) for on in invited.values()) == 200


def test_nobody_does_anything_after_leaving(logs) -> None:
    events = logs["harbor-knowledge-base.parquet"]
    left = days_of(events, "account_closed")
    last = {user: moment.astimezone(BERLIN).date() for moment, user, *_ in events}
    assert len(left) == 50
    assert all(last[user] <= left[user] for user in left)


def test_logs_reach_the_last_day_and_never_past_it(logs) -> None:
    for events in logs.values():
        assert events[-1][0].astimezone(BERLIN).date() == LAST_DAY


def test_logs_are_the_same_every_time(logs) -> None:
    assert log_events() == logs


def test_a_file_holds_the_columns_of_an_event_log(tmp_path: Path, logs) -> None:
    write_logs(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == log_files()
    table = pq.read_table(tmp_path / "comet-insights.parquet")
    assert table.column_names == ["user_id", "event", "ts", "plan"]
    assert str(table.schema.field("ts").type) == "timestamp[us, tz=UTC]"
    assert table.num_rows == len(logs["comet-insights.parquet"])
