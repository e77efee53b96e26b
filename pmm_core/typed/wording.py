"""Every sentence a reader of typed counts sees."""

import datetime as dt
from collections.abc import Callable, Mapping

from pmm_core.formatting import show_count, show_counted, show_day

Said = tuple[int, int, int]

HEADERS: Mapping[str, str] = {
    "segment": "Segment",
    "day": "Day",
    "eligible": "Eligible",
    "adopted": "Adopted",
}
TITLE = "Type counts"
BUTTON = "Type counts"
CHANGE = "Change counts"
SAVE = "Save all"
TYPED = "Counts somebody typed"
ABOUT = (
    "One row a day of the launch's age: how many could adopt, and how many of them had by the end "
    "of that day. Segment blank is everybody. Cells can be pasted from a spreadsheet. A row "
    "without adopted is not known yet, and takes back what was typed before."
)
NO_LOG = "No event log? Type what somebody counted"
NO_LOG_ABOUT = (
    "Eligible and adopted units by day 5, 10, 30 or any other day give the same windows, intervals "
    "and verdicts, marked as typed."
)
DAY_MISSING = "There is no day. Write the day of the launch's age, e.g. 5."
ELIGIBLE_MISSING = "Give the number of eligible units, at least 1: without it there is no share."
DAY_OPTION = "Name the day of the launch's age with --day."
FILE_OR_DAY = "Give either --file or --day, not both."
ADOPTED_OR_BACK = "Give either --eligible and --adopted, or --take-back."
UNREADABLE: Mapping[str, Callable[[str], str]] = {
    "count_negative": lambda text: f"“{text}” is negative. Count units from 0 up.",
    "fraction_not_count": lambda text: (
        f"“{text}” is a share. Give how many units it is, e.g. 12 of 40 rather than 30%."
    ),
    "count_unreadable": lambda text: f"“{text}” is not a whole number of units.",
    "day_unreadable": lambda text: f"“{text}” is not a day of the launch's age, e.g. 5.",
}


def history(rows: int) -> str:
    """Head everything ever typed."""
    return f"Everything typed, the newest first ({show_count(rows)})"


def too_large(text: str, most: int) -> str:
    """Refuse a number nobody can have meant."""
    return f"“{text}” is above {show_count(most)}. Correct it."


def whose(segment: str) -> str:
    """Name a segment in a sentence."""
    return f"“{segment}”" if segment else "everybody"


def repeated(segment: str, day: int, row: int) -> str:
    """Refuse a second count of the same thing."""
    return f"Day {day} of {whose(segment)} stands in row {row} already. Keep one of the two."


def adopted_above_eligible(adopted: int, eligible: int) -> str:
    """Refuse a part larger than its whole."""
    return (
        f"{show_count(adopted)} adopted of {show_count(eligible)} eligible: nobody can adopt who "
        "is not eligible. Correct one of the two."
    )


def day_ahead(day: int, over: dt.date, today: dt.date) -> str:
    """Refuse a count of a day that is still to come."""
    return (
        f"Day {day} of the launch is {show_day(over)}, after today, {show_day(today)}. Type it "
        "when it is over."
    )


def counted_ahead(counted_on: dt.date, today: dt.date) -> str:
    """Refuse a count from the future."""
    return f"Counted on {show_day(counted_on)}, after today, {show_day(today)}. Correct the day."


def counted_early(day: int, counted_on: dt.date, over: dt.date) -> str:
    """Refuse a count taken inside its own window."""
    return (
        f"Counted on {show_day(counted_on)}, before day {day} of the launch was over on "
        f"{show_day(over)}. Type it for the day it is about, or count again."
    )


def eligible_changed(segment: str, one: Said, later: Said) -> str:
    """Refuse an audience that grows or shrinks."""
    return (
        f"{show_count(later[1])} eligible by day {later[0]} and {show_count(one[1])} by day "
        f"{one[0]}, of {whose(segment)}: the audience is frozen at launch. Give all its days with "
        "one number, and leave out who joined later."
    )


def falls(segment: str, one: Said, later: Said) -> str:
    """Refuse a curve that falls."""
    return (
        f"{show_count(later[2])} had adopted by day {later[0]} and {show_count(one[2])} by day "
        f"{one[0]}, of {whose(segment)}: who has adopted stays so. Count everybody who had by then."
    )


def segments_above_whole(column: str, day: int, together: int, whole: int) -> str:
    """Refuse segments that hold more than everybody."""
    return (
        f"By day {day} the segments have {show_count(together)} {column} together, everybody "
        f"{show_count(whole)}. Correct one of them."
    )


def refused(file: str, row: int, message: str, more: int) -> str:
    """Head a refusal: where the first problem is, and how many there are beside it."""
    where = f"{file} row {row}: " if file else f"Row {row}: "
    where = where if row else ""
    others = f" {show_counted(more, 'more problem was', 'more problems were')} found."
    return f"{where}{message}{others if more else ''}"


def without_day(name: str) -> str:
    """Refuse counts of a launch that has no day 0."""
    return f"“{name}” has no launch day yet, so its days have no dates. Enter it on the launch."


def changed(name: str, segment: str, day: int, by: str) -> str:
    """Tell the second of two who typed the same count."""
    return (
        f"{by} typed day {day} of {whose(segment)} of “{name}” after you opened it, so nothing of "
        "yours was stored. Compare the two and save again."
    )


def recorded(name: str, new: int, back: int, unchanged: int) -> str:
    """Say what was stored."""
    parts = [show_counted(new, "count recorded", "counts recorded")] if new or not back else []
    parts += [show_counted(back, "taken back", "taken back")] if back else []
    parts += [f"{show_count(unchanged)} unchanged"] if unchanged else []
    return f"{name}: {', '.join(parts)}."


def count_line(segment: str, day: int, eligible: int, adopted: int) -> str:
    """Write one count for a person."""
    return (
        f"day {day:>3}  {show_count(adopted)} of {show_count(eligible)} eligible, {whose(segment)}"
    )


def none_typed(name: str) -> str:
    """Say that there are none."""
    return f"No counts typed for {name}."


LOG_WINS = "It has an event log, and that is what is read; typed counts are only kept beside it."
