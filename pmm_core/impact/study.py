"""What a launch did to a KPI: every design the data allow, raw and adjusted, with its doubts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.impact.contrasts import FEWEST_DONORS
from pmm_core.impact.designs import fit, jump, season_of
from pmm_core.impact.factors import UsedFactor, adjusted, use_factors
from pmm_core.impact.facts import Question, Refusal
from pmm_core.impact.fits import Fit, NotFitted
from pmm_core.impact.grade import grade_of, runs_parallel, says_nothing, verdict_of
from pmm_core.impact.panel import Panel, combined
from pmm_core.impact.placebo import Placebo, try_placebos
from pmm_core.impact.span import Span, build_panel, find_span
from pmm_core.vocabulary import Design, Grade, ImpactVerdict, WhyRefused

JUMP_LEVEL = 0.995
"""How sure one must be that one of the controls jumped; shared by all of them."""
WITH_CONTROLS = (Design.DID, Design.UCM, Design.SYNTHETIC_CONTROL)
WITHOUT_CONTROLS = (Design.ITS, Design.UCM)
_CONTRASTS = (Design.DID, Design.SYNTHETIC_CONTROL)


@dataclass(frozen=True, eq=False)
class Reading:
    """One answer of a design."""

    fit: Fit
    verdict: ImpactVerdict


@dataclass(frozen=True, eq=False)
class DesignResult:
    """A design with both its answers and how far they may be believed.

    Attributes:
        raw: with every value as it is.
        adjusted: with the external factors taken out; null without any, or where that is not
            possible (`not_adjusted` says why).
        placebo, grade: of the adjusted answer where there is one, else of the raw one.
        parallel: whether treated and control moved alike before; null where it does not matter.
    """

    design: Design
    raw: Reading
    adjusted: Reading | None
    not_adjusted: Refusal | None
    placebo: Placebo
    grade: Grade
    parallel: bool | None

    @property
    def best(self) -> Reading:
        """The adjusted answer where there is one."""
        return self.adjusted or self.raw


@dataclass(frozen=True)
class LeftOutDesign:
    """A design that says nothing, and why."""

    design: Design
    refusal: Refusal


@dataclass(frozen=True, eq=False)
class Impact:
    """The answer to a question.

    Attributes:
        refused: why nothing can be said by any design; null where at least one was tried.
        span, panel: the periods and raw series; null where refused before they were laid out.
        season: whether a season was known long enough to be taken out.
        results: those that say something, the best grade first.
        left_out: those that do not.
    """

    question: Question
    refused: Refusal | None
    span: Span | None = None
    panel: Panel | None = None
    season: bool = False
    factors: tuple[UsedFactor, ...] = ()
    results: tuple[DesignResult, ...] = ()
    left_out: tuple[LeftOutDesign, ...] = ()

    @property
    def main(self) -> DesignResult | None:
        """The result to lead with."""
        return self.results[0] if self.results else None

    @property
    def agree(self) -> bool | None:
        """Whether all designs say the same; null with fewer than two that say anything."""
        verdicts = [one.best.verdict for one in self.results]
        said = [one for one in verdicts if one is not ImpactVerdict.NO_INTERVAL]
        return None if len(said) < 2 else len(set(said)) == 1


def study(question: Question, calendar: BusinessCalendar) -> Impact:
    """Answer a question; thin data are a state of the answer.

    Args:
        question: what is asked, of which values.
        calendar: cuts the periods of the KPI's cadence.
    """
    span = find_span(question, calendar)
    if isinstance(span, Refusal):
        return Impact(question, span)
    panel = build_panel(question, span)
    factors = use_factors(question, panel)
    jumping = _jumping(panel)
    results, left_out = [], []
    for design in _designs(question, panel):
        found = _result(design, question, panel, factors, jumping)
        if isinstance(found, Refusal):
            left_out.append(LeftOutDesign(design, found))
        else:
            results.append(found)
    order = [*WITH_CONTROLS, Design.ITS, Design.BEFORE_AFTER]
    results.sort(key=lambda one: (tuple(Grade).index(one.grade), order.index(one.design)))
    return Impact(
        question=question,
        refused=None,
        span=span,
        panel=panel,
        season=season_of(panel) is not None,
        factors=factors,
        results=tuple(results),
        left_out=tuple(left_out),
    )


def _designs(question: Question, panel: Panel) -> Sequence[Design]:
    if question.designs:
        return tuple(dict.fromkeys(question.designs))
    if not panel.controls:
        return WITHOUT_CONTROLS
    donors = len(_comparable(question, panel).controls)
    return WITH_CONTROLS if donors >= FEWEST_DONORS else WITH_CONTROLS[:2]


def _comparable(question: Question, panel: Panel) -> Panel:
    """Keep the controls that are a share where the KPI is one, and an amount where it is."""
    kept = tuple(
        one
        for one, facts in zip(panel.controls, question.controls, strict=True)
        if (facts.unit == "%") == panel.is_share
    )
    return replace(panel, controls=kept)


def _added_up(question: Question, panel: Panel) -> Panel:
    """Put the controls that are segments of the KPI itself together: their sum is less noisy."""
    own = {one.name for one in question.controls if one.kpi_id == question.kpi.id}
    segments = [one for one in panel.controls if one.name in own]
    if len(segments) < 2:
        return panel
    others = [one for one in panel.controls if one.name not in own]
    whole = combined(segments, is_share=panel.is_share, left_out=panel.left_out)
    return replace(panel, controls=(whole, *others))


def _jumping(panel: Panel) -> tuple[str, ...]:
    level = 1 - (1 - JUMP_LEVEL) / max(len(panel.controls), 1)
    return tuple(
        one.name for one in panel.controls if jump(panel.known(one), panel.before, level=level)
    )


def _result(
    design: Design,
    question: Question,
    panel: Panel,
    factors: Sequence[UsedFactor],
    jumping: tuple[str, ...],
) -> DesignResult | Refusal:
    panel = _comparable(question, panel) if design in _CONTRASTS else _added_up(question, panel)
    refusal = _refusal(design, panel, jumping)
    raw = refusal or _read(design, panel)
    if isinstance(raw, Refusal):
        return raw
    clean, not_adjusted = None, None
    taken_out = panel
    if factors:
        taken_out = adjusted(panel, factors, only_leave_out=design is Design.SYNTHETIC_CONTROL)
        found = _read_adjusted(design, taken_out, factors)
        clean, not_adjusted = (None, found) if isinstance(found, Refusal) else (found, None)
    best, used = (clean, taken_out) if clean else (raw, panel)
    if _is_alone(design, panel) and says_nothing(best.fit.effect):
        one = best.fit.effect
        return Refusal(WhyRefused.TOO_WIDE, value=one.value, low=one.low, high=one.high)
    placebo = try_placebos(design, used, best.fit.effect.value)
    parallel = runs_parallel(used) if design is Design.DID else None
    return DesignResult(
        design=design,
        raw=raw,
        adjusted=clean,
        not_adjusted=not_adjusted,
        placebo=placebo,
        grade=grade_of(
            design,
            best.fit.effect,
            placebo,
            parallel=parallel,
            percent_error=best.fit.percent_error,
            hold_out=question.hold_out,
        ),
        parallel=parallel,
    )


def _refusal(design: Design, panel: Panel, jumping: tuple[str, ...]) -> Refusal | None:
    donors = len(panel.controls)
    if design in _CONTRASTS and not donors:
        return Refusal(WhyRefused.NO_CONTROL)
    if design is Design.SYNTHETIC_CONTROL and donors < FEWEST_DONORS:
        return Refusal(WhyRefused.TOO_FEW_DONORS, have=donors, need=FEWEST_DONORS)
    if design in WITH_CONTROLS and donors and jumping:
        return Refusal(WhyRefused.CONTROL_JUMPS, names=jumping)
    return None


def _read_adjusted(
    design: Design, panel: Panel, factors: Sequence[UsedFactor]
) -> Reading | Refusal:
    names = tuple(one.factor.name for one in factors if one.covers_all)
    known = np.isfinite(panel.outcome.values)
    if names or not known[panel.before :].any():
        every = names or tuple(one.factor.name for one in factors)
        return Refusal(WhyRefused.FACTOR_COVERS, names=every)
    return _read(design, panel)


def _read(design: Design, panel: Panel) -> Reading | Refusal:
    try:
        found = fit(design, panel)
    except NotFitted:
        return Refusal(WhyRefused.NOT_FITTED)
    return Reading(found, verdict_of(found.effect))


def _is_alone(design: Design, panel: Panel) -> bool:
    return design in (Design.ITS, Design.BEFORE_AFTER) or not panel.controls
