"""What the page of comparisons says."""

from __future__ import annotations

import pytest

from pmm_core.precedent import beside_wording as wording
from pmm_core.precedent.comparison import common_day, comparable_through, compare
from pmm_core.precedent.launches import KnownLaunch
from tests.precedent.made import Part, by_day, known

OLD = known("Old", by_day(400, 40, 80))
NEW = known("New", by_day(1000, 180, 300))
YOUNG = known("Young", Part(500, {3: 60}, followed=12))


@pytest.mark.parametrize(
    ("asked", "others", "day", "sentence"),
    [
        (NEW, [OLD], 30, "New: 30.0% by day 30, 1st of 2 launches"),
        (NEW, [], 30, "New: 30.0% by day 30, no other launch to compare with"),
        (NEW, [known("Twin", by_day(100, 9, 30))], 30,
         "New: 30.0% by day 30, 1st of 2 launches, tied"),
        (known("Few", Part(12, {3: 3})), [OLD], 30,
         "Few: 25.0% by day 30, too few for a place among the others"),
        (known("Open", Part(300, {3: 60}), Part(200, {2: 40}, followed=7)), [OLD], 10,
         "Open: 20.0% by day 10 so far, too early for a place among the others"),
        (NEW, [known("Few", Part(12, {3: 3}))], 30,
         "New: 30.0% by day 30, no other launch is complete by then"),
        (YOUNG, [OLD], 30, "Young: too early to compare"),
    ],
)  # fmt: skip
def test_the_page_leads_with_the_place_or_why_there_is_none(
    asked: KnownLaunch, others: list[KnownLaunch], day: int, sentence: str
) -> None:
    assert wording.lead(compare(asked, others, day=day)) == sentence


def test_named_launches_are_read_at_the_last_window_over_in_all_of_them() -> None:
    assert common_day(NEW, [OLD]) == 30
    assert common_day(NEW, [OLD, YOUNG]) == 10
    assert common_day(YOUNG, [NEW]) == 10
    exposed = known("Exposed", Part(300, {1: 9}, followed=6), expose="open")
    assert common_day(NEW, [exposed]) == 30, "a launch on another clock has no say"
    newborn = known("Newborn", Part(300, {1: 9}, followed=2))
    assert common_day(NEW, [newborn]) == 30, "who is too young for any window is left out"


def test_curves_end_where_the_youngest_is_final() -> None:
    assert comparable_through([NEW, OLD]) == 30
    assert comparable_through([NEW, YOUNG]) == 12
    joining = [Part(300, {1: 9}, followed=40), Part(200, {1: 9}, followed=4)]
    assert comparable_through([known("Exposed", *joining, expose="open")]) == 30
    unseen = known("Unseen", Part(0))
    assert comparable_through([NEW, unseen]) is None
    assert comparable_through([]) is None


def test_what_rounds_to_nothing_has_no_sign() -> None:
    found = compare(NEW, [known("Twin", by_day(1000, 180, 300))], day=30)
    assert wording.gap(found.apart[0])[0] == "±0.0 pts"
    assert wording.days(found.apart[0])[0] == "±0.00"


def test_the_mix_is_named_with_its_weights_and_a_refusal_with_its_segment() -> None:
    asked = known("New", by_day(300, 60, 90, segment="Pro"), by_day(700, 70, 100, segment="Free"))
    other = known("Old", by_day(10, 2, 3, segment="Pro"), by_day(400, 40, 60, segment="Free"))
    found = compare(asked, [other], day=30)
    assert "the plan mix of Comet/New (Pro 30%, Free 70%)" in wording.mix_note(found).replace(
        "Free 70%, Pro 30%", "Pro 30%, Free 70%"
    )
    assert wording.mixed(found.launches[0], found) == ("19.0%", "its own mix")
    assert wording.mixed(found.launches[1], found) == ("", "Pro: n = 10")
    missing = compare(asked, [known("Free only", by_day(400, 40, 60, segment="Free"))], day=30)
    assert wording.mixed(missing.launches[1], missing) == ("", "no Pro")


def test_whether_whole_curves_differ_is_said_with_the_test_and_its_p() -> None:
    found = compare(NEW, [OLD, known("Twin", by_day(1000, 182, 301))], day=30)
    assert [wording.curves(one) for one in found.apart] == [
        ("Could be one", "p = 0.954"),
        ("Differ", "p < 0.001"),
    ]
    note = wording.curves_note(found)
    assert "p allows for 2 comparisons (Holm)" in note
    chi2 = [one.log_rank.chi2 for one in found.apart if one.log_rank]
    assert f"Its statistic: Comet/Twin {chi2[0]:.2f}; Comet/Old {chi2[1]:.2f}." in note
    assert wording.curves_note(compare(NEW, [], day=30)) == ""
