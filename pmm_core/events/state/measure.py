"""Counts rows of a log for the state, inside the engine: a row a unit comes out, and cells.

The same is done for all units of a log, when a state is built, and for a few of them, when late
rows or changed segments make it unclear what they counted for before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa

from pmm_core.events.counting import ANY_EVENT
from pmm_core.events.daily import NEVER, Numbers
from pmm_core.events.launch_bits import LaunchBits, launch_day
from pmm_core.events.launch_counts import LaunchCounts
from pmm_core.events.launch_units import LaunchRows, place_of
from pmm_core.events.many import changed_cells, frozen_cells, room_beside, used_before
from pmm_core.events.readers import keep_table
from pmm_core.events.segments import Segments, find_segments
from pmm_core.events.state.cells import Cells
from pmm_core.events.state.tables import (
    AUDIENCE,
    NEWCOMERS,
    NONE,
    FirstUse,
    Ints,
    OpenAudience,
    Rows,
    UnitTable,
    day_of,
    number_of,
)
from pmm_core.events.summary import OLDEST_LIKELY_DAY, row_facts

Launches = Mapping[int, FirstUse]
SetOfEvents = tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """What some units count for.

    Attributes:
        units: what they are called.
        table: a row for each, in the same order.
        audience: of the launches asked for.
        used_before: by launch.
        open: by launch that can still be adopted; units are places in `units`.
    """

    units: pa.Array
    table: UnitTable
    audience: Cells
    used_before: dict[int, int]
    open: dict[int, OpenAudience]


def tally(engine: Any, rows: ir.Table) -> Rows:
    """Say what became of the rows of a log, day by day; `rows` as `shape` gives them."""
    facts = {
        name: fact
        for name, fact in row_facts(rows, None).items()
        if name in ("read", "no_unit", "rejected", "duplicate", "used")
    }
    found = engine.execute(rows.group_by("day").agg(**facts))
    events = engine.to_pyarrow(rows.select(event=rows.event.cast("string")).distinct())["event"]
    dated = found[found["day"].notna()]
    days = [number_of(pd.Timestamp(day).date()) for day in dated["day"]]
    sums = {name: int(found[name].sum()) for name in ("read", "no_unit", "rejected", "duplicate")}
    read = zip(days, dated["read"], strict=True)
    return Rows(
        **sums,
        odd=sum(int(n) for day, n in read if day < number_of(OLDEST_LIKELY_DAY)),
        last_day=max(days, default=None),
        used={day: int(n) for day, n in zip(days, dated["used"], strict=True) if n},
        events={name for name in events.to_pylist() if name is not None},
    )


class Measurer:
    """Measures the units of some rows.

    Attributes:
        usable: the rows that count, as `shape` gives them.
        sets: of use events, in the order of the state.
        last_day: of the log.
    """

    def __init__(
        self,
        engine: Any,
        usable: ir.Table,
        sets: Sequence[SetOfEvents],
        last_day: int,
        *,
        split: bool,
    ) -> None:
        self.engine, self.usable, self.sets, self.last_day = engine, usable, sets, last_day
        self.found = find_segments(engine, usable) if split else Segments(("",), {None: 0})

    def measure(self, launches: Launches, numbers: Mapping[str, int], *, horizon: int) -> Measured:
        """Measure everything.

        Args:
            launches: by their number in the state, none after the last day.
            numbers: of the segments in the state, all those that occur among them.
            horizon: last day counted.
        """
        units, unit_table = self.measure_units(numbers)
        renumber = self._renumber(numbers)
        cells, before = Cells.nothing(AUDIENCE), dict[int, int]()
        audiences: dict[int, OpenAudience] = {}
        for part in self._parts(launches) if len(units) else ():
            counts, mine = self._count(part)
            changed = changed_cells(counts) if (unit_table.segment == NONE).any() else None
            frozen = frozen_cells(counts, changed)
            frozen = frozen[frozen["adopted"] <= horizon]
            columns = {
                "launch": mine[frozen["launch"].to_numpy(np.int64)],
                "segment": renumber[frozen["segment"].to_numpy(np.int64)],
                "adopted": frozen["adopted"].to_numpy(np.int64),
            }
            cells = cells.plus(Cells.of(AUDIENCE, columns, frozen["n"].to_numpy(np.int64)))
            before |= dict(zip(mine.tolist(), used_before(counts).tolist(), strict=True))
            audiences |= self._open(counts, mine, len(units), numbers)
        return Measured(units, unit_table, cells, before, audiences)

    def measure_units(self, numbers: Mapping[str, int]) -> tuple[pa.Array, UnitTable]:
        """Measure what needs no launch: what units are called, and a row for each."""
        rows = self.engine.to_pyarrow(self._keep_units().order_by("number"))
        kind = pa.int64() if pa.types.is_integer(rows["unit"].type) else pa.large_string()
        return rows["unit"].cast(kind).combine_chunks(), self._unit_table(
            rows, self._renumber(numbers)
        )

    def _renumber(self, numbers: Mapping[str, int]) -> Numbers:
        return np.array([numbers[name] for name in self.found.names], np.int64)

    def _parts(self, launches: Launches) -> Iterator[list[tuple[int, FirstUse]]]:
        listed, room = list(launches.items()), room_beside(self.found)
        for start in range(0, len(listed), room):
            yield listed[start : start + room]

    def _count(self, part: list[tuple[int, FirstUse]]) -> tuple[LaunchCounts, Numbers]:
        """Count launches; returns the numbers of those that have each bit beside."""
        last = day_of(self.last_day)
        bits = LaunchBits.of(part, last, last_day=last)
        numbers = np.array([one.number for one in bits.launches], np.int64)
        return LaunchCounts(LaunchRows(self.engine, self.usable, bits, self.found)), numbers

    def _keep_units(self) -> ir.Table:
        """Keep a row a unit with its number; segments by their place, null where they changed."""
        rows = self.usable
        facts: dict[str, ir.Value] = {"first": rows.day.min(), **self._segment_facts()}
        for place, events in enumerate(self.sets):
            used = _is_use(rows, events)
            facts[f"first_use_{place}"] = rows.day.min(where=used)
            facts[f"last_use_{place}"] = rows.day.max(where=used)
        units = rows.group_by("unit").agg(**facts)
        units = keep_table(self.engine, "state_found", units)
        names = ibis.memtable(
            {"name": list(self.found.names), "place": range(len(self.found.names))},
            schema={"name": "string", "place": "int64"},
        )
        placed = self._placed(units, names).mutate(number=ibis.row_number())
        firsts = self._first_segments(placed.filter(placed.segment.isnull()), names)
        named = placed.left_join(firsts, "unit").drop("unit_right")
        named = named.mutate(first_segment=ibis.coalesce(named.first_place, named.segment))
        return keep_table(self.engine, "state_units", named.drop("first_place"))

    def _segment_facts(self) -> dict[str, ir.Value]:
        """Say what is taken of a unit's segments: their bits, or the least and the greatest."""
        rows = self.usable
        if len(self.found.names) == 1:
            return {}
        if self.found.few:
            return {"bits": self.found.bits(rows.segment_cell, first=0).bit_or()}
        return {"low": rows.segment.min(), "high": rows.segment.max()}

    def _placed(self, units: ir.Table, names: ir.Table) -> ir.Table:
        """Put the place of its segment beside each unit."""
        if len(self.found.names) == 1:
            return units.mutate(segment=ibis.literal(0, "int64"))
        if self.found.few:
            bits = ibis.literal(
                [1 << place for place in range(len(self.found.names))], "array<int64>"
            )
            return units.mutate(segment=place_of(bits, units.bits).nullif(0) - 1).drop("bits")
        named = units.left_join(names, units.low == names.name)
        changed = (named.low != named.high).fill_null(False)
        segment = ibis.ifelse(changed, ibis.null("int64"), named.place)
        return named.mutate(segment=segment).drop("name", "place", "low", "high")

    def _first_segments(self, changed: ir.Table, names: ir.Table) -> ir.Table:
        """Look up the segment of units on the last row of their first day."""
        rows = self.usable.join(changed.select("unit", "first"), "unit")
        rows = rows.filter(rows.day == rows["first"])
        place = ibis.row_number().over(
            group_by=rows.unit, order_by=[rows["at"].desc(), rows.segment]
        )
        last = rows.mutate(row=place)
        last = last.filter(last.row == 0).select("unit", "segment")
        return last.join(names, last.segment == names.name).select("unit", first_place="place")

    def _unit_table(self, rows: pa.Table, renumber: Numbers) -> UnitTable:
        places = range(len(self.sets))

        def uses(name: str) -> Ints:
            columns = [_days(rows[f"{name}_{place}"]) for place in places]
            return np.stack(columns) if columns else np.zeros((0, len(rows)), np.int32)

        return UnitTable(
            first=_days(rows["first"]),
            first_segment=_segments(rows["first_segment"], renumber),
            segment=_segments(rows["segment"], renumber),
            first_use=uses("first_use"),
            last_use=uses("last_use"),
        )

    def _open(
        self,
        counts: LaunchCounts,
        launches: Numbers,
        units: int,
        numbers: Mapping[str, int],
    ) -> dict[int, OpenAudience]:
        """List who is in the audiences of launches that can still be adopted."""
        bits = [
            bit
            for bit, launch in enumerate(counts.launches.launches)
            if number_of(launch_day(launch.rule)) + launch.rule.horizon >= self.last_day
        ]
        if not bits:
            return {}
        numbered = self.engine.table("state_units").select("unit", "number")
        marks = counts.units.join(numbered, "unit").select("number", "marks")
        found = self.engine.to_pyarrow(marks)
        place, mark = (found[name].to_numpy().astype(np.int64) for name in ("number", "marks"))
        seen = counts.found_segments(bits).join(numbered, "unit")
        changed = self.engine.execute(seen.select("number", "launch", "segment"))
        audiences = {}
        for bit in bits:
            inside = np.zeros(units, bool)
            inside[place] = (mark >> bit) & 1
            of_bit = changed[changed["launch"] == bit].sort_values("number")
            audiences[int(launches[bit])] = OpenAudience(
                np.packbits(inside),
                of_bit["number"].to_numpy(np.int64),
                of_bit["segment"].map(numbers).to_numpy(np.int64),
            )
        return audiences


