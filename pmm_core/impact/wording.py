"""Every sentence about what a launch did to a KPI; no cause is claimed below grade A."""

import datetime as dt

from pmm_core.formatting import (
    is_word,
    show_change,
    show_count,
    show_counted,
    show_day,
    show_interval,
    show_names,
    show_percent,
    show_value,
)
from pmm_core.impact.factors import FactorUse, UsedFactor
from pmm_core.impact.facts import KpiFacts, Question, Refusal
from pmm_core.impact.fits import Effect, Fit
from pmm_core.impact.grade import FALSE_ALARMS, WORST_FIT
from pmm_core.impact.placebo import Placebo
from pmm_core.impact.study import DesignResult, Impact, Reading
from pmm_core.vocabulary import Cadence, Design, Grade, ImpactVerdict, WhyRefused

ABOUT = (
    "Did the number move beyond trend, season and outside factors? Values after the launch are "
    "held against what was to be expected without it."
)
HOLD_OUT = (
    "The surest answer needs a hold-out: a group drawn at random that gets the launch later. Plan "
    "one with the next launch."
)
TITLE_WITHOUT = "What a launch did to a KPI"
DESIGN_NAMES = {
    Design.DID: "Difference in differences",
    Design.UCM: "Structural series",
    Design.SYNTHETIC_CONTROL: "Synthetic control",
    Design.ITS: "Interrupted series",
    Design.BEFORE_AFTER: "Before and after",
}
GRADE_WORDS = {
    Grade.A: "the control was drawn at random",
    Grade.B: "reached and untouched moved alike before",
    Grade.C: "rests on an assumption the data cannot check",
    Grade.D: "hardly more than before and after",
}
VERDICT_WORDS = {
    ImpactVerdict.HIGHER: "consistent with a rise",
    ImpactVerdict.LOWER: "consistent with a fall",
    ImpactVerdict.NO_CHANGE_SHOWN: "no change shown",
    ImpactVerdict.NO_INTERVAL: "no interval, so no verdict",
}
GRADES = "Grades: at A a cause may be named; D is hardly more than before and after."
CAUSED_WORDS = VERDICT_WORDS | {
    ImpactVerdict.HIGHER: "a rise caused by the launch",
    ImpactVerdict.LOWER: "a fall caused by the launch",
}
_ASSUMPTIONS = {
    Design.DID: "Assumes that both would have moved alike without the launch.",
    Design.UCM: "Assumes that the launch did not touch the controls, and that what tied them to "
    "the KPI before still holds.",
    Design.SYNTHETIC_CONTROL: "Assumes that a mix that was near before would have stayed near, and "
    "that the launch did not spill over to it.",
    Design.ITS: "Assumes that nothing else happened at that time, and that the trend would have "
    "gone on.",
    Design.BEFORE_AFTER: "Assumes that the number would have stayed where it was: no trend, no "
    "season, nothing else.",
}
ALONE = "Assumes that nothing else happened at that time; no control carries what moved the market."
PERIODS = {
    Cadence.DAILY: "day",
    Cadence.WEEKLY: "week",
    Cadence.MONTHLY: "month",
    Cadence.QUARTERLY: "quarter",
    Cadence.YEARLY: "year",
    None: "period",
}
RAW, ADJUSTED = "Raw", "Adjusted"
ADJUSTED_LABEL = "Adjusted for external factors"
OBSERVED_TITLE, EXPECTED_TITLE = "Observed", "Expected without the launch"
PERIOD_TITLE, LOW_TITLE, HIGH_TITLE = "Period", "Expected, 95% low", "Expected, 95% high"
FACTORS_TITLE = "External factors"
NO_FACTORS = "No external factor is registered for these periods, so raw is all there is."
NUMBERS_TITLE, METHOD_TITLE = "Numbers behind the chart", "How it was computed"
REACHED_LABEL, CONTROLS_LABEL = "Reached by the launch", "Held against"
REACHED_HELP = "Segments that got the launch; none means the KPI as a whole."
CONTROLS_HELP = "Segments and KPIs the launch could not touch."
DESIGN_LABEL, DESIGN_HINT = "Design", "What the data allow"
AFTER_LABEL, HOLD_OUT_LABEL = "Periods after", "Control drawn at random"
AFTER_HELP = "How many after the launch to look at; empty for as many as the history allows."
SINCE_LABEL, SINCE_HELP = "Values from", "First day of the values before; empty for all."
HOLD_OUT_HELP = "A hold-out: only then may a cause be named."
NO_KPI_TITLE, NO_KPI = "No KPI with values yet", "Record or import values of a KPI first."
NO_LAUNCH_TITLE, NO_LAUNCH = "No launch yet", "Add the launch whose effect you ask for."
CHOOSE_SEGMENTS = (
    "This KPI is known by segment. Choose the segments the launch reached and those it could not "
    "touch: a control carries what else moved the market."
)
HOLLOW = "Hollow points do not count: the launch day lies in their period, or an external factor."


