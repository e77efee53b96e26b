"""Drift as the document that the command prints."""

from enum import StrEnum
from typing import Any

from pmm_core.drift.outside import Drift, Group, Outside
from pmm_core.drift.requests import Request


class By(StrEnum):
    """What the work is grouped by."""

    REQUESTER = "requester"
    MONTH = "month"
    QUARTER = "quarter"
    CHALLENGE = "challenge"


def groups_of(drift: Drift, by: By) -> tuple[Group, ...]:
    """Return the groups of one kind."""
    return {
        By.REQUESTER: drift.by_requester,
        By.MONTH: drift.by_month,
        By.QUARTER: drift.by_quarter,
        By.CHALLENGE: drift.by_challenge,
    }[by]


def drift_answer(drift: Drift, *, by: By | None = None) -> dict[str, Any]:
    """Write drift as a document of plain values; unknown is null.

    Args:
        drift: the result.
        by: what to fill `groups` with; it is empty for null.
    """
    groups = groups_of(drift, by) if by else ()
    return {
        "as_of": drift.as_of,
        "since": drift.since,
        **_outside(drift.whole),
        "asked": drift.asked,
        "decisions": {
            decision.value if decision else "undecided": number
            for decision, number in drift.decisions.items()
        },
        "by": by,
        "groups": [{"group": group.name, **_outside(group.outside)} for group in groups],
        "not_taken_on": [_request(one) for one in drift.not_taken_on],
    }


def _outside(outside: Outside) -> dict[str, Any]:
    share = outside.share
    return {
        "basis": outside.basis,
        "state": outside.state,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "numerator": outside.numerator,
        "denominator": outside.denominator,
        "n": share.n,
        "items": {"outside": outside.items_outside, "tagged": outside.items},
        "hours": {
            "outside": outside.hours_outside,
            "tagged": outside.hours,
            "unknown_for": outside.without_hours,
        },
        "untagged": outside.untagged,
    }


def _request(one: Request) -> dict[str, Any]:
    return {
        "what": one.what,
        "requester": one.requester,
        "asked_on": one.asked_on,
        "hours": one.hours,
        "points": one.points,
        "decision": one.decision,
        "decided_on": one.decided_on,
        "reason": one.reason,
        "inside": one.inside,
        "challenge": one.challenge,
    }
