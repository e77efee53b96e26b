"""The same design on days before the launch, where nothing can have happened."""

from dataclasses import dataclass

import numpy as np

from pmm_core.company.calendar import Period
from pmm_core.impact.designs import fit
from pmm_core.impact.fits import Fit, NotFitted
from pmm_core.impact.panel import Panel
from pmm_core.impact.span import BEFORE_PER_AFTER, FEWEST_AFTER, FEWEST_BEFORE
from pmm_core.vocabulary import Design

DATES = 5
_DRAWS = 4000


@dataclass(frozen=True)
class Trial:
    """An effect looked for on a day on which there was none.

    Attributes:
        period: the first after the day.
        value, low, high: mean a period, in the KPI's unit, with its 95 % interval.
    """

    period: Period
    value: float
    low: float | None
    high: float | None

    @property
    def is_false(self) -> bool | None:
        """Whether it shows an effect; null without an interval."""
        if self.low is None or self.high is None:
            return None
        return not self.low <= 0 <= self.high


@dataclass(frozen=True)
class Placebo:
    """All such days of one design.

    Attributes:
        after: how many periods after each day were looked at.
        as_large: how many are at least as large as the effect of the launch; such a number is
            all that designs without an interval can be checked by.
    """

    trials: tuple[Trial, ...]
    after: int
    as_large: int

    @property
    def false_positives(self) -> int | None:
        """How many show an effect; null where the design has no interval."""
        said = [one.is_false for one in self.trials]
        return None if not said or None in said else sum(map(bool, said))


def try_placebos(design: Design, panel: Panel, effect: float) -> Placebo:
    """Try a design on up to five days before the launch, evenly apart.

    Args:
        panel: as the design was fitted to it; nothing after the launch day is used.
        effect: of the launch, to be held against.
    """
    width = min(len(panel.periods) - panel.before, max(FEWEST_AFTER, panel.before // 6))
    first = max(FEWEST_BEFORE, BEFORE_PER_AFTER * width)
    last = panel.before - width
    if last < first:
        return Placebo((), width, 0)
    places = dict.fromkeys(int(place) for place in np.linspace(first, last, DATES).round())
    trials = []
    for place in places:
        found = _try(design, panel.cut(place, place + width))
        if found is not None:
            one = found.effect
            trials.append(Trial(panel.periods[place], one.value, one.low, one.high))
    return Placebo(tuple(trials), width, sum(abs(one.value) >= abs(effect) for one in trials))


def _try(design: Design, panel: Panel) -> Fit | None:
    known = np.isfinite(panel.outcome.values)
    if not known[panel.before :].any() or not known[: panel.before].any():
        return None
    try:
        return fit(design, panel, draws=_DRAWS)
    except NotFitted:
        return None
