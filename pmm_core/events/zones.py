"""Wall clocks and instants by the offsets of a time zone, on engines whose own calendar is unknown.

An engine is asked for nothing but comparing two times and adding seconds. The offsets are those of
Python's time zones. A wall clock that was shown twice is the second of the two instants, and one
that was skipped is read with the offset before it, as DuckDB and PostgreSQL have it.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

FIRST, LAST = (dt.datetime.combine(dt.date(year, 1, 1), dt.time()) for year in (1970, 2060))
"""Between them, in UTC, every change of an offset is known; outside the nearest offset holds."""
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)

Steps = Sequence[tuple[dt.datetime, dt.timedelta]]
"""Since when, in time without a zone, what is added; ascending, the first holds for all before."""


def wall_clock(zone: str, instant: ir.Value) -> ir.Value:
    """Return what clocks in a zone showed at an instant, as a time without a zone."""
    return _shifted(instant.cast("timestamp"), offsets(zone))


def instant(zone: str, wall_clock: ir.Value) -> ir.Value:
    """Return the instant at which clocks in a zone showed a time without a zone."""
    return _shifted(wall_clock, _back(zone)).cast("timestamp('UTC')")


def between(source: str, zone: str, wall_clock: ir.Value) -> ir.Value:
    """Return what clocks in a zone showed when those in another showed a time, both without a zone.

    One step where the way through the instant would take two, each within the other.
    """
    return _shifted(wall_clock, steps_between(source, zone))


@cache
def offsets(zone: str) -> Steps:
    """List since when, in UTC, which offset holds in a zone."""
    place = ZoneInfo(zone)
    found = [(FIRST, _offset(FIRST, place))]
    for number in range((LAST - FIRST).days):
        eve, next_day = FIRST + number * _DAY, FIRST + (number + 1) * _DAY
        if _offset(next_day, place) != found[-1][1]:
            changed = _change(eve, next_day, place)
            found.append((changed, _offset(changed, place)))
    return found


@cache
def steps_between(source: str, zone: str) -> Steps:
    """List since when, by the clocks of a zone, what leads to those of another."""
    back, forth = _back(source), offsets(zone)
    shown = {
        since + offset for since, _ in forth for offset in {step for _, step in offsets(source)}
    }
    found: list[tuple[dt.datetime, dt.timedelta]] = []
    for since in sorted({since for since, _ in back} | shown):
        utc = since + _step_at(since, back)
        step = utc + _step_at(utc, forth) - since
        if not found or found[-1][1] != step:
            found.append((since, step))
    return found


def _back(zone: str) -> Steps:
    return [(since + offset, -offset) for since, offset in offsets(zone)]


def _step_at(time: dt.datetime, steps: Steps) -> dt.timedelta:
    return steps[max(0, bisect_right([since for since, _ in steps], time) - 1)][1]


def _change(before: dt.datetime, after: dt.datetime, place: ZoneInfo) -> dt.datetime:
    """Find the first second with another offset; between the two there is one change at most."""
    old = _offset(before, place)
    while after - before > _SECOND:
        middle = before + ((after - before) // 2 // _SECOND) * _SECOND
        if _offset(middle, place) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(utc: dt.datetime, place: ZoneInfo) -> dt.timedelta:
    offset = utc.replace(tzinfo=dt.UTC).astimezone(place).utcoffset()
    assert offset is not None
    return offset


def _shifted(time: ir.Value, steps: Steps) -> ir.Value:
    """Add what holds at a time, halving the steps so that few of them are compared."""
    if len(steps) == 1:
        seconds = round(steps[0][1].total_seconds())
        return time + ibis.interval(seconds=seconds) if seconds else time
    middle = len(steps) // 2
    return ibis.ifelse(
        time < ibis.literal(steps[middle][0], "timestamp"),
        _shifted(time, steps[:middle]),
        _shifted(time, steps[middle:]),
    )
