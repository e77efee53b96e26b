"""Effective numbers: worked cases, their bounds, and the same numbers computed another way."""

import json
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.stats.diversity import effective_number, shannon_number, similar_number

SHARES = st.lists(st.integers(1, 1000), min_size=1, max_size=12)


def alike(n: int, by: float) -> list[list[float]]:
    return [[1.0 if row == column else by for column in range(n)] for row in range(n)]


def test_the_worked_case_of_four_shares() -> None:
    assert effective_number([0.4, 0.3, 0.2, 0.1]) == pytest.approx(10 / 3, abs=1e-12)
    assert shannon_number([0.4, 0.3, 0.2, 0.1]) == pytest.approx(3.5961155, abs=1e-7)


@pytest.mark.parametrize(("by", "number"), [(0.5, 4 / 3), (1.0, 1.0), (0.0, 2.0)])
def test_two_halves_count_by_how_alike_they_are(by: float, number: float) -> None:
    assert similar_number([0.5, 0.5], alike(2, by)) == pytest.approx(number, abs=1e-12)


def test_the_numbers_of_the_reference_come_out(shared: Callable[[str], Path]) -> None:
    reference = json.loads(shared("reference_numbers.json").read_text("utf-8"))["pmm_spread"]
    example = reference["similarity_example"]
    assert effective_number(reference["shares"]) == pytest.approx(reference["n_eff"], abs=1e-7)
    assert shannon_number(reference["shares"]) == pytest.approx(
        reference["shannon_n_eff"], abs=1e-7
    )
    assert similar_number(example["s"], example["Z"]) == pytest.approx(example["D2"], abs=1e-7)


@given(SHARES)
def test_shares_count_as_the_sum_over_pairs_computed_exactly(parts: list[int]) -> None:
    shares = [Fraction(part, sum(parts)) for part in parts]
    squares = sum(share * share for share in shares)
    assert effective_number(parts) == pytest.approx(float(1 / squares), rel=1e-12)
    pairs = sum(a * b * (1 if a is b else Fraction(1, 4)) for a in shares for b in shares)
    assert similar_number(parts, alike(len(parts), 0.25)) == pytest.approx(
        float(1 / pairs), rel=1e-12
    )


@given(SHARES, st.floats(0, 1))
def test_likeness_never_raises_the_number_and_one_is_the_least(parts: list[int], by: float) -> None:
    number = similar_number(parts, alike(len(parts), by))
    assert 1 - 1e-9 <= number <= effective_number(parts) + 1e-9
    assert effective_number(parts) <= shannon_number(parts) + 1e-9
    assert shannon_number(parts) <= len(parts) + 1e-9


@given(SHARES)
def test_splitting_a_share_into_twins_changes_nothing(parts: list[int]) -> None:
    whole = similar_number(parts, alike(len(parts), 0.3))
    split = [*[2 * part for part in parts[:-1]], parts[-1], parts[-1]]
    matrix = alike(len(split), 0.3)
    matrix[-1][-2] = matrix[-2][-1] = 1.0
    assert similar_number(split, matrix) == pytest.approx(whole, rel=1e-12)


def test_a_share_of_nothing_changes_nothing() -> None:
    assert effective_number([0.5, 0.5, 0.0]) == pytest.approx(2)
    assert shannon_number([0.5, 0.5, 0.0]) == pytest.approx(2)
    assert effective_number([1e-200, 1e-200]) == pytest.approx(2)


@pytest.mark.parametrize("shares", [[], [0.0], [-0.1, 1.1], [math.nan], [math.inf, 1.0], [[1.0]]])
def test_what_are_no_shares_is_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        effective_number(shares)


@pytest.mark.parametrize(
    "matrix",
    [[[1.0]], [[1.0, 0.5], [0.4, 1.0]], [[0.9, 0.5], [0.5, 1.0]], [[1.0, 2.0], [2.0, 1.0]]],
)
def test_what_is_no_similarity_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="similarity"):
        similar_number([0.5, 0.5], matrix)
