"""The cells of one row as text, numbers, days and words, and how they are read in this file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pmm_core.errors import InvalidInput
from pmm_core.importers.amounts import (
    Amount,
    CellError,
    DecimalSign,
    prove_decimal,
    read_amount,
)
from pmm_core.importers.contract import (
    FileKind,
    FileRefused,
    ImportOptions,
    Line,
    Rejection,
    Table,
)
from pmm_core.importers.days import OLDEST, UTC, DayRules, OrderProof, prove_order, read_day
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.recognise import Match
from pmm_core.importers.remedies import Remedy, Way

Word = TypeVar("Word", bound=StrEnum)

_DAYS = ("date", "target_date", "start_date", "asked_on", "decided_on")
_AMOUNTS = (
    "value",
    "numerator",
    "denominator",
    "target",
    "start",
    "low",
    "high",
    "hours",
    "points",
)
# Tables of what has happened; the days of others may lie ahead.
_OF_THE_PAST = (ProfileId.KPI_VALUES, ProfileId.REQUESTS)


@dataclass(frozen=True, slots=True)
class CellRules:
    """How the cells of one table are read.

    Attributes:
        today: the last day a value can be of.
        may_be_ahead: whether the profile's dates may lie in the future (targets, launches).
        accept_odd: take dates before 1990 or after today as they are.
    """

    days: DayRules
    decimal: DecimalSign
    today: dt.date
    may_be_ahead: bool
    accept_odd: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person sees a row."""

    file: str
    row: int


class RowReader:
    """Read the cells of one line by field, collecting what is wrong with them."""

    def __init__(
        self, table: Table, line: Line, columns: Mapping[str, int], rules: CellRules
    ) -> None:
        self._table = table
        self._line = line
        self._columns = columns
        self._rules = rules
        self.problems: list[Rejection] = []

    @property
    def place(self) -> Place:
        """Where the person sees this row."""
        return Place(self._table.file, self._line.number)

    def header(self, name: str) -> str | None:
        """Name the column of a field as the file does."""
        at = self._columns.get(name)
        return None if at is None else self._table.headers[at]

    def reject(
        self, name: str | None, code: str, message: str, remedy: Remedy | None = None
    ) -> None:
        """Note what is wrong with a cell, or with the row."""
        column = self.header(name) or name if name else None
        place = self._table.file, self._line.number
        self.problems.append(Rejection(*place, column, code, message, remedy))

    def text(self, name: str) -> str | None:
        """Read a cell as text; blank and absent are null."""
        at = self._columns.get(name)
        return None if at is None else self._line.cells[at].strip() or None

    def amount(self, name: str) -> Amount | None:
        """Read a cell as a number with its mark."""
        if (text := self.text(name)) is None:
            return None
        try:
            return read_amount(text, self._rules.decimal)
        except CellError as error:
            self.reject(name, error.code, error.message, error.remedy)
            return None

    def count(self, name: str) -> int | None:
        """Read a cell as a whole number from 0."""
        amount = self.amount(name)
        if amount is None:
            return None
        if amount.mark or amount.value < 0 or amount.value != amount.value.to_integral_value():
            self.reject(name, "number_not_whole", f"“{self.text(name)}” is not a whole number.")
            return None
        return int(amount.value)

    def day(self, name: str, text: str | None = None) -> dt.date | None:
        """Read a cell, or the header of a wide table, as a day."""
        text = text or self.text(name)
        if text is None:
            return None
        try:
            on = read_day(text, self._rules.days).on
        except CellError as error:
            self.reject(name, error.code, error.message, error.remedy)
            return None
        if not self._rules.accept_odd:
            self._check_odd(name, on)
        return on

    def _check_odd(self, name: str, on: dt.date) -> None:
        if on > self._rules.today and not self._rules.may_be_ahead:
            self.reject(
                name,
                "date_in_future",
                f"{on:%-d %B %Y} is after today ({self._rules.today:%-d %B %Y}), so nothing "
                "can have been recorded for it yet. Correct it.",
                Remedy(Way.ODD_DATES),
            )
        elif on < OLDEST:
            self.reject(
                name,
                "date_odd",
                f"{on:%-d %B %Y} is before 1990, which is mostly a blank date in disguise. Correct "
                "it.",
                Remedy(Way.ODD_DATES),
            )

    def word(self, name: str, vocabulary: type[Word]) -> Word | None:
        """Read a cell as one of a few words."""
        if (text := self.text(name)) is None:
            return None
        try:
            return vocabulary(text.casefold())
        except ValueError:
            known = ", ".join(word.value for word in vocabulary)
            self.reject(name, "word_unknown", f"“{text}” is not one of {known}.")
            return None


