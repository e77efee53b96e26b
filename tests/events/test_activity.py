"""Activity by week of adopters and others, against a plain loop over the events of each unit."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.events.activity import ActivityCounts, ActivitySource
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest
from pmm_core.impact.adopters import mean_activity, weeks_of

DAY_0 = dt.date(2026, 1, 5)
AS_OF = DAY_0 + dt.timedelta(days=40)
Row = tuple[str, str, int]


def rule(**said: object) -> AdoptionDefinition:
    given = {
        "adopt": ("used",),
        "launched_on": DAY_0,
        "active_days": 28,
        "windows": (14,),
        "horizon": 14,
    }
    return AdoptionDefinition(**(given | said))  # type: ignore[arg-type]


def counted(
    folder: Path, rows: list[Row], one: AdoptionDefinition, event: str | None = None
) -> ActivityCounts:
    lines = ["user_id,event,ts"]
    lines += [f"{unit},{name},{DAY_0 + dt.timedelta(days=day)}" for unit, name, day in rows]
    (folder / "log.csv").write_text("\n".join(lines), encoding="utf-8")
    request = CountRequest(rule=one, as_of=AS_OF, allow_unused=True)
    with open_log(str(folder / "log.csv")) as log:
        return ActivitySource(log).weekly_activity(request, event=event, weeks_before=4)


def by_loop(rows: list[Row], one: AdoptionDefinition, event: str | None) -> dict:
    """Sums of events and squares by (adopted, week), and how many units there are of each."""
    units = defaultdict(list)
    for unit, name, day in rows:
        if DAY_0 + dt.timedelta(days=day) <= AS_OF:
            units[unit].append((name, day))
    sums: dict = defaultdict(lambda: [0, 0])
    sizes = {True: 0, False: 0}
    for events in units.values():
        if not any(-28 <= day < 0 for _, day in events):
            continue
        uses = [day for name, day in events if name == "used" and day >= 0]
        gone = [day for name, day in events if name == one.leave and day >= 0]
        first = min(uses, default=None)
        adopted = first is not None and first <= 14 and (not gone or first <= min(gone))
        sizes[adopted] += 1
        weeks: dict = defaultdict(int)
        for name, day in events:
            is_wanted = name == event if event else name not in ("used", one.leave)
            if is_wanted and -4 <= day // 7 <= 4:
                weeks[day // 7] += 1
        for week, n in weeks.items():
            sums[adopted, week][0] += n
            sums[adopted, week][1] += n * n
    return {"sums": {key: tuple(value) for key, value in sums.items()}, "sizes": sizes}


@pytest.mark.parametrize("event", [None, "session", "used"])
@pytest.mark.parametrize("seed", range(4))
def test_the_engine_counts_what_a_loop_counts(tmp_path: Path, seed: int, event: str | None) -> None:
    draw = np.random.default_rng(seed)
    rows = [
        (f"u{draw.integers(60)}", str(draw.choice(["session", "used", "viewed"])), int(day))
        for day in draw.integers(-40, 50, 700)
    ]
    one = rule()
    found, due = counted(tmp_path, rows, one, event), by_loop(rows, one, event)
    assert {True: found.adopters, False: found.others} == due["sizes"]
    assert found.weeks == (-4, 4)
    sums = {
        (bool(row.adopted), int(row.week)): (int(row.events), int(row.squares))
        for row in found.frame.itertuples()
    }
    assert sums == due["sums"]


def test_use_after_leaving_is_no_adoption(tmp_path: Path) -> None:
    rows = [
        ("a", "session", -1), ("a", "left", 2), ("a", "used", 5),
        ("b", "session", -1), ("b", "used", 3), ("b", "left", 9),
    ]  # fmt: skip
    found = counted(tmp_path, rows, rule(leave="left"))
    assert (found.adopters, found.others) == (1, 1)


def test_enough_uses_on_enough_days_make_an_adopter(tmp_path: Path) -> None:
    rows = [("a", "session", -1), ("a", "used", 1), ("a", "used", 1)]
    rows += [("b", "session", -1), ("b", "used", 1), ("b", "used", 2)]
    found = counted(tmp_path, rows, rule(min_uses=2, min_days=2))
    assert (found.adopters, found.others) == (1, 1)


def test_on_the_exposure_clock_each_unit_has_weeks_of_its_own(tmp_path: Path) -> None:
    rows = [("a", "invited", 0), ("a", "session", 7), ("a", "used", 1)]
    rows += [("b", "invited", 20), ("b", "session", 13), ("b", "session", 27)]
    rows += [("late", "invited", 30), ("late", "session", 31)]
    one = rule(launched_on=None, expose="invited")
    found = counted(tmp_path, rows, one)
    # Who was invited less than 14 days ago has not been followed long enough.
    assert (found.adopters, found.others) == (1, 1)
    assert found.weeks == (-4, 2)
    weeks = {(bool(row.adopted), int(row.week)) for row in found.frame.itertuples()}
    assert weeks == {(True, 1), (False, -1), (False, 1)}


def test_nobody_followed_long_enough_is_nobody(tmp_path: Path) -> None:
    found = counted(tmp_path, [("a", "session", -1), ("a", "used", 3)], rule(horizon=60))
    assert (found.adopters, found.others, found.weeks) == (0, 0, None)


def test_a_mean_from_sums_is_that_of_the_units() -> None:
    events = np.array([0, 0, 3, 1, 0, 7])
    found = mean_activity(6, float(events.sum()), float((events**2).sum()))
    half = 1.959964 * events.std(ddof=1) / np.sqrt(6)
    assert (found.value, found.low, found.high) == pytest.approx(
        (events.mean(), events.mean() - half, events.mean() + half), abs=1e-6
    )
    assert mean_activity(1, 2, 4).low is None


def test_a_week_without_an_event_is_a_week_of_zeros() -> None:
    weeks = weeks_of({(True, 0): (4.0, 8.0)}, units=(2, 3), first=-1, last=0)
    assert [(one.week, one.adopters.value, one.others.value) for one in weeks] == [
        (-1, 0.0, 0.0),
        (0, 2.0, 0.0),
    ]
