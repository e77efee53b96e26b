"""The rows of one new file, looked at once: a row a unit, day and event comes out of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pmm_core.events.counting import ANY_EVENT
from pmm_core.events.daily import Numbers
from pmm_core.events.state.rows import LogRows
from pmm_core.events.state.tables import NONE, Ints, Rows, UnitTable, day_of, number_of
from pmm_core.events.summary import OLDEST_LIKELY_DAY

_NEVER = np.iinfo(np.int32).max

Mask = NDArray[np.bool_]
# What a kind of log is kept with; of all logs that are opened the table has one name.
_STATEMENTS: dict[tuple[Any, ...], str] = {}


@dataclass(frozen=True)
class Arrivals:
    """New rows, a row a unit.

    Attributes:
        seen: what became of the rows.
        names: what the units are called.
        table: of these rows alone; the segment on a unit's first day is told only where all its
            rows have one.
        segments: the names of segments.
    """

    seen: Rows
    names: pa.Array
    table: UnitTable
    segments: tuple[str, ...]

    @classmethod
    def of(cls, rows: LogRows, sets: Sequence[tuple[str, ...]]) -> "Arrivals":
        """Look at the rows of a file; segments are numbered by their place in `segments`."""
        everything = _grouped(rows)
        counts = everything.filter(pc.and_not(everything["readable"], everything["duplicate"]))
        kind = pa.int64() if pa.types.is_integer(counts["unit"].type) else pa.large_string()
        units = counts["unit"].cast(kind).combine_chunks().dictionary_encode()
        segments = counts["segment"].combine_chunks().dictionary_encode()
        days = counts["number"].to_numpy().astype(np.int32)
        of_row, size = units.indices.to_numpy(), len(units.dictionary)
        first, _last = _ends(of_row, days, size)
        used = [_is_use(counts["event"], one) for one in sets]
        uses = [_ends(of_row[which], days[which], size) for which in used]
        segment = _only(of_row, segments.indices.to_numpy(), size)
        nobody = np.zeros((0, size), np.int32)
        first_use, last_use = (
            np.stack([use[end] for use in uses]) if uses else nobody for end in (0, 1)
        )
        table = UnitTable(first, segment, segment, first_use, last_use)
        names, texts = units.dictionary, tuple(segments.dictionary.to_pylist())
        return cls(_seen(everything), names, table, texts)

    def numbered(self, numbers: Mapping[str, int]) -> UnitTable:
        """Return the table with segments numbered as the state does."""
        renumber = np.array([*(numbers[name] for name in self.segments), NONE], np.int32)
        table = self.table
        segment = renumber[table.segment]
        return UnitTable(table.first, segment, segment, table.first_use, table.last_use)


def _is_use(events: pa.ChunkedArray, of_set: Sequence[str]) -> Mask:
    if ANY_EVENT in of_set:
        return np.ones(len(events), bool)
    used = pc.is_in(events, value_set=pa.array(list(of_set), events.type))
    mask: Mask = used.combine_chunks().to_numpy(zero_copy_only=False)
    return mask


def _ends(of_row: Numbers, days: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the first and the last day of each unit among some rows, `NONE` without any."""
    low, high = np.full(size, _NEVER, np.int32), np.full(size, NONE, np.int32)
    np.minimum.at(low, of_row, days)
    np.maximum.at(high, of_row, days)
    return np.where(low == _NEVER, NONE, low).astype(np.int32), high


def _only(of_row: Numbers, value: Numbers, size: int) -> Ints:
    """Return the one value of each unit, `NONE` where it has several."""
    low, high = _ends(of_row, value.astype(np.int32), size)
    return np.where(low == high, low, NONE).astype(np.int32)


def _grouped(rows: LogRows) -> pa.Table:
    """Count the rows by everything that matters of them."""
    engine = rows.log.engine
    kind = (rows.question, *rows.schema().items(), *rows.log.table.schema().items())
    if kind not in _STATEMENTS:
        _STATEMENTS[kind] = engine.compile(_counted(rows.shaped()))
    return engine.con.execute(_STATEMENTS[kind]).to_arrow_table()


def _counted(shaped: ir.Table) -> ir.Table:
    kept = shaped.select(
        "unit",
        "segment",
        "readable",
        "duplicate",
        number=shaped.day.delta(ibis.literal(day_of(0)), unit="day").cast("int32"),
        event=shaped.event.cast("string"),
        no_unit=shaped.unit.isnull() & ~shaped.misshapen,
    )
    return kept.group_by(kept.columns).agg(n=kept.count())


def _seen(counts: pa.Table) -> Rows:
    """Say what became of the rows."""
    n, day = counts["n"].to_numpy(), counts["number"].fill_null(NONE).to_numpy()
    readable, duplicate, no_unit = (
        counts[name].to_numpy() for name in ("readable", "duplicate", "no_unit")
    )
    known = counts["number"].is_valid().to_numpy()
    usable = readable & ~duplicate
    days, place = np.unique(day[usable], return_inverse=True)
    used = np.bincount(place, n[usable], minlength=len(days)).astype(np.int64)
    events = counts["event"].unique().drop_null().to_pylist()
    return Rows(
        read=int(n.sum()),
        no_unit=int(n[no_unit].sum()),
        rejected=int(n[~no_unit & ~readable].sum()),
        duplicate=int(n[readable & duplicate].sum()),
        odd=int(n[known & (day < number_of(OLDEST_LIKELY_DAY))].sum()),
        last_day=int(day[known].max()) if known.any() else None,
        used=dict(zip(days.tolist(), used.tolist(), strict=True)),
        events=set(events),
    )
