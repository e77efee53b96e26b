"""A row becomes staged, or is rejected with its line, its column, a code and a sentence."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.importers.contract import DateOrder, FileRefused, ImportOptions
from pmm_core.importers.recognise import recognise
from pmm_core.importers.rows import stage_launches, stage_targets, stage_values
from pmm_core.importers.staged import StagedLaunch, StagedTarget, StagedValue, Staging
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import Goal, Scope
from tests.importers.reading import HEADERS, TODAY, read_text, text


def values(
    *rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS, **said: Any
) -> Staging[StagedValue]:
    table = read_text(text(headers, *rows, delimiter=said.pop("by", ",")))
    options = ImportOptions(profile="kpi_values", **said)
    return stage_values(table, recognise(table, options), options, TODAY)


def targets(headers: tuple[str, ...], *rows: tuple[str, ...]) -> Staging[StagedTarget]:
    table = read_text(text(headers, *rows))
    options = ImportOptions(profile="kpi_targets")
    return stage_targets(table, recognise(table, options), options, TODAY)


def launches(headers: tuple[str, ...], *rows: tuple[str, ...]) -> Staging[StagedLaunch]:
    table = read_text(text(headers, *rows))
    options = ImportOptions(profile="launches")
    return stage_launches(table, recognise(table, options), options, TODAY)


def row(
    on: str = "2026-03-31", value: str = "31%", *, product: str = "Comet", kpi: str = "Signups"
) -> tuple[str, ...]:
    return product, kpi, on, value


def only(staging: Staging[Any]) -> tuple[int | None, str | None, str]:
    (problem,) = staging.rejections
    assert problem.message.endswith((".", "?"))
    return problem.row, problem.column, problem.code


def test_a_good_row_is_staged_with_names_and_marks_as_written() -> None:
    (staged,) = values(row()).rows
    assert staged.scope == ScopeRef(Scope.PRODUCT, "Comet")
    assert (staged.kpi, staged.on, staged.segment) == ("Signups", dt.date(2026, 3, 31), "")
    assert staged.value is not None and staged.value.mark == "%"


@pytest.mark.parametrize(
    ("bad", "column", "code"),
    [
        (row("2026-04-11"), "date", "date_in_future"),
        (row("1970-01-01"), "date", "date_odd"),
        (row("1989-12-31"), "date", "date_odd"),
        (row("2026-02-30"), "date", "date_impossible"),
        (row("soon"), "date", "date_unreadable"),
        (row(""), "date", "date_missing"),
        (row(value="abc"), "value", "number_unreadable"),
        (row(value="NaN"), "value", "number_not_finite"),
        (row(value="1e999"), "value", "number_not_finite"),
        (row(value=""), "value", "value_missing"),
        (row(product=""), "product", "product_missing"),
        (row(kpi=""), "kpi", "kpi_missing"),
        (row(kpi="Grand total"), "kpi", "total_row"),
    ],
)
def test_a_bad_cell_rejects_its_row_and_no_other(
    bad: tuple[str, ...], column: str, code: str
) -> None:
    staging = values(row(), bad)
    assert only(staging) == (3, column, code)
    assert (staging.read, len(staging.rows)) == (2, 1)


def test_today_is_the_last_day_a_value_can_be_of() -> None:
    assert not values(row("2026-04-10")).rejections


def test_odd_dates_are_taken_when_a_person_says_so() -> None:
    assert not values(row("2027-01-01"), row("1970-01-01"), accept_odd_dates=True).rejections


def test_every_problem_of_a_row_is_named() -> None:
    staging = values(row("2026-02-30", "abc", kpi=""))
    assert [problem.code for problem in staging.rejections] == [
        "kpi_missing",
        "date_impossible",
        "number_unreadable",
    ]
    assert staging.read == 1


def test_a_proven_date_order_is_used_and_stated_with_what_reads_both_ways() -> None:
    staging = values(row("03/04/2025"), row("25/04/2025"))
    assert [staged.on for staged in staging.rows] == [dt.date(2025, 4, 3), dt.date(2025, 4, 25)]
    assert staging.assumed["date_order"] == "dmy"
    assert staging.assumed["dates_read_both_ways"] == 1


def test_without_proof_every_ambiguous_date_is_rejected_and_only_those() -> None:
    staging = values(row("03/04/2025"), row("05/05/2025"))
    assert only(staging) == (2, "date", "date_ambiguous")


def test_the_order_a_person_names_settles_it() -> None:
    staging = values(row("03/04/2025"), date_order=DateOrder.MDY)
    assert staging.rows[0].on == dt.date(2025, 3, 4)


def test_dates_that_prove_both_orders_refuse_the_file() -> None:
    with pytest.raises(FileRefused) as refused:
        values(row("25/04/2025"), row("04/25/2025"))
    assert refused.value.code == "date_order_mixed"
    staging = values(row("25/04/2025"), row("04/25/2025"), date_order=DateOrder.DMY)
    assert only(staging) == (3, "date", "date_impossible")


def test_semicolons_between_columns_make_1_234_a_question() -> None:
    assert only(values(row(value="1.234"), by=";")) == (2, "value", "number_ambiguous")
    assert not values(row(value="1.234")).rejections
    (staged, _) = values(row(value="1.234"), row(value="2,5"), by=";").rows
    assert staged.value is not None and float(staged.value.value) == 1234


def test_a_wide_table_is_read_as_long_and_blank_cells_are_skipped() -> None:
    headers = ("product", "kpi", "31/01/2026", "28/02/2026", "31/03/2026")
    staging = values(
        ("Comet", "Signups", "1", "", "3"), ("Comet", "Sales", "x", "", ""), headers=headers
    )
    assert [(staged.on.month, staged.column) for staged in staging.rows] == [
        (1, "31/01/2026"),
        (3, "31/03/2026"),
    ]
    assert only(staging) == (3, "31/01/2026", "number_unreadable")
    assert staging.read == 3


@pytest.mark.parametrize(
    ("product", "scope", "expected"),
    [
        ("Comet", "", "product:Comet"),
        ("", "overall", "overall"),
        ("", "product:Comet", "product:Comet"),
        ("comet", "Product: Comet", "product:Comet"),
        ("", "launch:Comet/Insights", "launch:Comet/Insights"),
        ("Comet", "launch:Insights", "launch:Comet/Insights"),
        ("", "initiative:Comet/Pricing", "initiative:Comet/Pricing"),
    ],
)
def test_a_scope_says_what_the_row_is_about(product: str, scope: str, expected: str) -> None:
    headers = (*HEADERS, "scope")
    (staged,) = values((*row(product=product), scope), headers=headers).rows
    assert str(staged.scope) == expected


@pytest.mark.parametrize(
    ("product", "scope", "code"),
    [
        ("Comet", "product:Orbit", "scope_mismatch"),
        ("Comet", "overall", "scope_mismatch"),
        ("", "launch:Insights", "scope_unreadable"),
        ("", "person:Ada", "scope_unreadable"),
        ("", "everything", "scope_unreadable"),
    ],
)
def test_a_scope_that_says_nothing_or_something_else_is_rejected(
    product: str, scope: str, code: str
) -> None:
    staging = values((*row(product=product), scope), headers=(*HEADERS, "scope"))
    assert only(staging) == (2, "scope", code)


@pytest.mark.parametrize(
    ("numerator", "denominator", "column", "code"),
    [
        ("5", "", "denominator", "ratio_incomplete"),
        ("", "5", "numerator", "ratio_incomplete"),
        ("5", "0", "denominator", "denominator_not_positive"),
        ("5%", "10", "numerator", "unit_mismatch"),
    ],
)
def test_numerator_and_denominator_come_together(
    numerator: str, denominator: str, column: str, code: str
) -> None:
    headers = (*HEADERS, "numerator", "denominator")
    assert only(values((*row(), numerator, denominator), headers=headers)) == (2, column, code)


def test_with_numerator_and_denominator_the_value_may_be_blank() -> None:
    headers = (*HEADERS, "numerator", "denominator")
    (staged,) = values((*row(value=""), "124", "400"), headers=headers).rows
    assert (staged.value, staged.numerator, staged.denominator) == (None, 124, 400)


def test_a_word_outside_its_vocabulary_is_rejected_with_the_known_ones() -> None:
    staging = values((*row(), "money"), headers=(*HEADERS, "bucket"))
    assert only(staging) == (2, "bucket", "word_unknown")
    assert "revenue, adoption, project" in staging.rejections[0].message


TARGET = ("product", "kpi", "target", "target_date")


def test_a_target_may_lie_ahead_and_begin_before_it() -> None:
    headers = (*TARGET, "start", "start_date", "goal")
    (staged,) = targets(
        headers, ("Comet", "Signups", "40%", "2027-12-31", "31%", "2026-03-31", "Reach")
    ).rows
    assert (staged.target_date, staged.goal) == (dt.date(2027, 12, 31), Goal.REACH)


@pytest.mark.parametrize(
    ("headers", "cells", "code"),
    [
        (TARGET, ("Comet", "Signups", "", "2027-12-31"), "target_missing"),
        (TARGET, ("Comet", "Signups", "5", ""), "target_date_missing"),
        ((*TARGET, "low", "high"), ("Comet", "a", "5", "2027-12-31", "9", "1"), "bounds_crossed"),
        (
            (*TARGET, "start_date"),
            ("Comet", "a", "5", "2026-01-01", "2026-02-01"),
            "start_after_target",
        ),
        ((*TARGET, "window"), ("Comet", "a", "5", "2027-12-31", "1.5"), "number_not_whole"),
    ],
)
def test_a_target_that_makes_no_sense_is_rejected(
    headers: tuple[str, ...], cells: tuple[str, ...], code: str
) -> None:
    assert only(targets(headers, cells))[2] == code


def test_bounds_stand_in_for_the_target_of_a_goal_within() -> None:
    headers = (*TARGET, "goal", "low", "high")
    (staged,) = targets(headers, ("Comet", "a", "", "2027-12-31", "within", "1", "2")).rows
    assert staged.value is None and staged.low is not None


LAUNCH = ("name", "date", "product", "tier", "timezone")


def test_a_launch_may_be_planned_for_a_day_ahead() -> None:
    (staged,) = launches(LAUNCH, ("Insights", "2026-05-01", "Comet", "1", "Europe/Berlin")).rows
    assert (staged.name, staged.on, staged.tier) == ("Insights", dt.date(2026, 5, 1), 1)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (("", "2026-05-01", "Comet", "", ""), "name", "name_missing"),
        (("Insights", "2026-05-01", "Comet", "9", ""), "tier", "tier_unknown"),
        (("Insights", "2026-05-01", "Comet", "", "Mars/Base"), "timezone", "timezone_unknown"),
        (("Insights", "1970-01-01", "Comet", "", ""), "date", "date_odd"),
    ],
)
def test_a_launch_that_makes_no_sense_is_rejected(
    cells: tuple[str, ...], column: str, code: str
) -> None:
    assert only(launches(LAUNCH, cells)) == (2, column, code)
