"""Weekly shares of units seen lately, against a recount in plain Python."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pmm_core.events.opening import open_log
from pmm_core.events.weekly import WeekCount, WeeklyRule, weekly_counts

FIRST = dt.date(2025, 3, 3)
Event = tuple[str, str, dt.date]


def write(folder: Path, events: Sequence[Event]) -> Path:
    path = folder / "log.csv"
    rows = [f"{unit},{event},{day.isoformat()}" for unit, event, day in events]
    path.write_text("\n".join(["user_id,event,ts", *rows]) + "\n", "utf-8")
    return path


def counted(
    folder: Path, events: Sequence[Event], rule: WeeklyRule, as_of: dt.date
) -> list[WeekCount]:
    with open_log(str(write(folder, events))) as log:
        return list(weekly_counts(log, rule, as_of=as_of).weeks)


def recounted(events: Sequence[Event], rule: WeeklyRule, as_of: dt.date) -> list[WeekCount]:
    """Count again, one week and one unit after the other."""
    known = [one for one in events if one[2] <= as_of]
    if not known:
        return []
    days_of = defaultdict(set)
    uses_of = defaultdict(set)
    for unit, event, day in known:
        days_of[unit].add(day)
        if "any" in rule.adopt or event in rule.adopt:
            uses_of[unit].add(day)
    first, last = min(day for *_, day in known), max(day for *_, day in known)
    found = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        start = dt.date.fromordinal(ordinal)
        end = start + dt.timedelta(days=6)
        back = end - dt.timedelta(days=7 * rule.weeks - 1)
        if start.weekday() != rule.week_start or end > last or back < first:
            continue
        eligible = [unit for unit, days in days_of.items() if any(back <= d <= end for d in days)]
        used = [unit for unit in eligible if any(start <= d <= end for d in uses_of[unit])]
        if eligible:
            found.append(WeekCount(end, len(eligible), len(used)))
    return found


RULES = [
    (WeeklyRule(adopt=("export",), weeks=4, week_start=0), 200),
    (WeeklyRule(adopt=("any",), weeks=1, week_start=6), 61),
    (WeeklyRule(adopt=("export", "share"), weeks=6, week_start=3), 97),
    (WeeklyRule(adopt=("never",), weeks=2, week_start=2), 88),
]


@pytest.mark.parametrize(("rule", "later"), RULES)
def test_every_week_is_what_a_plain_recount_says(
    tmp_path: Path, rule: WeeklyRule, later: int
) -> None:
    rng = np.random.default_rng(later)
    names = ["open", "export", "share"]
    events = [
        (f"u{unit}", names[kind], FIRST + dt.timedelta(days=int(unit * 1.5) + int(day)))
        for unit, kind, day in zip(
            rng.integers(0, 40, 600), rng.integers(0, 3, 600), rng.integers(0, 50, 600), strict=True
        )
    ]
    as_of = FIRST + dt.timedelta(days=later)
    found = counted(tmp_path, events, rule, as_of)
    assert found == recounted(events, rule, as_of) and len(found) > 3
    assert all(week.used <= week.eligible for week in found)


def test_an_incomplete_week_and_one_without_its_look_back_have_no_value(tmp_path: Path) -> None:
    events = [("a", "open", FIRST + dt.timedelta(days=day)) for day in range(40)]
    rule = WeeklyRule(weeks=4)
    ends = [one.last_day for one in counted(tmp_path, events, rule, FIRST + dt.timedelta(days=39))]
    assert ends == [dt.date(2025, 3, 30), dt.date(2025, 4, 6)]
    inside = counted(tmp_path, events, rule, dt.date(2025, 4, 5))
    assert [one.last_day for one in inside] == [dt.date(2025, 3, 30)]


def test_the_week_begins_where_the_company_says(tmp_path: Path) -> None:
    events = [("a", "open", FIRST + dt.timedelta(days=day)) for day in range(30)]
    sunday = WeeklyRule(weeks=1, week_start=6)
    ends = {
        one.last_day.weekday() for one in counted(tmp_path, events, sunday, dt.date(2025, 5, 1))
    }
    assert ends == {5}


def test_a_unit_seen_lately_stays_eligible_for_as_many_weeks_and_no_longer(tmp_path: Path) -> None:
    events = [("always", "open", FIRST + dt.timedelta(days=day)) for day in range(70)]
    events.append(("once", "export", FIRST + dt.timedelta(days=30)))
    rule = WeeklyRule(adopt=("export",), weeks=4)
    found = counted(tmp_path, events, rule, dt.date(2025, 6, 1))
    assert [(one.eligible, one.used) for one in found] == [
        (1, 0), (2, 1), (2, 0), (2, 0), (2, 0), (1, 0), (1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("as_of", [FIRST, FIRST + dt.timedelta(days=5)])
def test_a_log_without_a_whole_week_has_none(tmp_path: Path, as_of: dt.date) -> None:
    assert counted(tmp_path, [("a", "open", FIRST)], WeeklyRule(weeks=1), as_of) == []
