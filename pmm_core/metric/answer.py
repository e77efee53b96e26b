"""The one number and who carries what, as the document that the command prints."""

from typing import Any

from pmm_core.metric.advice import MetricAdvice, answers
from pmm_core.metric.board import Board, Carried, Share
from pmm_core.metric.rules import WINDOWS, MetricKind
from pmm_core.reasons import Weighed
from pmm_core.vocabulary import Standing


def metric_answer(advice: MetricAdvice, board: Board) -> dict[str, Any]:
    """Write advice and board as a document of plain values; unknown is null."""
    counsel = advice.counsel
    return {
        "facts": answers(advice.facts.said),
        "missing": list(counsel.missing),
        "metric": counsel.answer,
        "judged_by_day": advice.day,
        "windows": list(WINDOWS) if advice.day else [],
        "level_with": list(counsel.level),
        "possible": list(counsel.possible),
        "candidates": [_candidate(one) for one in counsel.options],
        "changes": [
            {"fact": one.fact, "answer": one.answer, "metric": one.option}
            for one in counsel.changes
        ],
        "cycle": board.cycle,
        "carriers": [_share(share) for share in board.shares],
        "findings": [
            {
                "status": finding.status,
                "message": finding.message,
                "recommendation": finding.recommendation,
            }
            for finding in board.findings
        ],
    }


def _candidate(one: Weighed[MetricKind]) -> dict[str, Any]:
    return {
        "metric": one.option,
        "balance": one.balance,
        "for": list(one.speak_for),
        "against": list(one.speak_against),
        "ruled_out": list(one.ruled_out),
    }


def _share(share: Share) -> dict[str, Any]:
    def carried(standing: Standing) -> list[dict[str, Any]]:
        return [_carried(one) for one in share.of(standing)]

    return {
        "carrier": share.carrier.name,
        "team": share.carrier.is_team,
        "accountable": carried(Standing.ACCOUNTABLE),
        "supporting": carried(Standing.SUPPORTING),
        "guardrail": carried(Standing.GUARDRAIL),
    }


def _carried(one: Carried) -> dict[str, Any]:
    at = one.standpoint
    return {
        "kpi": at.kpi,
        "scope": at.scope or None,
        "status": at.status,
        "actual": at.estimate.value if at.estimate else None,
        "target": at.target,
        "unit": at.unit,
        "next_step": at.next_step,
        "cycle": one.cycle,
        "reason": one.why,
    }
