"""How many of those who adopted are active on each day after, as Ibis expressions.

A unit's uses become spans of days without an overlap: from a use to the next one, or to the day on
which the use that made it active has left the trailing days. The engine groups equal spans; a few
thousand come out, and the days follow from where spans begin and end.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import NDArray

from pmm_core.events.counting import Followed, followed, members_of
from pmm_core.events.source import CountRequest
from pmm_core.vocabulary import Audience, LateJoiners

ENGAGED_COLUMNS = ("adopters", "active", "exposed", "used")
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Activity:
    """When an adopter counts as active.

    Attributes:
        days: length of the trailing span that ends on the day in question.
        min_days: on how many distinct days of it a use is needed.
    """

    days: int
    min_days: int


def engaged_days(
    engine: Any, rows: ir.Table, request: CountRequest, activity: Activity, as_of: dt.date
) -> pd.DataFrame:
    """Count the adopters on each day, and those of them who are active.

    Args:
        engine: the Ibis backend that holds the rows.
        rows: usable rows, as for `counting.count_units`.
        request: who adopts when, and whether units are split.
        activity: what being active takes.
        as_of: last day observed.

    Returns:
        `segment` (null = everybody), `audience`, `day` 0..horizon and, on the day: `adopters`, who
        adopted before the trailing days began, are still observed and have not left; `active`,
        those of them who were active in the trailing days; `exposed`, who adopted before the day,
        are still observed and have not left; `used`, those of them with a use on the day itself.
        The use that made somebody an adopter says nothing about whether use goes on.
    """
    rule = request.rule
    found = followed(rows, members_of(rows, rule), request, as_of)
    adopters = _adopters(found, rule.horizon)
    spans = engine.execute(ibis.union(*_spans(found, adopters, activity)))
    if rule.late_joiners is LateJoiners.INCLUDE:
        spans["audience"] = Audience.ELIGIBLE.value
    return _by_day(spans, horizon=rule.horizon, with_segments=request.by is not None)


def _adopters(found: Followed, horizon: int) -> ir.Table:
    """Give each adopter its first and last day as one; leaving ends it on the eve."""
    units = found.units.filter(found.units.adopted.notnull())
    last = ibis.least(units.follow, horizon, ibis.coalesce(units.gone - 1, horizon))
    adopters = units.select("unit", "segment", "audience", first="adopted", last=last)
    return adopters.filter(_["first"] <= _["last"])


def _spans(found: Followed, adopters: ir.Table, activity: Activity) -> list[ir.Table]:
    """Count equal spans of days: of being an adopter, of being active, and of a day of use."""
    days = found.uses.distinct().join(adopters, "unit")
    settled = activity.days + adopters["first"]
    one_unit = ibis.window(group_by="unit", order_by="d")
    days = days.mutate(
        next=_.d.lead(1).over(one_unit),
        needed=_.d.lag(activity.min_days - 1).over(one_unit) if activity.min_days > 1 else _.d,
    )
    ends = ibis.least(
        ibis.coalesce(days.next - 1, days["last"]), days.needed + activity.days - 1, days["last"]
    )
    active = days.filter(days.needed.notnull()).select(
        "segment", "audience", start=ibis.greatest(_.d, _["first"] + activity.days), end=ends
    )
    used = days.filter((days.d > days["first"]) & (days.d <= days["last"]))
    adopted = {
        "adopters": adopters.select("segment", "audience", start=settled, end="last"),
        "exposed": adopters.select("segment", "audience", start=_["first"] + 1, end="last"),
    }
    spans = {
        **{kind: table.filter(table.start <= table.end) for kind, table in adopted.items()},
        "active": active.filter(active.start <= active.end),
        "used": used.select("segment", "audience", start="d", end="d"),
    }
    return [
        table.group_by(["segment", "audience", "start", "end"])
        .agg(n=_.count())
        .mutate(kind=ibis.literal(kind))
        for kind, table in spans.items()
    ]


def _by_day(spans: pd.DataFrame, *, horizon: int, with_segments: bool) -> pd.DataFrame:
    """Count on every day the spans that hold it, for everybody and for each segment."""
    groups = spans.assign(segment=None).astype({"segment": object})
    if with_segments:
        groups = pd.concat([groups, spans], ignore_index=True)
    keys = groups[["segment", "audience"]].drop_duplicates()
    keys = keys.sort_values(["segment", "audience"], na_position="first", ignore_index=True)
    blocks = [
        pd.DataFrame(
            {"segment": None if pd.isna(segment) else segment, "audience": audience}
            | {"day": np.arange(horizon + 1)}
            | {kind: _held(part[part["kind"] == kind], horizon) for kind in ENGAGED_COLUMNS}
        )
        for segment, audience in keys.itertuples(index=False)
        for part in [
            groups[
                (groups["audience"] == audience)
                & (groups["segment"].isna() if pd.isna(segment) else groups["segment"] == segment)
            ]
        ]
    ]
    columns = ["segment", "audience", "day", *ENGAGED_COLUMNS]
    return pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame(columns=columns)


def _held(spans: pd.DataFrame, horizon: int) -> Numbers:
    """Count on each day the spans that hold it."""
    change = np.zeros(horizon + 2, dtype=np.int64)
    np.add.at(change, spans["start"].to_numpy(np.int64), spans["n"].to_numpy(np.int64))
    np.subtract.at(change, spans["end"].to_numpy(np.int64) + 1, spans["n"].to_numpy(np.int64))
    held: Numbers = np.cumsum(change)[:-1]
    return held
