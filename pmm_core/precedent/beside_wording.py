"""Every sentence about a launch beside others, on the page that compares them."""

from collections.abc import Sequence

from pmm_core.formatting import (
    show_change,
    show_count,
    show_counted,
    show_day,
    show_interval,
    show_names,
    show_percent,
    show_value,
)
from pmm_core.precedent.comparison import (
    Apart,
    ComparedLaunch,
    Comparison,
    is_never_final,
)
from pmm_core.precedent.segments import ComparedSegment
from pmm_core.precedent.wording import SURE, ordinal, show_p
from pmm_core.stats.comparison import Difference
from pmm_core.vocabulary import Clock, WhyLeftOut, WindowState

_SINCE = {Clock.LAUNCH: "since launch", Clock.EXPOSURE: "since each unit's exposure"}
OWN_CLOCK = "As the launch counts"
ZERO = {"The launch day": Clock.LAUNCH, "Each unit's exposure": Clock.EXPOSURE}
"""What a person may say day 0 is; as the launch counts unless they do."""
NO_LAUNCH = "No launch to compare yet"
NO_LAUNCH_TODO = "Add two launches with their event logs; each is read at the same age."
APART_TITLE = "How far apart"
SEGMENTS_TITLE = "Its segments"
SEGMENTS_NOTE = (
    "Ranked by the expected share: a small segment is drawn towards the others, so that luck does "
    "not put it first. P allows for how many segments are looked at (Holm)."
)
TO_THE_LAUNCH = "Its curve, windows and forecast"
TO_COMPARE = "Compare it with other launches"
LEFT_OUT_TITLE = "Left out"
MOST_DRAWN = 4


def lead(found: Comparison) -> str:
    """Lead with where the launch stands among the others."""
    name, first = found.asked.name, next(iter(found.launches), None)
    if found.day is None or first is None:
        return f"{name}: too early to compare"
    reached = f"{name}: {show_value(first.at.share, '%')} by day {found.day}"
    if len(found.launches) == 1:
        return f"{reached}, no other launch to compare with"
    if found.placing is not None:
        tied = ", tied" if found.placing.is_tied else ""
        return f"{reached}, {ordinal(found.placing.rank)} of {found.placing.of} launches{tied}"
    if first.at.state is WindowState.TOO_FEW:
        return f"{reached}, too few for a place among the others"
    if first.at.state is WindowState.MATURING:
        return f"{reached} so far, too early for a place among the others"
    return f"{reached}, no other launch is complete by then"


def aligned(found: Comparison) -> str:
    """Say how the launches are laid over each other, and which of them count otherwise."""
    clock = found.asked.curve.clock
    alike = f"Each by day {found.day} {_SINCE[clock]}, and as of the same day."
    laid = [one.launch for one in found.launches if one.launch.adoption.definition.laid_on]
    if not laid:
        return alike
    names = show_names([one.label for one in laid])
    if clock is Clock.LAUNCH:
        how = "whoever is exposed later enters on that day"
    else:
        how = "who could use it at launch begins then, late joiners on their first day"
    return f"{alike} Laid on this clock, though counted on another: {names}; {how}."


def drawn_through(found: Comparison, through: int, drawn: int) -> str:
    """Say where the curves end, and that not all are drawn where they are many."""
    compared = len(found.launches)
    last = "the last one final for all of them"
    if is_never_final(found.asked):
        last = "the last one observed in all of them; fainter where some have not been that long"
    ends = (
        f"The curves end on day {through}, {last}. The band is the 95% interval of the launch "
        "asked about."
    )
    if drawn < compared:
        return f"{ends} Drawn are the first {drawn} of {compared}; choose others above."
    return ends


def not_drawn() -> str:
    """Say why there are no curves."""
    return "No day is final for all of them yet, so no curves are drawn."


def overlaps_title(number: int) -> str:
    """Head what fell into the days of the launches it is held against."""
    return f"In the days of the others: {show_counted(number, 'overlap')}"


def way_to_lay(found: Comparison) -> str:
    """Say how launches on another clock come in; empty where there is none."""
    if not any(one.why is WhyLeftOut.OTHER_CLOCK for one in found.left_out):
        return ""
    return "To compare launches that count their days differently, choose one day 0 for all above."


