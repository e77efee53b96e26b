"""Counts of a launch as a person gives them: text first, then whole numbers, then checked together.

Whatever is wrong names the row the person sees, so that a pasted table can be mended.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pmm_core.typed import wording

LONGEST_DAY = 1100
LARGEST_COUNT = 1_000_000_000
_WHOLE = re.compile(r"\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([,.' \u00a0\u202f])\d{3})(?:\1\d{3})*")
_NEGATIVE = re.compile(r"[-\u2212(].*\d")
_FRACTION = re.compile(r"\d*[.,]?\d+\s*%|0?[.,]\d+|1[.,]0+")

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class CountCells:
    """One row of a table of counts as text.

    Attributes:
        row: as the person sees it.
        segment: blank for everybody.
        adopted: blank while not known; takes back what was typed before.
        counted_on: the last day the count knows of; null where nobody said.
    """

    row: int
    segment: str
    day: str
    eligible: str
    adopted: str
    counted_on: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CountDraft:
    """One count that can be read.

    Attributes:
        segment: empty for everybody.
        day: of the launch's age, inclusive.
        eligible: null only where a count is taken back.
        adopted: by the end of that day; null takes an earlier count back.
    """

    row: int
    segment: str
    day: int
    eligible: int | None
    adopted: int | None
    counted_on: dt.date | None = None
    note: str | None = None

    @property
    def key(self) -> Key:
        """What one count in force stands for."""
        return self.segment, self.day


@dataclass(frozen=True, slots=True)
class CountProblem:
    """What stands in the way of a count.

    Attributes:
        row: as the person sees it.
        column: the cell at fault; null for the row as a whole.
    """

    row: int
    column: str | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class LaunchAge:
    """When the days of a launch are over.

    Attributes:
        launched_on: day 0; null where each unit has its own.
        today: nothing after it can have been counted.
    """

    launched_on: dt.date | None
    today: dt.date

    def over_on(self, day: int) -> dt.date | None:
        """Return the last day of a window; null on the exposure clock."""
        return None if self.launched_on is None else self.launched_on + dt.timedelta(days=day)


def read_cells(rows: Iterable[CountCells]) -> tuple[list[CountDraft], list[CountProblem]]:
    """Turn text into counts; a row that is blank but for its segment and day says nothing."""
    drafts: list[CountDraft] = []
    problems: list[CountProblem] = []
    for cells in rows:
        found: dict[str, int | None] = {}
        wrong: list[CountProblem] = []
        for column in ("day", "eligible", "adopted"):
            value = _whole(cells, column)
            if isinstance(value, CountProblem):
                wrong.append(value)
            else:
                found[column] = value
        if not wrong:
            wrong += _missing(cells, found)
        problems += wrong
        if not wrong:
            drafts.append(
                CountDraft(
                    row=cells.row,
                    segment=" ".join(cells.segment.split()),
                    day=found["day"] or 0,
                    eligible=found["eligible"],
                    adopted=found["adopted"],
                    counted_on=cells.counted_on,
                    note=cells.note,
                )
            )
    return drafts, problems


def check(
    drafts: Sequence[CountDraft], before: Mapping[Key, CountDraft], age: LaunchAge
) -> list[CountProblem]:
    """Say what is wrong with counts, each alone, and together with those in force.

    Args:
        drafts: what the person gives.
        before: counts in force.
        age: when the days of the launch are over.
    """
    problems = [*_repeated(drafts)]
    for draft in drafts:
        problems += _alone(draft, age)
    if problems:
        return problems
    after = {**before, **{one.key: one for one in drafts}}
    kept = [one for one in after.values() if one.adopted is not None]
    return [*_together(kept, is_frozen=age.launched_on is not None), *_parts(kept)]


def _whole(cells: CountCells, column: str) -> int | CountProblem | None:
    text: str = getattr(cells, column).strip()
    if not text:
        return None
    grouped = _GROUPED.fullmatch(text)
    digits = re.sub(r"\D", "", text) if grouped else text
    if not _WHOLE.fullmatch(digits):
        if _NEGATIVE.match(text):
            code = "count_negative"
        elif _FRACTION.fullmatch(text) and column != "day":
            code = "fraction_not_count"
        else:
            code = "count_unreadable" if column != "day" else "day_unreadable"
        return CountProblem(cells.row, column, code, wording.UNREADABLE[code](text[:40]))
    most = LONGEST_DAY if column == "day" else LARGEST_COUNT
    if len(digits) > 12 or int(digits) > most:
        message = wording.too_large(text[:40], most)
        return CountProblem(cells.row, column, "count_too_large", message)
    return int(digits)


def _missing(cells: CountCells, found: Mapping[str, int | None]) -> Iterable[CountProblem]:
    if found["day"] is None:
        yield CountProblem(cells.row, "day", "day_missing", wording.DAY_MISSING)
    elif found["adopted"] is not None and not found["eligible"]:
        yield CountProblem(cells.row, "eligible", "eligible_missing", wording.ELIGIBLE_MISSING)


def _repeated(drafts: Sequence[CountDraft]) -> Iterable[CountProblem]:
    first: dict[Key, int] = {}
    for draft in drafts:
        row = first.setdefault(draft.key, draft.row)
        if row != draft.row:
            message = wording.repeated(draft.segment, draft.day, row)
            yield CountProblem(draft.row, None, "count_repeated", message)


def _alone(draft: CountDraft, age: LaunchAge) -> Iterable[CountProblem]:
    if draft.adopted is None or draft.eligible is None:
        return
    if draft.adopted > draft.eligible:
        message = wording.adopted_above_eligible(draft.adopted, draft.eligible)
        yield CountProblem(draft.row, "adopted", "adopted_above_eligible", message)
    over = age.over_on(draft.day)
    if over is not None and over > age.today:
        message = wording.day_ahead(draft.day, over, age.today)
        yield CountProblem(draft.row, "day", "day_ahead", message)
    elif draft.counted_on is not None and draft.counted_on > age.today:
        message = wording.counted_ahead(draft.counted_on, age.today)
        yield CountProblem(draft.row, "counted_on", "counted_ahead", message)
    elif over is not None and draft.counted_on is not None and draft.counted_on < over:
        message = wording.counted_early(draft.day, draft.counted_on, over)
        yield CountProblem(draft.row, "counted_on", "counted_early", message)


def _together(counts: Sequence[CountDraft], *, is_frozen: bool) -> Iterable[CountProblem]:
    """One audience, of which more and more have adopted.

    Where each unit has a day 0 of its own, fewer are old enough for a later day.
    """
    ordered = sorted(counts, key=lambda one: one.key)
    for one, later in pairwise(ordered):
        if one.segment != later.segment:
            continue
        # The row the person gave is the one to look at; that of a stored count is 0.
        row = later.row or one.row
        if one.eligible != later.eligible and is_frozen:
            message = wording.eligible_changed(one.segment, _said(one), _said(later))
            yield CountProblem(row, "eligible", "eligible_changed", message)
        elif one.eligible == later.eligible and (one.adopted or 0) > (later.adopted or 0):
            message = wording.falls(one.segment, _said(one), _said(later))
            yield CountProblem(row, "adopted", "counts_fall", message)


def _parts(counts: Sequence[CountDraft]) -> Iterable[CountProblem]:
    """Segments are parts of everybody."""
    wholes = {one.day: one for one in counts if not one.segment}
    for day, whole in sorted(wholes.items()):
        parts = [one for one in counts if one.segment and one.day == day]
        row = next((one.row for one in (*parts, whole) if one.row), 0)
        for column in ("eligible", "adopted"):
            together = sum(getattr(one, column) or 0 for one in parts)
            if together > (getattr(whole, column) or 0):
                message = wording.segments_above_whole(
                    column, day, together, getattr(whole, column) or 0
                )
                yield CountProblem(row, column, "segments_above_whole", message)


def _said(one: CountDraft) -> tuple[int, int, int]:
    return one.day, one.eligible or 0, one.adopted or 0
