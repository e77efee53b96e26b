"""`launch impact`: keys, options, refusals, and sentences that claim no cause."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.cli.running import run

KEYS = [
    "launch", "launched_on", "kpi", "scope", "unit", "cadence", "as_of", "headline", "treated",
    "controls", "hold_out", "refused", "before", "after", "split", "season", "factors", "designs",
    "left_out", "agree", "adopters", "no_adopters",
]  # fmt: skip
LANGUAGES = [
    "--reached", "English", "--reached", "German", "--reached", "Dutch", "--control", "French",
    "--control", "Spanish", "--control", "Italian", "--control", "Polish",
]  # fmt: skip
TEAMS = ["impact", "Insights", "--kpi", "Weekly active teams"]


@pytest.fixture
def file(sample: Store, tmp_path: Path) -> str:
    return str(tmp_path / "sample.db")


def answer(file: str, *arguments: object) -> dict[str, Any]:
    found = run("--store", file, "launch", *arguments, "--json")
    assert found.code == 0, found.err
    document: dict[str, Any] = found.document
    return document


def test_one_document_with_all_keys_answers(file: str) -> None:
    found = answer(file, *TEAMS, *LANGUAGES, "--design", "did")
    assert list(found) == KEYS
    assert (found["launch"], found["kpi"]) == ("Comet/Insights", "Weekly active teams")
    assert (found["before"]["periods"], found["after"]["periods"]) == (41, 10)
    (one,) = found["designs"]
    assert one["design"] == "did" and one["grade"] == "b"
    assert one["raw"]["verdict"] == one["adjusted"]["verdict"] == "higher"
    assert one["raw"]["value"] == pytest.approx(one["raw"]["actual"] - one["raw"]["expected"])
    assert [each["declared_late"] for each in found["factors"]] == [False, False, True]


def test_a_refusal_is_an_answer_with_the_same_keys(file: str) -> None:
    found = answer(file, "impact", "Smart routing", "--kpi", "New accounts")
    assert list(found) == KEYS
    assert found["refused"]["code"] == "too_early"
    assert found["headline"].startswith("Nothing can be said")
    assert (found["before"], found["season"], found["designs"]) == (None, None, [])


def test_adopters_stand_beside_the_others_of_the_same_audience(file: str) -> None:
    found = answer(file, *TEAMS, "--design", "its")["adopters"]
    assert (found["adopters"], found["others"], found["horizon"]) == (412, 800, 30)
    assert [one["week"] for one in found["weeks"]] == list(range(-4, 11))
    assert "association" in found["note"]
    opened = answer(file, *TEAMS, "--design", "its", "--activity", "insight_opened")["adopters"]
    assert opened["event"] == "insight_opened"
    late = [one for one in opened["weeks"] if one["week"] == 2]
    assert late[0]["adopters"]["mean"] > late[0]["others"]["mean"] == 0
    young = answer(file, "impact", "Smart routing", "--kpi", "New accounts")
    assert young["adopters"] is None and "30 days" in young["no_adopters"]


def test_it_is_told_in_sentences_that_name_no_cause(file: str) -> None:
    found = run("--store", file, "launch", *TEAMS, *LANGUAGES, "--design", "did")
    assert found.code == 0
    assert "consistent with a rise" in found.out
    assert "caused" not in found.out
    for line in ("Raw:", "Adjusted:", "Assumes that", "placebo dates", "MAPE", "Grade B"):
        assert line in found.out


def test_options_reach_the_question(file: str) -> None:
    found = answer(
        file, *TEAMS, "--design", "its", "--after", 6, "--since", "2025-06-01",
        "--as-of", "2026-03-15",
    )  # fmt: skip
    assert found["as_of"] == "2026-03-15"
    assert found["after"] == {"periods": 6, "first": "2026-01-19", "last": "2026-03-01"}
    assert found["before"]["first"] == "2025-05-26"
    assert [one["design"] for one in found["designs"]] == ["its"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["impact", "Insights"], "usage"),
        (["impact", "Insights", "--kpi", "Nothing"], "not_found"),
        (["impact", "Nothing", "--kpi", "Weekly active teams"], "not_found"),
        (["impact", "Insights", "--kpi", "Monthly recurring"], "not_found"),
        ([*TEAMS, "--control", "French"], "treated_missing"),
        ([*TEAMS, "--reached", "Latin"], "segment_unknown"),
        ([*TEAMS, "--control-kpi", "Weekly active teams"], "control_is_treated"),
        ([*TEAMS, "--design", "magic"], "usage"),
        ([*TEAMS, "--after", "0"], "usage"),
        ([*TEAMS, "--design", "its", "--activity", "nothing"], "event_not_in_log"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(file: str, arguments: list[str], code: str) -> None:
    found = run("--store", file, "launch", *arguments, "--json")
    assert (found.code, found.document["error"]["code"]) == (2, code)
