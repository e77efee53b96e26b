"""What is kept of a log for all launches of one pass: a row a unit, and a row a use that counts.

One grouping by unit freezes all audiences at once: a unit's bits say for which launches it is
eligible. A use is the first one since every launch that began after the unit's use before it.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from pmm_core.events.counting import ANY_EVENT
from pmm_core.events.launch_bits import LaunchBits, item
from pmm_core.events.readers import keep_table
from pmm_core.events.segments import Segments
from pmm_core.events.summary import OLDEST_LIKELY_DAY


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<int64>", "int64"), "int64"))  # type: ignore[untyped-decorator]
def place_of(items: list[int], value: int) -> int:  # type: ignore[empty-body]
    """Return where a value stands, counted from 1, in a list; 0 where it does not."""


@dataclass(frozen=True)
class LaunchRows:
    """The usable rows of a log and the launches they are counted for.

    Attributes:
        engine: an Ibis DuckDB backend that may make temporary tables.
        rows: `unit`, `event`, `day`, `at`, `segment`, `segment_cell`, up to the as-of day.
        since: no row is earlier; null where that is not known.
    """

    engine: Any
    rows: ir.Table
    launches: LaunchBits
    segments: Segments
    since: dt.date | None = None

    def keep_units(self) -> ir.Table:
        """Keep a row a unit.

        Returns:
            `unit`, `first` (number of its first day), `marks` (the bits of the launches it is
            eligible for) and `segment` (its number, null where it changed).
        """
        dated, few = self._dated(self.rows), self.segments.few
        units = self._with_few_segments(dated) if few else self._with_many_segments(dated)
        return keep_table(self.engine, "launch_units", units)

    @cached_property
    def _days(self) -> ir.Table:
        """Keep the days: the engine looks a day up faster in a table of its own."""
        return keep_table(self.engine, "launch_days", self.launches.days(self._first_day))

    @cached_property
    def begun(self) -> ir.Table:
        """Keep how many launches had begun: `use`, `number` of a day, `begun`."""
        return keep_table(self.engine, "launch_begun", self.launches.begun_by_use(self._first_day))

    def _dated(self, rows: ir.Table) -> ir.Table:
        """Add `number` and `mark` of its day to each row; earlier days are like the first."""
        # A day as it is finds its place unhashed, one that is made of two does not.
        if self.since is None or self.since < self._first_day:
            rows = rows.mutate(day=ibis.greatest(rows.day, ibis.literal(self._first_day)))
        return rows.join(self._days, "day")

    @property
    def _first_day(self) -> dt.date:
        """The first of the days that are listed; clocks that are far off need no days."""
        eve = self.launches.first_day
        return eve if self.since is None else min(eve, max(self.since, OLDEST_LIKELY_DAY))

    def _with_few_segments(self, dated: ir.Table) -> ir.Table:
        """Take the launches and the segments of a unit together, as bits of one number."""
        used = len(self.launches.launches)
        mark = dated.mark | self.segments.bits(dated.segment_cell, first=used)
        units = dated.group_by("unit").agg(first=dated.number.min(), marks=mark.bit_or())
        bits = [1 << place for place in range(len(self.segments.names))]
        return units.select(
            "unit",
            "first",
            marks=units.marks & ((1 << used) - 1),
            segment=place_of(ibis.literal(bits, "array<int64>"), units.marks >> used).nullif(0) - 1,
        )

    def _with_many_segments(self, dated: ir.Table) -> ir.Table:
        names = ibis.memtable(
            {"name": self.segments.names, "segment": range(len(self.segments.names))},
            schema={"name": "string", "segment": "int64"},
        )
        units = (
            dated.group_by(["unit", "segment"])
            .agg(first=_.number.min(), marks=_.mark.bit_or())
            .group_by("unit")
            .agg(first=_.first.min(), marks=_.marks.bit_or(), any=_.segment.min(), kinds=_.count())
        )
        name = ibis.ifelse(units.kinds == 1, units["any"], ibis.null("string"))
        units = units.select("unit", "first", "marks", name=name)
        return units.left_join(names, "name").select("unit", "first", "marks", "segment")

    def keep_uses(self, units: ir.Table) -> ir.Table:
        """Keep the uses that are the first of their unit, or the first since a launch.

        Returns:
            `unit`, `first`, `segment` of the unit; `use` (the set of events), `day` (number),
            `begun` (how many launches of the set had begun), `is_first` (of the unit), and as bits
            of launches of the set: `adopted`, those that the unit adopted with this use, counted
            from `oldest_open`; and `ahead`, those it is eligible for which were still to come.
        """
        uses = self.with_begun(self._uses())
        of_unit = ["unit"] if len(self.launches.uses) == 1 else ["unit", "use"]
        before = uses.begun.lag().over(group_by=of_unit, order_by="number")
        uses = uses.mutate(before=before).join(units, "unit")
        one, of_set = ibis.literal(1, "int64"), self._of_set(uses)
        since = (one << uses.begun) - (one << ibis.coalesce(uses.before, 0))
        kept = uses.select(
            *("unit", "first", "segment", "use", "begun"),
            day=uses.number,
            is_first=uses.before.isnull(),
            adopted=(of_set & since) >> self.oldest_open(uses.begun),
            ahead=(of_set >> uses.begun) << uses.begun,
        )
        return keep_table(self.engine, "launch_uses", kept.filter(_.is_first | (_.adopted != 0)))

    def with_begun(self, uses: ir.Table) -> ir.Table:
        """Add `begun`, how many launches of its set had begun by the `number` of each use."""
        if len(self.launches.uses) > 1:
            return uses.join(self.begun, ["use", "number"])
        return uses.join(self.begun.drop("use"), "number")

    def oldest_open(self, begun: ir.IntegerValue) -> ir.IntegerValue:
        """Return how many launches of a set lie too far back to be adopted still."""
        return ibis.greatest(begun - self.launches.at_once, 0)

    def _of_set(self, uses: ir.Table) -> ir.IntegerValue:
        """Return the bits of a unit for the launches of the use's set."""
        if len(self.launches.uses) == 1:
            return uses.marks
        sizes = [(1 << len(days)) - 1 for days in self.launches.days_0]
        offset = item(ibis.literal(list(self.launches.offsets), "array<int64>"), uses.use + 1)
        return (uses.marks >> offset) & item(ibis.literal(sizes, "array<int64>"), uses.use + 1)

    def _uses(self) -> ir.Table:
        """List every use: `unit`, `use`, `number` of its day."""
        sets = dict(enumerate(self.launches.uses))
        dated = self._dated(self.rows)
        parts = [
            dated.select("unit", "number", use=ibis.literal(use, "int32"))
            for use, events in sets.items()
            if ANY_EVENT in events
        ]
        named = [
            (use, name) for use, names in sets.items() if ANY_EVENT not in names for name in names
        ]
        if len(self.launches.uses) == 1 and named:
            rows = dated.filter(dated.event.isin([name for _use, name in named]))
            parts.append(rows.select("unit", "number", use=ibis.literal(0, "int32")))
        elif named:
            wanted = ibis.memtable(named, schema={"use": "int32", "event": "string"})
            parts.append(dated.join(wanted, "event").select("unit", "number", "use"))
        return ibis.union(*parts) if len(parts) > 1 else parts[0]
