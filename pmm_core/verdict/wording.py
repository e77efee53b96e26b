"""Every sentence a reader of verdicts sees."""

import datetime as dt
from collections.abc import Collection

from pmm_core.formatting import show_count, show_day, show_interval, show_value
from pmm_core.measures.wording import TITLES
from pmm_core.verdict.recount import Key, Recount
from pmm_core.verdict.settle import VerdictLine, Written
from pmm_core.vocabulary import Measure, ReadingSource, Verdict, WhyRestated, WindowState

VERDICT_WORDS = {
    Verdict.MET: "Met",
    Verdict.MISSED: "Missed",
    Verdict.NO_TARGET: "No target",
    Verdict.TOO_FEW: "Too few",
}
# Filled signs are verdicts, hollow ones are not: colour is never the only sign.
VERDICT_ICONS = {
    Verdict.MET: ":material/check_circle:",
    Verdict.MISSED: ":material/cancel:",
    Verdict.NO_TARGET: ":material/flag_2:",
    Verdict.TOO_FEW: ":material/group_off:",
}
HEADING = "Verdicts"
VERDICT = "Verdict"
ABOUT = (
    "Written once a window is over and everybody was observed for all of it. After that nothing "
    "changes a verdict but a restatement, which stays visible."
)
TOO_LATE = "set too late"
NONE_YET = "No window is over for everybody yet, so there is no verdict."
RESTATE = "Restate"
DIFFERS = "Differs"
RESTATE_ABOUT = (
    "The verdict is written anew from what is counted now. The earlier one stays in its history."
)
WHY_LABEL = "Why"
WHY_HINT = "What came later, and who looked"
NOT_WRITTEN_HERE = (
    "Those without a date are not written yet: your own visit of this page writes them in your own "
    "company, and so does launch settle; nothing is written into the sample."
)
NOT_DIFFERENT = "There is nothing to restate: a recount says what the verdict says."
NOT_WRITTEN = "There is no verdict on that window yet. It is written once the window is over."
NOT_FINAL = (
    "A recount of that window is not final, so there is nothing to restate it from. Its verdict "
    "stays as it is."
)


def window(segment: str, day: int, measure: Measure = Measure.ADOPTION) -> str:
    """Name a window in a sentence; one of another measure than adoption says so first."""
    said = f"Day {day} of “{segment}”" if segment else f"Day {day}"
    return (
        said if measure is Measure.ADOPTION else f"{TITLES[measure]}, {said[0].lower()}{said[1:]}"
    )


def too_late(late: Collection[Key]) -> str:
    """Say which targets came after their windows, and what that means for the verdicts."""
    windows = [window(segment, day, measure) for measure, segment, day in sorted(late)]
    had = "its target was" if len(windows) == 1 else "their targets were"
    return (
        f"{'; '.join(windows)}: {had} set once the window was over, so there is no verdict on it. "
        "Set a target before its window ends."
    )


def named(line: VerdictLine) -> str:
    """Name the window of a line."""
    return window(line.segment, line.day, line.measure)


def _fraction(one: Written | Recount) -> str:
    units = "adopters" if one.measure is Measure.ENGAGEMENT else "eligible"
    return f"{show_count(one.adopted)} of {show_count(one.eligible)} {units}"


def numbers(one: Written | Recount) -> str:
    """Write share, interval, fraction and target."""
    if one.share is None:
        return "nothing known yet"
    doubt = show_interval(one.low, one.high, "%")
    aim = f", against at least {show_value(one.target, '%')}" if one.target is not None else ""
    return f"{show_value(one.share, '%')} ({doubt}), {_fraction(one)}{aim}"


def written(one: Written, on: dt.date) -> str:
    """Say who wrote a verdict and when."""
    return f"Written {show_day(on)} by {one.written_by}"


def since(on: dt.date, *, is_again: bool) -> str:
    """Say since when a verdict stands, short enough for a cell."""
    return f"{'Restated' if is_again else 'Written'} {show_day(on)}"


def restated(one: Written, before: Written, on: dt.date) -> str:
    """Say when and why a verdict was restated, and what it was."""
    return (
        f"Restated {show_day(on)}: {one.why}; was {show_value(before.share, '%')}, "
        f"{VERDICT_WORDS[before.verdict].lower()}."
    )


def changes(line: VerdictLine) -> str:
    """Say why a window says something else now than its verdict."""
    one, now = line.written, line.now
    if one is None or now is None:
        return ""
    counts = _fraction(now)
    earlier = f"{show_count(one.adopted)} of {show_count(one.eligible)}"
    said = {
        WhyRestated.LATE_ROWS: f"late rows: its log counts {counts}, it counted {earlier}",
        WhyRestated.CORRECTED_COUNTS: f"counts corrected to {counts} from {earlier}",
        WhyRestated.CHANGED_DEFINITION: "changed definition",
        WhyRestated.CHANGED_TARGET: _target(one.target, now.target),
    }
    return "; ".join(said[why] for why in line.changes)


def _target(before: float | None, now: float | None) -> str:
    if before is None:
        return f"target set to {show_value(now, '%')}"
    if now is None:
        return f"target of {show_value(before, '%')} taken back"
    return f"target changed to {show_value(now, '%')} from {show_value(before, '%')}"


def finding(line: VerdictLine) -> str:
    """Say that a recount and the verdict disagree."""
    one, now = line.written, line.now
    if one is None or now is None:
        return ""
    verdict = VERDICT_WORDS[one.verdict].lower()
    again = f", {VERDICT_WORDS[now.verdict].lower()}" if now.verdict else ""
    share = show_value(now.share, "%") if now.share is not None else "nothing known"
    return (
        f"{named(line)}: the verdict says {show_value(one.share, '%')}, "
        f"{verdict}; a recount says {share}{again} ({changes(line)})."
    )


def what_to_do(line: VerdictLine) -> str:
    """Say what can be done about a difference."""
    if line.now is not None and line.now.is_final:
        return "Restate the verdict, or find out why the counts moved."
    return "The window is not final as it is read now, so the verdict cannot be restated from it."


def waiting(now: Recount) -> str:
    """Say why a window has no verdict yet."""
    if now.state is WindowState.TOO_EARLY:
        not_typed = now.is_over and now.source is ReadingSource.TYPED
        return "Over, and no count typed" if not_typed else "Too early"
    if now.state is WindowState.MATURING:
        seen = f"{show_count(now.matured)} of {show_count(now.eligible)}"
        return f"{seen} observed for the whole window"
    return f"{numbers(now)}; {'not written yet' if now.is_over else 'not over yet'}"


def shortened(of: int, launch: str) -> str:
    """Say that a list was cut."""
    return f"There are {show_count(of)} in all: launch verdicts {launch} lists them."


def more(lines: int, *, with_measures: bool) -> str:
    """Head the verdicts that do not stand in the table of windows."""
    what = "Segments, activation and engagement" if with_measures else "Segments"
    return f"{what}: {show_count(lines)} more verdict{'s' if lines != 1 else ''}"


def done(what: str) -> str:
    """Say what was restated."""
    return f"Restated. {what}."


def settled(launch: str, rows: int) -> str:
    """Say how many verdicts were written."""
    if not rows:
        return f"{launch}: no verdict to write."
    return f"{launch}: {show_count(rows)} verdict{'s' if rows != 1 else ''} written."


def changed(launch: str, by: str) -> str:
    """Tell the second of two who restated the same verdict."""
    return (
        f"{by} restated this verdict of “{launch}” after you opened it, so yours was not stored. "
        "Look at it again."
    )
