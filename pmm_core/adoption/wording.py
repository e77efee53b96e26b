"""Every sentence a reader of a launch curve sees."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.adoption.curves import AALEN_JOHANSEN, WILSON, Curve, Facet
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption, RefreshedLog
from pmm_core.adoption.windows import WindowReading
from pmm_core.formatting import (
    show_count,
    show_counted,
    show_day,
    show_interval,
    show_names,
    show_value,
)
from pmm_core.vocabulary import Audience, Clock, LateJoiners, ReadingSource, WindowState

WINDOWS_HEADING = "By window"
STATE_WORDS = {
    WindowState.COMPLETE: "Complete",
    WindowState.MATURING: "Maturing",
    WindowState.TOO_EARLY: "Too early",
    WindowState.TOO_FEW: "Too few",
}
STATE_ICONS = {
    WindowState.COMPLETE: ":material/check_circle:",
    WindowState.MATURING: ":material/hourglass_bottom:",
    WindowState.TOO_EARLY: ":material/hourglass_empty:",
    WindowState.TOO_FEW: ":material/group_off:",
}
AUDIENCE_WORDS = {
    Audience.ELIGIBLE: "Eligible at launch",
    Audience.LATE_JOINERS: "Late joiners",
}
CLOCK_WORDS = {
    Clock.LAUNCH: "Days since launch",
    Clock.EXPOSURE: "Days since exposure",
}
EVERYBODY = "Everybody"
BLANK_SEGMENT = "(blank)"
DAY_TITLE = "Day"
SHARE_TITLE = "Share adopted"
AT_RISK_TITLE = "Units at risk"
TARGET_LABEL = "target"
INTERVAL_TITLE = "95% interval"
OUTLOOK_TITLE = "Forecast"
LIKELY_TITLE = "Forecast, 80% band"
TYPICAL = "Typical past launch"
OUTLOOK_STARTS = "forecast starts\nat what is known"


def segment_name(segment: str | None) -> str:
    """Name a segment; a blank value is shown as such."""
    return EVERYBODY if segment is None else segment or BLANK_SEGMENT


def facet_title(facet: Facet) -> str:
    """Head one panel: the segment and how many units it holds."""
    name = f"{facet.pooled} other" if facet.pooled else segment_name(facet.segment or "")
    return f"{name} (n = {show_count(facet.curve.n)})"


def end_label(name: str, share: float) -> str:
    """Write what stands at the end of a line."""
    return f"{name} {show_value(share, '%')}"


def outlook_label(low: float, high: float) -> str:
    """Write what stands at the end of a forecast."""
    return f"forecast {show_interval(low, high, '%')}"


def nothing_known(name: str) -> str:
    """Write what stands where a line would be."""
    return f"{name}: too early, nothing observed yet"


def definition(rule: AdoptionDefinition) -> str:
    """Say in one sentence who is counted, what counts and from when."""
    return (
        f"Share of {_audience(rule)} that had {_use(rule)}, counted from {_first_day(rule)}"
        f"{_late(rule)}{_leaving(rule)}; calendar days in {rule.timezone}."
    )


def counted(adoption: Adoption) -> str:
    """Say in one sentence what was counted, from a log or by a person."""
    rule = adoption.definition
    if adoption.source is ReadingSource.LOG:
        return definition(rule)
    start = f"the launch on {show_day(rule.launched_on)}" if rule.launched_on else "their exposure"
    return (
        f"Share of the eligible units that had adopted within so many days of {start}, counted by "
        f"hand and typed; calendar days in {rule.timezone}."
    )


def _audience(rule: AdoptionDefinition) -> str:
    if rule.expose is None:
        return (
            f"the units seen in the {rule.active_days} days before the launch on "
            f"{show_day(rule.launched_on)}"
        )
    return "all units" if rule.expose == "any" else f"the units with the event “{rule.expose}”"


def _use(rule: AdoptionDefinition) -> str:
    names = " or ".join(f"“{name}”" for name in rule.adopt)
    what = "any event" if rule.uses_any_row else names
    often = "" if rule.min_uses == 1 else f" at least {rule.min_uses} times"
    spread = "" if rule.min_days == 1 else f" on at least {rule.min_days} different days"
    return f"{what}{often}{spread}"


def _first_day(rule: AdoptionDefinition) -> str:
    if rule.clock is Clock.LAUNCH:
        return "the day after the launch" if rule.after_exposure_day else "the launch day"
    if rule.expose is None:
        is_pooled = rule.late_joiners is not LateJoiners.EXCLUDE
        return "the launch day" + (", late joiners from their first day" if is_pooled else "")
    first = "first event" if rule.expose == "any" else f"first “{rule.expose}”"
    return f"the day after a unit's {first}" if rule.after_exposure_day else f"a unit's {first}"


def _late(rule: AdoptionDefinition) -> str:
    if rule.clock is Clock.EXPOSURE:
        return ""
    if rule.expose is not None:
        return "; each enters on the day it is exposed"
    return {
        LateJoiners.SEPARATE: "; late joiners have a curve of their own",
        LateJoiners.INCLUDE: "; late joiners enter on the day they join"
        + (", and use on that day counts" if rule.after_exposure_day else ""),
        LateJoiners.EXCLUDE: "; late joiners are left out",
    }[rule.late_joiners]


def _leaving(rule: AdoptionDefinition) -> str:
    return f"; after “{rule.leave}” a unit can no longer adopt" if rule.leave else ""


def reading(window: WindowReading) -> str:
    """Write a window's number: the share with its interval, or what stands in its way."""
    if window.share is None:
        return STATE_WORDS[window.state]
    interval = show_interval(window.low, window.high, "%")
    return f"{show_value(window.share, '%')} ({interval})"