def newcomers(table: UnitTable, horizon: int) -> Cells:
    """Count units by their first day, each on its own clock."""
    cells = Cells.nothing(NEWCOMERS)
    first, segment = table.first.astype(np.int64), table.first_segment.astype(np.int64)
    for use, first_use in enumerate(table.first_use.astype(np.int64)):
        adopted = np.where(first_use == NONE, NEVER, first_use - first)
        adopted = np.where(adopted > horizon, NEVER, adopted)
        columns = {
            "use": np.full(len(first), use, np.int64),
            "first": first,
            "segment": segment,
            "adopted": adopted,
        }
        cells = cells.plus(Cells.of(NEWCOMERS, columns, np.ones(len(first), np.int64)))
    return cells


def _is_use(rows: ir.Table, events: SetOfEvents) -> ir.BooleanValue:
    if ANY_EVENT in events:
        return ibis.literal(True)
    return rows.event.isin(list(events)).fill_null(False)


def _days(column: pa.ChunkedArray) -> Ints:
    numbers: Ints = column.cast(pa.int32()).fill_null(NONE).to_numpy().astype(np.int32)
    return numbers


def _segments(column: pa.ChunkedArray, renumber: Numbers) -> Ints:
    places = column.cast(pa.int64()).fill_null(NONE).to_numpy()
    return np.where(places == NONE, NONE, renumber[places]).astype(np.int32)
