"""What scorers said about challenges: each cell kept, disagreement beside every mean."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from pmm_core.errors import InvalidInput
from pmm_core.stats.agreement import ordinal_alpha
from pmm_core.vocabulary import Criterion

LOWEST, HIGHEST = 1, 5
CRITERIA = tuple(Criterion)
Panel = npt.NDArray[np.float64]
# From this range on, or below this alpha, scorers disagree too much to read the mean alone.
WIDE_RANGE = 2.0
WEAK_AGREEMENT = 0.67


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One scorer's answer to one question about one challenge, 1 to 5."""

    challenge: str
    scorer: str
    criterion: Criterion
    value: float


@dataclass(frozen=True, slots=True)
class MissingScore:
    """A question a scorer did not answer; null criterion where they left out all three."""

    challenge: str
    scorer: str
    criterion: Criterion | None


def score_missing(one: MissingScore, unranked: Collection[str]) -> str:
    """Say which score is missing, and what comes of it."""
    on = f" on {one.criterion.value}" if one.criterion else ""
    then = (
        "It is not ranked: nobody scored it on one of the three."
        if one.challenge in unranked
        else "The mean is that of the others."
    )
    return f"{one.scorer} did not score “{one.challenge}”{on}. {then}"


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Everything that was scored in one round.

    Attributes:
        cells: at most one for a challenge, scorer and criterion.
        challenges, scorers: all there are, in the order they are shown in.
    """

    cells: tuple[ScoreCell, ...]
    challenges: tuple[str, ...]
    scorers: tuple[str, ...]

    @classmethod
    def of(
        cls,
        cells: Iterable[ScoreCell],
        *,
        challenges: Iterable[str] = (),
        scorers: Iterable[str] = (),
    ) -> "ScoreSheet":
        """Gather cells, in the order of the names given, then in that of their first cell.

        Args:
            cells: in any order.
            challenges, scorers: also those nobody has scored, or who have scored nothing.

        Raises:
            InvalidInput: `score_out_of_range` or `score_repeated`.
        """
        kept = tuple(cells)
        seen: set[tuple[str, str, Criterion]] = set()
        for cell in kept:
            _refuse_out_of_range(cell)
            key = (cell.challenge, cell.scorer, cell.criterion)
            if key in seen:
                raise InvalidInput(
                    f"{cell.scorer} scored “{cell.challenge}” twice on {cell.criterion.value}. "
                    "Keep one of the two.",
                    code="score_repeated",
                )
            seen.add(key)
        return cls(
            kept,
            tuple(dict.fromkeys([*challenges, *(cell.challenge for cell in kept)])),
            tuple(dict.fromkeys([*scorers, *(cell.scorer for cell in kept)])),
        )


def _refuse_out_of_range(cell: ScoreCell) -> None:
    if not LOWEST <= cell.value <= HIGHEST:
        raise InvalidInput(
            f"{cell.scorer} scored “{cell.challenge}” {cell.value:g} on {cell.criterion.value}. "
            f"A score lies between {LOWEST} and {HIGHEST}.",
            code="score_out_of_range",
        )


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """What all scorers together say on one question.

    Attributes:
        mean, median: over those who answered.
        low, high: the extremes; q1, q3: the quartiles.
        n: how many answered.
    """

    mean: float
    median: float
    low: float
    high: float
    q1: float
    q3: float
    n: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "CriterionScore":
        """Add up the scores of those who answered; at least one."""
        given = np.array(list(values), dtype=float)
        q1, median, q3 = (float(one) for one in np.quantile(given, (0.25, 0.5, 0.75)))
        return cls(
            mean=fmean(given),
            median=median,
            low=float(given.min()),
            high=float(given.max()),
            q1=q1,
            q3=q3,
            n=len(given),
        )

    @property
    def disagreement(self) -> float:
        """How far the extremes lie apart."""
        return self.high - self.low

    @property
    def is_disputed(self) -> bool:
        """Whether the extremes lie so far apart that the mean hides something."""
        return self.disagreement >= WIDE_RANGE


@dataclass(frozen=True, slots=True)
class ScoredChallenge:
    """A challenge that somebody scored on every criterion.

    Attributes:
        scorers: how many scored it on at least one criterion.
    """

    challenge: str
    scores: Mapping[Criterion, CriterionScore]
    scorers: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """A sheet added up.

    Attributes:
        scored: challenges with all three criteria, in the order of the sheet.
        unranked: challenges with a criterion nobody scored.
        missing: answers that are not there; the means leave them out.
        agreement: Krippendorff's ordinal alpha of each criterion; null where it is not defined.
    """

    scored: tuple[ScoredChallenge, ...]
    unranked: tuple[str, ...]
    missing: tuple[MissingScore, ...]
    agreement: Mapping[Criterion, float | None]


def score_challenges(sheet: ScoreSheet) -> Scoring:
    """Add a sheet up: means over whoever answered, and all that is missing."""
    panel = panel_of(sheet)
    answered = ~np.isnan(panel)
    complete = np.all(np.any(answered, axis=0), axis=1)
    return Scoring(
        scored=tuple(
            ScoredChallenge(
                challenge,
                {
                    criterion: CriterionScore.of(panel[answered[:, at, place], at, place])
                    for place, criterion in enumerate(CRITERIA)
                },
                int(answered[:, at].any(axis=1).sum()),
            )
            for at, challenge in enumerate(sheet.challenges)
            if complete[at]
        ),
        unranked=tuple(
            challenge for at, challenge in enumerate(sheet.challenges) if not complete[at]
        ),
        missing=tuple(_missing(sheet, answered)),
        agreement={
            criterion: ordinal_alpha(
                [[None if np.isnan(one) else float(one) for one in row] for row in panel[:, :, at]]
            )
            for at, criterion in enumerate(CRITERIA)
        },
    )


def panel_of(sheet: ScoreSheet) -> Panel:
    """Lay a sheet out as scorers by challenges by criteria; NaN where there is no answer."""
    scorer = {name: at for at, name in enumerate(sheet.scorers)}
    challenge = {name: at for at, name in enumerate(sheet.challenges)}
    panel = np.full((len(scorer), len(challenge), len(CRITERIA)), np.nan)
    for cell in sheet.cells:
        place = scorer[cell.scorer], challenge[cell.challenge], CRITERIA.index(cell.criterion)
        panel[place] = cell.value
    return panel


def _missing(sheet: ScoreSheet, answered: npt.NDArray[np.bool_]) -> Iterator[MissingScore]:
    for at, scorer in enumerate(sheet.scorers):
        for place, challenge in enumerate(sheet.challenges):
            given = answered[at, place]
            if not given.any():
                yield MissingScore(challenge, scorer, None)
                continue
            for criterion, there in zip(CRITERIA, given, strict=True):
                if not there:
                    yield MissingScore(challenge, scorer, criterion)