def launch_name(one: ComparedLaunch) -> str:
    """Say which launch, of when and of which tier."""
    parts = [one.launch.product]
    if one.launch.launched_on:
        parts.append(show_day(one.launch.launched_on))
    if one.launch.tier is not None:
        parts.append(f"tier {one.launch.tier}")
    return " · ".join(parts)


def gap(one: Apart) -> tuple[str, str]:
    """Write a difference in points, and its interval."""
    return show_change(one.share.value, "%"), _limits(one.share)


def days(one: Apart) -> tuple[str, str]:
    """Write the extra adopted days, and their interval; empty where none are known."""
    extra = one.adopted_days
    if extra is None:
        return "", ""
    return _signed(extra.value), f"{_signed(extra.low)} to {_signed(extra.high)}"


def curves(one: Apart) -> tuple[str, str]:
    """Write whether the whole curves differ, and the test; empty where it is not known."""
    test = one.log_rank
    if test is None or one.p_holm is None:
        return "", ""
    says = "Differ" if one.p_holm < SURE else "Could be one"
    return says, show_p(one.p_holm)


def curves_note(found: Comparison) -> str:
    """Say what the test of whole curves is good for; empty without one."""
    number = sum(one.log_rank is not None for one in found.apart)
    if not number:
        return ""
    allowed = f", p allows for {number} comparisons (Holm)" if number > 1 else ""
    tests = "; ".join(
        f"{one.than.label} {one.log_rank.chi2:.2f}" for one in found.apart if one.log_rank
    )
    return (
        f"Whole curve: a log-rank test from day 0 to day {found.day}{allowed}. It is a second "
        "number, and weak where curves cross: read the difference first. Its statistic: "
        f"{tests}."
    )


def _signed(days: float) -> str:
    """Write days with their sign; what rounds to nothing has none."""
    return "±0.00" if abs(days) < 0.005 else f"{days:+.2f}"


def _limits(one: Difference) -> str:
    low, high = (show_change(limit, "%").removesuffix(" pts") for limit in (one.low, one.high))
    return f"{low} to {high}"


def mixed(one: ComparedLaunch, found: Comparison) -> tuple[str, str]:
    """Write the share under the one mix, and its interval or why there is none."""
    if found.mix is None:
        return "", ""
    if one.launch == found.asked:
        return show_value(one.at.share, "%"), "its own mix"
    if one.refused is not None:
        segment = one.refused.segment or "(blank)"
        few = f"{segment}: n = {show_count(one.refused.n)}"
        return "", few if one.refused.n else f"no {segment}"
    if one.mixed is None:
        return "", ""
    return show_value(one.mixed.share, "%"), show_interval(one.mixed.low, one.mixed.high, "%")


def mix_note(found: Comparison) -> str:
    """Say which mix all are brought to, and what the numbers mean."""
    extra = (
        "Extra adopted days: per eligible unit in the first "
        f"{found.day} days, the area between the two curves."
    )
    if found.mix is None:
        return extra
    parts = ", ".join(
        f"{segment or '(blank)'} {show_percent(weight)}"
        for segment, weight in found.mix.weights.items()
    )
    return (
        f"{extra} One mix: what each would read with the {found.mix.column} mix of "
        f"{found.mix.of} ({parts}); raw stays beside it."
    )


def segment_p(one: ComparedSegment) -> str:
    """Write how surely a segment differs from the rest."""
    return "" if one.p_holm is None else show_p(one.p_holm)


def readings_title(day: int) -> str:
    """Head the view by launch."""
    return f"Day-{day} reading by launch, the earliest first"


def readings_alt(day: int, launches: Sequence[ComparedLaunch]) -> str:
    """Say what the dots show."""
    parts = [
        f"{one.launch.label} {show_value(one.at.share, '%')} of {show_count(one.at.n)}"
        for one in launches
    ]
    return f"Share adopted by day {day}: {'; '.join(parts)}."


READINGS_NOTE = (
    "The bar is the 95% interval. A filled mark is final; a hollow one is not, because some have "
    "not been observed that long or because they are too few for a verdict."
)
