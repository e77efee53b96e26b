"""A bit for every launch: what a day means to all launches of one pass at once.

Launches of one set of use events lie side by side, in the order of their days. So "the launches
that began after one use and up to the next" is a run of bits, and so is "those yet to come".
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import ibis
import ibis.expr.types as ir

from pmm_core.events.source import CountingRule

BITS = 62
"""How many bits of a whole number are put to use; the sign and one to spare are left."""


@ibis.udf.scalar.builtin(name="list_extract", signature=(("array<int64>", "int64"), "int64"))  # type: ignore[untyped-decorator]
def item(items: list[int], place: int) -> int:  # type: ignore[empty-body]
    """Return what stands at a place, counted from 1, of a list."""


@ibis.udf.scalar.builtin(name="subtract", signature=(("date", "date"), "int64"))  # type: ignore[untyped-decorator]
def _days_since(day: dt.date, start: dt.date) -> int: ...  # type: ignore[empty-body]


@dataclass(frozen=True)
class Launch:
    """A launch of the pass.

    Attributes:
        number: its place among the rules that were asked.
        use: number of its set of use events.
        rank: its place from 1 among the launches of its set, by day.
        day_0: its day, as a number of `LaunchBits.number_of`.
    """

    number: int
    rule: CountingRule
    use: int
    rank: int
    day_0: int


@dataclass(frozen=True)
class LaunchBits:
    """The launches of one pass.

    Attributes:
        launches: at the place of their bits: by set of use events, then by day.
        uses: the sets of use events.
        first_day: day number 0, the eve of the earliest look-back.
        as_of: last day observed, as a day number.
        span: how many days are told apart, up to the last of the log and of the launches.
    """

    launches: tuple[Launch, ...]
    uses: tuple[tuple[str, ...], ...]
    first_day: dt.date
    as_of: int
    span: int

    @classmethod
    def of(
        cls, rules: Sequence[tuple[int, CountingRule]], as_of: dt.date, *, last_day: dt.date
    ) -> "LaunchBits":
        """Give every rule its bit; each comes with its place among the rules asked.

        Args:
            rules: with none after the last day of the log.
            as_of: last day observed.
            last_day: last day of the log.
        """
        eves = [launch_day(rule) - dt.timedelta(days=rule.active_days + 1) for _, rule in rules]
        first_day = min(eves)
        sets: dict[tuple[str, ...], list[tuple[int, CountingRule]]] = {}
        for number, rule in rules:
            sets.setdefault(tuple(sorted(set(rule.adopt))), []).append((number, rule))
        launches = tuple(
            Launch(number, rule, use, rank, (launch_day(rule) - first_day).days)
            for use, members in enumerate(sets.values())
            for rank, (number, rule) in enumerate(
                sorted(members, key=lambda member: launch_day(member[1])), start=1
            )
        )
        ends = [last_day, *(launch_day(rule) for _, rule in rules)]
        span = (max(ends) - first_day).days + 1
        return cls(launches, tuple(sets), first_day, (as_of - first_day).days, span)

    @cached_property
    def horizon(self) -> int:
        """Last day counted by any of the launches."""
        return max(launch.rule.horizon for launch in self.launches)

    @cached_property
    def days_0(self) -> tuple[tuple[int, ...], ...]:
        """Day 0 of the launches of each set, ascending."""
        return tuple(
            tuple(launch.day_0 for launch in self.launches if launch.use == use)
            for use in range(len(self.uses))
        )

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The bit of the first launch of each set."""
        return tuple(accumulate((len(days) for days in self.days_0[:-1]), initial=0))

    @cached_property
    def at_once(self) -> int:
        """The most launches of one set that wait for their first use on one day."""
        return max(
            bisect_right(days, day) - bisect_left(days, day - self.horizon)
            for days in self.days_0
            for day in days
        )

    def days(self, since: dt.date) -> ir.Table:
        """List the days told apart and those from `since` on: `day`, `number`, `mark`.

        The mark has the bits of the launches for which a row on the day makes a unit eligible.
        """
        numbers = self._numbers(since)
        marks = dict.fromkeys(numbers, 0)
        for bit, launch in enumerate(self.launches):
            for day in range(launch.day_0 - launch.rule.active_days, launch.day_0):
                marks[day] |= 1 << bit
        return ibis.memtable(
            [(self.first_day + dt.timedelta(days=day), day, mark) for day, mark in marks.items()],
            schema={"day": "date", "number": "int32", "mark": "int64"},
        )

    def begun_by_use(self, since: dt.date) -> ir.Table:
        """List of these days how many launches had begun: `use`, `number` of the day, `begun`."""
        return ibis.memtable(
            [
                (use, day, bisect_right(days, day))
                for use, days in enumerate(self.days_0)
                for day in self._numbers(since)
            ],
            schema={"use": "int32", "number": "int32", "begun": "int64"},
        )

    def _numbers(self, since: dt.date) -> range:
        return range(min(0, (since - self.first_day).days), self.span)

    def begun(self) -> list[int]:
        """Say of each day of the span, one set after the other, how many launches have begun."""
        return [bisect_right(days, day) for days in self.days_0 for day in range(self.span)]

    def number_of(self, day: ir.DateValue) -> ir.IntegerValue:
        """Return a day as the number of days since `first_day`."""
        return _days_since(day, ibis.literal(self.first_day))


def launch_day(rule: CountingRule) -> dt.date:
    """Return day 0 of a rule on the launch clock."""
    assert rule.launched_on is not None
    return rule.launched_on
