"""A row with its doubt, and a scorecard that cannot hide a red."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.scorecard.answer import row_answer
from pmm_core.scorecard.build import (
    Row,
    Scorecard,
    build_row,
    count,
    count_kpis,
    furthest_behind,
    in_order,
)
from pmm_core.scorecard.facts import FactorFacts, Reading, RowFacts
from pmm_core.scorecard.overview import build_overview
from pmm_core.vocabulary import Control, FactorMethod, KpiBucket, Status
from tests.scorecard.facts import CALENDAR, day, kpi, row, target

AS_OF = day("2026-03-31")


def _build(facts: RowFacts) -> Row:
    return build_row(facts, as_of=AS_OF, calendar=CALENDAR)


def test_a_share_with_its_fraction_carries_a_wilson_interval_and_n() -> None:
    share = Reading(day("2026-03-28"), 0.30, numerator=12, denominator=40)
    estimate = _build(RowFacts(kpi=kpi(), readings=(share,))).estimate
    assert (estimate.value, estimate.n, estimate.method) == (0.30, 40, "wilson")
    assert estimate.low == pytest.approx(0.1807, abs=1e-4)
    assert estimate.high == pytest.approx(0.4543, abs=1e-4)


def test_a_ratio_that_is_no_share_has_n_but_no_interval() -> None:
    revenue = Reading(day("2026-03-28"), 250.0, numerator=10_000, denominator=40)
    estimate = _build(RowFacts(kpi=kpi(unit="USD"), readings=(revenue,))).estimate
    assert (estimate.n, estimate.low, estimate.high) == (40, None, None)


def test_the_series_has_13_periods_and_a_gap_is_blank_and_not_0() -> None:
    series = _build(row(("2025-03-31", 0.1), ("2026-01-10", 0.2), ("2026-01-31", 0.3))).series
    assert len(series) == 13
    assert [(p.period, p.value) for p in series if p.value is not None] == [
        ("2025-03", 0.1),
        ("2026-01", 0.3),
    ]


def test_change_is_told_against_the_latest_earlier_day() -> None:
    built = _build(row(("2026-01-31", 0.25), ("2026-02-28", 0.30), ("2026-03-28", 0.31)))
    assert built.previous == 0.30
    assert built.change == pytest.approx(0.01)


def test_values_of_two_definitions_are_never_compared() -> None:
    old = Reading(day("2026-02-28"), 0.80, definition_version=1)
    new = Reading(day("2026-03-28"), 0.31, definition_version=2)
    built = _build(RowFacts(kpi=kpi(), readings=(old, new)))
    assert (built.estimate.value, built.previous, built.change) == (0.31, None, None)
    assert [point.value for point in built.series if point.value is not None] == [0.31]


def test_a_start_under_another_definition_is_no_start() -> None:
    old = Reading(day("2025-12-31"), 0.80, definition_version=1)
    new = Reading(day("2026-03-28"), 0.31, definition_version=2)
    goal = target(0.35, "2026-06-30")
    built = _build(RowFacts(kpi=kpi(), readings=(old, new), targets=(goal,)))
    assert (built.status, built.verdict.pace.progress) == (Status.TOO_EARLY, None)


def test_a_disturbed_row_shows_the_raw_verdict_beside_it() -> None:
    factor = FactorFacts("Price change", day("2026-03-01"), None, FactorMethod.EXCLUDE)
    built = _build(
        row(
            ("2025-12-31", 0.20),
            ("2026-03-28", 0.21),
            targets=(target(0.35, "2026-06-30"),),
            factors=(factor,),
        )
    )
    answer = row_answer(built, as_of=AS_OF, calendar=CALENDAR)
    assert answer["status"] is Status.DISTURBED
    assert answer["raw"]["status"] is Status.OFF_TRACK
    assert [found["name"] for found in answer["factors"]] == ["Price change"]


def test_the_keys_of_a_row_never_depend_on_what_is_known() -> None:
    bare = row_answer(_build(row()), as_of=AS_OF, calendar=CALENDAR)
    full = row_answer(
        _build(row(("2026-03-28", 0.3), targets=(target(0.35, "2026-06-30"),))),
        as_of=AS_OF,
        calendar=CALENDAR,
    )
    assert list(bare) == list(full)
    assert bare["actual"] is None and bare["status"] is Status.NO_DATA


def _behind(name: str, actual: float, control: Control | None = Control.DIRECT) -> Row:
    return _build(
        row(
            ("2025-12-31", 0.0),
            ("2026-03-28", actual),
            of=kpi(name=name, control=control),
            targets=(target(1.0, "2026-06-30"),),
        )
    )


def _name(row: Row | None) -> str | None:
    return row.kpi.name if row else None


def test_the_worst_is_the_directly_controlled_kpi_furthest_behind() -> None:
    rows = [_behind("Slow", 0.2), _behind("Slower", 0.1), _behind("Shared", 0.0, Control.SHARED)]
    assert _name(furthest_behind(rows)) == "Slower"
    assert furthest_behind([_behind("Fine", 0.9)]) is None


def test_an_off_track_kpi_is_worse_than_one_at_risk_further_behind() -> None:
    at_risk = _build(
        row(
            ("2025-12-31", 0.0),
            ("2026-03-28", 0.05),
            of=kpi(name="Wide band", control=Control.DIRECT, at_risk_from=0.0),
            targets=(target(1.0, "2026-06-30"),),
        )
    )
    assert _name(furthest_behind([at_risk, _behind("Off", 0.2)])) == "Off"


def test_a_kpi_with_several_rows_counts_once_by_its_worst() -> None:
    whole, segment = _behind("Fine", 0.9), _behind("Behind", 0.1)
    silent = _build(row(of=kpi(id=2, name="Silent")))
    assert count_kpis([whole, segment, silent]) == {Status.OFF_TRACK: 1, Status.NO_DATA: 1}
    assert count_kpis([whole, silent]) == {Status.ON_TRACK: 1, Status.NO_DATA: 1}


@given(actuals=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_one_red_among_any_number_of_greens_stays_in_the_counts(actuals: list[float]) -> None:
    rows = [_behind(f"K{i}", actual) for i, actual in enumerate(actuals)]
    counts = count(rows)
    assert sum(counts.values()) == len(rows)
    assert (Status.OFF_TRACK in counts) == any(r.status is Status.OFF_TRACK for r in rows)


def test_rows_stand_by_scope_then_bucket_then_name() -> None:
    given_rows = [
        _build(row(of=kpi(name=name, scope=scope, bucket=bucket)))
        for name, scope, bucket in [
            ("b", "product:Comet", KpiBucket.ADOPTION),
            ("a", "launch:Comet/Insights", KpiBucket.REVENUE),
            ("z", "product:Comet", KpiBucket.REVENUE),
            ("a", "product:Comet", None),
            ("A", "product:Comet", KpiBucket.ADOPTION),
        ]
    ]
    ordered = in_order(given_rows, ["product:Comet", "launch:Comet/Insights"])
    assert [(r.kpi.name, r.kpi.scope.partition(":")[0]) for r in ordered] == [
        ("z", "product"),
        ("A", "product"),
        ("b", "product"),
        ("a", "product"),
        ("a", "launch"),
    ]


def test_the_overview_lists_off_track_before_at_risk_and_counts_what_is_unanswered() -> None:
    rows = (_behind("Fine", 0.9), _behind("Risk", 0.42), _behind("Off", 0.1))
    overview = build_overview(Scorecard("overall", AS_OF, None, rows), ())
    assert [r.kpi.name for r in overview.behind] == ["Off", "Risk"]
    assert (overview.unanswered, overview.overdue) == (1, 0)
