"""Drafts say what is wrong with each field, in a sentence a person can act on."""

import datetime as dt

import pytest

from pmm_core.catalogue.drafts import (
    KpiDraft,
    LaunchDraft,
    NextActionDraft,
    PersonDraft,
    ProductDraft,
)
from pmm_core.drafts import Draft
from pmm_core.errors import InvalidInput
from pmm_core.models import Product
from pmm_core.vocabulary import Goal, Rung, Scope


def _problems(draft: type[Draft], **values: object) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidInput) as refused:
        draft.check(**values)
    assert refused.value.code == "draft_invalid"
    return [(one["field"], one["message"]) for one in refused.value.details["problems"]]


def test_texts_are_trimmed_and_blank_ones_are_unknown() -> None:
    draft = ProductDraft.check(name="  Comet ", description="   ")
    assert (draft.name, draft.description) == ("Comet", None)


def test_a_blank_field_takes_its_default_where_it_has_one() -> None:
    assert NextActionDraft.check(kpi_id=1, text="Call", segment=" ").segment == ""


@pytest.mark.parametrize("values", [{}, {"name": ""}, {"name": "   "}, {"name": None}])
def test_a_product_needs_a_name(values: dict[str, object]) -> None:
    assert _problems(ProductDraft, **values) == [("name", "Give a value.")]


def test_a_name_of_endless_length_is_refused() -> None:
    assert _problems(ProductDraft, name="x" * 121) == [("name", "Use at most 120 characters.")]


def test_a_field_nobody_knows_is_refused() -> None:
    assert _problems(ProductDraft, name="Comet", colour="red") == [
        ("colour", "There is no such field.")
    ]


def test_several_problems_are_told_at_once() -> None:
    problems = _problems(KpiDraft, scope="overall", name="", at_risk_from=2, direction="sideways")
    assert [field for field, _ in problems] == ["name", "direction", "at_risk_from"]


@pytest.mark.parametrize("email", ["ada", "ada@", "@example.com", "a b@example.com", "a@host"])
def test_an_address_has_a_name_and_a_host(email: str) -> None:
    assert _problems(PersonDraft, name="Ada", email=email)[0][0] == "email"


@pytest.mark.parametrize("bound", [float("nan"), float("inf"), "many"])
def test_a_bound_is_a_finite_number(bound: object) -> None:
    assert [field for field, _ in _problems(KpiDraft, scope="overall", name="x", low=bound)] == [
        "low"
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"scope": Scope.OVERALL, "product_id": 1},
        {"scope": Scope.PRODUCT},
        {"scope": Scope.PRODUCT, "product_id": 1, "initiative_id": 2},
        {"scope": Scope.LAUNCH, "product_id": 1},
        {"scope": Scope.PERSON},
    ],
)
def test_a_kpi_belongs_to_what_its_scope_says(values: dict[str, object]) -> None:
    assert len(_problems(KpiDraft, name="Activation rate", **values)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"goal": Goal.WITHIN},
        {"goal": Goal.WITHIN, "low": 1},
        {"low": 2, "high": 1},
        {"low": 1, "high": 1},
    ],
)
def test_bounds_of_a_kpi_leave_room_between_them(values: dict[str, object]) -> None:
    assert len(_problems(KpiDraft, scope=Scope.OVERALL, name="x", **values)) == 1


@pytest.mark.parametrize("rung", [Rung.USE, Rung.ABILITY, Rung.RESULT])
def test_a_yes_no_kpi_can_only_be_output(rung: Rung) -> None:
    assert _problems(KpiDraft, scope=Scope.OVERALL, name="x", unit="Yes/no", rung=rung)
    assert KpiDraft.check(scope=Scope.OVERALL, name="x", unit="Yes/no", rung=Rung.OUTPUT)


def test_a_launch_needs_its_day_and_another_initiative_does_not() -> None:
    assert "day" in _problems(LaunchDraft, product_id=1, name="Insights")[0][1]
    assert LaunchDraft.check(product_id=1, name="New prices", kind="pricing").launched_on is None


def test_windows_are_rising_days_each_once() -> None:
    day = dt.date(2026, 2, 1)
    draft = LaunchDraft.check(product_id=1, name="x", launched_on=day, windows=(30, 5, 10, 5))
    assert draft.row().windows == [5, 10, 30]


@pytest.mark.parametrize("windows", [(), (0,), (366,)])
def test_a_window_is_a_day_from_1_to_365(windows: tuple[int, ...]) -> None:
    problems = _problems(
        LaunchDraft, product_id=1, name="x", launched_on="2026-02-01", windows=windows
    )
    assert [field for field, _ in problems] == ["windows"]


def test_a_time_zone_is_one_that_exists() -> None:
    problems = _problems(
        LaunchDraft, product_id=1, name="x", launched_on="2026-02-01", timezone="Mars/Base"
    )
    assert [field for field, _ in problems] == ["timezone"]


def test_a_draft_of_a_noun_says_what_the_noun_says() -> None:
    product = Product(id=7, name="Comet", description="Reports", owner_id=3, version=4)
    assert ProductDraft.of(product) == ProductDraft(name="Comet", description="Reports", owner_id=3)
