"""What is kept of a log for all launches of one pass: a row a unit, and a row a use that counts.

One grouping by unit freezes all audiences at once: a unit's bits say for which launches it is
eligible. A use is the first one since every launch that began after the unit's use before it.
"""

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from pmm_core.events.counting import ANY_EVENT
from pmm_core.events.launch_bits import LaunchBits, item
from pmm_core.events.segments import Segments


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<int64>", "int64"), "int64"))  # type: ignore[untyped-decorator]
def place_of(items: list[int], value: int) -> int:  # type: ignore[empty-body]
    """Return where a value stands, counted from 1, in a list; 0 where it does not."""


@dataclass(frozen=True)
class LaunchRows:
    """The usable rows of a log and the launches they are counted for.

    Attributes:
        engine: an Ibis DuckDB backend that may make temporary tables.
        rows: `unit`, `event`, `day`, `at`, `segment`, `segment_cell`, up to the as-of day.
    """

    engine: Any
    rows: ir.Table
    launches: LaunchBits
    segments: Segments

    def keep_units(self) -> ir.Table:
        """Keep a row a unit.

        Returns:
            `unit`, `first` (number of its first day), `marks` (the bits of the launches it is
            eligible for) and `segment` (its number, null where it changed).
        """
        dated = self.rows.mutate(number=self.launches.number_of(self.rows.day))
        dated = dated.cross_join(by_day(self.launches.marks()))
        dated = dated.mutate(mark=item(dated.by_day, self.launches.place_of(dated.number)))
        few = self.segments.few
        units = self._with_few_segments(dated) if few else self._with_many_segments(dated)
        return self._keep("launch_units", units)

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
        uses = self._uses()
        of_unit = ["unit"] if len(self.launches.uses) == 1 else ["unit", "use"]
        previous = uses.day.lag().over(group_by=of_unit, order_by="day")
        uses = self._begun(uses.mutate(previous=previous))
        is_first = uses.previous.isnull()
        uses = uses.filter(is_first | (uses.begun > uses.before)).join(units, "unit")
        one, of_set = ibis.literal(1, "int64"), self._of_set(uses)
        since = (one << uses.begun) - (one << uses.before)
        kept = uses.select(
            *("unit", "first", "segment", "use", "day", "begun"),
            is_first=uses.previous.isnull(),
            adopted=(of_set & since) >> self.oldest_open(uses.begun),
            ahead=(of_set >> uses.begun) << uses.begun,
        )
        return self._keep("launch_uses", kept)

    def _begun(self, uses: ir.Table) -> ir.Table:
        """Add how many launches of its set had begun by each use and `before`, by the previous."""
        dated = uses.cross_join(by_day(self.launches.begun()))
        before = ibis.coalesce(dated.previous, 0)
        return dated.mutate(
            begun=self.begun_on(dated, dated.day), before=self.begun_on(dated, before)
        ).drop("by_day")

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
        """List every use: `unit`, `use`, `day`."""
        sets = dict(enumerate(self.launches.uses))
        dated = self.rows.mutate(day=self.launches.number_of(self.rows.day))
        parts = [
            dated.select("unit", "day", use=ibis.literal(use, "int64"))
            for use, events in sets.items()
            if ANY_EVENT in events
        ]
        named = [
            (use, name) for use, names in sets.items() if ANY_EVENT not in names for name in names
        ]
        if len(self.launches.uses) == 1 and named:
            rows = dated.filter(dated.event.isin([name for _use, name in named]))
            parts.append(rows.select("unit", "day", use=ibis.literal(0, "int64")))
        elif named:
            wanted = ibis.memtable(named, schema={"use": "int64", "event": "string"})
            parts.append(dated.join(wanted, "event").select("unit", "day", "use"))
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def begun_on(self, dated: ir.Table, day: ir.IntegerValue) -> ir.IntegerValue:
        """Return how many launches of the use's set had begun on a day.

        Args:
            dated: uses, joined to `by_day` of `LaunchBits.begun`.
            day: a day number of it.
        """
        place = self.launches.place_of(day)
        if len(self.launches.uses) > 1:
            place = place + dated.use * self.launches.span
        return item(dated.by_day, place)

    def _keep(self, name: str, table: ir.Table) -> ir.Table:
        return self.engine.create_table(name, table, temp=True, overwrite=True)


def by_day(numbers: list[int]) -> ir.Table:
    """Make a table of one row with a list `by_day`: joined to all rows, it costs nothing a row."""
    return ibis.memtable({"by_day": [numbers]}, schema={"by_day": "array<int64>"})
