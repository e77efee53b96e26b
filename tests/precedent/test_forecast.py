"""Forecasts from past launches: on which they rest, when there are none, how they did before."""

import datetime as dt

import pytest

from pmm_core.precedent.calibration import Record, calibrate
from pmm_core.precedent.forecast import LaunchForecast, forecast
from pmm_core.precedent.launches import KnownLaunch
from pmm_core.precedent.past import Past
from pmm_core.stats.pooling import PastLaunch, pool
from pmm_core.stats.proportions import wilson
from pmm_core.vocabulary import ForecastState, LateJoiners, LaunchType, WhyLeftOut
from tests.precedent.made import LAUNCH, Part, by_day, known

NOW = known("Now", Part(1000, {10: 130}, followed=10), tier=2)
COUNTS = [(1200, 168, 312), (800, 96, 200), (2500, 425, 700), (600, 60, 138)]
PAST = [
    known(f"Past {place}", by_day(*counts), tier=2, launched_on=LAUNCH - dt.timedelta(days=90))
    for place, counts in enumerate(COUNTS)
]


def quantiles(found: LaunchForecast) -> list[float]:
    assert found.forecast
    return [found.forecast.quantiles[level] for level in (0.1, 0.5, 0.9)]


def test_four_past_launches_give_the_worked_example() -> None:
    found = forecast(NOW, PAST, by_day=30, target=0.25)
    assert found.state is ForecastState.READY
    assert (found.day, found.n, found.adopted, found.share) == (10, 1000, 130, 0.13)
    assert quantiles(found) == pytest.approx([0.223, 0.251, 0.285], abs=0.005)
    assert found.tier == 2 and [one.launch for one in found.past] == PAST
    assert found.chance == pytest.approx(0.52, abs=0.05)


def test_launches_of_the_same_tier_are_enough_from_four_on() -> None:
    other = known("Large", by_day(900, 300, 700), tier=1)
    assert other not in [one.launch for one in forecast(NOW, [*PAST, other], by_day=30).past]
    three = forecast(NOW, [*PAST[:3], other], by_day=30)
    assert three.tier is None and len(three.past) == 4


FEATURE, PACKAGING = LaunchType.NEW_FEATURE, LaunchType.PACKAGING


@pytest.mark.parametrize(
    ("kinds", "rests_on"),
    [
        ([(2, FEATURE)] * 4 + [(2, PACKAGING)], (4, 2, FEATURE)),
        ([(2, FEATURE)] * 3 + [(2, PACKAGING)], (4, 2, None)),
        ([(2, FEATURE)] * 3 + [(1, FEATURE)], (4, None, FEATURE)),
        ([(2, FEATURE)] * 3 + [(1, PACKAGING)], (4, None, None)),
    ],
)
def test_past_launches_of_its_tier_and_type_come_before_those_of_one_of_them(
    kinds: list[tuple[int, LaunchType]], rests_on: tuple[int, int | None, LaunchType | None]
) -> None:
    asked = known("Now", Part(1000, {10: 130}, followed=10), tier=2, launch_type=FEATURE)
    past = [
        known(f"Past {place}", by_day(1000, 130, 300), tier=tier, launch_type=kind)
        for place, (tier, kind) in enumerate(kinds)
    ]
    found = forecast(asked, past, by_day=30)
    assert (len(found.past), found.tier, found.launch_type) == rests_on


def test_a_launch_without_a_tier_is_forecast_from_all() -> None:
    found = forecast(known("Now", Part(1000, {10: 130}, followed=10)), PAST, by_day=30)
    assert found.tier is None and len(found.past) == 4


def test_without_a_past_launch_there_is_no_forecast() -> None:
    found = forecast(NOW, [], by_day=30, target=0.25)
    assert found.state is ForecastState.NO_PAST_LAUNCH
    assert found.forecast is None and found.chance is None and found.past == ()
    assert found.share == 0.13


def test_a_day_that_is_over_is_not_forecast() -> None:
    found = forecast(PAST[0], PAST[1:], by_day=30)
    assert found.state is ForecastState.COMPLETE and found.forecast is None
    assert found.share == 312 / 1200


def test_nothing_is_forecast_before_a_whole_day_is_over() -> None:
    found = forecast(known("Now", Part(1000, {}, followed=0)), PAST, by_day=30)
    assert found.state is ForecastState.TOO_EARLY and found.forecast is None


def test_an_audience_that_grows_is_not_forecast_and_teaches_nothing() -> None:
    open_now = known("Open", Part(1000, {10: 130}, followed=10), late_joiners=LateJoiners.INCLUDE)
    assert forecast(open_now, PAST, by_day=30).state is ForecastState.AUDIENCE_OPEN
    open_past = known("Open", by_day(900, 100, 200), late_joiners=LateJoiners.INCLUDE)
    found = forecast(NOW, [open_past], by_day=30)
    assert found.state is ForecastState.NO_PAST_LAUNCH
    assert [one.why for one in found.left_out] == [WhyLeftOut.AUDIENCE_OPEN]


