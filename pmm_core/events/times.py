"""When an event happened: the calendar day in the launch's zone, and its place in the order.

Days are cut in the launch's zone before anything is subtracted. A plain date is a calendar day and
is never shifted; a time without an offset is read in the source's zone; a time with an offset, and
unix seconds or milliseconds, is an instant.
"""

import datetime as dt
from dataclasses import dataclass, replace

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events.dialects import dialect_of

_DATE = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_CLOCK = r"[T ]([01]?\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?"
_EIGHT_DIGITS = r"^(19|20)\d{6}(\.0+)?$"
_PLAIN_DATE = rf"^{_DATE}$"
_LOCAL_TIME = rf"^{_DATE}{_CLOCK}$"
_INSTANT = rf"^{_DATE}{_CLOCK} ?(Z|UTC|[+-]\d{{2}}(:?\d{{2}})?)$"
_NO_SECONDS = r"([T ]\d{1,2}:\d{2}) ?(Z|[+-]\d{2}(:?\d{2})?)$"
_UNIX_SECONDS = r"^\d{9,10}(\.\d+)?$"
_UNIX_MILLISECONDS = r"^\d{12,13}(\.\d+)?$"
DAY_AND_MONTH = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"
_NUMBERED_DATE = rf"{DAY_AND_MONTH}$"
_NUMBERED_TIME = rf"{DAY_AND_MONTH}{_CLOCK}$"


@ibis.udf.scalar.builtin(name="to_timestamp", signature=(("float64",), "timestamp('UTC')"))  # type: ignore[untyped-decorator]
def _from_unix(seconds: float) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="epoch_us", signature=(("timestamp('UTC')",), "int64"))  # type: ignore[untyped-decorator]
def _micros(instant: dt.datetime) -> int: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="make_timestamp", signature=(("int64",), "timestamp"))  # type: ignore[untyped-decorator]
def _of_micros(micros: int) -> dt.datetime: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="pg_input_is_valid", signature=(("string", "string"), "boolean"))  # type: ignore[untyped-decorator]
def _pg_reads(text: str, type_name: str) -> bool: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="convert_to", signature=(("string", "string"), "binary"))  # type: ignore[untyped-decorator]
def _pg_bytes(text: str, encoding: str) -> bytes: ...  # type: ignore[empty-body]


def bytewise(text: ir.StringValue, engine: str) -> ir.Value:
    """Return what sorts text by its bytes on every engine, whatever its language."""
    return _pg_bytes(text, "UTF8") if engine == "postgres" else text


@dataclass(frozen=True)
class Moment:
    """Expressions over the time column of a log.

    Attributes:
        day: calendar day in the launch's zone; null where the cell cannot be read.
        at: the instant, as UTC without a zone; null likewise. A plain date stands at its start.
        dated: whether the cell is a plain date, a day that no zone shifts.
        order: sorts rows in time; the cell itself where it is typed, which costs nothing.
    """

    day: ir.DateValue
    at: ir.TimestampValue
    dated: ir.BooleanValue
    order: ir.Value


