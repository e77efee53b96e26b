"""Score sheets as tests write them: a challenge, and what each scorer gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmm_core.prioritizer.scoring import ScoreCell, ScoreSheet
from pmm_core.vocabulary import Criterion

Scores = Sequence[float | None]
WORKED = {"A": (5, 2, 3), "B": (3, 4, 3), "C": (2, 3, 5), "D": (4, 4, 2)}


def sheet(**panels: Mapping[str, Scores]) -> ScoreSheet:
    """A sheet from `Ada={"A": (5, 2, 3)}`; a null score is missing."""
    return ScoreSheet.of(
        (
            ScoreCell(challenge, scorer, criterion, value)
            for scorer, panel in panels.items()
            for challenge, scores in panel.items()
            for criterion, value in zip(Criterion, scores, strict=True)
            if value is not None
        ),
        challenges=dict.fromkeys(name for panel in panels.values() for name in panel),
        scorers=panels,
    )


def without(scores: ScoreSheet, scorer: str) -> ScoreSheet:
    """The sheet with one scorer left out; every challenge stays."""
    return ScoreSheet(
        tuple(cell for cell in scores.cells if cell.scorer != scorer),
        scores.challenges,
        tuple(name for name in scores.scorers if name != scorer),
    )
