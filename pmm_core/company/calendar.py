"""The days a company counts in: working days, weeks, months, quarters and fiscal years.

Days of the week are numbered as Python does it: 0 is Monday, 6 is Sunday.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_day
from pmm_core.vocabulary import Cadence

MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = dt.timedelta(days=1)
_MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}


@dataclass(frozen=True)
class Period:
    """One day, week, month, quarter or year.

    Attributes:
        key: sorts within a cadence and stands in JSON: `2026-03-05`, `2026-W13`, `2026-03`,
            `2026-Q1` (fiscal `FY2027-Q1`), `2026` (fiscal `FY2027`).
        label: for people, e.g. `Mar 2026`, `FY2027 Q1`.
        first, last: its days, both inclusive.
    """

    key: str
    label: str
    first: dt.date
    last: dt.date
    cadence: Cadence


@dataclass(frozen=True)
class BusinessCalendar:
    """How a company cuts time; by default a calendar year, Monday to Friday, no holidays.

    Attributes:
        fiscal_year_start_month: 1 to 12; other than 1, a year is named after the one it ends in.
        week_start: first day of the week, 0 (Monday) to 6 (Sunday).
        workweek: days of the week on which work goes on.
        holidays: days without work, whatever day of the week they fall on.

    Raises:
        InvalidInput: `calendar_invalid` for a month, a day or a week that cannot be.
    """

    fiscal_year_start_month: int = 1
    week_start: int = 0
    workweek: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        if self.fiscal_year_start_month not in range(1, 13):
            raise _impossible("The fiscal year starts in a month from 1 to 12.")
        if self.week_start not in range(7):
            raise _impossible("The week starts on a day from 0 (Monday) to 6 (Sunday).")
        if not self.workweek or not self.workweek <= set(range(7)):
            raise _impossible("At least one day of the week, 0 (Monday) to 6, is a working day.")

    def period(self, day: dt.date, cadence: Cadence) -> Period:
        """Return the period a day lies in."""
        if cadence is Cadence.DAILY:
            return Period(day.isoformat(), show_day(day), day, day, cadence)
        if cadence is Cadence.WEEKLY:
            return self._week(day)
        months = _MONTHS_IN[cadence]
        into_year = (day.month - self.fiscal_year_start_month) % 12
        first = _add_months(day.replace(day=1), -(into_year % months))
        key, label = self._names(first, cadence)
        return Period(key, label, first, _add_months(first, months) - _DAY, cadence)

    def previous(self, period: Period) -> Period:
        """Return the period before one."""
        return self.period(period.first - _DAY, period.cadence)

    def recent(self, day: dt.date, cadence: Cadence, n: int) -> tuple[Period, ...]:
        """Return the last n periods up to the one a day lies in, oldest first."""
        periods = [self.period(day, cadence)]
        while len(periods) < n:
            periods.append(self.previous(periods[-1]))
        return tuple(reversed(periods[:n]))

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether work goes on that day."""
        return day.weekday() in self.workweek and day not in self.holidays

    def working_days(self, after: dt.date, until: dt.date) -> int:
        """Count the working days after one day, up to and including another."""
        if until <= after:
            return 0
        first, beyond = np.datetime64(after) + 1, np.datetime64(until) + 1
        return int(np.busday_count(first, beyond, busdaycal=self._working))

    @cached_property
    def _working(self) -> np.busdaycalendar:
        mask = [day in self.workweek for day in range(7)]
        return np.busdaycalendar(weekmask=mask, holidays=sorted(self.holidays))

    def _week(self, day: dt.date) -> Period:
        """Number weeks as ISO 8601 does: a week belongs to the year that holds most of it."""
        first = day - dt.timedelta(days=(day.weekday() - self.week_start) % 7)
        middle = first + dt.timedelta(days=3)
        number = (middle.timetuple().tm_yday - 1) // 7 + 1
        return Period(
            f"{middle.year:04d}-W{number:02d}",
            f"Week {number}, {middle.year}",
            first,
            first + dt.timedelta(days=6),
            Cadence.WEEKLY,
        )

    def _names(self, first: dt.date, cadence: Cadence) -> tuple[str, str]:
        if cadence is Cadence.MONTHLY:
            return f"{first:%Y-%m}", f"{first:%b %Y}"
        fiscal = self.fiscal_year_start_month != 1
        into_year = (first.month - self.fiscal_year_start_month) % 12
        year = _add_months(first, 11 - into_year).year
        name = f"FY{year:04d}" if fiscal else f"{year:04d}"
        if cadence is Cadence.YEARLY:
            return name, name
        quarter = f"Q{into_year // 3 + 1}"
        return f"{name}-{quarter}", f"{name} {quarter}" if fiscal else f"{quarter} {name}"


def _add_months(first_of_month: dt.date, months: int) -> dt.date:
    count = first_of_month.year * 12 + first_of_month.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def _impossible(message: str) -> InvalidInput:
    return InvalidInput(message, code="calendar_invalid")
