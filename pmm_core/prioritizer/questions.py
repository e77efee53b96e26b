"""The three questions a challenge is scored on, each with five descriptions of what a score means.

A description says something one can check, so that two people who give a 4 mean the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pmm_core.prioritizer.scoring import HIGHEST, LOWEST
from pmm_core.vocabulary import Criterion, Evidence

SCALE = tuple(range(LOWEST, HIGHEST + 1))


@dataclass(frozen=True)
class Question:
    """One question of the sheet.

    Attributes:
        asks: the question.
        about: what to think of while answering.
        anchors: what 1, 2, 3, 4 and 5 mean.
    """

    asks: str
    about: str
    anchors: tuple[str, str, str, str, str]

    def anchor(self, value: int) -> str:
        """Return what a score means."""
        return self.anchors[value - LOWEST]


QUESTIONS: Mapping[Criterion, Question] = {
    Criterion.URGENT: Question(
        "Is it urgent?",
        "A date after which it is too late, or what waiting costs.",
        (
            "Can wait a year without loss.",
            "Half a year of waiting costs little, and it can be won back.",
            "A quarter of waiting costs something we can name.",
            "A month of waiting costs, or a date passes within half a year.",
            "Each week of waiting costs us, or a date passes this quarter.",
        ),
    ),
    Criterion.UNIQUE: Question(
        "Are we uniquely qualified?",
        "Whether product marketing, of all teams, is the one to take it on.",
        (
            "Another team does it better, and has the time.",
            "Another team could do it as well as we can.",
            "We add something nobody else has, but need not lead.",
            "We know these buyers best; others would need months.",
            "Nobody else can: it rests on what only we know and do.",
        ),
    ),
    Criterion.IMPACT: Question(
        "Is the impact the largest?",
        "What would change within a year if it were solved.",
        (
            "No KPI would show it.",
            "One KPI of one product would move a little.",
            "One KPI of one product would move clearly.",
            "A KPI of the whole company would move clearly.",
            "It decides whether the company meets its main target.",
        ),
    ),
}
EVIDENCE: Mapping[Evidence, str] = {
    Evidence.MEASURED: "Measured: read from data",
    Evidence.ESTIMATE: "Estimate: worked out, with a range",
    Evidence.OPINION: "Opinion: believed",
}
