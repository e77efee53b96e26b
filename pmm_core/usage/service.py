"""Reads how many of the units seen lately used something in a week, outside any launch."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pmm_core.access import Actor, require
from pmm_core.adoption.service import kept_log
from pmm_core.company.service import read_settings
from pmm_core.errors import InvalidInput
from pmm_core.events.contract import KEPT_COLUMNS
from pmm_core.events.counting import ANY_EVENT
from pmm_core.events.opening import open_log
from pmm_core.events.weekly import WeekCount, WeeklyRule, weekly_counts
from pmm_core.store.store import Store
from pmm_core.usage import wording
from pmm_core.vocabulary import Action

__all__ = ["WeekCount", "WeeklyUse", "read_weekly_use"]


@dataclass(frozen=True)
class WeeklyUse:
    """What to read of a kept log.

    Attributes:
        events: that count as use; empty = every row.
        weeks: a unit seen in so many weeks, the last being the week in question, is eligible.
        timezone: zone in which days are cut.
    """

    log: str
    events: tuple[str, ...] = ()
    weeks: int = 4
    timezone: str = "UTC"


def read_weekly_use(
    *, store: Store, actor: Actor, of: WeeklyUse, as_of: dt.date
) -> Sequence[WeekCount]:
    """Read every week that is over by a day, by the company's week, oldest first.

    A week counts if the log covers all of it and all the weeks looked back to; the last day in the
    log is the last one observed, whatever the as-of day.

    Raises:
        InvalidInput: the log is not kept (`log_missing`), cannot be read, or no week is over
            (`no_whole_week`).
    """
    require(actor, Action.READ, store)
    calendar = read_settings(store=store, actor=actor).calendar
    kept = kept_log(store=store, actor=actor, log=of.log)
    rule = WeeklyRule(
        timezone=of.timezone,
        weeks=of.weeks,
        week_start=calendar.week_start,
        adopt=of.events or (ANY_EVENT,),
    )
    with open_log(kept.source, choice=KEPT_COLUMNS, table=kept.table) as log:
        found = weekly_counts(log, rule, as_of=as_of)
    if not found.weeks:
        raise InvalidInput(wording.no_whole_week(found.last_day), code="no_whole_week")
    return found.weeks
