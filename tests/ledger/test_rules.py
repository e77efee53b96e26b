"""What no ledger takes, told before anything is recorded."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.errors import InvalidInput
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.ledger.rules import target_problem, value_problem
from pmm_core.models import Kpi
from pmm_core.vocabulary import Goal, Scope

TODAY = dt.date(2026, 3, 31)
SHARE = Kpi(id=1, scope=Scope.OVERALL, name="Activation rate", unit="%")
MONEY = Kpi(id=2, scope=Scope.OVERALL, name="MRR", unit="USD")


def _value_code(kpi: Kpi, **said: Any) -> str | None:
    draft = SnapshotDraft.check(**{"kpi_id": kpi.id, "on": TODAY, **said})
    problem = value_problem(draft, kpi, today=TODAY)
    return problem.code if problem else None


def _target_code(kpi: Kpi, **said: Any) -> str | None:
    draft = TargetDraft.check(**{"kpi_id": kpi.id, "target_date": TODAY, **said})
    problem = target_problem(draft, kpi)
    return problem.code if problem else None


def test_a_value_of_today_is_taken_and_one_of_tomorrow_is_not() -> None:
    assert _value_code(SHARE, value=0.31) is None
    tomorrow = TODAY + dt.timedelta(days=1)
    assert _value_code(SHARE, value=0.31, on=tomorrow) == "date_in_future"
    assert _value_code(SHARE, value=0.31, on=tomorrow, odd_date=True) is None


def test_a_value_before_1990_is_odd() -> None:
    assert _value_code(SHARE, value=0.31, on=dt.date(1989, 12, 31)) == "date_odd"
    assert _value_code(SHARE, value=0.31, on=dt.date(1990, 1, 1)) is None


@pytest.mark.parametrize("value", ["many", float("nan"), float("inf"), float("-inf"), "1e999"])
def test_a_value_is_a_finite_number(value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        SnapshotDraft.check(kpi_id=1, on=TODAY, value=value)
    assert refused.value.details["problems"][0]["field"] == "value"


@pytest.mark.parametrize(
    "said",
    [{}, {"numerator": 1}, {"denominator": 2}, {"value": 0.5, "numerator": 1}],
)
def test_a_value_or_a_whole_fraction_is_given(said: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        SnapshotDraft.check(kpi_id=1, on=TODAY, **said)


@pytest.mark.parametrize(
    "said",
    [{"numerator": -1, "denominator": 2}, {"numerator": 1, "denominator": 0}],
)
def test_a_fraction_is_of_something(said: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        SnapshotDraft.check(kpi_id=1, on=TODAY, **said)


def test_a_blank_value_is_its_fraction() -> None:
    draft = SnapshotDraft.check(kpi_id=1, on=TODAY, value=" ", numerator=412, denominator=1329)
    assert draft.amount == 412 / 1329


def test_a_value_may_differ_from_its_fraction_by_rounding_only() -> None:
    fraction = {"numerator": 412, "denominator": 1329}
    assert _value_code(SHARE, value=0.31, **fraction) is None
    assert _value_code(SHARE, value=0.3106, **fraction) == "ratio_mismatch"
    assert _value_code(SHARE, value=31, **fraction) == "ratio_mismatch"


def test_the_part_of_a_share_is_not_larger_than_its_whole() -> None:
    fraction = {"numerator": 13, "denominator": 12}
    assert _value_code(SHARE, **fraction) == "part_larger_than_whole"
    assert _value_code(MONEY, **fraction) is None


@pytest.mark.parametrize("value", [1.51, 31, -1.51])
def test_a_share_above_150_percent_has_to_be_meant(value: float) -> None:
    assert _value_code(SHARE, value=value) == "percent_or_fraction"
    assert _value_code(SHARE, value=value, over_150_percent=True) is None
    assert _value_code(MONEY, value=value) is None


@pytest.mark.parametrize("value", [0.0, 1.5, -0.2])
def test_other_shares_are_taken_as_they_are(value: float) -> None:
    assert _value_code(SHARE, value=value) is None


def test_money_in_two_currencies_is_never_added() -> None:
    assert _value_code(MONEY, value=100, currency="USD") is None
    assert _value_code(MONEY, value=100, currency="EUR") == "currency_mismatch"
    assert _target_code(MONEY, value=100, currency="EUR") == "currency_mismatch"


def test_money_needs_a_kpi_that_is_money() -> None:
    assert _value_code(SHARE, value=0.3, currency="USD") == "currency_mismatch"
    unknown = Kpi(id=3, scope=Scope.OVERALL, name="MRR")
    assert _value_code(unknown, value=100, currency="USD") == "currency_mismatch"
    signed = Kpi(id=4, scope=Scope.OVERALL, name="MRR", unit="$")
    assert _value_code(signed, value=100, currency="USD") is None


def test_an_archived_kpi_takes_nothing() -> None:
    gone = Kpi(
        id=5, scope=Scope.OVERALL, name="Old", archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    assert _value_code(gone, value=1) == "archived"
    assert _target_code(gone, value=1) == "archived"


def test_a_target_says_what_its_goal_needs() -> None:
    assert _target_code(SHARE, value=0.35) is None
    assert _target_code(SHARE, low=0.3) == "value_missing"
    assert _target_code(SHARE, goal=Goal.ABOVE, low=0.3) is None
    assert _target_code(SHARE, goal=Goal.WITHIN, low=0.3) == "bounds_missing"
    assert _target_code(SHARE, goal=Goal.WITHIN, low=0.3, high=0.4) is None


@pytest.mark.parametrize("field", ["value", "start"])
def test_a_share_aimed_at_above_150_percent_has_to_be_meant(field: str) -> None:
    said = {"value": 0.35, field: 35}
    assert _target_code(SHARE, **said) == "percent_or_fraction"
    assert _target_code(SHARE, over_150_percent=True, **said) is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"start": 0.2},
        {"goal": "reach", "low": 0.3},
        {"low": 0.4, "high": 0.3},
        {"value": 0.35, "start_date": TODAY + dt.timedelta(days=1)},
        {"value": 0.35, "window": 0},
    ],
)
def test_a_target_that_cannot_be_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        TargetDraft.check(kpi_id=1, target_date=TODAY, **said)
