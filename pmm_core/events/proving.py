"""A log with a known answer, counted on an engine before anything of a person's is counted there.

Its events lie where engines go wrong: around midnight and changes of the clocks, a microsecond
apart, under names and ids that differ only in case, accent or a blank at the end. The same
statements count it in DuckDB, which the tests hold against plain Python; an engine has to give
the same.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from pmm_core.errors import InvalidInput
from pmm_core.events.activity import ActivitySource
from pmm_core.events.connecting import is_engine_fault, shown
from pmm_core.events.contract import LogColumns
from pmm_core.events.engagement import Activity
from pmm_core.events.log import EventLog
from pmm_core.events.source import CountRequest
from pmm_core.vocabulary import Clock, LateJoiners

EVENTS = (
    ("a", "open", "2026-02-20 12:00:00", "Pro"),
    ("a", "share", "2026-03-16 22:59:59.999999", "Pro"),
    ("a", "share", "2026-03-16 23:00:00", "free"),
    ("A", "open", "2026-03-15 22:59:59.999999", "pro"),
    ("A", "open", "2026-03-15 22:59:59.999999", "Pro"),
    ("A", "Share", "2026-03-17 08:00:00", "Pro"),
    ("A", "share", "2026-03-29 00:59:59", "Pro"),
    ("A", "share", "2026-03-29 01:00:00", "Pro"),
    ("á", "open", "2026-03-14 09:00:00", "é"),
    ("á", "share ", "2026-03-20 09:00:00", "é"),
    ("á", "leave", "2026-03-29 22:00:00", "e"),
    ("á", "share", "2026-03-29 21:59:59.999999", "e"),
    ("a ", "open", "2026-02-15 23:00:00", ""),
    ("a ", "share", "2026-04-04 15:00:00", "Pro"),
    ("b", "open", "2026-02-15 22:59:59", None),
    ("b", "share", "2026-04-04 14:59:59", "free"),
    ("c", "open", "2026-03-15 23:00:00", "free"),
    ("c", "share", "2026-03-15 23:00:00.000001", "free"),
    ("c", "share", "2026-04-10 06:30:00", "free"),
    ("d", "open", "2026-03-10 06:30:00", "free"),
    (None, "share", "2026-03-20 06:30:00", "free"),
)  # fmt: skip
"""Unit, event, time, plan."""
_PROVED: set[bytes] = set()
"""Digests of addresses, for these may hold passwords."""
_LAUNCH = dt.date(2026, 3, 16)
_AS_OF = dt.date(2026, 4, 12)


@dataclass(frozen=True)
class _KnownRule:
    """A rule that uses what rules can use."""

    timezone: str
    launched_on: dt.date | None = None
    expose: str | None = None
    min_uses: int = 1
    min_days: int = 1
    after_exposure_day: bool = False
    adopt: tuple[str, ...] = ("share",)
    leave: str | None = "leave"
    late_joiners: LateJoiners = LateJoiners.SEPARATE
    active_days: int = 28
    horizon: int = 20
    frozen: None = None

    @property
    def clock(self) -> Clock:
        return Clock.LAUNCH if self.expose is None else Clock.EXPOSURE


_BY_LAUNCH = CountRequest(_KnownRule("Europe/Berlin", launched_on=_LAUNCH), _AS_OF, by="plan")
_BY_EXPOSURE = CountRequest(
    _KnownRule("America/St_Johns", expose="open", min_uses=2, min_days=2, after_exposure_day=True),
    _AS_OF,
    by="plan",
    source_timezone="Australia/Lord_Howe",
)


def prove(engine: Any, url: str) -> None:
    """Count the known log on an engine, once a process and address.

    Args:
        engine: an Ibis backend; nothing is written there.
        url: where it is.

    Raises:
        InvalidInput: it counts something else, or cannot count (`engine_unproved`).
    """
    address = hashlib.sha256(url.encode()).digest()
    if address in _PROVED:
        return
    try:
        found = count_known(engine, known_log("timestamp('UTC')"), known_log("timestamp"))
    except Exception as fault:
        if not is_engine_fault(fault) and not isinstance(fault, InvalidInput):
            raise
        lines = str(fault).strip().splitlines() or [type(fault).__name__]
        why = lines[0][:160].rstrip(". ")
        raise _unproved(engine, f"could not be counted there ({why}).", "Export") from None
    for (what, ours), (_, theirs) in zip(known_answers(), found, strict=True):
        if not ours.equals(theirs):
            hint = (
                f"Have {shown(engine.name)} tell small from capital letters, keep microseconds and "
                "read instants in UTC, or export"
            )
            raise _unproved(engine, f"came out wrong there ({what}).", hint)
    _PROVED.add(address)


def _unproved(engine: Any, found: str, hint: str) -> InvalidInput:
    return InvalidInput(
        f"Nothing of yours was counted in {shown(engine.name)}: a known log of {len(EVENTS)} "
        f"events {found} {hint} the log as Parquet.",
        code="engine_unproved",
    )


@cache
def known_answers() -> list[tuple[str, pd.DataFrame]]:
    """Return what counting the known log gives, in order of `count_known`."""
    engine = ibis.duckdb.connect()
    try:
        engine.raw_sql("SET TimeZone = 'UTC'")
        return count_known(engine, known_log("timestamp('UTC')"), known_log("timestamp"))
    finally:
        engine.disconnect()


def count_known(engine: Any, instants: ir.Table, local: ir.Table) -> list[tuple[str, pd.DataFrame]]:
    """Count the known log in every way there is.

    Args:
        engine: an Ibis backend.
        instants: the log there, its times as instants.
        local: the same, its times without a zone.

    Returns:
        Each answer under the name of what it tells.
    """
    columns = LogColumns("user_id", "ts", "event")
    by_launch, by_exposure = (
        ActivitySource(EventLog(engine, table, columns, "the known log"))
        for table in (instants, local)
    )
    found = []
    for source, request in ((by_launch, _BY_LAUNCH), (by_exposure, _BY_EXPOSURE)):
        counts = source.daily_counts(request)
        found.append(("days of units", counts.frame))
        found.append(("units and rows", pd.DataFrame([vars(counts.units) | vars(counts.rows)])))
    engaged = by_launch.engaged_days(_BY_LAUNCH, Activity(days=7, min_days=2))
    weeks = by_launch.weekly_activity(_BY_LAUNCH, event="open", weeks_before=4)
    return [*found, ("days of use", engaged), ("weeks", weeks.frame.astype("int64"))]


def known_log(kind: str) -> ir.Table:
    """Write the known log as a table of literals, which needs no leave to write.

    Args:
        kind: Ibis type of its times, `timestamp('UTC')` or `timestamp`.
    """
    rows = [
        ibis.literal(unit, "string")
        .name("user_id")
        .as_table()
        .mutate(
            event=ibis.literal(event),
            ts=_time(time, kind),
            plan=ibis.literal(plan, "string"),
        )
        for unit, event, time, plan in EVENTS
    ]
    return ibis.union(*rows)


def _time(text: str, kind: str) -> ir.Value:
    at = dt.datetime.fromisoformat(text)
    return ibis.literal(at if kind == "timestamp" else at.replace(tzinfo=dt.UTC), kind)
