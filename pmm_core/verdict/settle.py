"""When a window of a launch gets its verdict, what the verdict is, and when it no longer agrees.

A verdict is written once, after the window is over and everybody was observed for all of it. From
then on a recount that says something else is a finding; only a restatement changes the verdict.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.models import WindowVerdict
from pmm_core.vocabulary import (
    Audience,
    Measure,
    ReadingSource,
    Verdict,
    WhyRestated,
    WindowState,
)

_SAME = 1e-9
Key = tuple[str, int]
Targets = Mapping[Key, float]


@dataclass(frozen=True)
class Recount:
    """What a window says on the day looked at.

    Attributes:
        segment: empty for everybody.
        day: last day of the window, inclusive.
        as_of: the day it was read.
        at_risk: on that day; null where nobody knows.
        target: the least share to reach; null without one.
        rule: the definition in plain values, to be compared.
        is_over: whether the window's last day lies behind; on the exposure clock each unit has its
            own.
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

    @property
    def key(self) -> Key:
        """What one verdict stands for."""
        return self.segment, self.day

    @property
    def is_final(self) -> bool:
        """Whether there is a verdict: everybody was observed for the whole window."""
        seen = self.matured == self.eligible > 0 and self.share is not None
        return seen and self.is_over

    @property
    def verdict(self) -> Verdict | None:
        """What the window says against its target; null before it is final."""
        if not self.is_final or self.share is None:
            return None
        if self.state is WindowState.TOO_FEW:
            return Verdict.TOO_FEW
        if self.target is None:
            return Verdict.NO_TARGET
        return Verdict.MET if self.share >= self.target - _SAME else Verdict.MISSED


@dataclass(frozen=True)
class Written:
    """A verdict as it was written.

    Attributes:
        id: of its row.
        why: the reason of a restatement; null for the first verdict.
    """

    id: int
    segment: str
    day: int
    as_of: dt.date
    share: float
    low: float | None
    high: float | None
    eligible: int
    matured: int
    adopted: int
    at_risk: int | None
    target: float | None
    verdict: Verdict
    method: str
    source: ReadingSource
    rule: Mapping[str, Any]
    why: str | None
    written_at: dt.datetime
    written_by: str

    @classmethod
    def of(cls, row: WindowVerdict) -> "Written":
        """Take over what a row says."""
        return cls(
            id=row.id or 0,
            segment=row.segment,
            day=row.day,
            as_of=row.as_of,
            share=row.share,
            low=row.low,
            high=row.high,
            eligible=row.eligible,
            matured=row.matured,
            adopted=row.adopted,
            at_risk=row.at_risk,
            target=row.target,
            verdict=row.verdict,
            method=row.method,
            source=ReadingSource(row.details.get("source", ReadingSource.LOG)),
            rule=row.details.get("rule", {}),
            why=row.why,
            written_at=row.recorded_at,
            written_by=row.recorded_by,
        )


@dataclass(frozen=True)
class VerdictLine:
    """One window of a launch: what it says now, and the verdict on it.

    Attributes:
        now: null where the window cannot be read any more.
        history: every verdict on it, the first first; the last is in force.
        changes: why it says something else now than its verdict.
    """

    segment: str
    day: int
    now: Recount | None
    history: tuple[Written, ...] = ()
    changes: tuple[WhyRestated, ...] = ()

    @property
    def written(self) -> Written | None:
        """The verdict in force; null while there is none."""
        return self.history[-1] if self.history else None

    @property
    def before(self) -> Written | None:
        """The verdict it replaced; null where it was never restated."""
        return self.history[-2] if len(self.history) > 1 else None

    @property
    def verdict(self) -> Verdict | None:
        """What was written, else what would be; null before the window is final."""
        if self.written is not None:
            return self.written.verdict
        return self.now.verdict if self.now else None

    @property
    def is_due(self) -> bool:
        """Whether the window is final and its verdict not written yet."""
        return self.written is None and self.now is not None and self.now.is_final


