"""The sentences of rounds of scoring: who scores, what is missing, where scorers are apart."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pmm_core.formatting import show_count, show_day, show_interval, show_names, show_value
from pmm_core.prioritizer.challenges import ProvenChallenge
from pmm_core.prioritizer.disagreement import Strip
from pmm_core.prioritizer.rounds import Answer, Key, Moved, Placed, Progress, Sheet
from pmm_core.prioritizer.scoring import CRITERIA as ALL_CRITERIA
from pmm_core.prioritizer.scoring import WEAK_AGREEMENT
from pmm_core.prioritizer.wording import CRITERIA, NO_PROOF
from pmm_core.scorecard.wording import STATUS_WORDS
from pmm_core.vocabulary import Criterion, Evidence

ABOUT = (
    "Everybody answers three questions about each challenge, 1 to 5, without seeing the others. "
    "Once all have handed in, the scores stand beside each other."
)
HEADS = {one: word.capitalize() for one, word in CRITERIA.items()}
FIELDS = {
    "name": "Period",
    "team_id": "Team",
    "start_on": "First day",
    "end_on": "Last day",
    "challenge_ids": "Challenges",
    "scorer_ids": "Scorers",
    "value": "Score",
    "due_on": "Too late after",
    "cost_of_waiting": "What waiting costs",
    "evidence": "What it rests on",
    "why": "Why us",
    "estimate": "Estimate",
    "low": "Low",
    "high": "High",
    "unit": "Counted in",
}
EVIDENCE = {
    Evidence.MEASURED: "measured",
    Evidence.ESTIMATE: "estimate",
    Evidence.OPINION: "opinion",
}
COST_HINT = "e.g. the busy season brings most trials of the year"
WHY_HINT = "e.g. we have talked to 40 of these buyers"
UNIT_HINT = "e.g. EUR a year, new plans a year"
RANGE_NOTE = "The low and the high end within which you expect it: 4 times in 5 is enough."

NONE_YET = "No round yet"
FIRST_ONE = (
    "A round is one time a team scores its challenges: choose the period, the challenges and who "
    "scores. Then the laptop goes round, or each scores on a screen of their own."
)
NO_CHALLENGES = "There is nothing to score yet"
CHALLENGES_FIRST = (
    "Write down what the company struggles with, or take up some of the challenges many companies "
    "have and rewrite them."
)
NO_PEOPLE = "There is nobody to score yet"
PEOPLE_FIRST = (
    "Add the people who score: those who answer for KPIs, and the partners they work with."
)
START = "Start a round"
START_NEXT = "Start from the last round"
TAKE_UP = "Take up common challenges"
TAKE_UP_NOTE = (
    "Words that fit many companies. Choose what is true of yours and say it in your own words; "
    "what would prove it stands beside it."
)
TAKEN_UP_ALREADY = "on your list already"
NOTHING_CHOSEN = "Choose at least one."
ROUND_NOTE = "e.g. Q2 2026: the period the team decides its focus for."
ARCHIVE_NOTE = "It leaves this page and the ranking. Its scores stay in the history."
TO_SCORES, TO_RANKING = "Go to the scores", "See what comes first"
CLOSE, REOPEN = "Close the round", "Reopen the round"

WHO = "Who is scoring?"
WHO_NOTE = "Choose your name. The screen stays covered until you say that you sit in front of it."
COVERED_NOTE = (
    "Nobody else looks at this screen from here on. What others scored stays covered until you "
    "have handed in."
)
NOT_ME = "Somebody else"
HAND_OVER = "Pass the laptop on"
ONE, ALL = "One at a time", "All at once"
SAVED_AS_YOU_GO = "Saved as you go: leave at any time and come back to what you typed."
HAND_IN = "Hand in"
HAND_IN_NOTE = (
    "Hand in once you are done: then you see what others scored. You may change your scores until "
    "the round is closed."
)
HANDED_IN_NOTE = (
    "You have handed in. You may change your scores until the round is closed; a score that is "
    "changed after you could see what others scored is marked."
)
NOT_SAVED = "Not saved yet."
FIX_FIRST = "Something above is not saved yet. Put it right or decide, then go on."
CLEAR = "Clear"
SAY_WHY = "Say why"
KEEP_MINE, TAKE_THEIRS = "Keep mine", "Take theirs"
NOTHING_ASKED = "No challenge of this round is left to be scored. Edit the round."

APART = "Where scorers are apart"
AGREED = "No score is two or more apart from another: read the means with that in mind."
TALK = "Talk about these first"
ALL_SCORES = "All scores as a table"
NOTHING_SCORED = "Nothing was scored"
NOTHING_SCORED_YET = "Nobody has scored anything in this round."
CHART_NOTE = (
    "A dot is a scorer, the bar the range, the tick on it the median. Where the range is 2 or "
    "more, both are blue."
)
SCORE_COLUMNS = ("Challenge", "Question", "Median", "Range", "Mean")
MOVED_COLUMNS = ("Challenge", "Rank", *HEADS.values())


def headline(progress: Progress | None) -> str:
    """Lead the page with how far the round has come."""
    if progress is None:
        return "Scores"
    name, total = progress.round.name, len(progress.turns)
    if progress.round.closed_on is not None:
        return f"{name} is closed"
    done = total - len(progress.waiting)
    return f"{'All' if done == total else f'{done} of'} {total} handed in for {name}"


def facts(progress: Progress) -> list[str]:
    """Say whose round it is, and which days it is for."""
    row = progress.round
    said = [progress.team or "The whole company"]
    if row.start_on and row.end_on:
        said.append(f"{show_day(row.start_on)} to {show_day(row.end_on)}")
    many = len(row.challenge_ids)
    said.append("1 challenge" if many == 1 else f"{many} challenges")
    if row.closed_on:
        said.append(f"closed on {show_day(row.closed_on)}")
    return said


def turn(answered: int, asked: int, is_handed_in: bool) -> str:
    """Say how far a scorer is."""
    if is_handed_in:
        return "handed in" if answered == asked else f"handed in, {answered} of {asked}"
    return f"{answered} of {asked}" if answered else "not started"


def am(scorer: str) -> str:
    """Name the button that uncovers the screen."""
    return f"I am {scorer}"


def your_turn(scorer: str) -> str:
    """Say whose turn it is, on the covered screen."""
    return f"This sheet is for {scorer}"


def sheet_title(sheet: Sheet) -> str:
    """Say who scores what."""
    return f"{sheet.scorer} scores {sheet.round.name}"


def answered(sheet: Sheet) -> str:
    """Say how much of a sheet is answered."""
    asked = len(sheet.asked)
    return f"{asked - len(sheet.missing)} of {asked} answered"


def place_in(at: int, total: int) -> str:
    """Say which challenge of the round is on screen."""
    return f"{at + 1} of {total}"


def last_time(value: int) -> str:
    """Remind a scorer of what they gave in the round before."""
    return f"Last time you gave {value}."


def missing(sheet: Sheet) -> str:
    """Say which questions have no score; empty where none is missing."""
    if not sheet.missing:
        return ""
    said = [_missing_of(sheet, keys) for keys in _by_challenge(sheet.missing)]
    return f"Not answered: {'; '.join(said)}."


def _by_challenge(keys: Sequence[Key]) -> list[list[Key]]:
    return [list(group) for _, group in groupby(keys, key=lambda key: key[0])]


def _missing_of(sheet: Sheet, keys: Sequence[Key]) -> str:
    left = [CRITERIA[criterion] for _, criterion in keys]
    what = "all three" if len(left) == len(ALL_CRITERIA) else show_names(left)
    return f"“{sheet.challenges[keys[0][0]]}” ({what})"


def handed_in(sheet: Sheet) -> str:
    """Confirm a handed-in sheet, with what is missing."""
    if not sheet.missing:
        return f"Handed in, with all {len(sheet.asked)} answers."
    return f"Handed in. {missing(sheet)} The means are those of the others there."


def close_note(waiting: Sequence[str]) -> str:
    """Say what closing a round does."""
    said = "From then on its scores are fixed and everybody sees them."
    if not waiting:
        return said
    have = "has" if len(waiting) == 1 else "have"
    return (
        f"{show_names(waiting)} {have} not handed in: what was typed so far counts, and what was "
        f"not is missing. {said}"
    )


def closed(name: str) -> str:
    """Confirm that a round is closed."""
    return f"“{name}” is closed."


def reopened(name: str) -> str:
    """Confirm that a round is open again."""
    return f"“{name}” is open again."


def taken_up(many: int) -> str:
    """Confirm challenges that were taken up from the list of common ones."""
    return "1 challenge was taken up." if many == 1 else f"{many} challenges were taken up."


def strip(one: Strip) -> str:
    """Say how far scorers are apart on one question: `2 to 5, median 3: talk about it`."""
    score = one.score
    if score.n == 1:
        return f"{score.low:g}, one score only"
    if not score.disagreement:
        return f"all {score.low:g}"
    said = f"{score.low:g} to {score.high:g}, median {score.median:g}"
    return f"{said}: talk about it" if score.is_disputed else said


def more_disputed(many: int) -> str:
    """Say that a list was cut; empty where it was not."""
    if many <= 0:
        return ""
    return f"{many} more {'is' if many == 1 else 'are'} blue in the chart below."


def proof(challenge: ProvenChallenge) -> str:
    """Say what proves a challenge, for somebody who scores it."""
    at = challenge.standpoint
    said = []
    if at is not None:
        stands = f", {STATUS_WORDS[at.status].lower()}" if at.status else ""
        said.append(f"{at.kpi}{stands}")
    said += [challenge.proof] if challenge.proof else []
    return f"Proof: {'; '.join(said)}" if said else NO_PROOF


def reasons(answer: Answer) -> str:
    """Say what a scorer gave beside a score; empty where they gave nothing."""
    said = []
    if answer.due_on:
        said.append(f"too late after {show_day(answer.due_on)}")
    if answer.estimate is not None:
        between = show_interval(answer.low, answer.high, None)
        beside = f" ({between})" if between else ""
        unit = f" {answer.unit}" if answer.unit else ""
        said.append(f"{show_value(answer.estimate, None)}{unit}{beside}")
    if answer.evidence:
        said.append(EVIDENCE[answer.evidence])
    said += [words for words in (answer.cost_of_waiting, answer.why) if words]
    return " · ".join(said)


def agreement(alphas: Mapping[Criterion, float | None]) -> str:
    """Say how far scorers agree on each question; empty where that is not defined."""
    known = [
        f"{CRITERIA[one]} {alpha:.2f}" + (" (weak)" if alpha < WEAK_AGREEMENT else "")
        for one, alpha in alphas.items()
        if alpha is not None
    ]
    if not known:
        return ""
    return (
        f"Agreement, Krippendorff's alpha for ordered scores (1 is full, 0 is chance): "
        f"{', '.join(known)}. Below {WEAK_AGREEMENT} the mean alone says little."
    )


def chart_alt(strips: Sequence[Strip], disputed: Sequence[Strip]) -> str:
    """Say what the chart of dots shows."""
    said = f"Every score as a dot, for {len(strips)} questions."
    if not disputed:
        return f"{said} None has a range of 2 or more."
    widest = disputed[0]
    return (
        f"{said} {len(disputed)} have a range of 2 or more; the widest is "
        f"{CRITERIA[widest.criterion]} of “{widest.challenge}”: {widest.score.low:g} to "
        f"{widest.score.high:g}, median {widest.score.median:g}."
    )


def moved_title(earlier: str) -> str:
    """Head what moved."""
    return f"What moved since {earlier}"


def moved(moves: Iterable[Moved]) -> list[str]:
    """Say which challenges changed their rank most, which are new and which were dropped."""
    moves = list(moves)
    climbed = [one for one in moves if one.climbed]
    said = [
        f"“{one.challenge}” {'rose' if (one.climbed or 0) > 0 else 'fell'} from "
        f"{_rank(one.was)} to {_rank(one.now)}."
        for one in sorted(climbed, key=lambda one: -abs(one.climbed or 0))[:3]
    ]
    more = len(climbed) - len(said)
    if more:
        said.append(f"{more} more {'has' if more == 1 else 'have'} moved: see the table.")
    if not climbed:
        said.append("No challenge that was scored both times changed its rank.")
    for word, names in (
        ("New", [one.challenge for one in moves if one.was is None]),
        ("Not scored any more", [one.challenge for one in moves if one.now is None]),
    ):
        if names:
            said.append(f"{word}: {show_names([f'“{name}”' for name in names])}.")
    return said


def rank_move(one: Moved) -> str:
    """Write a rank with the one before: `2, was 3`."""
    if one.now is None:
        return f"not scored, was {_rank(one.was)}"
    if one.was is None:
        return f"{_rank(one.now)}, new"
    return f"{_rank(one.now)}, was {_rank(one.was)}"


def mean_move(one: Moved, criterion: Criterion) -> str:
    """Write a mean with its change: `3.3, +0.8`."""
    placed = one.now or one.was
    mean = placed.means.get(criterion) if placed else None
    if mean is None:
        return ""
    by = one.by(criterion)
    if by is None:
        return f"{mean:.3g}" if one.now else f"was {mean:.3g}"
    return f"{mean:.3g}, unchanged" if abs(by) < 0.005 else f"{mean:.3g}, {by:+.2g}"


def _rank(placed: Placed | None) -> str:
    if placed is None or placed.rank is None:
        return "not ranked"
    return show_count(placed.rank)


def chosen(many: int) -> str:
    """Name the button that takes up what was chosen."""
    return "Take up" if not many else f"Take up {many}"
