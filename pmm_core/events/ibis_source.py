"""Counting in one event log through Ibis: look at every row once, refuse or count."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pmm_core.errors import InvalidInput
from pmm_core.events import problems
from pmm_core.events.audience import UnitList, list_units
from pmm_core.events.contract import require_column
from pmm_core.events.counting import (
    ANY_EVENT,
    CountedUnits,
    count_changed,
    count_units,
    eligible_units,
)
from pmm_core.events.engagement import Activity, engaged_days
from pmm_core.events.log import EventLog
from pmm_core.events.many import fits_one_pass, launch_counts_many
from pmm_core.events.shaping import shape
from pmm_core.events.source import CountingRule, CountRequest, DailyCounts
from pmm_core.events.summary import Look, summarise, summarise_clean_file
from pmm_core.events.times import TimeReader
from pmm_core.vocabulary import Clock


@dataclass(frozen=True)
class IbisSource:
    """Answers count requests from one open event log."""

    log: EventLog

    def daily_counts(self, request: CountRequest) -> DailyCounts:
        """Count per segment, audience and day; see `EventSource`."""
        (answer,) = self.daily_counts_many([request])
        if isinstance(answer, InvalidInput):
            raise answer
        return answer

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
            asked = [requests[number] for number in numbers]
            answers |= zip(numbers, self._in_one_zone(asked), strict=True)
        return [answers[number] for number in range(len(requests))]

    def engaged_days(self, request: CountRequest, activity: Activity) -> pd.DataFrame:
        """Count adopters and the active among them, as `engagement.engaged_days`.

        Raises:
            InvalidInput: as `daily_counts`.
        """
        look = self._look(request, [request.rule])
        return engaged_days(self.log.engine, look.usable, request, activity, look.as_of)

    def list_eligible(self, request: CountRequest) -> tuple[UnitList, dt.date]:
        """List who is eligible by the rule of a launch, and tell the last day in the log.

        Raises:
            InvalidInput: as `daily_counts`; `no_audience` where there is nobody.
        """
        look = self._look(request, [request.rule])
        found = list_units(self.log.engine, eligible_units(look.usable, request))
        if not found.size:
            raise problems.no_audience(request.rule, look.as_of)
        assert look.summary.last_day is not None
        return found, look.summary.last_day

    def _in_one_zone(
        self, requests: Sequence[CountRequest]
    ) -> Iterator[DailyCounts | InvalidInput]:
        engine = self.log.engine
        look = self._look(requests[0], [request.rule for request in requests])
        rules = [request.rule for request in requests]
        together = [rule for rule in rules if self.log.files and fits_one_pass(rule)]
        split = requests[0].by is not None
        counted = iter(launch_counts_many(engine, look, together, split=split))
        # It is the same for every rule, and takes a pass of its own.
        apart = split and len(together) < len(rules) and look.as_of >= look.last_day_of_log
        changed = count_changed(engine, look.usable) if apart else None
        for request in requests:
            one_pass = bool(self.log.files) and fits_one_pass(request.rule)
            if one_pass:
                units = next(counted)
            else:
                units = count_units(engine, look.usable, request, look.as_of)
                units = replace(units, changed_segment=changed)
            try:
                yield self._answer(request, look, units)
            except InvalidInput as refusal:
                yield refusal

    def _answer(self, request: CountRequest, look: Look, counted: CountedUnits) -> DailyCounts:
        if not counted.units.eligible or _before_launch(request.rule, look.as_of):
            raise problems.no_audience(request.rule, look.as_of)
        names = named_events(request.rule)
        return DailyCounts(
            frame=counted.frame,
            as_of=look.as_of,
            last_day=look.last_day_of_log,
            rows=look.summary.rows,
            units=counted.units,
            unused=tuple(name for name in look.summary.unused if name in names),
            never_exposed=counted.never_exposed,
            odd_rows=look.summary.odd_rows,
            recount=counted.recount,
            changed_segment=counted.changed_segment
            if request.by is not None and look.as_of >= look.last_day_of_log
            else None,
            notes=self.log.notes + look.notes + self._on_repeats(request.rule),
        )

    def _on_repeats(self, rule: CountingRule) -> tuple[str, ...]:
        """Say where a repeated row would change a count."""
        matters = rule.min_uses > 1 and self.log.columns.insert_id is None
        return (problems.repeats_count(self.log),) if matters else ()

    def last_day_until(self, request: CountRequest, day: dt.date) -> dt.date | None:
        """Find the last day with a usable row that lies no later than a day; null without one."""
        look = self._look(replace(request, as_of=day, stated=True), [request.rule])
        return problems.calendar_day(self.log.engine.execute(look.usable.day.max()))

    def look(self, request: CountRequest) -> Look:
        """Look at every row for a request, or refuse; for counts of another kind."""
        return self._look(request, [request.rule])

    def _look(self, request: CountRequest, rules: Sequence[CountingRule]) -> Look:
        """Read the rows, finding the order of day and month where dates need one, or refuse."""
        log = self.log
        for name in filter(None, [request.by, *(each.column for each in request.where)]):
            require_column(log.headers, name)
        names = tuple(dict.fromkeys(name for rule in rules for name in named_events(rule)))
        notes: tuple[str, ...] = ()
        reader = TimeReader(log.engine.name, request.rule.timezone, request.source_timezone)
        rows = shape(log, request, reader)
        summary = summarise_clean_file(log, request, reader, names)
        summary = summary or summarise(log, rows, request.as_of, names)
        if summary.rows.rejected:
            order = problems.proven_date_order(log)
            if order is not None:
                reader = replace(reader, day_first=order.day_first)
                rows, notes = shape(log, request, reader), (order.sentence,)
                summary = summarise(log, rows, request.as_of, names)
        if summary.rows.read == 0:
            raise problems.header_only(log)
        if summary.rows.rejected and not request.skip_rejected:
            raise problems.rows_rejected(log, summary.rows, reader)
        if summary.last_day is None:
            raise problems.nothing_readable(log)
        if summary.unused and not request.allow_unused:
            raise problems.event_not_in_log(log, summary.unused, rules)
        as_of = request.as_of or summary.last_day
        if not request.stated:
            as_of = min(as_of, summary.last_day)
        return Look(summary.usable(rows, as_of), as_of, summary, notes)


def named_events(rule: CountingRule) -> tuple[str, ...]:
    """List the events a rule names, `any` left out."""
    names = (*rule.adopt, rule.expose, rule.leave)
    return tuple(dict.fromkeys(name for name in names if name and name != ANY_EVENT))


def _before_launch(rule: CountingRule, as_of: dt.date) -> bool:
    return rule.clock is Clock.LAUNCH and rule.launched_on is not None and rule.launched_on > as_of
