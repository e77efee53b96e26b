"""`mandate metric` and `mandate owner`: advice with reasons, and the evidence beside it."""

from pathlib import Path

import pytest

from pmm_core.demo import ensure_sample
from pmm_core.settings import Settings, store_url
from pmm_core.store.upgrade import upgrade
from tests.cli.running import mandate, run

CASES = [
    (
        "metric",
        ["--objective", "sales", "--monetization", "paid", "--roles", "by_function"],
        "win_rate",
    ),
    ("metric", ["--stage", "startup"], "activation"),
    ("owner", ["--stage", "enterprise"], "leadership"),
    ("owner", ["--pmms", "0", "--decisions", "product"], "product"),
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company."""
    file = tmp_path_factory.mktemp("advice") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """A store in which nobody has said anything."""
    url = store_url(str(tmp_path / "empty.db"))
    upgrade(url)
    return url


def test_the_sample_gets_its_number_with_reasons_and_what_would_change_it(sample: str) -> None:
    document = mandate(sample, "metric")
    assert (document["metric"], document["judged_by_day"]) == ("adoption", 10)
    assert document["windows"] == [5, 10, 30]
    best = document["candidates"][0]
    assert (best["metric"], best["balance"], len(best["for"])) == ("adoption", 2, 2)
    assert {"fact": "company_stage", "answer": "startup", "metric": "activation"} in document[
        "changes"
    ]


def test_who_answers_for_what_and_who_for_nothing(sample: str) -> None:
    document = mandate(sample, "metric")
    carriers = {one["carrier"]: one for one in document["carriers"]}
    (adas,) = carriers["Ada Moreno"]["accountable"]
    assert (adas["kpi"], adas["status"]) == ("Trial-to-paid conversion", "off_track")
    assert carriers["Priya Nair"]["accountable"] == []
    assert carriers["Product marketing"]["team"] is True
    assert document["findings"][0]["message"] == "Priya Nair answers for no KPI in Q1 2026."


def test_an_earlier_cycle_shows_who_answered_then(sample: str) -> None:
    document = mandate(sample, "metric", "--cycle", "q4 2025")
    carriers = {one["carrier"]: one for one in document["carriers"]}
    assert [one["kpi"] for one in carriers["Jonas Weber"]["accountable"]] == ["Win rate"]
    assert carriers["Ada Moreno"]["accountable"] == []


def test_the_sample_gets_its_owner_with_confidence_jobs_and_evidence(sample: str) -> None:
    document = mandate(sample, "owner")
    assert (document["owner"], document["confidence"]) == ("marketing", "medium")
    assert document["first_jobs"][0]["job"] == "Value and positioning"
    assert document["look_again"] == {"proposed": "2026-06-30", "kept": "2026-06-30"}
    assert {one["kind"]: one["health"] for one in document["signs"]} == {
        "handback": "unhealthy",
        "unit_economics": "unknown",
        "beyond_funnel": "healthy",
        "on_time_launches": "unhealthy",
    }
    assert [one["proof"] is None for one in document["segments"]] == [False, False, True]
    last = document["last_launch"]
    assert last["launch"] == "Harbor/Smart routing"
    assert [one["state"] for one in last["windows"]] == ["complete", "complete", "too_early"]


@pytest.mark.parametrize(("command", "options", "answer"), CASES)
def test_another_answer_can_be_tried_out_without_being_kept(
    sample: str, command: str, options: list[str], answer: str
) -> None:
    key = "metric" if command == "metric" else "owner"
    before = mandate(sample, command)
    assert mandate(sample, command, *options)[key] == answer
    assert mandate(sample, command) == before


def test_nothing_said_is_asked_for_and_never_guessed(empty: str) -> None:
    metric, owner = mandate(empty, "metric"), mandate(empty, "owner")
    assert (metric["metric"], metric["judged_by_day"], len(metric["missing"])) == (None, None, 4)
    assert (owner["owner"], owner["confidence"], len(owner["missing"])) == (None, None, 4)
    assert owner["last_launch"] is None


def test_a_person_reads_lines(sample: str) -> None:
    metric = run("--store", sample, "mandate", "metric").out
    assert metric.startswith("Adoption is advised: eligible users who use what was launched")
    assert "! Priya Nair answers for no KPI in Q1 2026." in metric
    owner = run("--store", sample, "mandate", "owner").out
    assert owner.startswith("Marketing should own product marketing. Medium confidence")
    assert "Last launch: Harbor/Smart routing, day 5: 9% (80 of 930)" in owner


@pytest.mark.parametrize("options", [["metric", "--stage", "giant"], ["owner", "--pmms", "-1"]])
def test_an_answer_that_cannot_be_is_a_wrong_call(sample: str, options: list[str]) -> None:
    answer = run("--store", sample, "mandate", *options, "--json")
    assert (answer.code, answer.document["error"]["code"]) == (2, "usage")
