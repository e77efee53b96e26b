"""A state is there whole or not at all, and never believed when it may be wrong."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pmm_core.events.state import files, source
from pmm_core.events.state.files import StateFolder
from pmm_core.events.state.source import daily_counts
from pmm_core.settings import ROOT
from tests.events.state_logs import assert_same, by_the_log
from tests.events.test_state import LAUNCH, a_log, how, requests, write

ASKED = requests([LAUNCH], by="plan")
READ = """
import sys
from pathlib import Path
from pmm_core.events.state.source import daily_counts
from tests.events.test_state import LAUNCH, requests
(answer,) = daily_counts(Path(sys.argv[1]), requests([LAUNCH], by="plan"))
print(answer.frame["adopted"].sum(), answer.units.eligible)
"""


def a_day_later(folder: Path) -> Path:
    """Keep a log of forty days with its state, then let the rest come."""
    log = a_log()
    write(folder, [[row for row in log if row.day < 40]])
    daily_counts(folder / "log", ASKED)
    return write(
        folder, [[row for row in log if row.day < 40], [row for row in log if row.day >= 40]]
    )


def check(events: Path) -> None:
    (mine,), (theirs,) = daily_counts(events, ASKED), by_the_log(events, ASKED)
    assert_same(mine, theirs)


def manifest_of(events: Path) -> Path:
    (found,) = (events.parent / ".state" / events.name).glob("*/manifest.json")
    return found


def process(events: Path, fail: str = "") -> subprocess.Popen[str]:
    environment = {**os.environ, "PMM_FAIL": fail, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", READ, str(events)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize("place", ["state.before_manifest", "state.after_manifest"])
def test_a_program_killed_while_it_writes_leaves_the_old_state_or_the_new_one(
    place: str, tmp_path: Path
) -> None:
    events = a_day_later(tmp_path)
    killed = process(events, f"{place}:kill")
    assert killed.wait() != 0
    found = StateFolder(manifest_of(events).parent).manifest()
    assert found and len(found["log"]) == (1 if place == "state.before_manifest" else 2)
    assert how(events) == ("merged" if place == "state.before_manifest" else "kept")
    check(events)
    names = {file.name for file in manifest_of(events).parent.iterdir()}
    found = StateFolder(manifest_of(events).parent).manifest()
    assert found
    if place == "state.before_manifest":
        used = {*found["files"].values(), *found["names"]}
        assert names == {"manifest.json", "lock", *used}


def test_processes_that_read_at_once_get_one_answer(tmp_path: Path) -> None:
    events = a_day_later(tmp_path)
    readers = [process(events) for _ in range(3)]
    answers = {reader.communicate()[0] for reader in readers}
    assert len(answers) == 1 and answers != {""}
    check(events)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def one_byte_else(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 255
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [cut_off, one_byte_else, Path.unlink])
@pytest.mark.parametrize("kind", ["cells-*.npz", "units-*.npz", "names-*.npz", "manifest.json"])
def test_a_damaged_state_is_built_anew(
    kind: str, damage: Callable[[Path], None], tmp_path: Path
) -> None:
    events = a_day_later(tmp_path)
    (file,) = manifest_of(events).parent.glob(kind)
    damage(file)
    check(events)


def test_a_state_of_other_code_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = a_day_later(tmp_path)
    check(events)
    monkeypatch.setattr(files, "VERSION", files.VERSION + 1)
    assert how(events) == "built"
    assert how(events) == "kept"
    check(events)


def test_a_log_that_is_replaced_by_one_of_the_same_size_is_noticed(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    check(events)
    file, before = events / "000.parquet", (events / "000.parquet").stat()
    frame = pd.read_parquet(file)
    frame["plan"] = frame["plan"].replace({"free": "FREE"})
    frame.to_parquet(tmp_path / "other.parquet", index=False)
    os.utime(tmp_path / "other.parquet", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "other.parquet").replace(file)
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    check(events)


def test_the_same_log_brought_back_from_a_copy_keeps_its_state(tmp_path: Path) -> None:
    events = write(tmp_path, [a_log()])
    check(events)
    os.utime(events / "000.parquet", ns=(1, 1))
    assert how(events) in ("kept", "merged", "extended")
    assert how(events) == "kept"
    check(events)


def test_a_log_that_is_written_while_it_is_counted_leaves_no_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = write(tmp_path, [a_log()])
    build = source.build

    def build_slowly(*said: object) -> object:
        state = build(*said)  # type: ignore[arg-type]
        write(tmp_path, [a_log(seed=4)])
        return state

    monkeypatch.setattr(source, "build", build_slowly)
    daily_counts(events, ASKED)
    monkeypatch.undo()
    assert how(events) == "built"
    check(events)


def test_where_nothing_can_be_written_the_log_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = write(tmp_path, [a_log()])
    (tmp_path / ".state").write_text("in the way")
    assert daily_counts(events, ASKED) == [None]


def test_a_partition_that_cannot_be_read_is_left_to_the_log(tmp_path: Path) -> None:
    events = a_day_later(tmp_path)
    file = events / "001.parquet"
    file.write_bytes(b"PAR1" + file.read_bytes()[4:-40] + b"PAR1")
    assert daily_counts(events, ASKED) == [None]
