"""Rank shares: the worked case, an independent second way, random weightings, and identities."""

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmm_core.stats.ranking import dominated, pairwise_shares, rank_areas, tied_groups
from pmm_core.stats.triangle import region
from tests.stats import cells

Floats = npt.NDArray[np.float64]
WORKED = [[5, 2, 3], [3, 4, 3], [2, 3, 5], [4, 4, 2]]
SCORE = st.integers(1, 5)
SHEETS = st.lists(st.tuples(SCORE, SCORE, SCORE), min_size=1, max_size=7)
# Means over up to four scorers: thirds and quarters make many lines nearly or truly coincide.
MEANS = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 4) for n in range(d, 5 * d + 1)])
MEAN_SHEETS = st.lists(st.tuples(MEANS, MEANS, MEANS), min_size=2, max_size=6)
ORDERS = st.permutations([0, 1, 2])


def close(ours: npt.ArrayLike, theirs: npt.ArrayLike, within: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), 0, within)


def test_the_worked_case_comes_out_exactly() -> None:
    shares = [
        "14/45 17/90 7/36 11/36",
        "1/9 7/18 4/9 1/18",
        "16/45 17/180 17/90 13/36",
        "2/9 59/180 31/180 5/18",
    ]
    areas = rank_areas(WORKED)
    close(areas.shares, [[float(Fraction(one)) for one in row.split()] for row in shares], 1e-12)
    assert areas.evpi == pytest.approx(82 / 135, abs=1e-12)
    b, d = areas.central[1], areas.central[3]
    close(b, [1 / 9, 2 / 3, 2 / 9], 1e-12)
    close(d, [1 / 3, 5 / 9, 1 / 9], 1e-12)


def test_the_worked_case_under_an_order_comes_out_exactly() -> None:
    areas = rank_areas(WORKED, region((0, 1, 2)))
    close(areas.shares[:, 0], [2 / 3, 0, 0, 1 / 3], 1e-12)
    assert areas.central[1] is None
    assert areas.central[2] is None
    close(areas.central[0], [2 / 3, 2 / 9, 1 / 9], 1e-12)
    close(areas.central[3], [1 / 2, 7 / 18, 1 / 9], 1e-12)


def test_the_numbers_of_the_reference_come_out(shared: Callable[[str], Path]) -> None:
    reference = json.loads(shared("reference_numbers.json").read_text("utf-8"))
    block = reference["smaa_exact_3criteria"]
    areas = rank_areas(block["scores"])
    fractions = block["rank_acceptability_fractions"]
    close(areas.shares, [[float(Fraction(one)) for one in row] for row in fractions])
    close(np.array(areas.central), block["central_weights"], 5e-7)
    assert areas.evpi == pytest.approx(block["evpi_over_uniform_weights"], abs=1e-9)
    ordered = rank_areas(block["scores"], region((0, 1, 2)))
    close(ordered.shares[:, 0], block["ordinal_w1_ge_w2_ge_w3_first"])


def agrees_with_cells(values: Sequence[Sequence[Fraction | int]], order: list[int] | None) -> None:
    exact = [[Fraction(one) for one in row] for row in values]
    triangle = cells.ordered_region(order) if order else cells.WHOLE
    shares, central = cells.rank_shares(exact, triangle)
    areas = rank_areas([[float(one) for one in row] for row in values], region(order))
    close(areas.shares, [[float(one) for one in row] for row in shares])
    for ours, theirs in zip(areas.central, central, strict=True):
        assert (ours is None) == (theirs is None)
        if ours is not None and theirs is not None:
            close(ours, [float(one) for one in theirs])
    assert areas.evpi == pytest.approx(float(worth_of_knowing(exact, triangle)), abs=1e-9)


