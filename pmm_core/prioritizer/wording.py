"""The sentences of challenges and of their ranking; those of scoring stand in `round_wording`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmm_core.formatting import show_names, show_percent
from pmm_core.prioritizer.ranking import RankedChallenge, Ranking, SingleScore, Weights
from pmm_core.prioritizer.scoring import WEAK_AGREEMENT, CriterionScore, ScoreSheet, Scoring
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.vocabulary import Criterion, JourneyStage, Status

# More names than these are counted.
_NAMED = 3
# Shares closer than this are the same.
_LEVEL = 1e-9
NOTHING_RANKED = "Nothing can be ranked: no challenge has a score on all three criteria."
CRITERIA = {
    Criterion.URGENT: "urgent",
    Criterion.UNIQUE: "uniquely ours",
    Criterion.IMPACT: "impact",
}
# What a score is more or less on.
_ON = {
    Criterion.URGENT: "urgency",
    Criterion.UNIQUE: "being uniquely ours",
    Criterion.IMPACT: "impact",
}


def show_share(share: float) -> str:
    """Write a share so that a rare winner is not taken for none: `<1%`, `>99%`."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1 - 1e-9:
        return ">99%"
    return show_percent(share)


def show_weights(weights: Weights) -> str:
    """Write weights in a sentence: `urgent 50%, uniquely ours 25%, impact 25%`."""
    return ", ".join(f"{CRITERIA[one]} {show_percent(weights[one])}" for one in Criterion)


def headline(ranking: Ranking) -> str:
    """Say who comes first and how firmly."""
    stability = ranking.stability
    if stability.first is None or stability.first_share is None:
        return NOTHING_RANKED
    if len(ranking.ranked) == 1:
        return _alone(stability.first, len(ranking.unranked))
    firm = f"first in {show_share(stability.first_share)} of {_admissible(ranking)}"
    if len(stability.tied_first) > 1:
        tied = quoted(stability.tied_first)
        return f"{tied} tie for first. “{stability.first}” is named first: it is {firm}."
    often = first_more_often(ranking)
    if often is None:
        return f"“{stability.first}” comes first; it is {firm}."
    return (
        f"“{stability.first}” comes first at these weights; it is {firm}, “{often.challenge}” in "
        f"{show_share(often.rank_shares[0])}."
    )


def _alone(name: str, others: int) -> str:
    if not others:
        return f"“{name}” is ranked alone."
    rest = "the other challenge lacks" if others == 1 else f"the other {others} challenges lack"
    return f"“{name}” is ranked alone: {rest} scores on one of the three."


def first_more_often(ranking: Ranking) -> RankedChallenge | None:
    """Return who is first in most of the weightings, where that is not the first of the list."""
    often = max(ranking.ranked, key=lambda one: one.rank_shares[0])
    if often.rank_shares[0] <= ranking.ranked[0].rank_shares[0] + _LEVEL:
        return None
    return often


def quoted(names: Sequence[str]) -> str:
    """Write names of challenges in a sentence: `“A”, “B” and “C”`."""
    return show_names([f"“{name}”" for name in names])


def _admissible(ranking: Ranking) -> str:
    if ranking.order is None:
        return "all weightings"
    names = " before ".join(CRITERIA[criterion] for criterion in ranking.order)
    return f"all weightings with {names}"


def place(one: RankedChallenge) -> str:
    """Say how firm one challenge's place is."""
    said = [f"first in {show_share(one.rank_shares[0])} of the weightings"]
    if one.central_weights:
        said.append(f"believe {show_weights(one.central_weights)} for it to come first")
    if one.dominated_by:
        said.append(f"{one.dominated_by} is at least as good on all three")
    if one.confidence_factor is not None:
        said.append(f"{show_percent(one.confidence_factor)} of resampled panels agree then")
    return "; ".join(said)


def flip(ranking: Ranking) -> str:
    """Say the smallest change of weights that makes another challenge level with the first."""
    stability = ranking.stability
    if stability.flips_to is None or stability.flips_at is None:
        return "" if len(ranking.ranked) < 2 else "No admissible weighting puts another one level."
    if not stability.smallest_weight_change:
        return f"“{stability.flips_to}” is level with it at these weights already."
    return (
        f"“{stability.flips_to}” is level with it once weights move by "
        f"{100 * stability.smallest_weight_change:.1f} points: {show_weights(stability.flips_at)}."
    )


