"""How far an effect may be believed, and what the values are consistent with."""

import numpy as np

from pmm_core.impact.contrasts import is_on_logs
from pmm_core.impact.fits import Effect
from pmm_core.impact.panel import Panel
from pmm_core.impact.placebo import Placebo
from pmm_core.stats.differences import pooled_slope
from pmm_core.vocabulary import Design, Grade, ImpactVerdict

WORST_FIT = 0.2
"""A fit that is off by more than this before the launch costs a grade (house rule)."""
FALSE_ALARMS = 2
"""So many placebo dates that show an effect cost a grade (house rule)."""
WIDE = 0.05
"""Without a control, an interval wider than this share of the expected to either side of an
effect that may be none says nothing (house rule)."""
_ORDER = tuple(Grade)


def verdict_of(effect: Effect) -> ImpactVerdict:
    """Say on which side of no change the whole interval lies."""
    if effect.low is None or effect.high is None:
        return ImpactVerdict.NO_INTERVAL
    if effect.low > 0:
        return ImpactVerdict.HIGHER
    return ImpactVerdict.LOWER if effect.high < 0 else ImpactVerdict.NO_CHANGE_SHOWN


def says_nothing(effect: Effect) -> bool:
    """Tell whether an interval holds both no change and far more than could be of interest."""
    if effect.low is None or effect.high is None:
        return False
    half = (effect.high - effect.low) / 2
    return effect.low <= 0 <= effect.high and half > WIDE * abs(effect.expected)


def runs_parallel(panel: Panel) -> bool | None:
    """Tell whether treated and control moved alike before the launch; null where that is unknown.

    The gap between their means must have no slope that its 95 % interval tells from none.
    """
    sides = []
    for side in (panel.treated, panel.controls):
        values = [panel.known(one)[: panel.before] for one in side]
        sides.append(np.mean(np.log(values) if is_on_logs(panel) else values, axis=0))
    slope = pooled_slope(sides[0] - sides[1])
    return None if slope is None else slope[1] <= 0 <= slope[2]


def grade_of(
    design: Design,
    effect: Effect,
    placebo: Placebo,
    *,
    parallel: bool | None,
    percent_error: float | None,
    hold_out: bool,
) -> Grade:
    """Grade a design on its data, A to D.

    A: the control was drawn at random. B: treated and control moved alike before. C: one series,
    with or without controls, or a mix of donors, or no interval. D: before and after alone, or
    groups that did not move alike. False alarms and a poor fit before cost a grade each.
    """
    grade = Grade.C
    if design is Design.BEFORE_AFTER:
        grade = Grade.D
    elif design is Design.DID:
        grade = Grade.A if hold_out else Grade.B if parallel else Grade.D
        if effect.low is None:
            grade = max(grade, Grade.C, key=_ORDER.index)
    lost = int((placebo.false_positives or 0) >= FALSE_ALARMS)
    lost += int(percent_error is not None and percent_error > WORST_FIT)
    return _ORDER[min(_ORDER.index(grade) + lost, len(_ORDER) - 1)]
