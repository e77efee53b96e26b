"""`launch close`, `reopen`, `duplicate` and `propose`: the end of a launch and the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.cli.running import run

KNOWLEDGE = ("--outcome", "partly", "--lesson", "Ask the agents first.")


@pytest.fixture
def file(sample: Store, tmp_path: Path) -> str:
    return str(tmp_path / "sample.db")


def answered(file: str, *arguments: object) -> Any:
    answer = run("--store", file, "launch", *arguments, "--json")
    assert answer.code == 0, answer.out
    return answer.document


def refused(file: str, *arguments: object) -> tuple[int, str]:
    answer = run("--store", file, "launch", *arguments, "--json")
    return answer.code, answer.document["error"]["code"]


def test_a_launch_is_closed_once_and_reopened_once(file: str) -> None:
    closing = ("close", "Insights", "--on", "2026-02-28", *KNOWLEDGE)
    assert answered(file, *closing) == {
        "launch": "Insights",
        "closed": True,
        "ended_on": "2026-02-28",
        "outcome": "partly",
        "lesson": "Ask the agents first.",
    }
    assert refused(file, *closing) == (3, "closed_already")
    assert answered(file, "reopen", "Insights")["closed"] is False
    assert refused(file, "reopen", "Insights") == (3, "not_closed")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2026-02-11", "window_open"),
        ("2026-01-12", "end_before_start"),
        ("2026-04-01", "end_ahead"),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_the_launch_stays_open(
    file: str, on: str, code: str
) -> None:
    assert refused(file, "close", "Insights", "--on", on, *KNOWLEDGE) == (2, code)
    assert refused(file, "reopen", "Insights") == (3, "not_closed")


def test_a_launch_without_a_lesson_is_not_closed(file: str) -> None:
    asked = ("close", "Insights", "--on", "2026-02-28", "--outcome", "missed", "--lesson", " ")
    assert refused(file, *asked)[0] == 2


def test_a_duplicate_takes_targets_only_where_it_is_told_to(file: str) -> None:
    made = ("duplicate", "Smart routing", "--on", "2026-06-01", "--as")
    assert answered(file, *made, "Plain")["targets"] == 0
    assert answered(file, "plan", "Plain")["targets"] == []
    assert answered(file, *made, "Whole", "--with-targets")["targets"] == 2
    targets = answered(file, "plan", "Whole")["targets"]
    assert [(one["window"], one["share"]) for one in targets] == [(10, 0.12), (30, 0.3)]
    assert [one["target_date"] for one in targets] == ["2026-06-11", "2026-07-01"]
    assert refused(file, *made, "Whole") == (2, "name_taken")
    answered(file, *made, "Lena's", "--owner", "lena fischer")
    assert answered(file, "plan", "Lena's")["owner"] == "Lena Fischer"
    assert refused(file, *made, "Nobody's", "--owner", "Lena Fisher") == (2, "not_found")


def test_the_past_proposes_to_the_next_and_teaches_it(file: str) -> None:
    found = answered(file, "propose", "Smart routing")
    assert [(one["day"], one["n"], one["tier"], one["type"]) for one in found["proposals"]] == [
        (day, 1, 1, "new_feature") for day in (5, 10, 30)
    ]
    assert found["proposals"][0]["said"].startswith("Your one closed tier-1 launch")
    assert {one["launch"] for one in found["lessons"]} == {
        "Harbor/Knowledge base",
        "Comet/Mobile app",
    }


def test_a_launch_that_is_not_there_is_named_with_what_to_do(file: str) -> None:
    for asked in (
        ("close", "Insight", "--on", "2026-02-28", *KNOWLEDGE),
        ("reopen", "Insight"),
        ("duplicate", "Insight", "--as", "Next", "--on", "2026-06-01"),
        ("propose", "Insight"),
    ):
        assert refused(file, *asked) == (2, "not_found")
