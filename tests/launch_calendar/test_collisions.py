"""Launches collide by product, by audience, or by owner and week, and by nothing else."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.launch_calendar.collisions import (
    CollisionRule,
    Influence,
    Scheduled,
    find_collisions,
    find_meetings,
)
from tests.launch_calendar.made import day, scheduled, week_of

PRODUCT, AUDIENCE, OWNER = CollisionRule


def rules(*launches: Scheduled) -> list[tuple[CollisionRule, ...]]:
    return [one.rules for one in find_collisions(launches, week_of)]


@pytest.mark.parametrize(("on", "collides"), [(0, True), (30, True), (31, False)])
def test_two_of_one_product_collide_up_to_the_last_day_of_the_last_window(
    on: int, collides: bool
) -> None:
    first, second = scheduled(1, product_id=7), scheduled(2, on, product_id=7)
    assert rules(second, first) == ([(PRODUCT,)] if collides else [])


def test_the_days_of_a_collision_are_those_both_are_read_over() -> None:
    first = scheduled(1, product_id=7)
    second = scheduled(2, 10, product_id=7, windows=(5,))
    (found,) = find_collisions([second, first], week_of)
    assert (found.one.id, found.other.id) == (1, 2)
    assert (found.first, found.last) == (day(10), day(15))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("every  shop on a PAID plan.", True),
        ("Every shop on a free plan", False),
        ("", False),
        (None, False),
    ],
)
def test_audiences_are_the_same_in_the_same_words(other: str | None, same: bool) -> None:
    first = scheduled(1, audience="Every shop on a paid plan")
    assert rules(first, scheduled(2, 3, audience=other)) == ([(AUDIENCE,)] if same else [])


def test_two_launches_without_an_audience_are_not_of_the_same() -> None:
    assert rules(scheduled(1, audience=" "), scheduled(2, audience="")) == []


@pytest.mark.parametrize(("on", "collides"), [(6, True), (7, False)])
def test_one_person_brings_out_two_in_a_week(on: int, collides: bool) -> None:
    first, second = scheduled(1, 2, owner_id=9), scheduled(2, on, owner_id=9)
    found = find_collisions([first, second], week_of)
    assert [one.rules for one in found] == ([(OWNER,)] if collides else [])
    assert [(one.first, one.last) for one in found] == ([(day(0), day(6))] if collides else [])


def test_nobody_owns_two_launches_that_have_no_owner() -> None:
    assert rules(scheduled(1, owner_id=None), scheduled(2, owner_id=None)) == []


def test_an_owners_week_reaches_beyond_a_short_window() -> None:
    first, second = scheduled(1, owner_id=9, windows=(1,)), scheduled(2, 5, owner_id=9)
    assert rules(first, second) == [(OWNER,)]


def test_a_launch_that_ended_early_is_in_nobodys_way_afterwards() -> None:
    stopped = scheduled(1, product_id=7, ended_on=day(8))
    assert stopped.readings == ((5, day(5)),)
    assert rules(stopped, scheduled(2, 9, product_id=7)) == []
    assert rules(stopped, scheduled(2, 8, product_id=7)) == [(PRODUCT,)]


def test_a_launch_that_was_called_off_collides_with_none() -> None:
    gone = scheduled(1, 3, product_id=7, ended_on=day(2))
    assert gone.is_called_off and not gone.readings
    assert rules(gone, scheduled(2, product_id=7)) == []


LAUNCHES = st.lists(
    st.builds(
        dict,
        on=st.integers(0, 60),
        product_id=st.integers(1, 3),
        owner_id=st.sampled_from([None, 1, 2]),
        audience=st.sampled_from([None, "Everybody", "everybody ", "Teams"]),
        windows=st.sampled_from([(5,), (5, 10, 30), (90,)]),
        ended=st.sampled_from([None, -1, 4, 20]),
    ),
    max_size=8,
)


@given(LAUNCHES)
def test_collisions_are_what_sets_of_days_say(said: list[dict]) -> None:
    made = []
    for number, one in enumerate(said):
        fields = dict(one)
        ended = fields.pop("ended")
        on = fields.pop("on")
        end = None if ended is None else day(on + ended)
        made.append(scheduled(number + 1, on, ended_on=end, **fields))
    expected = {}
    for one, other in combinations(made, 2):
        pair = frozenset((one.id, other.id))
        found = {
            rule
            for rule, holds in (
                (PRODUCT, one.product_id == other.product_id and _days(one) & _days(other)),
                (AUDIENCE, _words(one) == _words(other) != "" and _days(one) & _days(other)),
                (OWNER, one.owner_id == other.owner_id is not None and _week(one) == _week(other)),
            )
            if holds and not one.is_called_off and not other.is_called_off
        }
        if found:
            expected[pair] = found
    got = {
        frozenset((one.one.id, one.other.id)): set(one.rules)
        for one in find_collisions(made, week_of)
    }
    assert got == expected
    assert find_collisions(reversed(made), week_of) == find_collisions(made, week_of)


def _days(one: Scheduled) -> set[dt.date]:
    last = max(one.windows)
    days = {one.launched_on + dt.timedelta(days=number) for number in range(last + 1)}
    return {each for each in days if one.ended_on is None or each <= one.ended_on}


def _words(one: Scheduled) -> str:
    return (one.audience or "").strip().lower()


def _week(one: Scheduled) -> tuple[int, int]:
    return one.launched_on.isocalendar()[:2]


def test_a_factor_is_told_where_it_touches_the_product_within_the_days() -> None:
    launch = scheduled(1, product_id=7)
    factors = [
        Influence("Of it", 7, day(-5), day(0)),
        Influence("Of every product, still holds", None, day(30), None),
        Influence("Of another", 8, day(1), day(2)),
        Influence("Too early", 7, day(-9), day(-1)),
        Influence("Too late", 7, day(31), None),
    ]
    found = find_meetings([launch], factors)
    assert [(one.factor.name, one.first, one.last) for one in found] == [
        ("Of it", day(0), day(0)),
        ("Of every product, still holds", day(30), day(30)),
    ]
