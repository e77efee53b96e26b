"""What a person can say so that a file is taken as it is; each surface words it in its own terms.

A problem carries the remedy as a kind, never as a sentence: a command names its option, a screen
its control.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """The kinds of remedies."""

    AS_PERCENT = "as_percent"
    DATE_ORDER = "date_order"
    ODD_DATES = "odd_dates"
    CREATE = "create"
    LEAVE_OUT = "leave_out"
    AS_EVENTS = "as_events"
    DECIMAL = "decimal"
    DELIMITER = "delimiter"
    ENCODING = "encoding"
    KIND_OF_TABLE = "kind_of_table"
    COLUMN = "column"
    LOG_COLUMN = "log_column"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to say.

    Attributes:
        of: what it is about: the encoding, or the field a column is for; else empty.
    """

    way: Way
    of: str = ""


# Fields that may also be named once for all rows.
NAMED_ONCE = ("product", "kpi")
_OPTIONS: dict[Way, Callable[[str], str]] = {
    Way.AS_PERCENT: lambda _: "Or say --percent-as percent for all bare numbers.",
    Way.DATE_ORDER: lambda _: "Say --date-order dmy or --date-order mdy.",
    Way.ODD_DATES: lambda _: "Or take such days with --accept-odd-dates.",
    Way.CREATE: lambda _: "Or say --create to make them.",
    Way.LEAVE_OUT: lambda _: "Or say --skip-rejected to store the others.",
    Way.AS_EVENTS: lambda _: "An event log is kept whole with --as events.",
    Way.DECIMAL: lambda _: "Or say which sign is the decimal one with --decimal.",
    Way.DELIMITER: lambda _: "Or name the sign with --delimiter.",
    Way.ENCODING: lambda encoding: f"Or say --encoding {encoding}.",
    Way.KIND_OF_TABLE: lambda _: (
        "Name the table with --as and its columns with --map FIELD=COLUMN."
    ),
    Way.COLUMN: lambda field: (
        f"Say --map {field}=COLUMN{f', or name it with --{field}' * (field in NAMED_ONCE)}."
    ),
    Way.LOG_COLUMN: lambda part: f"Name yours with --map {part}=COLUMN.",
}


def with_option(message: str, remedy: Remedy | None) -> str:
    """Add to a sentence the option of the command that ends the problem, if there is one."""
    return f"{message} {_OPTIONS[remedy.way](remedy.of)}" if remedy else message
