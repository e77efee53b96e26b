"""`adoption`: the keys of the contract, its options, its refusals and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from pmm_core.demo import ensure_sample
from pmm_core.settings import Settings
from tests.adoption.readings import launch_rows, write_log
from tests.adoption.test_reference_logs import CDNOW
from tests.cli.running import Answer, run

TOP = [
    "clock",
    "as_of",
    "as_of_source",
    "timezone",
    "definition",
    "units",
    "notes",
    "rows",
    "curves",
    "source",
    "measures",
]
CURVE = ["segment", "audience", "clock", "n", "days", "windows"]
DAY = ["day", "at_risk", "adopted", "left", "censored", "share", "low", "high"]
WINDOW = [
    "day", "share", "low", "high", "n", "matured", "adopted", "matured_share", "wilson", "method",
    "state",
]  # fmt: skip


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write_log(
        tmp_path,
        [
            *launch_rows(40, {1: 4, 9: 3}),
            ("late", "open", "2025-03-04", "pro"),
            ("late", "use", "2025-03-06", "pro"),
        ],
    )


def ask(log: Path | str, *options: object) -> Answer:
    return run("adoption", log, *options, "--json")


def answer(log: Path | str, *options: object) -> dict[str, Any]:
    said = ask(log, *options)
    assert said.code == 0, said.err
    document: dict[str, Any] = said.document
    return document


def refused(log: Path | str, *options: object) -> dict[str, Any]:
    said = ask(log, *options)
    assert said.code == 2
    error: dict[str, Any] = said.document["error"]
    assert sorted(error) == ["code", "id", "message"] and error["message"] in said.err
    return error


def test_the_answer_has_the_keys_of_the_contract_in_their_order(log: Path) -> None:
    document = answer(log, "--adopt", "use", "--launched-on", "2025-03-01", "--by", "plan")
    assert list(document) == TOP
    assert list(document["units"]) == ["eligible", "late_joiners", "excluded", "used_before"]
    assert list(document["rows"]) == [
        "read", "used", "no_unit", "rejected", "duplicate", "after_as_of", "filtered",
    ]  # fmt: skip
    for curve in document["curves"]:
        assert list(curve) == CURVE
        assert [day["day"] for day in curve["days"]] == list(range(31))
        assert all(list(day) == DAY for day in curve["days"])
        assert all(list(window) == WINDOW for window in curve["windows"])
    assert [(c["segment"], c["audience"], c["clock"]) for c in document["curves"]] == [
        (None, "eligible", "launch"),
        (None, "late_joiners", "exposure"),
        ("free", "eligible", "launch"),
        ("pro", "late_joiners", "exposure"),
    ]


def test_the_real_log_gives_the_published_answer() -> None:
    document = answer(CDNOW, "--expose", "any", "--after-exposure-day", "--as-of", "1998-06-30")
    assert (document["clock"], document["as_of"], document["as_of_source"]) == (
        "exposure", "1998-06-30", "given",
    )  # fmt: skip
    assert document["notes"] == []
    window = document["curves"][0]["windows"][2]
    assert (window["day"], window["n"], window["adopted"]) == (30, 23570, 4115)
    assert [round(window[key], 6) for key in ("share", "low", "high")] == [
        0.174586, 0.1698, 0.179493,
    ]  # fmt: skip
    assert [round(end, 6) for end in window["wilson"]] == [0.169793, 0.179486]
    assert (window["method"], window["state"]) == ("kaplan_meier", "complete")
    first = document["curves"][0]["days"][0]
    assert (first["share"], first["low"], first["high"]) == (0.0, 0.0, 0.0)


def test_what_has_not_been_seen_is_null_never_0(log: Path) -> None:
    document = answer(log, "--adopt", "use", "--launched-on", "2025-03-01", "--as-of", "2025-03-07")
    late = document["curves"][0]["windows"][1]
    assert late["state"] == "too_early"
    unknown = ("share", "low", "high", "matured_share", "wilson")
    assert all(late[key] is None for key in unknown)
    assert document["curves"][0]["days"][7]["share"] is None
    assert "NaN" not in json.dumps(document)


def test_the_day_taken_from_the_log_is_said(log: Path) -> None:
    document = answer(log, "--adopt", "use", "--launched-on", "2025-03-01")
    assert document["as_of"] == "2025-03-10"
    assert document["as_of_source"] == "last_day_in_log"
    assert "may be incomplete" in document["notes"][0]


def test_a_log_that_runs_past_today_is_read_to_its_last_day_before_and_that_is_noted(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMM_TODAY", "2025-03-05")
    document = answer(log, *LAUNCHED)
    assert (document["as_of"], document["as_of_source"]) == ("2025-03-04", "last_day_in_log")
    assert (
        "4 rows are dated after today (05 Mar 2025), the last on 10 Mar 2025"
        in (document["notes"][-1])
    )
    given = answer(log, *LAUNCHED, "--as-of", "2025-03-05")["notes"]
    assert not any("today" in note for note in given)


def test_every_option_reaches_the_answer(log: Path) -> None:
    document = answer(
        log,
        *("--unit-col", "user_id", "--event-col", "event", "--time-col", "ts"),
        *("--adopt", "use", "--adopt", "open", "--where", "plan = free"),
        *("--expose", "open", "--after-exposure-day", "--min-uses", "1", "--min-days", "1"),
        *("--windows", "20,3", "--horizon", "25", "--as-of", "2025-03-31"),
        *("--timezone", "Europe/Berlin", "--source-timezone", "UTC", "--min-n", "50"),
        *("--leave", "close", "--skip-rejected", "--allow-unused", "--by", "plan"),
    )
    curve = document["curves"][0]
    assert [window["day"] for window in curve["windows"]] == [3, 20]
    assert len(curve["days"]) == 26
    assert curve["windows"][0]["state"] == "too_few"
    assert curve["windows"][0]["method"] == "aalen_johansen"
    assert document["timezone"] == "Europe/Berlin"
    assert document["rows"]["filtered"] == 2


@pytest.mark.parametrize("mode", ["include", "exclude"])
def test_late_joiners_can_join_the_curve_or_be_left_out(log: Path, mode: str) -> None:
    options = ("--adopt", "use", "--launched-on", "2025-03-01", "--late-joiners", mode)
    document = answer(log, *options)
    assert len(document["curves"]) == 1
    windows = document["curves"][0]["windows"]
    assert windows[0]["n"] == (41 if mode == "include" else 40)
    assert windows[0]["matured"] == 40


LAUNCHED = ("--adopt", "use", "--launched-on", "2025-03-01")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--adopt", "use"), "usage"),
        ((*LAUNCHED, "--expose", "open"), "usage"),
        ((*LAUNCHED, "--windows", "five"), "usage"),
        ((*LAUNCHED, "--windows", "-5,10"), "usage"),
        ((*LAUNCHED, "--as-of", "31.12.2025"), "usage"),
        ((*LAUNCHED, "--min-uses", "0"), "usage"),
        ((*LAUNCHED, "--nonsense"), "usage"),
        ((*LAUNCHED, "--horizon", "29"), "horizon_below_window"),
        ((*LAUNCHED, "--timezone", "Nowhere"), "timezone_unknown"),
        ((*LAUNCHED, "--source-timezone", "Nowhere"), "timezone_unknown"),
        ((*LAUNCHED, "--by", "size"), "column_unknown"),
        ((*LAUNCHED, "--where", "plan"), "where_unreadable"),
        (("--launched-on", "2025-03-01"), "adopt_missing"),
        (("--adopt", "used", "--launched-on", "2025-03-01"), "event_not_in_log"),
        (("--adopt", "use", "--launched-on", "2024-03-01"), "no_audience"),
    ],
)
def test_a_wrong_call_ends_2_with_a_code(log: Path, options: tuple[str, ...], code: str) -> None:
    assert refused(log, *options)["code"] == code


def test_an_event_not_in_the_log_comes_with_the_commonest_names(log: Path) -> None:
    said = ask(log, "--adopt", "used", "--launched-on", "2025-03-01")
    assert said.document["commonest"] == ["open", "use"]
    assert "open, use" in said.document["error"]["message"]


def test_bad_rows_are_listed_with_the_keys_of_the_contract(log: Path) -> None:
    log.write_text(log.read_text() + "x,use,2025-02-30,pro\n")
    said = ask(log, *LAUNCHED)
    assert said.code == 2
    problem = said.document["problems"][0]
    assert list(problem) == ["file", "row", "column", "code", "message"]
    assert problem["row"] == len(log.read_text().splitlines())


def test_a_person_reads_the_windows_and_the_notes(log: Path) -> None:
    said = run("adoption", log, *LAUNCHED)
    assert said.code == 0 and "log.csv as of 10 Mar 2025" in said.out
    assert "day   5  10.0% (3.9 to 24.5%)" in said.out
    assert "Too early: 9 of 30 days seen" in said.out


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company."""
    file = tmp_path_factory.mktemp("adoption") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


