"""From groups of alike units to counts per day.

An engine groups units by what matters for a curve (a *cell*); a few thousand cells are enough for
any log. A tidy frame of days follows from them without another look at the log.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CELL_COLUMNS = ("segment", "audience", "entry", "adopted", "left", "follow", "n")
COUNT_COLUMNS = (
    "entered", "adopted", "left", "censored", "observed", "matured", "matured_adopted",
)  # fmt: skip
NEVER = -1
"""Stands for "not within the horizon" in the `adopted` and `left` of a cell."""

Numbers = NDArray[np.int64]


def daily_frame(cells: pd.DataFrame, *, horizon: int, with_segments: bool) -> pd.DataFrame:
    """Count per segment, audience and day.

    Args:
        cells: columns `segment` (text), `audience`, `entry` (day the unit came under
            observation), `adopted`, `left` (day, or `NEVER`), `follow` (last day observed, at most
            horizon + 1) and `n` (units in the cell).
        horizon: last day.
        with_segments: one more block of rows a segment, after the block of everybody.

    Returns:
        `segment` (null = everybody), `audience`, `day` 0..horizon and
        `entered`: came under observation on the day; `adopted`, `left`, `censored`: whose story
        ended on it; `observed`: entered by the day and followed to its end or longer, adopted or
        not; `matured`: those of them who entered on day 0, so that the whole window up to the day
        was seen; `matured_adopted`: the matured that adopted by the day.
    """
    groups = cells.assign(segment=None).astype({"segment": object})
    if with_segments:
        groups = pd.concat([groups, cells], ignore_index=True)
    keys = groups[["segment", "audience"]].drop_duplicates()
    keys = keys.sort_values(["segment", "audience"], na_position="first", ignore_index=True)
    place = groups[["segment", "audience"]].merge(keys.reset_index(), how="left")["index"]
    named = [(None if pd.isna(name) else str(name), str(kind)) for name, kind in keys.to_numpy()]
    return day_frame(named, count_days(groups, place.to_numpy(np.int64), len(keys), horizon))


def day_frame(keys: Sequence[tuple[str | None, str]], counts: Numbers) -> pd.DataFrame:
    """Lay out counts as the frame of `daily_frame`.

    Args:
        keys: segment (null = everybody) and audience of each group, in the order of the frame.
        counts: as `count_days` gives them.
    """
    days = counts.shape[2]
    segments = np.empty(len(keys), dtype=object)
    segments[:] = [segment for segment, _ in keys]
    audiences = pd.array([audience for _, audience in keys], dtype="str")
    by_column = dict(zip(COUNT_COLUMNS, counts.reshape(len(COUNT_COLUMNS), -1), strict=True))
    # Whole columns at once: a frame put together piece by piece costs more than the counting.
    columns: dict[str, Any] = {
        "segment": pd.Series(segments.repeat(days), dtype=object, copy=False),
        "audience": audiences.take(np.arange(len(keys)).repeat(days)),
        "day": np.tile(np.arange(days), len(keys)),
        **by_column,
    }
    return pd.DataFrame(columns, copy=False)


def count_days(cells: pd.DataFrame, group: Numbers, groups: int, horizon: int) -> Numbers:
    """Count every group and day at once.

    Args:
        cells: as for `daily_frame`; of segment and audience only the group matters.
        group: the number of each cell's group.
        groups: how many there are.
        horizon: last day.

    Returns:
        One table for each of `COUNT_COLUMNS`, with a row a group and a column a day. All counts
        are sums over cells, so tables of parts add up to the table of the whole.
    """
    entry, adopted, left, follow, n = (
        cells[name].to_numpy(np.int64) for name in ("entry", "adopted", "left", "follow", "n")
    )
    open_end = (adopted == NEVER) & (left == NEVER) & (entry <= horizon)

    def on(day: Numbers, which: NDArray[np.bool_]) -> Numbers:
        """Add up the cells of a group that fall on each day; other days are left out."""
        inside = which & (day >= 0) & (day <= horizon)
        place = group[inside] * (horizon + 1) + day[inside]
        total = np.bincount(place, weights=n[inside], minlength=groups * (horizon + 1))
        return total.astype(np.int64).reshape(groups, horizon + 1)

    def between(first: Numbers, which: NDArray[np.bool_]) -> Numbers:
        """Add up the cells on every day from their first one to the last they were followed."""
        starts, ends = on(first, which), on(follow + 1, which & (first <= follow))
        total: Numbers = np.cumsum(starts - ends, axis=1)
        return total

    everyone = np.ones(len(n), dtype=bool)
    from_start = entry == 0
    counts = {
        "entered": on(entry, everyone),
        "adopted": on(adopted, everyone),
        "left": on(left, everyone),
        "censored": on(follow, open_end),
        "observed": between(entry, everyone),
        "matured": between(entry, from_start),
        "matured_adopted": between(adopted, from_start & (adopted != NEVER)),
    }
    return np.stack([counts[name] for name in COUNT_COLUMNS])
