"""Launches are compared at equal age only, and a different mix is not taken for a difference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.precedent.comparison import Comparison, compare, default_day
from pmm_core.precedent.launches import KnownLaunch
from pmm_core.stats.comparison import newcombe
from pmm_core.vocabulary import WhyLeftOut, WindowState
from tests.precedent.made import Part, by_day, known

INSIGHTS = known("Insights", by_day(1212, 268, 412))
MOBILE = known("Mobile", by_day(1500, 76, 120))
PILOT = known("Pilot", by_day(22, 5, 9))


def compared(asked: KnownLaunch, *others: KnownLaunch, day: int = 30) -> Comparison:
    return compare(asked, others, day=day)


def left_out(found: Comparison) -> dict[str, WhyLeftOut]:
    return {one.launch: one.why for one in found.left_out}


def test_two_complete_launches_differ_by_their_plain_shares() -> None:
    found = compared(INSIGHTS, MOBILE)
    (apart,) = found.apart
    assert apart.share == newcombe((412, 1212), (120, 1500))
    assert apart.than is MOBILE
    assert apart.log_rank and apart.p_holm == apart.log_rank.p < 1e-9


def test_adopted_days_count_from_the_day_of_adopting_to_the_age_compared_at() -> None:
    fast, slow = known("Fast", Part(100, {2: 50})), known("Slow", Part(100, {8: 50}))
    (apart,) = compared(fast, slow, day=10).apart
    assert apart.share.value == 0
    assert apart.adopted_days and apart.adopted_days.value == pytest.approx(0.5 * (8 - 2))


def test_a_launch_still_under_observation_is_compared_by_its_curve() -> None:
    running = known("Running", by_day(500, 100, 150), Part(400, {3: 40}, followed=12))
    (apart,) = compared(INSIGHTS, running).apart
    reading = running.at(30)
    assert reading and reading.state is WindowState.MATURING
    assert apart.share.method == "normal"
    assert apart.share.value == pytest.approx(412 / 1212 - (reading.share or 0))
    assert reading.share and reading.share > 190 / 900


def test_few_adoptions_are_compared_by_their_limits() -> None:
    running = known("Running", Part(60, {2: 4}), Part(40, {3: 2}, followed=12))
    (apart,) = compared(INSIGHTS, running).apart
    assert apart.share.method == "square_and_add"


def test_launches_that_cannot_be_read_alike_are_left_out_with_the_reason() -> None:
    found = compared(
        INSIGHTS,
        MOBILE,
        known("Young", Part(500, {2: 9}, followed=12)),
        known("Own clock", by_day(500, 50, 90), expose="invited"),
        known("Twice", by_day(500, 50, 90), min_uses=2),
        known("Short", Part(500, {2: 50}), windows=(5, 10), horizon=10),
    )
    assert left_out(found) == {
        "Comet/Young": WhyLeftOut.TOO_EARLY,
        "Comet/Own clock": WhyLeftOut.OTHER_CLOCK,
        "Comet/Twice": WhyLeftOut.OTHER_RULE,
        "Comet/Short": WhyLeftOut.SHORT_CURVE,
    }
    assert [one.launch for one in found.launches] == [INSIGHTS, MOBILE]


def test_the_young_launch_is_compared_at_the_age_it_has_reached() -> None:
    young = known("Young", Part(500, {2: 9}, followed=12))
    assert default_day(young) == 10
    assert default_day(known("Younger", Part(500, {2: 9}, followed=3))) == 3
    assert not left_out(compared(young, MOBILE, day=10))


def test_a_launch_of_which_nothing_is_known_is_compared_with_nobody() -> None:
    young = known("Young", Part(500, {2: 9}, followed=12))
    assert compared(young, MOBILE, day=30).launches == ()
    assert compare(young, [MOBILE], day=None).placing is None


def test_the_place_is_taken_among_complete_launches_large_enough() -> None:
    running = known("Running", by_day(500, 100, 150), Part(400, {3: 40}, followed=12))
    other = known("Other", by_day(900, 200, 400))
    found = compared(INSIGHTS, MOBILE, PILOT, running, other)
    assert found.placing and (found.placing.rank, found.placing.of) == (2, 3)
    assert {one.name for one in found.among} == {"Mobile", "Other"}
    assert found.chance and 0.5 < found.chance <= 1
    assert len(found.apart) == 4


def test_a_launch_too_small_for_a_verdict_takes_no_place() -> None:
    found = compared(PILOT, INSIGHTS, MOBILE)
    assert found.placing is None and found.chance is None
    assert found.launches[0].at.state is WindowState.TOO_FEW


def test_many_launches_make_each_difference_harder_to_believe() -> None:
    others = [known(f"L{place}", by_day(400, 90 + place, 130 + place)) for place in range(6)]
    found = compared(INSIGHTS, *others)
    alone = compared(INSIGHTS, others[0])
    (same,) = [one for one in found.apart if one.than is others[0]]
    assert alone.apart[0].p_holm and same.p_holm and same.log_rank
    assert same.p_holm > alone.apart[0].p_holm == same.log_rank.p


def split(*plans: tuple[str, int, int]) -> list[Part]:
    return [Part(n, {5: adopted}, segment=plan) for plan, n, adopted in plans]


def test_a_launch_that_differs_in_its_mix_alone_is_level_under_one_mix() -> None:
    first = known("First", *split(("free", 900, 90), ("pro", 100, 50)))
    second = known("Second", *split(("free", 100, 10), ("pro", 900, 450)))
    found = compared(first, second)
    assert found.mix and found.mix.weights == {"free": 0.9, "pro": 0.1}
    assert found.apart[0].share.value == pytest.approx(0.14 - 0.46)
    own, other = (one.mixed for one in found.launches)
    assert own and other and own.share == pytest.approx(other.share) == pytest.approx(0.14)


def test_a_launch_in_which_a_segment_is_missing_or_small_is_not_brought_to_the_mix() -> None:
    first = known("First", *split(("free", 900, 90), ("pro", 100, 50)))
    small = known("Small", *split(("free", 900, 90), ("pro", 12, 5)))
    missing = known("Missing", *split(("free", 900, 90)))
    found = compared(first, small, missing)
    refused = {one.launch.name: one.refused for one in found.launches[1:]}
    assert {name: why and (why.segment, why.n) for name, why in refused.items()} == {
        "Small": ("pro", 12),
        "Missing": ("pro", 0),
    }
    assert all(one.mixed is None for one in found.launches[1:])


def test_a_lucky_small_segment_does_not_come_first() -> None:
    launch = known(
        "Split", *split(("free", 900, 360), ("pro", 400, 220), ("team", 300, 140), ("solo", 2, 2))
    )
    segments = compared(launch).segments
    raw = {one.segment: one.at.share for one in segments}
    assert max(raw, key=lambda name: raw[name] or 0) == "solo"
    assert segments[0].segment == "pro"
    assert [one.rank for one in segments] == [1, 2, 3, 4]
    assert all(
        one.p_holm is not None and one.p_found is not None and one.p_holm >= one.p_found
        for one in segments
    )


def test_without_a_split_there_is_no_mix_and_no_segment() -> None:
    found = compared(INSIGHTS, MOBILE)
    assert found.mix is None and found.segments == ()


sizes = st.tuples(st.integers(30, 400), st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=40)
@given(sizes, sizes, st.integers(0, 30))
def test_turning_a_comparison_round_turns_its_signs(
    one: tuple[int, int, int], two: tuple[int, int, int], day: int
) -> None:
    first, second = (
        known(name, by_day(n + 60, early, early + more))
        for name, (n, early, more) in (("A", one), ("BB", two))
    )
    (there,) = compared(first, second, day=day).apart
    (back,) = compared(second, first, day=day).apart
    assert there.share.value == pytest.approx(-back.share.value)
    assert (there.share.low, there.share.high) == pytest.approx((-back.share.high, -back.share.low))
    assert there.share.low <= there.share.value <= there.share.high
    if there.adopted_days and back.adopted_days:
        assert there.adopted_days.value == pytest.approx(-back.adopted_days.value)
    if there.log_rank and back.log_rank:
        assert there.log_rank.chi2 == pytest.approx(back.log_rank.chi2)


@settings(max_examples=20)
@given(sizes, st.integers(0, 12), st.integers(13, 60))
def test_what_comes_later_changes_nothing_at_an_earlier_age(
    size: tuple[int, int, int], day: int, followed: int
) -> None:
    n, early, _ = size
    soon = known("A", Part(n + 60, {10: early}, followed=12))
    later = known("A", Part(n + 60, {10: early, 13: 5}, followed=followed))
    (first,) = compared(soon, MOBILE, day=day).apart
    (second,) = compared(later, MOBILE, day=day).apart
    assert first.share == second.share