def cell_rules(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> tuple[CellRules, dict[str, object]]:
    """Find how the dates and numbers of a table are read.

    Args:
        table, match: the table and what its columns mean.
        options: what the person said; it goes before what the cells prove.
        today: the last day a value can be of.

    Returns:
        The rules, and what was assumed on the way, for the preview and the answer.

    Raises:
        FileRefused: `date_order_mixed` when dates prove both orders.
        InvalidInput: `timezone_unknown`, `decimal_wrong`.
    """
    dates = [table.headers[at] for at in match.dates]
    for name in _DAYS:
        dates += _cells(table, match, name)
    proof = prove_order(dates)
    if proof.contradiction and options.date_order is None:
        raise FileRefused(
            table.file,
            f"The dates contradict each other: “{proof.contradiction[0]}” can only be day first, "
            f"“{proof.contradiction[1]}” only month first. Correct the file, or choose one "
            "order and see which rows do not fit.",
            code="date_order_mixed",
            remedy=Remedy(Way.DATE_ORDER),
        )
    decimal, said = _decimal(table, match, options)
    rules = CellRules(
        days=DayRules(options.date_order or proof.order, zone_named(options.timezone)),
        decimal=decimal,
        today=today,
        may_be_ahead=match.profile.id not in _OF_THE_PAST,
        accept_odd=options.accept_odd_dates,
    )
    return rules, {**_stated_order(proof, rules), **said}


def _cells(table: Table, match: Match, name: str) -> list[str]:
    at = match.columns.get(name)
    return [] if at is None else [line.cells[at] for line in table.lines if line.cells[at].strip()]


def _stated_order(proof: OrderProof, rules: CellRules) -> dict[str, object]:
    stated: dict[str, object] = {}
    if rules.days.order is not None:
        stated["date_order"] = rules.days.order.value
        stated["dates_read_both_ways"] = proof.both_ways
    if proof.short_years:
        stated["two_digit_years"] = proof.short_years
    return stated


def _decimal(
    table: Table, match: Match, options: ImportOptions
) -> tuple[DecimalSign, dict[str, object]]:
    """Settle the decimal sign: said, else proven, else the point.

    Where the comma is the decimal sign, spreadsheets divide columns by semicolons; then `1.234`
    without proof is asked about instead of being read.
    """
    if options.decimal is not None:
        if options.decimal not in (".", ","):
            raise InvalidInput("The decimal sign is . or , and nothing else.", code="decimal_wrong")
        return DecimalSign(options.decimal, strict=True), {"decimal": options.decimal}
    cells = [cell for name in _AMOUNTS for cell in _cells(table, match, name)]
    cells += [line.cells[at] for at in match.dates for line in table.lines]
    proven = prove_decimal(cells)
    if len(proven) == 1:
        sign = next(iter(proven))
        return DecimalSign(sign), {"decimal": sign}
    if proven:
        return DecimalSign(None), {"decimal": "both . and ,"}
    if table.kind is FileKind.TEXT and table.delimiter == ";":
        return DecimalSign(None), {}
    return DecimalSign("."), {}


def zone_named(name: str | None) -> ZoneInfo:
    """Find a time zone by its name; UTC when none is named.

    Raises:
        InvalidInput: `timezone_unknown`.
    """
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(
            f"There is no time zone “{name}”. Write it as Europe/Berlin.", code="timezone_unknown"
        ) from error