@dataclass(frozen=True)
class LaunchVerdicts:
    """Every window of a launch, everybody first, then the segments as text.

    Attributes:
        launch: `PRODUCT/NAME`.
        problem: why the launch cannot be read; the verdicts stand all the same.
    """

    launch: str
    as_of: dt.date
    lines: tuple[VerdictLine, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def due(self) -> tuple[VerdictLine, ...]:
        """Windows whose verdict can be written."""
        return tuple(line for line in self.lines if line.is_due)

    @property
    def findings(self) -> tuple[VerdictLine, ...]:
        """Windows that say something else now than their verdict."""
        return tuple(line for line in self.lines if line.changes)

    def line(self, day: int, segment: str = "") -> VerdictLine | None:
        """Return one window; null where there is none."""
        return next((one for one in self.lines if (one.segment, one.day) == (segment, day)), None)


def recounts(adoption: Adoption, targets: Targets, *, as_of: dt.date) -> Iterator[Recount]:
    """Read every window of the frozen audience, by segment.

    Args:
        adoption: the launch as of the day.
        targets: segment (empty = everybody) and day -> the least share to reach.
        as_of: the day looked at.
    """
    rule = plain_rule(adoption)
    for curve in adoption.curves:
        if curve.audience is Audience.ELIGIBLE:
            for window in curve.windows:
                yield _recount(adoption, curve, window, targets, rule, as_of)


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


def lines(now: Sequence[Recount], written: Sequence[Written]) -> tuple[VerdictLine, ...]:
    """Lay verdicts beside what their windows say now.

    Args:
        now: every window that can be read.
        written: every verdict, the first first.
    """
    history: dict[Key, list[Written]] = {}
    for one in written:
        history.setdefault((one.segment, one.day), []).append(one)
    by_key = {one.key: one for one in now}
    keys = [*by_key, *(key for key in sorted(history) if key not in by_key)]
    found = []
    for key in keys:
        past, recount = tuple(history.get(key, ())), by_key.get(key)
        changes = why_different(past[-1], recount) if past and recount else ()
        found.append(VerdictLine(*key, now=recount, history=past, changes=changes))
    return tuple(found)


def why_different(written: Written, now: Recount) -> tuple[WhyRestated, ...]:
    """Say why a window says something else now than its verdict; empty where it does not.

    A window that is not final now, as after a later launch day, differs by its definition.
    """
    found = []
    if (written.source, dict(written.rule)) != (now.source, dict(now.rule)):
        found.append(WhyRestated.CHANGED_DEFINITION)
    counts = (written.eligible, written.matured, written.adopted)
    if not found and counts != (now.eligible, now.matured, now.adopted):
        typed = now.source is ReadingSource.TYPED
        found.append(WhyRestated.CORRECTED_COUNTS if typed else WhyRestated.LATE_ROWS)
    elif not found and not _same(written.share, now.share):
        found.append(WhyRestated.LATE_ROWS)
    if not _same(written.target, now.target):
        found.append(WhyRestated.CHANGED_TARGET)
    return tuple(found)


def row_of(launch_id: int, now: Recount, *, why: str | None = None) -> WindowVerdict:
    """Make the row that a final window is written as."""
    assert now.share is not None and now.verdict is not None, "only a final window has a verdict"
    return WindowVerdict(
        initiative_id=launch_id,
        measure=Measure.ADOPTION,
        segment=now.segment,
        day=now.day,
        as_of=now.as_of,
        share=now.share,
        low=now.low,
        high=now.high,
        eligible=now.eligible,
        matured=now.matured,
        at_risk=now.at_risk,
        adopted=now.adopted,
        target=now.target,
        verdict=now.verdict,
        method=now.method,
        details={"rule": dict(now.rule), "source": now.source.value},
        why=why,
    )


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
        target=targets.get((segment, window.day)),
        method=window.method,
        source=adoption.source,
        rule=rule,
        is_over=day_0 is None or day_0 + dt.timedelta(days=window.day) < as_of,
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME
