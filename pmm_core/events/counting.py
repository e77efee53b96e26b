"""Who counts when, as Ibis expressions: from the rows of a log to groups of alike units.

Two steps over the rows. First each unit gets its day 0 (`members`), then its first adoption and
leaving relative to it (`cells`). The engine does both; a few thousand cells come out.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from pmm_core.events.audience import frozen_units, recount, with_listed
from pmm_core.events.daily import CELL_COLUMNS, NEVER, daily_frame
from pmm_core.events.source import CountingRule, CountRequest, Recount, UnitCounts
from pmm_core.vocabulary import Audience, LateJoiners

ANY_EVENT = "any"
DAYS = 7
"""Of a week."""
_FAR_WEEKS = 10_000
_EXCLUDED = "excluded"
_NOT_EXPOSED = "not_exposed"


@dataclass(frozen=True)
class CountedUnits:
    """What a count gives.

    Attributes:
        frame: the days, as of `pmm_core.events.daily.daily_frame`.
        never_exposed: units without the exposure event.
        recount: against the rows, of a frozen audience; null for any other.
        changed_segment: units of any audience with more than one segment; null where nobody looked.
    """

    frame: pd.DataFrame
    units: UnitCounts
    never_exposed: int = 0
    recount: Recount | None = None
    changed_segment: int | None = None

    @classmethod
    def nobody(cls) -> "CountedUnits":
        """Return the count of no units."""
        return cls(pd.DataFrame(), UnitCounts(eligible=0))


def count_units(engine: Any, rows: ir.Table, request: CountRequest, as_of: dt.date) -> CountedUnits:
    """Count the units of a log.

    Args:
        engine: the Ibis backend that holds the rows.
        rows: the usable rows up to the as-of day: `unit`, `event`, `day`, `at`, `segment` (text,
            never null) and `segment_order` (sorts segments as text).
        request: who counts when, and whether units are split.
        as_of: last day observed.
    """
    rule = request.rule
    members = members_of(rows, rule)
    sizes = engine.execute(members.group_by("audience").agg(n=members.count()))
    of = {str(audience): int(n) for audience, n in zip(sizes["audience"], sizes["n"], strict=True)}
    cells = engine.execute(_grouped(followed(rows, members, request, as_of).units))
    for name in ("entry", "adopted", "left", "follow", "n", "used_before"):
        cells[name] = cells[name].fillna(NEVER).astype("int64")
    eligible = cells[cells["audience"] == Audience.ELIGIBLE.value]
    if rule.late_joiners is LateJoiners.INCLUDE:
        cells["audience"] = Audience.ELIGIBLE.value
    units = UnitCounts(
        eligible=of.get(Audience.ELIGIBLE, 0),
        late_joiners=of.get(Audience.LATE_JOINERS, 0),
        excluded=of.get(_EXCLUDED, 0),
        used_before=int(eligible["used_before"].sum()),
    )
    frame = daily_frame(
        cells[list(CELL_COLUMNS)], horizon=rule.horizon, with_segments=request.by is not None
    )
    differs = None
    if rule.frozen is not None:
        now = eligible_units(rows, replace(request, by=None))
        differs = recount(engine, rows, now, rule.frozen)
    return CountedUnits(frame, units, of.get(_NOT_EXPOSED, 0), differs)


def eligible_units(rows: ir.Table, request: CountRequest) -> ir.Table:
    """List whom the rule of a launch finds in the rows, whether its audience is frozen or not.

    Returns:
        `unit`, `segment`: the value on its last row on or before the launch day.
    """
    rule = request.rule
    members = _by_look_back(rows, rule)
    members = members.filter(members.audience == Audience.ELIGIBLE.value)
    if request.by is None:
        return members.select("unit", segment=ibis.literal(""))
    joined = rows.join(members, "unit")
    joined = joined.mutate(d=joined.day.delta(joined.zero, unit="day").cast("int64"))
    last = joined.group_by("unit").agg(last_at=joined["at"].max(where=joined.d <= joined.entry))
    return _segments(joined, last)


def count_changed(engine: Any, rows: ir.Table) -> int:
    """Count the units that have more than one segment in the usable rows."""
    units = rows.group_by("unit").agg(low=rows.segment.min(), high=rows.segment.max())
    return int(engine.execute(units.filter(units.low != units.high).count()))


def members_of(rows: ir.Table, rule: CountingRule) -> ir.Table:
    """Say of each unit which audience it belongs to and when its day 0 is.

    Returns:
        `unit`, `audience`, `zero` (its day 0) and `entry` (day it came under observation).
    """
    return _on_launch_clock(rows, rule) if rule.expose is None else _exposed(rows, rule)


def is_use(rows: ir.Table, rule: CountingRule) -> ir.BooleanValue:
    """Tell of each row whether it counts as use."""
    if ANY_EVENT in rule.adopt:
        return ibis.literal(True)
    return rows.event.isin(list(rule.adopt)).fill_null(False)


def week_of(days: ir.Value) -> ir.Value:
    """Return the week a day number lies in; day -1 lies in week -1 on every engine.

    Some engines divide whole numbers towards 0, so they are made positive first.
    """
    return (days + _FAR_WEEKS * DAYS).floordiv(DAYS).cast("int64") - _FAR_WEEKS


def _among(value: ir.Value, which: ir.BooleanValue) -> ir.Value:
    """Return the value where it counts, else null: not every engine's filters leave null behind."""
    return ibis.ifelse(which, value, ibis.null(value.type().copy(nullable=True)))


def is_event(rows: ir.Table, name: str | None) -> ir.BooleanValue:
    """Tell of each row whether it is an event; of none where there is no name."""
    return ibis.literal(False) if name is None else (rows.event == name).fill_null(False)


def _exposed(rows: ir.Table, rule: CountingRule) -> ir.Table:
    """Give each unit the day of its first exposure; laid from a launch it enters then."""
    exposing = ibis.literal(True) if rule.expose == ANY_EVENT else is_event(rows, rule.expose)
    units = rows.group_by("unit").agg(zero=_among(rows.day, exposing).min())
    audience = ibis.ifelse(units.zero.isnull(), _NOT_EXPOSED, Audience.ELIGIBLE.value)
    if rule.launched_on is None:
        return units.mutate(audience=audience, entry=ibis.literal(0, "int64"))
    launch = ibis.literal(rule.launched_on)
    since = units.zero.delta(launch, unit="day").cast("int64")
    entry = ibis.greatest(since, ibis.literal(0, "int64"))
    return units.mutate(audience=audience, entry=entry).mutate(zero=launch)


def _on_launch_clock(rows: ir.Table, rule: CountingRule) -> ir.Table:
    """Take the audience as it is frozen, else as it stood on the eve; later units join late."""
    if rule.frozen is None:
        return _by_look_back(rows, rule)
    units = frozen_units(rows, rule, _EXCLUDED)
    late = units.audience == Audience.LATE_JOINERS.value
    return units.select("unit", "audience", "listed", **_day_0(units, late, rule))


def _by_look_back(rows: ir.Table, rule: CountingRule) -> ir.Table:
    assert rule.launched_on is not None
    launch = ibis.literal(rule.launched_on)
    before = rows.day < launch
    opens = ibis.literal(rule.launched_on - dt.timedelta(days=rule.active_days))
    leaving = is_event(rows, rule.leave)
    units = rows.group_by("unit").agg(
        first=rows.day.min(),
        looked=(before & (rows.day >= opens)).any(),
        last_at=_among(rows["at"], before).max(),
        left_at=_among(rows["at"], before & leaving).max(),
    )
    gone = (units.left_at >= units.last_at).fill_null(False)
    late = units.first >= launch
    return units.select(
        "unit",
        audience=ibis.cases(
            (late, Audience.LATE_JOINERS.value),
            (units.looked & ~gone, Audience.ELIGIBLE.value),
            else_=_EXCLUDED,
        ),
        **_day_0(units, late, rule),
    )


def _day_0(units: ir.Table, late: ir.BooleanValue, rule: CountingRule) -> dict[str, ir.Value]:
    """Date `zero` and `entry` of units by their first day, and whether they join late."""
    launch = ibis.literal(rule.launched_on)
    if rule.late_joiners is LateJoiners.INCLUDE:
        return {
            "zero": launch,
            "entry": ibis.ifelse(late, units.first.delta(launch, unit="day"), 0),
        }
    return {
        "zero": ibis.ifelse(late, units.first, launch),
        "entry": ibis.literal(0, "int64"),
    }


