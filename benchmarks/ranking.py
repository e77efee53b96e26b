"""Exact rank shares and central weights, against the same figures from random weightings."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Comparison, compare
from pmm_core.stats.ranking import rank_areas, tied_groups

Floats = npt.NDArray[np.float64]
CHALLENGES = 60
DRAWS = 20_000
SCORERS = 5


def measure(_folder: Path) -> list[Comparison]:
    """Check the figures against each other, then measure them."""
    rng = np.random.default_rng(60)
    means = rng.integers(1, 6, (SCORERS, CHALLENGES, 3)).mean(axis=0)
    cases = {
        f"means of {SCORERS} scorers": means,
        "no two scores alike": rng.uniform(1, 5, (CHALLENGES, 3)),
    }
    for values in cases.values():
        _check(values)
    return [
        compare(
            f"{CHALLENGES} challenges, {name}: all rank shares and central weights",
            _exactly(values),
            floor_name=f"{DRAWS:,} random weightings in numpy",
            floor=_randomly(values),
        )
        for name, values in cases.items()
    ]


def _exactly(values: Floats) -> Callable[[], object]:
    return lambda: rank_areas(values)


def _randomly(values: Floats) -> Callable[[], tuple[Floats, Floats]]:
    """Draw weightings, sort the options under each, and count ranks and first places."""

    def draw() -> tuple[Floats, Floats]:
        number = len(values)
        weights = np.random.default_rng(1).dirichlet([1, 1, 1], DRAWS)
        order = np.argsort(-(weights @ values.T), axis=1)
        places = order * number + np.arange(number)
        shares = np.bincount(places.ravel(), minlength=number**2).reshape(number, number) / DRAWS
        first = order[:, 0]
        sums = [np.bincount(first, weights[:, at], number) for at in range(3)]
        return shares, np.stack(sums, axis=1) / DRAWS

    return draw


def _check(values: Floats) -> None:
    """Hold shares and central weights against the random ones, at their simulation error."""
    shares, sums = _randomly(values)()
    exact = rank_areas(values)
    # Sorting gives twins one rank after the other; together they hold what ours share out.
    twins = tied_groups(values)[:, None] == tied_groups(values)
    shares, sums = (twins @ each / twins.sum(axis=1)[:, None] for each in (shares, sums))
    error = np.sqrt(exact.shares * (1 - exact.shares) / DRAWS)
    assert np.all(np.abs(shares - exact.shares) <= 5 * error + 5 / DRAWS)
    for at, weights in enumerate(exact.central):
        expected = np.zeros(3) if weights is None else weights * exact.shares[at, 0]
        assert np.abs(sums[at] - expected).max() <= 5 * error[at, 0] + 5 / DRAWS
