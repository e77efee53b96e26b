"""`scorecard`: the same numbers as the screen, under the names of the contract."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.company.profile import DateFormat, NumberFormat, SettingsDraft
from pmm_core.company.service import read_settings, save_settings
from pmm_core.demo import ensure_sample
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.settings import Settings
from pmm_core.store.store import Store
from tests.cli.running import run

ROW_KEYS = """
    scope product launch segment window measure kpi bucket indicator rung control unit direction
    goal bounds start start_date target target_date actual pace_due pace_method progress
    previous change n low high series status status_method probability agreed_status
    status_reason limits owner partner_team why_changed factors next_step next_step_owner
    next_step_due confidence analysis questions value_as_of source definition_version raw verdict
""".split()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company."""
    file = tmp_path_factory.mktemp("scorecard") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


def _document(sample: str, *arguments: str) -> dict:
    answer = run("--store", sample, "scorecard", *arguments, "--json")
    assert answer.code == 0, answer.err
    return answer.document


def test_the_answer_has_every_key_of_the_contract_in_every_row(sample: str) -> None:
    document = _document(sample, "--scope", "product:Comet")
    assert list(document)[:4] == ["scope", "as_of", "known_on", "counts"]
    assert document["as_of"] == "2026-03-31"
    for row in document["rows"]:
        assert sorted(row) == sorted(ROW_KEYS)


def test_numbers_days_and_targets_are_written_as_on_screen(tmp_path: Path) -> None:
    file = tmp_path / "own.db"
    assert run("--store", file, "demo").code == 0
    store, actor = Store.open(f"sqlite:///{file}"), Actor("Ada Moreno")
    draft = SettingsDraft.check(
        number_format=NumberFormat.POINT_COMMA, date_format=DateFormat.POINTS
    )
    base = read_settings(store=store, actor=actor)
    save_settings(store=store, actor=actor, base=base, draft=draft)
    text = run("--store", file, "scorecard", "--scope", "product:Comet").out
    assert "as of 31.03.2026" in text
    assert "20,8%" in text and "≥ 27,0%" in text and "≤ 2,5%" in text


def test_the_command_and_the_service_tell_the_same_numbers(sample: str) -> None:
    scorecard = read_scorecard(
        store=Store.open(f"sqlite:///{sample}"),
        actor=Actor("Ada Moreno"),
        scope=ScopeRef.parse("overall"),
        as_of=dt.date(2026, 3, 31),
    )
    rows = _document(sample)["rows"]
    assert [(row["kpi"], row["actual"], row["status"]) for row in rows] == [
        (row.kpi.name, row.estimate.value, row.status.value) for row in scorecard.rows
    ]


def test_a_launch_window_equals_the_reading_of_its_curve(sample: str) -> None:
    rows = _document(sample, "--scope", "launch:Comet/Insights")["rows"]
    day_30 = next(row for row in rows if row["window"] == 30 and row["segment"] is None)
    curve = run(
        "--store", sample, "adoption", "launch:Comet/Insights", "--as-of", "2026-03-31", "--json"
    ).document["curves"][0]
    reading = next(window for window in curve["windows"] if window["day"] == 30)
    for mine, theirs in (("actual", "share"), ("low", "low"), ("high", "high"), ("n", "n")):
        assert day_30[mine] == pytest.approx(reading[theirs], abs=1e-12)


def test_a_window_that_is_not_over_is_too_early_and_its_value_unknown(sample: str) -> None:
    rows = _document(sample, "--scope", "launch:Smart routing")["rows"]
    status = {
        row["window"]: (row["status"], row["actual"] is None) for row in rows if row["window"]
    }
    assert status[30] == ("too_early", True)


def test_a_person_reads_lines(sample: str) -> None:
    answer = run("--store", sample, "scorecard", "--scope", "product:Comet")
    assert answer.out.startswith("product:Comet as of 31 Mar 2026: ")
    assert "Off track   Trial-to-paid conversion" in answer.out


def test_an_unknown_scope_says_which_there_are(sample: str) -> None:
    answer = run("--store", sample, "scorecard", "--scope", "prodct:Comet", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (2, "scope_unknown")
    assert "product:NAME" in answer.document["error"]["message"]


def test_a_missing_store_asks_for_an_upgrade(tmp_path: Path) -> None:
    answer = run("--store", tmp_path / "none.db", "scorecard", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (3, "schema_older")
    assert not (tmp_path / "none.db").exists()


def test_a_wrong_option_is_a_usage_fault_in_json_too() -> None:
    answer = run("scorecard", "--json", "--nonsense")
    assert (answer.code, answer.document["error"]["code"]) == (2, "usage")


@pytest.mark.parametrize("option", ["--as-of", "--known-on"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "20260331", "soon"])
def test_a_day_that_cannot_be_asked_about_is_a_wrong_call(
    option: str, day: str, sample: str
) -> None:
    answer = run("--store", sample, "scorecard", option, day, "--json")
    assert answer.code == 2
    assert answer.document["error"]["code"] == "usage"
    assert day in answer.document["error"]["message"]


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_can_be_asked_about(day: str, sample: str) -> None:
    assert _document(sample, "--as-of", day, "--known-on", day)["as_of"] == day
