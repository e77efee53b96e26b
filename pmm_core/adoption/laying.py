"""The days of a launch laid on another clock than its own, to hold it against other launches.

Since launch: day 0 is the launch day for everybody, and a unit that is exposed later enters on the
day of its exposure. Since exposure: day 0 is each unit's own; a frozen audience is exposed on the
launch day, a late joiner on its first day.
"""

import datetime as dt
from dataclasses import replace

import pandas as pd

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Audience, Clock, LateJoiners


def lay(
    rule: AdoptionDefinition, clock: Clock, *, name: str, launched_on: dt.date | None
) -> AdoptionDefinition:
    """Return the definition that lays the days of a launch on a clock.

    Args:
        rule: of the launch.
        clock: to lay them on; its own changes nothing.
        name: of the launch.
        launched_on: its launch day; null where nobody said.

    Raises:
        InvalidInput: days since launch are asked of a launch without a day (`launch_without_day`).
    """
    if clock is rule.clock:
        return rule
    if clock is Clock.EXPOSURE:
        return replace(rule, laid_on=clock)
    if launched_on is None:
        raise InvalidInput(
            f"“{name}” counts from each unit's exposure and has no launch day, so it cannot be "
            "laid from one. Enter the day on the launch.",
            code="launch_without_day",
        )
    return replace(rule, laid_on=clock, launched_on=launched_on)


def counted_as(rule: AdoptionDefinition) -> AdoptionDefinition:
    """Return what an event log is asked: laid since exposure, the two audiences apart."""
    if rule.laid_on is not Clock.EXPOSURE:
        return rule
    apart = rule.late_joiners is LateJoiners.INCLUDE
    return replace(
        rule, laid_on=None, late_joiners=LateJoiners.SEPARATE if apart else rule.late_joiners
    )


def laid(frame: pd.DataFrame, rule: AdoptionDefinition) -> pd.DataFrame:
    """Lay the counted days as a definition asks: since exposure, all units are one audience.

    Args:
        frame: of `counted_as(rule)`, as `build_curves` takes it; each audience on its own clock.
        rule: the definition.
    """
    if rule.laid_on is not Clock.EXPOSURE:
        return frame
    days = frame.drop(columns="audience").groupby(["segment", "day"], dropna=False, as_index=False)
    pooled = days.sum().sort_values(["segment", "day"], na_position="first", ignore_index=True)
    return pooled.assign(audience=Audience.ELIGIBLE.value)
