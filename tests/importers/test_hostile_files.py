"""Whatever is in a file, the answer is a sentence, and the store holds all of an import or none."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pmm_core.errors import PmmError
from pmm_core.failpoints import FailpointReached
from pmm_core.importers.apply import commit, preview, read_imports
from pmm_core.importers.child import read_table, read_tables
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.recognise import recognise
from pmm_core.importers.rows import stage_launches, stage_targets, stage_values
from pmm_core.models import Kpi
from pmm_core.settings import ROOT
from pmm_core.store.store import Store
from tests.importers.reading import HEADERS, TODAY, excel, parquet, source, text
from tests.importers.stored import ADA, comet, imported, in_force, kpi, planned, row_counts

SPICES = [
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"%",
    b"NaN",
    b"inf",
    b"1e999",
    b"2026-02-30",
    b"03/04/05",
    b"1970-01-01",
    b"=1+1",
    b"(5)",
    b"1.234,5",
    "٣".encode(),
    b"\xf0\x9f\x98\x80",
    b"x" * 3000,
    b",,,,,,,,",
    b"product,kpi,date,value\n",
]
HEADER_SETS = [
    HEADERS,
    ("product", "kpi", "target", "target_date", "start", "low", "high"),
    ("name", "date", "product", "tier", "timezone"),
    ("kpi", "2026-01-31", "28/02/2026", "Mar 2026", "04/30/2026"),
]


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Cut, double, overwrite and spice a file in one to six places."""
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, max(len(content) - 1, 0))
        until = min(len(content), at + dice.randint(1, 30))
        piece = dice.choice(
            [b"", content[at:until] * 2, dice.choice(SPICES), dice.randbytes(3), content[::-1][:20]]
        )
        content = content[:at] + piece + content[until if dice.random() < 0.7 else at :]
    return content


def staged(content: bytes) -> int:
    """Take a file through every step that needs no store; returns how many rows were read."""
    options = ImportOptions(product="Comet")
    table = read_table(source(content), options)
    found = recognise(table, options)
    stage = {"kpi_values": stage_values, "kpi_targets": stage_targets, "launches": stage_launches}
    if found.profile.id.value not in stage:
        return 0
    staging = stage[found.profile.id.value](table, found, options, TODAY)
    assert all(problem.code and problem.message for problem in staging.rejections)
    rejected = {(problem.row, problem.column) for problem in staging.rejections}
    assert len(staging.rows) <= staging.read
    assert bool(rejected) == (len(staging.rows) < staging.read)
    return staging.read


@pytest.mark.parametrize("seed", range(4))
def test_U1_a_mutated_text_ends_in_rows_or_in_a_sentence(seed: int) -> None:
    dice = random.Random(seed)
    read = refused = 0
    for _ in range(150):
        headers = dice.choice(HEADER_SETS)
        rows = [
            [dice.choice(["Comet", "5", "31%", "2026-03-31", ""]) for _ in headers] for _ in "123"
        ]
        content = mutated(text(headers, *rows, delimiter=dice.choice(",;\t")), dice)
        try:
            read += staged(content)
        except PmmError as error:
            assert error.code and error.message.endswith((".", "?")), error.message
            refused += 1
    assert read and refused


@pytest.mark.parametrize("seed", range(2))
def test_U1_a_mutated_workbook_or_parquet_file_ends_in_rows_or_in_a_sentence(seed: int) -> None:
    dice = random.Random(seed)
    whole = excel(HEADERS, ("Comet", "Signups", "2026-03-31", 5))
    other = parquet(product=["Comet"], kpi=["Signups"], date=["2026-03-31"], value=[5.0])
    files = [SourceFile(f"{at}", mutated(dice.choice([whole, other]), dice)) for at in range(8)]
    for file in files:
        try:
            planned_rows = preview_alone(file)
            assert planned_rows >= 0
        except PmmError as error:
            assert error.code and error.message


def preview_alone(file: SourceFile) -> int:
    """Read a binary file as the app does, in the child: its reader may end the process."""
    return len(read_tables([file], ImportOptions())[0].lines)


@pytest.fixture
def rate(store: Store) -> Kpi:
    return kpi(store, comet(store), unit="%")


def test_a_refused_file_leaves_no_trace_in_the_store(store: Store, rate: Kpi) -> None:
    good = text(HEADERS, ["Comet", "Activation rate", "2026-03-31", "31%"])
    before = row_counts(store)
    dice = random.Random(7)
    for _ in range(12):
        content = mutated(good, dice)
        try:
            plan = preview(
                store=store,
                actor=ADA,
                files=[source(content)],
                options=ImportOptions(),
                today=TODAY,
            )
            result = commit(store=store, actor=ADA, plan=plan)
        except PmmError:
            assert row_counts(store) == before
            continue
        if result.import_id is not None:
            assert result.plan.rows.accepted == 1
            before = row_counts(store)


@pytest.mark.parametrize("place", ["import.after_rows", "import.before_commit"])
def test_a_fault_inside_an_import_leaves_none_of_it(
    any_store: Store, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = kpi(any_store, comet(any_store), unit="%")
    content = text(HEADERS, ["Comet", "Activation rate", "2026-03-31", "31%"])
    plan = planned(any_store, content)
    before = row_counts(any_store)
    monkeypatch.setenv("PMM_FAIL", f"{place}:error")
    with pytest.raises(FailpointReached):
        commit(store=any_store, actor=ADA, plan=plan)
    monkeypatch.delenv("PMM_FAIL")
    assert row_counts(any_store) == before
    assert imported(any_store, content).import_id is not None
    assert in_force(any_store, rate.id) == {("2026-03-31", ""): 0.31}


@pytest.mark.parametrize("place", ["import.after_rows", "import.before_commit"])
def test_D4_a_killed_import_leaves_none_of_it(store: Store, place: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(text(HEADERS, ["Comet", "Activation rate", "2026-03-31", "31%"]))
    before = row_counts(store)
    command = [sys.executable, "-m", "pmm_core", "--store", str(tmp_path / "store.db")]
    killed = subprocess.run(
        [*command, "import", str(file), "--create"],
        env={**os.environ, "PMM_FAIL": f"{place}:kill", "PMM_TODAY": "2026-04-10"},
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    assert row_counts(store) == before
    assert imported(store, file.read_bytes(), create=True).import_id is not None
    assert len(read_imports(store=store, actor=ADA)) == 1
