"""Many launches x segments of one log in one pass, instead of one pass a launch.

A day table holds a bit for every launch whose look-back contains that day, so that one grouping
by unit freezes all audiences at once: a unit's bits say for which launches it is eligible. A
second grouping keeps each unit's first use after every launch day. Pairs of unit and launch exist
only where a use falls inside the horizon, or where a unit's segment changed and has to be looked
up launch by launch.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from pmm_core.events.counting import ANY_EVENT, CountedUnits
from pmm_core.events.daily import CELL_COLUMNS, NEVER
from pmm_core.events.source import CountingRule, UnitCounts
from pmm_core.vocabulary import Audience, Clock, LateJoiners

_BITS = 62
_ELIGIBLE, _LATE = Audience.ELIGIBLE.value, Audience.LATE_JOINERS.value
_KEYS = ["segment", "audience", "follow"]


def fits_one_pass(rule: CountingRule) -> bool:
    """Tell whether a rule is one of first use from the launch day on."""
    return (
        rule.clock is Clock.LAUNCH
        and rule.min_uses == rule.min_days == 1
        and not rule.after_exposure_day
        and rule.leave is None
        and rule.late_joiners is not LateJoiners.INCLUDE
    )


def launch_counts_many(
    engine: Any, rows: ir.Table, rules: Sequence[CountingRule], as_of: dt.date
) -> list[CountedUnits]:
    """Count the units of many launches over one log.

    Args:
        engine: an Ibis DuckDB backend that may make temporary tables.
        rows: the usable rows up to the as-of day: `unit`, `event`, `day`, `at`, `segment`, all
            days cut in the one zone that the rules share.
        rules: launches for each of which `fits_one_pass` holds.
        as_of: last day observed.

    Returns:
        One count a rule, in their order, each as `counting.count_units` would give it.
    """
    counted: list[CountedUnits] = []
    for start in range(0, len(rules), _BITS):
        counted += _LaunchPass(engine, rows, rules[start : start + _BITS], as_of).count()
    return counted


@dataclass(frozen=True)
class _Launch:
    """A launch of the pass.

    Attributes:
        number: its place and its bit.
        use: number of its set of use events; launches of one set share the dated uses.
        rank: its place from 1 among the launches of its set, by day.
    """

    number: int
    rule: CountingRule
    use: int
    rank: int

    @property
    def day_0(self) -> dt.date:
        return _day_0(self.rule)


def _day_0(rule: CountingRule) -> dt.date:
    assert rule.launched_on is not None
    return rule.launched_on


def _ranked(rules: Sequence[CountingRule]) -> list[_Launch]:
    sets = list(dict.fromkeys(tuple(sorted(set(rule.adopt))) for rule in rules))
    launches = []
    for use, events in enumerate(sets):
        members = [n for n, rule in enumerate(rules) if tuple(sorted(set(rule.adopt))) == events]
        members.sort(key=lambda n: _day_0(rules[n]))
        launches += [_Launch(n, rules[n], use, rank) for rank, n in enumerate(members, start=1)]
    return sorted(launches, key=lambda launch: launch.number)


class _LaunchPass:
    """One pass over a log for at most as many launches as an integer has bits to spare."""

    def __init__(
        self, engine: Any, rows: ir.Table, rules: Sequence[CountingRule], as_of: dt.date
    ) -> None:
        self.engine = engine
        self.rows = rows
        self.as_of = as_of
        self.launches = _ranked(rules)
        self.horizon = max(rule.horizon for rule in rules)
        self.units = self._table("launch_units", self._units())
        self.uses = self._table("launch_uses", self._uses())
        self.adopters = self._table("launch_adopters", self._adopters())

    def count(self) -> list[CountedUnits]:
        """Count every launch."""
        totals, late = self._totals(), self._late_totals()
        cells = self._cells(totals, late)
        used_before = self._used_before()
        eligible = totals.groupby("launch")["n"].sum()
        counted = []
        for launch in self.launches:
            mine = cells[cells["launch"] == launch.number]
            if launch.rule.late_joiners is LateJoiners.EXCLUDE:
                mine = mine[mine["audience"] == _ELIGIBLE]
            joined_late = int(late.loc[late["first"] >= launch.day_0, "n"].sum())
            units = UnitCounts(
                eligible=int(eligible[launch.number]),
                late_joiners=joined_late,
                excluded=int(late["n"].sum()) - joined_late - int(eligible[launch.number]),
                used_before=used_before[launch.number],
            )
            counted.append(CountedUnits(mine[list(CELL_COLUMNS)], units, 0))
        return counted

    def _cells(self, totals: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
        """Make the cells of all launches: the adopters, all the others, and who was looked up."""
        steady = totals[totals["segment"].notna()].assign(audience=_ELIGIBLE)
        came_late = self._of_each_launch(late[late["segment"].notna()].assign(audience=_LATE))
        came_late = came_late[came_late["first"] >= came_late["day_0"]]
        everybody = pd.concat([self._followed(steady), self._followed(came_late, own_clock=True)])
        of_late = self._of_each_launch(self._late_adopted(), on="use")
        of_late = of_late[of_late["joined"] >= of_late["rank"]]
        adopters = self._capped(pd.concat([self._followed(self._adopted()), of_late]))
        adopters = adopters[adopters["adopted"] != NEVER]
        keys = ["launch", *_KEYS]
        rest = self._capped(everybody).groupby(keys)["n"].sum()
        rest = rest.sub(adopters.groupby(keys)["n"].sum(), fill_value=0)
        found = [adopters, rest.rename("n").reset_index().assign(adopted=NEVER)]
        if totals["segment"].isna().any():
            found.append(self._capped(self._changed()))
        cells = pd.concat(found, ignore_index=True)
        counted = cells[cells["n"] > 0].groupby([*keys, "adopted"])["n"].sum().astype("int64")
        return counted.reset_index().assign(entry=0, left=NEVER)

    def _of_each_launch(self, frame: pd.DataFrame, on: str | None = None) -> pd.DataFrame:
        """Repeat a frame for every launch, or for every launch of the same set of events."""
        launches = pd.DataFrame(
            [(one.number, one.use, one.rank, one.day_0) for one in self.launches],
            columns=["launch", "use", "rank", "day_0"],
        )
        return frame.merge(launches, on=on) if on else frame.merge(launches, how="cross")

    def _followed(self, frame: pd.DataFrame, *, own_clock: bool = False) -> pd.DataFrame:
        """Say how long the units of each row were followed."""
        if own_clock:
            days = {day: (self.as_of - day).days for day in set(frame["first"])}
            return frame.assign(follow=frame["first"].map(days))
        of_launch = {one.number: (self.as_of - one.day_0).days for one in self.launches}
        return frame.assign(follow=frame["launch"].map(of_launch))

    def _capped(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Cut days at each launch's horizon, behind which all are the same."""
        horizon = frame["launch"].map({one.number: one.rule.horizon for one in self.launches})
        frame = frame.assign(follow=frame["follow"].clip(upper=horizon + 1))
        if "d" in frame:
            frame["adopted"] = frame["d"].where(frame["d"] <= horizon, NEVER)
        return frame

    def _table(self, name: str, expression: ir.Table) -> ir.Table:
        return self.engine.create_table(name, expression, temp=True, overwrite=True)

    def _frame(self, table: ir.Table) -> pd.DataFrame:
        frame: pd.DataFrame = self.engine.execute(table)
        for name in frame.columns.difference(["segment", "audience", "first"]):
            frame[name] = frame[name].astype("int64")
        return frame

    # ---- what is kept of the log: one row a unit, one row a unit and interval between launches

    def _units(self) -> ir.Table:
        """Give each unit its first day, its look-back bits, and its segment if it never changed."""
        masks: dict[dt.date, int] = {}
        for launch in self.launches:
            for back in range(1, launch.rule.active_days + 1):
                day = launch.day_0 - dt.timedelta(days=back)
                masks[day] = masks.get(day, 0) | (1 << launch.number)
        table = _small_table({"day": list(masks), "mask": list(masks.values())})
        units = (
            self.rows.join(table, "day", how="left")
            .group_by(["unit", "segment"])
            .agg(first=_.day.min(), seen=_.mask.bit_or())
            .group_by("unit")
            .agg(first=_.first.min(), seen=_.seen.bit_or(), any=_.segment.min(), kinds=_.count())
        )
        return units.select(
            "unit",
            "first",
            seen=ibis.coalesce(units.seen, ibis.literal(0, "int64")),
            segment=ibis.ifelse(units.kinds == 1, units["any"], ibis.null("string")),
        )

    def _uses(self) -> ir.Table:
        """Date each unit's first use in every interval between two launch days.

        Returns:
            `unit`, `use` (the set of events), `k` (how many of its launches had begun), `first`
            (day of the first use in that interval), `past` (how many of its launches were further
            back than the horizon by then).
        """
        sets = {launch.use: launch.rule.adopt for launch in self.launches}
        named = [(use, name) for use, names in sets.items() for name in set(names)]
        parts = [
            self.rows.select("unit", "day").mutate(use=ibis.literal(use, "int64"))
            for use, name in named
            if name == ANY_EVENT
        ]
        events = [(use, name) for use, name in named if ANY_EVENT not in sets[use]]
        if events:
            wanted = _small_table(
                {"use": [u for u, _n in events], "event": [n for _u, n in events]}
            )
            parts.append(self.rows.join(wanted, "event").select("unit", "day", "use"))
        every = ibis.union(*parts) if len(parts) > 1 else parts[0]
        placed = every.join(self._calendar(), ["use", "day"], how="left")
        placed = placed.mutate(k=ibis.coalesce(placed.k, 0), past=ibis.coalesce(placed.past, 0))
        return placed.group_by(["unit", "use", "k"]).agg(first=_.day.min(), past=_.past.min())

    def _calendar(self) -> ir.Table:
        """Say of every day from a set's first launch on how many launches have begun or passed."""
        rows = []
        for use in {launch.use for launch in self.launches}:
            days = sorted(launch.day_0 for launch in self.launches if launch.use == use)
            for number in range((self.as_of - days[0]).days + 1):
                day = days[0] + dt.timedelta(days=number)
                oldest = day - dt.timedelta(days=self.horizon)
                rows.append((use, day, bisect_right(days, day), bisect_left(days, oldest)))
        columns = zip(*rows, strict=True) if rows else ([], [], [], [])
        return _small_table(dict(zip(("use", "day", "k", "past"), map(list, columns), strict=True)))

    def _adopters(self) -> ir.Table:
        """Pair each eligible unit with the launches it adopted within the horizon.

        The first use of an interval is the first since every launch that began after the unit's
        use before it.
        """
        so_far = ibis.window(group_by=["unit", "use"], order_by="k")
        uses = self.uses.mutate(before=ibis.coalesce(self.uses.k.lag().over(so_far), 0))
        uses = uses.filter(uses.k > 0).join(self.units.rename(first_day="first"), "unit")
        start = ibis.greatest(uses.before, uses.past) + 1
        ranks = uses.mutate(rank=ibis.range(start, uses.k + 1).unnest())
        launches = _small_table(
            {
                "use": [launch.use for launch in self.launches],
                "rank": [launch.rank for launch in self.launches],
                "launch": [launch.number for launch in self.launches],
                "day_0": [launch.day_0 for launch in self.launches],
            }
        )
        pairs = ranks.join(launches, ["use", "rank"])
        return pairs.filter(self._bit(pairs)).select(
            "unit", "launch", "segment", d=pairs["first"].delta(pairs.day_0, unit="day")
        )

    @staticmethod
    def _bit(pairs: ir.Table) -> ir.BooleanValue:
        return (pairs.seen & (ibis.literal(1, "int64") << pairs.launch)) != 0

    # ---- what is counted from it

    def _totals(self) -> pd.DataFrame:
        """Count the eligible units of each launch by segment, null where it changed."""
        counts = {
            f"n{launch.number}": self.units.count(
                where=(self.units.seen & ibis.literal(1 << launch.number, "int64")) != 0
            )
            for launch in self.launches
        }
        wide = self._frame(self.units.group_by("segment").agg(**counts))
        wide = wide.rename(columns={f"n{one.number}": one.number for one in self.launches})
        return wide.melt(id_vars="segment", var_name="launch", value_name="n").astype(
            {"launch": "int64"}
        )

    def _late_totals(self) -> pd.DataFrame:
        """Count all units by first day and segment."""
        frame = self._frame(self.units.group_by(["first", "segment"]).agg(n=_.count()))
        frame["first"] = pd.to_datetime(frame["first"]).dt.date
        return frame

    def _used_before(self) -> list[int]:
        """Count, for each launch, the eligible units with a use before its day 0."""
        early = self.uses.group_by(["unit", "use"]).agg(k=_.k.min()).join(self.units, "unit")
        counts = {
            f"n{launch.number}": early.count(
                where=(early.use == launch.use)
                & (early.k < launch.rank)
                & ((early.seen & ibis.literal(1 << launch.number, "int64")) != 0)
            )
            for launch in self.launches
        }
        found = self.engine.execute(early.agg(**counts)).iloc[0]
        return [int(found[f"n{launch.number}"]) for launch in self.launches]

    def _adopted(self) -> pd.DataFrame:
        """Count the steady adopters of the frozen audiences."""
        steady = self.adopters.filter(self.adopters.segment.notnull())
        frame = self._frame(steady.group_by(["launch", "segment", "d"]).agg(n=_.count()))
        return frame.assign(audience=_ELIGIBLE)

    def _late_uses(self) -> ir.Table:
        """Date the first use of each unit on its own clock, which begins with its first row."""
        first = self.uses.group_by(["unit", "use"]).agg(used=_["first"].min())
        return first.join(self.units, "unit").mutate(d=_.used.delta(_["first"], unit="day"))

    def _late_adopted(self) -> pd.DataFrame:
        """Count adopters on their own clock by how many launches had begun when they came."""
        uses = self._late_uses()
        uses = uses.filter((uses.d <= self.horizon) & uses.segment.notnull())
        calendar = self._calendar().rename(first="day", joined="k").drop("past")
        follow = ibis.literal(self.as_of).delta(uses["first"], unit="day")
        placed = uses.mutate(follow=ibis.least(follow, self.horizon + 1)).join(
            calendar, ["use", "first"]
        )
        frame = self._frame(
            placed.group_by(["use", "joined", "segment", "d", "follow"]).agg(n=_.count())
        )
        return frame.assign(audience=_LATE)

    def _changed(self) -> pd.DataFrame:
        """Count the units whose segment changed, adopted or not; each launch looks it up anew."""
        launches = _small_table(
            {
                "launch": [launch.number for launch in self.launches],
                "use": [launch.use for launch in self.launches],
                "day_0": [launch.day_0 for launch in self.launches],
            }
        )
        pairs = self.units.filter(_.segment.isnull()).drop("segment").cross_join(launches)
        late = pairs["first"] >= pairs.day_0
        pairs = pairs.mutate(
            audience=ibis.ifelse(late, _LATE, _ELIGIBLE),
            zero=ibis.ifelse(late, pairs["first"], pairs.day_0),
        ).filter(late | self._bit(pairs))
        own = self._late_uses().select("unit", "use", own_d="d")
        pairs = pairs.left_join(own, ["unit", "use"]).drop("unit_right", "use_right")
        adopters = self.adopters.select("unit", "launch", "d")
        pairs = pairs.left_join(adopters, ["unit", "launch"]).drop("unit_right", "launch_right")
        known = pairs.join(self._values(pairs), ["unit", "launch"])
        d = ibis.ifelse(known.audience == _LATE, known.own_d, known.d)
        known = known.mutate(
            d=ibis.ifelse((d <= self.horizon).fill_null(False), d, NEVER),
            follow=ibis.literal(self.as_of).delta(known.zero, unit="day"),
        )
        return self._frame(known.group_by(["launch", *_KEYS, "d"]).agg(n=_.count()))

    def _values(self, pairs: ir.Table) -> ir.Table:
        """Look up the segment on each pair's last row on or before its day 0."""
        values = pairs.select("unit", "launch", "zero").join(
            self.rows.select("unit", "day", "at", "segment"), "unit"
        )
        values = values.filter(values.day <= values.zero)
        place = ibis.row_number().over(
            group_by=[values.unit, values.launch], order_by=[values["at"].desc(), values.segment]
        )
        return values.mutate(place=place).filter(_.place == 0).select("unit", "launch", "segment")


def _small_table(columns: dict[str, list[Any]]) -> ir.Table:
    """Make a table of what Python knows; whole numbers are 64 bits wide, days are dates."""
    table = ibis.memtable(columns)
    kinds = {"event": "string"} | dict.fromkeys(("day", "day_0"), "date")
    return table.mutate(**{name: table[name].cast(kinds.get(name, "int64")) for name in columns})