def test_a_stored_launch_brings_its_log_and_its_definition(sample: str) -> None:
    said = run("--store", sample, "adoption", "launch:Comet/Insights", "--by", "plan", "--json")
    assert said.code == 0, said.err
    assert said.document["clock"] == "launch"
    assert said.document["timezone"] == "Europe/Berlin"
    assert said.document["curves"][0]["windows"][2]["n"] == said.document["units"]["eligible"]
    assert run("--store", sample, "adoption", "launch:insights", "--json").code == 0


def test_what_is_kept_with_a_launch_cannot_be_said_again(sample: str) -> None:
    said = run("--store", sample, "adoption", "launch:Insights", "--windows", "5", "--json")
    assert (said.code, said.document["error"]["code"]) == (2, "usage")


def test_an_unknown_launch_is_answered_with_near_names(sample: str) -> None:
    said = run("--store", sample, "adoption", "launch:Insight", "--json")
    assert (said.code, said.document["error"]["code"]) == (2, "not_found")
    assert said.document["near"] == ["Comet/Insights"]


def test_what_the_core_refuses_the_command_ends_with_its_option(log: Path) -> None:
    for options, named in (
        (("--launched-on", "2025-03-01"), "--adopt EVENT"),
        (("--adopt", "used", "--launched-on", "2025-03-01"), "--allow-unused"),
        (("--adopt", "use", "--launched-on", "2024-03-01"), "--active-days"),
    ):
        assert named in refused(log, *options)["message"]
