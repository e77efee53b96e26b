"""When a window of a launch gets its verdict, what the verdict is, and when it no longer agrees.

A verdict is written once, after the window is over and everybody was observed for all of it. From
then on a recount that says something else is a finding; only a restatement changes the verdict.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmm_core.models import WindowVerdict
from pmm_core.verdict.recount import SAME, Key, Recount
from pmm_core.vocabulary import Measure, ReadingSource, Verdict, WhyRestated


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
    measure: Measure = Measure.ADOPTION

    @property
    def key(self) -> Key:
        """What one verdict stands for."""
        return self.measure, self.segment, self.day

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
            measure=row.measure,
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
    measure: Measure = Measure.ADOPTION

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
    def target(self) -> float | None:
        """What it was judged by, else what it is to reach."""
        one = self.written or self.now
        return one.target if one else None

    @property
    def is_due(self) -> bool:
        """Whether the window is final and its verdict not written yet."""
        return self.written is None and self.now is not None and self.now.is_final


@dataclass(frozen=True)
class LaunchVerdicts:
    """Every window of a launch: by adoption first, everybody first, then the segments as text.

    Attributes:
        launch: `PRODUCT/NAME`.
        problem: why the launch cannot be read; the verdicts stand all the same.
        notes: why a measure cannot be read beside adoption.
        doubts: what makes the numbers themselves doubtful.
        late: the targets that were set only once their window had ended.
    """

    launch: str
    as_of: dt.date
    lines: tuple[VerdictLine, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    late: Mapping[Key, float] = field(default_factory=dict)

    @property
    def due(self) -> tuple[VerdictLine, ...]:
        """Windows whose verdict can be written."""
        return tuple(line for line in self.lines if line.is_due)

    @property
    def findings(self) -> tuple[VerdictLine, ...]:
        """Windows that say something else now than their verdict."""
        return tuple(line for line in self.lines if line.changes)

    def aims(self, segment: str | None = None) -> dict[int, float]:
        """Return the least share to adopt by each day that has a target; null is everybody."""
        return {
            one.day: one.target
            for one in self.lines
            if (one.measure, one.segment) == (Measure.ADOPTION, segment or "")
            and one.target is not None
        }

    def line(
        self, day: int, segment: str = "", measure: Measure = Measure.ADOPTION
    ) -> VerdictLine | None:
        """Return one window; null where there is none."""
        key = (measure, segment, day)
        found = (one for one in self.lines if (one.measure, one.segment, one.day) == key)
        return next(found, None)


def lines(now: Sequence[Recount], written: Sequence[Written]) -> tuple[VerdictLine, ...]:
    """Lay verdicts beside what their windows say now.

    Args:
        now: every window that can be read.
        written: every verdict, the first first.
    """
    history: dict[Key, list[Written]] = {}
    for one in written:
        history.setdefault(one.key, []).append(one)
    by_key = {one.key: one for one in now}
    keys = [*by_key, *(key for key in sorted(history) if key not in by_key)]
    found = []
    for key in keys:
        past, recount = tuple(history.get(key, ())), by_key.get(key)
        changes = why_different(past[-1], recount) if past and recount else ()
        measure, segment, day = key
        found.append(VerdictLine(segment, day, recount, past, changes, measure))
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
        measure=now.measure,
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


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME
