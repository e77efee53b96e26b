"""What the windows of a launch say on one day, measure by measure, ready to be judged."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.measures.reading import Measures
from pmm_core.vocabulary import Audience, Measure, ReadingSource, Verdict, WindowState

SAME = 1e-9
Key = tuple[Measure, str, int]
Targets = Mapping[Key, float]


@dataclass(frozen=True)
class Recount:
    """What a window says on the day looked at.

    Attributes:
        segment: empty for everybody.
        day: last day of the window, inclusive.
        as_of: the day it was read.
        eligible: of engagement the adopters of at least so many days.
        adopted: the numerator: who activated, adopted, or is engaged.
        at_risk: on that day; null where nobody knows.
        target: the least share to reach; null without one.
        rule: the definition in plain values, to be compared.
        is_over: whether the window's last day lies behind; on the exposure clock each unit has its
            own.
        measure: what is counted.
        all_seen: whether everybody eligible was followed to the end of the window.
    """

    segment: str
    day: int
    as_of: dt.date
    state: WindowState
    share: float | None
    low: float | None
    high: float | None
    eligible: int
    matured: int
    adopted: int
    at_risk: int | None
    target: float | None
    method: str
    source: ReadingSource
    rule: Mapping[str, Any]
    is_over: bool
    measure: Measure = Measure.ADOPTION
    all_seen: bool = False

    @property
    def key(self) -> Key:
        """What one verdict stands for."""
        return self.measure, self.segment, self.day

    @property
    def is_final(self) -> bool:
        """Whether there is a verdict: everybody was observed for the whole window."""
        return self.share is not None and self.all_seen and self.is_over

    @property
    def verdict(self) -> Verdict | None:
        """What the window says against its target; null before it is final."""
        if not self.is_final or self.share is None:
            return None
        if self.state is WindowState.TOO_FEW:
            return Verdict.TOO_FEW
        if self.target is None:
            return Verdict.NO_TARGET
        return Verdict.MET if self.share >= self.target - SAME else Verdict.MISSED


def recounts(read: Adoption | Measures, targets: Targets, *, as_of: dt.date) -> Iterator[Recount]:
    """Read every window of the frozen audience, by measure and segment, adoption first.

    Args:
        read: the launch as of the day; with all measures where they are to be judged.
        targets: measure, segment (empty = everybody) and day -> the least share to reach.
        as_of: the day looked at.
    """
    adoption = read.adoption if isinstance(read, Measures) else read
    rule = plain_rule(adoption)
    curves = [curve for curve in adoption.curves if curve.audience is Audience.ELIGIBLE]
    for curve in curves:
        for window in curve.windows:
            yield _recount(adoption, curve, window, targets, rule, as_of)
    if isinstance(read, Measures):
        for measure, own_rule in _measured_rules(read, rule):
            for curve in curves:
                followed = {window.day: window for window in curve.windows}
                for window in read.windows(measure, curve.segment):
                    yield _of_measure(
                        _recount(adoption, curve, window, {}, own_rule, as_of),
                        measure, targets, followed[window.day],
                    )  # fmt: skip


def _measured_rules(
    read: Measures, rule: Mapping[str, Any]
) -> Iterator[tuple[Measure, Mapping[str, Any]]]:
    """Tell which measures have a reading of their own, each with its rule.

    A first value that is the adopting use itself is no other measure than adoption.
    """
    if not read.is_adoption_first:
        first = {"adopt": sorted(read.activate), "min_uses": 1, "min_days": 1}
        yield Measure.ACTIVATION, {**rule, **first}
    often = {"engaged_days": read.engaged_days, "engaged_min_days": read.engaged_min_days}
    yield Measure.ENGAGEMENT, {**rule, **often}


def _of_measure(
    one: Recount, measure: Measure, targets: Targets, followed: WindowReading
) -> Recount:
    """Make a recount one of another measure, whose units may be adopters only."""
    return replace(
        one,
        measure=measure,
        at_risk=None,
        all_seen=followed.is_over,
        target=targets.get((measure, one.segment, one.day)),
    )


def plain_rule(adoption: Adoption) -> dict[str, Any]:
    """Write what was counted as plain values; windows and smallest numbers are no part of it."""
    rule = adoption.definition
    launched_on = rule.launched_on.isoformat() if rule.launched_on else None
    if adoption.source is ReadingSource.TYPED:
        return {"launched_on": launched_on, "clock": rule.clock.value}
    return {
        "adopt": sorted(rule.adopt),
        "launched_on": launched_on,
        "expose": rule.expose,
        "active_days": rule.active_days,
        "late_joiners": rule.late_joiners.value,
        "after_exposure_day": rule.after_exposure_day,
        "min_uses": rule.min_uses,
        "min_days": rule.min_days,
        "leave": rule.leave,
        "timezone": rule.timezone,
    }


def _recount(
    adoption: Adoption,
    curve: Curve,
    window: WindowReading,
    targets: Targets,
    rule: Mapping[str, Any],
    as_of: dt.date,
) -> Recount:
    day_0 = adoption.definition.launched_on
    segment = curve.segment or ""
    is_seen = window.share is not None and not curve.has_gap_before(window.day)
    return Recount(
        segment=segment,
        day=window.day,
        as_of=as_of,
        state=window.state,
        share=window.share,
        low=window.low,
        high=window.high,
        eligible=window.n,
        matured=window.matured,
        adopted=window.adopted,
        at_risk=curve.days[window.day].at_risk if is_seen else None,
        target=targets.get((Measure.ADOPTION, segment, window.day)),
        method=window.method,
        source=adoption.source,
        rule=rule,
        is_over=day_0 is None or day_0 + dt.timedelta(days=window.day) < as_of,
        all_seen=window.is_over,
    )