def worth_of_knowing(values: list[list[Fraction]], triangle: cells.Cell) -> Fraction:
    """The mean of the best utility over the region, less the best utility at its middle."""
    shares, central = cells.rank_shares(values, triangle)
    middle = [sum(corner[at] for corner in triangle) / 3 for at in range(3)]

    def utility(option: list[Fraction], at: Sequence[Fraction]) -> Fraction:
        return sum((a * b for a, b in zip(option, at, strict=True)), Fraction(0))

    # Twins share their first cell evenly, so each adds its part.
    known = sum(
        row[0] * utility(option, point)
        for option, row, point in zip(values, shares, central, strict=True)
        if point is not None
    )
    return known - max(utility(option, middle) for option in values)


@given(SHEETS, st.none() | ORDERS)
@settings(max_examples=60)
def test_whole_scores_agree_with_splitting_cell_by_cell(
    values: list[tuple[int, int, int]], order: list[int] | None
) -> None:
    agrees_with_cells(values, order)


@given(MEAN_SHEETS, st.none() | ORDERS)
@settings(max_examples=60)
def test_means_agree_with_splitting_cell_by_cell(
    values: list[tuple[Fraction, Fraction, Fraction]], order: list[int] | None
) -> None:
    agrees_with_cells(values, order)


def test_options_on_one_line_change_places_at_once() -> None:
    line = [[5, 1, 3], [4, 2, 3], [3, 3, 3], [2, 4, 3], [1, 5, 3], [3, 3, 3]]
    agrees_with_cells(line, None)
    agrees_with_cells(line[::-1], [2, 0, 1])


def test_a_tie_along_an_edge_is_judged_on_its_inner_side() -> None:
    for values in ([[3, 4, 1], [3, 4, 5]], [[1, 3, 4], [5, 3, 4]], [[3, 1, 4], [3, 5, 4]]):
        close(rank_areas(values).shares, [[0, 1], [1, 0]])


@given(SHEETS, st.none() | ORDERS)
def test_shares_add_up_by_option_and_by_rank(
    values: list[tuple[int, int, int]], order: list[int] | None
) -> None:
    areas = rank_areas(values, region(order))
    close(areas.shares.sum(axis=0), np.ones(len(values)))
    close(areas.shares.sum(axis=1), np.ones(len(values)))
    assert areas.shares.min() >= 0
    assert areas.evpi >= 0


@given(SHEETS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))))
def test_the_order_of_the_options_changes_nothing(
    case: tuple[list[tuple[int, int, int]], list[int]],
) -> None:
    values, order = case
    close(rank_areas([values[at] for at in order]).shares, rank_areas(values).shares[order])


@given(SHEETS, st.sampled_from([0.25, 3.0, 8.0]), st.tuples(SCORE, SCORE, SCORE))
def test_stretching_all_scores_or_adding_to_a_criterion_changes_nothing(
    values: list[tuple[int, int, int]], factor: float, more: tuple[int, int, int]
) -> None:
    moved = factor * np.array(values, float) + np.array(more)
    close(rank_areas(moved).shares, rank_areas(values).shares)


@given(SHEETS, st.none() | ORDERS)
def test_an_option_is_first_at_its_central_weights(
    values: list[tuple[int, int, int]], order: list[int] | None
) -> None:
    table = np.array(values, float)
    for at, weights in enumerate(rank_areas(table, region(order)).central):
        if weights is not None:
            utilities = table @ weights
            assert utilities[at] >= utilities.max() - 1e-9
            assert list(weights[order or [0]]) == sorted(weights[order or [0]], reverse=True)


@given(SHEETS)
def test_pairwise_shares_are_the_rank_shares_of_the_pair(
    values: list[tuple[int, int, int]],
) -> None:
    ahead = pairwise_shares(values)
    for i, mine in enumerate(values):
        for j, other in enumerate(values):
            if i != j:
                assert ahead[i, j] == pytest.approx(
                    rank_areas([mine, other]).shares[0, 0], abs=1e-12
                )


