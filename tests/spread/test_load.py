"""Launch hours by week: who bears them, when they are too much, and how likely that is."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import Allotted, PlannedLaunch, TeamFacts
from pmm_core.spread.load import Load, measure_load, weeks_around
from tests.spread.facts import AS_OF, CALENDAR, allotted, launch, rules


def measure(
    parts: list[Allotted],
    launches: list[PlannedLaunch],
    house: RulesDraft | None = None,
    *,
    calendar: BusinessCalendar = CALENDAR,
    around: int = 3,
) -> Load:
    weeks = weeks_around(AS_OF, back=around, ahead=around, calendar=calendar)
    facts = TeamFacts(allotted=tuple(parts), launches=tuple(launches))
    return measure_load(facts, house or rules(), weeks=weeks, calendar=calendar)


def test_the_hours_of_a_launch_lie_evenly_over_the_weeks_of_its_tier() -> None:
    load = measure([allotted("Comet", 1.0)], [launch()])
    assert [round(week.hours, 6) for week in load.weeks] == [
        0,
        0,
        *[round(80 / 3, 6)] * 3,
        0,
        0,
    ]
    assert load.weeks[3].week.first == dt.date(2026, 3, 30)
    assert {week.capacity for week in load.weeks} == {40}


def test_people_bear_a_launch_by_their_shares_of_its_product() -> None:
    parts = [
        allotted("Comet", 0.75, person="Ada"),
        allotted("Comet", 0.25),
        allotted("Harbor", 0.5),
    ]
    week = {one.person: one for one in measure(parts, [launch()]).weeks if one.causes}
    assert week["Ada"].hours == pytest.approx(20)
    assert week["Jonas"].hours == pytest.approx(20 / 3)
    assert (week["Ada"].capacity, week["Jonas"].capacity) == (30, 30)


def test_a_week_is_over_when_the_usual_hours_are_more_than_there_are() -> None:
    load = measure([allotted("Comet", 0.5)], [launch()])
    assert len(load.over) == 3
    assert load.over[0].load == pytest.approx(80 / 3 / 20)
    assert [cause.launch.name for cause in load.over[0].causes] == ["Comet launch"]
    assert not measure([allotted("Comet", 0.7)], [launch()]).over


def test_exactly_full_is_not_over() -> None:
    load = measure([allotted("Comet", 0.5)], [launch()], rules(low=60, usual=60, high=60))
    assert not load.over
    assert {week.chance for week in load.weeks} == {0}


def test_the_chance_follows_the_range_of_the_tier() -> None:
    load = measure([allotted("Comet", 2 / 3)], [launch()], rules(low=60, usual=80, high=100))
    assert load.weeks[3].chance == pytest.approx(0.5, abs=1e-3)
    certain = measure([allotted("Comet", 0.4)], [launch()], rules(low=60, usual=80, high=100))
    assert certain.weeks[3].chance == 1


def test_random_draws_give_the_same_chance() -> None:
    launches = [launch(), launch("Harbor")]
    parts = [allotted("Comet", 0.5), allotted("Harbor", 0.5)]
    house = rules(low=30, usual=50, high=110)
    week = measure(parts, launches, house).weeks[3]
    draws = np.random.default_rng(11).triangular(30, 50, 110, (2, 300_000)).sum(axis=0) / 3
    assert week.chance == pytest.approx(float(np.mean(draws > 40)), abs=0.005)


def test_holidays_take_from_the_hours_there_are() -> None:
    calendar = BusinessCalendar(holidays=frozenset({dt.date(2026, 4, 1), dt.date(2026, 4, 2)}))
    load = measure([allotted("Comet", 0.7)], [launch()], calendar=calendar)
    assert [week.capacity for week in load.weeks][3] == pytest.approx(28 * 3 / 5)
    assert [week.week.first for week in load.over] == [dt.date(2026, 3, 30)]


def test_a_week_without_a_working_day_has_no_load_and_any_hours_are_too_much() -> None:
    every = frozenset(dt.date(2026, 3, 30) + dt.timedelta(days=day) for day in range(7))
    load = measure([allotted("Comet", 1.0)], [launch()], calendar=BusinessCalendar(holidays=every))
    week = load.weeks[3]
    assert (week.capacity, week.load, week.is_over, week.chance) == (0, None, True, 1)


def test_a_share_that_begins_in_the_week_counts_for_its_days() -> None:
    load = measure([allotted("Comet", 1.0, start_on=dt.date(2026, 4, 1))], [launch()])
    assert load.weeks[0].capacity == pytest.approx(40 * 3 / 5)


def test_hours_of_a_product_with_nobody_are_named_and_put_on_nobody() -> None:
    load = measure([allotted("Comet", 1.0)], [launch("Quill")])
    assert not any(week.causes for week in load.weeks)
    gap = load.uncovered[0]
    assert (gap.launch.product, gap.hours) == ("Quill", pytest.approx(80))
    assert (gap.first, gap.last) == (dt.date(2026, 3, 23), dt.date(2026, 4, 12))


def test_a_launch_without_a_tier_is_named_and_not_counted() -> None:
    load = measure([allotted("Comet", 1.0)], [launch(tier=None)])
    assert [one.name for one in load.without_tier] == ["Comet launch"]
    assert not any(week.causes for week in load.weeks)
    far = launch(tier=None, on=dt.date(2027, 1, 1))
    assert not measure([allotted("Comet", 1.0)], [far]).without_tier


def test_weeks_follow_the_first_day_of_the_company_s_week() -> None:
    calendar = BusinessCalendar(week_start=6)
    weeks = weeks_around(AS_OF, back=1, ahead=1, calendar=calendar)
    assert [week.first for week in weeks] == [
        dt.date(2026, 3, 22),
        dt.date(2026, 3, 29),
        dt.date(2026, 4, 5),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ada", "Jonas", "Priya"]),
            st.sampled_from(["Comet", "Harbor", "Quill"]),
            st.integers(1, 5),
        ),
        max_size=6,
    ),
    st.lists(st.sampled_from(["Comet", "Harbor", "Quill"]), max_size=4),
)
def test_no_hour_is_lost_or_counted_twice(
    parts: list[tuple[str, str, int]], launches: list[str]
) -> None:
    held = [allotted(product, fifths / 10, person=person) for person, product, fifths in parts]
    planned = [
        PlannedLaunch(product, f"{at}", AS_OF, tier=1) for at, product in enumerate(launches)
    ]
    load = measure(held, planned)
    borne = sum(week.hours for week in load.weeks) + sum(gap.hours for gap in load.uncovered)
    assert borne == pytest.approx(80 * len(planned))