def launch_name(question: Question) -> str:
    """Write the launch without its product."""
    return question.launch.rpartition("/")[2]


def headline(found: Impact) -> str:
    """Head an answer with its strongest result."""
    kpi, launch = found.question.kpi, launch_name(found.question)
    main = found.main
    if main is None:
        return f"Nothing can be said of what {launch} did to {kpi.name}"
    if found.agree is False:
        answers = [(each.best, each.grade) for each in found.results]
        sizes = [f"{size(one.fit.effect, kpi)} ({verdict(one, of)})" for one, of in answers]
        return f"{kpi.name}: {show_names(sizes)}, the designs do not agree on what {launch} did"
    one, gap = main.best, _against(main.best.fit.effect, kpi)
    if one.verdict is ImpactVerdict.NO_CHANGE_SHOWN:
        return f"{kpi.name}: no change shown after {launch}, {gap} ({_letter(main.grade)})"
    caused = main.grade is Grade.A and one.verdict is not ImpactVerdict.NO_INTERVAL
    words = (CAUSED_WORDS if caused else VERDICT_WORDS)[one.verdict]
    return f"{kpi.name}: {gap} without {launch}, {words} ({_letter(main.grade)})"


def _letter(grade: Grade) -> str:
    return f"grade {grade.upper()}"


def _against(effect: Effect, kpi: KpiFacts) -> str:
    relative = effect.relative
    if kpi.unit == "%" or relative is None:
        size = show_change(effect.value, kpi.unit)
        return f"{size}{_limits(effect, kpi)} against what was expected"
    value, low, high = relative
    limits = ""
    if low is not None and high is not None:
        ends = (low, high) if value >= 0 else (-high, -low)
        limits = f" ({show_interval(*ends, '%')})"
    side = "above" if value >= 0 else "below"
    return f"{_share(abs(value))}{limits} {side} what was expected"


def _share(share: float) -> str:
    return show_value(share, "%")


def _limits(effect: Effect, kpi: KpiFacts) -> str:
    if effect.low is None or effect.high is None:
        return ""
    low, high = (show_change(end, _sign(kpi)) for end in (effect.low, effect.high))
    return f" ({low} to {high})"


def effect(one: Effect, kpi: KpiFacts) -> str:
    """Write an effect a period with its interval: `+67 teams a week (+51 to +84)`."""
    return f"{show_change(one.value, kpi.unit)} a {PERIODS[kpi.cadence]}{_limits(one, kpi)}"


def total(one: Effect, kpi: KpiFacts) -> str:
    """Write the effect over all periods after the launch; empty for shares."""
    if one.total is None:
        return ""
    periods = show_counted(one.n, PERIODS[kpi.cadence])
    ends = ""
    if one.total_low is not None and one.total_high is not None:
        low, high = (show_change(end, _sign(kpi)) for end in (one.total_low, one.total_high))
        ends = f" ({low} to {high})"
    return f"{show_change(one.total, kpi.unit)} over {periods}{ends}"


def _sign(kpi: KpiFacts) -> str | None:
    return None if is_word(kpi.unit) else kpi.unit


