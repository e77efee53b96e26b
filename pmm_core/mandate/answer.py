"""A mandate as the document that the command prints."""

import datetime as dt
from typing import Any

from pmm_core.deck.outline import lines_said
from pmm_core.mandate.differences import Change, compare
from pmm_core.mandate.document import MandateDocument, MandateKpi, Partner, Proof, parted
from pmm_core.mandate.versions import Answer, Prepared, Version
from pmm_core.prioritizer.defence import Defence, DefendedPlace
from pmm_core.vocabulary import SignOffDecision


def mandate_answer(
    prepared: Prepared, version: Version | None, *, as_of: dt.date
) -> dict[str, Any]:
    """Write a version of a mandate, or what is being written, as a document of plain values.

    Args:
        prepared: the mandate.
        version: one of its versions; null for what is being written.
        as_of: the day on which a review is overdue.
    """
    document = version.document if version else prepared.document
    return {
        "mandate": prepared.document.name,
        "as_of": document.as_of,
        "version": version.number if version else None,
        "by": version.by if version else None,
        "note": version.note if version else None,
        "agreed": version.is_agreed if version else None,
        **_said(document),
        "review_overdue": document.review_on is not None and document.review_on < as_of,
        "sign_offs": [_sign_off(one) for one in (version.answers if version else ())],
        "changes": [_change(one) for one in _since_the_last(prepared, version)],
        "gaps": [
            {"part": gap.part, "message": gap.message, "needed": gap.is_needed}
            for gap in (() if version else prepared.gaps)
        ],
        "versions": [_listed(one) for one in prepared.versions],
        "findings": [
            {"message": one.message, "recommendation": one.recommendation}
            for one in prepared.findings
        ],
    }


def _since_the_last(prepared: Prepared, version: Version | None) -> tuple[Change, ...]:
    """Compare with the version before; the first has none."""
    number = version.number if version else None
    earlier = [one for one in prepared.versions if number is None or one.number < number]
    document = version.document if version else prepared.document
    return compare(earlier[0].document, document) if earlier else ()


def _said(document: MandateDocument) -> dict[str, Any]:
    return {
        "team": document.team,
        "purpose": document.purpose,
        "challenge": document.challenge,
        "proof": None if document.proof is None else _proof(document.proof),
        "focus": document.focus,
        "not_focus": [
            {"what": what, "reason": reason or None}
            for what, reason in map(parted, lines_said(document.not_focus or ""))
        ],
        "defence": document.defence,
        "ranking": None if document.ranking is None else _ranking(document.ranking),
        "kpis": [_kpi(one) for one in document.kpis],
        "partners": [_partner(one) for one in document.partners],
        "success": document.success,
        "review_on": document.review_on,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "given": proof.is_given,
        "kpi": None if proof.kpi is None else _kpi(proof.kpi),
        "number": proof.number,
    }


def _ranking(ranking: Defence) -> dict[str, Any]:
    return {
        "round": ranking.round,
        "scorers": ranking.scorers,
        "weights": ranking.weights.in_order(),
        "headline": ranking.headline,
        "places": [_place(one) for one in ranking.places],
        "flips": ranking.flips,
        "doubts": ranking.doubts,
    }


def _place(one: DefendedPlace) -> dict[str, Any]:
    return {
        "challenge": one.challenge,
        "rank": one.rank,
        "score": one.score,
        "urgent": one.urgent,
        "unique": one.unique,
        "impact": one.impact,
        "rank_shares": one.rank_shares,
        "central_weights": one.central_weights.in_order() if one.central_weights else None,
    }


def _kpi(one: MandateKpi) -> dict[str, Any]:
    return {
        "kpi": one.name,
        "scope": one.scope,
        "bucket": one.bucket,
        "status": one.status,
        "actual": one.value,
        "on": one.on,
        "target": one.post.value if one.post else None,
        "unit": one.unit,
        "owner": one.owner,
        "partner": one.partner,
    }


def _partner(one: Partner) -> dict[str, Any]:
    return {
        "function": one.function,
        "accountable": one.accountable,
        "consulted": one.consulted,
        "together": one.together,
        "overlap": one.overlap,
    }


def _sign_off(one: Answer) -> dict[str, Any]:
    return {
        "person": one.person,
        "decision": one.decision,
        "on": one.on,
        "objection": one.objection,
    }


def _change(one: Change) -> dict[str, Any]:
    return {"part": one.part, "kind": one.kind, "before": one.before, "after": one.after}


def _listed(one: Version) -> dict[str, Any]:
    return {
        "version": one.number,
        "on": one.on,
        "by": one.by,
        "note": one.note,
        "signed": len(one.those(SignOffDecision.SIGNED)),
        "objected": len(one.those(SignOffDecision.OBJECTED)),
        "not_answered": len(one.those(None)),
    }
