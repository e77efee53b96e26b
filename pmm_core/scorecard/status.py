"""The one place that decides the status of a KPI: ten words, first that holds, each with a reason.

The order of precedence stands in `judge`. A status is computed for every row; nothing is averaged.
"""

import datetime as dt
from dataclasses import dataclass

from pmm_core.company.calendar import BusinessCalendar
from pmm_core.scorecard import wording
from pmm_core.scorecard.facts import KpiFacts, Reading, RowFacts, WindowFacts
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.scorecard.pace import Pace, Span, linear_pace
from pmm_core.vocabulary import Cadence, Direction, FactorMethod, Goal, Status, WindowState

# Fewer units than this say nothing: 3 of 12 against 20% is neither green nor red.
MINIMUM_N = 30
_SAME = 1e-9


@dataclass(frozen=True)
class Verdict:
    """A status with its reason.

    Attributes:
        method: `pace` or `met`, null where no verdict is given.
        pace: beside what was due; its fields are null where there is none.
    """

    status: Status
    reason: str
    method: str | None = None
    pace: Pace = Pace()


def judge(
    facts: RowFacts, post: Goalpost | None, *, as_of: dt.date, calendar: BusinessCalendar
) -> Verdict:
    """Decide the status of a row.

    Args:
        facts: values and targets known by the day.
        post: the target in use, from `goalpost`.
        as_of: the day, inclusive.
        calendar: working days and periods of the company.
    """
    if facts.acceptance:
        return Verdict(Status.ACCEPTED, wording.accepted(facts.acceptance))
    if facts.window:
        return _judge_window(facts, facts.window, post)
    if not facts.readings:
        return Verdict(Status.NO_DATA, facts.problem or wording.no_data(facts.kpi))
    latest = facts.readings[-1]
    cadence = facts.kpi.cadence or Cadence.MONTHLY
    if is_stale(latest.on, cadence=cadence, as_of=as_of, calendar=calendar):
        return Verdict(Status.STALE, wording.stale(latest, cadence))
    if post is None:
        return Verdict(Status.NO_TARGET, wording.NO_TARGET)
    return _doubted(facts, _verdict(facts.kpi, post, latest, as_of=as_of, calendar=calendar))


def _doubted(facts: RowFacts, verdict: Verdict) -> Verdict:
    """Take a verdict back where too few units or an excluded value stand behind it."""
    latest = facts.readings[-1]
    if verdict.status is Status.TOO_EARLY:
        return verdict
    if latest.denominator is not None and latest.denominator < MINIMUM_N:
        return Verdict(Status.TOO_FEW, wording.too_few(latest.denominator), pace=verdict.pace)
    for factor in facts.factors:
        if factor.method is FactorMethod.EXCLUDE and factor.covers(latest.on):
            reason = wording.disturbed(factor, verdict.status)
            return Verdict(Status.DISTURBED, reason, pace=verdict.pace)
    return verdict


def _judge_window(facts: RowFacts, window: WindowFacts, post: Goalpost | None) -> Verdict:
    """A window that is not over has no verdict: nobody still inside it is counted as lost."""
    if window.state is None:
        return Verdict(Status.NO_DATA, window.problem or wording.no_data(facts.kpi))
    if window.log_ends:
        return Verdict(Status.STALE, wording.log_ends(window))
    if post is None or post.value is None:
        return Verdict(Status.NO_TARGET, wording.NO_TARGET)
    is_open = window.state is WindowState.MATURING and not window.is_over
    if window.state is WindowState.TOO_EARLY or is_open:
        return Verdict(Status.TOO_EARLY, wording.window_open(window))
    value = window.estimate.value
    if window.state is WindowState.TOO_FEW or value is None:
        return Verdict(Status.TOO_FEW, wording.too_few(window.estimate.n or 0))
    met = is_met(post, value)
    status = Status.ON_TRACK if met else Status.OFF_TRACK
    for factor in facts.factors:
        if factor.method is FactorMethod.EXCLUDE and window.is_touched_by(factor):
            return Verdict(Status.DISTURBED, wording.disturbed(factor, status, window))
    return Verdict(
        status,
        wording.window_over(window, post.value, met=met)
        + wording.verdict_beside(window, post.value),
        "met",
    )


def is_stale(
    latest: dt.date, *, cadence: Cadence, as_of: dt.date, calendar: BusinessCalendar
) -> bool:
    """Tell whether neither the day's period nor the one before it has a value."""
    return latest < calendar.previous(calendar.period(as_of, cadence)).first


def is_met(post: Goalpost, actual: float) -> bool:
    """Tell whether a value meets the goal; 1e-9 counts as equal."""
    above = post.low is None or actual >= post.low - _SAME
    below = post.high is None or actual <= post.high + _SAME
    if post.goal is Goal.WITHIN:
        return above and below
    if post.goal is Goal.ABOVE:
        return above
    if post.goal is Goal.BELOW:
        return below
    assert post.value is not None, "a target to reach has a value"
    if post.direction is Direction.HOLD:
        return abs(actual - post.value) <= _SAME
    ahead = actual - post.value if post.direction is Direction.UP else post.value - actual
    return ahead >= -_SAME


def _verdict(
    kpi: KpiFacts,
    post: Goalpost,
    latest: Reading,
    *,
    as_of: dt.date,
    calendar: BusinessCalendar,
) -> Verdict:
    met = is_met(post, latest.value)
    met_or_not = Status.ON_TRACK if met else Status.OFF_TRACK
    if post.is_bound:
        return Verdict(met_or_not, wording.bound(kpi, post.low, post.high, met=met), "met")
    assert post.value is not None, "a target to reach has a value"
    if post.start is None:
        if met:
            return Verdict(Status.ON_TRACK, wording.met_without_start(kpi, post.value), "met")
        return Verdict(Status.TOO_EARLY, wording.no_start(post.start_date))
    span = Span(post.start, post.start_date, post.value, post.target_date)
    pace = linear_pace(span, actual=latest.value, as_of=as_of, calendar=calendar)
    if pace.progress is None:
        return Verdict(met_or_not, wording.start_is_target(met=met), "met", pace)
    if as_of > post.target_date:
        return Verdict(met_or_not, wording.past_target(post.target_date, met=met), "met", pace)
    reason = wording.by_pace(kpi, pace, post.target_date) + wording.older(latest, as_of)
    return Verdict(_by_pace(pace, kpi.at_risk_from), reason, "pace", pace)


def _by_pace(pace: Pace, at_risk_from: float) -> Status:
    assert pace.progress is not None and pace.due_progress is not None
    if pace.progress >= pace.due_progress - _SAME:
        return Status.ON_TRACK
    if pace.progress >= at_risk_from * pace.due_progress - _SAME:
        return Status.AT_RISK
    return Status.OFF_TRACK