@given(SHEETS)
def test_a_dominated_option_is_never_ahead(values: list[tuple[int, int, int]]) -> None:
    ahead = pairwise_shares(values)
    for i, mine in enumerate(values):
        for j, other in enumerate(values):
            better = all(b >= a for a, b in zip(mine, other, strict=True)) and mine != other
            assert dominated(values)[i, j] == better
            assert not better or ahead[i, j] == 0


def test_identical_options_are_one_group_and_share_their_ranks() -> None:
    values = [[3, 3, 3], [4, 4, 4], [3, 3, 3], [3, 3, 3]]
    assert tied_groups(values).tolist() == [0, 1, 0, 0]
    third = [0, 1 / 3, 1 / 3, 1 / 3]
    close(rank_areas(values).shares, [third, [1, 0, 0, 0], third, third])


def test_rounding_does_not_part_equal_means() -> None:
    tenth = sum([0.1] * 10)
    assert tied_groups([[3 * tenth, 3, 3], [3, 3, 3]]).tolist() == [0, 0]
    close(rank_areas([[3 * tenth, 3, 3], [3, 3, 3]]).shares, np.full((2, 2), 0.5))


def test_one_option_is_always_first() -> None:
    areas = rank_areas([[2, 3, 4]])
    close(areas.shares, [[1]])
    close(areas.central[0], [1 / 3, 1 / 3, 1 / 3])
    assert areas.evpi == 0


@pytest.mark.parametrize("values", [[], [[1, 2]], [1, 2, 3], [[1, 2, np.nan]], [[1, 2, np.inf]]])
def test_what_are_no_options_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="rows of"):
        rank_areas(values)


@pytest.mark.parametrize("order", [(0, 1), (0, 1, 1), (1, 2, 3)])
def test_what_is_no_order_is_refused(order: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="each of the three"):
        region(order)


def random_case(number: int, *, whole: bool, seed: int) -> Floats:
    """Options with twins, a dominated one and, of whole scores, many ties."""
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 6, (number, 3)) if whole else rng.uniform(1, 5, (number, 3))
    table = values.astype(float)
    if number > 3:
        table[-1], table[-2] = table[0], np.maximum(table[1] - 0.5, 1)
    return table


def agrees_with_random_weightings(values: Floats, draws: int = 1_000_000) -> None:
    rows, group, sizes = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    rng = np.random.default_rng(11)
    held = np.zeros((len(rows), len(values)))
    for _ in range(10):
        weights = rng.dirichlet([1, 1, 1], draws // 10)
        order = np.argsort(-(weights @ rows.T), axis=1)
        beaten_by = np.cumsum(sizes[order], axis=1) - sizes[order]
        held += np.bincount((order * len(values) + beaten_by).ravel(), minlength=held.size).reshape(
            held.shape
        )
    drawn = np.zeros((len(values), len(values)))
    for at, one in enumerate(group.ravel()):
        for later in range(sizes[one]):
            drawn[at, later:] += held[one, : len(values) - later] / draws / sizes[one]
    exact = rank_areas(values).shares
    assert np.all(np.abs(drawn - exact) <= 5 * np.sqrt(exact * (1 - exact) / draws) + 1e-9)


@pytest.mark.parametrize(("number", "whole"), [(2, False), (5, True), (12, False), (60, True)])
def test_a_million_random_weightings_agree(number: int, whole: bool) -> None:
    agrees_with_random_weightings(random_case(number, whole=whole, seed=number))


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 3, 4, 7, 12, 20, 33, 45, 60])
@pytest.mark.parametrize("whole", [True, False])
def test_a_million_random_weightings_agree_on_many_cases(number: int, whole: bool) -> None:
    for seed in range(5):
        agrees_with_random_weightings(random_case(number, whole=whole, seed=100 * seed + number))


@pytest.mark.slow
@pytest.mark.parametrize("number", [12, 20])
def test_many_options_agree_with_splitting_cell_by_cell(number: int) -> None:
    agrees_with_cells(random_case(number, whole=True, seed=5).astype(int).tolist(), None)
