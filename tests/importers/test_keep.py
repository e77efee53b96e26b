"""Event logs are kept whole under a name; undo brings back the log that was there before."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pmm_core.access import Actor
from pmm_core.errors import InvalidInput, NotPermitted
from pmm_core.failpoints import FailpointReached
from pmm_core.importers.apply import preview
from pmm_core.importers.contract import FileRefused, ImportOptions, SourceFile
from pmm_core.importers.keep import commit_log, preview_log
from pmm_core.importers.logs import LogPlan, LogResult
from pmm_core.importers.undo import foresee_undo, undo
from pmm_core.settings import ROOT
from pmm_core.store.store import Store
from pmm_core.vocabulary import Role
from tests.importers.reading import TODAY, source, text
from tests.importers.stored import ADA, comet, imported, row_counts
from tests.importers.test_apply_targets_and_launches import LAUNCHES, launch, launches

HEADERS = ("user_id", "event", "ts")
ONE = ("u1", "opened", "2026-03-01T10:00:00Z")
TWO = ("u2", "opened", "2026-03-02T10:00:00Z")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PMM_EVENTS", str(tmp_path / "events"))
    return tmp_path / "events"


def looked_at(store: Store, *rows: tuple[str, ...], **said: Any) -> LogPlan:
    file = source(text(HEADERS, *rows), "Opens.csv")
    options = ImportOptions(**said)
    return preview_log(store=store, actor=ADA, files=[file], options=options, today=TODAY)


def kept(store: Store, *rows: tuple[str, ...], **said: Any) -> LogResult:
    return commit_log(store=store, actor=ADA, plan=looked_at(store, *rows, **said))


def units(folder: Path, log: str = "opens.parquet") -> list[str]:
    return [str(unit) for unit in pq.read_table(folder / log)["user_id"].to_pylist()]


def would_lose(store: Store, import_id: int) -> tuple[str, ...]:
    return foresee_undo(store=store, actor=ADA, import_id=import_id).without_log


def hidden(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob(".*"))


def visible(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("[!.]*"))


def test_a_log_is_shown_before_it_is_kept(store: Store, folder: Path) -> None:
    plan = looked_at(store, ONE, TWO)
    assert (plan.log, plan.replaces, plan.rows.accepted) == ("opens.parquet", False, 2)
    assert plan.columns == (("user_id", "unit"), ("event", "event"), ("ts", "time"))
    assert plan.first_rows[0] == (2, ONE)
    assert plan.events == ("opened",)
    assert not folder.exists() and row_counts(store)["import"] == 0


def test_a_kept_log_lies_under_its_name_and_under_an_import_id(store: Store, folder: Path) -> None:
    result = kept(store, ONE, log_name="First opens")
    assert result.import_id is not None
    assert visible(folder) == ["first-opens.parquet"]
    assert result.answer()["assumed"]["log"] == "first-opens.parquet"


def test_the_same_log_again_is_not_kept_twice(store: Store, folder: Path) -> None:
    first = kept(store, ONE)
    again = kept(store, ONE)
    assert (again.import_id, again.plan.same_as) == (None, first.import_id)
    other = kept(store, ONE, log_name="other")
    assert other.import_id is not None


def test_undo_brings_the_log_before_back_and_then_none(store: Store, folder: Path) -> None:
    first, second = kept(store, ONE).import_id, kept(store, ONE, TWO).import_id
    assert first and second
    done = undo(store=store, actor=ADA, import_id=second)
    assert (done.withdrawn, done.restored) == (2, 1)
    assert units(folder) == ["u1"]
    undo(store=store, actor=ADA, import_id=first)
    assert visible(folder) == []
    assert undo(store=store, actor=ADA, import_id=first).already


def test_undo_of_an_earlier_log_leaves_the_later_one(store: Store, folder: Path) -> None:
    first, second = kept(store, ONE).import_id, kept(store, ONE, TWO).import_id
    assert first and second
    assert undo(store=store, actor=ADA, import_id=first).restored == 0
    assert units(folder) == ["u1", "u2"]
    undo(store=store, actor=ADA, import_id=second)
    assert visible(folder) == []


def test_a_log_that_was_there_before_any_import_comes_back(store: Store, folder: Path) -> None:
    folder.mkdir()
    (folder / "opens.parquet").write_bytes(b"as it was")
    import_id = kept(store, ONE).import_id
    assert import_id is not None
    undo(store=store, actor=ADA, import_id=import_id)
    assert (folder / "opens.parquet").read_bytes() == b"as it was"


@pytest.mark.parametrize(
    "place", ["events.before_rename", "import.after_rows", "import.before_commit"]
)
def test_a_fault_leaves_the_log_before_and_no_record(
    store: Store, folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(store, ONE)
    before = row_counts(store)
    plan = looked_at(store, ONE, TWO)
    monkeypatch.setenv("PMM_FAIL", f"{place}:error")
    with pytest.raises(FailpointReached):
        commit_log(store=store, actor=ADA, plan=plan)
    monkeypatch.delenv("PMM_FAIL")
    assert units(folder) == ["u1"]
    assert row_counts(store) == before
    commit_log(store=store, actor=ADA, plan=plan)
    assert units(folder) == ["u1", "u2"]


def brought(folder: Path, fail: str) -> int:
    """Import a log of two rows in a process of its own; returns how it ended."""
    file = folder / "opens.csv"
    file.write_bytes(text(HEADERS, ONE, TWO))
    command = [sys.executable, "-m", "pmm_core", "--store", str(folder / "store.db"), "import"]
    return subprocess.run(
        [*command, str(file), "--as", "events"],
        env={**os.environ, "PMM_FAIL": fail, "PMM_TODAY": TODAY.isoformat()},
        cwd=ROOT,
        check=False,
        capture_output=True,
    ).returncode


@pytest.mark.parametrize(
    ("place", "stored"),
    [("import.after_rows", False), ("import.before_commit", False), ("import.after_commit", True)],
)
def test_D4_a_killed_import_of_a_log_changes_nothing_or_is_finished_by_the_next(
    store: Store, folder: Path, place: str, stored: bool, tmp_path: Path
) -> None:
    kept(store, ONE)
    before = row_counts(store)["import"]

    def bring(fail: str) -> int:
        return brought(tmp_path, fail)

    assert bring(f"{place}:kill") == -signal.SIGKILL
    assert units(folder) == ["u1"]
    assert row_counts(store)["import"] == before + stored
    assert bring("") == 0
    assert units(folder) == ["u1", "u2"]
    assert row_counts(store)["import"] == before + 1
    undo(store=store, actor=ADA, import_id=before + 1)
    assert units(folder) == ["u1"]


def test_D4_what_a_killed_import_left_is_swept_by_the_next_one(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / "opens.parquet").write_bytes(b"as it was")
    assert brought(tmp_path, "events.before_rename:kill") == -signal.SIGKILL
    assert brought(tmp_path, "import.before_commit:kill") == -signal.SIGKILL
    (part,) = folder.glob(".*.part")
    assert sorted(hidden(folder), key=len) == [".opens.parquet.0", ".opens.parquet.1", part.name]
    two_days_ago = part.stat().st_mtime - 2 * 24 * 60 * 60
    os.utime(part, (two_days_ago, two_days_ago))
    # Another process writes this one now; by hand the log was replaced meanwhile.
    (folder / ".other.parquet.7.part").write_bytes(b"half")
    (folder / "by-hand").write_bytes(b"newer")
    (folder / "by-hand").replace(folder / "opens.parquet")
    kept(store, TWO, log_name="first")
    assert part.name not in hidden(folder)
    import_id = kept(store, ONE).import_id
    assert import_id == 2
    assert hidden(folder) == [
        ".first.parquet.1", ".opens.parquet.0", ".opens.parquet.2", ".other.parquet.7.part"
    ]  # fmt: skip
    undo(store=store, actor=ADA, import_id=import_id)
    assert (folder / "opens.parquet").read_bytes() == b"newer"


def test_undo_says_before_and_after_which_launches_lose_their_log(
    store: Store, folder: Path
) -> None:
    comet(store)
    first, second = kept(store, ONE).import_id, kept(store, ONE, TWO).import_id
    imported(store, text(LAUNCHES, launch(log="opens")))
    assert first and second
    assert would_lose(store, second) == undo(store=store, actor=ADA, import_id=second).without_log
    assert would_lose(store, first) == ("Comet/Insights",)
    assert undo(store=store, actor=ADA, import_id=first).without_log == ("Comet/Insights",)
    assert would_lose(store, first) == ()


def test_a_log_is_not_kept_where_logs_lie_in_a_database(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PMM_EVENTS", "postgresql://ada:secret@localhost/events")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(InvalidInput) as refused:
        looked_at(store, ONE)
    assert refused.value.code == "events_elsewhere"
    assert not list(here.iterdir())


def test_a_rejected_row_stops_the_log_unless_skipped(store: Store, folder: Path) -> None:
    bad = ("u3", "opened", "2026-02-30")
    with pytest.raises(InvalidInput) as refused:
        kept(store, ONE, bad)
    assert refused.value.code == "rows_rejected"
    assert refused.value.details["problems"][0]["row"] == 3
    assert visible(folder) == [] if folder.exists() else True
    assert kept(store, ONE, bad, skip_rejected=True).plan.rows.rejected == 1
    assert units(folder) == ["u1"]


def test_a_log_among_tables_is_sent_to_where_logs_are_kept(store: Store, folder: Path) -> None:
    file = source(text(HEADERS, ONE), "opens.csv")
    with pytest.raises(FileRefused) as refused:
        preview(store=store, actor=ADA, files=[file], options=ImportOptions(), today=TODAY)
    assert refused.value.code == "is_event_log"


def test_several_files_and_a_path_are_one_log(store: Store, folder: Path, tmp_path: Path) -> None:
    lying = tmp_path / "a.csv"
    lying.write_bytes(text(HEADERS, ONE))
    files = [SourceFile.lying_at(lying), source(text(HEADERS, TWO), "b.csv")]
    plan = preview_log(store=store, actor=ADA, files=files, options=ImportOptions(), today=TODAY)
    commit_log(store=store, actor=ADA, plan=plan)
    assert sorted(units(folder, "a.parquet")) == ["u1", "u2"]


def test_a_visitor_keeps_nothing(store: Store, folder: Path) -> None:
    with pytest.raises(NotPermitted):
        commit_log(store=store, actor=Actor("guest", Role.VISITOR), plan=looked_at(store, ONE))


def test_a_launch_names_a_kept_log_in_words(store: Store, folder: Path) -> None:
    comet(store)
    content = text(LAUNCHES, launch(log="First opens"))
    imported(store, content)
    assert launches(store)["Insights"].log == "first-opens.parquet"
    assert imported(store, content + b"\n").plan.rows.unchanged == 1
