"""What a scorer may see of a round, how far it has come, and what moved since the last one."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound
from pmm_core.models import ChallengeScore, ScoringRound
from pmm_core.prioritizer import wording
from pmm_core.prioritizer.drafts import ScoreDraft
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.scoring import CRITERIA, ScoreCell, ScoreSheet
from pmm_core.vocabulary import Criterion, Evidence

Key = tuple[int, Criterion]
SAID = tuple(ScoreDraft.model_fields.keys() - {"challenge_id", "criterion"})


@dataclass(frozen=True)
class Sheet:
    """What one scorer said in a round; never what another said.

    Attributes:
        scorer: their name.
        challenges: what is scored by id, in the order of the round; names are told apart.
        seen: challenge and criterion -> score in force; without those taken back. One that holds
            only words has no value yet.
        is_handed_in: whether they are done.
        last_time: the same scorer's scores in the round this one was started from, and only once
            they have scored here: nobody is anchored by them.
    """

    round: ScoringRound
    scorer_id: int
    scorer: str
    challenges: Mapping[int, str]
    seen: Mapping[Key, ChallengeScore]
    is_handed_in: bool
    last_time: Mapping[Key, int]

    @property
    def asked(self) -> tuple[Key, ...]:
        """Every question, in the order of the round."""
        return tuple((one, criterion) for one in self.challenges for criterion in CRITERIA)

    @property
    def missing(self) -> tuple[Key, ...]:
        """Questions without a score, in the order of the round."""
        return tuple(key for key in self.asked if self.value(key) is None)

    def value(self, key: Key) -> int | None:
        """Return the score of a question; null until there is one."""
        return self.seen[key].value if key in self.seen else None

    def changed(self, drafts: Iterable[ScoreDraft]) -> tuple[ScoreDraft, ...]:
        """Pick the drafts that say something else than this sheet."""
        return tuple(one for one in drafts if not says_the_same(one, self.seen.get(one.key)))

    def draft(self, key: Key) -> ScoreDraft:
        """Say again what this sheet says to a question."""
        seen = self.seen.get(key)
        said = {field: getattr(seen, field, None) for field in SAID}
        return ScoreDraft(challenge_id=key[0], criterion=key[1], **said)

    def whole(self, drafts: Iterable[ScoreDraft]) -> tuple[ScoreDraft, ...]:
        """Say every answer of the sheet: the drafts, and what it shows beside them."""
        said = {one.key: one for one in drafts}
        return tuple(said.get(key) or self.draft(key) for key in self.asked)

    def with_typed(self, drafts: Iterable[ScoreDraft]) -> "Sheet":
        """Show drafts that are not stored as if they were."""
        typed = {
            one.key: ChallengeScore(
                round_id=self.round.id or 0, scorer_id=self.scorer_id, **one.model_dump()
            )
            for one in drafts
        }
        return replace(self, seen={**self.seen, **typed})

    def with_saved(self, now: "Sheet", keys: Iterable[Key]) -> "Sheet":
        """Take over some questions from the sheet as it is now.

        The others stay as they were seen, so that what somebody else saved there meanwhile is
        told rather than written over.
        """
        seen = dict(self.seen)
        for key in keys:
            seen.pop(key, None)
            if key in now.seen:
                seen[key] = now.seen[key]
        return replace(now, seen=seen)


@dataclass(frozen=True)
class Turn:
    """How far one scorer has come; never what they scored.

    Attributes:
        answered, asked: scores given, and questions there are.
        is_handed_in: whether they are done.
        is_archived: whether they left; the round still asks them.
    """

    scorer_id: int
    scorer: str
    answered: int
    asked: int
    is_handed_in: bool
    is_archived: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a round has come.

    Attributes:
        team: whose mandate it prepares; null for the company.
        turns: one a scorer, in the order of the round.
    """

    round: ScoringRound
    team: str | None
    turns: tuple[Turn, ...]

    @property
    def waiting(self) -> tuple[str, ...]:
        """Scorers who have not handed in."""
        return tuple(one.scorer for one in self.turns if not one.is_handed_in)

    @property
    def waiting_in_vain(self) -> tuple[str, ...]:
        """Scorers an open round waits for although they are archived."""
        gone = [one for one in self.turns if one.is_archived and not one.is_handed_in]
        return () if self.is_closed else tuple(one.scorer for one in gone)

    @property
    def is_closed(self) -> bool:
        """Whether its scores are fixed."""
        return self.round.closed_on is not None

    @property
    def is_covered(self) -> bool:
        """Whether nobody may see the scores of others yet."""
        return bool(self.waiting) and not self.is_closed


@dataclass(frozen=True)
class Answer:
    """One score with what its scorer said beside it; see `ChallengeScore` for the fields."""

    challenge: str
    scorer: str
    criterion: Criterion
    value: int
    evidence: Evidence | None = None
    why: str | None = None
    due_on: dt.date | None = None
    cost_of_waiting: str | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Late:
    """What one scorer gave, changed or took back once they could see what others scored.

    Attributes:
        questions: challenge and criterion, in the order of the round.
    """

    scorer: str
    questions: tuple[tuple[str, Criterion], ...]


@dataclass(frozen=True)
class Answers:
    """Every answer of a round that may be seen.

    Attributes:
        challenges, scorers: all there are, in the order of the round.
        late: scores that were not given blind, one a scorer who has some.
    """

    given: tuple[Answer, ...]
    challenges: tuple[str, ...]
    scorers: tuple[str, ...]
    late: tuple[Late, ...] = ()

    @property
    def sheet(self) -> ScoreSheet:
        """The scores alone."""
        return ScoreSheet.of(
            [ScoreCell(one.challenge, one.scorer, one.criterion, one.value) for one in self.given],
            challenges=self.challenges,
            scorers=self.scorers,
        )

    def to(self, challenge: str, criterion: Criterion) -> tuple[Answer, ...]:
        """Return the answers to one question, the highest score first."""
        found = [
            one for one in self.given if (one.challenge, one.criterion) == (challenge, criterion)
        ]
        return tuple(sorted(found, key=lambda one: -one.value))


