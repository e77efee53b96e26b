"""Counting in one event log through Ibis: look at every row once, refuse or count."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events import problems
from pmm_core.events.contract import require_column
from pmm_core.events.counting import ANY_EVENT, CountedUnits, count_units
from pmm_core.events.daily import daily_frame
from pmm_core.events.log import EventLog
from pmm_core.events.many import fits_one_pass, launch_counts_many
from pmm_core.events.shaping import shape
from pmm_core.events.source import CountingRule, CountRequest, DailyCounts, RowCounts
from pmm_core.events.times import TimeReader
from pmm_core.vocabulary import Clock

_OLDEST_LIKELY_DAY = dt.date(1990, 1, 1)


@dataclass(frozen=True)
class LogSummary:
    """What a look at every row says before anything is counted.

    Attributes:
        rows: what became of the rows.
        last_day: last day with a readable row; null when there is none.
        odd_rows: readable rows dated before 1990.
        unused: named events that occur nowhere.
    """

    rows: RowCounts
    last_day: dt.date | None
    odd_rows: int
    unused: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """A log read for a request: its usable rows up to the as-of day, and what was seen."""

    usable: ir.Table
    as_of: dt.date
    summary: LogSummary
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IbisSource:
    """Answers count requests from one open event log."""

    log: EventLog

    def daily_counts(self, request: CountRequest) -> DailyCounts:
        """Count per segment, audience and day; see `EventSource`."""
        look = self._look(request, [request.rule])
        counted = count_units(self.log.engine, look.usable, request, look.as_of)
        return self._answer(request, look, counted)

    def daily_counts_many(
        self, requests: Sequence[CountRequest]
    ) -> list[DailyCounts | InvalidInput]:
        """Answer requests that differ in nothing but their rule, in as few passes as possible.

        Rules of first use on the launch clock share one pass a time zone; every other rule takes
        one of its own. A launch without an audience has the refusal in place of its counts.
        """
        answers: dict[int, DailyCounts | InvalidInput] = {}
        zones: dict[str, list[int]] = {}
        for number, request in enumerate(requests):
            if replace(request, rule=requests[0].rule) != requests[0]:
                raise ValueError("the requests differ in more than their rule")
            zones.setdefault(request.rule.timezone, []).append(number)
        for numbers in zones.values():
            look = self._look(requests[numbers[0]], [requests[number].rule for number in numbers])
            together = [n for n in numbers if self.log.files and fits_one_pass(requests[n].rule)]
            rules = [requests[number].rule for number in together]
            counts = launch_counts_many(self.log.engine, look.usable, rules, look.as_of)
            counted = dict(zip(together, counts, strict=True))
            for number in numbers:
                request = requests[number]
                units = counted.get(number) or count_units(
                    self.log.engine, look.usable, request, look.as_of
                )
                try:
                    answers[number] = self._answer(request, look, units)
                except InvalidInput as refusal:
                    answers[number] = refusal
        return [answers[number] for number in range(len(requests))]

    def _answer(self, request: CountRequest, look: Look, counted: CountedUnits) -> DailyCounts:
        if not counted.units.eligible or _before_launch(request.rule, look.as_of):
            raise problems.no_audience(request.rule, look.as_of)
        names = named_events(request.rule)
        assert look.summary.last_day is not None
        return DailyCounts(
            frame=daily_frame(
                counted.cells, horizon=request.rule.horizon, with_segments=request.by is not None
            ),
            as_of=look.as_of,
            last_day=look.summary.last_day,
            rows=look.summary.rows,
            units=counted.units,
            unused=tuple(name for name in look.summary.unused if name in names),
            never_exposed=counted.never_exposed,
            odd_rows=look.summary.odd_rows,
            notes=self.log.notes + look.notes,
        )

    def _look(self, request: CountRequest, rules: Sequence[CountingRule]) -> Look:
        """Read the rows, finding the order of day and month where dates need one, or refuse."""
        log = self.log
        for name in filter(None, [request.by, *(each.column for each in request.where)]):
            require_column(log.headers, name)
        names = tuple(dict.fromkeys(name for rule in rules for name in named_events(rule)))
        notes: tuple[str, ...] = ()
        reader = TimeReader(log.engine.name, request.rule.timezone, request.source_timezone)
        rows = shape(log, request, reader)
        summary = self._summarise(rows, request.as_of, names)
        if summary.rows.rejected:
            order = problems.proven_date_order(log)
            if order is not None:
                reader = replace(reader, day_first=order.day_first)
                rows, notes = shape(log, request, reader), (order.sentence,)
                summary = self._summarise(rows, request.as_of, names)
        if summary.rows.read == 0:
            raise problems.header_only(log)
        if summary.rows.rejected and not request.skip_rejected:
            raise problems.rows_rejected(log, summary.rows, reader)
        if summary.last_day is None:
            raise problems.nothing_readable(log)
        if summary.unused and not request.allow_unused:
            raise problems.event_not_in_log(log, summary.unused)
        as_of = request.as_of or summary.last_day
        if not request.stated:
            as_of = min(as_of, summary.last_day)
        usable = rows.filter(
            rows.readable & ~rows.duplicate & rows.passes & (rows.day <= ibis.literal(as_of))
        )
        return Look(usable, as_of, summary, notes)

    def _summarise(self, rows: ir.Table, as_of: dt.date | None, names: Sequence[str]) -> LogSummary:
        facts = _row_facts(rows, as_of)
        facts |= {f"event_{place}": (rows.event == name).sum() for place, name in enumerate(names)}
        found = self.log.engine.execute(rows.agg(**facts)).iloc[0]
        broken = problems.broken_lines(self.log)
        counts = {name: problems.whole(found[name]) for name in RowCounts.__dataclass_fields__}
        counts["read"] += broken
        counts["rejected"] += broken
        return LogSummary(
            rows=RowCounts(**counts),
            last_day=problems.calendar_day(found["last_day"]),
            odd_rows=problems.whole(found["odd"]),
            unused=tuple(
                name
                for place, name in enumerate(names)
                if not problems.whole(found[f"event_{place}"])
            ),
        )


def named_events(rule: CountingRule) -> tuple[str, ...]:
    """List the events a rule names, `any` left out."""
    names = (*rule.adopt, rule.expose, rule.leave)
    return tuple(dict.fromkeys(name for name in names if name and name != ANY_EVENT))


def _before_launch(rule: CountingRule, as_of: dt.date) -> bool:
    return rule.clock is Clock.LAUNCH and rule.launched_on is not None and rule.launched_on > as_of


def _row_facts(rows: ir.Table, as_of: dt.date | None) -> dict[str, ir.Scalar]:
    """Say what became of every row; the first that holds, in the order of the columns."""
    later = (
        ibis.literal(False) if as_of is None else (rows.day > ibis.literal(as_of)).fill_null(False)
    )
    no_unit = rows.unit.isnull() & ~rows.misshapen
    unique = rows.readable & ~rows.duplicate
    return {
        "read": rows.count(),
        "no_unit": no_unit.sum(),
        "rejected": (~no_unit & ~rows.readable).sum(),
        "duplicate": (rows.readable & rows.duplicate).sum(),
        "after_as_of": (unique & later).sum(),
        "filtered": (unique & ~later & ~rows.passes).sum(),
        "used": (unique & ~later & rows.passes).sum(),
        "last_day": rows.day.max(),
        "odd": (rows.day < ibis.literal(_OLDEST_LIKELY_DAY)).sum(),
    }
