"""The rows of a kept log as a state reads them: all, those of some files, those of some units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pmm_core.events.contract import KEPT_NAMES
from pmm_core.events.log import EventLog
from pmm_core.events.readers import LogFile, log_table
from pmm_core.events.shaping import filled, shape
from pmm_core.events.source import CountRequest
from pmm_core.events.state.tables import FirstUse, day_of
from pmm_core.events.times import TimeReader

_MICROSECONDS = 6


@dataclass(frozen=True)
class Question:
    """What a state is dated in and split by.

    Attributes:
        timezone: in which days are cut.
        source_timezone: of times without an offset.
        by: column whose values split the units; null = no split.
    """

    timezone: str
    source_timezone: str
    by: str | None

    def as_json(self) -> dict[str, str | None]:
        """Return what tells it from other questions."""
        return dict(vars(self))


@dataclass(frozen=True)
class LogRows:
    """An open log, read for a question.

    Attributes:
        root: the log's file or folder.
    """

    log: EventLog
    root: Path
    question: Question

    @property
    def is_fit(self) -> bool:
        """Tell whether a state can be kept: typed cells, and times an instant of which is exact."""
        columns, time = self.log.columns, self.log.table[self.log.columns.time].type()
        named = (columns.unit, columns.event, columns.time) == KEPT_NAMES
        exact = time.is_date() or (time.is_timestamp() and (time.scale or 0) <= _MICROSECONDS)
        by, unit = self.question.by, self.log.table[columns.unit].type()
        exact = exact and not (unit.is_unsigned_integer() or unit.is_decimal())
        return self.log.is_typed and named and exact and (by is None or by in self.log.headers)

    def schema(self) -> dict[str, str]:
        """Name the types of the columns that are read."""
        columns = self.log.columns
        names = (columns.unit, columns.event, columns.time, columns.insert_id, self.question.by)
        return {name: str(self.log.table[name].type()) for name in names if name is not None}

    def of_files(self, names: Collection[str], *, view: str) -> "LogRows":
        """Return the rows of some of the files, typed as their own.

        Args:
            names: below the log.
            view: what the engine calls the table.
        """
        paths = self._paths(names)
        return self._restricted([file for file in self.log.files if file.path in paths], view)

    def without(self, names: Collection[str], *, view: str) -> "LogRows":
        """Return the rows of all other files."""
        paths = self._paths(names)
        return self._restricted([file for file in self.log.files if file.path not in paths], view)

    def _paths(self, names: Collection[str]) -> set[Path]:
        folder = self.root if self.root.is_dir() else self.root.parent
        return {(folder / name).resolve() for name in names}

    def _restricted(self, chosen: Sequence[LogFile], view: str) -> "LogRows":
        files = tuple(chosen)
        table = log_table(self.log.engine, files, name=view)
        return replace(self, log=replace(self.log, table=table, files=files))

    def shaped(self) -> ir.Table:
        """Return all rows, as `shape` gives them."""
        rule = FirstUse(("any",), day_of(0), 0, 0, timezone=self.question.timezone)
        source = self.question.source_timezone
        request = CountRequest(rule, by=self.question.by, source_timezone=source)
        return shape(self.log, request, TimeReader(self.log.engine.name, rule.timezone, source))

    def usable(self, units: pa.Array | None = None) -> ir.Table:
        """Return the rows that count; of some units, or of all."""
        rows = self.shaped()
        rows = rows.filter(rows.readable & ~rows.duplicate)
        if units is None:
            return rows
        chosen = ibis.memtable(pa.table({"chosen": units}))
        return rows.semi_join(chosen, rows.unit == chosen.chosen)

    def repeats(self, earlier: "LogRows") -> bool:
        """Tell whether an insert id of these rows stands in earlier ones too."""
        column = self.log.columns.insert_id
        if column is None:
            return False
        mine = self.log.table.select(mine=filled(self.log.table[column]))
        theirs = earlier.log.table.select(theirs=filled(earlier.log.table[column]))
        both = mine.semi_join(theirs, mine.mine == theirs.theirs)
        return bool(self.log.engine.to_pyarrow(both.count()).as_py())
