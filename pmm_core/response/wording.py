"""Every sentence about questions, assessments and next steps."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import show_counted, show_day, show_names, show_value
from pmm_core.vocabulary import Confidence

CONFIDENCE_WORDS = {
    Confidence.HIGH: "High: would bet on it",
    Confidence.MEDIUM: "Medium: could go either way",
    Confidence.LOW: "Low: does not expect it",
}
FIELDS = {
    "text": "Question",
    "asked_by": "Asked by",
    "answer": "Answer",
    "answered_by": "Answered by",
    "confidence": "Confidence",
    "analysis": "Analysis",
    "person_id": "Said by",
}
STEP_FIELDS = {"text": "Next step", "owner_id": "Owner", "due_on": "Due"}
NOTHING_SAID = "Say how sure you are, or why the number is as it is, or both."
QUESTIONS = "Questions"
ASK = "Ask about this number"
ASK_BUTTON = "Ask"
ANSWER_BUTTON = "Answer"
ASSESS = "What you think of it"
ASSESS_BUTTON = "Keep"
ASSESS_NOTE = "Stands beside the computed status and never changes it."
ADD_STEP = "Add a next step"
ADD_STEP_BUTTON = "Add step"
DONE = "Done"
STEP_DONE = "That step is done already."
NO_STEP = "No next step yet. An off-track KPI needs one, with owner and date."


def asked(by: str, on: dt.date, about: str) -> str:
    """Tell who asked when, and about which value."""
    return f"{by}, {show_day(on)}{about}"


def about(value: float | None, on: dt.date | None, unit: str | None) -> str:
    """Tell the value a question is about; nothing where there was none."""
    if value is None or on is None:
        return ""
    return f", about {show_value(value, unit)} of {show_day(on)}"


def waits_for(owner: str | None) -> str:
    """Tell who has not answered yet."""
    return f"Not answered yet by {owner}." if owner else "Not answered yet: the KPI has no owner."


def said_by(by: str | None, on: dt.date) -> str:
    """Tell who said something, and for which day."""
    return f"{by or 'Somebody'}, {show_day(on)}"


def open_questions(count: int) -> str:
    """Count the questions nobody has answered."""
    return show_counted(count, "open question")


def was_asked(kpi: str, owner: str | None) -> str:
    """Confirm a question."""
    return f"Asked about “{kpi}”. {waits_for(owner)}"


def was_answered(kpi: str) -> str:
    """Confirm an answer."""
    return f"Answered the question about “{kpi}”."


def was_assessed(kpi: str) -> str:
    """Confirm an assessment."""
    return f"Kept what you think of “{kpi}”."


def step_added(kpi: str, owner: str, due: dt.date) -> str:
    """Confirm a next step."""
    return f"{owner} has a next step about “{kpi}”, due {show_day(due)}."


def step_finished(text: str, on: dt.date) -> str:
    """Confirm that a step was done."""
    return f"“{text}” was done on {show_day(on)}."


def no_question(number: int) -> str:
    """Refuse a number that no question has."""
    return f"There is no question {number}. List the questions to see their numbers."


def no_step(number: int) -> str:
    """Refuse a number that no next step has."""
    return f"There is no next step {number}. List the next steps to see their numbers."


def answered_already(by: str | None, on: dt.date | None) -> str:
    """Refuse a second answer."""
    when = f" on {show_day(on)}" if on else ""
    return f"{by or 'Somebody'} answered this question{when} already. Ask a new one instead."


def ahead(what: str, day: dt.date, today: dt.date) -> str:
    """Refuse a day that has not come yet."""
    return f"{what} on {show_day(day)} lies ahead: today is {show_day(today)}."


def due_before(due: dt.date, today: dt.date) -> str:
    """Refuse a step that would be overdue from the start."""
    return f"{show_day(due)} is over: today is {show_day(today)}. Give a day from today on."


def segment_unknown(kpi: str, segment: str, known: Sequence[str]) -> str:
    """Refuse a segment of which the KPI has neither a value nor a target."""
    return f"“{kpi}” has no segment “{segment}”. It has {show_names(known) or 'none'}."


def archived(kpi: str) -> str:
    """Refuse what is about a KPI nobody follows any more."""
    return f"“{kpi}” is archived. Restore it first."
