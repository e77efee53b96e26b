"""Who should own product marketing, as the document that the command prints."""

from typing import Any

from pmm_core.ownership import wording
from pmm_core.ownership.home import Ownership
from pmm_core.ownership.need import LastLaunch, Need
from pmm_core.ownership.rules import RULES
from pmm_core.ownership.signs import Sign, SignReading
from pmm_core.reasons import Weighed
from pmm_core.vocabulary import BusinessFunction


def owner_answer(found: Ownership) -> dict[str, Any]:
    """Write what is known as a document of plain values; unknown is null."""
    advice = found.advice
    counsel, said = advice.counsel, advice.facts.said
    return {
        "facts": {fact: getattr(said, fact) for fact in RULES.questions},
        "missing": list(counsel.missing),
        "owner": counsel.answer,
        "confidence": advice.confidence,
        "confidence_rule": wording.CONFIDENCE_RULE,
        "level_with": list(counsel.level),
        "possible": list(counsel.possible),
        "functions": [_function(one) for one in counsel.options],
        "changes": [
            {"fact": one.fact, "answer": one.answer, "owner": one.option} for one in counsel.changes
        ],
        "first_jobs": [
            {"job": one.job, "product_helps": one.product_helps} for one in wording.FIRST_JOBS
        ],
        "watch_out": list(wording.watch_out(counsel.answer, said)),
        "look_again": {"proposed": advice.look_again_on, "kept": advice.kept_on},
        "signs": [_reading(one) for one in found.signs],
        **_need(found.need),
        "findings": [
            {"message": one.message, "recommendation": one.recommendation} for one in found.findings
        ],
    }


def _function(one: Weighed[BusinessFunction]) -> dict[str, Any]:
    return {
        "function": one.option,
        "balance": one.balance,
        "for": list(one.speak_for),
        "against": list(one.speak_against),
    }


def _reading(one: SignReading) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "health": one.health,
        "latest": _sign(one.latest) if one.latest else None,
        "others": [_sign(sign) for sign in one.others],
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {
        "on": sign.on,
        "healthy": sign.healthy,
        "evidence": sign.evidence,
        "product": sign.product,
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "segments": [
            {
                "segment": one.name,
                "product": one.product,
                "why": one.why,
                "proof": one.proof,
                "since": one.since,
            }
            for one in need.segments
        ],
        "last_launch": _launch(need.last_launch) if need.last_launch else None,
    }


def _launch(launch: LastLaunch) -> dict[str, Any]:
    return {
        "launch": f"{launch.product}/{launch.name}",
        "launched_on": launch.launched_on,
        "windows": [
            {
                "day": one.day,
                "share": one.share,
                "low": one.low,
                "high": one.high,
                "n": one.n,
                "adopted": one.adopted,
                "state": one.state,
            }
            for one in launch.windows
        ],
        "verdicts": [
            {"kpi": one.kpi, "status": one.status, "reason": one.reason} for one in launch.verdicts
        ],
        "problem": launch.problem,
    }
