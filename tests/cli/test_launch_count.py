"""`launch count`: counts typed by options, by a file, listed and taken back."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.store.store import Store
from tests.catalogue import made
from tests.cli.running import Answer, run

COUNTS = "day,eligible,adopted\n5,40,12\n10,40,15\n"


@pytest.fixture
def file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made.launch(store, made.product(store, "Comet"), "Insights")
    monkeypatch.setenv("PMM_TODAY", "2026-02-15")
    (tmp_path / "counts.csv").write_text(COUNTS, "utf-8")
    return str(tmp_path / "store.db")


def said(file: str, *arguments: object) -> Answer:
    return run("--store", file, "launch", "count", "Insights", *arguments, "--json")


def counted(answer: Answer) -> list[tuple[Any, ...]]:
    assert answer.code == 0, answer.err
    return [(one["segment"], one["day"], one["adopted"]) for one in answer.document["counts"]]


def test_a_file_is_recorded_and_read_by_adoption(file: str, tmp_path: Path) -> None:
    done = said(file, "--file", tmp_path / "counts.csv")
    assert counted(done) == [(None, 5, 12), (None, 10, 15)]
    assert list(done.document) == [
        "launch", "recorded", "taken_back", "unchanged", "counts", "notes",
    ]  # fmt: skip
    read = run("--store", file, "adoption", "launch:Insights", "--json").document
    assert (read["source"], read["as_of"], read["as_of_source"]) == (
        "typed", "2026-02-13", "last_count",
    )  # fmt: skip
    first, _, last = read["curves"][0]["windows"]
    assert (first["share"], first["method"], first["state"]) == (0.3, "wilson", "complete")
    assert (last["share"], last["low"], last["state"]) == (None, None, "too_early")
    assert read["units"]["late_joiners"] is None
    assert "12 of 40 eligible" in run("--store", file, "adoption", "launch:Insights").out


def test_one_count_is_typed_by_options_and_taken_back(file: str) -> None:
    done = said(file, "--day", 5, "--eligible", "1,200", "--adopted", 312, "--segment", "Pro")
    assert counted(done) == [("Pro", 5, 312)]
    assert counted(said(file, "--day", 5, "--segment", "Pro", "--take-back")) == []
    assert said(file, "--known-on", "2020-01-01").document["counts"] == []


def test_a_table_that_cannot_be_recorded_names_its_rows(file: str, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("day,eligible,adopted\n5,40,30%\n10,40,x\n", "utf-8")
    refused = said(file, "--file", tmp_path / "bad.csv")
    assert refused.code == 2 and refused.document["error"]["code"] == "fraction_not_count"
    assert [(one["row"], one["column"]) for one in refused.document["problems"]] == [
        (2, "adopted"),
        (3, "adopted"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--eligible", 40, "--adopted", 12), "usage"),
        (("--day", 5), "usage"),
        (("--day", 5, "--adopted", 12, "--take-back"), "usage"),
        (("--day", 5, "--adopted", 12), "eligible_missing"),
        (("--day", 5, "--eligible", 40, "--adopted", 41), "adopted_above_eligible"),
        (("--day", 30, "--eligible", 40, "--adopted", 12), "day_ahead"),
    ],
)
def test_a_wrong_call_is_refused(file: str, arguments: tuple[object, ...], code: str) -> None:
    found = said(file, *arguments)
    assert (found.code, found.document["error"]["code"]) == (2, code)
    assert said(file).document["counts"] == []