def relative(one: Effect) -> str:
    """Write an effect as a share of what was expected; empty where that is nothing."""
    if one.relative is None:
        return ""
    value, low, high = one.relative
    limits = ""
    if low is not None and high is not None:
        limits = f" ({_signed(low)} to {_signed(high)})"
    return f"{_signed(value)}{limits} of what was expected"


def size(one: Effect, kpi: KpiFacts) -> str:
    """Write an effect as a reader compares it: in points for shares, else relative."""
    if kpi.unit == "%" or one.relative is None:
        return show_change(one.value, kpi.unit)
    return _signed(one.relative[0])


def size_limits(one: Effect, kpi: KpiFacts) -> str:
    """Write the interval of `size`; empty where there is none."""
    if one.low is None or one.high is None:
        return ""
    if kpi.unit == "%" or one.relative is None:
        return f"95% interval {show_interval(one.low, one.high, kpi.unit)}"
    _, low, high = one.relative
    return f"95% interval {show_interval(low, high, '%')}"


def raw_beside(result: DesignResult, kpi: KpiFacts) -> str:
    """Write the raw answer beside the adjusted one, with its own verdict."""
    one = result.raw
    limits = size_limits(one.fit.effect, kpi)
    parts = ", ".join(filter(None, (size(one.fit.effect, kpi), limits)))
    return f"Raw: {parts}; {verdict(one, result.grade)}."


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '-' if share < 0 else '±'}{_share(abs(share))}"


def actual(one: Effect, kpi: KpiFacts) -> str:
    """Say what was observed and what was expected, means a period after the launch."""
    seen, due = show_value(one.actual, kpi.unit), show_value(one.expected, kpi.unit)
    return f"{seen} observed, {due} expected, means of {show_counted(one.n, PERIODS[kpi.cadence])}"


def verdict(reading: Reading, grade: Grade) -> str:
    """Say what the values are consistent with; only a hold-out lets a cause be named."""
    return (CAUSED_WORDS if grade is Grade.A else VERDICT_WORDS)[reading.verdict]


def reading(one: Reading, kpi: KpiFacts, grade: Grade) -> str:
    """Write an answer in one line."""
    parts = [effect(one.fit.effect, kpi), relative(one.fit.effect), total(one.fit.effect, kpi)]
    return f"{'; '.join(filter(None, parts))}: {verdict(one, grade)}"


def assumption(result: DesignResult, question: Question) -> str:
    """Say what has to be believed."""
    if result.design is Design.DID and question.hold_out:
        return "The control was drawn at random, as stated: both would have moved alike."
    if result.design is Design.UCM and not question.controls:
        return ALONE
    return _ASSUMPTIONS[result.design]


def grade(result: DesignResult) -> str:
    """Write the grade with its reason."""
    reasons = [GRADE_WORDS[result.grade]]
    if result.design is Design.DID and result.parallel is False:
        reasons = ["reached and untouched did not move alike before"]
    if result.best.verdict is ImpactVerdict.NO_INTERVAL and result.design is Design.DID:
        reasons.append("fewer than two series on a side")
    alarms = result.placebo.false_positives
    if alarms is not None and alarms >= FALSE_ALARMS:
        reasons.append("one down for the placebo dates")
    error = result.best.fit.percent_error
    if error is not None and error > WORST_FIT:
        reasons.append("one down for the fit before")
    return f"Grade {result.grade.upper()}: {'; '.join(reasons)}"


def placebo(found: Placebo) -> str:
    """Say what the design finds on days on which nothing happened."""
    tried = len(found.trials)
    if not tried:
        return "No placebo dates: the values before the launch are too few."
    dates = show_counted(tried, "placebo date")
    if found.false_positives is None:
        return f"{found.as_large} of {dates} before the launch show as large an effect."
    return (
        f"{found.false_positives} of {dates} before the launch show an effect where there was "
        f"none; {found.as_large} show as large a one."
    )


def fit_before(one: Fit) -> str:
    """Say how near the design was before the launch; empty where unknown."""
    if one.percent_error is None:
        return ""
    return f"Before the launch it was off by {_share(one.percent_error)} on average (MAPE)."


