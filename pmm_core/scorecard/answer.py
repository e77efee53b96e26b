"""A scorecard as the document that the command prints: names and order of its contract."""

import datetime as dt
from typing import Any

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.scorecard.build import Row, Scorecard, raw_verdict
from pmm_core.vocabulary import Goal


def scorecard_answer(scorecard: Scorecard, *, calendar: BusinessCalendar) -> dict[str, Any]:
    """Write a scorecard as a document of plain values; unknown is null."""

    def rows(of: tuple[Row, ...]) -> list[dict[str, Any]]:
        return [row_answer(row, as_of=scorecard.as_of, calendar=calendar) for row in of]

    return {
        "scope": scorecard.scope,
        "as_of": scorecard.as_of,
        "known_on": scorecard.known_on,
        "counts": scorecard.counts,
        "worst": scorecard.worst.kpi.name if scorecard.worst else None,
        "children": [
            {"scope": child.scope, "counts": child.counts, "worst": child.worst}
            for child in scorecard.children
        ],
        "rows": rows(scorecard.rows),
        "shared_outcomes": rows(scorecard.shared_outcomes),
    }


def row_answer(row: Row, *, as_of: dt.date, calendar: BusinessCalendar) -> dict[str, Any]:
    """Write one row; the keys never depend on what is known."""
    kpi = row.kpi
    latest = row.latest
    return {
        "scope": kpi.scope,
        "product": kpi.product,
        "launch": kpi.launch,
        "segment": row.facts.segment,
        "window": row.facts.window.day if row.facts.window else None,
        "measure": row.facts.window.measure if row.facts.window else None,
        "kpi": kpi.name,
        "bucket": kpi.bucket,
        "indicator": kpi.indicator,
        "rung": kpi.rung,
        "control": kpi.control,
        "unit": kpi.unit,
        **_aim(row),
        "actual": row.estimate.value,
        **_pace(row),
        "previous": row.previous,
        "change": row.change,
        "n": row.estimate.n,
        "low": row.estimate.low,
        "high": row.estimate.high,
        "series": [{"period": point.period, "value": point.value} for point in row.series],
        **_status(row),
        "limits": _limits(row),
        "owner": kpi.owner,
        "partner_team": kpi.partner_team,
        "why_changed": latest.why if latest else None,
        "factors": _factors(row),
        **_next_step(row),
        **_said(row),
        "value_as_of": row.estimate.as_of,
        "source": (latest.source if latest else None) or kpi.source,
        "definition_version": latest.definition_version if latest else kpi.definition_version,
        "raw": _raw(row, as_of=as_of, calendar=calendar),
        "verdict": _verdict(row),
    }


def _aim(row: Row) -> dict[str, Any]:
    kpi, post = row.kpi, row.post
    goal = post.goal if post else kpi.goal
    bounds = (post.low, post.high) if post else (kpi.low, kpi.high)
    return {
        "direction": post.direction if post else kpi.direction,
        "goal": goal,
        "bounds": None if goal is Goal.REACH else list(bounds),
        "start": post.start if post else None,
        "start_date": post.start_date if post else None,
        "target": post.value if post else None,
        "target_date": post.target_date if post else None,
    }


def _pace(row: Row) -> dict[str, Any]:
    pace = row.verdict.pace
    return {"pace_due": pace.due, "pace_method": pace.method, "progress": pace.progress}


def _status(row: Row) -> dict[str, Any]:
    return {
        "status": row.status,
        "status_method": row.verdict.method,
        "probability": None,
        "agreed_status": row.facts.agreed,
        "status_reason": row.verdict.reason,
    }


def _verdict(row: Row) -> dict[str, Any] | None:
    written = row.facts.window.written if row.facts.window else None
    if written is None:
        return None
    return {
        "verdict": written.verdict,
        "share": written.share,
        "written_on": written.on,
        "restated": written.why,
        "differs": written.is_different,
    }


def _limits(row: Row) -> dict[str, Any] | None:
    limits = row.limits
    if limits is None:
        return None
    return {
        "center": limits.center,
        "lower": limits.lower,
        "upper": limits.upper,
        "points": limits.points,
        "signals": [
            {"date": row.judged_on[signal.index], "rule": signal.rule} for signal in limits.signals
        ],
    }


def _factors(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "name": factor.name,
            "start": factor.start_on,
            "end": factor.end_on,
            "method": factor.method,
            "evidence": factor.evidence,
        }
        for factor in row.factors
    ]


def _next_step(row: Row) -> dict[str, Any]:
    step = row.facts.next_action
    return {
        "next_step": step.text if step else None,
        "next_step_owner": step.owner if step else None,
        "next_step_due": step.due if step else None,
    }


def _said(row: Row) -> dict[str, Any]:
    """What people say of the number: nothing of it is in the status."""
    said = row.facts.assessment
    return {
        "confidence": said.confidence if said else None,
        "analysis": said.analysis if said else None,
        "questions": [
            {"text": one.text, "asked_by": one.asked_by, "asked_on": one.asked_on}
            for one in row.facts.questions
        ],
    }


def _raw(row: Row, *, as_of: dt.date, calendar: BusinessCalendar) -> dict[str, Any] | None:
    verdict = raw_verdict(row, as_of=as_of, calendar=calendar)
    if verdict is None:
        return None
    return {
        "actual": row.estimate.value,
        "progress": verdict.pace.progress,
        "status": verdict.status,
        "status_reason": verdict.reason,
    }
