"""Every sentence a reader sees about values and targets."""

import datetime as dt

from pmm_core.formatting import show_day, show_value


def archived(kpi: str) -> str:
    """Say that an archived KPI takes nothing any more."""
    return f"“{kpi}” is archived. Restore it before recording anything for it."


def in_future(day: dt.date, today: dt.date) -> str:
    """Say that a value lies after today."""
    return (
        f"{show_day(day)} lies after today, {show_day(today)}. "
        "A value is recorded on or after its day."
    )


def before_1990(day: dt.date) -> str:
    """Say that a day is unlikely."""
    return f"{show_day(day)} lies before 1990. Check the date."


def another_currency(kpi: str, unit: str | None, given: str) -> str:
    """Say that money in two currencies is never added."""
    if unit is None:
        return f"“{kpi}” has no unit yet. Give it the unit {given} before recording money for it."
    return (
        f"“{kpi}” is in {unit} and this is in {given}. Amounts in two currencies are never added: "
        f"convert it to {unit}, or record it for a KPI in {given}."
    )


def percent_or_fraction(value: float) -> str:
    """Ask whether a share above 150% is meant."""
    return (
        f"{value:g} would be {show_value(value, '%')}. A share is a fraction, so 31% is 0.31; "
        "if you mean it, say that it is above 150%."
    )


def part_larger_than_whole(numerator: float, denominator: float) -> str:
    """Say that a share has a part larger than its whole."""
    return (
        f"{numerator:g} of {denominator:g} cannot be: the numerator counts some of those in the "
        "denominator."
    )


def ratio_mismatch(value: float, ratio: float, unit: str | None) -> str:
    """Say that value and fraction differ."""
    return (
        f"The value is {show_value(value, unit)}, but numerator over denominator is "
        f"{show_value(ratio, unit)}. Correct one of them."
    )


def reason_missing() -> str:
    """Ask why a value is corrected."""
    return "Say in a few words why the value changes; it stays in the history."


def value_changed(kpi: str, day: dt.date, by: str) -> str:
    """Say that the value of a day changed meanwhile."""
    return (
        f"{by} changed the value of “{kpi}” for {show_day(day)} after you opened it, so yours was "
        "not stored. Compare the two and save again."
    )


def target_changed(kpi: str, day: dt.date, by: str) -> str:
    """Say that a target changed meanwhile."""
    return (
        f"{by} changed the target of “{kpi}” for {show_day(day)} after you opened it, so yours was "
        "not stored. Compare the two and save again."
    )


def bounds_missing(kpi: str) -> str:
    """Ask for both bounds of a goal within bounds."""
    return f"To stay within bounds, “{kpi}” needs a lower and an upper one."


def value_missing(kpi: str) -> str:
    """Ask for the value a KPI is to reach."""
    return f"“{kpi}” is to reach a value: give the target value."


# What stands on the screens that record values and targets.

FIELDS = {
    "on": "As of",
    "segment": "Segment",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "source": "Source",
    "note": "Note",
    "why": "Why it changes",
    "target_date": "Target date",
    "start": "Start",
    "start_date": "Start date",
    "direction": "Better is",
    "goal": "Goal",
    "low": "Lower bound",
    "high": "Upper bound",
    "reason": "Why it moves",
    "window": "Launch day it is for",
}
VALUES_NOTE = "The value in force on each day, the last day first. A correction keeps the old one."
TARGETS_NOTE = "What each KPI is to reach, and by when. A target that moves keeps the old one."
WHY_HINT = "Only where one is in force already"
WHY_NOTE = "Needed where a value or target is in force already; it stays in the history."
FRACTION_NOTE = "Of a share: how many of how many. The value may then stay blank."
DAY_NOTE = "The last day the value covers."
START_NOTE = "Where the way begins. Left blank, the value in force on the start date counts."
START_DATE_NOTE = "Pace counts from here, and the target is in force from here; today if blank."
WINDOW_NOTE = "Day of the launch curve, e.g. 30 for adoption by day 30. Blank for an ordinary KPI."
TAKE_TARGET_BACK_NOTE = "From today on there is no such target; it stays in the history."
TAKE_BACK_NOTE = "The day has no value afterwards. What was recorded stays in the history."


def value_heading(kpi: str, value: str | None, day: str | None) -> str:
    """Lead the values of a KPI with the last one."""
    return f"{kpi}: {value} on {day}" if value else f"{kpi}: no value yet"


def target_heading(kpi: str, goal: str | None) -> str:
    """Lead the targets of a KPI with the one ahead."""
    return f"{kpi}: {goal}" if goal else f"{kpi}: no target yet"


def goal(value: str | None, low: str | None, high: str | None, day: str) -> str:
    """Say what is to be by when, e.g. `35.0% by 30 Jun 2026`."""
    if value is not None:
        return f"{value} by {day}"
    if low is not None and high is not None:
        return f"{low} to {high} until {day}"
    return f"at least {low} until {day}" if low is not None else f"at most {high} until {day}"


def recorded(kpi: str) -> str:
    """Confirm that something was recorded."""
    return f"Recorded for “{kpi}”."


def taken_back(kpi: str, day: str) -> str:
    """Confirm that a value was taken back."""
    return f"Took back the value of “{kpi}” for {day}."


def target_taken_back(kpi: str) -> str:
    """Confirm that a target was taken back."""
    return f"Took back a target of “{kpi}”. You can set it again below."


def reads_itself(kpi: str) -> str:
    """Refuse a typed value of a KPI that reads its own."""
    return (
        f"“{kpi}” reads its own values from a launch or a log, so none can be typed. Change where "
        "its values come from on the KPI, or leave this value out."
    )


def reads_itself_here(kpi: str) -> str:
    """Say where the values of a KPI that reads its own are."""
    return (
        f"“{kpi}” reads its own values from a launch or a log: they stand on the scorecard. Values "
        "typed before are kept here and count no more."
    )
