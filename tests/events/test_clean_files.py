"""A typed file that its own statistics prove clean is counted as one that was looked at."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.opening import open_log
from pmm_core.events.source import CountRequest, DailyCounts

LAUNCH = dt.date(2025, 3, 1)
Row = tuple[int | None, str | None, str, str | None]
ROWS: list[Row] = [
    (1, "open", "2025-02-20 10:00", "free"),
    (1, "use", "2025-03-03 23:59", "free"),
    (2, "open", "2025-02-25 00:00", "free"),
    (2, "open", "2025-03-01 12:00", "pro"),
    (2, "use", "2025-03-02 12:00", "free"),
    (3, "open", "2025-03-05 08:00", None),
    (3, "use", "2025-03-07 08:00", "  "),
    (4, "open", "2025-02-28 08:00", ""),
]


def count(folder: Path, rows: Sequence[Row], **said: Any) -> DailyCounts:
    frame = pd.DataFrame(rows, columns=["user_id", "event", "ts", "plan"])
    frame = frame.astype({"user_id": "Int64"})
    frame["ts"] = pd.to_datetime(frame["ts"])
    path = folder / "log.parquet"
    frame.to_parquet(path)
    rule = AdoptionDefinition(adopt=said.pop("adopt", ("use",)), launched_on=LAUNCH)
    said.setdefault("as_of", dt.date(2025, 4, 30))
    with open_log(str(path)) as log:
        return IbisSource(log).daily_counts(CountRequest(rule=rule, by="plan", **said))


def test_a_clean_file_gives_what_the_same_file_with_a_row_to_skip_gives(tmp_path: Path) -> None:
    clean = count(tmp_path, ROWS)
    looked_at = count(tmp_path, [*ROWS, (None, "use", "2025-03-02 12:00", "free")])
    assert (clean.rows.read, clean.rows.used) == (8, 8)
    assert (looked_at.rows.read, looked_at.rows.used, looked_at.rows.no_unit) == (9, 8, 1)
    assert clean.units == looked_at.units and clean.last_day == looked_at.last_day
    pd.testing.assert_frame_equal(clean.frame, looked_at.frame)
    whole = clean.frame[clean.frame["segment"].isna() & (clean.frame["audience"] == "eligible")]
    assert whole["adopted"].tolist()[:4] == [0, 1, 1, 0]
    assert set(clean.frame["segment"].dropna()) == {"", "free", "pro"}


def test_rows_after_the_as_of_day_and_old_rows_are_counted_as_such(tmp_path: Path) -> None:
    rows = [*ROWS, (9, "open", "1970-01-01 00:00", "free")]
    counts = count(tmp_path, rows, as_of=dt.date(2025, 3, 2))
    assert (counts.rows.after_as_of, counts.rows.used, counts.odd_rows) == (3, 6, 1)
    assert counts.last_day == dt.date(2025, 3, 7)
    assert (counts.units.eligible, counts.units.late_joiners, counts.units.excluded) == (3, 0, 1)


def test_an_event_that_occurs_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        count(tmp_path, ROWS, adopt=("used",))
    assert refused.value.code == "event_not_in_log"


def test_more_segments_than_bits_are_counted_like_few(tmp_path: Path) -> None:
    extra: list[Row] = [
        (100 + number, "open", "2025-02-27 09:00", f"plan {number:02}") for number in range(60)
    ]
    few, many = count(tmp_path, ROWS), count(tmp_path, [*ROWS, *extra])
    assert many.units.eligible == few.units.eligible + 60
    known = few.frame[few.frame["segment"].notna()].reset_index(drop=True)
    same = many.frame[many.frame["segment"].isin(["", "free", "pro"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, same)
