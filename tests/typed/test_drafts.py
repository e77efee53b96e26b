"""Counts as people type them: read, or refused with a sentence that names the row."""

import datetime as dt

import pytest

from pmm_core.typed.drafts import CountCells, CountDraft, LaunchAge, check, read_cells

LAUNCH = dt.date(2026, 3, 3)
AGE = LaunchAge(LAUNCH, dt.date(2026, 3, 15))
EXPOSURE = LaunchAge(None, dt.date(2026, 3, 15))


def cells(day: str, eligible: str, adopted: str, *, row: int = 2, segment: str = "") -> CountCells:
    return CountCells(row, segment, day, eligible, adopted)


def draft(
    day: int, eligible: int, adopted: int | None, *, row: int = 2, segment: str = ""
) -> CountDraft:
    return CountDraft(row, segment, day, eligible, adopted)


def codes(
    *drafts: CountDraft, before: tuple[CountDraft, ...] = (), age: LaunchAge = AGE
) -> list[str]:
    return [one.code for one in check(drafts, {one.key: one for one in before}, age)]


@pytest.mark.parametrize(
    ("text", "means"), [("1204", 1204), ("1,204", 1204), ("1 204", 1204), ("1.204.000", 1204000)]
)
def test_a_count_is_read_however_its_thousands_are_parted(text: str, means: int) -> None:
    (found,), problems = read_cells([cells("5", text, "12")])
    assert (found.eligible, problems) == (means, [])


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("5", "40", "30%"), "adopted", "fraction_not_count"),
        (("5", "40", "0.3"), "adopted", "fraction_not_count"),
        (("5", "40", ",3"), "adopted", "fraction_not_count"),
        (("5", "40", "-3"), "adopted", "count_negative"),
        (("5", "40", "12.5"), "adopted", "count_unreadable"),
        (("5", "forty", "3"), "eligible", "count_unreadable"),
        (("day 5", "40", "3"), "day", "day_unreadable"),
        (("-5", "40", "3"), "day", "count_negative"),
        (("", "40", "3"), "day", "day_missing"),
        (("5", "", "3"), "eligible", "eligible_missing"),
        (("5", "0", "0"), "eligible", "eligible_missing"),
        (("5", "99999999999999", "0"), "eligible", "count_too_large"),
        (("1101", "40", "3"), "day", "count_too_large"),
    ],
)
def test_what_is_no_count_is_refused_with_row_column_and_a_sentence(
    row: tuple[str, str, str], column: str, code: str
) -> None:
    drafts, (problem,) = read_cells([cells(*row, row=7)])
    assert (problem.row, problem.column, problem.code, drafts) == (7, column, code, [])
    assert problem.message.endswith((".", "%.")) and len(problem.message) > 20


def test_a_day_not_counted_yet_says_nothing() -> None:
    (found,), problems = read_cells([cells("30", "", "")])
    assert (found.day, found.adopted, problems) == (30, None, [])
    assert codes(found) == []


def test_nobody_adopts_who_is_not_eligible() -> None:
    assert codes(draft(5, 40, 41)) == ["adopted_above_eligible"]


def test_a_day_that_has_not_come_cannot_have_been_counted() -> None:
    assert codes(draft(12, 40, 12)) == []
    assert codes(draft(13, 40, 12)) == ["day_ahead"]
    assert codes(CountDraft(2, "", 5, 40, 12, counted_on=dt.date(2026, 3, 7))) == ["counted_early"]
    assert codes(CountDraft(2, "", 5, 40, 12, counted_on=dt.date(2026, 4, 1))) == ["counted_ahead"]


def test_the_same_day_and_segment_stands_once() -> None:
    one, two = draft(5, 40, 12, row=2), draft(5, 40, 12, row=3)
    (problem,) = check([one, two], {}, AGE)
    assert (problem.row, problem.code) == (3, "count_repeated") and "row 2" in problem.message
    assert codes(one, draft(5, 20, 3, row=3, segment="pro")) == []


def test_a_curve_that_falls_is_refused_beside_what_is_in_force_too() -> None:
    assert codes(draft(5, 40, 12), draft(10, 40, 11, row=3)) == ["counts_fall"]
    assert codes(draft(10, 40, 11), before=(draft(5, 40, 12, row=0),)) == ["counts_fall"]
    assert codes(draft(10, 40, 11), draft(5, 40, None), before=(draft(5, 40, 12, row=0),)) == []


def test_the_audience_is_frozen_on_the_launch_clock_alone() -> None:
    rows = draft(5, 40, 12), draft(10, 41, 12, row=3)
    (problem,) = check(rows, {}, AGE)
    assert (problem.row, problem.code) == (3, "eligible_changed")
    assert codes(*rows, age=EXPOSURE) == []
    assert codes(draft(5, 40, 12), draft(10, 40, 11), age=EXPOSURE) == ["counts_fall"]


def test_segments_hold_no_more_than_everybody() -> None:
    whole = draft(5, 40, 12)
    parts = [draft(5, 30, 5, row=3, segment="free"), draft(5, 20, 2, row=4, segment="pro")]
    assert codes(whole, *parts) == ["segments_above_whole"]
    assert codes(draft(5, 50, 12), *parts) == []
