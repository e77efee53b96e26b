"""What a company says of itself once: its calendar, its money, how it writes, where it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from pmm_core.clock import known_timezones
from pmm_core.company.calendar import MONDAY_TO_FRIDAY, BusinessCalendar
from pmm_core.drafts import Draft
from pmm_core.formatting import Manner
from pmm_core.money import currencies


class NumberFormat(StrEnum):
    """How a number is written; the word is an example."""

    COMMA_POINT = "1,234.5"
    POINT_COMMA = "1.234,5"
    SPACE_COMMA = "1 234,5"
    APOSTROPHE_POINT = "1’234.5"


class DateFormat(StrEnum):
    """How a day is written; the word is an example."""

    WORDS = "31 Mar 2026"
    WORDS_MONTH_FIRST = "Mar 31, 2026"
    ISO = "2026-03-31"
    POINTS = "31.03.2026"
    SLASHES_DAY_FIRST = "31/03/2026"
    SLASHES_MONTH_FIRST = "03/31/2026"


class TodaySource(StrEnum):
    """Who says which day it is."""

    GIVEN = "given"
    PINNED = "pinned"
    TIMEZONE = "timezone"


_SEPARATORS = {
    NumberFormat.COMMA_POINT: (",", "."),
    NumberFormat.POINT_COMMA: (".", ","),
    NumberFormat.SPACE_COMMA: ("\N{NARROW NO-BREAK SPACE}", ","),
    NumberFormat.APOSTROPHE_POINT: ("’", "."),
}
_PATTERNS = {
    DateFormat.WORDS: "%d %b %Y",
    DateFormat.WORDS_MONTH_FIRST: "%b %d, %Y",
    DateFormat.ISO: "%Y-%m-%d",
    DateFormat.POINTS: "%d.%m.%Y",
    DateFormat.SLASHES_DAY_FIRST: "%d/%m/%Y",
    DateFormat.SLASHES_MONTH_FIRST: "%m/%d/%Y",
}


class Holiday(Draft):
    """A day without work."""

    day: dt.date
    name: Annotated[str, StringConstraints(max_length=120)] = ""


class SettingsDraft(Draft):
    """All settings of a company; the fields are the keys they are stored under.

    Attributes:
        week_start, workweek: days of the week, 0 (Monday) to 6 (Sunday).
        timezone: null for the computer's own.
        owner_name: who the local owner is; writes are recorded for that name.
    """

    fiscal_year_start_month: int = Field(default=1, ge=1, le=12)
    week_start: int = Field(default=0, ge=0, le=6)
    workweek: frozenset[Annotated[int, Field(ge=0, le=6)]] = MONDAY_TO_FRIDAY
    holidays: tuple[Holiday, ...] = ()
    currency: str | None = None
    number_format: NumberFormat = NumberFormat.COMMA_POINT
    date_format: DateFormat = DateFormat.WORDS
    timezone: str | None = None
    owner_name: Annotated[str, StringConstraints(max_length=120)] | None = None

    @field_validator("workweek")
    @classmethod
    def _some_day_is_worked(cls, workweek: frozenset[int]) -> frozenset[int]:
        if not workweek:
            raise ValueError("Choose at least one working day.")
        return workweek

    @field_validator("holidays")
    @classmethod
    def _each_day_once(cls, holidays: tuple[Holiday, ...]) -> tuple[Holiday, ...]:
        by_day = {holiday.day: holiday for holiday in holidays}
        return tuple(by_day[day] for day in sorted(by_day))

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, currency: str | None) -> str | None:
        if currency is not None and currency not in currencies():
            raise ValueError("Give the three letters of a currency, e.g. EUR.")
        return currency

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, timezone: str | None) -> str | None:
        if timezone is not None and timezone not in known_timezones():
            raise ValueError("A time zone looks like Europe/Berlin or UTC.")
        return timezone


@dataclass(frozen=True)
class CompanySettings:
    """The settings in force.

    Attributes:
        said: what a person said, and the defaults for the rest.
        timezone: the zone said, else the computer's own.
        versions: how often each key was saved; 0 for one that stands at its default.
    """

    said: SettingsDraft
    timezone: str
    versions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """Working days and periods."""
        return BusinessCalendar(
            fiscal_year_start_month=self.said.fiscal_year_start_month,
            week_start=self.said.week_start,
            workweek=self.said.workweek,
            holidays=frozenset(holiday.day for holiday in self.said.holidays),
        )

    @property
    def manner(self) -> Manner:
        """How numbers and days are written."""
        thousands, decimal = _SEPARATORS[self.said.number_format]
        return Manner(thousands, decimal, _PATTERNS[self.said.date_format])

    def is_default(self, key: str) -> bool:
        """Tell whether a key was never asked about."""
        return not self.versions.get(key)
