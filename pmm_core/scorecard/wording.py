"""Every sentence a reader of a scorecard sees."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.formatting import (
    BLANK,
    is_word,
    show_count,
    show_counted,
    show_day,
    show_names,
    show_percent,
    show_value,
)
from pmm_core.scorecard.facts import AcceptanceFacts, FactorFacts, KpiFacts, Reading, WindowFacts
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.scorecard.pace import Pace
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Indicator,
    KpiBucket,
    Measure,
    ReadingSource,
    Rung,
    Status,
    Verdict,
)

STATUS_WORDS = {
    Status.ON_TRACK: "On track",
    Status.AT_RISK: "At risk",
    Status.OFF_TRACK: "Off track",
    Status.TOO_EARLY: "Too early",
    Status.TOO_FEW: "Too few",
    Status.NO_DATA: "No data",
    Status.NO_TARGET: "No target",
    Status.STALE: "Stale",
    Status.DISTURBED: "Disturbed",
    Status.ACCEPTED: "Accepted",
}
# Filled signs are verdicts, hollow ones are not: colour is never the only sign.
STATUS_ICONS = {
    Status.ON_TRACK: ":material/check_circle:",
    Status.AT_RISK: ":material/warning:",
    Status.OFF_TRACK: ":material/cancel:",
    Status.TOO_EARLY: ":material/hourglass_empty:",
    Status.TOO_FEW: ":material/group_off:",
    Status.NO_DATA: ":material/radio_button_unchecked:",
    Status.NO_TARGET: ":material/flag_2:",
    Status.STALE: ":material/history:",
    Status.DISTURBED: ":material/thunderstorm:",
    Status.ACCEPTED: ":material/handshake:",
}
BUCKET_WORDS = {
    KpiBucket.REVENUE: "Revenue",
    KpiBucket.ADOPTION: "Adoption",
    KpiBucket.PROJECT: "Project",
    None: "No bucket yet",
}
INDICATOR_WORDS = {
    Indicator.LEADING: "Leading: an early signal or a foundation",
    Indicator.LAGGING: "Lagging: an outcome",
}
CONTROL_WORDS = {
    Control.DIRECT: "Direct: fully accountable here",
    Control.SHARED: "Shared: a stated contribution",
    Control.EXTERNAL: "External: outside anyone's hands here",
}
RUNG_WORDS = {
    Rung.OUTPUT: "Output",
    Rung.USE: "Use",
    Rung.ABILITY: "Ability",
    Rung.RESULT: "Result",
}
CADENCE_WORDS = {
    Cadence.DAILY: "day",
    Cadence.WEEKLY: "week",
    Cadence.MONTHLY: "month",
    Cadence.QUARTERLY: "quarter",
    Cadence.YEARLY: "year",
}
CHART_NOTE = "The dotted line is the straight way to the target."
BOUNDS_NOTE = "The dotted line is the limit it is to keep."
AS_OF_TITLE = "As of"
VALUE_TITLE = "Value"
TARGET_LABEL = "target"
LEAST, MOST = "at least", "at most"
WHOLE_COMPANY = "The whole company"
NO_DEFINITION = "Nobody has written one yet."
NO_TARGET = "No target has taken effect yet."
_MOST_NAMED = 5
_VERDICTS = {
    Verdict.MET: "met",
    Verdict.MISSED: "missed",
    Verdict.NO_TARGET: "no target",
    Verdict.TOO_FEW: "too few",
}


def aim(post: Goalpost | None, unit: str | None) -> str:
    """Say what meets a target, for a sentence: `at most 30 minutes`."""
    low, high = post.limits if post else (None, None)
    if low is None and high is None:
        return "no target"
    if low is None:
        return f"{MOST} {show_value(high, unit)}"
    if high is None:
        return f"{LEAST} {show_value(low, unit)}"
    if low == high:
        return f"exactly {show_value(low, unit)}"
    return f"between {_bare(low, unit)} and {show_value(high, unit)}"


def aim_sign(post: Goalpost | None, unit: str | None) -> str:
    """Say what meets a target, short enough for a cell: `≤ 30 minutes`; empty without one."""
    low, high = post.limits if post else (None, None)
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {show_value(high, unit)}"
    if high is None:
        return f"≥ {show_value(low, unit)}"
    if low == high:
        return f"= {show_value(low, unit)}"
    return f"{_bare(low, unit)} to {show_value(high, unit)}"


def aim_parts(post: Goalpost | None, unit: str | None) -> list[tuple[str, str]]:
    """Say what meets a target as figures with labels: one, or two where it has two sides."""
    low, high = post.limits if post else (None, None)
    if low is None or high is None or low == high:
        return [("Target", aim_sign(post, unit))]
    return [
        ("Target, from", f"≥ {show_value(low, unit)}"),
        ("Target, to", f"≤ {show_value(high, unit)}"),
    ]


def at_and_aim(value: float | None, post: Goalpost | None, unit: str | None) -> tuple[str, str]:
    """Say where a KPI is and where it is to be: `37` and `to be at most 30 minutes`.

    A word for a unit stands once, behind the target where there is one.
    """
    if post is None or post.limits == (None, None):
        return show_value(value, unit), aim(post, unit)
    at = BLANK if value is None else _bare(value, unit)
    return at, f"to be {aim(post, unit)}"


def _bare(value: float, unit: str | None) -> str:
    return show_value(value, None if is_word(unit) else unit)


def accepted(acceptance: AcceptanceFacts) -> str:
    """Say until when, by whom and why."""
    by = f" by {acceptance.by}" if acceptance.by else ""
    return f"Accepted until {show_day(acceptance.until)}{by}: {acceptance.reason}"


def no_data(kpi: KpiFacts) -> str:
    """Say that nothing has been recorded."""
    return f"No value of {kpi.name} has been recorded by this day."


def stale(latest: Reading, cadence: Cadence) -> str:
    """Say how old the last value is, against the cadence."""
    period = CADENCE_WORDS[cadence]
    return (
        f"The last value is of {show_day(latest.on)}; a {cadence.value} KPI needs one of this "
        f"{period} or the one before."
    )


def too_few(n: float) -> str:
    """Say how many there are."""
    return f"Only {show_count(n)} units: too few to call it either way."


def disturbed(factor: FactorFacts, otherwise: Status, window: WindowFacts | None = None) -> str:
    """Name the factor, and the verdict on the raw value."""
    what = "days of this window" if window else "the last value"
    return (
        f"{factor.name} covers {what}, so it is not judged; "
        f"taken as it is, it would be {STATUS_WORDS[otherwise].lower()}."
    )


def bound(kpi: KpiFacts, low: float | None, high: float | None, *, met: bool) -> str:
    """Say whether a bound holds."""
    limits = [
        f"{LEAST} {show_value(low, kpi.unit)}" if low is not None else "",
        f"{MOST} {show_value(high, kpi.unit)}" if high is not None else "",
    ]
    needed = " and ".join(limit for limit in limits if limit)
    return f"It is to stay {needed}, and it {'does' if met else 'does not'}."


def met_without_start(kpi: KpiFacts, target: float) -> str:
    """Say that the target is met although the start is unknown."""
    return f"The target of {show_value(target, kpi.unit)} is met; no start value is known."


def no_start(start_date: dt.date) -> str:
    """Say what is missing before pace can be told."""
    return (
        f"No value is known on or before the start on {show_day(start_date)}, so progress cannot "
        "be told yet. Record one or give the target a start."
    )


def start_is_target(*, met: bool) -> str:
    """Say why there is no progress."""
    return "Start and target are the same, so there is no way to go: " + (
        "it holds." if met else "it no longer holds."
    )


def past_target(target_date: dt.date, *, met: bool) -> str:
    """Say how the period ended."""
    return f"The target date {show_day(target_date)} is over: {'met' if met else 'not met'}."


def place(kpi: KpiFacts) -> str:
    """Say where a KPI belongs, for a reader: `Comet`, `Comet / Insights`."""
    return " / ".join(part for part in (kpi.product, kpi.initiative) if part) or WHOLE_COMPANY


def by_pace(kpi: KpiFacts, pace: Pace, target_date: dt.date) -> str:
    """Say how far it is beside how far it should be."""
    assert pace.progress is not None and pace.due_progress is not None
    done = (
        f"{show_percent(pace.progress)} of the way"
        if pace.progress >= 0
        else f"Further from the target than at the start ({show_percent(pace.progress)} of the way)"
    )
    return (
        f"{done}; {show_percent(pace.due_progress)} is due by now "
        f"({show_value(pace.due, kpi.unit)}) for {show_day(target_date)}."
    )


def older(latest: Reading, as_of: dt.date) -> str:
    """Say which day a value is of, where that is not the day the pace is of."""
    return f" The value is of {show_day(latest.on)}." if latest.on < as_of else ""


def window_open(window: WindowFacts) -> str:
    """Say how many have not been observed for the whole window yet."""
    return (
        f"Day {window.day} is not over for everybody: {show_count(window.matured or 0)} of "
        f"{show_count(window.eligible or 0)} eligible have been observed that long."
    )


def window_over(window: WindowFacts, target: float, *, met: bool) -> str:
    """Say how a complete window ended, with its fraction."""
    return (
        f"{window_fraction(window)}: the target of {show_value(target, '%')} is "
        f"{'met' if met else 'not met'}."
    )


def window_fraction(window: WindowFacts) -> str:
    """Spell out the fraction of a window with its own denominator."""
    some, all_ = show_count(window.adopted or 0), show_count(window.estimate.n or 0)
    if window.measure is Measure.ENGAGEMENT:
        return (
            f"{some} of {all_} adopters of at least {window.looks_back} days were active in the "
            f"{window.looks_back} days up to day {window.day}"
        )
    done = "had a first value" if window.measure is Measure.ACTIVATION else "adopted"
    return f"{some} of {all_} eligible {done} within {window.day} days"


def verdict_beside(window: WindowFacts, target: float) -> str:
    """Say where a window and the verdict written on it differ, or that it was restated."""
    one = window.written
    if one is None:
        return ""
    share = show_value(one.share, "%")
    if one.is_different:
        return (
            f" Its verdict of {show_day(one.on)} says {share}, {_VERDICTS[one.verdict]}; the "
            "counts moved since, and it was not restated."
        )
    if one.target != target:
        aim = "no target" if one.target is None else f"a target of {show_value(one.target, '%')}"
        return (
            f" Its verdict of {show_day(one.on)} says {_VERDICTS[one.verdict]}: {aim} was in force "
            "when the window ended."
        )
    return f" Restated {show_day(one.on)}: {one.why}." if one.why else ""


def log_ends(window: WindowFacts) -> str:
    """Say that the log stops inside the window, or that its day was not counted."""
    if window.source is ReadingSource.TYPED:
        return f"Day {window.day} is over and no count typed for it. Type it on the launch."
    return (
        f"The event log ends on {show_day(window.log_ends)}, before day {window.day} is over. "
        "Import a newer one."
    )


def before_launch(launched_on: dt.date) -> str:
    """Say that the launch lies ahead."""
    return f"The launch is on {show_day(launched_on)}."


def headline(counts: dict[Status, int]) -> str:
    """Lead a scorecard with its finding, e.g. `3 of 11 KPIs off track`."""
    total = sum(counts.values())
    if not total:
        return "No KPIs yet"
    noun = "KPI" if total == 1 else "KPIs"
    for status in (Status.OFF_TRACK, Status.AT_RISK):
        if counts.get(status):
            return f"{counts[status]} of {total} {noun} {STATUS_WORDS[status].lower()}"
    judged = counts.get(Status.ON_TRACK, 0)
    if not judged:
        return f"No verdict on any of {total} KPIs" if total > 1 else "No verdict on the one KPI"
    if judged == total:
        return f"All {total} {noun} on track" if total > 1 else "The one KPI is on track"
    return f"{judged} of {total} {noun} on track, none off track"


def counted_once(kpis: int, rows: int) -> str:
    """Say what is counted where KPIs have more than one row; empty where each has one."""
    if kpis == rows:
        return ""
    return f"KPIs, each by its worst row; {show_counted(rows, 'row')} in all."


def never_valued(kpis: Sequence[KpiFacts]) -> str:
    """Name the KPIs that never had a value, the first few of many."""
    named = [f"{kpi.name} ({place(kpi)})" for kpi in kpis[:_MOST_NAMED]]
    more = len(kpis) - len(named)
    names = show_names([*named, f"{more} more"] if more else named)
    return f"Never had a value: {names}."


def footnote(day: str) -> str:
    """Say what the columns of a scorecard mean, and which day they are of."""
    return (
        f"As of {day}. Due today is where a straight line over working days from start to target "
        "should be. A filled sign is a verdict, a hollow one says why there is none. "
        "Target says what meets it: ≥ at least, ≤ at most. "
        "Blank means unknown. A segment or launch window with a target has a row of its own."
    )


def not_here(kpi: str) -> str:
    """Say that the address asks for a KPI that is not on screen."""
    return (
        f"The address asks for KPI {kpi}, which is not on this page. It may be archived, or belong "
        "to another product or to the other company."
    )


def overview_note(day: str, *, overdue: int, unanswered: int, worst: KpiFacts | None) -> str:
    """Say how well the KPIs that are behind are answered."""
    parts = [f"As of {day}."]
    if worst:
        parts.append(f"Furthest behind under direct control: {worst.name} ({place(worst)}).")
    if overdue:
        parts.append(
            "1 next step is overdue." if overdue == 1 else f"{overdue} next steps are overdue."
        )
    if unanswered:
        parts.append(f"{unanswered} off track without a next step.")
    return " ".join(parts)


def reads_launch(launch: str, measure: Measure, day: int, segment: str | None) -> str:
    """Say what a KPI reads by itself from a launch."""
    who = f" among “{segment}”" if segment else ""
    what = {
        Measure.ACTIVATION: f"share activated by day {day}",
        Measure.ADOPTION: f"share adopted by day {day}",
        Measure.ENGAGEMENT: f"share of adopters engaged on day {day}",
    }
    return f"Reads itself: {what[measure]} of {launch}{who}"


def no_engagement_yet(launch: str, day: int, looks_back: int) -> str:
    """Say why there is no engagement on an early day."""
    return (
        f"Engagement of “{launch}” looks back over {looks_back} days, so on day {day} nobody can "
        f"have adopted long enough before. Read a window of day {looks_back} or later."
    )


def reads_log(log: str, events: Sequence[str], weeks: int) -> str:
    """Say what a KPI reads by itself from a log."""
    what = " or ".join(f"“{event}”" for event in events) or "any event"
    return (
        f"Reads itself: of the units seen in the {weeks} weeks up to the week's end, those with "
        f"{what} in the week, from {log}"
    )


def launch_gone() -> str:
    """Say that a KPI reads a launch that is not in use."""
    return "The launch it reads is not in use any more. Choose another on the KPI."