@dataclass(frozen=True)
class TimeReader:
    """Reads the time column of a log.

    Attributes:
        engine: name of the Ibis backend.
        timezone: the launch's zone.
        source_timezone: zone of times without an offset.
        day_first: order of dates such as 03/04/2024; null while unknown, then they are unreadable.
    """

    engine: str
    timezone: str = "UTC"
    source_timezone: str = "UTC"
    day_first: bool | None = None

    def read(self, column: ir.Value) -> Moment:
        """Read a typed column, or text in any of the known ways.

        Raises:
            InvalidInput: text where the engine cannot parse it (`time_is_text`).
        """
        kind = column.type()
        if kind.is_date():
            return replace(self._of_date(column), order=column)
        if kind.is_timestamp() and kind.timezone is not None:
            return replace(self._of_instant(column), order=column)
        if kind.is_timestamp():
            exact = kind.scale in (None, 6)
            local = self._of_local(column if exact else column.cast(dtypes.Timestamp(scale=6)))
            return replace(local, order=column)
        if not dialect_of(self.engine).reads_text:
            raise InvalidInput(
                f"The time column holds text, which is not read in {self.engine}. Make it a date "
                "or a timestamp there.",
                code="time_is_text",
            )
        return self._of_text(column.cast("string").strip())

    def keeps_days(self, column: ir.Value) -> bool:
        """Tell whether a column's days are read as they stand, so that no later row is earlier."""
        kind = column.type()
        if kind.is_timestamp():
            return self.timezone == ("UTC" if kind.timezone else self.source_timezone)
        return bool(kind.is_date())

    def _of_date(self, day: ir.DateValue) -> Moment:
        midnight = self._instant(self.timezone, day.cast("timestamp"))
        return self._moment(day, midnight, dated=True)

    def _of_local(self, time: ir.TimestampValue) -> Moment:
        instant = self._instant(self.source_timezone, time)
        if self.timezone == self.source_timezone:
            return self._moment(time.date(), instant, dated=False)
        between = dialect_of(self.engine).between
        if between is None:
            return self._of_instant(instant)
        local = between(self.source_timezone, self.timezone, time)
        return self._moment(local.date(), instant, dated=False)

    def _of_instant(self, instant: ir.TimestampValue) -> Moment:
        # The calendar of zones costs more than all the counting; UTC does without it.
        plain = self.engine == "duckdb" and self.timezone == "UTC"
        local = _of_micros(_micros(instant)) if plain else self._wall_clock(self.timezone, instant)
        return self._moment(local.date(), instant, dated=False)

    def _instant(self, zone: str, wall_clock: ir.TimestampValue) -> ir.TimestampValue:
        return dialect_of(self.engine).instant(zone, wall_clock)

    def _wall_clock(self, zone: str, instant: ir.TimestampValue) -> ir.TimestampValue:
        return dialect_of(self.engine).wall_clock(zone, instant)

    def _moment(self, day: ir.DateValue, instant: ir.TimestampValue, *, dated: bool) -> Moment:
        at = self._wall_clock("UTC", instant)
        return Moment(day, at, ibis.literal(dated), order=at)

    def _of_text(self, text: ir.StringValue) -> Moment:
        # More than six decimals are cut, never rounded: rounding could reach the next day.
        exact = text.re_replace(r"(\.\d{6})\d+", r"\1")
        whole = exact.re_replace(" ?UTC$", "Z").re_replace(_NO_SECONDS, r"\1:00\2")
        seconds = self._cast(text, "float64")
        digits = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
        ways = [
            (_LOCAL_TIME, self._of_local(self._cast(exact, "timestamp"))),
            (_PLAIN_DATE, self._of_date(self._cast(text, "date"))),
            (_INSTANT, self._of_instant(self._cast(whole, "timestamp('UTC')"))),
            (_EIGHT_DIGITS, self._of_date(self._cast(digits, "date"))),
            (_UNIX_SECONDS, self._of_instant(_from_unix(seconds))),
            (_UNIX_MILLISECONDS, self._of_instant(_from_unix(seconds / 1000))),
        ]
        if self.day_first is not None:
            ordered = text.re_replace(DAY_AND_MONTH, r"\3-\2-\1" if self.day_first else r"\3-\1-\2")
            ways.append((_NUMBERED_DATE, self._of_date(self._cast(ordered, "date"))))
            ways.append((_NUMBERED_TIME, self._of_local(self._cast(ordered, "timestamp"))))
        likes = [text.re_search(pattern) for pattern, _ in ways]
        moments = [moment for _, moment in ways]

        def first_that_fits(name: str) -> ir.Value:
            return ibis.cases(
                *(
                    (like, getattr(moment, name))
                    for like, moment in zip(likes, moments, strict=True)
                )
            )

        return Moment(*(first_that_fits(name) for name in ("day", "at", "dated", "order")))

    def _cast(self, text: ir.StringValue, kind: str) -> ir.Value:
        """Read text as a type, null where it is none."""
        if self.engine == "duckdb":
            return text.try_cast(kind)
        sql_name = {"timestamp('UTC')": "timestamptz", "float64": "float8"}.get(kind, kind)
        return ibis.ifelse(_pg_reads(text, sql_name), text, ibis.null("string")).cast(kind)