def window_state(window: WindowReading, observed_through: int | None) -> str:
    """Say how much of a window has been observed, e.g. `Too early: 6 of 30 days seen`."""
    word = STATE_WORDS[window.state]
    if window.state is WindowState.TOO_EARLY and window.method == WILSON:
        return f"{word}: no count for day {window.day}"
    if window.state is WindowState.TOO_EARLY:
        seen = 0 if observed_through is None else observed_through
        return f"{word}: {seen} of {window.day} days seen"
    if window.state is WindowState.TOO_FEW:
        return f"{word}: {show_counted(window.n, 'unit')}, no verdict"
    if window.state is WindowState.MATURING and window.is_over:
        late = show_count(window.n - window.matured)
        return f"Over: {fraction(window)}, {late} of them joined late"
    if window.state is WindowState.MATURING:
        return (
            f"{word}: {show_count(window.matured)} of {show_count(window.n)} units observed "
            "for the whole window"
        )
    return f"{word}: {fraction(window)}"


def fraction(window: WindowReading) -> str:
    """Write the counts behind a share: `412 of 1,330 eligible`."""
    return f"{show_count(window.adopted)} of {show_count(window.n)} eligible"


def at_risk_title(fewer_than: int | None) -> str:
    """Head the numbers at risk; say what the brackets mean where there are any."""
    marked = f" (in brackets: fewer than {fewer_than})" if fewer_than is not None else ""
    return f"{AT_RISK_TITLE}{marked}"


def thin(number: str) -> str:
    """Mark a number at risk that is too small to rest a verdict on."""
    return f"({number})"


def few_at_risk(min_n: int) -> str:
    """Say what the mark of a small number at risk means."""
    return f"In brackets: fewer than {min_n} still at risk, too few units to rest the curve on."


def wilson_link(limits: str) -> str:
    """Lead to how the interval of a plain share comes about, with that interval."""
    return f"Wilson {limits}"


def takeaway(curve: Curve, *, name: str, as_of: dt.date) -> str:
    """Say what a curve shows, with its value, interval and number of units: also its alt text."""
    known = [window for window in curve.windows if window.share is not None]
    who = "" if curve.segment is None else f" in {segment_name(curve.segment)}"
    if curve.audience is Audience.LATE_JOINERS:
        who += " among late joiners"
    if not known:
        first = curve.windows[0]
        return (
            f"{name}{who}: too early to say, {show_count(first.n)} eligible units have not been "
            f"observed for {first.day} days yet as of {show_day(as_of)}."
        )
    last = known[-1]
    doubt = {
        WindowState.TOO_FEW: " Too few units for a verdict.",
        WindowState.MATURING: " Some units are still inside the window.",
    }.get(last.state, "")
    later = [window.day for window in curve.windows if window.state is WindowState.TOO_EARLY]
    waiting = f" Too early for day {' and '.join(map(str, later))}." if later else ""
    return (
        f"{name}{who}: {show_value(last.share, '%')} of {show_count(last.n)} eligible units "
        f"adopted within {last.day} days (95% interval "
        f"{show_interval(last.low, last.high, '%')}) as of {show_day(as_of)}.{doubt}{waiting}"
    )


def method(curve: Curve) -> str:
    """Explain in a caption how the curve is computed and what it assumes."""
    if curve.method == WILSON:
        return (
            "Plain shares of typed counts with Wilson's 95% intervals; everybody counted has been "
            "observed that long. Of the days between two counts nothing is known."
        )
    leaving = (
        "Aalen-Johansen: a unit that left counts as not adopting"
        if curve.method == AALEN_JOHANSEN
        else "Kaplan-Meier: units still inside a window count for the days they were observed"
    )
    return (
        f"{leaving}. Bands are 95% log-log intervals. Solid where everybody has been observed, "
        "dashed where some have not. Assumes that units seen later adopt like those seen earlier."
    )


