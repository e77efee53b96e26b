"""What a launch did to a KPI, as the document that the command prints."""

from collections.abc import Sequence
from typing import Any

from pmm_core.company.calendar import Period
from pmm_core.impact import adopters_wording, wording
from pmm_core.impact.adopters import Adopters, MeanActivity
from pmm_core.impact.factors import UsedFactor
from pmm_core.impact.facts import Question, Refusal
from pmm_core.impact.placebo import Placebo
from pmm_core.impact.study import DesignResult, Impact, Reading

_DETAILS = (
    "model", "scale", "treated", "controls", "error", "df", "dispersion", "lags", "alike", "draws",
    "seed", "rank", "of",
)  # fmt: skip


def impact_answer(found: Impact, adopters: Adopters | str) -> dict[str, Any]:
    """Write an answer as a document of plain values; unknown is null.

    Args:
        found: what the launch did to the KPI.
        adopters: adopters beside non-adopters, or why they cannot be read.
    """
    question, span = found.question, found.span
    periods = span.periods if span else ()
    before = span.before if span else 0
    first_after = before + int(span.is_split) if span else 0
    return {
        "launch": question.launch,
        "launched_on": question.launched_on,
        "kpi": question.kpi.name,
        "scope": question.kpi.scope,
        "unit": question.kpi.unit,
        "cadence": question.kpi.cadence,
        "as_of": question.as_of,
        "headline": wording.headline(found),
        "treated": [one.name for one in question.treated],
        "controls": [one.name for one in question.controls],
        "hold_out": question.hold_out,
        "refused": _refusal(found.refused, question),
        "before": _periods(periods[:before]),
        "after": _periods(periods[first_after:]),
        "split": None if span is None or not span.is_split else periods[before].key,
        "season": None if span is None else found.season,
        "factors": [_factor(one) for one in found.factors],
        "designs": [_design(one, question) for one in found.results],
        "left_out": [
            {"design": one.design, **(_refusal(one.refusal, question) or {})}
            for one in found.left_out
        ],
        "agree": found.agree,
        "adopters": None if isinstance(adopters, str) else _adopters(adopters),
        "no_adopters": adopters if isinstance(adopters, str) else None,
    }


def _refusal(one: Refusal | None, question: Question) -> dict[str, Any] | None:
    return None if one is None else {"code": one.why, "message": wording.refusal(one, question)}


def _periods(periods: Sequence[Period]) -> dict[str, Any] | None:
    if not periods:
        return None
    return {"periods": len(periods), "first": periods[0].first, "last": periods[-1].last}


def _factor(one: UsedFactor) -> dict[str, Any]:
    return {
        "name": one.factor.name,
        "first": one.factor.first,
        "last": one.factor.last,
        "method": one.factor.method,
        "use": one.use,
        "periods": one.covers,
        "declared_on": one.factor.declared_on,
        "declared_by": one.factor.declared_by,
        "by_owner": one.factor.by_owner,
        "declared_late": one.declared_late,
    }


def _design(one: DesignResult, question: Question) -> dict[str, Any]:
    details = one.best.fit.details
    return {
        "design": one.design,
        "grade": one.grade,
        "raw": _reading(one.raw),
        "adjusted": one.adjusted and _reading(one.adjusted),
        "not_adjusted": _refusal(one.not_adjusted, question),
        "assumption": wording.assumption(one, question),
        "parallel": one.parallel,
        "placebo": _placebo(one.placebo),
        **{name: details.get(name) for name in _DETAILS},
        "weights": [
            {"control": name, "weight": weight}
            for name, weight in details.get("weights", {}).items()
        ],
    }


def _reading(one: Reading) -> dict[str, Any]:
    effect = one.fit.effect
    relative, relative_low, relative_high = effect.relative or (None, None, None)
    return {
        "verdict": one.verdict,
        "value": effect.value,
        "low": effect.low,
        "high": effect.high,
        "relative": relative,
        "relative_low": relative_low,
        "relative_high": relative_high,
        "actual": effect.actual,
        "expected": effect.expected,
        "total": effect.total,
        "total_low": effect.total_low,
        "total_high": effect.total_high,
        "n": effect.n,
        "percent_error": one.fit.percent_error,
    }


def _placebo(one: Placebo) -> dict[str, Any]:
    return {
        "after": one.after,
        "false_positives": one.false_positives,
        "as_large": one.as_large,
        "dates": [
            {
                "period": trial.period.key,
                "value": trial.value,
                "low": trial.low,
                "high": trial.high,
                "false": trial.is_false,
            }
            for trial in one.trials
        ],
    }


def _adopters(one: Adopters) -> dict[str, Any]:
    return {
        "event": one.event,
        "adopters": one.adopters,
        "others": one.others,
        "horizon": one.horizon,
        "as_of": one.as_of,
        "state": "too_few" if one.is_thin else "complete",
        "weeks": [
            {
                "week": each.week,
                "adopters": _mean(each.adopters),
                "others": _mean(each.others),
            }
            for each in one.weeks
        ],
        "note": adopters_wording.ASSOCIATION,
    }


def _mean(one: MeanActivity) -> dict[str, Any]:
    return {"mean": one.value, "low": one.low, "high": one.high}
