"""Curves from daily counts against papers, R, statsmodels and plain shares."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from pmm_core.stats.proportions import wilson
from pmm_core.stats.survival import AdoptedShare, DayCounts, aalen_johansen, kaplan_meier

SIX_MP = {
    "time": [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    "event": [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
    "at": [6, 7, 10, 13, 16, 22, 23],
    "survival": [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179],
    "se": [0.0763604, 0.0869353, 0.0963497, 0.1068147, 0.1140539, 0.1282338, 0.1345915],
    "low": [0.619718, 0.563147, 0.5032, 0.43161, 0.367511, 0.267779, 0.188052],
    "high": [0.951552, 0.922809, 0.889362, 0.849066, 0.804912, 0.746791, 0.680143],
}
ADOPTED, LEFT, CENSORED = 1, 2, 0
Units = Sequence[tuple[int, int]]


def count(units: Units, *, last: int | None = None, entries: Sequence[int] = ()) -> DayCounts:
    """Count units given as (day, what ended them); all enter on day 0 unless said."""
    days = (max(day for day, _ in units) if last is None else last) + 1
    entered, adopted, left, censored = (np.zeros(days, dtype=np.int64) for _ in range(4))
    of = {ADOPTED: adopted, LEFT: left, CENSORED: censored}
    for day, what in units:
        if day < days:
            of[what][day] += 1
    for entry in entries or [0] * len(units):
        entered[entry] += 1
    return DayCounts(entered, adopted, left, censored)


def test_the_remission_times_of_6_mp_give_the_published_table() -> None:
    # Freireich et al. 1963; Kalbfleisch and Prentice; R survival 3.5-3.
    curve = kaplan_meier(count(list(zip(SIX_MP["time"], SIX_MP["event"], strict=True))))
    at = SIX_MP["at"]
    assert 1 - curve.share[at] == pytest.approx(SIX_MP["survival"], abs=1e-6)
    assert np.sqrt(curve.variance[at]) == pytest.approx(SIX_MP["se"], abs=1e-7)
    assert 1 - curve.high[at] == pytest.approx(SIX_MP["low"], abs=1e-6)
    assert 1 - curve.low[at] == pytest.approx(SIX_MP["high"], abs=1e-6)


def test_leaving_and_adopting_on_one_day_give_the_exact_incidence() -> None:
    time = [1, 1, 2, 2, 2, 3, 4, 5, 5, 6]
    what = [1, 2, 1, 1, 0, 2, 1, 0, 1, 0]
    curve = aalen_johansen(count(list(zip(time, what, strict=True))))
    at = [1, 2, 3, 4, 5]
    assert curve.share[at] == pytest.approx([0.1, 0.3, 0.3, 0.42, 0.54], abs=1e-12)
    assert np.sqrt(curve.variance[at]) == pytest.approx(
        [0.09486832981, 0.14491376746, 0.14491376746, 0.16211107303, 0.16649324311], abs=1e-10
    )


def test_units_that_join_later_are_at_risk_on_the_day_they_join() -> None:
    ten = [(1, ADOPTED), (1, ADOPTED), (5, ADOPTED), *[(10, CENSORED)] * 7]
    five = [(3, ADOPTED), (5, ADOPTED), *[(10, CENSORED)] * 3]
    counts = count([*ten, *five], entries=[0] * 10 + [3] * 5)
    assert counts.at_risk[[1, 3, 5]].tolist() == [10, 13, 12]
    curve = kaplan_meier(counts)
    assert curve.share[[1, 3, 5]] == pytest.approx([0.2, 0.261538, 0.384615], abs=1e-6)


def test_a_first_group_that_is_all_gone_before_others_join_says_nothing() -> None:
    curve = kaplan_meier(count([(1, ADOPTED), (6, CENSORED)], entries=[0, 4]))
    assert curve.share[:4].tolist() == [0, 1, 1, 1]
    assert np.isnan(curve.share[4:]).all() and np.isnan(curve.high[4:]).all()


def test_who_joins_later_takes_no_number_from_the_days_before() -> None:
    whole = count([*[(1, ADOPTED)] * 40, (6, CENSORED)], entries=[0] * 40 + [4])
    before, after = kaplan_meier(whole.through(3)), kaplan_meier(whole)
    assert after.share[:4].tolist() == before.share.tolist() == [0, 1, 1, 1]
    assert after.low[:4].tolist() == before.low.tolist()


def test_when_everybody_has_left_a_share_of_0_is_no_surer_than_on_their_last_day() -> None:
    curve = aalen_johansen(count([(0, LEFT), (0, LEFT), (1, LEFT)], last=4))
    assert curve.share.tolist() == [0] * 5
    assert curve.high[1:] == pytest.approx([wilson(0, 1).high] * 4)
    gone = aalen_johansen(count([(0, LEFT)], last=4), first_possible_day=1)
    assert gone.high.tolist() == [0] * 5


def test_before_anybody_adopted_the_share_is_0_with_the_upper_bound_of_wilson() -> None:
    curve = kaplan_meier(count([(3, ADOPTED), *[(5, CENSORED)] * 19]))
    assert curve.low[0] == 0
    assert curve.high[0] == pytest.approx(0.1611252, abs=1e-7)


def test_a_day_on_which_adopting_was_impossible_is_0_to_0() -> None:
    curve = kaplan_meier(count([(3, ADOPTED), *[(5, CENSORED)] * 19]), first_possible_day=2)
    assert curve.high[:2].tolist() == [0, 0]
    assert curve.high[2] > 0


def test_when_everybody_adopted_the_interval_is_that_of_a_plain_share() -> None:
    curve = kaplan_meier(count([(0, ADOPTED), (1, ADOPTED), (2, ADOPTED)], last=4))
    assert curve.share[2:].tolist() == [1, 1, 1]
    for day in (2, 3, 4):
        assert (curve.low[day], curve.high[day]) == pytest.approx(wilson(3, 3))


def test_kaplan_meier_refuses_leavings_and_counts_refuse_the_impossible() -> None:
    with pytest.raises(ValueError, match="aalen_johansen"):
        kaplan_meier(count([(1, LEFT)]))
    zero, one = np.zeros(2, dtype=np.int64), np.array([1, 0])
    with pytest.raises(ValueError, match="at risk"):
        DayCounts(zero, one, zero, zero)
    with pytest.raises(ValueError, match="negative"):
        DayCounts(one, -one, zero, zero)
    with pytest.raises(ValueError, match="same days"):
        DayCounts(one, zero, zero, np.zeros(3, dtype=np.int64))


units = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([ADOPTED, LEFT, CENSORED])),
    min_size=1,
    max_size=60,
)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=200))
def test_with_nobody_censored_the_curve_is_the_plain_share(days: list[int]) -> None:
    known = [(day, ADOPTED) if day <= 30 else (31, CENSORED) for day in days]
    curve = kaplan_meier(count(known, last=30))
    for day in range(31):
        assert math.isclose(
            curve.share[day], sum(d <= day for d in days) / len(days), abs_tol=1e-12
        )


@given(units)
def test_with_nobody_leaving_aalen_johansen_is_kaplan_meier_interval_included(known: Units) -> None:
    counts = count([(day, ADOPTED if what == LEFT else what) for day, what in known])
    one, other = kaplan_meier(counts), aalen_johansen(counts)
    for name in ("share", "low", "high"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9)


@given(units)
def test_a_curve_never_falls_stays_in_its_interval_and_adds_up_with_the_others(
    known: Units,
) -> None:
    counts = count(known)
    curve = aalen_johansen(counts)
    left = aalen_johansen(DayCounts(counts.entered, counts.left, counts.adopted, counts.censored))
    n = counts.at_risk
    gone = counts.adopted + counts.left
    survival = np.cumprod(1 - np.divide(gone, n, out=np.zeros(len(n)), where=n > 0))
    assert (np.diff(curve.share) >= -1e-15).all()
    assert (curve.low <= curve.share + 1e-12).all() and (curve.share <= curve.high + 1e-12).all()
    assert (curve.low >= 0).all() and (curve.high <= 1).all()
    assert curve.share + left.share + survival == pytest.approx(np.ones(len(n)), abs=1e-12)


@given(units, st.integers(2, 9))
def test_copying_every_unit_changes_no_share_and_narrows_no_day_wrongly(
    known: Units, copies: int
) -> None:
    one, many = aalen_johansen(count(known)), aalen_johansen(count(list(known) * copies))
    assert one.share == pytest.approx(many.share, abs=1e-12)
    assert many.variance == pytest.approx(one.variance / copies, abs=1e-12)


@given(units, units)
def test_curves_estimated_at_once_are_the_curves_estimated_one_by_one(
    first: Units, second: Units
) -> None:
    apart = [count(known, last=13) for known in (first, second)]
    names = DayCounts.__dataclass_fields__
    at_once = DayCounts(*(np.stack([getattr(one, name) for one in apart]) for name in names))
    curves = aalen_johansen(at_once)
    for place, alone in enumerate(map(aalen_johansen, apart)):
        for name in AdoptedShare.__dataclass_fields__:
            assert getattr(curves, name)[place].tolist() == getattr(alone, name).tolist()


@given(units, st.integers(0, 12))
def test_what_comes_later_changes_nothing_on_the_days_before(known: Units, day: int) -> None:
    whole = count(known, last=13)
    curve, cut = aalen_johansen(whole), aalen_johansen(whole.through(day))
    for name in AdoptedShare.__dataclass_fields__:
        assert getattr(cut, name).tolist() == getattr(curve, name)[: day + 1].tolist()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("estimate", [kaplan_meier, aalen_johansen])
def test_a_share_that_rounding_leaves_beside_one_is_one(
    estimate: Callable[[DayCounts], AdoptedShare],
) -> None:
    # Everybody has adopted by day 3; summed as floats, the share ends 2e-16 below 1.
    entered, adopted = np.array([7, 0, 0, 0, 0]), np.array([3, 0, 2, 2, 0])
    none = np.zeros(5, dtype=np.int64)
    curve = estimate(DayCounts(entered, adopted, none, none))
    assert curve.share[3:].tolist() == [1.0, 1.0]
    assert (curve.low[3], curve.high[3]) == pytest.approx(tuple(wilson(7, 7))[:2])
    assert np.isfinite(curve.variance).all()


@settings(max_examples=40)
@given(units)
def test_statsmodels_finds_the_same_curves(known: Units) -> None:
    time = np.array([day + 1 for day, _ in known])
    what = np.array([what for _, what in known])
    counts = count(known)
    if (what == LEFT).any():
        curve = aalen_johansen(counts)
        if not (what == ADOPTED).any():
            return
        theirs = CumIncidenceRight(time, what)
        at, share = theirs.times, theirs.cinc[0]
        se = theirs.cinc_se[0]
    else:
        if not (what == ADOPTED).any():
            return
        curve = kaplan_meier(counts)
        theirs = SurvfuncRight(time, what)
        at, share, se = theirs.surv_times, 1 - theirs.surv_prob, theirs.surv_prob_se
    days = np.asarray(at, dtype=int) - 1
    assert curve.share[days] == pytest.approx(share, abs=1e-10)
    inside = (share < 1 - 1e-9) & np.isfinite(se)
    assert np.sqrt(curve.variance[days])[inside] == pytest.approx(se[inside], abs=1e-8)
