"""What an event log must have: its columns, the names they are known by, and why one is refused."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from pmm_core.errors import InvalidInput

UNIT_NAMES = ("user_id", "distinct_id", "customer_id", "account_id", "CustomerID")
EVENT_NAMES = ("event", "event_type", "event_name")
TIME_NAMES = ("ts", "timestamp", "time", "event_time", "date", "InvoiceDate")
INSERT_ID_NAMES = ("insert_id", "$insert_id")

_CONDITION = re.compile(r"\s*(?P<column>.+?)\s*(?P<operator>!=|<=|>=|=|<|>)\s*(?P<value>.*?)\s*")


@dataclass(frozen=True)
class ColumnChoice:
    """The columns a person named; null ones are recognised by their header.

    Attributes:
        needs_event: whether the question is about single events.
        if_present: a name the log does not have is recognised instead of refused.
    """

    unit: str | None = None
    event: str | None = None
    time: str | None = None
    needs_event: bool = True
    if_present: bool = False

    def among(self, headers: Sequence[str]) -> "ColumnChoice":
        """Keep the names that hold for a log with these headers."""
        if not self.if_present:
            return self
        unit, event, time = (
            name if name in headers else None for name in (self.unit, self.event, self.time)
        )
        return replace(self, unit=unit, event=event, time=time)


KEPT_NAMES = ("user_id", "event", "ts")
"""What unit, event and time of a kept log are called, whatever else it has."""
KEPT_COLUMNS = ColumnChoice(*KEPT_NAMES, if_present=True)


@dataclass(frozen=True)
class LogColumns:
    """Where the parts of an event stand in a log.

    Attributes:
        unit: whose event it is.
        time: when it happened.
        event: what happened; null where the log has no such column.
        insert_id: makes exact repeats known; null where the log has none.
    """

    unit: str
    time: str
    event: str | None = None
    insert_id: str | None = None


@dataclass(frozen=True)
class Condition:
    """Only rows for which `column operator value` holds count; a blank cell never satisfies it.

    Attributes:
        operator: one of `= != < <= > >=`.
        value: as text; compared as a number where both sides are numbers.
    """

    column: str
    operator: str
    value: str

    OPERATORS: ClassVar[tuple[str, ...]] = ("=", "!=", "<", "<=", ">", ">=")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `COLUMN OP VALUE`, e.g. `Quantity > 0`.

        Raises:
            InvalidInput: `where_unreadable`.
        """
        match = _CONDITION.fullmatch(text)
        value = match["value"] if match else ""
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if not match or not value:
            raise InvalidInput(
                f"“{text}” is not a condition. Write COLUMN OP VALUE with one of "
                f"{' '.join(cls.OPERATORS)}, e.g. “Quantity > 0”.",
                code="where_unreadable",
            )
        return cls(match["column"], match["operator"], value)


class ColumnUnclear(InvalidInput):
    """A part of an event whose column a person has to name.

    Attributes:
        sentence: what is wrong; `message` adds the option of a command that reads logs.
        part: `unit`, `event` or `time`.
    """

    def __init__(self, sentence: str, *, code: str, part: str) -> None:
        super().__init__(f"{sentence} Name it with --{part}-col.", code=code)
        self.sentence = sentence
        self.part = part


def resolve_columns(headers: Sequence[str], choice: ColumnChoice) -> LogColumns:
    """Find the columns of a log.

    Args:
        headers: of the log.
        choice: what a person named.

    Raises:
        InvalidInput: `column_unknown` for a named column that is not there, `column_missing` for
            one that is not recognised, `column_ambiguous` for two candidates.
    """
    choice = choice.among(headers)
    unit = choice.unit or _recognise(headers, UNIT_NAMES, "unit")
    time = choice.time or _recognise(headers, TIME_NAMES, "time")
    event = choice.event
    if event is None and choice.needs_event:
        event = _recognise(headers, EVENT_NAMES, "event")
    insert_ids = _candidates(headers, INSERT_ID_NAMES)
    for name in filter(None, (choice.unit, choice.time, choice.event)):
        require_column(headers, name)
    if unit is None or time is None:
        part = "unit" if unit is None else "time"
        known = ", ".join(UNIT_NAMES if unit is None else TIME_NAMES)
        raise ColumnUnclear(
            f"No {part} column was recognised among {', '.join(headers)}. The first line must hold "
            f"the headers; known names are {known}.",
            code="column_missing",
            part=part,
        )
    return LogColumns(unit, time, event, insert_ids[0] if len(insert_ids) == 1 else None)


def has_event_column(headers: Sequence[str], choice: ColumnChoice) -> bool:
    """Tell whether the log says what happened, or only that something did."""
    return choice.among(headers).event is not None or bool(_candidates(headers, EVENT_NAMES))


def require_column(headers: Sequence[str], name: str) -> None:
    """Refuse a column the log does not have.

    Raises:
        InvalidInput: `column_unknown`, with the nearest headers.
    """
    if name in headers:
        return
    near = difflib.get_close_matches(name, headers, n=3) or list(headers)
    raise InvalidInput(
        f"The log has no column “{name}”. It has {', '.join(near[:12])}.", code="column_unknown"
    )


def check_headers(headers: Sequence[str], *, file: str) -> None:
    """Refuse headers of which two are equal but for their case, as an engine sees them.

    Raises:
        InvalidInput: `headers_duplicate`.
    """
    folded = [name.casefold() for name in headers]
    repeated = sorted({name for name in headers if folded.count(name.casefold()) > 1})
    if repeated:
        raise InvalidInput(
            f"{file}: the header {', '.join(repeated)} stands there more than once. Rename one.",
            code="headers_duplicate",
        )


def _recognise(headers: Sequence[str], names: Sequence[str], part: str) -> str | None:
    found = _candidates(headers, names)
    if len(found) > 1:
        raise ColumnUnclear(
            f"Both {' and '.join(found)} could be the {part} column.",
            code="column_ambiguous",
            part=part,
        )
    return found[0] if found else None


def _candidates(headers: Sequence[str], names: Sequence[str]) -> list[str]:
    """Headers with a known name; nested ones (`properties.time`) only where no plain one is."""
    known = {name.casefold() for name in names}
    plain = [header for header in headers if header.casefold() in known]
    nested = [header for header in headers if header.rpartition(".")[2].casefold() in known]
    return plain or nested
