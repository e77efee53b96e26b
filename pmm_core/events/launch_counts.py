"""What is counted, for all launches of one pass, from the units and the uses that were kept."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from pmm_core.events.daily import NEVER
from pmm_core.events.launch_units import LaunchRows

_PIECE = 10


class LaunchCounts:
    """Counts of units; segments are numbers, launches stand at the place of their bits."""

    def __init__(self, kept: LaunchRows) -> None:
        self.kept = kept
        self.launches = kept.launches
        self.units = kept.keep_units()
        self.uses = kept.keep_uses(self.units)

    def eligible(self) -> pd.DataFrame:
        """Count the eligible units: `segment` (null where it changed), `launch`, `n`."""
        counted = self._count_bits(self.units, self.units.marks, by="segment")
        return counted.rename(columns={"bit": "launch"})

    def by_first_day(self) -> pd.DataFrame:
        """Count all units: `first`, `segment` (null where it changed), `n`."""
        return self._frame(self.units.group_by(["first", "segment"]).agg(n=_.count()))

    def used_before(self) -> pd.DataFrame:
        """Count the eligible units with a use before day 0: `use`, `bit` of its set, `n`."""
        firsts = self.uses.filter(_.is_first)
        return self._count_bits(firsts, firsts.ahead, by="use")

    def _count_bits(self, table: ir.Table, bits: ir.IntegerValue, *, by: str) -> pd.DataFrame:
        """Count the rows that have each bit: `by`, `bit`, `n`, through the values of its pieces."""
        starts = range(0, len(self.launches.launches), _PIECE)
        pieces = self._frame(
            ibis.union(
                *(
                    table.group_by(by, piece=(bits >> start) & ((1 << _PIECE) - 1))
                    .agg(n=_.count())
                    .mutate(start=ibis.literal(start, "int64"))
                    for start in starts
                )
            )
        )
        counted = pd.concat(
            pieces.assign(bit=pieces["start"] + bit)[(pieces["piece"] & (1 << bit)) != 0]
            for bit in range(_PIECE)
        )
        return counted.groupby([by, "bit"], dropna=False)["n"].sum().reset_index()

    def adopted(self) -> pd.DataFrame:
        """Count the adopters of the frozen audiences.

        Returns:
            `segment`, `use`, `day` of the use, and a column for each launch that was still open,
            the oldest first.
        """
        steady = self.uses.filter(_.segment.notnull() & (_.adopted != 0))
        sums = {
            str(place): ((steady.adopted >> place) & 1).sum().cast("int64")
            for place in range(self.launches.at_once)
        }
        return self._frame(steady.group_by(["segment", "use", "day"]).agg(sums))

    def late_adopted(self) -> pd.DataFrame:
        """Count adopters on their own clock, which begins with their first row.

        Returns:
            `use`, `first` (day number), `segment`, `adopted` (days since they came), `n`.
        """
        late = self._own_clock().filter(_.segment.notnull())
        keys = {"adopted": _.d}
        return self._frame(late.group_by(["use", "first", "segment"], **keys).agg(n=_.count()))

    def _own_clock(self) -> ir.Table:
        """Date the first use within the horizon of each unit that came once a launch had begun."""
        firsts = self.uses.filter(_.is_first).mutate(d=_.day - _["first"])
        firsts = firsts.filter(_.d <= self.launches.horizon)
        dated = self.kept.with_begun(firsts.drop("begun").mutate(number=_["first"]))
        return dated.filter(_.begun > 0)

    def changed(self) -> pd.DataFrame:
        """Count the units whose segment changed, adopted or not; each launch looks it up anew.

        Returns:
            `launch` (its bit), `late` (whether it came on or after day 0), `segment` (its name),
            `adopted` (day or `NEVER`), `follow` (capped), `n`.
        """
        one = ibis.literal(1, "int64")
        pairs = self.units.filter(_.segment.isnull()).drop("segment").cross_join(self._launches())
        late = pairs["first"] >= pairs.day_0
        pairs = pairs.mutate(late=late, zero=ibis.greatest(pairs["first"], pairs.day_0))
        pairs = pairs.filter(late | ((pairs.marks & (one << pairs.launch)) != 0))
        own = self._own_clock().select("unit", "use", own="d")
        pairs = pairs.left_join(own, ["unit", "use"]).drop("unit_right", "use_right")
        pairs = pairs.left_join(self._pairs_adopted(), ["unit", "launch"])
        known = pairs.drop("unit_right", "launch_right").join(
            self._values(pairs), ["unit", "launch"]
        )
        adopted = ibis.ifelse(known.late, known.own, known.d)
        keys = {
            "adopted": ibis.coalesce(adopted, NEVER),
            "follow": ibis.least(self.launches.as_of - known.zero, self.launches.horizon + 1),
        }
        return self._frame(known.group_by(["launch", "late", "segment"], **keys).agg(n=_.count()))

    def found_segments(self, launches: Sequence[int]) -> ir.Table:
        """Look up the segments in which launches found eligible units whose segment changed.

        Args:
            launches: their bits.

        Returns:
            `unit`, `launch` (its bit), `segment` (its name).
        """
        pairs = self.units.filter(_.segment.isnull()).cross_join(self._launches())
        pairs = pairs.filter(
            pairs.launch.isin(list(launches)),
            (pairs.marks & (ibis.literal(1, "int64") << pairs.launch)) != 0,
        )
        return self._values(pairs.mutate(zero=pairs.day_0))

    def _launches(self) -> ir.Table:
        rows = [
            (bit, launch.use, launch.rank, launch.day_0)
            for bit, launch in enumerate(self.launches.launches)
        ]
        return ibis.memtable(
            rows, schema=dict.fromkeys(("launch", "use", "rank", "day_0"), "int64")
        )

    def _pairs_adopted(self) -> ir.Table:
        """Pair each eligible unit whose segment changed with the launches it adopted."""
        changed = self.uses.filter(_.segment.isnull() & (_.adopted != 0))
        pairs = changed.join(self._launches(), "use")
        place = pairs["rank"] - 1 - self.kept.oldest_open(pairs.begun)
        pairs = pairs.filter(
            (place >= 0) & (pairs["rank"] <= pairs.begun),
            (pairs.adopted & (ibis.literal(1, "int64") << ibis.greatest(place, 0))) != 0,
            pairs.day - pairs.day_0 <= self.launches.horizon,
        )
        return pairs.select("unit", "launch", d=pairs.day - pairs.day_0)

    def _values(self, pairs: ir.Table) -> ir.Table:
        """Look up the segment on each pair's last row on or before its day 0."""
        rows = self.kept.rows.mutate(number=self.launches.number_of(_.day))
        values = pairs.select("unit", "launch", "zero").join(
            rows.select("unit", "number", "at", "segment"), "unit"
        )
        values = values.filter(values.number <= values.zero)
        place = ibis.row_number().over(
            group_by=[values.unit, values.launch], order_by=[values["at"].desc(), values.segment]
        )
        return values.mutate(place=place).filter(_.place == 0).select("unit", "launch", "segment")

    def _frame(self, table: ir.Table) -> pd.DataFrame:
        frame: pd.DataFrame = self.kept.engine.execute(table)
        return frame
