"""Readings of a launch as rows of a scorecard: the same numbers as its curve."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.measures.reading import Measures
from pmm_core.models import Kpi, Target, WindowVerdict
from pmm_core.results import Estimate, ScopeRef
from pmm_core.scorecard import wording
from pmm_core.scorecard.facts import WindowFacts, WrittenVerdict
from pmm_core.scorecard.goalpost import goalpost
from pmm_core.scorecard.rows import FactsOf, OwnReading, Stored, WindowRead
from pmm_core.vocabulary import Measure, ReadingSource, WindowState

Answer = Adoption | Measures | str
"""What was read of a launch, or the sentence that says why nothing was."""


@dataclass(frozen=True)
class WindowAsked:
    """A KPI and segment that has a target for day d of its launch, and what the KPI counts."""

    kpi_id: int
    segment: str
    day: int
    measure: Measure = Measure.ADOPTION


@dataclass(frozen=True)
class WindowAim:
    """The least share of a measure that is to be reached by a day of a launch.

    Attributes:
        segment: null for everybody.
    """

    day: int
    segment: str | None
    share: float
    measure: Measure = Measure.ADOPTION


def window_aims(
    kpis: Sequence[Kpi], targets: Sequence[Target], scope: ScopeRef, *, as_of: dt.date
) -> tuple[WindowAim, ...]:
    """Find what a launch is to reach by which day, by the target in use of each window.

    Args:
        kpis: of the launch.
        targets: of these, effective by the day.
        scope: the launch.
        as_of: the day.

    Returns:
        By day and segment, everybody first; of two KPIs that ask for the same reading the higher
        target counts. A target that asks for at most a share is none to reach.
    """
    asked = [one for found in windows_asked(kpis, targets).values() for one in found]
    windows = [
        WindowRead(one.kpi_id, one.segment, WindowFacts(one.day, measure=one.measure))
        for one in asked
    ]
    own = {
        kpi.id or 0: OwnReading(
            "",
            WindowFacts(
                kpi.reading["day"],
                is_kpi=True,
                segment=kpi.reading.get("segment"),
                measure=measure_of(kpi),
            ),
        )
        for kpi in kpis
        if kpi.reading and kpi.reading.get("launch") == kpi.initiative_id
    }
    stored = Stored((), (), (), (), (), targets, (), windows=windows, own=own)
    facts_of = FactsOf(stored)
    found: dict[tuple[int, str, Measure], float] = {}
    for kpi in kpis:
        for facts in facts_of.rows(kpi, scope):
            post = goalpost(facts, as_of=as_of)
            least = post.limits[0] if post and facts.window else None
            if least is not None and facts.window:
                who = facts.window.of(facts.segment) or ""
                key = (facts.window.day, who, facts.window.measure)
                found[key] = max(least, found.get(key, 0.0))
    return tuple(
        WindowAim(day, segment or None, found[day, segment, measure], measure)
        for day, segment, measure in sorted(found)
    )


def measure_of(kpi: Kpi) -> Measure:
    """Return what a KPI counts of a launch: adoption, unless it reads something else."""
    return Measure((kpi.reading or {}).get("measure", Measure.ADOPTION))


def windows_asked(kpis: Sequence[Kpi], targets: Sequence[Target]) -> dict[int, list[WindowAsked]]:
    """Collect what window targets ask for, by launch; each once, in order."""
    launch_of = {kpi.id: kpi.initiative_id for kpi in kpis if kpi.initiative_id is not None}
    counts = {kpi.id: measure_of(kpi) for kpi in kpis}
    found: dict[int, set[tuple[int, str, int]]] = defaultdict(set)
    for target in targets:
        launch = launch_of.get(target.kpi_id)
        if launch is not None and target.window is not None:
            found[launch].add((target.kpi_id, target.segment, target.window))
    return {
        launch: [WindowAsked(*key, measure=counts[key[0]]) for key in sorted(keys)]
        for launch, keys in found.items()
    }


def window_read(
    asked: WindowAsked,
    answer: Answer,
    *,
    as_of: dt.date,
    verdicts: Sequence[WindowVerdict] = (),
) -> WindowRead:
    """Find what was asked for in the answer of a launch.

    Args:
        answer: the launch's curves, or the sentence that says why there are none; all measures
            where another one than adoption is asked for.
        as_of: the day of the scorecard; the log may end before it.
        verdicts: written on windows of the launch, the first first.
    """
    if isinstance(answer, str):
        facts = WindowFacts(asked.day, problem=answer, measure=asked.measure)
    else:
        facts = _facts(asked, answer, as_of)
        facts = replace(facts, written=_written(asked, facts, verdicts))
    return WindowRead(asked.kpi_id, asked.segment, facts)


def own_window(
    reading: Mapping[str, Any],
    answer: Answer,
    *,
    as_of: dt.date,
    verdicts: Sequence[WindowVerdict] = (),
) -> WindowFacts:
    """Find what a KPI reads by itself in the answer of a launch.

    Args:
        reading: `launch`, `measure`, `day` and `segment` of the KPI.
        answer: see `window_read`.
        as_of: the day of the scorecard.
        verdicts: written on windows of the launch, the first first.
    """
    segment = reading.get("segment")
    measure = Measure(reading.get("measure", Measure.ADOPTION))
    asked = WindowAsked(0, segment or "", reading["day"], measure)
    facts = window_read(asked, answer, as_of=as_of, verdicts=verdicts).facts
    return replace(facts, is_kpi=True, segment=segment)


def _facts(asked: WindowAsked, answer: Adoption | Measures, as_of: dt.date) -> WindowFacts:
    adoption = answer.adoption if isinstance(answer, Measures) else answer
    base = WindowFacts(asked.day, measure=asked.measure, first=adoption.definition.launched_on)
    segment = asked.segment or None
    curve = adoption.curve(segment)
    followed = _on(curve.windows if curve else (), asked.day)
    reading = followed
    if asked.measure is not Measure.ADOPTION:
        assert isinstance(answer, Measures), "all measures are read where one of them is asked for"
        reading = _on(answer.windows(asked.measure, segment), asked.day)
    if asked.measure is Measure.ENGAGEMENT:
        assert isinstance(answer, Measures)
        base = replace(base, looks_back=answer.engaged_days)
        if asked.day < answer.engaged_days:
            problem = wording.no_engagement_yet(adoption.name, asked.day, answer.engaged_days)
            return replace(base, problem=problem)
    if reading is None or followed is None:
        what = f"day {asked.day}" + (f" of “{asked.segment}”" if asked.segment else "")
        return replace(base, problem=f"The curve of {adoption.name} has no {what}.")
    return replace(
        base,
        state=reading.state,
        estimate=_estimate(reading, adoption.as_of),
        adopted=reading.adopted,
        matured=followed.matured,
        eligible=followed.n,
        is_over=followed.is_over,
        log_ends=_ends_early(adoption, followed, as_of),
        source=adoption.source,
    )


def _on(windows: Sequence[WindowReading], day: int) -> WindowReading | None:
    return next((one for one in windows if one.day == day), None)


def _written(
    asked: WindowAsked, facts: WindowFacts, verdicts: Sequence[WindowVerdict]
) -> WrittenVerdict | None:
    """Find the verdict in force; the row stays what is counted, and says where the two differ."""
    key = (asked.measure, asked.segment, asked.day)
    found = [one for one in verdicts if (one.measure, one.segment, one.day) == key]
    if not found:
        return None
    newest = found[-1]
    counted = (facts.estimate.n, facts.adopted)
    return WrittenVerdict(
        verdict=newest.verdict,
        share=newest.share,
        on=newest.recorded_at.date(),
        why=newest.why,
        is_different=not facts.is_over or (newest.eligible, newest.adopted) != counted,
        target=newest.target,
    )


def _estimate(reading: WindowReading, as_of: dt.date) -> Estimate:
    return Estimate(
        reading.share,
        reading.low,
        reading.high,
        n=reading.n,
        as_of=as_of,
        method=reading.method,
    )


def _ends_early(adoption: Adoption, reading: WindowReading, as_of: dt.date) -> dt.date | None:
    """On the launch clock, a log that stops inside the window cannot say how it ended.

    Nor can counts where nobody typed the window's own day once it was over.
    """
    launched_on = adoption.definition.launched_on
    if launched_on is None:
        return None
    over = launched_on + dt.timedelta(days=reading.day)
    if adoption.source is ReadingSource.TYPED:
        is_missing = reading.state is WindowState.TOO_EARLY and over <= as_of
        return adoption.last_day if is_missing else None
    until = min(as_of, over)
    return adoption.last_day if adoption.last_day < until else None