def single_score(one: SingleScore) -> str:
    """Say what a single score moved by one would do; a tie is no win."""
    point = "one point more" if one.by > 0 else "one point less"
    then = _first_or_level(one.tied_first, "would come first", "would be level")
    return f"If {one.scorer} gave “{one.challenge}” {point} on {_ON[one.criterion]}, {then}."


def _first_or_level(tied: Sequence[str], first: str, level: str) -> str:
    if not tied:
        return f"nothing {first}"
    if len(tied) == 1:
        return f"“{tied[0]}” {first}"
    return f"{quoted(tied) if len(tied) <= _NAMED else f'{len(tied)} challenges'} {level}"


def disputes(ranking: Ranking) -> list[str]:
    """Say in two sentences how far scorers agree; `disagreement` has every mean they dispute."""
    disputed = disagreement(ranking)
    means = sum(one.is_disputed for each in ranking.ranked for one in each.scores.values())
    weak = [
        CRITERIA[criterion]
        for criterion, alpha in ranking.agreement.items()
        if alpha is not None and alpha < WEAK_AGREEMENT
    ]
    said = [f"Scorers agree weakly on {show_names(weak)}."] if weak else []
    if means:
        of = len(ranking.ranked) * len(CRITERIA)
        said.append(f"They differ by 2 or more on {means} of {of} means, first {disputed[0]}")
    return said


def more_single_scores(count: int) -> str:
    """Say how many single scores beside those told would change the first."""
    if count == 1:
        return "One more single score, moved by one point, would change who comes first too."
    return f"{count} more single scores, moved by one point, would change who comes first too."


def left_out(ranking: Ranking) -> list[str]:
    """Say which scorers decide the first place; without them a tie is no win."""
    now = set(ranking.stability.tied_first)
    return [
        f"Without {one.scorer} {_first_or_level(one.tied_first, 'comes first', 'are level')}."
        for one in ranking.stability.leave_one_scorer_out
        if set(one.tied_first) != now
    ]


def disagreement(ranking: Ranking) -> list[str]:
    """Say where scorers are too far apart to read the mean alone."""
    disputed = [
        f"“{one.challenge}”, {CRITERIA[criterion]}: scores from {score.low:g} to {score.high:g}."
        for one in ranking.ranked
        for criterion, score in one.scores.items()
        if score.is_disputed
    ]
    weak = [
        f"Scorers agree weakly on {CRITERIA[criterion]} (Krippendorff's alpha {alpha:.2f}, "
        f"{WEAK_AGREEMENT} is wanted)."
        for criterion, alpha in ranking.agreement.items()
        if alpha is not None and alpha < WEAK_AGREEMENT
    ]
    return [*disputed, *weak]


def notes(ranking: Ranking, sheet: ScoreSheet) -> list[str]:
    """Say what makes a ranking less than it looks."""
    said = notes_on_ranked(ranking, sheet)
    if ranking.unranked:
        names = quoted(ranking.unranked)
        said.append(f"Not ranked, because nobody scored it on one of the three: {names}.")
    return said


def notes_on_ranked(ranking: Ranking, sheet: ScoreSheet) -> list[str]:
    """Say what makes scores less than they look; why a challenge has no rank is told elsewhere."""
    told = tuple(one for one in ranking.missing if one.challenge not in ranking.unranked)
    return score_notes(replace(ranking, missing=told), sheet)


def score_notes(scored: Scoring | Ranking, sheet: ScoreSheet) -> list[str]:
    """Say what makes scores less than they look."""
    said = []
    challenges = scored.scored if isinstance(scored, Scoring) else scored.ranked
    if len(sheet.challenges) == 1:
        said.append("There is one challenge only, so there is nothing to rank it against.")
    if len(challenges) > 1 and _all_equal([one.scores for one in challenges]):
        said.append(
            "All challenges have the same scores, so no weighting tells them apart. Score them "
            "against each other."
        )
    said += [line for scorer in sheet.scorers for line in _scored_some(scorer, scored, sheet)]
    said += [
        f"{one.scorer} left out {CRITERIA[one.criterion]} of “{one.challenge}”."
        for one in scored.missing
        if one.criterion is not None
    ]
    return said


