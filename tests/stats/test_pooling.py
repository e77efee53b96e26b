"""The forecast from past launches: worked examples, what must hold always, and made-up launches."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated_launches import SEEDS, score
from pmm_core.settings import ROOT
from pmm_core.stats.pooling import LEVELS, PastLaunch, PooledForecast, pool

PAST = [
    PastLaunch(1200, 168, 312),
    PastLaunch(800, 96, 200),
    PastLaunch(2500, 425, 700),
    PastLaunch(600, 60, 138),
]


@st.composite
def launches(draw: st.DrawFn) -> PastLaunch:
    n = draw(st.integers(1, 5000))
    late = draw(st.integers(0, n))
    return PastLaunch(n, draw(st.integers(0, late)), late)


def forecast(n: int, early: int, past: list[PastLaunch]) -> PooledForecast:
    found = pool(n, early, past)
    assert found is not None
    return found


def test_four_past_launches_give_the_worked_example() -> None:
    found = forecast(1000, 130, PAST)
    assert [found.quantiles[level] for level in (0.1, 0.5, 0.9)] == pytest.approx(
        [0.223, 0.251, 0.285], abs=0.005
    )
    assert found.launches == 4 and not found.is_unlike


def test_one_past_launch_says_far_less() -> None:
    found = forecast(1000, 130, PAST[:1])
    assert [found.quantiles[level] for level in (0.1, 0.5, 0.9)] == pytest.approx(
        [0.188, 0.248, 0.350], abs=0.012
    )


def test_without_a_past_launch_nothing_is_forecast() -> None:
    assert pool(1000, 130, []) is None


def test_bands_lie_inside_each_other() -> None:
    found = forecast(1000, 130, PAST)
    bands = [found.band(level) for level in (0.5, 0.8, 0.9, 0.95)]
    assert found.band(0.8) == (found.quantiles[0.1], found.quantiles[0.9])
    for inner, outer in pairwise(bands):
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]


def test_a_start_outside_the_history_is_marked() -> None:
    assert forecast(1000, 400, PAST).is_unlike
    assert forecast(1000, 20, PAST).is_unlike


def test_the_same_question_gets_the_same_answer() -> None:
    assert forecast(1000, 130, PAST).quantiles == forecast(1000, 130, PAST).quantiles


def test_chances_and_percentiles_are_read_off_the_draws() -> None:
    found = forecast(1000, 130, PAST)
    assert found.chance_of(found.quantiles[0.5]) == pytest.approx(0.5, abs=0.02)
    assert found.percentile_of(found.quantiles[0.9]) == pytest.approx(0.9, abs=0.02)
    assert (found.chance_of(0.99), found.percentile_of(0.99)) == (0, 1)


@pytest.mark.parametrize("counts", [(10, 5, 4), (10, 2, 11), (0, 0, 0), (10, -1, 3)])
def test_adopters_who_are_no_part_of_the_audience_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        PastLaunch(*counts)


@settings(max_examples=60)
@given(launches(), st.lists(launches(), min_size=1, max_size=6))
def test_a_forecast_lies_between_what_is_there_and_everybody(
    now: PastLaunch, past: list[PastLaunch]
) -> None:
    found = forecast(now.n, now.early, past)
    shares = [found.quantiles[level] for level in LEVELS]
    assert shares == sorted(shares)
    assert now.early / now.n <= shares[0] + 1e-12 and shares[-1] <= 1
    assert found.chance_of(now.early / now.n) == 1


def _cohorts_of_a_web_shop() -> list[PastLaunch]:
    """Customers by the three days of their first purchase: who came back in 10 and 30 days."""
    rows = pd.read_csv(
        ROOT / "data/cdnow/CDNOW_master.txt.gz", sep=r"\s+", usecols=["customer_id", "date"]
    )
    rows["date"] = pd.to_datetime(rows["date"].astype(str), format="%Y%m%d")
    first = rows.groupby("customer_id")["date"].min()
    age = (rows["date"] - rows["customer_id"].map(first)).dt.days
    again = age[age > 0].groupby(rows["customer_id"]).min().reindex(first.index)
    cohort = (first - first.min()).dt.days // 3
    counts = pd.DataFrame({"n": 1, "early": again <= 10, "late": again <= 30})
    return [PastLaunch(*map(int, row)) for row in counts.groupby(cohort).sum().to_numpy()]


def test_on_a_real_log_every_cohort_ends_inside_the_band_of_the_four_before_it() -> None:
    cohorts = _cohorts_of_a_web_shop()
    assert sum(one.n for one in cohorts) == 23570
    errors, widths, ladder = [], [], []
    for place in range(4, len(cohorts)):
        now, past = cohorts[place], cohorts[place - 4 : place]
        found, end = forecast(now.n, now.early, past), now.late / now.n
        low, high = found.band(0.8)
        assert low <= end <= high
        errors.append(abs(found.quantiles[0.5] - end))
        widths.append(high - low)
        growth = sum(one.late for one in past) / sum(one.early for one in past)
        ladder.append(abs(now.early * growth / now.n - end))
    assert len(errors) == 24
    assert 100 * np.mean(errors) == pytest.approx(0.88, abs=0.05)
    assert 100 * np.mean(widths) == pytest.approx(5.05, abs=0.2)
    assert 100 * np.mean(ladder) == pytest.approx(1.73, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_made_up_launches_end_inside_the_band_and_nearer_than_the_chain_ladder_says(
    seed: int,
) -> None:
    found = score(seed)
    assert found.error <= 0.75 * found.chain_ladder
    assert 0.76 <= found.inside[0.8] <= 0.88
