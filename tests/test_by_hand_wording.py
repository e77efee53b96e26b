"""What is said of each method, and how its answer is written."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from pmm_core.by_hand import METHODS, compute
from pmm_core.by_hand_wording import TOLD, Kind, quoted, results


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_told_with_its_formula_and_asks_for_what_it_needs(method: str) -> None:
    told = TOLD[method]
    assert told.title and told.question.endswith("?") and told.formula and told.where
    asked = {
        field.alias or name: field.is_required()
        for name, field in METHODS[method].model_fields.items()
    }
    assert {field.name: field.is_needed for field in told.fields} == asked


def test_a_share_is_quoted_as_other_pages_write_it() -> None:
    answer = compute("wilson", {"x": 12, "n": 40})
    assert quoted("wilson", answer) == "30.0%, 18.1 to 45.4%"
    low, high = proportion_confint(12, 40, method="wilson")
    assert results("wilson", answer) == [
        ("Value", "0.3", "30.0%"),
        ("95% from", f"{low:.7g}", "18.1%"),
        ("95% to", f"{high:.7g}", "45.4%"),
    ]


def test_a_difference_of_shares_is_quoted_in_points() -> None:
    answer = compute("newcombe", {"x1": 56, "n1": 70, "x2": 48, "n2": 80})
    assert quoted("newcombe", answer) == "+20.0 pts, +5.2 to +33.4 pts"
    assert results("newcombe", answer)[0] == ("Value", "0.2", "+20.0 pts")


def test_a_forecast_is_quoted_by_its_band_of_80() -> None:
    past = [{"n": 1000, "at_h": 100, "at_H": 200}, {"n": 500, "at_h": 60, "at_H": 120}]
    answer = compute("pool", {"h": 10, "H": 30, "n": 800, "adopted": 90, "past": past})
    low, high = (100 * answer["quantiles"][level] for level in ("0.1", "0.9"))
    assert quoted("pool", answer) == f"80% band {low:.1f} to {high:.1f}%"
    written = results("pool", answer)
    assert written[0] == ("Past launches", "2", "") and written[-1] == (
        "History unlike it",
        "no",
        "",
    )
    assert written[1][0] == "2.5% below"


def test_what_cannot_be_told_is_blank() -> None:
    same = {"time": [1], "event": [0], "time2": [1], "event2": [0]}
    assert results("logrank", compute("logrank", same)) == [("χ²", "", ""), ("p", "", "")]
    assert quoted("logrank", {}) == ""


def test_only_whole_numbers_start_a_count() -> None:
    counts = [field for told in TOLD.values() for field in told.fields if field.kind is Kind.COUNT]
    assert all(field.start.isdecimal() for field in counts)