def _scored_some(scorer: str, scored: Scoring | Ranking, sheet: ScoreSheet) -> list[str]:
    """Say how many challenges a scorer scored, and whose means the rest have, if they have any."""
    answered = {cell.challenge for cell in sheet.cells if cell.scorer == scorer}
    rest = set(sheet.challenges) - answered
    if not rest:
        return []
    count = f"{scorer} scored {len(answered)} of {len(sheet.challenges)} challenges"
    if not rest - set(scored.unranked):
        return [f"{count}."]
    of = "the rest" if not rest & set(scored.unranked) else "those of the rest that are ranked"
    return [f"{count}; the means of {of} are those of the others."]


def _all_equal(scores: Sequence[Mapping[Criterion, CriterionScore]]) -> bool:
    return all(
        one[criterion].mean == scores[0][criterion].mean
        for one in scores
        for criterion in Criterion
    )


STAGES = {
    JourneyStage.ACQUISITION: "Acquisition",
    JourneyStage.LEADS: "Leads",
    JourneyStage.TRIAL_CONVERSION: "Trial conversion",
    JourneyStage.RETENTION: "Retention",
    JourneyStage.EXPANSION: "Expansion",
    JourneyStage.CHURN: "Churn",
    JourneyStage.MONETIZATION: "Monetization",
}
FIELDS = {
    "name": "Name",
    "stage": "Stage of the journey",
    "description": "What happens, and to whom",
    "kpi_id": "KPI that proves it",
    "proof": "Number that proves it",
    "product_id": "Product",
}
ABOUT = (
    "What keeps the company from growing, by stage of the journey. A challenge is a claim until a "
    "KPI or a number proves it."
)
NONE_YET = "No challenge yet"
FIRST_ONE = (
    "Write down what the company struggles with: a name, the stage of the journey, and the KPI or "
    "the number that proves it."
)
PROOF_NOTE = "Where no KPI shows it: the number, where it is from, and of which day."
PROVE_IT = "Choose the KPI that shows it, or write down the number, its source and its day."
PROVE_IT_OTHERWISE = "Write down the number that shows it, choose another KPI, or archive it."
NO_PROOF = "No proof yet"
GIVE_PROOF = "Give the proof"
ARCHIVE_NOTE = "It leaves this list and the pickers. Rounds that scored it keep it."
ARCHIVED_KPI = "The KPI is archived."
_TODAY = {
    Status.ON_TRACK: "is on track",
    Status.NO_DATA: "has no value yet",
    Status.STALE: "has had no new value for too long",
}


def challenges_headline(total: int, unproven: int) -> str:
    """Lead the page with what is there."""
    if not total:
        return "Challenges"
    counted = f"{total} challenge" if total == 1 else f"{total} challenges"
    if not unproven:
        return f"{counted}, each with its proof"
    return f"{counted}, {unproven} without proof"


def unproven(names: Sequence[str]) -> str:
    """Say which challenges nothing stands behind."""
    quoted = show_names([f"“{name}”" for name in names])
    return f"Nothing proves {quoted} yet."


def proves_nothing_today(name: str, at: Standpoint) -> str:
    """Say that the KPI of a challenge does not show it on the day."""
    assert at.status is not None, "only a KPI with a status is told"
    return f"“{name}” is to be shown by {at.kpi}, which {_TODAY[at.status]}."


NOT_IN_ROUND = "This challenge is not in the round. Open the sheet again."
FILE_OR_ROUND = "Name either a file of scores or a round with --round, not both."
NO_SCORER = "This person does not score in the round."


def round_ambiguous(name: str, ids: Sequence[int]) -> str:
    """Say that a name stands for several rounds."""
    said = show_names([str(one) for one in ids], "or")
    return f"Several rounds are called “{name}”. Name one by its id: {said}."


def round_closed(name: str) -> str:
    """Say that scores are fixed."""
    return f"“{name}” is closed, so its scores are fixed. Reopen the round to change them."


def scores_covered(waiting: Sequence[str]) -> str:
    """Say whose scores a round waits for, never what anybody scored."""
    return f"The scores stay covered until everybody has handed in. Missing: {show_names(waiting)}."


def sheet_saved_elsewhere(by: str | None) -> str:
    """Say that a sheet was saved from somewhere else meanwhile."""
    return (
        f"{by or 'Somebody'} saved this sheet after you opened it, so yours was not stored. "
        "Compare the two and save again."
    )
