"""A launch without an event log: from typed counts to the same curve, windows and states.

A count says how many of the eligible had adopted by the end of a day. Everybody in it has been
observed for that long, so its share is a plain one with Wilson's interval, and nothing is known of
a day nobody counted.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmm_core.adoption import wording
from pmm_core.adoption.curves import MOST_FACETS, WILSON, CountedDay, Curve, CurveDay, Facet
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import ObservedWindow, WindowReading, read_window
from pmm_core.stats.proportions import wilson
from pmm_core.vocabulary import Audience, ReadingSource

SEGMENT_COLUMN = "segment"
Counts = Mapping[int, CountedDay]


@dataclass(frozen=True)
class Counted:
    """One count in force.

    Attributes:
        segment: null for everybody.
        day: of the launch's age, inclusive.
        counted_on: last day it knows of; null where nobody said.
    """

    segment: str | None
    day: int
    eligible: int
    adopted: int
    counted_on: dt.date | None = None

    def over_on(self, launched_on: dt.date | None) -> dt.date | None:
        """Return the first day on which the count can be known.

        On the launch clock that is the day it is about; each unit has a day of its own on the
        exposure clock, where it is the day of counting.
        """
        return self.counted_on if launched_on is None else launched_on + dt.timedelta(self.day)


def typed_adoption(
    counts: Sequence[Counted],
    definition: AdoptionDefinition,
    *,
    name: str,
    as_of: dt.date | None,
    by: str | None = None,
) -> Adoption:
    """Read typed counts as a launch is read from its log.

    Args:
        counts: those in force, one a segment and day.
        definition: windows, clock and smallest number of units; the rest is how the person
            counted, in words of their own.
        name: what the answer is called.
        as_of: counts of later days are left out; null = the last day any of them is about.
        by: what the segments are segments of.
    """
    day_0 = definition.launched_on
    known = [one for one in counts if as_of is None or (one.over_on(day_0) or as_of) <= as_of]
    ends = [end for one in known if (end := one.over_on(day_0))]
    last_day = max(ends, default=day_0 or as_of or dt.date.min)
    segments = sorted({one.segment for one in known if one.segment is not None})
    curves = tuple(
        _curve(segment, _of(known, segment), definition) for segment in (None, *segments)
    )
    later = len(counts) - len(known)
    return Adoption(
        name=name,
        definition=definition,
        as_of=as_of or last_day,
        last_day=last_day,
        as_of_given=as_of is not None,
        by=(by or SEGMENT_COLUMN) if segments else None,
        units={
            "eligible": curves[0].n or None,
            "late_joiners": None,
            "excluded": None,
            "used_before": None,
        },
        rows={
            "read": len(counts),
            "used": len(known),
            "no_unit": 0,
            "rejected": 0,
            "duplicate": 0,
            "after_as_of": later,
            "filtered": 0,
        },
        curves=curves,
        facets=_facets(curves[1:], definition),
        notes=tuple(_notes(curves, as_of or last_day, day_0)),
        source=ReadingSource.TYPED,
    )


def _of(counts: Sequence[Counted], segment: str | None) -> Counts:
    found = {
        one.day: CountedDay(one.eligible, one.adopted) for one in counts if one.segment == segment
    }
    return dict(sorted(found.items()))


def _curve(segment: str | None, counts: Counts, definition: AdoptionDefinition) -> Curve:
    last = max(counts, default=None)
    return Curve(
        segment=segment,
        audience=Audience.ELIGIBLE,
        clock=definition.clock,
        n=0 if last is None else counts[last].eligible,
        days=tuple(_days(counts, max(definition.horizon, last or 0))),
        windows=tuple(_window(counts, day, min_n=definition.min_n) for day in definition.windows),
        method=WILSON,
        observed_through=last,
        complete_through=last,
        typed=counts,
    )


def _days(counts: Counts, horizon: int) -> Iterator[CurveDay]:
    before = 0
    for day in range(horizon + 1):
        counted = counts.get(day)
        if counted is None:
            yield CurveDay(day, 0, 0, 0, 0, None, None, None)
            continue
        low, high = wilson(counted.adopted, counted.eligible)
        yield CurveDay(
            day=day,
            # A smaller audience was old enough for a later day: then nothing can be subtracted.
            at_risk=max(counted.eligible - before, counted.eligible - counted.adopted),
            adopted=max(counted.adopted - before, 0),
            left=0,
            censored=0,
            share=counted.adopted / counted.eligible,
            low=low,
            high=high,
        )
        before = counted.adopted


def _window(counts: Counts, day: int, *, min_n: int) -> WindowReading:
    counted = counts.get(day)
    if counted is not None:
        n, adopted = counted.eligible, counted.adopted
        observed = ObservedWindow(day, n, n, adopted, matured_adopted=adopted, followed=n)
        interval = (adopted / n, *wilson(adopted, n))
        return read_window(observed, interval=interval, method=WILSON, min_n=min_n)
    earlier = [counts[one] for one in counts if one < day]
    latest = earlier[-1] if earlier else next(iter(counts.values()), CountedDay(0, 0))
    so_far = latest.adopted if earlier else 0
    unseen = ObservedWindow(day, latest.eligible, 0, so_far, matured_adopted=0, followed=0)
    return read_window(unseen, interval=(None, None, None), method=WILSON, min_n=min_n)


def _facets(curves: Sequence[Curve], definition: AdoptionDefinition) -> tuple[Facet, ...]:
    ordered = sorted(curves, key=lambda one: (-one.n, one.segment or ""))
    own = ordered if len(ordered) <= MOST_FACETS else ordered[: MOST_FACETS - 1]
    rest = ordered[len(own) :]
    facets = [Facet(one.segment, one) for one in own]
    if rest:
        facets.append(Facet(None, _curve(None, _together(rest), definition), pooled=len(rest)))
    return tuple(facets)


def _together(curves: Sequence[Curve]) -> Counts:
    """Add segments up on the days that were counted for each of them."""
    typed = [one.typed or {} for one in curves]
    days = sorted(set.intersection(*(set(one) for one in typed)))
    return {
        day: CountedDay(
            sum(one[day].eligible for one in typed), sum(one[day].adopted for one in typed)
        )
        for day in days
    }


def _notes(curves: Sequence[Curve], as_of: dt.date, day_0: dt.date | None) -> Iterator[str]:
    whole = curves[0]
    yield wording.TYPED_NOTE
    if not whole.typed and len(curves) > 1:
        yield wording.NOT_ADDED_UP
    missing = [
        window.day
        for window in whole.windows
        if window.day not in (whole.typed or {})
        and day_0 is not None
        and day_0 + dt.timedelta(window.day) <= as_of
    ]
    if missing and whole.typed:
        yield wording.not_counted(missing)