def parallel(result: DesignResult) -> str:
    """Say whether both moved alike before; empty where it does not matter."""
    if result.design is not Design.DID:
        return ""
    if result.parallel is None:
        return "Too few values to tell whether both moved alike before."
    return (
        "Before the launch the gap between them had no slope that could be told from none."
        if result.parallel
        else "Before the launch the gap between them already widened or closed."
    )


def method(one: Fit) -> str:
    """Say how a design was computed, so that it can be done again."""
    told = one.details
    if one.design is Design.DID:
        scale = "relative changes (logarithms)" if told["scale"] == "relative" else "changes"
        sides = f"{told['treated']} reached, {told['controls']} untouched"
        doubt = (
            f"errors clustered by series, Welch's t with {told['df']:.1f} degrees of freedom"
            if told["df"] is not None
            else "no interval, since fewer than two series on a side tell no error"
        )
        return f"Means of {scale}, {sides}; {doubt}."
    if one.design is Design.UCM:
        return (
            "A wandering level and the controls (added up where they are segments of the KPI), "
            f"fitted before the launch only; {show_count(told['draws'])} whole paths drawn, seed "
            f"{told['seed']}. The interval takes the fitted variances as known, so it can be "
            "slightly narrow; noise that fades slowly makes it wide."
        )
    if one.design is Design.SYNTHETIC_CONTROL:
        mix = [f"{name} {show_percent(weight)}" for name, weight in told["weights"].items()]
        return (
            f"Weights by least squares before the launch: {show_names(mix)}. Ranked {told['rank']} "
            f"of {told['of']} by how far the gap widened, each control treated in its place."
        )
    alike = f"Errors allow for values that follow each other being alike (by {told['alike']:.2f})."
    if told["model"] == "quasi_poisson":
        return f"Counts: quasi-Poisson, dispersion {told['dispersion']:.2f}. {alike}"
    lags = show_counted(told["lags"], "lag")
    return f"Least squares; Newey-West errors over {lags}, or larger ones. {alike}"


def season(found: Impact) -> str:
    """Say whether the season was taken out."""
    if found.season:
        return "The season is taken out of a series without controls; elsewhere they carry it."
    return "The history is too short to know the season; only controls carry it."


def span(found: Impact) -> str:
    """Say which periods were read; empty where none were."""
    if found.span is None:
        return ""
    periods, before = found.span.periods, found.span.before
    word = PERIODS[found.question.kpi.cadence]
    first = found.span.before + int(found.span.is_split)
    earlier = _days(periods[0].first, periods[before - 1].last)
    later = _days(periods[first].first, periods[-1].last)
    parts = [
        f"{show_counted(before, word)} before the launch ({earlier}), {found.span.after} after "
        f"({later})."
    ]
    if found.span.is_split:
        parts.append(f"The {word} of the launch day is left out.")
    if found.span.shortened:
        left = show_counted(found.span.shortened, f"later {word}")
        parts.append(f"{left} not read: the history before must be at least three times as long.")
    return " ".join(parts)


def _days(first: dt.date, last: dt.date) -> str:
    return f"{show_day(first)} to {show_day(last)}"


def who(found: Impact) -> str:
    """Say what was held against what."""
    question = found.question
    treated = show_names([one.name for one in question.treated])
    if not question.controls:
        return f"Read: {treated}. No control."
    return f"Reached: {treated}. Controls: {show_names([one.name for one in question.controls])}."


def factor(used: UsedFactor, cadence: Cadence | None) -> str:
    """Say what a factor is, how it was taken out, and when it was declared by whom."""
    one = used.factor
    periods = show_counted(used.covers, PERIODS[cadence])
    until = f"to {show_day(one.last)}" if one.last else "still holding"
    taken = f"{periods} left out" if used.use is FactorUse.EXCLUDED else f"estimated over {periods}"
    by = f" by {one.declared_by}" if one.declared_by else ""
    stake = ", who owns the KPI," if one.by_owner else ""
    when = "after the result was known" if used.declared_late else "before the result"
    return (
        f"{one.name} ({show_day(one.first)} {until}): {taken}. Declared{by}{stake} on "
        f"{show_day(one.declared_on)}, {when}."
    )


