"""The sentences of a ranking on screen; those a command says too stand in `wording`."""

from collections.abc import Sequence

from pmm_core.formatting import show_counted, show_names, show_percent
from pmm_core.prioritizer.grounds import TOP_THREE, RankedRound
from pmm_core.prioritizer.ranking import RankedChallenge, Ranking, Weights
from pmm_core.prioritizer.round_wording import EVIDENCE, HEADS
from pmm_core.prioritizer.rounds import Answer, Progress
from pmm_core.prioritizer.scoring import CRITERIA as ALL_CRITERIA
from pmm_core.prioritizer.scoring import CriterionScore, MissingScore
from pmm_core.prioritizer.wording import (
    CRITERIA,
    first_more_often,
    flip,
    left_out,
    quoted,
    show_share,
    single_score,
)
from pmm_core.vocabulary import Criterion, Evidence

# Points that are none when they are written, and those that rounding leaves of none.
_TOO_FEW, _NONE = 0.005, 1e-9
ABOUT = (
    "Which challenge comes first, and would it under other reasonable weights? Every share is "
    "exact: an area of all weightings, not random draws."
)
NOTHING_YET = "Nothing to rank yet"
SCORE_FIRST = "Challenges are ranked once they are scored, and everybody has handed in."
ORDER = "Order of importance"
ANY_ORDER = "None: every weighting counts"
ORDER_NOTE = "Only weightings in this order are then taken for possible."
WEIGHTS = "How much each question counts"
EQUAL = "Equal weights"
ROUNDS_OWN = "Weights of the round"
KEEP = "Keep for the round"
KEEP_NOTE = "The mandate and what moved since the last round are then read at these weights."
KEEP_CLOSED = "The round is closed. Reopen it to keep other weights."
KEPT = "The weights are kept for the round."
ALL_ZERO = "All three are 0, so all count the same."
FIRM = "What would change the first place"
WHERE = "How the challenges stand"
WHERE_NOTE = (
    "Further right is more urgent, higher is more impact, larger is more uniquely ours; the number "
    "is the rank. Outline: solid measured, dashed an estimate, dotted an opinion, none where "
    "nobody said."
)
FIRM_EACH = "How firm each place is"
BARS_NOTE = "Share of all weightings in which a challenge comes first (blue) or in the top three."
BARS_OF_FEW = "Share of all weightings in which a challenge comes first."
PICK = "What stands behind the place of"
PICK_NOTE = "A click on a bubble or a bar chooses a challenge too."
VETOED = "Somebody gave it 1"
SCORE_ALL_THREE = "A challenge is ranked once each of the three questions has a score for it."
TABLE = "The ranking as a table"
TABLE_NOTE = (
    "The score is the mean of the three questions at these weights. Of each question the mean of "
    "the scorers, and where they differ their range, with the median where it is another. “2 × 1”: "
    "a 1, the lowest score, was given twice, and a mean must not hide it."
)
SHARES = "All rank shares as a table"
SINGLE = "Every single score that would change who comes first"
NOT_RANKED = "Not ranked"
BELIEVE = "What one must believe for it to come first"
BELIEVE_NOTE = "The average of all weightings that put it first."
DOWNLOAD = "Scores as CSV"
DOWNLOAD_NOTE = "In the columns that the command mandate rank reads."
LEFT_OUT = "Who comes first without each scorer"
LEFT_OUT_COLUMNS = ("Without", "First")
NOBODY = "nothing can be ranked"
COLUMNS = (
    "Rank",
    "Challenge",
    "Score",
    "First",
    *HEADS.values(),
    "Look at",
)
SHARE_COLUMNS = ("Rank", "Share of the weightings", "Or better")
SINGLE_COLUMNS = ("Scorer", "Challenge", "Question", "Moved by", "Then first")


def title(ranking: Ranking) -> str:
    """Lead the page with who comes first, and in how much of all weightings."""
    stability = ranking.stability
    if stability.first is None or stability.first_share is None:
        return "Nothing can be ranked yet"
    if len(ranking.ranked) == 1:
        return f"“{stability.first}” is ranked alone"
    if len(stability.tied_first) > 2:
        return f"{len(stability.tied_first)} challenges tie for first"
    if len(stability.tied_first) == 2:
        return f"{quoted(stability.tied_first)} tie for first"
    often = first_more_often(ranking)
    if often is not None:
        share = show_share(often.rank_shares[0])
        return (
            f"At these weights “{stability.first}” comes first; “{often.challenge}” does in "
            f"{share} of {_all(ranking)}"
        )
    share = show_share(stability.first_share)
    return f"“{stability.first}” comes first, in {share} of {_all(ranking)}"