@dataclass(frozen=True)
class Followed:
    """The units of the audiences, and the uses that count.

    Attributes:
        units: `unit`, `audience`, `entry`, `segment`, `used_before`; `adopted` and `left`, days
            since day 0 (null where it did not happen in time, or within the horizon); `follow`,
            the last day observed, at most horizon + 1; `gone`, the day of the first leaving,
            adopted before or not.
        uses: `unit`, `d` (days since day 0), a row a use.
    """

    units: ir.Table
    uses: ir.Table


def followed(rows: ir.Table, members: ir.Table, request: CountRequest, as_of: dt.date) -> Followed:
    """Date the adoption and the leaving of each unit; rows and members as `count_units` has."""
    rule = request.rule
    wanted = [Audience.ELIGIBLE.value]
    if rule.late_joiners is not LateJoiners.EXCLUDE:
        wanted.append(Audience.LATE_JOINERS.value)
    joined = rows.join(members.filter(members.audience.isin(wanted)), "unit")
    joined = joined.mutate(d=joined.day.delta(joined.zero, unit="day").cast("int64"))
    used = is_use(joined, rule)
    # Nobody uses or leaves before the exposure; a late joiner has no row before joining anyway.
    start = ibis.literal(0, "int64") if rule.expose is None else joined.entry
    counting = used & (joined.d >= start + int(rule.after_exposure_day))
    units = joined.group_by(["unit", "audience", "zero", "entry"]).agg(
        adopted=_among(joined.d, counting).min(),
        left=_among(joined.d, is_event(joined, rule.leave) & (joined.d >= start)).min(),
        used_before=(used & (joined.d < start)).any(),
        last_at=_among(joined["at"], joined.d <= joined.entry).max(),
    )
    if request.by is None:
        units = units.mutate(segment=ibis.literal(""))
    else:
        found = _segments(joined, units)
        # A frozen unit may have no row left from before it entered.
        units = (
            units.join(found, "unit")
            if rule.frozen is None
            else units.left_join(found, "unit").drop("unit_right")
        )
    uses = joined.filter(counting)
    if rule.min_uses > 1 or rule.min_days > 1:
        units = units.drop("adopted").left_join(habits_of(uses, rule), "unit").drop("unit_right")
    if rule.frozen is not None:
        units = with_listed(units, members, request)
    return Followed(_in_time(units, rule.horizon, as_of), uses.select("unit", "d"))


def _segments(joined: ir.Table, units: ir.Table) -> ir.Table:
    """Give each unit the value on its last row on or before the day it entered."""
    last = joined.join(units.select("unit", "last_at"), "unit")
    last = last.filter((last.d <= last.entry) & (last["at"] == last.last_at))
    # Few rows are left to be put in order: those of one unit at one instant.
    place = ibis.row_number().over(group_by=last.unit, order_by=last.segment_order)
    return last.mutate(place=place).filter(_.place == 0).select("unit", "segment")


def habits_of(uses: ir.Table, rule: CountingRule) -> ir.Table:
    """Date each unit's adoption on the day it has enough uses on enough distinct days."""
    days = uses.group_by(["unit", "d"]).agg(uses=uses.count())
    so_far = ibis.window(group_by="unit", order_by="d", preceding=None, following=0)
    days = days.mutate(total=days.uses.sum().over(so_far), days_used=days.uses.count().over(so_far))
    enough = (days.total >= rule.min_uses) & (days.days_used >= rule.min_days)
    return days.filter(enough).group_by("unit").agg(adopted=days.d.min())


def _in_time(units: ir.Table, horizon: int, as_of: dt.date) -> ir.Table:
    """Keep what happened within the horizon; on one day a use counts before leaving."""
    adopted = (units.adopted <= horizon) & (units.left.isnull() | (units.adopted <= units.left))
    in_time = adopted.fill_null(False)
    follow = ibis.literal(as_of).delta(units.zero, unit="day").cast("int64")
    return units.mutate(
        adopted=ibis.ifelse(in_time, units.adopted, ibis.null("int64")),
        left=ibis.ifelse(in_time | (units.left > horizon), ibis.null("int64"), units.left),
        follow=ibis.least(follow, horizon + 1),
        gone=units.left,
    )


def _grouped(units: ir.Table) -> ir.Table:
    """Put alike units together; days past the horizon are all the same."""
    return units.group_by(["segment", "audience", "entry", "adopted", "left", "follow"]).agg(
        n=units.count(), used_before=units.count(where=units.used_before)
    )