def agree(found: Impact) -> str:
    """Say whether the designs say the same; empty where fewer than two say anything."""
    if found.agree is None:
        return ""
    return "The designs agree." if found.agree else "The designs do not agree: believe neither yet."


def moved_by_adjustment(result: DesignResult) -> str:
    """Warn where the verdict hangs on the external factors; empty where it does not."""
    if result.adjusted is None or result.adjusted.verdict is result.raw.verdict:
        return ""
    return "The verdict hangs on the external factors: raw and adjusted do not say the same."


def left_out(design: Design, why: Refusal, question: Question) -> str:
    """Say why a design says nothing."""
    return f"{DESIGN_NAMES[design]}: {refusal(why, question)}"


def refusal(one: Refusal, question: Question) -> str:
    """Say why nothing can be said, and what to do about it."""
    kpi = question.kpi
    word = PERIODS[kpi.cadence]
    names = show_names([f"“{name}”" for name in one.names])
    has, need = (show_counted(number or 0, word) for number in (one.have, one.need))
    limits = f"{show_change(one.low, _sign(kpi))} to {show_change(one.high, _sign(kpi))}"
    return {
        WhyRefused.NO_LAUNCH_DAY: f"“{launch_name(question)}” has no launch day yet. Enter it on "
        "the launch.",
        WhyRefused.NO_CADENCE: f"“{kpi.name}” does not say how often it gets a value. Enter its "
        "cadence on the KPI.",
        WhyRefused.NO_VALUES: f"“{kpi.name}” has no value yet. Record or import some.",
        WhyRefused.TOO_EARLY: f"{_so_far(one, word)} after the launch so far, and it takes "
        f"{need}. Look again later.",
        WhyRefused.PRE_TOO_SHORT: f"There are {has} with a value before the launch, and it takes "
        f"{need}: three times as many as after it. Look at fewer {word}s after the launch, or "
        "import older values.",
        WhyRefused.TOO_FEW_VALUES: f"There are only {has} with a value before the launch, and it "
        f"takes {need} to know how the number moves by itself. Import older values.",
        WhyRefused.DEFINITION_CHANGED: f"The definition of {names} changed by {show_day(one.day)}: "
        "values of two definitions are not compared. Look only at values since then.",
        WhyRefused.NO_CONTROL: "There is no control to hold it against. Choose a segment or a KPI "
        "that the launch could not touch.",
        WhyRefused.TOO_FEW_DONORS: f"{show_counted(one.have or 0, 'control')} to mix, and it "
        f"takes {one.need}. Choose more segments or KPIs that the launch could not touch.",
        WhyRefused.CONTROL_JUMPS: f"{names} itself leaves its course at the launch, so it may have "
        "been touched by it, or by what else happened. Choose another control.",
        WhyRefused.TOO_WIDE: "Without a control the interval is too wide to say anything: "
        f"{show_change(one.value, kpi.unit)} ({limits}). Choose a control that the launch could "
        "not touch.",
        WhyRefused.FACTOR_COVERS: f"{names} leaves no {word} after the launch to be adjusted: what "
        "came of which cannot be told apart. Look again once it is "
        "over.",
        WhyRefused.NOT_FITTED: "The values are too few, or too alike, for this design. Import more "
        "values, or choose another design.",
    }[one.why]


def _so_far(one: Refusal, word: str) -> str:
    if not one.have:
        return f"No whole {word} has a value"
    return f"Only {show_counted(one.have, word)} {'has' if one.have == 1 else 'have'} a value"


def chart_alt(found: Impact, result: DesignResult) -> str:
    """Tell the chart's takeaway to whoever cannot see it."""
    kpi = found.question.kpi
    return (
        f"{kpi.name}, observed and as expected without {launch_name(found.question)} by "
        f"{DESIGN_NAMES[result.design].lower()}: {actual(result.best.fit.effect, kpi)}."
    )