def test_a_launch_that_teaches_nothing_is_named_with_the_reason() -> None:
    others = [
        known("Running", by_day(500, 100, 150), Part(400, {3: 40}, followed=12)),
        known("Pilot", by_day(22, 5, 9)),
        known("Own clock", by_day(500, 50, 90), expose="invited"),
    ]
    found = forecast(NOW, [*others, *PAST], by_day=30)
    assert [one.why for one in found.left_out] == [
        WhyLeftOut.MATURING,
        WhyLeftOut.TOO_FEW,
        WhyLeftOut.OTHER_CLOCK,
    ]
    assert len(found.past) == 4


def test_a_start_no_past_launch_had_is_marked() -> None:
    slow = known("Slow", Part(1000, {10: 5}, followed=10), tier=2)
    found = forecast(slow, PAST, by_day=30)
    assert found.forecast and found.forecast.is_unlike


def made(place: int) -> KnownLaunch:
    """One launch every three weeks, each a little different."""
    n, early = 400 + 150 * place, 0.06 + 0.02 * (place % 4)
    five, ten, end = (round(n * early * factor) for factor in (1, 1.6, 2.6))
    return known(
        f"L{place}",
        Part(n, {5: five, 10: ten - five, 30: end - ten}),
        tier=1 + place % 2,
        launched_on=LAUNCH + dt.timedelta(days=21 * place),
    )


def test_each_past_launch_is_forecast_from_all_others_and_from_those_known_then() -> None:
    launches = [made(place) for place in range(8)]
    found = calibrate([Past(one, 30) for one in launches], by_day=30)
    assert len(found.trials) == 16
    for trial in found.trials:
        place = launches.index(trial.launch)
        others = [one for one in launches if one is not trial.launch]
        own_tier = [one for one in others if one.tier == trial.launch.tier]
        # Three of its own tier are left, so all are pooled.
        assert len(own_tier) == 3
        assert trial.leave_one_out.middle == _median(trial.launch, others, trial.day)
        # 21 days apart: complete on day h are those 30 - h days older.
        then = [one for at, one in enumerate(launches) if 21 * at + 30 <= 21 * place + trial.day]
        walked = trial.walk_forward
        assert (walked and walked.middle) == (
            _median(trial.launch, then, trial.day) if then else None
        )


def _median(one: KnownLaunch, others: list[KnownLaunch], day: int) -> float:
    def by(launch: KnownLaunch, end: int) -> int:
        return sum(each.adopted for each in launch.curve.days if each.day <= end)

    past = [PastLaunch(other.curve.n, by(other, day), by(other, 30)) for other in others]
    found = pool(one.curve.n, by(one, day), past)
    assert found
    return found.quantiles[0.5]


def test_the_record_counts_what_ended_inside() -> None:
    found = calibrate([Past(made(place), 30) for place in range(8)], by_day=30)
    for day in found.days:
        tried = [one.leave_one_out for one in found.trials if one.day == day.day]
        inside = sum(low <= one.end <= high for one in tried for low, high in [one.bands[0.8]])
        record = day.leave_one_out
        assert (record.n, record.inside[0.8]) == (8, inside)
        assert record.interval == wilson(inside, 8)
        assert record.error == pytest.approx(sum(abs(t.middle - t.end) for t in tried) / 8)
        assert record.inside[0.5] <= record.inside[0.8] <= record.inside[0.9]


@pytest.mark.parametrize(("inside", "is_off"), [(8, False), (10, False), (3, True), (0, True)])
def test_a_band_is_flagged_only_where_chance_does_not_explain_it(inside: int, is_off: bool) -> None:
    assert Record(10, {0.8: inside}, wilson(inside, 10), 0.1).is_off is is_off


def test_a_band_that_is_too_wide_is_flagged_too() -> None:
    assert Record(40, {0.8: 40}, wilson(40, 40), 0.1).is_off


def test_one_past_launch_cannot_be_checked() -> None:
    found = calibrate([Past(PAST[0], 30)], by_day=30)
    assert found.trials == () and found.days == ()


def test_a_day_that_is_not_before_the_later_one_is_not_tried() -> None:
    launches = [Past(made(place), 10) for place in range(4)]
    assert {one.day for one in calibrate(launches, by_day=10).trials} == {5}


def test_without_launch_days_nothing_is_known_to_have_been_complete() -> None:
    launches = [
        known(f"Past {place}", by_day(*counts), launched_on=None, expose="invited")
        for place, counts in enumerate(COUNTS)
    ]
    found = calibrate([Past(one, 30) for one in launches], by_day=30)
    assert found.trials and all(one.walk_forward is None for one in found.trials)
