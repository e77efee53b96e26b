"""The end of a launch, and what it says to the next, as documents that commands print."""

import datetime as dt
from typing import Any

from pmm_core.closing import wording
from pmm_core.closing.proposals import Lesson, Proposal
from pmm_core.vocabulary import LaunchOutcome


def end_answer(
    launch: str, ended_on: dt.date | None, outcome: LaunchOutcome | None, lesson: str | None
) -> dict[str, Any]:
    """Write whether a launch is closed, and how it went."""
    return {
        "launch": launch,
        "closed": ended_on is not None,
        "ended_on": ended_on,
        "outcome": outcome,
        "lesson": lesson,
    }


def proposals_answer(
    launch: str, as_of: dt.date, found: tuple[Proposal, ...], lessons: tuple[Lesson, ...]
) -> dict[str, Any]:
    """Write what closed launches propose for each window, and what they teach."""
    return {
        "launch": launch,
        "as_of": as_of,
        "proposals": [_proposal(one) for one in found],
        "lessons": [
            {
                "launch": one.launch,
                "ended_on": one.ended_on,
                "outcome": one.outcome,
                "lesson": one.lesson,
                "same_product": one.same_product,
                "same_tier": one.same_tier,
                "same_type": one.same_type,
            }
            for one in lessons
        ],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    low, high = one.range or (None, None)
    return {
        "day": one.day,
        "n": len(one.reached),
        "tier": one.tier,
        "type": one.launch_type,
        "low": low,
        "high": high,
        "share": one.share,
        "launches": [
            {"launch": each.launch, "share": each.share, "n": each.n} for each in one.reached
        ],
        "said": wording.proposal(one),
    }
