"""Small readings for tests: logs written by hand and asked about."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption

LAUNCH = dt.date(2025, 3, 1)
Row = tuple[str, str, str, str]


def write_log(folder: Path, rows: Sequence[Row], name: str = "log.csv") -> Path:
    """Write rows of unit, event, time and plan."""
    path = folder / name
    lines = ["user_id,event,ts,plan", *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def launch_rows(units: int, adopted: dict[int, int], *, plan: str = "free") -> list[Row]:
    """Make a log of units seen on the eve of the launch, of which some adopt on some days.

    Args:
        units: how many are eligible.
        adopted: day -> how many adopt on it.
    """
    eve = LAUNCH - dt.timedelta(days=1)
    rows = [(f"{plan}{number:04}", "open", eve.isoformat(), plan) for number in range(units)]
    number = 0
    for day, how_many in adopted.items():
        for _ in range(how_many):
            when = LAUNCH + dt.timedelta(days=day)
            rows.append((f"{plan}{number:04}", "use", when.isoformat(), plan))
            number += 1
    return rows


def read(folder: Path, rows: Sequence[Row], *, day: int, **changes: Any) -> Adoption:
    """Read the launch curve of a log as it stood some days after the launch."""
    by = changes.pop("by", None)
    return read_adoption(
        source=LogSource(str(write_log(folder, rows)), allow_unused=True),
        definition=AdoptionDefinition(**{"adopt": ("use",), "launched_on": LAUNCH} | changes),
        as_of=LAUNCH + dt.timedelta(days=day),
        by=by,
        name="Insights",
    )
