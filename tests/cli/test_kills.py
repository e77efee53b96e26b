"""D4: a program killed at any moment leaves a store that is whole, and an import all or nothing."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmm_core.settings import ROOT

KILLS = 40
ROWS = 300


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.csv"
    days = [f"{2001 + number // 12}-{number % 12 + 1:02}-01" for number in range(ROWS)]
    lines = [f"Comet,Signups,{day},{number}" for number, day in enumerate(days)]
    file.write_text("\n".join(["product,kpi,date,value", *lines]), encoding="utf-8")
    return file


def start_import(store: Path, values: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pmm_core", "import", str(values), "--create"]
    return subprocess.Popen(
        [*command, "--store", str(store)],
        cwd=ROOT,
        env={**os.environ, "PMM_TODAY": "2026-03-31"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stored(store: Path) -> tuple[int, int]:
    """Values and imports in the store, after asking whether the file is sound."""
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = "SELECT (SELECT count(*) FROM kpi_snapshot), (SELECT count(*) FROM import)"
        found: tuple[int, int] = connection.execute(counts).fetchone()
        return found


@pytest.mark.slow
def test_D4_an_import_killed_at_a_random_moment_is_stored_whole_or_not_at_all(
    tmp_path: Path, values: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    seconds = _seconds_of_a_whole_import(tmp_path, values)
    outcomes = []
    for number in range(KILLS):
        store = tmp_path / f"{number}.db"
        _make(store)
        process = start_import(store, values)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.1) * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        acknowledged = process.wait() == 0
        outcomes.append((acknowledged, stored(store)))
    whole, nothing = (ROWS, 1), (0, 0)
    assert {counts for _, counts in outcomes} <= {whole, nothing}, f"seed {seed}: {outcomes}"
    assert all(counts == whole for acknowledged, counts in outcomes if acknowledged), f"seed {seed}"


def _seconds_of_a_whole_import(tmp_path: Path, values: Path) -> float:
    store = tmp_path / "whole.db"
    _make(store)
    started = time.perf_counter()
    assert start_import(store, values).wait() == 0
    assert stored(store) == (ROWS, 1)
    return time.perf_counter() - started


def _make(store: Path) -> None:
    command = [sys.executable, "-m", "pmm_core", "upgrade", "--store", str(store)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
