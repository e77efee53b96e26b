"""From counts per day to the curve: the share adopted by each day, with its doubt."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.windows import ObservedWindow, WindowReading, read_window
from pmm_core.stats.survival import AdoptedShare, DayCounts, aalen_johansen, kaplan_meier
from pmm_core.vocabulary import Audience, Clock

KAPLAN_MEIER = "kaplan_meier"
AALEN_JOHANSEN = "aalen_johansen"
MOST_FACETS = 6


@dataclass(frozen=True)
class CurveDay:
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
class Curve:
    """The share of eligible units that adopted by each day.

    Attributes:
        segment: value of the segment column; null is everybody.
        audience: the frozen audience, or those who came later.
        clock: what day 0 is.
        n: units in the curve.
        days: day 0 to the horizon, without a gap.
        windows: the readings.
        method: `kaplan_meier` or `aalen_johansen`.
        observed_through: last day on which anybody was observed; null when nobody was.
        complete_through: last day up to which everybody was observed; the curve is final there.
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


def build_curves(frame: pd.DataFrame, definition: AdoptionDefinition) -> tuple[Curve, ...]:
    """Build every curve: everybody first, then the segments as text, each audience in turn.

    Args:
        frame: one row for each segment, audience and day 0..horizon, with the columns `segment`
            (null = everybody), `audience`, `day`, `entered`, `adopted`, `left`, `censored`,
            `observed` (entered by that day and followed to it or longer), `matured` (of those,
            entered on day 0) and `matured_adopted` (of those, adopted by that day).
        definition: what was counted.
    """
    # An unknown segment comes back from the engine as NaN.
    groups = {
        (segment if isinstance(segment, str) else None, Audience(str(audience))): rows
        for (segment, audience), rows in frame.groupby(["segment", "audience"], dropna=False)
    }
    order = sorted(groups, key=lambda key: (key[0] is not None, key[0] or "", key[1]))
    return tuple(_curve(*key, groups[key].sort_values("day"), definition) for key in order)


def build_facets(
    frame: pd.DataFrame, definition: AdoptionDefinition, *, most: int = MOST_FACETS
) -> tuple[Facet, ...]:
    """Build the curves of the frozen audience by segment that fit on a screen, the largest first.

    Args:
        frame: as for `build_curves`.
        definition: what was counted.
        most: with more segments than that, the smallest are pooled from their counts.
    """
    rows = frame[frame["segment"].notna() & (frame["audience"] == Audience.ELIGIBLE.value)]
    entered = rows.groupby("segment")["entered"].sum()
    names = sorted((str(name) for name in entered.index), key=lambda name: (-entered[name], name))
    own = names if len(names) <= most else names[: most - 1]
    facets = [
        Facet(name, _curve(name, Audience.ELIGIBLE, rows[rows["segment"] == name], definition))
        for name in own
    ]
    pooled = rows[~rows["segment"].isin(own)]
    if not pooled.empty:
        counts = pooled.groupby("day", as_index=False).sum(numeric_only=True)
        curve = _curve(None, Audience.ELIGIBLE, counts, definition)
        facets.append(Facet(None, curve, pooled=len(names) - len(own)))
    return tuple(facets)


def counts_of(curve: Curve) -> DayCounts:
    """Return the counts per day a curve was built from."""
    names = ("at_risk", "adopted", "left", "censored")
    at_risk, adopted, left, censored = (
        np.array([getattr(day, name) for day in curve.days], dtype=np.int64) for name in names
    )
    stayed = at_risk - adopted - left - censored
    entered = at_risk - np.concatenate([[0], stayed[:-1]])
    return DayCounts(entered, adopted, left, censored)


def _curve(
    segment: str | None, audience: Audience, rows: pd.DataFrame, definition: AdoptionDefinition
) -> Curve:
    counts = DayCounts(
        **{name: rows[name].to_numpy(np.int64) for name in DayCounts.__dataclass_fields__}
    )
    observed = rows["observed"].to_numpy(np.int64)
    entered = np.cumsum(counts.entered)
    shares, method = estimate(counts, definition)
    days = _days(counts, shares, observed)
    matured = rows["matured"].to_numpy(np.int64)
    matured_adopted = rows["matured_adopted"].to_numpy(np.int64)
    adopted = np.cumsum(counts.adopted)
    windows = tuple(
        read_window(
            ObservedWindow(
                day=day,
                n=int(entered[day]),
                matured=int(matured[day]),
                adopted=int(adopted[day]),
                matured_adopted=int(matured_adopted[day]),
            ),
            interval=(days[day].share, days[day].low, days[day].high),
            method=method,
            min_n=definition.min_n,
        )
        for day in definition.windows
    )
    return Curve(
        segment=segment,
        audience=audience,
        clock=Clock.EXPOSURE if audience is Audience.LATE_JOINERS else definition.clock,
        n=int(entered[-1]),
        days=days,
        windows=windows,
        method=method,
        observed_through=_last(observed > 0),
        complete_through=_last((observed == entered) & (observed > 0)),
    )


def estimate(counts: DayCounts, definition: AdoptionDefinition) -> tuple[AdoptedShare, str]:
    """Estimate the share adopted by the method a definition asks for, and name the method."""
    first = definition.first_possible_day
    if definition.leave is None:
        return kaplan_meier(counts, first_possible_day=first), KAPLAN_MEIER
    return aalen_johansen(counts, first_possible_day=first), AALEN_JOHANSEN


def _days(
    counts: DayCounts, estimate: AdoptedShare, observed: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[CurveDay, ...]:
    at_risk = counts.at_risk
    return tuple(
        CurveDay(
            day=day,
            at_risk=int(at_risk[day]),
            adopted=int(counts.adopted[day]),
            left=int(counts.left[day]),
            censored=int(counts.censored[day]),
            share=_known(estimate.share[day], observed[day]),
            low=_known(estimate.low[day], observed[day]),
            high=_known(estimate.high[day], observed[day]),
        )
        for day in range(len(at_risk))
    )


def _known(value: float, observed: int) -> float | None:
    return float(value) if observed and math.isfinite(value) else None


def _last(holds: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int | None:
    days = np.flatnonzero(holds)
    return int(days[-1]) if len(days) else None
