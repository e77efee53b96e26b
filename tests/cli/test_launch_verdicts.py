"""`launch verdicts`, `settle` and `restate`: written once, found different, written anew."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.catalogue import made
from tests.cli.running import run

LINE = [
    "measure", "segment", "day", "state", "share", "low", "high", "eligible", "matured", "at_risk",
    "adopted", "target", "verdict", "method", "source", "read_as_of", "written_at", "written_by",
    "restated", "finding", "history",
]  # fmt: skip


@pytest.fixture
def file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A launch of 3 February with 12 of 40 by day 5."""
    made.launch(store, made.product(store, "Comet"), "Insights")
    monkeypatch.setenv("PMM_TODAY", "2026-02-15")
    monkeypatch.setenv("PMM_ACTOR", "Ada Moreno")
    count(str(tmp_path / "store.db"), 12)
    return str(tmp_path / "store.db")


def launch(file: str, *arguments: object, code: int = 0) -> Any:
    found = run("--store", file, "launch", *arguments, "--json")
    assert found.code == code, found.err
    return found.document


def count(file: str, adopted: int) -> None:
    launch(file, "count", "Insights", "--day", 5, "--eligible", 40, "--adopted", adopted)


def test_verdicts_are_settled_found_different_and_restated(file: str) -> None:
    before = launch(file, "verdicts", "Insights")
    assert list(before["windows"][0]) == LINE
    assert (before["windows"][0]["share"], before["windows"][0]["verdict"]) == (0.3, None)
    settled = launch(file, "settle")
    assert [(one["launch"], one["day"]) for one in settled["written"]] == [("Comet/Insights", 5)]
    assert launch(file, "settle", "Insights")["written"] == []
    count(file, 13)
    found = launch(file, "verdicts", "Insights")
    assert found["windows"][0]["share"] == 0.3
    assert found["findings"][0]["why"] == ["corrected_counts"]
    assert found["findings"][0]["recount"]["share"] == 0.325
    assert launch(file, "settle")["findings"][0]["day"] == 5
    line = launch(file, "restate", "Insights", "--day", 5, "--why", "Bo looked")
    assert (line["share"], line["restated"]["was"]["share"]) == (0.325, 0.3)
    assert line["restated"]["why"].endswith("(Bo looked)") and line["finding"] is None
    assert [one["share"] for one in line["history"]] == [0.3, 0.325]


def test_a_person_reads_who_wrote_what(file: str) -> None:
    assert "1 verdict written" in run("--store", file, "launch", "settle").out
    said = run("--store", file, "launch", "verdicts", "Insights").out
    assert "Day 5: no target, 30.0% (18.1 to 45.4%), 12 of 40 eligible. Written" in said
    assert "by Ada Moreno" in said and "Day 30: Too early" in said


def test_what_cannot_be_restated_is_refused(file: str) -> None:
    refused = launch(file, "restate", "Insights", "--day", 5, code=2)
    assert refused["error"]["code"] == "verdict_missing"
    launch(file, "settle")
    refused = launch(file, "restate", "Insights", "--day", 5, code=2)
    assert refused["error"]["code"] == "verdict_agrees"
