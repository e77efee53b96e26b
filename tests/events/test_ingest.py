"""A kept log is one whole file or none, and answers like the log it came from."""

import datetime as dt
import multiprocessing
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.errors import InvalidInput
from pmm_core.events.contract import ColumnChoice
from pmm_core.events.ingest import KeptLog, LogOptions, keep_log, log_file_name, preview_log
from pmm_core.events.waiting import stop_when
from pmm_core.failpoints import FailpointReached
from tests.adoption.test_reference_logs import CDNOW, SECOND_PURCHASE

TODAY = dt.date(2026, 3, 31)
LOG = """\
Client,event_type,ts,insert_id,plan,user_id
00001,open,2025-03-01,a,NA,x
00001,open,2025-03-01,a,NA,x
00002,open,2025-03-01T23:59:59.999999+02:00,b,,x
,open,2025-03-01,c,,x
"""


def write(folder: Path, text: str = LOG) -> str:
    path = folder / "log.csv"
    path.write_text(text)
    return str(path)


def options(**said: Any) -> LogOptions:
    return LogOptions(today=TODAY, choice=ColumnChoice(unit="Client"), **said)


def keep(folder: Path, text: str = LOG, **said: Any) -> KeptLog:
    return keep_log(
        write(folder, text), events_root=str(folder / "events"), name="Insights log",
        options=options(**said),
    )  # fmt: skip


def test_a_log_is_kept_whole_though_whoever_stored_it_looks_elsewhere(tmp_path: Path) -> None:
    rows = "".join(f"{unit},open,2025-03-01,{unit},,x\n" for unit in range(20_000))

    def keep_and_leave() -> KeptLog:
        stop_when(lambda: True)
        return keep(tmp_path, LOG.partition("\n")[0] + "\n" + rows)

    assert copy_context().run(keep_and_leave).preview.accepted == 20_000


def test_a_preview_tells_everything_and_keeps_nothing(tmp_path: Path) -> None:
    preview = preview_log(write(tmp_path), options=options())
    assert (preview.read, preview.accepted, preview.duplicate, preview.rejected) == (4, 3, 1, 0)
    assert preview.no_unit == 1
    assert (preview.columns.unit, preview.columns.event) == ("Client", "event_type")
    assert preview.first_rows[0] == ("00001", "open", "2025-03-01", "a", "NA", "x")
    assert preview.first_rows[2][4] is None
    assert preview.events == ("open",)
    assert preview.first_day == preview.last_day == dt.date(2025, 3, 1)
    assert not (tmp_path / "events").exists()


def test_a_kept_log_has_fixed_names_and_all_other_columns(tmp_path: Path) -> None:
    kept = keep(tmp_path)
    assert (kept.name, kept.replaced) == ("insights-log.parquet", False)
    assert [file.name for file in (tmp_path / "events").iterdir()] == [kept.name]
    adoption = read_adoption(
        source=LogSource(str(tmp_path / "events" / kept.name), kept=True),
        definition=AdoptionDefinition(adopt=("open",), expose="any"),
        by="plan",
    )
    assert adoption.segments == ("", "NA")
    assert (adoption.rows["read"], adoption.rows["no_unit"]) == (3, 1)
    assert keep(tmp_path).replaced


@pytest.mark.parametrize(("zone", "ages"), [("UTC", [2]), ("Pacific/Auckland", [1, 1])])
def test_a_kept_plain_date_is_never_shifted_beside_an_instant(
    zone: str, ages: list[int], tmp_path: Path
) -> None:
    kept = keep(tmp_path)
    curve = read_adoption(
        source=LogSource(str(tmp_path / "events" / kept.name), kept=True),
        definition=AdoptionDefinition(
            adopt=("open",), expose="any", after_exposure_day=True, timezone=zone
        ),
    ).whole
    assert [day.censored for day in curve.days[: len(ages)]] == ages


def test_a_real_log_answers_the_same_before_and_after(tmp_path: Path) -> None:
    kept = keep_log(
        str(CDNOW), events_root=str(tmp_path), name="cdnow", options=LogOptions(today=TODAY)
    )
    assert kept.preview.accepted == 69659
    as_of = dt.date(1997, 4, 10)
    before = read_adoption(source=LogSource(str(CDNOW)), definition=SECOND_PURCHASE, as_of=as_of)
    after = read_adoption(
        source=LogSource(str(tmp_path / kept.name), kept=True),
        definition=SECOND_PURCHASE,
        as_of=as_of,
    )
    assert after.curves == before.curves and after.rows == before.rows


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("2026-04-01", "date_in_future"),
        ("1970-01-01", "date_odd"),
        ("2025-02-30", "date_unreadable"),
        ("", "date_missing"),
    ],
)
def test_a_bad_row_keeps_the_whole_log_out_unless_it_is_skipped(
    time: str, code: str, tmp_path: Path
) -> None:
    text = f"{LOG}00003,open,{time},d,,x\n"
    with pytest.raises(InvalidInput) as refused:
        keep(tmp_path, text)
    assert refused.value.code == "rows_rejected"
    problem = refused.value.details["problems"][0]
    assert (problem["row"], problem["column"], problem["code"]) == (6, "ts", code)
    assert not list((tmp_path / "events").iterdir())
    kept = keep(tmp_path, text, skip_rejected=True)
    assert (kept.preview.accepted, kept.preview.rejected) == (3, 1)
    if code in ("date_in_future", "date_odd"):
        assert keep(tmp_path, text, accept_odd_dates=True).preview.accepted == 4


def test_a_log_without_a_good_row_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(tmp_path, "Client,event_type,ts\n1,open,never\n", skip_rejected=True)
    assert refused.value.code == "no_rows"
    with pytest.raises(InvalidInput) as refused:
        keep(tmp_path, "Client,event_type,ts\n")
    assert refused.value.code == "header_only"


def test_a_fault_before_the_last_step_leaves_the_old_log_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(tmp_path)
    before = (tmp_path / "events" / kept.name).read_bytes()
    monkeypatch.setenv("PMM_FAIL", "events.before_rename:error")
    with pytest.raises(FailpointReached):
        keep(tmp_path, LOG.replace("00002", "00009"))
    assert [file.name for file in (tmp_path / "events").iterdir()] == [kept.name]
    assert (tmp_path / "events" / kept.name).read_bytes() == before


def _killed(folder: Path) -> None:
    import os

    os.environ["PMM_FAIL"] = "events.before_rename:kill"
    keep(folder)


def test_a_process_killed_in_the_middle_leaves_no_log_behind(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(tmp_path,))
    process.start()
    process.join(60)
    assert process.exitcode == -9
    assert not list((tmp_path / "events").glob("*.parquet"))


def test_events_that_lie_in_a_database_are_only_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep_log(write(tmp_path), events_root="postgresql://x/y", name="a", options=options())
    assert refused.value.code == "events_elsewhere"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Insights log", "insights-log.parquet"),
        ("../../etc/passwd", "etc-passwd.parquet"),
        ("a.parquet", "a.parquet"),
        ("Größe 7", "größe-7.parquet"),
    ],
)
def test_a_name_never_leaves_the_events_folder(name: str, file: str) -> None:
    assert log_file_name(name) == file
    with pytest.raises(InvalidInput):
        log_file_name("../..")
