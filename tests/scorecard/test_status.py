"""Which of the ten words a KPI gets, and why."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.scorecard.facts import AcceptanceFacts, FactorFacts, Reading, RowFacts
from pmm_core.scorecard.goalpost import goalpost
from pmm_core.scorecard.status import Verdict, judge
from pmm_core.vocabulary import Cadence, Direction, FactorMethod, Goal, Status
from tests.scorecard.facts import CALENDAR, day, kpi, row, target

AS_OF = "2026-03-31"
START, END = ("2025-12-31", 0.20), ("2026-03-28", 0.31)


def _judge(facts: RowFacts, as_of: str = AS_OF) -> Verdict:
    return judge(facts, goalpost(facts, as_of=day(as_of)), as_of=day(as_of), calendar=CALENDAR)


def _status(facts: RowFacts, as_of: str = AS_OF) -> Status:
    return _judge(facts, as_of).status


def test_a_kpi_without_a_value_has_no_data() -> None:
    assert _status(row(targets=(target(0.35, "2026-06-30"),))) is Status.NO_DATA


def test_a_kpi_without_a_target_is_never_coloured() -> None:
    assert _status(row(END)) is Status.NO_TARGET


@pytest.mark.parametrize(
    ("last", "expected"),
    [("2026-02-01", Status.NO_TARGET), ("2026-01-31", Status.STALE)],
)
def test_a_monthly_kpi_is_stale_without_a_value_in_this_month_or_the_one_before(
    last: str, expected: Status
) -> None:
    assert _status(row((last, 0.3))) is expected


def test_a_weekly_kpi_goes_stale_after_a_week() -> None:
    weekly = kpi(cadence=Cadence.WEEKLY)
    assert _status(row(("2026-03-23", 0.3), of=weekly)) is Status.NO_TARGET
    assert _status(row(("2026-03-22", 0.3), of=weekly)) is Status.STALE


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        # 64 of 129 working days are over: 49.6% of the way from 20% to 35% is due.
        (0.2745, Status.ON_TRACK),
        (0.2600, Status.AT_RISK),
        (0.2590, Status.OFF_TRACK),
    ],
)
def test_the_verdict_compares_progress_with_pace(actual: float, expected: Status) -> None:
    facts = row(START, ("2026-03-28", actual), targets=(target(0.35, "2026-06-30"),))
    assert _status(facts) is expected


def test_a_value_older_than_the_day_says_so_beside_the_pace() -> None:
    targets = (target(0.35, "2026-06-30"),)
    assert "The value is of 28 Mar 2026." in _judge(row(START, END, targets=targets)).reason
    on_the_day = row(START, (AS_OF, 0.31), targets=targets)
    assert "The value is of" not in _judge(on_the_day).reason


def test_the_band_of_the_kpi_itself_says_how_far_behind_is_only_at_risk() -> None:
    facts = row(
        START,
        ("2026-03-28", 0.2590),
        of=kpi(at_risk_from=0.5),
        targets=(target(0.35, "2026-06-30"),),
    )
    assert _status(facts) is Status.AT_RISK


def test_a_goal_downwards_is_on_track_when_the_value_falls_fast_enough() -> None:
    churn = kpi(direction=Direction.DOWN)
    facts = row(("2025-12-31", 0.08), ("2026-03-28", 0.05), of=churn)
    with_target = RowFacts(
        kpi=churn, readings=facts.readings, targets=(target(0.04, "2026-06-30"),)
    )
    assert _status(with_target) is Status.ON_TRACK


def test_without_a_start_it_is_too_early_unless_the_target_is_already_met() -> None:
    behind = row(("2026-03-28", 0.31), targets=(target(0.35, "2026-06-30"),))
    ahead = row(("2026-03-28", 0.36), targets=(target(0.35, "2026-06-30"),))
    assert _status(behind) is Status.TOO_EARLY
    assert _status(ahead) is Status.ON_TRACK


def test_3_of_12_against_20_percent_is_too_few_and_never_green() -> None:
    readings = (
        Reading(day("2025-12-31"), 0.10),
        Reading(day("2026-03-28"), 0.25, numerator=3, denominator=12),
    )
    facts = RowFacts(kpi=kpi(), readings=readings, targets=(target(0.20, "2026-06-30"),))
    assert _status(facts) is Status.TOO_FEW


def test_after_its_date_a_target_is_met_or_not() -> None:
    facts = row(START, END, targets=(target(0.31, "2026-03-30"),))
    assert _judge(facts).method == "met"
    assert _status(facts) is Status.ON_TRACK
    assert _status(row(START, END, targets=(target(0.32, "2026-03-30"),))) is Status.OFF_TRACK


@pytest.mark.parametrize(
    ("goal", "low", "high", "expected"),
    [
        (Goal.WITHIN, 0.30, 0.35, Status.ON_TRACK),
        (Goal.WITHIN, 0.32, 0.35, Status.OFF_TRACK),
        (Goal.ABOVE, 0.31, None, Status.ON_TRACK),
        (Goal.BELOW, None, 0.30, Status.OFF_TRACK),
    ],
)
def test_a_bound_is_met_or_not_and_has_no_pace(
    goal: Goal, low: float | None, high: float | None, expected: Status
) -> None:
    facts = row(END, of=kpi(goal=goal, low=low, high=high), targets=(target(None, "2026-06-30"),))
    verdict = _judge(facts)
    assert verdict.status is expected
    assert verdict.pace.progress is None


def test_a_factor_that_excludes_the_last_value_takes_the_verdict_away() -> None:
    factor = FactorFacts("Price change", day("2026-03-01"), None, FactorMethod.EXCLUDE)
    noted = FactorFacts("Holiday season", day("2026-03-01"), None, FactorMethod.NOTE)
    targets = (target(0.35, "2026-06-30"),)
    disturbed = _judge(row(START, END, targets=targets, factors=(factor,)))
    assert disturbed.status is Status.DISTURBED
    assert "would be on track" in disturbed.reason
    assert _status(row(START, END, targets=targets, factors=(noted,))) is Status.ON_TRACK


def test_accepted_stands_before_everything_else() -> None:
    acceptance = AcceptanceFacts("Mara", day("2026-06-30"), "The migration comes first.")
    verdict = _judge(row(acceptance=acceptance))
    assert verdict.status is Status.ACCEPTED
    assert "Mara" in verdict.reason and "30 Jun 2026" in verdict.reason


def test_the_target_in_use_is_the_nearest_on_or_after_the_day_else_the_last_past() -> None:
    targets = tuple(
        target(v, on) for v, on in ((1, "2026-01-31"), (2, "2026-03-31"), (3, "2027-01-01"))
    )
    facts = row(START, END, targets=targets)
    values = {
        as_of: post.value
        for as_of in ("2026-03-31", "2026-04-01", "2028-01-01")
        if (post := goalpost(facts, as_of=day(as_of)))
    }
    assert values == {"2026-03-31": 2, "2026-04-01": 3, "2028-01-01": 3}


def test_a_launch_window_is_no_ordinary_target() -> None:
    facts = row(END, targets=(target(0.2, "2026-06-30", window=10),))
    assert goalpost(facts, as_of=day(AS_OF)) is None


@given(
    start=st.floats(0, 1), actual=st.floats(0, 1), goal=st.floats(0, 1), days=st.integers(0, 400)
)
def test_swapping_up_for_down_and_turning_the_numbers_over_changes_no_verdict(
    start: float, actual: float, goal: float, days: int
) -> None:
    as_of = day("2026-01-01") + dt.timedelta(days=days)

    def status(sign: int, direction: Direction) -> Status:
        facts = row(
            ("2025-12-31", sign * start),
            (as_of.isoformat(), sign * actual),
            of=kpi(direction=direction, unit="points"),
            targets=(target(sign * goal, "2026-12-31", start=sign * start),),
        )
        return _status(facts, as_of.isoformat())

    assert status(1, Direction.UP) is status(-1, Direction.DOWN)