def covered_title(progress: Progress) -> str:
    """Lead the page of a round nobody may see yet with how far it has come."""
    total = len(progress.turns)
    done = total - len(progress.waiting)
    return f"{done} of {total} have handed in for {progress.round.name}"


def _all(ranking: Ranking) -> str:
    return "all weightings" if ranking.order is None else "the weightings in this order"


def show_order(order: Sequence[Criterion]) -> str:
    """Write an order of importance: `Urgent, then impact, then uniquely ours`."""
    return ", then ".join(CRITERIA[one] for one in order).capitalize()


def moved_to_order(weights: Weights) -> str:
    """Say that weights against the order of importance were not taken as they stand."""
    said = ", ".join(f"{CRITERIA[one]} {show_percent(weights[one])}" for one in Criterion)
    return f"The sliders contradict the order of importance; the nearest that follow it: {said}."


def counted(progress: Progress) -> str:
    """Say whose scores are counted."""
    total = len(progress.turns)
    if not progress.waiting:
        return f"The scores of all {total} scorers." if total > 1 else "The scores of one scorer."
    return (
        f"{total - len(progress.waiting)} of {total} handed in before the round was closed; "
        f"what {show_names(progress.waiting)} had typed by then counts too."
    )


def firmness(ranking: Ranking) -> list[str]:
    """Say what would put another challenge first: weights, a scorer, a single score."""
    stability = ranking.stability
    if len(ranking.ranked) < 2:
        return []
    said = [_first_more_often(ranking), flip(ranking)]
    decisive = left_out(ranking)
    scorers = len(stability.leave_one_scorer_out)
    if decisive:
        said += decisive
    elif scorers:
        stays = "it stays first" if len(stability.tied_first) == 1 else "they stay level"
        said.append(f"Whichever of the {scorers} scorers is left out, {stays}.")
    said.append(_single_scores(ranking))
    if stability.regret is not None:
        said.append(_regret(str(stability.first), stability.regret))
    return said


def _first_more_often(ranking: Ranking) -> str:
    """Say where the first of these weights is not the first of most; empty where it is."""
    often = first_more_often(ranking)
    if often is None:
        return ""
    return (
        f"At these weights only: it is first in {show_share(ranking.ranked[0].rank_shares[0])} of "
        f"{_all(ranking)}, “{often.challenge}” in {show_share(often.rank_shares[0])}."
    )


def _single_scores(ranking: Ranking) -> str:
    moves = ranking.stability.single_scores
    if not moves:
        return "No single score, moved by one point, changes who comes first."
    example = single_score(moves[0])
    if len(moves) == 1:
        return f"One single score, moved by one point, would change who comes first. {example}"
    return (
        f"{len(moves)} single scores, each moved by one point, would change who comes first. "
        f"For example: {example}"
    )


def then_first(tied: Sequence[str]) -> str:
    """Write who would come first, in a cell; whoever ties is level."""
    return f"{show_names(tied)}, level" if len(tied) > 1 else show_names(tied) or NOBODY


def _regret(first: str, points: float) -> str:
    known = "Knowing the weights exactly would"
    if points < _NONE:
        return f"{known} not make a better choice than “{first}”."
    if points < _TOO_FEW:
        return f"{known} make the choice less than 0.01 points better than “{first}” on average."
    return f"{known} make the choice {points:.2f} points better than “{first}” on average."


def rank(place: int) -> str:
    """Head a column of rank shares."""
    return f"Rank {place}"


def scored(one: RankedChallenge) -> str:
    """Write the score at the weights in use."""
    return f"score {one.score:.2f} of 5"


def shares_alt(challenge: str) -> str:
    """Say what a table of rank shares holds."""
    return f"In which share of the weightings “{challenge}” takes each rank"


def counts_for(share: float) -> str:
    """Say what a slider comes to."""
    return f"counts {show_percent(share)}"


def first_share(one: RankedChallenge) -> str:
    """Write in how much of the weightings a challenge comes first: `71% first`."""
    return f"{show_share(one.rank_shares[0])} first"


def top_three_share(one: RankedChallenge) -> str:
    """Write in how much of the weightings a challenge is among the top three."""
    return f"{show_share(min(sum(one.rank_shares[:TOP_THREE]), 1.0))} in the top three"


