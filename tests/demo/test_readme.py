"""What `data/README.md` tells about the sample's launches is what the program answers."""

import re
from pathlib import Path

import pytest

from pmm_core.settings import ROOT
from tests.cli.running import run

README = ROOT / "data" / "README.md"
STATES = {"maturing": "maturing", "too early": "too_early", "too few": "too_few"}


def launches() -> list[list[str]]:
    """Cells of the table of launches: name, day 0, shape, eligible, day 5, 10 and 30."""
    table = README.read_text(encoding="utf-8").partition("### Six launches")[2]
    lines = table.partition("### Which KPI")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return rows[2:]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's store, made once."""
    file = tmp_path_factory.mktemp("readme") / "sample.db"
    assert run("demo", "--store", file).code == 0
    return file


def test_six_launches_are_told() -> None:
    assert len(launches()) == 6


@pytest.mark.parametrize("told", launches(), ids=lambda told: told[0])
def test_the_readings_told_are_those_answered(told: list[str], sample: Path) -> None:
    name, _day_0, _shape, eligible, *windows = told
    scope = f"launch:{name.replace(' / ', '/')}"
    answer = run("adoption", scope, "--store", sample, "--json").document
    curve = answer["curves"][0]
    assert curve["n"] == int(eligible.replace(",", ""))
    for cell, window in zip(windows, curve["windows"], strict=True):
        state = next((state for words, state in STATES.items() if words in cell), "complete")
        assert window["state"] == state
        counted = re.match(r"\d+", cell)
        if counted:
            assert window["adopted"] == int(counted[0])
        share = re.search(r"[\d.]+(?=%)", cell)
        if share:
            assert round(100 * window["share"], 1) == float(share[0])


def test_late_joiners_have_a_curve_of_their_own(sample: Path) -> None:
    answer = run("adoption", "launch:Comet/Insights", "--store", sample, "--json").document
    assert answer["units"] == {
        "eligible": 1212,
        "late_joiners": 205,
        "excluded": 38,
        "used_before": 14,
    }
    assert [curve["audience"] for curve in answer["curves"]] == ["eligible", "late_joiners"]


def test_plans_differ_as_told(sample: Path) -> None:
    answer = run(
        "adoption", "launch:Comet/Insights", "--by", "plan", "--store", sample, "--json"
    ).document
    day_30 = {
        curve["segment"]: round(100 * curve["windows"][2]["share"], 1)
        for curve in answer["curves"]
        if curve["audience"] == "eligible"
    }
    assert (day_30["Business"], day_30["Free"]) == (65.6, 20.9)


def test_cdnow_is_read_as_it_lies_there() -> None:
    answer = run(
        "adoption",
        ROOT / "data" / "cdnow" / "CDNOW_master.txt.gz",
        *("--expose", "any", "--after-exposure-day", "--as-of", "1998-06-30", "--json"),
    ).document
    assert answer["rows"]["read"] == 69_659
    shares = [round(window["share"], 6) for window in answer["curves"][0]["windows"]]
    assert shares == [0.041621, 0.076665, 0.174586]
