"""What a reader is told of comparisons and forecasts."""

import pytest

from pmm_core.precedent import wording
from pmm_core.precedent.comparison import compare
from pmm_core.precedent.forecast import forecast
from pmm_core.precedent.launches import KnownLaunch
from tests.precedent.made import Part, by_day, known
from tests.precedent.test_comparison import INSIGHTS, MOBILE, split
from tests.precedent.test_forecast import NOW, PAST


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
    ],
)
def test_places_are_written_as_words(number: int, word: str) -> None:
    assert wording.ordinal(number) == word


def test_a_comparison_is_headed_by_the_age_it_is_made_at() -> None:
    found = compare(INSIGHTS, [MOBILE], day=30)
    assert wording.compared(found) == "Comet/Insights beside 1 other launch, each by its day 30"
    alone = compare(INSIGHTS, [], day=30)
    assert "no other launch" in wording.compared(alone)
    young = known("Young", Part(500, {2: 9}, followed=12))
    assert "too early" in wording.compared(compare(young, [], day=30))
    assert "too early" in wording.compared(compare(young, [], day=None))


def test_a_reading_prints_its_fraction() -> None:
    first, second = compare(INSIGHTS, [MOBILE], day=30).launches
    assert wording.reading(first) == "34.0% (31.4 to 36.7%), 412 of 1,212 eligible"
    assert "120 of 1,500" in wording.reading(second)


def test_a_difference_is_in_points_and_adopted_days() -> None:
    (apart,) = compare(INSIGHTS, [MOBILE], day=30).apart
    assert wording.apart(apart, day=30).startswith("+26.0 pts against Comet/Mobile (+23.0 pts")
    assert "more adopted days per eligible unit in the first 30 days" in wording.apart(
        apart, day=30
    )
    (back,) = compare(MOBILE, [INSIGHTS], day=30).apart
    assert "fewer adopted days" in wording.apart(back, day=30)


def test_a_place_says_how_little_few_launches_mean() -> None:
    two = compare(INSIGHTS, [MOBILE], day=30)
    assert wording.placing(two) == (
        "1st of 2 launches complete on day 30; over 99% likely above their median. One other "
        "launch says nothing about what is usual."
    )
    many = [known(f"L{place}", by_day(500, 40, 60 + place)) for place in range(20)]
    assert "Ahead of 100% of the others." in wording.placing(compare(INSIGHTS, many, day=30))
    assert wording.placing(compare(INSIGHTS, [], day=30)) == ""


def test_a_refused_mix_says_which_segment_is_too_small() -> None:
    first = known("First", *split(("free", 900, 90), ("pro", 100, 50)))
    found = compare(first, [known("Small", *split(("free", 900, 90), ("pro", 12, 5)))], day=30)
    own, other = found.launches
    assert wording.under_mix(own, found) == ""
    assert "pro has 12 units there" in wording.under_mix(other, found)


def test_a_forecast_leads_with_what_is_known() -> None:
    found = forecast(NOW, PAST, by_day=30, target=0.25)
    assert wording.forecast(found).startswith(
        "Comet/Now: 13.0% adopted by day 10, 130 of 1,000 eligible; day 30 forecast 22."
    )
    assert wording.rests_on(found).startswith("From 4 past launches of tier 2: Comet/Past 0,")
    assert wording.chance(found).startswith("25.0% or more by day 30: ")
    assert wording.unlike(found) == ""


def test_where_nothing_is_forecast_the_reason_is_said() -> None:
    none = forecast(NOW, [], by_day=30)
    assert "no past launch is complete on day 30" in wording.forecast(none)
    assert wording.rests_on(none) == wording.chance(none) == wording.unlike(none) == ""
    over = forecast(PAST[0], PAST[1:], by_day=30)
    assert "day 30 is over" in wording.forecast(over)


def test_pooling_all_tiers_says_why() -> None:
    few = forecast(NOW, PAST[:2], by_day=30)
    assert "of any tier and type, as fewer than 4 are of its own" in wording.rests_on(few)
    untiered = forecast(known("Now", Part(1000, {10: 130}, followed=10)), PAST, by_day=30)
    assert "as its own are not known" in wording.rests_on(untiered)


def test_a_calibration_names_its_interval() -> None:
    (day, *_) = forecast(NOW, PAST, by_day=30).calibration.days
    said = wording.calibrated(day, by_day=30)
    assert "of 4 inside the 80% band (" in said and "points on average" in said


def test_what_stands_behind_a_curve_is_counted_and_explained() -> None:
    few = forecast(known("New", Part(900, {3: 90}, followed=10)), _past(3), by_day=30)
    assert wording.behind(few) == "Behind it: 3 past launches, n = 1,200, a thin line each."
    many = forecast(known("New", Part(900, {3: 90}, followed=10)), _past(5), by_day=30)
    assert wording.behind(many).startswith("Behind it: 5 past launches, n = 2,000. The darker grey")
    assert "10.0% is known on day 10" in wording.two_questions(few)
    alone = forecast(known("New", Part(900, {3: 90}, followed=10)), [], by_day=30)
    assert wording.behind(alone) == wording.two_questions(alone) == ""
    assert wording.no_forecast(alone).startswith("No forecast, because no past launch is complete")


def _past(number: int) -> list[KnownLaunch]:
    return [known(f"L{place}", by_day(400, 40, 80 + place)) for place in range(number)]
