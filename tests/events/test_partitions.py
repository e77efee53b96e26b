"""A folder of Parquet files is one log, or is refused with the file that stands in the way."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.events.asking import ask, refusal

DAY = dt.date(2025, 3, 1)
AS_OF = dt.date(2025, 4, 30)


def write(path: Path, **columns: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {"user_id": ["1", "2"], "event": ["open"] * 2, "ts": [DAY, DAY]} | columns
    pq.write_table(pa.table({name: cells for name, cells in rows.items() if cells}), path)
    return path


def test_the_folders_of_partitions_are_columns_with_their_zeros(tmp_path: Path) -> None:
    write(tmp_path / "year=2025/month=03/a.parquet")
    write(tmp_path / "year=2025/month=04/a.parquet", user_id=["3", "4"])
    adoption = ask(tmp_path, as_of=AS_OF, by="month", where=("year = 2025",))
    assert adoption.segments == ("03", "04")
    assert adoption.rows["used"] == 4


def test_files_in_unlike_folders_are_no_one_log(tmp_path: Path) -> None:
    write(tmp_path / "year=2025/a.parquet")
    write(tmp_path / "day=2/b.parquet")
    refused = refusal(tmp_path)
    assert refused.code == "headers_differ"
    assert "day=2/b.parquet" in refused.message and "year=2025/a.parquet" in refused.message


def test_what_writers_keep_aside_is_not_part_of_the_log(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet")
    for aside in ("_temporary/0/b.parquet", ".state/c.parquet", "_metadata.parquet"):
        write(tmp_path / aside)
    assert ask(tmp_path, as_of=AS_OF).rows["read"] == 2


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def overwritten_inside(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4:60] = bytes(byte ^ 0xFF for byte in data[4:60])
    path.write_bytes(data)


def linked_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "gone")


@pytest.mark.parametrize("harm", [cut_off, overwritten_inside, linked_to_nowhere])
def test_a_partition_that_cannot_be_read_is_named_and_nothing_is_counted(
    harm: Any, tmp_path: Path
) -> None:
    for month in ("03", "04", "05"):
        write(tmp_path / f"month={month}/part.parquet", user_id=[f"{n}-{month}" for n in (1, 2)])
    harm(tmp_path / "month=04/part.parquet")
    before = sorted((path, path.lstat().st_mtime_ns) for path in tmp_path.rglob("*"))
    refused = refusal(tmp_path, by="month")
    assert refused.code in ("file_damaged", "file_unreadable")
    assert "month=04/part.parquet" in refused.message
    assert sorted((path, path.lstat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


def test_a_column_that_came_later_is_blank_in_older_files_and_that_is_said(tmp_path: Path) -> None:
    write(tmp_path / "1.parquet")
    write(tmp_path / "2.parquet", user_id=["3", "4"], plan=["free", "pro"])
    adoption = ask(tmp_path, as_of=AS_OF, by="plan")
    assert adoption.segments == ("", "free", "pro")
    assert any("“plan” is not in 1 of 2 files (first 1.parquet)" in note for note in adoption.notes)


def test_ids_that_are_numbers_in_one_file_and_text_in_another_are_one_id(tmp_path: Path) -> None:
    write(tmp_path / "1.parquet", user_id=[7, 8])
    write(tmp_path / "2.parquet", user_id=["7", "007"])
    assert ask(tmp_path, as_of=AS_OF).units["eligible"] == 3


@pytest.mark.parametrize("lacking", ["user_id", "event", "ts"])
def test_a_file_without_what_is_counted_is_refused(lacking: str, tmp_path: Path) -> None:
    write(tmp_path / "1.parquet")
    write(tmp_path / "2.parquet", **{lacking: None})
    refused = refusal(tmp_path, adopt=("open",))
    assert refused.code == "headers_differ"
    assert "2.parquet" in refused.message and lacking in refused.message


def test_days_and_times_do_not_mix_as_a_zone_moves_only_times(tmp_path: Path) -> None:
    write(tmp_path / "1.parquet")
    write(tmp_path / "2.parquet", ts=[dt.datetime(2025, 3, 1, 23)] * 2)
    refused = refusal(tmp_path)
    assert refused.code == "types_differ"
    assert "days in 1.parquet" in refused.message
    assert "times without a zone in 2.parquet" in refused.message
