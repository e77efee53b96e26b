"""From the facts of a KPI to its row, and from rows to a scorecard that cannot hide a red."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.results import UNKNOWN, Estimate
from pmm_core.scorecard.facts import FactorFacts, KpiFacts, Reading, RowFacts
from pmm_core.scorecard.goalpost import Goalpost, goalpost
from pmm_core.scorecard.status import Verdict, judge
from pmm_core.stats.behaviour import Limits, behaviour_limits
from pmm_core.stats.proportions import wilson
from pmm_core.vocabulary import Cadence, Control, KpiBucket, Status

SERIES_PERIODS = 13
_BUCKETS = [*KpiBucket, None]
_FURTHEST_BEHIND_FIRST = (Status.OFF_TRACK, Status.AT_RISK)
_WORST_FIRST = sorted(Status, key=[Status.OFF_TRACK, Status.AT_RISK, *Status].index)


@dataclass(frozen=True)
class Point:
    """The last value of a period; null where the period has none.

    Attributes:
        period: its key.
        label: its name for people.
    """

    period: str
    value: float | None
    label: str


@dataclass(frozen=True)
class Row:
    """One KPI of a scorecard, or one segment of it, on one day.

    Attributes:
        facts: what it was computed from.
        post: the target in use; null without one.
        verdict: the status, its reason and the pace.
        estimate: the value in force with its Wilson interval where it is a share with a fraction.
        previous: the value of the latest earlier day under the same definition.
        series: the last 13 periods of the cadence, oldest first.
        limits: process behaviour limits; null under 6 values.
        judged_on: days of the values that the limits' signals point at.
    """

    facts: RowFacts
    post: Goalpost | None
    verdict: Verdict
    estimate: Estimate
    previous: float | None
    change: float | None
    series: tuple[Point, ...]
    limits: Limits | None
    judged_on: tuple[dt.date, ...]

    @property
    def kpi(self) -> KpiFacts:
        """The KPI."""
        return self.facts.kpi

    @property
    def latest(self) -> Reading | None:
        """The value in force with the latest day; null without one."""
        return self.facts.readings[-1] if self.facts.readings else None

    @property
    def status(self) -> Status:
        """The status word."""
        return self.verdict.status

    @property
    def factors(self) -> tuple[FactorFacts, ...]:
        """External factors that cover the latest value, or days of the window."""
        latest, window = self.latest, self.facts.window
        if window:
            return tuple(f for f in self.facts.factors if window.is_touched_by(f))
        return tuple(f for f in self.facts.factors if latest and f.covers(latest.on))


@dataclass(frozen=True)
class Child:
    """A scope below, told by its counts and its worst directly controlled KPI."""

    scope: str
    counts: dict[Status, int]
    worst: str | None


@dataclass(frozen=True)
class Scorecard:
    """The KPIs of a scope and of every scope below it, on one day.

    Attributes:
        scope: as a command takes it.
        known_on: the day whose knowledge was used; null for all that is known now.
        rows: in the order scope, bucket, KPI.
        children: the scopes directly below.
        shared_outcomes: a person's: beside the score, never in it.
    """

    scope: str
    as_of: dt.date
    known_on: dt.date | None
    rows: tuple[Row, ...]
    children: tuple[Child, ...] = ()
    shared_outcomes: tuple[Row, ...] = ()

    @property
    def counts(self) -> dict[Status, int]:
        """How many rows have which status, in the order of the words."""
        return count(self.rows)

    @property
    def kpi_counts(self) -> dict[Status, int]:
        """How many KPIs have which status; one with several rows counts once, by its worst."""
        return count_kpis(self.rows)

    @property
    def worst(self) -> Row | None:
        """The directly controlled KPI furthest behind; null if none is."""
        return furthest_behind(self.rows)


def build_row(facts: RowFacts, *, as_of: dt.date, calendar: BusinessCalendar) -> Row:
    """Compute a row.

    Args:
        facts: what is known, no reading after the day.
        as_of: the day, inclusive.
        calendar: the company's periods and working days.
    """
    post = goalpost(facts, as_of=as_of)
    readings = facts.comparable
    latest = readings[-1] if readings else None
    previous = readings[-2].value if len(readings) > 1 else None
    return Row(
        facts=facts,
        post=post,
        verdict=judge(facts, post, as_of=as_of, calendar=calendar),
        estimate=facts.window.estimate if facts.window else _estimate(facts.kpi, latest),
        previous=previous,
        change=latest.value - previous if latest and previous is not None else None,
        series=_series(facts, as_of=as_of, calendar=calendar),
        limits=behaviour_limits([reading.value for reading in readings]),
        judged_on=tuple(reading.on for reading in readings),
    )


def raw_verdict(row: Row, *, as_of: dt.date, calendar: BusinessCalendar) -> Verdict | None:
    """Judge a disturbed row as if no factor had been declared; null for any other row."""
    if row.status is not Status.DISTURBED:
        return None
    facts = row.facts
    bare = RowFacts(row.kpi, None, facts.readings, facts.targets, window=facts.window)
    return judge(bare, row.post, as_of=as_of, calendar=calendar)


def in_order(rows: Iterable[Row], scopes: Sequence[str]) -> tuple[Row, ...]:
    """Order rows by scope (as given), bucket, KPI and segment."""

    def place(row: Row) -> tuple[int, int, str, str]:
        kpi = row.kpi
        return (
            scopes.index(kpi.scope),
            _BUCKETS.index(kpi.bucket),
            kpi.name.casefold(),
            row.facts.segment or "",
        )

    return tuple(sorted(rows, key=place))


def count(rows: Iterable[Row]) -> dict[Status, int]:
    """Count rows by status, in the order of the words; statuses nobody has are left out."""
    found = Counter(row.status for row in rows)
    return {status: found[status] for status in Status if found[status]}


def count_kpis(rows: Iterable[Row]) -> dict[Status, int]:
    """Count KPIs by the status of their worst row, in the order of the words.

    A verdict stands before a state without one, the worse verdict before the better.
    """
    worst: dict[int, Status] = {}
    for row in rows:
        known = worst.get(row.kpi.id, row.status)
        worst[row.kpi.id] = min(known, row.status, key=_WORST_FIRST.index)
    found = Counter(worst.values())
    return {status: found[status] for status in Status if found[status]}


def furthest_behind(rows: Iterable[Row]) -> Row | None:
    """Find the directly controlled KPI furthest behind: off track before at risk, then by gap."""
    behind = [
        row
        for row in rows
        if row.kpi.control is Control.DIRECT and row.status in _FURTHEST_BEHIND_FIRST
    ]
    return min(behind, key=_behind, default=None)


def _behind(row: Row) -> tuple[int, float, str]:
    pace = row.verdict.pace
    gap = (
        pace.progress - pace.due_progress
        if pace.progress is not None and pace.due_progress is not None
        else float("-inf")
    )
    return (_FURTHEST_BEHIND_FIRST.index(row.status), gap, row.kpi.name)


def _estimate(kpi: KpiFacts, latest: Reading | None) -> Estimate:
    if latest is None:
        return UNKNOWN
    x, n = latest.numerator, latest.denominator
    size = None if n is None else int(n)
    if x is None or size is None or kpi.unit != "%" or not 0 <= x <= size or not size:
        return Estimate(latest.value, n=size, as_of=latest.on)
    low, high = wilson(int(x), size)
    return Estimate(latest.value, low, high, n=size, as_of=latest.on, method="wilson")


def _series(facts: RowFacts, *, as_of: dt.date, calendar: BusinessCalendar) -> tuple[Point, ...]:
    cadence = facts.kpi.cadence or Cadence.MONTHLY
    periods = calendar.recent(as_of, cadence, SERIES_PERIODS)
    last: dict[str, float] = {}
    for reading in facts.comparable:
        if reading.on >= periods[0].first:
            last[calendar.period(reading.on, cadence).key] = reading.value
    return tuple(Point(period.key, last.get(period.key), period.label) for period in periods)
