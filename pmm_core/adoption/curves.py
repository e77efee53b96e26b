"""From counts per day to the curve: the share adopted by each day, with its doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.windows import ObservedWindow, WindowReading, read_window
from pmm_core.stats.survival import AdoptedShare, Counts, DayCounts, aalen_johansen, kaplan_meier
from pmm_core.vocabulary import Audience, Clock

KAPLAN_MEIER = "kaplan_meier"
AALEN_JOHANSEN = "aalen_johansen"
WILSON = "wilson"
MOST_FACETS = 6
_UNKNOWN = np.array(None, dtype=np.object_)
_COUNTS = ("entered", "adopted", "left", "censored", "observed", "matured", "matured_adopted")


class CurveDay(NamedTuple):
    """One day of a curve; share, low, high are null past the last observed day."""

    day: int
    at_risk: int
    adopted: int
    left: int
    censored: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CountedDay:
    """Eligible and adopted units by the end of a day, as a person counted them."""

    eligible: int
    adopted: int


@dataclass(frozen=True)
class Curve:
    """The share of eligible units that adopted by each day.

    Attributes:
        segment: value of the segment column; null is everybody.
        audience: the frozen audience, or those who came later.
        clock: what day 0 is.
        n: units in the curve.
        days: day 0 to the horizon, without a gap.
        windows: the readings.
        method: `kaplan_meier`, `aalen_johansen`, or `wilson` for typed counts.
        observed_through: last day on which anybody was observed; null when nobody was.
        complete_through: last day up to which everybody was observed; the curve is final there.
        typed: what a person counted, by day; of the days between nothing is known. Null for a
            curve read from a log.
    """

    segment: str | None
    audience: Audience
    clock: Clock
    n: int
    days: tuple[CurveDay, ...]
    windows: tuple[WindowReading, ...]
    method: str
    observed_through: int | None
    complete_through: int | None
    typed: Mapping[int, CountedDay] | None = None

    def adopted_by(self, day: int) -> int | None:
        """Return how many had adopted by the end of a day; null where nobody counted."""
        if self.typed is None:
            return sum(each.adopted for each in self.days[: day + 1])
        counted = self.typed.get(day)
        return None if counted is None else counted.adopted

    def has_gap_before(self, day: int) -> bool:
        """Tell whether it is not known who adopted on the very day."""
        return self.typed is not None and not (
            day in self.typed and (day == 0 or day - 1 in self.typed)
        )


@dataclass(frozen=True)
class Facet:
    """One panel of the curves by segment.

    Attributes:
        segment: the value; null for the segments pooled because they are many and small.
        pooled: how many those are.
    """

    segment: str | None
    curve: Curve
    pooled: int = 0


@dataclass(frozen=True)
class _Groups:
    """The counts of several groups of units.

    Attributes:
        keys: segment (null = everybody) and audience.
        counts: tables with a row a group and a column a day, named as in the frame.
    """

    keys: Sequence[tuple[str | None, Audience]]
    counts: Mapping[str, Counts]

    @classmethod
    def of(cls, frame: pd.DataFrame, definition: AdoptionDefinition) -> "_Groups":
        days = definition.horizon + 1
        firsts = (frame[name].iloc[::days].to_list() for name in ("segment", "audience"))
        # An unknown segment may come as NaN.
        keys = [
            (segment if isinstance(segment, str) else None, Audience(str(audience)))
            for segment, audience in zip(*firsts, strict=True)
        ]
        tables = {name: frame[name].to_numpy(np.int64).reshape(-1, days) for name in _COUNTS}
        return cls(keys, tables)

    def part(self, places: Sequence[int]) -> "_Groups":
        """Return some of the groups, in the order of their places."""
        counts = {name: table[list(places)] for name, table in self.counts.items()}
        return _Groups([self.keys[place] for place in places], counts)

    def pooled(self) -> "_Groups":
        """Return one group of all units, as if they had no segment."""
        counts = {name: table.sum(axis=0, keepdims=True) for name, table in self.counts.items()}
        return _Groups([(None, self.keys[0][1])], counts)


def build_curves(frame: pd.DataFrame, definition: AdoptionDefinition) -> tuple[Curve, ...]:
    """Build every curve: everybody first, then the segments as text, each audience in turn.

    Args:
        frame: a block of rows for each segment and audience, in the order of the curves, with a
            row for each day 0..horizon and the columns `segment` (null = everybody), `audience`,
            `day`, `entered`, `adopted`, `left`, `censored`, `observed` (entered by that day and
            followed to it or longer), `matured` (of those, entered on day 0) and
            `matured_adopted` (of those, adopted by that day).
        definition: what was counted.
    """
    return tuple(_curves(_Groups.of(frame, definition), definition))


def build_facets(
    frame: pd.DataFrame, definition: AdoptionDefinition, *, most: int = MOST_FACETS
) -> tuple[Facet, ...]:
    """Build the curves of the frozen audience by segment that fit on a screen, the largest first.

    Args:
        frame: as for `build_curves`.
        definition: what was counted.
        most: with more segments than that, the smallest are pooled from their counts.
    """
    groups = _Groups.of(frame, definition)
    entered = groups.counts["entered"].sum(axis=1)
    places = [
        place
        for place, (segment, audience) in enumerate(groups.keys)
        if segment is not None and audience is Audience.ELIGIBLE
    ]
    places.sort(key=lambda place: (-entered[place], groups.keys[place][0]))
    own = places if len(places) <= most else places[: most - 1]
    curves = _curves(groups.part(own), definition)
    facets = [Facet(curve.segment, curve) for curve in curves]
    if len(own) < len(places):
        (curve,) = _curves(groups.part(places[len(own) :]).pooled(), definition)
        facets.append(Facet(None, curve, pooled=len(places) - len(own)))
    return tuple(facets)


def counts_of(curve: Curve) -> DayCounts:
    """Return the counts per day a curve was built from; not for typed counts, which leave gaps."""
    names = ("at_risk", "adopted", "left", "censored")
    at_risk, adopted, left, censored = (
        np.array([getattr(day, name) for day in curve.days], dtype=np.int64) for name in names
    )
    stayed = at_risk - adopted - left - censored
    entered = at_risk - np.concatenate([[0], stayed[:-1]])
    return DayCounts(entered, adopted, left, censored)


def estimate(counts: DayCounts, definition: AdoptionDefinition) -> tuple[AdoptedShare, str]:
    """Estimate the share adopted by the method a definition asks for, and name the method."""
    first = definition.first_possible_day
    if definition.leave is None:
        return kaplan_meier(counts, first_possible_day=first), KAPLAN_MEIER
    return aalen_johansen(counts, first_possible_day=first), AALEN_JOHANSEN


def _curves(groups: _Groups, definition: AdoptionDefinition) -> Iterator[Curve]:
    counts = DayCounts(**{name: groups.counts[name] for name in DayCounts.__dataclass_fields__})
    shares, method = estimate(counts, definition)
    entered, observed = np.cumsum(counts.entered, axis=1), groups.counts["observed"]
    complete = (observed == entered) & (observed > 0)
    everything = _days(counts, shares, observed)
    all_windows = _observed_windows(groups, definition.windows)
    for place, (segment, audience) in enumerate(groups.keys):
        windows, days = all_windows[place], everything[place]
        yield Curve(
            segment=segment,
            audience=audience,
            clock=Clock.EXPOSURE if audience is Audience.LATE_JOINERS else definition.clock,
            n=int(entered[place, -1]),
            days=days,
            windows=tuple(
                read_window(
                    window,
                    interval=(days[window.day].share, days[window.day].low, days[window.day].high),
                    method=method,
                    min_n=definition.min_n,
                )
                for window in windows
            ),
            method=method,
            observed_through=_last(observed[place] > 0),
            complete_through=_last(complete[place]),
        )


def _observed_windows(groups: _Groups, windows: Sequence[int]) -> list[list[ObservedWindow]]:
    """Count the windows of each group."""
    counts = groups.counts
    tables = (
        np.cumsum(counts["entered"], axis=1),
        counts["matured"],
        np.cumsum(counts["adopted"], axis=1),
        counts["matured_adopted"],
        counts["observed"],
    )
    by_group = zip(*(table[:, list(windows)].tolist() for table in tables), strict=True)
    return [
        [ObservedWindow(*of_day) for of_day in zip(windows, *lists, strict=True)]
        for lists in by_group
    ]


def _days(counts: DayCounts, shares: AdoptedShare, observed: Counts) -> list[tuple[CurveDay, ...]]:
    """Lay out the days of each curve; past the last observed day nothing is known."""
    known = (observed > 0) & np.isfinite(shares.share)
    with_doubt = [
        np.where(known, values, _UNKNOWN) for values in (shares.share, shares.low, shares.high)
    ]
    day = np.broadcast_to(np.arange(observed.shape[1]), observed.shape)
    columns = [day, counts.at_risk, counts.adopted, counts.left, counts.censored, *with_doubt]
    by_curve = zip(*(column.tolist() for column in columns), strict=True)
    return [tuple(map(CurveDay._make, zip(*lists, strict=True))) for lists in by_curve]


def _last(holds: NDArray[np.bool_]) -> int | None:
    days = np.flatnonzero(holds)
    return int(days[-1]) if len(days) else None
