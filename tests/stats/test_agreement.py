"""Krippendorff's ordinal alpha: published values, and its definition computed pair by pair."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.agreement import ordinal_alpha

# Krippendorff 2011: four observers, twelve units, five ordered values.
_ = None
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
RATING = st.none() | st.integers(1, 5)
RATINGS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(RATING, min_size=width, max_size=width), min_size=2, max_size=5)
)


def test_the_published_table_has_the_published_alpha() -> None:
    assert ordinal_alpha(PUBLISHED) == pytest.approx(0.815, abs=5e-4)


def test_the_number_of_the_reference_comes_out(shared: Callable[[str], Path]) -> None:
    block = json.loads(shared("reference_numbers.json").read_text("utf-8"))[
        "krippendorff_canonical"
    ]
    assert ordinal_alpha(block["data"]) == pytest.approx(block["ordinal"], abs=1e-9)


def plain_alpha(ratings: list[list[int | None]]) -> float | None:
    """One minus mean distance within units over mean distance within everything paired."""
    units = [[one for one in unit if one is not None] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    everything = [one for unit in units for one in unit]

    def distance(a: int, b: int) -> float:
        between = [everything.count(g) for g in range(min(a, b), max(a, b) + 1)]
        return (sum(between) - (between[0] + between[-1]) / 2) ** 2

    if len(set(everything)) < 2:
        return None
    n = len(everything)
    observed = sum(
        distance(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    )
    expected = sum(distance(a, b) for a, b in permutations(everything, 2))
    return 1 - (observed / n) / (expected / (n * (n - 1)))


@given(RATINGS)
def test_alpha_is_what_its_definition_says_pair_by_pair(ratings: list[list[int | None]]) -> None:
    assert ordinal_alpha(ratings) == pytest.approx(plain_alpha(ratings), abs=1e-9)


def test_raters_who_always_agree_have_one_and_opposites_are_below_zero() -> None:
    assert ordinal_alpha([[1, 3, 5], [1, 3, 5]]) == pytest.approx(1)
    opposed = ordinal_alpha([[1, 3, 5], [5, 3, 1]])
    assert opposed is not None
    assert opposed < 0


@pytest.mark.parametrize("ratings", [[], [[1, 2, 3]], [[2, 2], [2, 2]], [[1, None], [None, 5]]])
def test_without_two_values_to_compare_alpha_is_unknown(ratings: list[list[int | None]]) -> None:
    assert ordinal_alpha(ratings) is None
