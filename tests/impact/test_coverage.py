"""Do 95 % intervals of the designs hold the truth, and how often do they show what is not there?

Daily counts and amounts with weekdays, a trend, and noise that hangs together from day to day.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from pmm_core.impact.designs import fit
from pmm_core.impact.grade import verdict_of
from pmm_core.impact.panel import Floats, Panel, Series
from pmm_core.vocabulary import Cadence, Design, ImpactVerdict
from tests.impact.asked import CALENDAR, SUNDAY

WEEK = np.array([1.1, 1.15, 1.1, 1.1, 1.05, 0.75, 0.75])
RUNS, DRAWS, SPREAD = 200, 2000, 0.04


@dataclass(frozen=True)
class World:
    """Series whose truth is known.

    Attributes:
        before: days before the launch; a third as many after.
        alike: correlation of the noise of two days in a row.
        lift: what the launch adds, as a share.
    """

    design: Design
    before: int
    alike: float
    lift: float = 0.0
    counts: bool = False
    controls: tuple[float, ...] = ()
    treated: tuple[float, ...] = (500.0,)

    def panel(self, draw: np.random.Generator) -> tuple[Panel, float]:
        """Return the values, and the true mean effect a day."""
        n = self.before + self.before // 3
        after = np.arange(n) >= self.before
        course = (1 + 0.001 * np.arange(n)) * WEEK[np.arange(n) % 7]
        market = self.noise(draw, n, SPREAD) if self.controls else np.zeros(n)
        own = SPREAD / 2 if self.controls else SPREAD

        def one(level: float, lift: float) -> tuple[Floats, Floats]:
            without = level * course * (1 + market + self.noise(draw, n, own))
            values = without * np.where(after, 1 + lift, 1.0)
            return (np.round(values) if self.counts else values), without

        reached = [one(level, self.lift) for level in self.treated]
        others = [one(level, 0.0)[0] for level in self.controls]
        truth = sum(float((with_it - without)[after].mean()) for with_it, without in reached)
        names = [Series(f"t{at}", values) for at, (values, _) in enumerate(reached)]
        return Panel(
            periods=CALENDAR.recent(SUNDAY, Cadence.DAILY, n),
            before=self.before,
            treated=tuple(names),
            controls=tuple(Series(f"c{at}", values) for at, values in enumerate(others)),
            is_share=False,
            left_out=np.zeros(n, dtype=bool),
            beside=np.zeros((n, 0)),
        ), truth

    def noise(self, draw: np.random.Generator, n: int, spread: float) -> Floats:
        """Draw first-order autoregressive noise of this spread."""
        steps = draw.normal(0, spread * np.sqrt(1 - self.alike**2), n)
        steps[0] = draw.normal(0, spread)
        for place in range(1, n):
            steps[place] += self.alike * steps[place - 1]
        return np.asarray(steps, np.float64)

    def read(self, seed: int) -> tuple[float, float]:
        """Return how often the interval holds the truth, and how often a change is shown."""
        draw = np.random.default_rng(seed)
        holds, shown = [], []
        for _ in range(RUNS):
            panel, truth = self.panel(draw)
            effect = fit(self.design, panel, draws=DRAWS).effect
            assert effect.low is not None and effect.high is not None
            holds.append(effect.low <= truth <= effect.high)
            shown.append(verdict_of(effect) is not ImpactVerdict.NO_CHANGE_SHOWN)
        return float(np.mean(holds)), float(np.mean(shown))


def worlds(design: Design, **said: object) -> list[World]:
    return [
        World(design, before, alike, lift, **said)  # type: ignore[arg-type]
        for before in (60, 120)
        for alike in (0.3, 0.6)
        for lift in (0.0, 0.15)
    ]


ITS = [*worlds(Design.ITS), *worlds(Design.ITS, counts=True)]
UCM = [*worlds(Design.UCM), *worlds(Design.UCM, controls=(800.0,))]
SEGMENTS = {"treated": (200.0, 300.0, 150.0), "controls": (250.0, 180.0, 300.0, 220.0)}
DID = worlds(Design.DID, **SEGMENTS)


def read(all_of: list[World]) -> tuple[np.ndarray, np.ndarray]:
    found = np.array([world.read(seed) for seed, world in enumerate(all_of)])
    calm = np.array([world.lift == 0 for world in all_of])
    for world, (holds, shown) in zip(all_of, found, strict=True):
        print(world.design, world.before, world.alike, world.lift, world.counts, holds, shown)
    return found[:, 0], found[calm, 1]


@pytest.mark.slow
def test_an_interrupted_series_holds_the_truth_as_often_as_it_says() -> None:
    holds, false = read(ITS)
    assert holds.min() >= 0.90 and holds.max() <= 0.99
    assert 0.93 <= holds.mean() <= 0.97
    assert false.max() <= 0.10 and false.mean() <= 0.07


@pytest.mark.slow
def test_a_structural_series_is_careful_where_noise_hangs_together() -> None:
    """A level that wanders takes noise that fades for one that stays: intervals are wide."""
    holds, false = read(UCM)
    assert holds.min() >= 0.87
    assert holds.mean() >= 0.94
    assert false.max() <= 0.10 and false.mean() <= 0.06


@pytest.mark.slow
def test_differences_of_segments_hold_the_truth_as_often_as_they_say() -> None:
    holds, false = read(DID)
    assert holds.min() >= 0.90 and holds.max() <= 0.995
    assert 0.93 <= holds.mean() <= 0.98
    assert false.max() <= 0.10 and false.mean() <= 0.07
