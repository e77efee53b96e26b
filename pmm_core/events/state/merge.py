"""Adds rows to a state: those of a new day from the state alone, late ones by looking them up.

A row on the last day or later says all by itself what it changes: the state knows of each unit its
first day, its segment and its last use. Units with earlier rows, with another segment on the last
day, or new with several segments are counted anew from the log: what they counted for before is
taken away, what they count for now is added.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pmm_core.events.daily import NEVER, Numbers
from pmm_core.events.state.cells import Cells
from pmm_core.events.state.measure import Measured, newcomers
from pmm_core.events.state.tables import (
    AUDIENCE,
    NEWCOMERS,
    NONE,
    FirstUse,
    OpenAudience,
    Tables,
    UnitTable,
)

Mask = NDArray[np.bool_]
_DENSE = 8


@dataclass(frozen=True)
class Batch:
    """New rows, a row a unit.

    Attributes:
        number: of the unit in the state, or `NONE`.
        rows: of the new rows alone.
    """

    number: Numbers
    rows: UnitTable

    @classmethod
    def of(cls, known: pa.Array, names: pa.Array, rows: UnitTable) -> "Batch":
        """Find out which of the units are known, by their names in the state."""
        return cls(_numbers(known, names), rows)

    def unclear(self, tables: Tables) -> Mask:
        """Tell which units the state alone cannot place."""
        known = self.number != NONE
        own = np.where(known, tables.units.segment[np.where(known, self.number, 0)], NONE)
        on_last_day = known & (self.rows.first == tables.last_day)
        moved = (own == NONE) | (self.rows.segment != own)
        mixed = ~known & (self.rows.segment == NONE)
        unclear: Mask = (self.rows.first < tables.last_day) | (on_last_day & moved) | mixed
        return unclear

    def take(self, which: Mask) -> "Batch":
        """Return some of the units."""
        return Batch(self.number[which], taken(self.rows, np.flatnonzero(which)))


def _numbers(known: pa.ChunkedArray, names: pa.Array) -> Numbers:
    """Find the places of names among the known ones, `NONE` where they are new."""
    if pa.types.is_integer(names.type) and len(known):
        top, least = pc.max(known).as_py(), pc.min(known).as_py()
        if least >= 0 and top < _DENSE * len(known):
            # Whole numbers that lie close find their place by themselves.
            place = np.full(top + 2, NONE, np.int64)
            place[known.to_numpy()] = np.arange(len(known))
            asked = names.to_numpy()
            found: Numbers = place[np.where((asked < 0) | (asked > top), top + 1, asked)]
            return found
    number = np.full(len(names), NONE, np.int64)
    # The many known names are looked up among the few new ones, not the other way round.
    place = pc.index_in(known, value_set=names).fill_null(NONE).to_numpy(zero_copy_only=False)
    seen = np.flatnonzero(place != NONE)
    number[place[seen]] = seen
    return number


def taken(table: UnitTable, place: Numbers) -> UnitTable:
    """Return some rows of a table."""
    first, first_segment, segment = (each[place] for each in table.plain())
    uses = table.first_use[:, place], table.last_use[:, place]
    return UnitTable(first, first_segment, segment, *uses)


def add_clear(tables: Tables, batch: Batch) -> None:
    """Add units of which no row is unclear; `tables` is changed, its last day is not."""
    known = batch.take(batch.number != NONE)
    _add_uses(tables, known)
    _add_first_uses(tables, known)
    _add_segments(tables, known)
    came = batch.take(batch.number == NONE)
    tables.newcomers = tables.newcomers.plus(newcomers(came.rows, tables.horizon))
    before = len(tables.units.first)
    tables.units = tables.units.grown(len(came.number))
    tables.units.put(np.arange(before, before + len(came.number)), came.rows)


def _add_uses(tables: Tables, batch: Batch) -> None:
    """Count the adopters among the frozen audiences of the launches that can still be adopted."""
    units = tables.units
    came, went = list[Cells](), list[Cells]()
    for number, audience in tables.open.items():
        launch = tables.launches[number]
        use = tables.set_of(launch)
        day = batch.rows.first_use[use].astype(np.int64)
        fresh = (day != NONE) & (day - launch.day_0 <= tables.horizon)
        fresh &= units.last_use[use, batch.number] < launch.day_0
        fresh &= audience.holds(batch.number)
        who = batch.number[fresh]
        columns = {
            "launch": np.full(len(who), number, np.int64),
            "segment": audience.segments(who, units.segment[who].astype(np.int64)),
            "adopted": day[fresh] - launch.day_0,
        }
        _move(AUDIENCE, columns, came, went)
    tables.audience = tables.audience.plus(*came, less=went)


def _add_first_uses(tables: Tables, batch: Batch) -> None:
    """Count the adopters among the units on their own clock, and remember the uses."""
    units = tables.units
    came, went = list[Cells](), list[Cells]()
    for use in range(len(tables.sets)):
        day = batch.rows.first_use[use].astype(np.int64)
        own = day - units.first[batch.number]
        first = (day != NONE) & (units.first_use[use, batch.number] == NONE)
        counts = first & (own <= tables.horizon)
        who = batch.number[counts]
        columns = {
            "use": np.full(len(who), use, np.int64),
            "first": units.first[who].astype(np.int64),
            "segment": units.first_segment[who].astype(np.int64),
            "adopted": own[counts],
        }
        _move(NEWCOMERS, columns, came, went)
        units.first_use[use, batch.number[first]] = day[first]
        last = np.maximum(units.last_use[use, batch.number], batch.rows.last_use[use])
        units.last_use[use, batch.number] = last
    tables.newcomers = tables.newcomers.plus(*came, less=went)


def _add_segments(tables: Tables, batch: Batch) -> None:
    """Remember whose segment changed, and what the open launches had found them in."""
    own = tables.units.segment[batch.number]
    changed = batch.number[(own != NONE) & (batch.rows.segment != own)]
    if not len(changed):
        return
    for number, audience in tables.open.items():
        inside = changed[audience.holds(changed)]
        found = tables.units.segment[inside].astype(np.int64)
        tables.open[number] = _with_changed(audience, inside, found)
    tables.units.segment[changed] = NONE


def _move(
    names: tuple[str, ...], columns: dict[str, Numbers], came: list[Cells], went: list[Cells]
) -> None:
    """Have units come to the day they adopted on, and go from those who never did."""
    n = np.ones(len(columns["adopted"]), np.int64)
    never = {**columns, "adopted": np.full(len(n), NEVER, np.int64)}
    came.append(Cells.loose(names, columns, n))
    went.append(Cells.loose(names, never, n))


def _with_changed(audience: OpenAudience, units: Numbers, found: Numbers) -> OpenAudience:
    changed = np.concatenate([audience.changed, units])
    order = np.argsort(changed, kind="stable")
    return OpenAudience(
        audience.bits, changed[order], np.concatenate([audience.found, found])[order]
    )


def replace_units(tables: Tables, number: Numbers, before: Measured | None, now: Measured) -> None:
    """Put what some units count for now in the place of what they counted for before.

    Args:
        tables: is changed; its last day is not.
        number: of each unit of `now`, or `NONE` for one that is new.
        before: the known ones among them, as the log was; null without any.
        now: as the log is; of the launches of `before`.
    """
    known = number[number != NONE]
    cells = newcomers(now.table, tables.horizon)
    gone = newcomers(taken(tables.units, known), tables.horizon)
    tables.newcomers = tables.newcomers.plus(cells, less=[gone])
    tables.audience = tables.audience.plus(now.audience)
    for launch, n in now.used_before.items():
        tables.used_before[launch] += n
    if before is not None:
        tables.audience = tables.audience.plus(less=[before.audience])
        for launch, n in before.used_before.items():
            tables.used_before[launch] -= n
    there = len(tables.units.first)
    came = number == NONE
    number = number.copy()
    number[came] = np.arange(there, there + int(came.sum()))
    tables.units = tables.units.grown(int(came.sum()))
    tables.units.put(number, now.table)
    for launch, theirs in now.open.items():
        tables.open[launch] = _replaced(tables.open[launch], number, theirs)


def _replaced(audience: OpenAudience, number: Numbers, now: OpenAudience) -> OpenAudience:
    """Set who of some units is in an audience."""
    size = max(8 * len(audience.bits), int(number.max()) + 1)
    inside = np.unpackbits(audience.bits, count=8 * len(audience.bits)).astype(bool)
    inside = np.concatenate([inside, np.zeros(size - len(inside), bool)])
    inside[number] = np.unpackbits(now.bits, count=len(number)).astype(bool)
    kept = ~np.isin(audience.changed, number)
    audience = OpenAudience(np.packbits(inside), audience.changed[kept], audience.found[kept])
    return _with_changed(audience, number[now.changed], now.found)


def add_launches(tables: Tables, number: Numbers, found: Measured) -> None:
    """Add launches that were measured over all units.

    Args:
        tables: is changed.
        number: of each unit of `found`.
        found: what was measured.
    """
    tables.audience = tables.audience.plus(found.audience)
    for launch, n in found.used_before.items():
        tables.used_before[launch] = n
    nobody = OpenAudience(np.zeros(0, np.uint8), np.zeros(0, np.int64), np.zeros(0, np.int64))
    for launch, audience in found.open.items():
        tables.open[launch] = _replaced(nobody, number, audience)


def close(tables: Tables, is_open: Callable[[FirstUse], bool]) -> None:
    """Forget who is in audiences that nobody can adopt any more."""
    tables.open = {
        number: audience
        for number, audience in tables.open.items()
        if is_open(tables.launches[number])
    }
