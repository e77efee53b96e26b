"""Where scorers are apart: every answer kept beside the others, never averaged away."""

from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.prioritizer.scoring import CRITERIA, CriterionScore, ScoreSheet
from pmm_core.vocabulary import Criterion


@dataclass(frozen=True)
class Strip:
    """What everybody answered to one question about one challenge.

    Attributes:
        said: scorer and score, in the order of the scorers.
        score: the same as median, range and quartiles.
    """

    challenge: str
    criterion: Criterion
    said: tuple[tuple[str, float], ...]
    score: CriterionScore


def strips_of(sheet: ScoreSheet) -> tuple[Strip, ...]:
    """Lay out every question that somebody answered, in the order of the sheet."""
    at = {name: place for place, name in enumerate(sheet.scorers)}
    strips = []
    for challenge in sheet.challenges:
        for criterion in CRITERIA:
            said = sorted(
                (at[cell.scorer], cell.scorer, cell.value)
                for cell in sheet.cells
                if cell.challenge == challenge and cell.criterion is criterion
            )
            if said:
                score = CriterionScore.of([value for _, _, value in said])
                answers = tuple((scorer, value) for _, scorer, value in said)
                strips.append(Strip(challenge, criterion, answers, score))
    return tuple(strips)


def to_talk_about(strips: Sequence[Strip]) -> tuple[Strip, ...]:
    """Pick what is disputed, the widest range first."""
    disputed = [one for one in strips if one.score.is_disputed]
    return tuple(sorted(disputed, key=lambda one: -one.score.disagreement))
