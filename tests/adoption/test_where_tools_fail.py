"""Product-analytics tools go wrong in known ways (their own documents say how); this does not.

Rows that other tests hold: pooled and not averaged rates, day 8 of a young launch, one hour of
today (`test_known_answers`), progress from a start (`scorecard`), hollow readings of immature
launches (`precedent/test_charts`).
"""

import datetime as dt
import io
import json
from pathlib import Path

import numpy as np
import pytest

from pmm_core.adoption import wording
from pmm_core.stats.comparison import MeanDays, adopted_days, days_difference, log_rank
from pmm_core.stats.many_tests import holm
from pmm_core.stats.proportions import wilson
from pmm_core.stats.survival import DayCounts, aalen_johansen
from pmm_core.vocabulary import WindowState
from tests.adoption.readings import LAUNCH, Row, launch_rows, read, write_log
from tests.cli.running import run
from tests.stats.test_survival import SIX_MP


def on(day: int) -> str:
    return (LAUNCH + dt.timedelta(days=day)).isoformat()


def test_errors_of_two_groups_add_and_never_cancel() -> None:
    # A tool subtracts them: .05 and .04 give .1 instead of .3, and equal ones give 0.
    first, second = MeanDays(30, 5.0, 0.05**0.5), MeanDays(30, 5.0, 0.04**0.5)
    gap = days_difference(first, second)
    assert (gap.high - gap.low) / 2 / 1.959964 == pytest.approx(0.3, abs=1e-6)
    same = days_difference(first, first)
    assert same.high - same.low > 0


def test_four_groups_that_are_alike_are_rarely_told_apart() -> None:
    # One-sided after looking, each against the total: 26 % of such reports have a false green.
    rng = np.random.default_rng(20)
    false_reports, runs = 0, 1500
    for adopted in rng.binomial(250, 0.2, (runs, 4)):
        first, *others = (on_day_1(int(x), 250) for x in adopted)
        tests = [log_rank(first, other) for other in others]
        false_reports += min(holm([1.0 if one is None else one.p for one in tests])) < 0.05
    assert false_reports / runs <= 0.06


def on_day_1(adopted: int, n: int) -> DayCounts:
    none = np.zeros(2, dtype=np.int64)
    return DayCounts(np.array([n, 0]), np.array([0, adopted]), none, np.array([0, n - adopted]))


def test_units_still_inside_their_window_are_not_counted_as_lost(tmp_path: Path) -> None:
    # A funnel drops them: 15 of 60. Thirty of them had one day so far.
    rows: list[Row] = []
    for unit in range(60):
        joined = 0 if unit < 30 else 29
        rows.append((f"u{unit}", "open", on(joined), "free"))
        rows += [(f"u{unit}", "use", on(joined + 20), "free")] if unit < 15 else []
    window = read(tmp_path, rows, day=30, launched_on=None, expose="open").whole.windows[2]
    assert window.state is WindowState.MATURING
    assert window.share == window.matured_share == 0.5
    assert (window.adopted, window.n, window.wilson) == (15, 60, None)


def test_the_oldest_cohorts_do_not_stand_for_all_where_quality_falls(tmp_path: Path) -> None:
    # Tools average the cohorts that reached the day: here the first alone, 50 %.
    rows: list[Row] = []
    for cohort, adopters in enumerate((15, 9, 3)):
        for unit in range(30):
            name, joined = f"c{cohort}-{unit}", 10 * cohort
            rows.append((name, "open", on(joined), str(cohort)))
            rows += [(name, "use", on(joined + 5), str(cohort))] if unit < adopters else []
    adoption = read(tmp_path, rows, day=30, launched_on=None, expose="open", by="plan")
    window = adoption.whole.windows[2]
    assert window.matured_share == 0.5 and window.matured == 30
    assert window.share == pytest.approx(27 / 90)
    shares = [day.share for day in adoption.whole.days if day.share is not None]
    assert shares == sorted(shares), "no line bends until a window closes"


def test_what_is_unknown_is_never_drawn_as_0(tmp_path: Path) -> None:
    days = read(tmp_path, launch_rows(40, {1: 4}), day=3).whole.days
    assert [day.share is None for day in days[:6]] == [False] * 4 + [True] * 2
    assert all(day.share is None for day in days[4:])


