"""Reads the tables that the sample company is written down in (`data/demo/*.csv`)."""

import csv
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from pmm_core.settings import ROOT

COMPANY = "Perihelion Software"
LAST_DAY = dt.date(2026, 3, 31)
TIMEZONE = "Europe/Berlin"

_FOLDER = ROOT / "data" / "demo"
# Whatever is dated to a day was recorded at this hour of it, in the company's working day.
_RECORDED_AT = dt.time(16, tzinfo=dt.UTC)

Line = dict[str, str]


def read_table(name: str) -> Sequence[Line]:
    """Read one table: a dictionary a line, every cell as text, blank for unknown."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edition() -> str:
    """Return a mark of all that the sample is made of: its tables and the modules that read them.

    A store that was filled from another edition is filled anew.
    """
    mark = hashlib.sha256()
    for file in sorted([*_FOLDER.glob("*.csv"), *Path(__file__).parent.glob("*.py")]):
        # Line ends differ between checkouts of the same edition.
        mark.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return mark.hexdigest()[:16]


def day(cell: str) -> dt.date | None:
    """Read an ISO day; blank is null."""
    return dt.date.fromisoformat(cell) if cell else None


def known_day(cell: str) -> dt.date:
    """Read an ISO day that is never blank."""
    return dt.date.fromisoformat(cell)


def number(cell: str) -> float | None:
    """Read a number; blank is null."""
    return float(cell) if cell else None


def whole(cell: str) -> int | None:
    """Read a whole number; blank is null."""
    return int(cell) if cell else None


def counts(cell: str) -> list[tuple[str, int]]:
    """Read pairs such as `5:51 10:80`."""
    pairs = (pair.rsplit(":", 1) for pair in cell.split())
    return [(key, int(count)) for key, count in pairs]


def recorded(on: dt.date) -> dt.datetime:
    """Return the instant at which something of a day was recorded, UTC."""
    return dt.datetime.combine(on, _RECORDED_AT)
