"""Launches laid on one clock, counted again from the rows of their logs and by another library.

Nothing here comes from the program but the names of events: days are cut by hand, curves and tests
are those of statsmodels, the areas are sums of its curves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.proportion import confint_proportions_2indep

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.service import HowToCompare, read_comparison
from pmm_core.vocabulary import Clock, WhyLeftOut, WindowState

if TYPE_CHECKING:
    from pathlib import Path

    from pmm_core.store.store import Store

TODAY, DAY = dt.date(2026, 3, 31), 30
INSIGHTS, INSIGHTS_USE = dt.date(2026, 1, 13), "insight_opened"
SETUP, SETUP_USE = dt.date(2026, 2, 2), "setup_finished"


@dataclass(frozen=True)
class Lives:
    """Day of entry, day on which each unit's story ends by day 30, and whether by adopting."""

    entry: np.ndarray
    time: np.ndarray
    adopted: np.ndarray

    @classmethod
    def of(cls, units: list[tuple[int, int | None, int]]) -> Lives:
        """Cut stories at day 30: entry, day of adopting or null, last day observed."""
        ends = [(min(f, DAY) if a is None or a > DAY else a) for _, a, f in units]
        kept = [n for n, ((entry, _, _), end) in enumerate(zip(units, ends, strict=True))
                if entry <= end]  # fmt: skip
        happened = [units[n][1] is not None and (units[n][1] or 0) <= DAY for n in kept]
        return cls(
            np.array([units[n][0] for n in kept], dtype=float),
            np.array([ends[n] for n in kept], dtype=float),
            np.array(happened, dtype=float),
        )

    def shares(self) -> np.ndarray:
        """The share adopted by each day 0 to 30; entering on a day counts on that day."""
        found = SurvfuncRight(self.time, self.adopted, entry=self.entry - 0.5)
        left = [found.surv_prob[found.surv_times <= day] for day in range(DAY + 1)]
        return np.array([1 - (before[-1] if len(before) else 1.0) for before in left])


def rows_of(folder: Path, log: str) -> dict[str, list[tuple[dt.date, str]]]:
    frame = pd.read_parquet(folder / "sample.db-events" / log)
    lives: dict[str, list[tuple[dt.date, str]]] = {}
    for unit, event, at in zip(frame["user_id"], frame["event"], frame["ts"], strict=True):
        if at.date() <= TODAY:
            lives.setdefault(unit, []).append((at.date(), event))
    return lives


def insights(folder: Path, clock: Clock) -> Lives:
    units: list[tuple[int, int | None, int]] = []
    for life in rows_of(folder, "comet-insights.parquet").values():
        first = min(day for day, _ in life)
        seen = any(0 < (INSIGHTS - day).days <= 28 for day, _ in life)
        if first < INSIGHTS and not seen:
            continue
        if first >= INSIGHTS and clock is Clock.LAUNCH:
            continue
        zero = max(first, INSIGHTS)
        uses = [(day - zero).days for day, event in life if event == INSIGHTS_USE and day >= zero]
        units.append((0, min(uses, default=None), (TODAY - zero).days))
    return Lives.of(units)


def guided_setup(folder: Path, clock: Clock) -> Lives:
    units: list[tuple[int, int | None, int]] = []
    for life in rows_of(folder, "quill-guided-setup.parquet").values():
        invited = [day for day, event in life if event == "setup_invited"]
        if not invited:
            continue
        exposed = min(invited)
        zero = SETUP if clock is Clock.LAUNCH else exposed
        uses = [(day - zero).days for day, event in life if event == SETUP_USE and day >= exposed]
        entry = max((exposed - zero).days, 0)
        units.append((entry, min(uses, default=None), (TODAY - zero).days))
    return Lives.of(units)


def compared(sample: Store, clock: Clock | None) -> Comparison:
    actor = Actor("Ada Moreno")
    ids = [
        find_launch(store=sample, actor=actor, name=name) for name in ("Insights", "Guided setup")
    ]
    return read_comparison(
        store=sample,
        actor=actor,
        launch_id=ids[0],
        beside=ids[1:],
        as_of=TODAY,
        how=HowToCompare(day=DAY, clock=clock),
    )


@pytest.mark.parametrize("clock", [Clock.LAUNCH, Clock.EXPOSURE])
def test_two_launches_laid_on_one_clock_are_those_of_a_recount(
    sample: Store, tmp_path: Path, clock: Clock
) -> None:
    found = compared(sample, clock)
    one, two = insights(tmp_path, clock), guided_setup(tmp_path, clock)
    first, second = found.launches
    assert found.asked.curve.clock is clock and second.launch.curve.clock is clock
    assert (first.at.n, second.at.n) == (len(one.time), len(two.time))
    assert (first.at.adopted, second.at.adopted) == (one.adopted.sum(), two.adopted.sum())
    shares = one.shares(), two.shares()
    assert (first.at.share, second.at.share) == pytest.approx([each[DAY] for each in shares])
    (apart,) = found.apart
    assert apart.share.value == pytest.approx(shares[0][DAY] - shares[1][DAY])
    assert apart.adopted_days and apart.log_rank
    extra = shares[0][:DAY].sum() - shares[1][:DAY].sum()
    assert apart.adopted_days.value == pytest.approx(extra)
    group = np.repeat([0, 1], [len(one.time), len(two.time)])
    chi2, p = survdiff(
        np.concatenate([one.time, two.time]),
        np.concatenate([one.adopted, two.adopted]),
        group,
        entry=np.concatenate([one.entry, two.entry]) - 0.5,
    )
    assert (apart.log_rank.chi2, apart.log_rank.p) == pytest.approx((chi2, p), rel=1e-9)


def test_since_launch_a_frozen_audience_is_complete_and_since_exposure_the_invited_are_not(
    sample: Store,
) -> None:
    states = {
        clock: [one.at.state for one in compared(sample, clock).launches]
        for clock in (Clock.LAUNCH, Clock.EXPOSURE)
    }
    assert states[Clock.LAUNCH] == [WindowState.COMPLETE, WindowState.COMPLETE]
    assert states[Clock.EXPOSURE] == [WindowState.MATURING, WindowState.MATURING]


def test_as_each_launch_counts_two_clocks_are_never_compared(sample: Store) -> None:
    found = compared(sample, None)
    assert [one.why for one in found.left_out] == [WhyLeftOut.OTHER_CLOCK]
    assert len(found.launches) == 1


def test_two_frozen_audiences_differ_by_newcombe_as_another_library_has_it(sample: Store) -> None:
    actor = Actor("Ada Moreno")
    ids = [find_launch(store=sample, actor=actor, name=name) for name in ("Insights", "Mobile app")]
    found = read_comparison(
        store=sample, actor=actor, launch_id=ids[0], beside=ids[1:], as_of=TODAY
    )
    (apart,) = found.apart
    assert apart.share.method == "newcombe"
    limits = confint_proportions_2indep(412, 1212, 120, 1500, method="newcomb")
    assert (apart.share.low, apart.share.high) == pytest.approx(limits, abs=1e-12)
