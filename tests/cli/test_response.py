"""Questions, next steps and assessments by command: the numbers of the scorecard, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.cli.running import Answer, run

Ask = Callable[..., Answer]
RATE = "product:Comet/Activation rate"


@pytest.fixture
def ask(sample: Store) -> Ask:
    """Run a command on the sample."""
    url = str(sample.engine.url)

    def asked(*arguments: object) -> Answer:
        return run("--store", url, *arguments, "--json")

    return asked


def row(ask: Ask, segment: str | None = None) -> dict[str, Any]:
    answer = ask("scorecard", "--scope", "product:Comet")
    (found,) = [
        one
        for one in answer.document["rows"]
        if (one["kpi"], one["segment"]) == ("Activation rate", segment)
    ]
    return dict(found)


@pytest.mark.parametrize("segment", [None, "Business"])
def test_a_question_keeps_the_number_the_scorecard_shows(ask: Ask, segment: str | None) -> None:
    said = ["question", "ask", RATE, "--text", "Why?", "--by", "Mia Chen"]
    if segment:
        said += ["--segment", segment]
    asked = ask(*said).document
    shown = row(ask, segment)
    assert shown["actual"] is not None
    assert asked["about_value"] == shown["actual"]
    assert asked["about_on"] == shown["value_as_of"]
    assert shown["questions"] == [
        {"text": "Why?", "asked_by": "Mia Chen", "asked_on": "2026-03-31"}
    ]
    assert ask("question", "answer", asked["id"], "--text", "The plan").code == 0
    assert row(ask, segment)["questions"] == []


def test_an_assessment_stands_on_its_row_and_moves_no_status(ask: Ask) -> None:
    before = row(ask)
    assert ask("assess", RATE, "--confidence", "low", "--by", "Ada Moreno").code == 0
    assert row(ask) == before | {"confidence": "low", "analysis": None}


def test_the_step_due_first_is_the_one_of_the_scorecard(ask: Ask) -> None:
    said = ("--text", "Call ten teams", "--owner", "Ada Moreno", "--due", "2026-04-01")
    added = ask("action", "add", RATE, *said).document
    assert (row(ask)["next_step"], row(ask)["next_step_due"]) == ("Call ten teams", "2026-04-01")
    assert ask("action", "done", added["id"]).document["done_on"] == "2026-03-31"
    assert row(ask)["next_step"] != "Call ten teams"


@pytest.mark.parametrize(
    ("arguments", "end", "code"),
    [
        (("question", "ask", "Activatoin rate", "--text", "Why?"), 2, "not_found"),
        (("question", "ask", "Adopted by day 30", "--text", "Why?"), 2, "kpi_ambiguous"),
        (("question", "ask", RATE, "--segment", "Nope", "--text", "Why?"), 2, "segment_unknown"),
        (("question", "ask", RATE, "--text", " "), 2, "draft_invalid"),
        (("question", "answer", "99", "--text", "Why?"), 2, "question_unknown"),
        (("action", "done", "99"), 2, "step_unknown"),
        (("action", "done", "2"), 3, "done_already"),
        (("action", "done", "1", "--on", "2026-04-01"), 2, "date_in_future"),
        (("assess", RATE, "--by", "Ada Moreno"), 2, "draft_invalid"),
        (("assess", RATE, "--by", "Nobody", "--confidence", "low"), 2, "not_found"),
        (("action", "list", "--person", "Nobody"), 2, "not_found"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    ask: Ask, arguments: tuple[str, ...], end: int, code: str
) -> None:
    before = [ask(*command).document for command in (("question", "list"), ("action", "list"))]
    answer = ask(*arguments)
    assert (answer.code, answer.document["error"]["code"]) == (end, code)
    assert "Traceback" not in answer.err
    after = [ask(*command).document for command in (("question", "list"), ("action", "list"))]
    assert after == before


def test_an_empty_store_has_nothing_to_list(store: Store) -> None:
    url = str(store.engine.url)
    asked = run("--store", url, "question", "list", "--json").document
    steps = run("--store", url, "action", "list", "--json").document
    assert (asked["questions"], steps["steps"], steps["overdue"]) == ([], [], 0)
