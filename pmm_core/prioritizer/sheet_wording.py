"""The sentences of a scorer's sheet that do not pass unnoticed: blanks, blindness, lost words."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pmm_core.formatting import show_names
from pmm_core.prioritizer.rounds import Key, Late, Sheet
from pmm_core.prioritizer.wording import CRITERIA
from pmm_core.vocabulary import Criterion

REOPEN_NOTE = (
    "Scores can be changed again. That it was closed stays in the history, and every score that is "
    "given or changed from now on is marked: everybody could see the others'."
)
ROUND_CHANGED = (
    "The challenges of this round were changed after this sheet was opened, so it was not handed "
    "in. Open the sheet again."
)
GO_ON = "Go on scoring"


def hand_in_anyway(sheet: Sheet) -> str:
    """Ask whether a sheet with blanks is to be handed in, and say what that does."""
    left, asked = len(sheet.missing), len(sheet.asked)
    are = "answer is" if left == 1 else "answers are"
    return (
        f"{left} of {asked} {are} missing. Once you have handed in you may see what others scored, "
        "and what you answer after that is marked as not given blind."
    )


def hand_in_sure(sheet: Sheet) -> str:
    """Name the button that hands in a sheet with blanks."""
    left = len(sheet.missing)
    return f"Hand in without {'that answer' if left == 1 else f'those {left} answers'}"


def late(late: Sequence[Late]) -> list[str]:
    """Say which scores were not given blind, a sentence a scorer."""
    return [
        f"{one.scorer} gave or changed {_scores(len(one.questions))} after they could see what "
        f"others scored: {_questions(one.questions)}."
        for one in late
    ]


def _scores(many: int) -> str:
    return "1 score" if many == 1 else f"{many} scores"


def _questions(questions: Iterable[tuple[str, Criterion]]) -> str:
    groups = groupby(questions, key=lambda one: one[0])
    return "; ".join(
        f"“{name}” ({show_names([CRITERIA[criterion] for _, criterion in keys])})"
        for name, keys in groups
    )


def lists_changed(gone: Sequence[str], new: Sequence[str]) -> str:
    """Say that the challenges of a round changed while somebody scores them."""
    said = []
    if gone:
        were = "was" if len(gone) == 1 else "were"
        said.append(
            f"{_quoted(gone)} {were} taken out of the round while you scored: what was typed there "
            "last is not stored. Your other answers are."
        )
    if new:
        said.append(f"New in the round: {_quoted(new)}.")
    return " ".join(said)


def _quoted(names: Sequence[str]) -> str:
    return show_names([f"“{name}”" for name in names])


def not_stored(sheet: Sheet, keys: Sequence[Key], why: str) -> str:
    """Say what a scorer typed that is not stored, never what it says, and how to get it back."""
    questions = _questions((sheet.challenges.get(one, "?"), criterion) for one, criterion in keys)
    return (
        f"What {sheet.scorer} typed last is not stored: {questions}. {why} It is kept on this "
        f"screen: once that is done, choose {sheet.scorer} to get it back."
    )


def not_kept(sheet: Sheet, many: int) -> str:
    """Say that answers could not be stored as they were typed, so are as they were before."""
    what = "An answer" if many == 1 else f"{many} answers"
    return f"{what} of {sheet.scorer} could not be stored as typed, and stayed as before."


def waiting_in_vain(gone: Sequence[str]) -> str:
    """Say that a round waits for people who have left; empty where it does not."""
    if not gone:
        return ""
    one = len(gone) == 1
    return (
        f"{show_names(gone)} {'is' if one else 'are'} archived and still waited for. Edit the "
        f"round to take {'this scorer' if one else 'these scorers'} out, close it, or bring them "
        "back on the People page."
    )


def edit_note(waiting: Sequence[str]) -> str:
    """Say what taking out a scorer does while a round is covered."""
    have = "has" if len(waiting) == 1 else "have"
    return (
        f"{show_names(waiting)} {have} not handed in. With the last of those taken out, everybody "
        "sees all scores."
    )


def reopen_note(waiting: Sequence[str]) -> str:
    """Say what opening a closed round again does, and who would score knowing the others."""
    if not waiting:
        return REOPEN_NOTE
    have, they = ("has", "scores") if len(waiting) == 1 else ("have", "score")
    return (
        f"{REOPEN_NOTE} {show_names(waiting)} {have} not handed in and {they} knowing the others: "
        "all scores are covered again until then."
    )
