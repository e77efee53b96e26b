"""`launch compare` and `launch forecast`: keys, options, refusals."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.cli.running import Answer, run

COMPARE = [
    "launch", "as_of", "clock", "day", "launches", "differences", "placing", "mix", "segments",
    "overlaps", "left_out", "notes",
]  # fmt: skip
FORECAST = [
    "launch", "as_of", "clock", "by_day", "day", "n", "adopted", "share", "state", "method",
    "launches", "tier", "type", "unlike", "quantiles", "bands", "path", "target", "target_stored",
    "chance", "past", "overlaps", "left_out", "calibration", "notes",
]  # fmt: skip


@pytest.fixture
def file(sample: Store, tmp_path: Path) -> str:
    return str(tmp_path / "sample.db")


def said(file: str, *arguments: object) -> Answer:
    return run("--store", file, "launch", *arguments, "--json")


def answer(file: str, *arguments: object) -> dict[str, Any]:
    found = said(file, *arguments)
    assert found.code == 0, found.err
    document: dict[str, Any] = found.document
    return document


def test_compare_answers_with_the_keys_of_its_page(file: str) -> None:
    found = answer(file, "compare", "Insights")
    assert list(found) == COMPARE
    assert (found["as_of"], found["day"], found["clock"]) == ("2026-03-31", 30, "launch")
    assert found["placing"]["among"] == ["Harbor/Knowledge base", "Comet/Mobile app"]
    assert [one["than"] for one in found["differences"]] == [
        one["launch"] for one in found["launches"][1:]
    ]


def test_compare_reads_the_launches_and_the_day_it_is_told(file: str) -> None:
    found = answer(
        file, "compare", "launch:Comet/Insights", "--with", "Mobile app", "--day", 5,
        "--as-of", "2026-01-20",
    )  # fmt: skip
    assert found["as_of"] == "2026-01-20"
    assert [(one["launch"], one["adopted"]) for one in found["launches"]] == [
        ("Comet/Insights", 176),
        ("Comet/Mobile app", 49),
    ]


def test_compare_lays_all_on_the_clock_it_is_told(file: str) -> None:
    found = answer(file, "compare", "Insights", "--with", "Guided setup", "--since", "launch")
    assert found["clock"] == "launch" and found["left_out"] == []
    assert [one["own_clock"] for one in found["launches"]] == [True, False]
    found = answer(file, "compare", "Insights", "--with", "Guided setup", "--since", "exposure")
    assert [one["own_clock"] for one in found["launches"]] == [False, True]
    assert said(file, "compare", "Insights", "--since", "yesterday").code == 2


def test_the_same_share_comes_from_compare_and_from_adoption(file: str) -> None:
    found = answer(file, "compare", "Insights")["launches"][0]
    curve = run("--store", file, "adoption", "launch:Insights", "--json").document["curves"][0]
    window = next(one for one in curve["windows"] if one["day"] == 30)
    for key in ("share", "low", "high", "n", "adopted", "state"):
        assert found[key] == window[key]


def test_a_launch_that_is_too_young_has_nulls_and_no_rows(file: str) -> None:
    found = answer(file, "compare", "Smart routing", "--day", 30)
    assert found["launches"] == [] and found["placing"] is None


def test_a_column_no_log_has_is_refused(file: str) -> None:
    found = said(file, "compare", "Insights", "--by", "colour")
    assert found.code == 2 and found.document["error"]["code"] == "column_unknown"


def test_forecast_answers_with_the_keys_of_its_page(file: str) -> None:
    found = answer(file, "forecast", "Smart routing", "--target", "25%")
    assert list(found) == FORECAST
    assert (found["state"], found["launches"], found["tier"]) == ("ready", 3, None)
    assert [one["level"] for one in found["bands"]] == [0.5, 0.8, 0.9, 0.95]
    assert found["bands"][1]["low"] == found["quantiles"]["0.1"]
    assert found["target"] == 0.25 and 0 < found["chance"] < 1
    assert found["calibration"]["days"][0]["leave_one_out"]["n"] == 3


def test_forecast_asks_for_the_target_the_launch_has_for_that_day(file: str) -> None:
    found = answer(file, "forecast", "Smart routing")
    assert (found["target"], found["target_stored"]) == (0.3, True) and 0 < found["chance"] < 1
    asked = answer(file, "forecast", "Smart routing", "--target", "25%")
    assert (asked["target"], asked["target_stored"]) == (0.25, False)
    assert asked["chance"] > found["chance"]
    assert answer(file, "forecast", "Smart routing", "--day", 20)["target"] is None


def test_the_path_of_a_forecast_starts_at_what_is_known_and_ends_in_its_bands(file: str) -> None:
    found = answer(file, "forecast", "Smart routing")
    first, *_, last = found["path"]
    assert [one["day"] for one in found["path"]] == list(range(15, 31))
    assert {(one["low"], one["high"]) for one in first["bands"]} == {(found["share"],) * 2}
    assert last["bands"] == found["bands"]
    middles = [one["median"] for one in found["path"]]
    assert middles == sorted(middles) and middles[0] == found["share"]


def test_forecast_without_a_past_launch_is_null_and_says_why(file: str) -> None:
    found = answer(file, "forecast", "Guided setup")
    assert found["state"] == "no_past_launch"
    assert found["quantiles"] is None and found["bands"] == [] and found["chance"] is None
    assert {one["why"] for one in found["left_out"]} == {"other_clock"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("forecast", "Insight"), "not_found"),
        (("forecast", "Insights", "--day", 31), "day_beyond_curve"),
        (("forecast", "Insights", "--target", "150%"), "usage"),
        (("forecast", "Insights", "--target", "many"), "usage"),
        (("compare", "Insights", "--day", 31), "day_beyond_curve"),
        (("compare", "Insights", "--with", "Nothing"), "not_found"),
    ],
)
def test_a_wrong_call_is_refused(file: str, arguments: tuple[object, ...], code: str) -> None:
    found = said(file, *arguments)
    assert (found.code, found.document["error"]["code"]) == (2, code)


def test_both_can_be_read_by_a_person(file: str) -> None:
    compared = run("--store", file, "launch", "compare", "Insights")
    assert "1st of 3 launches complete on day 30" in compared.out
    forecast = run("--store", file, "launch", "forecast", "Smart routing")
    assert "(80% band)" in forecast.out and "Left out:" in forecast.out
