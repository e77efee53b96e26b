"""Ratios of two pieces of work, measured so that a busy computer does not lie.

Floor, ours, floor, interleaved in one process; medians of CPU and wall time over the rounds. A
comparison whose two floors differ by more than half is void: something else was running.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
MOST_THE_FLOORS_MAY_DIFFER = 1.5


@dataclass(frozen=True)
class Cost:
    """Seconds of one run."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Comparison:
    """What a piece of work costs, against a floor.

    Attributes:
        name: the work; `floor_name` what it is held against.
        ours, floor: medians over the rounds.
        drift: how far the floors before and after lay apart, 1 = not at all.
    """

    name: str
    floor_name: str
    ours: Cost
    floor: Cost
    drift: float

    def line(self) -> str:
        """One row of the table in docs/benchmarks.md."""
        ratio = f"{self.ours.cpu / self.floor.cpu:.2f}x"
        if self.drift > MOST_THE_FLOORS_MAY_DIFFER:
            ratio = f"void (the floors differ {self.drift:.1f}x)"
        return (
            f"| {self.name} | {self.floor_name} | {ratio} | "
            f"{self.ours.wall / self.floor.wall:.2f}x | "
            f"{1000 * self.floor.cpu:,.0f} ms | {1000 * self.ours.cpu:,.0f} ms |"
        )


HEAD = "| Work | Against | CPU | Wall | Floor, CPU | Ours, CPU |\n|---|---|---|---|---|---|"


def compare(
    name: str,
    ours: Callable[[], object],
    *,
    floor_name: str,
    floor: Callable[[], object],
    rounds: int = ROUNDS,
    warm: bool = True,
    before: Callable[[], object] = lambda: None,
) -> Comparison:
    """Measure both, interleaved; if `warm`, after one run of each that is not counted.

    `before` runs ahead of each of ours and is not counted.
    """
    if warm:
        floor()
        before()
        ours()
    floors, mine, after = [], [], []
    for _ in range(rounds):
        floors.append(_cost(floor))
        before()
        mine.append(_cost(ours))
        after.append(_cost(floor))
    first, second = _median(floors), _median(after)
    return Comparison(
        name=name,
        floor_name=floor_name,
        ours=_median(mine),
        floor=_median([*floors, *after]),
        drift=max(first.cpu, second.cpu) / min(first.cpu, second.cpu),
    )


def _cost(work: Callable[[], object]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(cpu=time.process_time() - cpu, wall=time.perf_counter() - wall)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        cpu=statistics.median(cost.cpu for cost in costs),
        wall=statistics.median(cost.wall for cost in costs),
    )