def delayed_entry(curve: Curve) -> str | None:
    """Warn where the first units were all gone before others entered."""
    if any(w.state is WindowState.TOO_FEW and w.share is None for w in curve.windows):
        return "The first units were all gone before others joined, so nothing can be said."
    return None


def target(day: int, share: float) -> str:
    """Say what is to be reached by a day."""
    return f"Target: at least {show_value(share, '%')} by day {day}."


def targets_off_scale(days: Sequence[int]) -> str:
    """Say which targets lie beyond the curve."""
    listed = show_names([str(day) for day in days])
    return (
        f"The target for day {listed} is off the scale: the curve ends before it. Add the day to "
        "the launch's windows."
    )


def observed(adoption: Adoption, as_of: dt.date) -> str:
    """Say through which day a launch is read, and whether that is the day that was asked for."""
    if adoption.source is ReadingSource.TYPED:
        through = adoption.whole.observed_through
        if through is None:
            return f"As of {show_day(as_of)}, nothing typed yet for everybody."
        return (
            f"As of {show_day(as_of)}, typed counts through day {through} "
            f"({show_day(adoption.last_day)})."
        )
    if adoption.as_of < as_of:
        return (
            f"As of {show_day(as_of)}, observed only through {show_day(adoption.as_of)}: its event "
            "log ends there. What happened since is not known; import a newer one."
        )
    return f"As of {show_day(as_of)}, observed through that day."


def frozen_rule(rule: AdoptionDefinition, log: str) -> str:
    """Say whom a frozen audience lists, in words that stay the same; days as ISO 8601 has them."""
    left = f", those gone by “{rule.leave}” left out" if rule.leave else ""
    return (
        f"units of {log} seen in the {rule.active_days} days before the launch on "
        f"{rule.launched_on}{left}; calendar days in {rule.timezone}"
    )


TYPED_NOTE = "Counted by hand and typed; no event log stands behind it."
NOT_ADDED_UP = (
    "Only segments have counts. They are not added up, because nobody said that they are all there "
    "is: type counts for everybody too."
)
LOG_IS_READ = "Counts were typed for this launch too; its event log is read instead."


def only_split_by(name: str, column: str) -> str:
    """Refuse to split typed counts by what nobody counted."""
    return f"The counts of “{name}” were typed by {column} and by nothing else."


def not_counted(days: Sequence[int]) -> str:
    """Say which windows are over without a count."""
    listed = show_names([str(day) for day in days])
    return f"Over, and no count typed: day {listed}."


def title(adoption: Adoption) -> str:
    """Head a printed answer."""
    return f"{adoption.name} as of {show_day(adoption.as_of)}"


def curve_name(curve: Curve) -> str:
    """Name a curve by its segment and audience."""
    return f"{segment_name(curve.segment)}, {AUDIENCE_WORDS[curve.audience].lower()}"


SEGMENTS_NOTE = "One scale for all; the thin grey line is everybody."
LATE_JOINERS_NOTE = (
    "First seen on or after the launch day, so not in the frozen audience; each is counted from "
    "their own first day."
)


def headline(adoption: Adoption) -> str:
    """Lead a launch with its furthest reading: `Insights: 34.0% adopted within 30 days`."""
    known = [window for window in adoption.whole.windows if window.share is not None]
    if not known:
        return f"{adoption.name}: too early to say"
    last = known[-1]
    so_far = ", so far" if last.state is WindowState.MATURING else ""
    few = f", of only {show_count(last.n)}" if last.state is WindowState.TOO_FEW else ""
    share = show_value(last.share, "%")
    return f"{adoption.name}: {share} adopted within {last.day} days{so_far}{few}"


def last_good(read_at: dt.datetime, as_of: dt.date, why: str) -> str:
    """Say that what is shown was read earlier, of which day it is, and why it is not newer."""
    when = f"{show_day(read_at.date())}, {read_at:%H:%M}"
    return f"Stale: as of {show_day(as_of)}, read on {when}, the last time it could be. {why}"


def source_failed(number: str) -> str:
    """Say that a source failed in a way nobody foresaw."""
    return f"Its source failed half-way; look for {number} in the log."


NO_KEPT_LOG = "No launch reads a kept log."
_HOW = {
    "kept": "nothing new",
    "merged": "new rows added",
    "extended": "new launches counted",
    "built": "counted anew",
}


def refreshed(log: RefreshedLog) -> str:
    """Say what became of one log: `insights.parquet by plan: new rows added, 3 launches`."""
    split = f" by {log.by}" if log.by else ""
    if log.problem is not None:
        return f"{log.log}{split}: {log.problem}"
    if log.how is None or log.last_day is None:
        return f"{log.log}{split}: every launch is counted from the log itself"
    launches = show_counted(log.launches, "launch", "launches")
    return f"{log.log}{split}: {_HOW[log.how]}, {launches}, through {show_day(log.last_day)}"
