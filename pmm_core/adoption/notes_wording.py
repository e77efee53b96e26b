"""Every sentence beside a launch curve: what the log held, and what was done with it."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.adoption.curves import Curve
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.formatting import show_count, show_counted, show_day, show_names
from pmm_core.vocabulary import WindowState


def partial_last_day(day: dt.date) -> str:
    """Say that the as-of day was taken from the log."""
    return f"Read as of {show_day(day)}, the last day in the log; that day may be incomplete."


def after_the_log(as_of: dt.date, last_day: dt.date) -> str:
    """Say that the log ends before the as-of day."""
    return (
        f"The log ends on {show_day(last_day)}; nothing is taken to have happened from then "
        f"to {show_day(as_of)}."
    )


def set_aside(rows: int, last: dt.date, today: dt.date, as_of: dt.date) -> str:
    """Say that rows of days that have not come yet do not move the as-of day."""
    are, them = ("is", "it") if rows == 1 else ("are", "them")
    return (
        f"{show_counted(rows, 'row')} {are} dated after today ({show_day(today)}), the last on "
        f"{show_day(last)}, and set aside: without {them} the log ends on {show_day(as_of)}. Check "
        f"the clock that wrote {them}, or give the as-of day if such days are meant."
    )


def beyond_today(last: dt.date, today: dt.date) -> str:
    """Say that days that have not come yet make a log look complete."""
    return (
        f"The log has rows dated after today ({show_day(today)}), the last on {show_day(last)}, so "
        "every day up to today counts as observed. Check the clock that wrote them, and bring the "
        "log without them."
    )


def beyond_the_data(curve: Curve, rule: AdoptionDefinition, as_of: dt.date) -> str | None:
    """Say which windows are longer than the data, and from when on they can be read."""
    days = [one.day for one in curve.windows if one.state is WindowState.TOO_EARLY and one.n]
    seen = curve.observed_through
    if not days or seen is None:
        return None
    listed = show_names([str(day) for day in days])
    lie = "lies" if len(days) == 1 else "lie"
    if rule.launched_on is None:
        return (
            f"Day {listed} {lie} beyond the data: nobody has been observed for more than "
            f"{show_counted(seen, 'day')} by {show_day(as_of)}. That is unknown, not 0. Read again "
            "with a newer log, or choose a shorter window."
        )
    opens = rule.launched_on + dt.timedelta(days=days[0])
    first = "it" if len(days) == 1 else f"day {days[0]}"
    return (
        f"Day {listed} {lie} beyond the data, which reach day {seen} ({show_day(as_of)}). That is "
        f"unknown, not 0: {first} can be read once the log has reached {show_day(opens)}. Until "
        "then choose a shorter window."
    )


def unused(names: Sequence[str], rule: AdoptionDefinition) -> str:
    """Say that named events have not occurred, and what that does to the curve."""
    listed = show_names([f"“{name}”" for name in names])
    occur = "occurs" if len(names) == 1 else "occur"
    if not rule.uses_any_row and set(rule.adopt) <= set(names):
        return (
            f"{listed} {occur} nowhere in the log, so nobody is seen to adopt: a 0 that may be the "
            "log's and not the product's. Check the spelling, and that the log holds that event."
        )
    if list(names) == [rule.leave]:
        return (
            f"{listed} occurs nowhere in the log, so nobody is taken to have left. Check the "
            "spelling of the leaving event."
        )
    return f"{listed} {occur} nowhere in the log; the other events count. Check the spelling."


def left_out(rejected: int, read: int) -> str:
    """Say that unreadable rows were skipped, and how to see which."""
    were = "was" if rejected == 1 else "were"
    return (
        f"{show_count(rejected)} of {show_counted(read, 'row')} cannot be read and {were} left "
        "out; everything rests on the others. Read the log without leaving rows out to see which."
    )


def odd_days(rows: int) -> str:
    """Say that days look like a broken clock."""
    count = "it counts" if rows == 1 else "they count"
    are = "is" if rows == 1 else "are"
    return (
        f"{show_counted(rows, 'row')} {are} dated before 1990; {count} as dated. Check how the log "
        "writes its times."
    )


def no_unit(rows: int) -> str:
    """Say that rows name nobody."""
    were = "was" if rows == 1 else "were"
    return (
        f"{show_counted(rows, 'row')} without a unit {were} left out: nobody can be told to have "
        "done it. Check the unit column if there should be none."
    )


def repeats(rows: int) -> str:
    """Say that exact repeats were dropped."""
    repeat, were = ("repeats", "was") if rows == 1 else ("repeat", "were")
    return (
        f"{show_counted(rows, 'row')} {repeat} another one, insert id and all, and {were} dropped, "
        "so that no use counts twice. Check how the log is exported if it should hold none."
    )


def used_before(units: int, eligible: int, rule: AdoptionDefinition) -> str:
    """Say what becomes of use before day 0."""
    of = f"{show_count(units)} of {show_counted(eligible, 'eligible unit')}"
    since, check = (
        ("the launch day", "the launch day")
        if rule.expose is None
        else ("the exposure", "the exposure event")
    )
    stay = "It stays" if units == 1 else "They stay"
    return (
        f"{of} had a use before {since}, which does not count. {stay} in, not adopted until a use "
        f"that does. Check {check} if there should be none."
    )


def changed_segment(units: int, by: str, *, is_listed: bool) -> str:
    """Say in which segment units stand that changed theirs."""
    changed = "unit has" if units == 1 else "units have"
    counts = "It counts" if units == 1 else "Each counts"
    when = "the audience was frozen in" if is_listed else "of the last row on or before its day 0"
    return (
        f"{show_count(units)} {changed} more than one “{by}” in the log. {counts} once, in the one "
        f"{when}; a later change moves nobody. Check the column if it should not change."
    )


def never_exposed(units: int, event: str) -> str:
    """Say who is not in the curve."""
    are = "is" if units == 1 else "are"
    return (
        f"{show_counted(units, 'unit')} never had “{event}” and {are} not in the curve. Check the "
        "exposure event if there should be none."
    )


def late_joiners_left_out(units: int) -> str:
    """Say that late joiners were excluded."""
    return f"Late joiners left out: {show_count(units)}."


def late_joiners_entered(units: int) -> str:
    """Say that late joiners are in the curve, which then is no plain fraction."""
    return (
        f"Late joiners in the curve from the day they joined: {show_count(units)}. Its share is "
        "that of those at risk day by day, not a plain fraction."
    )


def frozen(day: dt.date, size: int) -> str:
    """Say that the audience is fixed: `Audience frozen on 3 Mar 2026: 1,204 units.`."""
    return f"Audience frozen on {show_day(day)}: {show_counted(size, 'unit')}."


RULE_CHANGED = (
    "The audience was frozen by another rule than the launch has now: its day, look-back, zone, "
    "log or leaving event changed since. The list is counted as it is; freeze anew if it should "
    "follow."
)


def also_eligible(units: int) -> str:
    """Say whom rows that came later would have brought into a frozen audience."""
    return (
        f"{show_counted(units, 'unit')} would now also be eligible: rows that came after the "
        f"audience was frozen; {'it is' if units == 1 else 'they are'} left out."
    )


def no_longer_eligible(units: int) -> str:
    """Say who of a frozen audience would not be in it by the rows there are now."""
    stays = "it stays" if units == 1 else "they stay"
    return (
        f"{show_count(units)} of the frozen units would no longer be eligible by the rows there "
        f"are now; {stays} in."
    )
