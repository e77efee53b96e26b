"""What units did week by week, those that adopted apart from those that did not.

Only sums leave the engine: how many units, how many events, and the sum of their squares, which is
all that a mean and its error need.
"""

import datetime as dt
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from pmm_core.events import problems
from pmm_core.events.counting import (
    ANY_EVENT,
    DAYS,
    habits_of,
    is_event,
    is_use,
    members_of,
    week_of,
)
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.source import CountingRule, CountRequest
from pmm_core.vocabulary import Audience


@dataclass(frozen=True)
class ActivityCounts:
    """The answer about a log.

    Attributes:
        frame: a row a group and week: `adopted` (bool), `week` (0 begins on day 0, -1 is the week
            before), `events` of its units, and `squares`, the sum over units of their events
            squared; a week without any event has no row.
        adopters, others: units followed for the whole horizon.
        weeks: the first and the last week that is whole for all of them; null without any.
        as_of: last day observed.
    """

    frame: pd.DataFrame
    adopters: int
    others: int
    weeks: tuple[int, int] | None
    as_of: dt.date


class ActivitySource(IbisSource):
    """Answers how active the units of one open event log were."""

    def weekly_activity(
        self, request: CountRequest, *, event: str | None, weeks_before: int
    ) -> ActivityCounts:
        """Count events by week since each unit's day 0, adopters and others apart.

        Args:
            request: whose rule says who is eligible and who adopted, by its horizon.
            event: the event counted; null = every event but those the rule names.
            weeks_before: how many weeks before day 0.

        Raises:
            InvalidInput: as for `daily_counts`.
        """
        rule = request.rule
        look = self._look(request, [rule])
        units = _units(look.usable, rule, look.as_of)
        sizes = self.log.engine.execute(
            units.group_by("adopted").agg(n=units.count(), last=units.zero.max())
        )
        if sizes.empty:
            return ActivityCounts(pd.DataFrame(), 0, 0, None, look.as_of)
        newest = problems.calendar_day(sizes["last"].max())
        assert newest is not None
        last = ((look.as_of - newest).days + 1) // DAYS - 1
        of = {bool(kind): int(n) for kind, n in zip(sizes["adopted"], sizes["n"], strict=True)}
        dated = look.usable.filter(_counted(look.usable, rule, event)).join(units, "unit")
        dated = dated.mutate(day_of=dated.day.delta(dated.zero, unit="day").cast("int64"))
        dated = dated.mutate(week=week_of(dated.day_of))
        dated = dated.filter(dated.week.between(-weeks_before, last))
        each = dated.group_by(["unit", "adopted", "week"]).agg(n=dated.count())
        sums = each.group_by(["adopted", "week"]).agg(events=_.n.sum(), squares=(_.n * _.n).sum())
        return ActivityCounts(
            frame=self.log.engine.execute(sums.order_by(["adopted", "week"])),
            adopters=of.get(True, 0),
            others=of.get(False, 0),
            weeks=(-weeks_before, last),
            as_of=look.as_of,
        )


def _counted(rows: ir.Table, rule: CountingRule, event: str | None) -> ir.BooleanValue:
    if event is not None:
        return is_event(rows, event)
    named = [name for name in (*rule.adopt, rule.expose, rule.leave) if name and name != ANY_EVENT]
    return ~rows.event.isin(named).fill_null(False) if named else ibis.literal(True)


def _units(rows: ir.Table, rule: CountingRule, as_of: dt.date) -> ir.Table:
    """List the eligible units followed for the whole horizon: `unit`, `zero`, `adopted`."""
    members = members_of(rows, rule)
    latest = as_of - dt.timedelta(days=rule.horizon)
    members = members.filter(
        (members.audience == Audience.ELIGIBLE.value) & (members.zero <= ibis.literal(latest))
    ).select("unit", "zero")
    joined = rows.join(members, "unit")
    joined = joined.mutate(d=joined.day.delta(joined.zero, unit="day").cast("int64"))
    uses = joined.filter(is_use(joined, rule) & (joined.d >= int(rule.after_exposure_day)))
    if rule.min_uses > 1 or rule.min_days > 1:
        first = habits_of(uses, rule)
    else:
        first = uses.group_by("unit").agg(adopted=uses.d.min())
    gone = joined.filter(is_event(joined, rule.leave) & (joined.d >= 0))
    gone = gone.group_by("unit").agg(left=gone.d.min())
    units = members.left_join(first, "unit").drop("unit_right")
    units = units.left_join(gone, "unit").drop("unit_right")
    in_time = (units.adopted <= rule.horizon) & (
        units["left"].isnull() | (units.adopted <= units["left"])
    )
    return units.select("unit", "zero", adopted=in_time.fill_null(False))