@dataclass(frozen=True)
class Placed:
    """Where a challenge stood in a round.

    Attributes:
        rank: from 1, at the weights of that round; null where it was not ranked.
        means: over whoever answered; empty where it was not ranked.
    """

    rank: int | None
    means: Mapping[Criterion, float]


@dataclass(frozen=True)
class Moved:
    """Where a challenge stood then and stands now; null for a round that did not have it."""

    challenge: str
    was: Placed | None
    now: Placed | None

    @property
    def climbed(self) -> int | None:
        """By how many ranks it rose; negative if it fell, null where one of the two is missing."""
        if self.was is None or self.now is None or None in (self.was.rank, self.now.rank):
            return None
        return (self.was.rank or 0) - (self.now.rank or 0)

    def by(self, criterion: Criterion) -> float | None:
        """How far its mean moved on a question; null where one of the two is not known."""
        if self.was is None or self.now is None:
            return None
        was, now = self.was.means.get(criterion), self.now.means.get(criterion)
        return None if was is None or now is None else now - was


def what_moved(before: Ranking, now: Ranking) -> tuple[Moved, ...]:
    """Compare two rounds: by rank as it is now, then those that were dropped."""
    was, became = _placed(before), _placed(now)
    return tuple(Moved(name, was.get(name), became.get(name)) for name in {**became, **was})


def _placed(ranking: Ranking) -> dict[str, Placed]:
    ranked = {
        one.challenge: Placed(one.rank, {key: score.mean for key, score in one.scores.items()})
        for one in ranking.ranked
    }
    return ranked | {name: Placed(None, {}) for name in ranking.unranked}


def find_round(rounds: Sequence[Progress], named: str) -> Progress:
    """Find a round by its id or its name, whatever the case.

    Raises:
        NotFound: there is no such round in use.
        InvalidInput: several bear the name (`round_ambiguous`).
    """
    by_id = {str(one.round.id): one for one in rounds}
    found = [one for one in rounds if one.round.name.casefold() == named.strip().casefold()]
    if not found and named in by_id:
        return by_id[named]
    if not found:
        near = get_close_matches(named, [one.round.name for one in rounds], n=3)
        raise NotFound("scoring round", named, near=near)
    if len(found) > 1:
        ids = [one.round.id or 0 for one in found]
        raise InvalidInput(wording.round_ambiguous(named, ids), code="round_ambiguous")
    return found[0]


def weights_of(row: ScoringRound) -> Weights:
    """Return the weights of a round, together 1."""
    return Weights.scaled(row.urgent, row.unique, row.impact)


def order_of(row: ScoringRound) -> tuple[Criterion, ...] | None:
    """Return the order of importance of a round; null without a stated one."""
    return tuple(Criterion(one) for one in row.importance) or None


def newest_of(rows: Sequence[ChallengeScore], scorer_id: int) -> dict[Key, ChallengeScore]:
    """Pick what one scorer says now, without what they took back as a whole."""
    return {
        (row.challenge_id, row.criterion): row
        for row in rows
        if row.scorer_id == scorer_id and any(getattr(row, field) is not None for field in SAID)
    }


def says_the_same(draft: ScoreDraft, kept: ChallengeScore | None) -> bool:
    """Tell whether a draft says what is stored; an empty one says what is not there."""
    return all(getattr(draft, field) == getattr(kept, field, None) for field in SAID)


def to_store(
    base: Sheet,
    now: Mapping[Key, ChallengeScore],
    drafts: Iterable[ScoreDraft],
    *,
    whole: bool = False,
) -> list[ScoreDraft]:
    """Pick the drafts that are new; of two who change one answer nobody loses.

    Args:
        base: the sheet as the person saw it.
        now: what is in force by now.
        drafts: what the person says.
        whole: whether they stand by every answer of the sheet, also by those they left alone.

    Raises:
        ChangedElsewhere: somebody saved one of these answers meanwhile; `details["fields"]` holds
            all sides of every answer that is.
    """
    kept, conflicts, by = [], [], None
    for draft in base.whole(drafts) if whole else base.changed(drafts):
        seen, theirs = base.seen.get(draft.key), now.get(draft.key)
        if says_the_same(draft, theirs):
            continue
        if getattr(theirs, "id", None) != getattr(seen, "id", None):
            conflicts += _differing(draft, seen, theirs)
            by = theirs.recorded_by if theirs is not None else by
        kept.append(draft)
    if conflicts:
        raise ChangedElsewhere(
            wording.sheet_saved_elsewhere(by),
            details={
                "noun": "scoring_round",
                "name": base.round.name,
                "by": by,
                "fields": conflicts,
            },
        )
    return kept


def _differing(
    draft: ScoreDraft, base: ChallengeScore | None, theirs: ChallengeScore | None
) -> list[dict[str, Any]]:
    """List what two saves of one answer disagree on, with all three sides."""
    return [
        {
            "challenge_id": draft.challenge_id,
            "criterion": draft.criterion.value,
            "field": field,
            "base": getattr(base, field, None),
            "theirs": getattr(theirs, field, None),
            "yours": getattr(draft, field),
        }
        for field in ScoreDraft.model_fields
        if field in SAID and getattr(theirs, field, None) != getattr(draft, field)
    ]


def told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """Number those who bear the same name: a sheet of scores knows them by name alone."""
    often = Counter(names.values())
    return {one: name if often[name] == 1 else f"{name} (no. {one})" for one, name in names.items()}
