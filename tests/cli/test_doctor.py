"""`doctor`: what it finds, and what it says to do."""

import sqlite3
from pathlib import Path

import pytest

from pmm_core.cli.doctor import _wrong_packages
from tests.cli.running import Answer, run


def found(answer: Answer, name: str) -> dict:
    return next(check for check in answer.document["checks"] if check["name"] == name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An up-to-date store of one's own."""
    run("upgrade")
    return tmp_path / "own.db"


def test_a_sound_store_gives_no_problem(file: Path) -> None:
    answer = run("doctor", "--json")
    assert answer.code == 0
    assert answer.document["ok"] is True
    names = [check["name"] for check in answer.document["checks"]]
    assert names == [
        "python",
        "packages",
        "file_system",
        "disk",
        "store",
        "integrity",
        "references",
        "schema",
        "time_zone",
        "settings",
        "events",
        "logs",
        "sample",
        "backups",
    ]
    for check in answer.document["checks"]:
        assert list(check) == ["name", "state", "message", "do"]
        assert (check["do"] is None) == (check["state"] == "ok")


def test_a_missing_store_is_a_warning_and_is_not_made(tmp_path: Path) -> None:
    answer = run("doctor", "--json")
    assert answer.code == 0
    assert found(answer, "store")["state"] == "warning"
    assert "upgrade" in found(answer, "store")["do"]
    assert not (tmp_path / "own.db").exists()


def test_every_check_is_told_to_a_person_with_its_advice() -> None:
    answer = run("doctor")
    assert "warning store" in answer.out
    assert "Run `python -m pmm_core upgrade`" in answer.out


def test_a_file_that_is_no_database_is_a_problem(file: Path) -> None:
    file.write_bytes(b"nonsense" * 1000)
    answer = run("doctor", "--json")
    assert answer.code == 2
    assert answer.document["ok"] is False
    assert "not a database" in found(answer, "store")["message"]


def test_a_store_of_a_newer_program_is_a_problem(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    answer = run("doctor", "--json")
    assert answer.code == 2
    assert "newer" in found(answer, "store")["message"]


def test_a_store_changed_by_hand_gets_a_diagnosis(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE kpi DROP COLUMN unit")
        connection.execute("CREATE TABLE mine (id INTEGER)")
    answer = run("doctor", "--json")
    assert answer.code == 2
    message = found(answer, "schema")["message"]
    assert "add_column kpi.unit" in message
    assert "remove_table mine" in message


def test_rows_that_refer_to_nothing_are_found(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO product (name, owner_id, version, recorded_at) "
            "VALUES ('Comet', 99, 1, '2026-01-01')"
        )
    answer = run("doctor", "--json")
    assert answer.code == 2
    assert found(answer, "references")["message"] == (
        "Some rows refer to rows that are gone: 1 in product."
    )


def test_a_server_that_does_not_answer_is_a_problem_without_its_password() -> None:
    answer = run("doctor", "--json", "--store", "postgresql://ada:secret@127.0.0.1:1/pmm")
    assert answer.code == 2
    assert "secret" not in answer.out + answer.err
    assert found(answer, "store")["state"] == "problem"


def test_a_postgresql_store_is_looked_over_too(postgres_url: str) -> None:
    run("upgrade", "--store", postgres_url)
    answer = run("doctor", "--json", "--store", postgres_url)
    assert answer.code == 0
    assert found(answer, "schema")["state"] == "ok"


def test_the_zone_that_nobody_chose_is_pointed_out(file: Path) -> None:
    check = found(run("doctor", "--json"), "time_zone")
    assert check["state"] == "warning"
    assert "the computer's own" in check["message"]


def test_the_sample_says_which_day_it_stands_still_at(tmp_path: Path) -> None:
    run("demo")
    answer = run("doctor", "--json", "--store", tmp_path / "sample.db")
    assert found(answer, "time_zone")["message"].startswith("Today is 2026-03-31 in Europe/Berlin")
    assert found(answer, "logs")["message"] == "6 launches have their event log."
    assert found(answer, "sample")["message"] == "The sample company is there."


def test_a_missing_event_log_is_named(tmp_path: Path) -> None:
    run("demo")
    (tmp_path / "sample.db-events" / "comet-insights.parquet").unlink()
    answer = run("doctor", "--json", "--store", tmp_path / "sample.db")
    assert answer.code == 0
    assert "Insights (comet-insights.parquet)" in found(answer, "logs")["message"]


def test_an_events_folder_that_is_a_file_is_a_problem(file: Path, tmp_path: Path) -> None:
    (tmp_path / "events").write_text("not a folder")
    answer = run("doctor", "--json")
    assert answer.code == 2
    assert found(answer, "events")["state"] == "problem"


def test_a_forgotten_failpoint_is_pointed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_FAIL", "import.after_rows:kill")
    assert "import.after_rows:kill" in found(run("doctor", "--json"), "failpoints")["message"]


def test_packages_are_compared_with_the_requirements() -> None:
    wrong = [*_wrong_packages("# a comment\nclick<1\nno-such-package-of-ours==1.0\npytest\n")]
    assert len(wrong) == 2
    assert wrong[0].endswith("(asked for <1)")
    assert wrong[1] == "no-such-package-of-ours is missing"
