"""Which periods lie before and after a launch, and whether they are enough to say anything."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pmm_core.company.calendar import BusinessCalendar, Period
from pmm_core.impact.facts import Question, Refusal, SeriesFacts, Value
from pmm_core.impact.panel import Floats, Panel, Series
from pmm_core.vocabulary import Cadence, WhyRefused

FEWEST_BEFORE = 8
FEWEST_AFTER = 3
BEFORE_PER_AFTER = 3


@dataclass(frozen=True)
class Span:
    """The periods a question is answered from.

    Attributes:
        periods: oldest first, without a gap.
        before: how many end before the launch day.
        is_split: the launch day lies inside the first period after, which does not count.
        shortened: how many more periods after there are, beyond what the history before allows.
    """

    periods: tuple[Period, ...]
    before: int
    is_split: bool
    shortened: int

    @property
    def after(self) -> int:
        """How many periods after the launch count."""
        return len(self.periods) - self.before - int(self.is_split)


def find_span(question: Question, calendar: BusinessCalendar) -> Span | Refusal:
    """Find the periods, or say why there are not enough."""
    cadence = question.kpi.cadence
    if question.launched_on is None:
        return Refusal(WhyRefused.NO_LAUNCH_DAY)
    if cadence is None:
        return Refusal(WhyRefused.NO_CADENCE)
    days = _days(question, calendar, cadence)
    if not days:
        return Refusal(WhyRefused.NO_VALUES)
    launched = calendar.period(question.launched_on, cadence)
    is_split = launched.first < question.launched_on
    before = [period for period in days if period.last < question.launched_on]
    later = [period for period in days if period.first >= question.launched_on]
    if len(later) < FEWEST_AFTER:
        return Refusal(WhyRefused.TOO_EARLY, have=len(later), need=FEWEST_AFTER)
    if len(before) < FEWEST_BEFORE:
        return Refusal(WhyRefused.TOO_FEW_VALUES, have=len(before), need=FEWEST_BEFORE)
    allowed = len(before) // BEFORE_PER_AFTER
    wanted = question.after or max(min(len(later), allowed), FEWEST_AFTER)
    if wanted > len(later):
        return Refusal(WhyRefused.TOO_EARLY, have=len(later), need=wanted)
    if allowed < wanted:
        need = wanted * BEFORE_PER_AFTER
        return Refusal(WhyRefused.PRE_TOO_SHORT, have=len(before), need=need)
    every = _without_gaps(calendar, before[0], later[wanted - 1])
    span = Span(
        periods=every,
        before=sum(period.last < question.launched_on for period in every),
        is_split=is_split,
        shortened=len(later) - wanted,
    )
    return _changed(question, span) or span


def build_panel(question: Question, span: Span) -> Panel:
    """Lay the series of a question out over its periods; no factor is taken out yet."""
    left_out = np.zeros(len(span.periods), dtype=np.bool_)
    left_out[span.before] = span.is_split
    return Panel(
        periods=span.periods,
        before=span.before,
        treated=tuple(_series(one, span.periods) for one in question.treated),
        controls=tuple(_series(one, span.periods) for one in question.controls),
        is_share=question.is_share,
        left_out=left_out,
        beside=np.zeros((len(span.periods), 0)),
    )


def _days(question: Question, calendar: BusinessCalendar, cadence: Cadence) -> list[Period]:
    """List the periods, over by the as-of day, in which every treated series has a value."""
    found: set[Period] | None = None
    for series in question.treated:
        periods = {
            calendar.period(value.on, cadence)
            for value in series.values
            if question.since is None or value.on >= question.since
        }
        found = periods if found is None else found & periods
    over = [period for period in found or () if period.last <= question.as_of]
    return sorted(over, key=lambda period: period.first)


def _without_gaps(calendar: BusinessCalendar, first: Period, last: Period) -> tuple[Period, ...]:
    periods = [last]
    while periods[-1].first > first.first:
        periods.append(calendar.previous(periods[-1]))
    return tuple(reversed(periods))


def _changed(question: Question, span: Span) -> Refusal | None:
    """Refuse values of two definitions: they are two KPIs of one name."""
    first, last = span.periods[0].first, span.periods[-1].last
    for series in (*question.treated, *question.controls):
        inside = [value for value in series.values if first <= value.on <= last]
        versions = [value.version for value in inside]
        for value, version in zip(inside[1:], versions, strict=False):
            if value.version != version:
                return Refusal(WhyRefused.DEFINITION_CHANGED, names=(series.name,), day=value.on)
    return None


def _series(facts: SeriesFacts, periods: Sequence[Period]) -> Series:
    """Take the last value of each period."""
    by_period: dict[dt.date, Value] = {}
    place = 0
    for value in facts.values:
        while place < len(periods) and periods[place].last < value.on:
            place += 1
        if place < len(periods) and periods[place].first <= value.on:
            by_period[periods[place].first] = value
    found = [by_period.get(period.first) for period in periods]

    def part(name: str) -> Floats:
        known = [None if value is None else getattr(value, name) for value in found]
        return np.array([np.nan if one is None else one for one in known], dtype=np.float64)

    has_parts = all(
        value.numerator is not None and value.denominator for value in by_period.values()
    )
    values = part("value")
    if facts.unit != "%" or not has_parts or not by_period:
        return Series(facts.name, values)
    return Series(facts.name, values, part("numerator"), part("denominator"))
