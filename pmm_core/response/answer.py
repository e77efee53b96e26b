"""Questions, assessments and next steps as documents that the commands print."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pmm_core.response.facts import Asked, Assessed, Step


def questions_answer(as_of: dt.date, asked: Sequence[Asked]) -> dict[str, Any]:
    """Write questions, those without an answer counted."""
    return {
        "as_of": as_of,
        "open": sum(one.is_open for one in asked),
        "questions": [question_answer(one) for one in asked],
    }


def question_answer(one: Asked) -> dict[str, Any]:
    """Write one question; the answer is null while there is none."""
    return {
        "id": one.id,
        "scope": one.scope,
        "kpi": one.kpi,
        "segment": one.segment,
        "text": one.text,
        "asked_by": one.asked_by,
        "asked_on": one.asked_on,
        "about_on": one.about_on,
        "about_value": one.about_value,
        "owner": one.owner,
        "answer": one.answer,
        "answered_by": one.answered_by,
        "answered_on": one.answered_on,
    }


def assessment_answer(one: Assessed | None) -> dict[str, Any] | None:
    """Write the assessment in force; null without one."""
    if one is None:
        return None
    return {
        "on": one.on,
        "by": one.by,
        "confidence": one.confidence,
        "analysis": one.analysis,
    }


def steps_answer(as_of: dt.date, steps: Sequence[Step]) -> dict[str, Any]:
    """Write next steps, those overdue counted."""
    return {
        "as_of": as_of,
        "open": sum(one.done_on is None for one in steps),
        "overdue": sum(one.days_over is not None for one in steps),
        "steps": [step_answer(one) for one in steps],
    }


def step_answer(one: Step) -> dict[str, Any]:
    """Write one next step."""
    return {
        "id": one.id,
        "scope": one.scope,
        "kpi": one.kpi,
        "segment": one.segment,
        "text": one.text,
        "owner": one.owner,
        "due": one.due,
        "done_on": one.done_on,
        "days_over": one.days_over,
    }