def bubble(one: RankedChallenge, evidence: Evidence | None) -> str:
    """Say where a bubble stands and what it rests on."""
    said = [f"{CRITERIA[criterion]} {one.scores[criterion].mean:.2g}" for criterion in ALL_CRITERIA]
    return f"{', '.join(said)}; {EVIDENCE[evidence] if evidence else 'evidence not said'}"


def bubbles_alt(ranked: RankedRound) -> str:
    """Say what the bubbles show."""
    places = ranked.ranking.ranked
    said = "; ".join(
        f"{one.rank}. {one.challenge}: {bubble(one, ranked.evidence[one.challenge])}"
        for one in places
    )
    return f"{show_counted(len(places), 'challenge')} by urgency and impact. {said}"


def bars_alt(ranked: RankedRound) -> str:
    """Say what the bars show."""
    shares = [
        f"{one.challenge} {first_share(one)}, {top_three_share(one)}"
        for one in ranked.ranking.ranked
    ]
    return f"Share of all weightings. {'; '.join(shares)}"


def spread(score: CriterionScore) -> str:
    """Write a mean with its doubt: `4.25 (3 to 5, median 4.5)`; where all agree it stands alone."""
    if not score.disagreement:
        return f"{score.mean:.2f}"
    apart = abs(score.mean - score.median) >= _TOO_FEW
    median = f", median {score.median:g}" if apart else ""
    return f"{score.mean:.2f} ({score.low:g} to {score.high:g}{median})"


def look_at(ranked: RankedRound, one: RankedChallenge) -> str:
    """Flag what speaks against reading a mean alone; empty where nothing does."""
    said = []
    vetoes = ranked.vetoes[one.challenge]
    if vetoes:
        said.append(f"{len(vetoes)} × 1")
    disputed = [CRITERIA[key] for key, score in one.scores.items() if score.is_disputed]
    if disputed:
        said.append(f"apart on {show_names(disputed)}")
    if ranked.twins[one.challenge]:
        said.append("same scores as another")
    elif one.dominated_by:
        said.append("dominated")
    return "; ".join(said)


def behind(ranked: RankedRound, one: RankedChallenge) -> list[str]:
    """Say what stands behind a place."""
    said = []
    if one.central_weights is None:
        said.append("No admissible weighting puts it first.")
    if one.dominated_by:
        said.append(f"“{one.dominated_by}” is at least as good on all three and better on one.")
    twins = ranked.twins[one.challenge]
    if twins:
        said.append(f"Its scores are those of {quoted(twins)}: no weighting tells them apart.")
    if one.confidence_factor is not None:
        share = show_percent(one.confidence_factor)
        said.append(f"At those weights {share} of resampled panels of scorers keep it first.")
    said += [
        f"{veto.scorer} gave it 1 on {CRITERIA[veto.criterion]}{_why(veto)}"
        for veto in ranked.vetoes[one.challenge]
    ]
    said += [
        f"Scorers are apart on {CRITERIA[key]}: {score.low:g} to {score.high:g}, median "
        f"{score.median:g}."
        for key, score in one.scores.items()
        if score.is_disputed
    ]
    evidence = ranked.evidence[one.challenge]
    if evidence:
        said.append(f"That it is uniquely ours rests on: {EVIDENCE[evidence]}.")
    else:
        said.append("Nobody said what it rests on that it is uniquely ours.")
    return said


def _why(veto: Answer) -> str:
    reason = veto.why or veto.cost_of_waiting
    return f": “{reason}”" if reason else "."


def ahead_of(one: RankedChallenge, following: RankedChallenge | None) -> str:
    """Say how surely a challenge is ahead of the next of the list; empty for the last."""
    if following is None or one.beats_next is None:
        return ""
    return f"It is ahead of “{following.challenge}”, the next, in {show_share(one.beats_next)}."


def now(criterion: Criterion, weights: Weights) -> str:
    """Write a weight in use beside the one that is asked for."""
    return f"{show_percent(weights[criterion])} now"


def not_ranked(challenge: str, missing: Sequence[MissingScore], scorers: int) -> str:
    """Say why a challenge has no rank: on which of the questions nobody scored it."""
    if not scorers:
        return "nobody has scored"
    none = sum(one.challenge == challenge and one.criterion is None for one in missing)
    left = [
        CRITERIA[criterion]
        for criterion in ALL_CRITERIA
        if none + sum(one.challenge == challenge and one.criterion is criterion for one in missing)
        == scorers
    ]
    if len(left) == len(ALL_CRITERIA):
        return "nobody scored it"
    return f"nobody scored it on {show_names(left)}"
