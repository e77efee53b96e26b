"""Every sentence a reader sees about the company's settings, facts and holidays."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pmm_core.company.profile import TodaySource
from pmm_core.vocabulary import (
    BusinessFunction,
    BusinessObjective,
    CompanyStage,
    Monetization,
    RoleStructure,
)

SETTINGS = {
    "fiscal_year_start_month": "first month of the fiscal year",
    "week_start": "first day of the week",
    "workweek": "working days",
    "holidays": "holidays",
    "currency": "reporting currency",
    "number_format": "number format",
    "date_format": "date format",
    "timezone": "time zone",
    "owner_name": "your name",
}
FACTS = {
    "business_objective": "business objective",
    "monetization": "monetization model",
    "company_stage": "company stage",
    "role_structure": "role structure",
    "dedicated_pmms": "number of dedicated product marketers",
    "decisions_made_in": "place of decisions",
    "bandwidth_short": "bandwidth",
    "ownership_review_on": "day to look again",
}
_NAMES = SETTINGS | FACTS
OBJECTIVES: Mapping[StrEnum, str] = {
    BusinessObjective.GROWTH: "Growth: more people use it",
    BusinessObjective.SALES: "Sales: more is sold",
}
MONETIZATIONS: Mapping[StrEnum, str] = {
    Monetization.PAID: "Paid: everybody pays",
    Monetization.FREEMIUM: "Freemium: free first, paid for more",
    Monetization.FREE: "Free: users never pay",
}
STAGES: Mapping[StrEnum, str] = {
    CompanyStage.STARTUP: "Startup: still looking for its market",
    CompanyStage.SCALEUP: "Scale-up: growing in the market it found",
    CompanyStage.ENTERPRISE: "Enterprise: several products in several markets",
}
ROLE_STRUCTURES: Mapping[StrEnum, str] = {
    RoleStructure.ONE_FOR_ALL: "One person or team for everything",
    RoleStructure.BY_PRODUCT: "Each carries products",
    RoleStructure.BY_SEGMENT: "Each carries buyers",
    RoleStructure.BY_FUNCTION: "Each carries a craft, e.g. launches",
}
FUNCTIONS: Mapping[StrEnum, str] = {
    BusinessFunction.PRODUCT: "Product",
    BusinessFunction.MARKETING: "Marketing",
    BusinessFunction.SALES: "Sales",
    BusinessFunction.CUSTOMER_SUCCESS: "Customer success",
    BusinessFunction.LEADERSHIP: "Leadership",
}
ANSWERS: Mapping[str, Mapping[StrEnum, str]] = {
    "business_objective": OBJECTIVES,
    "monetization": MONETIZATIONS,
    "company_stage": STAGES,
    "role_structure": ROLE_STRUCTURES,
    "decisions_made_in": FUNCTIONS,
}
BANDWIDTH = {True: "Short: less time than work", False: "Enough for the work"}
FACT_NOTES = {
    "dedicated_pmms": "People who do product marketing and nothing else. 0 is an answer too.",
    "decisions_made_in": "Where it is decided what is built, for whom and at what price.",
    "ownership_review_on": "From that day on the page asks for another look.",
}
FACTS_SAVED = "Saved the answers."


def changed_elsewhere(keys: Sequence[str], by: str | None) -> str:
    """Say which settings or facts somebody else saved first."""
    names = ", ".join(_NAMES[key] for key in keys)
    return (
        f"{by or 'Somebody'} changed the {names} after you opened them, so your change "
        "was not stored. Compare the two and save again."
    )


def no_holidays() -> str:
    """Say that a file holds nothing to read."""
    return "There is no holiday in this file. It needs one day a line, or events of a calendar."


def not_text() -> str:
    """Say that a file is no text."""
    return "This file is not text in UTF-8. Save it as CSV (UTF-8) or as .ics and try again."


def not_a_calendar(reason: str) -> str:
    """Say that a calendar file cannot be read."""
    return f"This calendar file cannot be read: {reason}. Export it again."


def not_a_day(text: str) -> str:
    """Say that a cell is no day."""
    return f"“{text}” is not a day. Write it as year-month-day, e.g. 2026-12-25."


def name_too_long() -> str:
    """Say that a holiday's name is too long."""
    return "The name of a holiday has at most 120 characters."


def too_many_cells() -> str:
    """Say that a line has more than a day and a name."""
    return "A line holds a day and a name, separated by one comma or semicolon."


def no_start() -> str:
    """Say that an event has no day."""
    return "This event has no start day."


def unreadable_rule(rule: str) -> str:
    """Say that a recurrence is not understood."""
    return f"The recurrence “{rule}” is not understood. List its days one by one instead."


def long_span() -> str:
    """Say that an event is too long for a holiday."""
    return "This event lasts more than 60 days. Remove it, or split it."


def refused(problems: int) -> str:
    """Say that a file was not taken."""
    return (
        "1 line cannot be read, so no holiday was taken."
        if problems == 1
        else f"{problems} lines cannot be read, so no holiday was taken."
    )


def today(day: str, source: TodaySource, timezone: str) -> str:
    """Say which day the store takes for today, and who says so."""
    reason = {
        TodaySource.GIVEN: "as PMM_TODAY says",
        TodaySource.PINNED: "the last day of the sample",
        TodaySource.TIMEZONE: f"in {timezone}",
    }[source]
    return f"Today is {day}, {reason}."


def whose(writes: bool, *, is_sample: bool) -> str | None:
    """Say which of the two companies a dialog belongs to; reading one's own needs no word."""
    if is_sample and writes:
        return (
            ":material/science: **Sample company.** What you change here changes the sample only, "
            "never your own company."
        )
    if is_sample:
        return ":material/science: **Sample company.** Every name and number is invented."
    return "My company." if writes else None


# What stands on the settings page.

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ABOUT = (
    "Asked once and changeable. Every number and day on screen is written this way, quarters and "
    "years are named after the fiscal year, and what is due today counts the working days. "
    "A day is typed with its month as a number."
)
FISCAL_NOTE = "A fiscal year that does not start in January is named after the year it ends in."
OWNER_NOTE = "Whoever works here on this computer. What you change is recorded for this name."
CURRENCY_NOTE = "Offered first for a KPI in money. Amounts in two currencies are never added."
TIMEZONE_NOTE = "Decides which day today is, and in which zone the day of a launch is cut."
HOLIDAY_LINES = "One a line: the day, a comma, its name"
HOLIDAYS_NOTE = "Pace leaves them out: it counts working days only."
HOLIDAY_FILE_NOTE = "A CSV with date and name, or a calendar file (.ics). It is added to the list."
SAVED = "Saved the settings."


def label(key: str) -> str:
    """Name a setting or a fact at the start of a line."""
    return _NAMES[key][0].upper() + _NAMES[key][1:]


def own_timezone(timezone: str) -> str:
    """Name the computer's own time zone."""
    return f"This computer's ({timezone})"