def test_every_share_prints_its_fraction_and_its_own_width(tmp_path: Path) -> None:
    # 12 of 40 looks like 12,000 of 40,000 where no interval stands beside it.
    window = read(tmp_path, launch_rows(40, {1: 12}), day=40).whole.windows[0]
    assert wording.reading(window) == "30.0% (18.3 to 46.7%)"
    assert wording.fraction(window) == "12 of 40 eligible"
    small, large = wilson(12, 40), wilson(12_000, 40_000)
    assert small.high - small.low > 0.25 and large.high - large.low < 0.01


def test_a_sample_of_the_oldest_units_is_never_taken_for_all(tmp_path: Path) -> None:
    """Ids rise with time: a cap on an ordered log would see none of those who adopted."""
    units, old = 30_000, 25_000
    lines = ["user_id,event,ts", *(f"{unit},open,{on(-1)}" for unit in range(units))]
    lines += [f"{unit},use,{on(2)}" for unit in range(old, units)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(lines) + "\n")
    answer = run(
        "adoption", log, "--adopt", "use", "--launched-on", LAUNCH, "--as-of", on(40), "--json"
    ).document
    window = answer["curves"][0]["windows"][0]
    assert (window["adopted"], window["n"]) == (units - old, units)
    assert answer["rows"]["used"] == answer["rows"]["read"] == units + units - old


def keys_of(value: object) -> object:
    """The document with its values taken away: an interval is two values or unknown."""
    if isinstance(value, dict):
        return {name: None if name == "wilson" else keys_of(one) for name, one in value.items()}
    return [keys_of(one) for one in value] if isinstance(value, list) else None


def test_two_exports_of_a_launch_differ_in_values_alone(tmp_path: Path) -> None:
    """Unknown is blank, keys are stable, no row depends on what is known."""
    log = write_log(tmp_path, [*launch_rows(40, {1: 4}), *launch_rows(40, {9: 2}, plan="pro")])
    said = []
    for day in (0, 7, 40):
        options = ("--adopt", "use", "--launched-on", LAUNCH, "--by", "plan", "--as-of", on(day))
        document = run("adoption", log, *options, "--json").document
        said.append(document | {"notes": []})
    young, week, old = said
    assert young["curves"][0]["windows"][2]["share"] is None
    assert keys_of(young) == keys_of(week) == keys_of(old)
    assert [len(one["curves"]) for one in (young, week, old)] == [3, 3, 3]


TIED = ([1, 1, 2, 2, 2, 3, 4, 5, 5, 6], [1, 2, 1, 1, 0, 2, 1, 0, 1, 0])


def tied(order: list[int]) -> DayCounts:
    tables = {what: np.zeros(8, dtype=np.int64) for what in (0, 1, 2)}
    for place in order:
        tables[TIED[1][place]][TIED[0][place]] += 1
    entered = np.zeros(8, dtype=np.int64)
    entered[0] = len(order)
    return DayCounts(entered, tables[1], tables[2], tables[0])


def test_ties_are_never_broken_by_chance() -> None:
    # A library jitters tied days: .54 .55 .55 .614 with its seeds 1 to 4; .54 is exact.
    rng = np.random.default_rng(1)
    found = set()
    for _ in range(50):
        counts = tied(rng.permutation(10).tolist())
        mean = adopted_days(counts, days=6)
        assert mean is not None
        found.add((float(aalen_johansen(counts).share[5]), mean.value, mean.error))
    ((share, days, _error),) = found
    assert share == pytest.approx(0.54, abs=1e-12)
    # .1 + .3 + .3 + .42 + .54 on days 1 to 5.
    assert days == pytest.approx(1.66, abs=1e-12)


def test_a_restricted_mean_of_tied_days_is_the_same_in_any_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(2)
    time, event = np.array(SIX_MP["time"]), np.array(SIX_MP["event"])
    answers = set()
    for _ in range(5):
        order = rng.permutation(len(time))
        asked = {"time": time[order].tolist(), "event": event[order].tolist(), "tau": 20}
        text = json.dumps(asked).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        said = run("method", "rmst", "--json").document
        answers.add((said["value"], said["se"]))
    ((value, error),) = answers
    assert (value, error) == (pytest.approx(16.1165, abs=1e-4), pytest.approx(1.2516, abs=1e-4))
