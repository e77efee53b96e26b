"""Brings a state up to its log: adds the files that came, counts launches that are new, or builds.

Whatever cannot be added without a doubt (a file that went or was written anew, other column types,
an insert id that comes again) makes a state be built from the log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pmm_core.events.daily import Numbers
from pmm_core.events.state.arrivals import Arrivals
from pmm_core.events.state.cells import Cells
from pmm_core.events.state.measure import Measured, Measurer, newcomers, tally
from pmm_core.events.state.merge import Batch, add_clear, add_launches, close, replace_units
from pmm_core.events.state.rows import LogRows
from pmm_core.events.state.tables import (
    AUDIENCE,
    NEWCOMERS,
    NONE,
    FirstUse,
    Tables,
    UnitTable,
)

_MOST_UNCLEAR = 0.2
"""The share of the units above which building is no dearer than looking them up."""


class Doubt(Exception):
    """The state cannot be brought up to its log; it has to be built."""


@dataclass
class State:
    """A state in memory.

    Attributes:
        names: what the units are called.
        schema: types of the columns that were read.
        came: what the units are called that are not in the folder yet.
    """

    tables: Tables
    names: pa.ChunkedArray
    schema: dict[str, str]
    came: pa.Array | None = None

    def add_names(self, names: pa.Array) -> None:
        """Call further units by their names."""
        self.names = pa.chunked_array([*self.names.chunks, names])
        self.came = names if self.came is None else pa.concat_arrays([self.came, names])

    def numbers_of(self, names: pa.Array) -> Numbers:
        """Return the numbers of units, all of them known."""
        found = pc.index_in(names, value_set=self.names.combine_chunks())
        if found.null_count:
            raise Doubt("a unit is in the log and not in the state")
        numbers: Numbers = found.to_numpy().astype(np.int64)
        return numbers


@dataclass(frozen=True)
class WholeLog:
    """A log that is opened only where a state alone cannot tell.

    Attributes:
        schema: types of the columns that were read for the state.
        rows: opens it, the first time it is asked.
    """

    schema: dict[str, str]
    rows: Callable[[], LogRows]

    def repeats(self, before: Sequence[str]) -> bool:
        """Tell whether an insert id of other files stands in earlier ones too."""
        rows = self.rows()
        return rows.without(before, view="came_later").repeats(rows.of_files(before, view="stayed"))


def build(rows: LogRows, launches: Sequence[FirstUse], horizon: int) -> State | None:
    """Build a state from its log; null where none can be kept of it.

    Args:
        rows: of the whole log.
        launches: to be counted.
        horizon: last day of any window.
    """
    if not rows.is_fit:
        return None
    shaped = rows.shaped()
    seen = tally(rows.log.engine, shaped)
    if not seen.used or min(seen.used) < 0:
        return None
    sets = list(dict.fromkeys(one.adopt for one in launches))
    last_day = max(seen.used)
    by = rows.question.by
    measurer = Measurer(rows.log.engine, rows.usable(), sets, last_day, split=by is not None)
    tables = Tables(
        segments=[],
        sets=sets,
        launches=list(launches),
        horizon=horizon,
        last_day=last_day,
        rows=seen,
        units=UnitTable.of_nobody(len(sets)),
        newcomers=Cells.nothing(NEWCOMERS),
        audience=Cells.nothing(AUDIENCE),
        used_before=np.zeros(len(launches), np.int64),
        open={},
    )
    numbers = tables.segment_numbers(measurer.found.names)
    begun = {number: launches[number] for number in tables.begun()}
    found = measurer.measure(begun, numbers, horizon=horizon)
    tables.units, tables.newcomers = found.table, newcomers(found.table, horizon)
    add_launches(tables, np.arange(len(found.units)), found)
    return State(tables, pa.chunked_array([found.units]), rows.schema(), found.units)


def add_rows(state: State, came: LogRows, whole: "WholeLog", before: Sequence[str]) -> None:
    """Add the rows of a file that came.

    Args:
        state: is changed.
        came: the rows of that file.
        whole: the log with that file and those before it, opened where it is needed.
        before: names of the files that the state was made of.

    Raises:
        Doubt: they cannot be added.
    """
    tables = state.tables
    if not (came.is_fit and came.schema() == whole.schema):
        raise Doubt("other columns")
    if came.log.columns.insert_id is not None and whole.repeats(before):
        raise Doubt("insert ids that come again")
    found = Arrivals.of(came, tables.sets)
    days = found.seen.used
    if days and min(days) < 0:
        raise Doubt("days before 1970")
    last_day = max([tables.last_day, *days])
    if days:
        _add_units(state, found, whole, before, last_day)
    tables.rows = tables.rows.plus(found.seen)
    begun = set(tables.begun())
    tables.last_day = last_day
    close(tables, lambda launch: launch.is_open(last_day))
    fresh = [number for number in tables.begun() if number not in begun]
    if fresh:
        _count(state, whole.rows(), fresh)


def _add_units(
    state: State, found: Arrivals, whole: "WholeLog", before: Sequence[str], last_day: int
) -> None:
    tables = state.tables
    rows = found.numbered(tables.segment_numbers(found.segments))
    batch = Batch.of(state.names, found.names, rows)
    unclear = batch.unclear(tables)
    if unclear.sum() > _MOST_UNCLEAR * len(state.names):
        raise Doubt("most units would have to be looked up")
    add_clear(tables, batch.take(~unclear))
    came = ~unclear & (batch.number == NONE)
    if came.any():
        state.add_names(found.names.filter(pa.array(came)))
    if unclear.any():
        chosen = found.names.filter(pa.array(unclear))
        _look_up(state, chosen, batch.number[unclear], whole, before, last_day)


def _look_up(
    state: State,
    chosen: pa.Array,
    number: Numbers,
    whole: "WholeLog",
    before: Sequence[str],
    last_day: int,
) -> None:
    """Count units anew from the log: once as it was, once as it is."""
    tables = state.tables
    launches = {number: tables.launches[number] for number in tables.begun()}

    def measured(part: LogRows, units: pa.Array, day: int) -> Measured:
        split = part.question.by is not None
        measurer = Measurer(part.log.engine, part.usable(units), tables.sets, day, split=split)
        segments = tables.segment_numbers(measurer.found.names)
        return measurer.measure(launches, segments, horizon=tables.horizon)

    known = chosen.filter(pa.array(number != NONE))
    old = whole.rows().of_files(before, view="stayed")
    was = measured(old, known, tables.last_day) if len(known) else None
    now = measured(whole.rows(), chosen, last_day)
    number = number[pc.index_in(now.units, value_set=chosen).to_numpy()]
    replace_units(tables, number, was, now)
    came = number == NONE
    if came.any():
        state.add_names(now.units.filter(pa.array(came)))


def add_rules(state: State, rows: Callable[[], LogRows], launches: Sequence[FirstUse]) -> None:
    """Register launches that the state does not have, and count those that have begun.

    Args:
        state: is changed.
        rows: opens the whole log, which the state is up to.
        launches: with the state's horizon.

    Raises:
        Doubt: the state and the log do not fit.
    """
    tables = state.tables
    fresh = [one for one in dict.fromkeys(launches) if one not in tables.launches]
    there = len(tables.launches)
    tables.launches += fresh
    tables.used_before = np.concatenate([tables.used_before, np.zeros(len(fresh), np.int64)])
    if fresh:
        _count(state, rows(), [number for number in tables.begun() if number >= there])


def _count(state: State, rows: LogRows, numbers: Sequence[int]) -> None:
    """Count launches over the whole log, with the sets of use events that are new."""
    tables = state.tables
    fresh = dict.fromkeys(one.adopt for one in tables.launches if one.adopt not in tables.sets)
    if not numbers and not fresh:
        return
    split = rows.question.by is not None
    engine, sets = rows.log.engine, list(fresh)
    measurer = Measurer(engine, rows.usable(), sets, tables.last_day, split=split)
    launches = {number: tables.launches[number] for number in numbers}
    segments = tables.segment_numbers(measurer.found.names)
    found = measurer.measure(launches, segments, horizon=tables.horizon)
    number = state.numbers_of(found.units)
    if len(number) != len(state.names):
        raise Doubt("a unit is in the state and not in the log")
    _add_sets(tables, number, found.table, sets)
    add_launches(tables, number, found)


def _add_sets(
    tables: Tables, number: Numbers, found: UnitTable, sets: Sequence[tuple[str, ...]]
) -> None:
    if not sets:
        return
    cells = newcomers(found, tables.horizon)
    keys = cells.keys.copy()
    keys[:, NEWCOMERS.index("use")] += len(tables.sets)
    tables.newcomers = tables.newcomers.plus(Cells(NEWCOMERS, keys, cells.n))
    units = tables.units
    for name in ("first_use", "last_use"):
        columns = np.full((len(sets), len(number)), NONE, np.int32)
        columns[:, number] = getattr(found, name)
        setattr(units, name, np.concatenate([getattr(units, name), columns]))
    tables.sets += sets
