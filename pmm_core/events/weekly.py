"""Counting one log by week: who was seen lately, and who of them used something in the week.

A week has a count if the log covers all of it and all the weeks looked back to. Units seen in the
week are among those seen lately, so the share never exceeds 1. Two small tables leave the engine.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pmm_core.events.counting import ANY_EVENT, DAYS, is_use, week_of
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.log import EventLog
from pmm_core.events.problems import calendar_day
from pmm_core.events.source import CountRequest
from pmm_core.vocabulary import Clock, LateJoiners


@dataclass(frozen=True)
class WeeklyRule:
    """What counts as use in a week; the rest of a counting rule is of no account here.

    Attributes:
        adopt: events that count as use; `any` = every row.
        timezone: zone in which calendar days are cut.
        weeks: a unit seen in so many weeks, the last being the week in question, is eligible.
        week_start: first day of the week, 0 (Monday) to 6 (Sunday).
    """

    adopt: tuple[str, ...] = (ANY_EVENT,)
    timezone: str = "UTC"
    weeks: int = 4
    week_start: int = 0
    clock: Clock = Clock.EXPOSURE
    launched_on: dt.date | None = None
    expose: str | None = None
    leave: str | None = None
    active_days: int = 28
    late_joiners: LateJoiners = LateJoiners.EXCLUDE
    after_exposure_day: bool = False
    min_uses: int = 1
    min_days: int = 1
    horizon: int = 0
    frozen: None = None


@dataclass(frozen=True)
class WeekCount:
    """One week that is over.

    Attributes:
        last_day: of the week, inclusive.
        eligible: units seen in the weeks looked back to.
        used: those of them with a use in the week.
    """

    last_day: dt.date
    eligible: int
    used: int


@dataclass(frozen=True)
class WeeklyCounts:
    """The weeks of a log, oldest first, with its last day up to the as-of day."""

    weeks: tuple[WeekCount, ...]
    last_day: dt.date
    notes: tuple[str, ...] = ()


def weekly_counts(log: EventLog, rule: WeeklyRule, *, as_of: dt.date) -> WeeklyCounts:
    """Count every week that is over by a day.

    Args:
        log: open.
        rule: what counts.
        as_of: no day after it, nor after the last one in the log, is observed.

    Raises:
        InvalidInput: the log cannot be read.
    """
    request = CountRequest(rule=rule, as_of=as_of, stated=False, allow_unused=True)
    look = IbisSource(log).look(request)
    rows = look.usable
    anchor = _first_day_of_week(dt.date(2001, 1, 1), rule.week_start)
    week = week_of(_days_after(rows.day, anchor))
    seen = (
        rows.mutate(week=week, used=is_use(rows, rule).cast("int64"))
        .group_by(["unit", "week"])
        .agg(used=lambda t: t.used.max())
    )
    first = calendar_day(log.engine.execute(rows.day.min()))
    if first is None:
        return WeeklyCounts((), look.last_day, look.notes)
    used = _by_week(log, seen.filter(seen.used > 0))
    eligible = _by_week(log, _seen_lately(seen, rule.weeks))
    covered = _covered(first, look.last_day, anchor, rule)
    weeks = tuple(_weeks(used, eligible, covered, anchor))
    return WeeklyCounts(weeks, look.last_day, look.notes)


def _seen_lately(seen: ir.Table, weeks: int) -> ir.Table:
    """Spread each week a unit was seen in over the weeks that look back to it; each unit once."""
    shifted = [seen.select("unit", week=seen.week + later) for later in range(weeks)]
    return ibis.union(*shifted, distinct=True) if len(shifted) > 1 else shifted[0].distinct()


def _by_week(log: EventLog, table: ir.Table) -> dict[int, int]:
    found = log.engine.execute(table.group_by("week").agg(n=lambda t: t.count()))
    return {int(week): int(n) for week, n in zip(found["week"], found["n"], strict=True)}


def _covered(first: dt.date, last: dt.date, anchor: dt.date, rule: WeeklyRule) -> Sequence[int]:
    """List the weeks the log covers whole, with all the weeks looked back to."""
    began = -(-(first - anchor).days // DAYS)
    ended = ((last - anchor).days + 1) // DAYS - 1
    return range(began + rule.weeks - 1, ended + 1)


def _weeks(
    used: dict[int, int], eligible: dict[int, int], covered: Sequence[int], anchor: dt.date
) -> list[WeekCount]:
    return [
        WeekCount(
            anchor + dt.timedelta(days=DAYS * week + DAYS - 1),
            eligible[week],
            used.get(week, 0),
        )
        for week in covered
        if eligible.get(week)
    ]


def _days_after(day: ir.Value, anchor: dt.date) -> ir.Value:
    return day.delta(ibis.literal(anchor), unit="day")


def _first_day_of_week(day: dt.date, week_start: int) -> dt.date:
    return day - dt.timedelta(days=(day.weekday() - week_start) % DAYS)
