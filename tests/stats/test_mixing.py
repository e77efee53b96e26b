"""One mix for two launches: a sum over groups, and an interval that few events do not shrink."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.mixing import GroupShare, standardise
from pmm_core.stats.proportions import wilson


def group(weight: float, successes: int, n: int) -> GroupShare:
    share = successes / n
    interval = wilson(successes, n)
    return GroupShare(weight, share, share * (1 - share) / n, interval, successes)


def test_two_launches_that_differ_in_mix_alone_come_out_alike() -> None:
    first = standardise([group(50, 200, 1000), group(50, 40, 100)])
    second = standardise([group(50, 20, 100), group(50, 400, 1000)])
    assert first.share == pytest.approx(second.share) == pytest.approx(0.3)
    assert first.method == "normal"
    assert first.variance == pytest.approx(0.25 * (0.2 * 0.8 / 1000 + 0.4 * 0.6 / 100))


def test_nobody_adopting_still_has_an_interval() -> None:
    found = standardise([group(1, 0, 40), group(3, 0, 60)])
    assert (found.share, found.low, found.method) == (0, 0, "square_and_add")
    assert 0 < found.high < wilson(0, 40).high


def test_one_group_alone_is_left_as_it_is() -> None:
    found, limits = standardise([group(7, 3, 40)]), wilson(3, 40)
    assert (found.share, found.low, found.high) == pytest.approx((3 / 40, *limits))


def test_a_mix_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one group"):
        standardise([])


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 50)), min_size=1, max_size=5))
def test_the_result_lies_between_the_groups(parts: list[tuple[int, int]]) -> None:
    groups = [group(weight, successes, 50) for weight, successes in parts]
    found = standardise(groups)
    shares = [each.share for each in groups]
    assert min(shares) - 1e-12 <= found.share <= max(shares) + 1e-12
    assert 0 <= found.low <= found.share <= found.high <= 1
