"""What a scorecard says: which way a target goes, what is counted, what never had a value."""

import pytest

from pmm_core.scorecard import wording
from pmm_core.scorecard.build import Scorecard, build_row
from pmm_core.scorecard.facts import KpiFacts, TargetFacts
from pmm_core.scorecard.goalpost import Goalpost, goalpost
from pmm_core.scorecard.overview import build_overview
from pmm_core.vocabulary import Direction, Goal, Status
from tests.scorecard.facts import CALENDAR, day, kpi, row, target

DUE = day("2026-03-31")


def _post(of: KpiFacts, wanted: TargetFacts) -> Goalpost:
    post = goalpost(row(of=of, targets=(wanted,)), as_of=DUE)
    assert post is not None
    return post


MINUTES = kpi(unit="minutes", direction=Direction.DOWN)
AIMS = [
    (_post(MINUTES, target(30, "2026-06-30")), "at most 30 minutes", "≤ 30 minutes"),
    (
        _post(kpi(unit="minutes"), target(30, "2026-06-30")),
        "at least 30 minutes",
        "≥ 30 minutes",
    ),
    (
        _post(kpi(unit="minutes", direction=Direction.HOLD), target(30, "2026-06-30")),
        "exactly 30 minutes",
        "= 30 minutes",
    ),
    (
        _post(kpi(unit="minutes", goal=Goal.WITHIN, low=20, high=30), target(None, "2026-06-30")),
        "between 20 and 30 minutes",
        "20 to 30 minutes",
    ),
    (
        _post(kpi(unit="minutes", goal=Goal.BELOW, high=30, low=2), target(None, "2026-06-30")),
        "at most 30 minutes",
        "≤ 30 minutes",
    ),
    (
        _post(kpi(unit="minutes", goal=Goal.ABOVE), target(30, "2026-06-30")),
        "at least 30 minutes",
        "≥ 30 minutes",
    ),
]


@pytest.mark.parametrize(("post", "words", "sign"), AIMS)
def test_a_target_says_which_way_is_better(post: Goalpost, words: str, sign: str) -> None:
    assert wording.aim(post, "minutes") == words
    assert wording.aim_sign(post, "minutes") == sign
    assert wording.at_and_aim(37, post, "minutes") == ("37", f"to be {words}")


def test_a_target_with_two_sides_is_two_figures() -> None:
    within, single = AIMS[3][0], AIMS[0][0]
    assert wording.aim_parts(within, None) == [("Target, from", "≥ 20"), ("Target, to", "≤ 30")]
    assert wording.aim_parts(single, None) == [("Target", "≤ 30")]


def test_without_a_target_the_value_keeps_its_unit() -> None:
    assert wording.at_and_aim(37, None, "minutes") == ("37 minutes", "no target")
    assert wording.aim_sign(None, "minutes") == ""


def test_a_scorecard_without_a_verdict_does_not_sound_as_if_all_were_well() -> None:
    assert wording.headline({Status.NO_DATA: 1}) == "No verdict on the one KPI"
    assert wording.headline({Status.NO_DATA: 2, Status.STALE: 1}) == "No verdict on any of 3 KPIs"


def test_what_is_counted_is_said_where_a_kpi_has_several_rows() -> None:
    assert wording.counted_once(2, 2) == ""
    assert wording.counted_once(2, 3) == "KPIs, each by its worst row; 3 rows in all."


def test_a_kpi_that_never_had_a_value_is_named_once_beside_the_stale_ones() -> None:
    silent = kpi(id=2, name="Share of search", product="Quill")
    facts = [
        row(("2026-03-31", 0.2)), row(of=silent), row(of=silent, segment="Business"),
    ]  # fmt: skip
    rows = tuple(build_row(one, as_of=DUE, calendar=CALENDAR) for one in facts)
    found = build_overview(Scorecard("overall", DUE, None, rows), ())
    assert (found.stale, found.never) == ((), (silent,))
    assert wording.never_valued(found.never) == "Never had a value: Share of search (Quill)."


def test_many_kpis_without_a_value_are_counted_after_the_first_few() -> None:
    said = wording.never_valued([kpi(id=number, name=f"K{number}") for number in range(9)])
    assert said.endswith("K4 (Comet) and 4 more.")
