"""Wall clocks and instants on each engine: in its own words where proved, else by offsets."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pmm_core.events import zones


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp('UTC')"), "timestamp"))  # type: ignore[untyped-decorator]
def _wall_clock(zone: str, instant: dt.datetime) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))  # type: ignore[untyped-decorator]
def _instant(zone: str, wall_clock: dt.datetime) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="from_utc_timestamp", signature=(("timestamp('UTC')", "string"), "timestamp")
)
def _spark_wall_clock(instant: dt.datetime, zone: str) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="to_utc_timestamp", signature=(("timestamp", "string"), "timestamp('UTC')")
)
def _spark_instant(wall_clock: dt.datetime, zone: str) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="toTimeZone", signature=(("timestamp('UTC')", "string"), "timestamp('UTC')")
)
def _clickhouse_in_zone(instant: dt.datetime, zone: str) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="toString", signature=(("timestamp",), "string"))  # type: ignore[untyped-decorator]
def _clickhouse_text(wall_clock: dt.datetime) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="toString", signature=(("timestamp('UTC')",), "string"))  # type: ignore[untyped-decorator]
def _clickhouse_text_of_instant(instant: dt.datetime) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="toDateTime64", signature=(("string", "int8", "string"), "timestamp('UTC')")
)
def _clickhouse_instant(text: str, scale: int, zone: str) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="toDateTime64", signature=(("string", "int8", "string"), "timestamp")
)
def _clickhouse_wall_clock(text: str, scale: int, zone: str) -> dt.datetime: ...  # type: ignore[empty-body]


@dataclass(frozen=True)
class Dialect:
    """How an engine moves between instants and wall clocks.

    Attributes:
        wall_clock: from a zone and an instant to what clocks showed there.
        instant: from a zone and what its clocks showed to the instant.
        reads_text: whether times kept as text are read.
        between: from one zone, another, and what clocks showed in the one to what they showed in
            the other; null = by way of the instant.
    """

    wall_clock: Callable[[str, ir.Value], ir.Value]
    instant: Callable[[str, ir.Value], ir.Value]
    reads_text: bool = False
    between: Callable[[str, str, ir.Value], ir.Value] | None = None


KNOWN = {
    "duckdb": Dialect(_wall_clock, _instant, reads_text=True),
    "postgres": Dialect(_wall_clock, _instant, reads_text=True),
    "pyspark": Dialect(
        lambda zone, instant: _spark_wall_clock(instant, zone),
        lambda zone, wall_clock: _spark_instant(wall_clock, zone),
    ),
    # A time of this engine always has a zone. A wall clock is one in UTC, reached through its text.
    "clickhouse": Dialect(
        lambda zone, instant: _clickhouse_wall_clock(
            _clickhouse_text_of_instant(_clickhouse_in_zone(instant, zone)), 6, "UTC"
        ),
        lambda zone, wall_clock: _clickhouse_instant(_clickhouse_text(wall_clock), 6, zone),
    ),
}


_BY_OFFSETS = Dialect(zones.wall_clock, zones.instant, between=zones.between)


def dialect_of(engine: str) -> Dialect:
    """Return the dialect of an Ibis backend; what any engine can do where its own is not known."""
    return KNOWN.get(engine, _BY_OFFSETS)


def is_known(engine: str) -> bool:
    """Tell whether an engine's counts are held against plain Python by the tests."""
    return engine in KNOWN
