"""Do 95 % intervals hold the truth 95 % of the time? Launches made up by the thousand."""

from dataclasses import dataclass

import numpy as np
import pytest

from pmm_core.stats.comparison import adopted_days, days_difference, share_difference
from pmm_core.stats.survival import (
    AdoptedShare,
    Counts,
    DayCounts,
    Shares,
    aalen_johansen,
    kaplan_meier,
)

DAY, RUNS = 30, 2000
LAST_JOINS = 20


@dataclass(frozen=True)
class World:
    """A launch whose truth is known.

    Attributes:
        adopts, leaves: chance on each of the days 1 to 30.
        observed: whether everybody is observed to day 30; else from 5 to 60 days.
        late: how many join on one of the days 1 to 20 beside the `n` of day 0; they are entered
            late, and may adopt on the day they join.
    """

    n: int
    adopts: float
    leaves: float = 0.0
    observed: bool = False
    late: int = 0

    @property
    def share(self) -> Shares:
        """The true share adopted by the end of each day."""
        days = np.arange(DAY + 1)
        ends = self.adopts + self.leaves
        return self.adopts / ends * (1 - (1 - ends) ** days)

    @property
    def events(self) -> float:
        """How many are expected to be seen to adopt."""
        ends = self.adopts + self.leaves
        joined = np.arange(1, LAST_JOINS + 1)
        firsts = [(self.n, 1), *((self.late / LAST_JOINS, day) for day in joined)]
        expected = 0.0
        for units, first in firsts:
            days = np.arange(first, DAY + 1)
            there = 1.0 if self.observed else np.clip((61 - days) / 56, 0, 1)
            expected += units * (self.adopts * (1 - ends) ** (days - first) * there).sum()
        return float(expected)

    def counts(self, rng: np.random.Generator) -> DayCounts:
        everybody = self.n + self.late
        end = rng.geometric(self.adopts + self.leaves, everybody)
        adopts = rng.random(everybody) < self.adopts / (self.adopts + self.leaves)
        followed = np.full(everybody, DAY) if self.observed else rng.integers(5, 61, everybody)
        joined = np.zeros(everybody, dtype=np.int64)
        if self.late:
            joined[self.n :] = rng.integers(1, LAST_JOINS + 1, self.late)
            end, followed = end + np.maximum(joined - 1, 0), np.maximum(followed, joined)
        seen = end <= followed

        def on(days: Counts) -> Counts:
            return np.bincount(days[days <= DAY], minlength=DAY + 1)

        return DayCounts(
            on(joined), on(end[seen & adopts]), on(end[seen & ~adopts]), on(followed[~seen])
        )

    def curve(self, counts: DayCounts) -> AdoptedShare:
        return aalen_johansen(counts) if self.leaves else kaplan_meier(counts)


WORLDS = [
    world
    for n in (100, 300, 1000)
    for adopts in (0.002, 0.005, 0.015, 0.04)
    for leaves in (0.0, 0.01)
    for observed in (True, False)
    for world in [World(n, adopts, leaves, observed)]
    if world.events >= 5
]


# Who joins late is about as many as were there, or twice as many.
LATE_WORLDS = [
    world
    for n in (100, 300, 1000)
    for late in (1, 2)
    for adopts in (0.002, 0.005, 0.015, 0.04)
    for leaves in (0.0, 0.01)
    for observed in (True, False)
    for world in [World(n, adopts, leaves, observed, late * n)]
    if world.events >= 5
]


def covered(world: World, rng: np.random.Generator) -> float:
    truth = world.share[DAY]
    curves = (world.curve(world.counts(rng)) for _ in range(RUNS))
    return float(np.mean([curve.low[DAY] <= truth <= curve.high[DAY] for curve in curves]))


def compared(first: World, second: World, rng: np.random.Generator) -> tuple[float, float]:
    """Return how often the differences of the share and of the adopted days hold the truth."""
    gap = first.share[DAY] - second.share[DAY]
    days = first.share[:DAY].sum() - second.share[:DAY].sum()
    hits = []
    for one, two in ((first.counts(rng), second.counts(rng)) for _ in range(RUNS)):
        events = (int(one.adopted.sum()), int(two.adopted.sum()))
        share = share_difference(first.curve(one), second.curve(two), day=DAY, events=events)
        means = (adopted_days(one, days=DAY), adopted_days(two, days=DAY))
        assert means[0] and means[1]
        later = days_difference(means[0], means[1])
        hits.append((share.low <= gap <= share.high, later.low <= days <= later.high))
    of_shares, of_days = np.mean(hits, axis=0)
    return float(of_shares), float(of_days)


@pytest.mark.slow
def test_intervals_of_a_curve_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    found = [covered(world, rng) for world in WORLDS]
    assert min(found) >= 0.93 and max(found) <= 0.98
    assert 0.94 <= np.mean(found) <= 0.96


@pytest.mark.slow
def test_intervals_of_a_curve_with_delayed_entry_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    found = [covered(world, rng) for world in LATE_WORLDS]
    assert min(found) >= 0.93 and max(found) <= 0.98
    assert 0.94 <= np.mean(found) <= 0.96


@pytest.mark.slow
def test_intervals_of_a_difference_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    pairs = zip(WORLDS[::3], WORLDS[1::3], strict=False)
    found = np.array([compared(first, second, rng) for first, second in pairs])
    # Putting limits together, as is done under ten adoptions on a side, is a little too careful.
    assert found.min() >= 0.93 and found.max() <= 0.99
    assert (found.mean(axis=0) >= 0.94).all() and (found.mean(axis=0) <= 0.96).all()
