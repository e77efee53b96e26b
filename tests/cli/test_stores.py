"""`upgrade`, `demo`, `backup` and `restore`, as a person types them."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.models import Team
from pmm_core.settings import ROOT, store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from tests.cli.running import run

LAUNCHES = [
    "Harbor/Knowledge base",
    "Comet/Mobile app",
    "Comet/Insights",
    "Quill/Guided setup",
    "Quill/E-signature",
    "Harbor/Smart routing",
]


@pytest.fixture
def own(tmp_path: Path, owner: Actor) -> Path:
    """A store with something of one's own in it."""
    file = tmp_path / "ours.db"
    upgrade(store_url(str(file)))
    store = Store.open(store_url(str(file)))
    with store.write(actor=owner) as unit:
        unit.add(Team(name="Ours"))
    store.engine.dispose()
    return file


def teams(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM team ORDER BY id")]


def test_upgrade_makes_a_missing_store_and_says_so(tmp_path: Path) -> None:
    first = run("upgrade", "--json", "--store", tmp_path / "new.db")
    assert first.code == 0
    assert first.document == {
        "store": f"sqlite:///{tmp_path / 'new.db'}",
        "created": True,
        "from": None,
        "to": "0005",
        "backup": None,
    }
    second = run("upgrade", "--json", "--store", tmp_path / "new.db").document
    assert (second["created"], second["from"], second["backup"]) == (False, "0005", None)


def test_upgrade_tells_a_person_in_one_line(tmp_path: Path) -> None:
    assert run("upgrade", "--store", tmp_path / "new.db").out.startswith("Made sqlite")
    assert "is up to date" in run("upgrade", "--store", tmp_path / "new.db").out


def test_upgrade_refuses_a_store_of_a_newer_program(own: Path) -> None:
    with sqlite3.connect(own) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    answer = run("upgrade", "--json", "--store", own)
    assert answer.code == 3
    assert answer.document["error"]["code"] == "schema_newer"


def test_demo_makes_the_sample_in_a_store_of_its_own(tmp_path: Path) -> None:
    answer = run("demo", "--json")
    assert answer.code == 0
    assert answer.document == {
        "filled": True,
        "as_of": "2026-03-31",
        "products": ["Comet", "Harbor", "Quill"],
        "launches": LAUNCHES,
    }
    assert (tmp_path / "sample.db").exists()
    assert not (tmp_path / "own.db").exists()


def test_demo_twice_changes_nothing() -> None:
    assert run("demo", "--json").document["filled"] is True
    again = run("demo", "--json")
    assert again.code == 0
    assert again.document["filled"] is False
    assert again.document["launches"] == LAUNCHES


def test_demo_fills_an_empty_store_that_is_named(tmp_path: Path) -> None:
    run("upgrade", "--store", tmp_path / "new.db")
    answer = run("--store", tmp_path / "new.db", "demo", "--json")
    assert (answer.code, answer.document["filled"]) == (0, True)
    assert (tmp_path / "new.db-events" / "comet-insights.parquet").exists()


def test_demo_refuses_a_store_with_data_and_leaves_it_alone(own: Path) -> None:
    answer = run("demo", "--json", "--store", own)
    assert answer.code == 3
    assert answer.document["error"]["code"] == "store_not_empty"
    assert teams(own) == ["Ours"]
    assert not own.with_name("ours.db-events").exists()


def demo_process(**variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pmm_core", "demo", "--json"],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_at_once_both_succeed_and_one_of_them_fills() -> None:
    both = [demo_process(), demo_process()]
    answers = [json.loads(process.communicate()[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(answer["filled"] for answer in answers) == [False, True]


def test_a_demo_killed_at_its_end_leaves_an_empty_store_that_can_be_filled(tmp_path: Path) -> None:
    killed = demo_process(PMM_FAIL="store.before_commit:kill")
    killed.communicate()
    assert killed.returncode == -9
    assert teams(tmp_path / "sample.db") == []
    assert run("demo", "--json").document["filled"] is True


def test_a_backup_with_its_logs_comes_back_elsewhere(tmp_path: Path) -> None:
    run("demo")
    file = tmp_path / "copy.zip"
    backup = run("backup", file, "--events", "--json", "--store", tmp_path / "sample.db")
    assert backup.code == 0
    assert list(backup.document) == ["file", "schema", "rows", "sha256", "events"]
    assert len(backup.document["events"]) == 6
    restored = run("restore", file, "--json", "--store", tmp_path / "elsewhere.db")
    assert restored.code == 0
    assert list(restored.document) == ["file", "schema", "rows", "previous"]
    assert restored.document["rows"] == backup.document["rows"]
    assert len(list((tmp_path / "elsewhere.db-events").iterdir())) == 6
    assert run("demo", "--json", "--store", tmp_path / "elsewhere.db").document["filled"] is False


def test_restore_replaces_data_only_when_told_to(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    run("backup", file, "--store", own)
    refused = run("restore", file, "--json", "--store", own)
    assert (refused.code, refused.document["error"]["code"]) == (3, "store_not_empty")
    done = run("restore", file, "--replace", "--json", "--store", own)
    assert done.code == 0
    assert Path(done.document["previous"]).exists()
    assert teams(own) == ["Ours"]


def test_a_backup_into_a_missing_folder_says_which(own: Path, tmp_path: Path) -> None:
    answer = run("backup", tmp_path / "no" / "copy.zip", "--json", "--store", own)
    assert answer.code == 2
    assert answer.document["error"]["code"] == "folder_missing"


def test_logs_in_a_database_cannot_be_copied(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMM_EVENTS", "postgresql://localhost/events")
    answer = run("backup", tmp_path / "copy.zip", "--events", "--json", "--store", own)
    assert answer.code == 2
    assert answer.document["error"]["code"] == "events_not_files"


@pytest.mark.parametrize("command", ["upgrade", "demo"])
def test_a_server_that_does_not_answer_is_named_without_its_password(command: str) -> None:
    answer = run(command, "--json", "--store", "postgresql://ada:secret@127.0.0.1:1/pmm")
    assert answer.code == 2
    assert answer.document["error"]["code"] == "store_unreachable"
    assert "secret" not in answer.out + answer.err


@pytest.mark.parametrize("command", ["upgrade", "doctor", "scorecard"])
def test_an_address_that_cannot_be_read_is_refused_without_its_password(command: str) -> None:
    answer = run(command, "--json", "--store", "postgresql://ada:secret@host:many/pmm")
    assert answer.code == 2
    assert answer.document["error"]["code"] == "store_unknown"
    assert "secret" not in answer.out + answer.err


@pytest.mark.parametrize("command", ["upgrade", "demo"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(command: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Ada, " * 500)
    answer = run(command, "--json", "--store", file)
    assert (answer.code, answer.document["error"]["code"]) == (2, "store_unreachable")
    assert file.read_bytes() == b"Dear Ada, " * 500
