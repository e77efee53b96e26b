"""What a window says depends on how much of it has been seen."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.adoption.windows import ObservedWindow, read_window
from pmm_core.adoption.wording import window_state
from pmm_core.stats.proportions import wilson
from pmm_core.vocabulary import Audience, LateJoiners, WindowState
from tests.adoption.readings import LAUNCH, launch_rows, read

KNOWN = (0.2, 0.1, 0.3)


@pytest.mark.parametrize(
    ("n", "matured", "state"),
    [
        (10, 0, WindowState.TOO_EARLY),
        (100, 0, WindowState.TOO_EARLY),
        (10, 5, WindowState.TOO_FEW),
        (29, 29, WindowState.TOO_FEW),
        (30, 29, WindowState.MATURING),
        (30, 30, WindowState.COMPLETE),
    ],
)
def test_the_first_state_that_holds_is_taken(n: int, matured: int, state: WindowState) -> None:
    observed = ObservedWindow(
        day=5, n=n, matured=matured, adopted=0, matured_adopted=0, followed=matured
    )
    window = read_window(observed, interval=KNOWN, method="kaplan_meier", min_n=30)
    assert window.state is state
    known = state is not WindowState.TOO_EARLY
    assert (window.share is not None) is known
    assert (window.matured_share is not None) is (matured > 0)
    assert window.wilson == (wilson(0, n) if matured == n else None)


def test_more_adopted_than_eligible_is_no_window() -> None:
    with pytest.raises(ValueError, match="more adopted than eligible"):
        ObservedWindow(day=5, n=3, matured=3, adopted=4, matured_adopted=3, followed=3)
    with pytest.raises(ValueError, match="more adopted than eligible"):
        ObservedWindow(day=5, n=3, matured=4, adopted=3, matured_adopted=3, followed=3)


def test_a_window_nobody_has_been_observed_for_has_no_number(tmp_path: Path) -> None:
    adoption = read(tmp_path, launch_rows(40, {0: 2, 3: 4}), day=6)
    five, ten, thirty = adoption.whole.windows
    assert (five.state, five.adopted, five.n) == (WindowState.COMPLETE, 6, 40)
    assert five.share == pytest.approx(0.15, abs=1e-12)
    for window in (ten, thirty):
        assert window.state is WindowState.TOO_EARLY
        assert (window.share, window.low, window.high) == (None, None, None)
        assert (window.matured_share, window.wilson, window.matured) == (None, None, 0)


def test_a_use_on_the_windows_last_day_counts(tmp_path: Path) -> None:
    adoption = read(tmp_path, launch_rows(40, {5: 1, 6: 1}), day=40)
    five, ten, _ = adoption.whole.windows
    assert (five.adopted, ten.adopted) == (1, 2)


def test_3_of_12_is_too_few_for_a_verdict_but_has_a_number(tmp_path: Path) -> None:
    window = read(tmp_path, launch_rows(12, {1: 3}), day=40).whole.windows[0]
    assert (window.state, window.share) == (WindowState.TOO_FEW, 0.25)


def test_included_late_joiners_raise_n_but_never_mature(tmp_path: Path) -> None:
    late = [("late1", "open", "2025-03-04", "free"), ("late1", "use", "2025-03-06", "free")]
    adoption = read(
        tmp_path, [*launch_rows(40, {1: 4}), *late], day=40, late_joiners=LateJoiners.INCLUDE
    )
    assert len(adoption.curves) == 1
    five, _, _ = adoption.whole.windows
    assert (five.n, five.matured, five.adopted) == (41, 40, 5)
    assert five.state is WindowState.MATURING and five.wilson is None
    assert window_state(five, 40) == "Over: 5 of 41 eligible, 1 of them joined late"
    assert five.share == pytest.approx(1 - 36 / 40 * (1 - 1 / 37))


def test_late_joiners_have_a_clock_of_their_own_unless_told_otherwise(tmp_path: Path) -> None:
    late = [("late1", "open", "2025-03-04", "free"), ("late1", "use", "2025-03-06", "free")]
    rows = [*launch_rows(40, {1: 4}), *late]
    adoption = read(tmp_path, rows, day=40)
    curve = adoption.curve(audience=Audience.LATE_JOINERS)
    assert curve is not None and curve.n == 1 and curve.days[2].adopted == 1
    assert adoption.units["late_joiners"] == 1
    left_out = read(tmp_path, rows, day=40, late_joiners=LateJoiners.EXCLUDE)
    assert left_out.curve(audience=Audience.LATE_JOINERS) is None
    assert "Late joiners left out: 1." in left_out.notes


def test_a_window_that_late_joiners_entered_is_over_with_its_last_day(tmp_path: Path) -> None:
    rows = launch_rows(40, {1: 4})
    joined = (LAUNCH + dt.timedelta(days=20)).isoformat()
    rows += [(f"late{number}", "open", joined, "free") for number in range(5)]
    for day, is_over in ((29, False), (30, True)):
        adoption = read(tmp_path, rows, day=day, late_joiners=LateJoiners.INCLUDE, min_n=5)
        window = adoption.whole.windows[2]
        assert window.is_over is is_over
    assert (window.n, window.matured, window.wilson) == (45, 40, None)
    assert any(note.startswith("Late joiners in the curve") for note in adoption.notes)


def test_later_days_change_nothing_of_a_window_that_late_joiners_entered(tmp_path: Path) -> None:
    rows = launch_rows(40, {1: 4, 25: 3, 40: 5})
    for day, number in ((12, 1), (20, 2), (35, 3)):
        when = (LAUNCH + dt.timedelta(days=day)).isoformat()
        rows.append((f"late{number}", "open", when, "free"))
    said = {
        day: read(tmp_path, rows, day=day, late_joiners=LateJoiners.INCLUDE).whole.windows
        for day in (30, 60)
    }
    assert said[30] == said[60]
