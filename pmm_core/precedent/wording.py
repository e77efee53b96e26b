"""Every sentence about a launch beside past launches, and about where it will be."""

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
from pmm_core.precedent.calibration import HEADLINE_BAND, CalibratedDay, Calibration, Record
from pmm_core.precedent.comparison import Apart, ComparedLaunch, Comparison
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.precedent.history import ENOUGH_FOR_BANDS
from pmm_core.precedent.launches import LeftOut
from pmm_core.precedent.overlaps import Overlap
from pmm_core.precedent.past import ENOUGH_OF_A_KIND
from pmm_core.precedent.segments import ComparedSegment, MixRefused
from pmm_core.stats.comparison import Difference
from pmm_core.stats.placing import Placing
from pmm_core.vocabulary import ForecastState, WhyLeftOut, WindowState

WHY_LEFT_OUT = {
    WhyLeftOut.UNREADABLE: "cannot be read",
    WhyLeftOut.OTHER_CLOCK: "it counts its days from something else",
    WhyLeftOut.OTHER_RULE: "adopted means another number of uses or days there",
    WhyLeftOut.AUDIENCE_OPEN: "late joiners enter its curve",
    WhyLeftOut.SHORT_CURVE: "its curve ends before that day",
    WhyLeftOut.NOT_COUNTED: "its counts are typed, and nobody counted that day",
    WhyLeftOut.TOO_EARLY: "nobody has been observed that long",
    WhyLeftOut.MATURING: "not everybody has been observed that long",
    WhyLeftOut.TOO_FEW: "too few units for a verdict",
}
SURE = 0.05
"""Below it a p-value, however many launches are compared, counts as a difference shown."""
BLANK_SEGMENT = "(blank)"
LAUNCH_TITLE = "Launch"
SHARE_TITLE = "Share adopted"
INTERVAL_TITLE = "95% interval"
STATE_TITLE = "State"
STATE = {
    WindowState.COMPLETE: "complete",
    WindowState.MATURING: "some not observed that long yet",
    WindowState.TOO_EARLY: "too early",
    WindowState.TOO_FEW: "too few for a verdict",
}
STATE_SHORT = {
    WindowState.COMPLETE: "",
    WindowState.MATURING: "so far",
    WindowState.TOO_EARLY: "",
    WindowState.TOO_FEW: "too few",
}


def ordinal(number: int) -> str:
    """Write a place: `3rd`."""
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def left_out(one: LeftOut) -> str:
    """Say why a launch is not held against another."""
    return f"{one.launch}: {one.detail or WHY_LEFT_OUT[one.why] + '.'}"


def mix_refused(why: MixRefused) -> str:
    """Say why a launch is not brought to the mix."""
    return (
        f"{why.segment or BLANK_SEGMENT} has {show_count(why.n)} units there, too few to stand for "
        "its share of the mix."
    )


def compared(found: Comparison) -> str:
    """Head a comparison."""
    name = found.asked.label
    if found.day is None:
        return f"{name}: too early to compare, no whole day has been observed for everybody yet."
    if not found.launches:
        return f"{name}: too early to compare on day {found.day}."
    others = len(found.launches) - 1
    if not others:
        return f"{name} on day {found.day}: there is no other launch to compare it with."
    launches = "launch" if others == 1 else "launches"
    return f"{name} beside {show_count(others)} other {launches}, each by its day {found.day}"


def reading(one: ComparedLaunch) -> str:
    """Write the reading of one launch with its fraction."""
    low, high = one.at.interval or (None, None)
    share = f"{show_value(one.at.share, '%')} ({show_interval(low, high, '%')})"
    if one.at.state is WindowState.MATURING:
        return f"{share}, so far, {show_count(one.at.n)} eligible"
    few = ", too few for a verdict" if one.at.state is WindowState.TOO_FEW else ""
    return f"{share}, {show_count(one.at.adopted)} of {show_count(one.at.n)} eligible{few}"


def under_mix(one: ComparedLaunch, found: Comparison) -> str:
    """Write the share under the one mix, or why there is none; empty for the mix's own launch."""
    if one.refused:
        return f"Not brought to one mix: {mix_refused(one.refused)}"
    if one.mixed is None or found.mix is None or one.launch == found.asked:
        return ""
    share, limits = one.mixed.share, show_interval(one.mixed.low, one.mixed.high, "%")
    mix = f"With the {found.mix.column} mix of {found.mix.of}"
    return f"{mix}: {show_value(share, '%')} ({limits})"


def apart(one: Apart, *, day: int) -> str:
    """Say how far the launch lies from another, and how much faster it was."""
    share = f"{show_change(one.share.value, '%')} against {one.than.label} ({_points(one.share)})"
    curves = "" if one.log_rank is None else f" {whole_curves(one)}"
    gap = one.adopted_days
    if gap is None:
        return f"{share}.{curves}"
    more = "more" if gap.value >= 0 else "fewer"
    size = sorted((abs(gap.low), abs(gap.high))) if gap.low * gap.high >= 0 else None
    interval = f"{size[0]:.2f} to {size[1]:.2f}" if size else f"{gap.low:+.2f} to {gap.high:+.2f}"
    return (
        f"{share}; {abs(gap.value):.2f} {more} adopted days per eligible unit in the first {day} "
        f"days ({interval}).{curves}"
    )


def whole_curves(one: Apart) -> str:
    """Say whether the whole curves differ, with the test and its p; empty where it is not known."""
    test = one.log_rank
    if test is None or one.p_holm is None:
        return ""
    if one.p_holm < SURE:
        says = f"Their whole curves differ ({show_p(one.p_holm)}"
    else:
        says = f"Their whole curves could be one ({show_p(one.p_holm)}"
    return f"{says}, log-rank {test.chi2:.2f})."


def show_p(value: float) -> str:
    """Write a p-value; one that is nearly nothing is never 0."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _points(gap: Difference) -> str:
    return f"{show_change(gap.low, '%')} to {show_change(gap.high, '%')}"


def placing(found: Comparison) -> str:
    """Say which place a launch takes; empty where it takes none."""
    where = found.placing
    if where is None:
        return ""
    tied = ", tied" if where.is_tied else ""
    chance = "" if found.chance is None else f"; {likely(found.chance)} above their median"
    return (
        f"{ordinal(where.rank)} of {where.of} launches complete on day {found.day}{tied}{chance}. "
        f"{_range(where)}"
    )


def _range(where: Placing) -> str:
    if where.percentile is not None:
        return f"Ahead of {show_percent(where.percentile)} of the others."
    if where.of <= 2:
        return "One other launch says nothing about what is usual."
    return (
        f"The range of the {where.of - 1} others holds one more launch of their kind "
        f"{show_percent(where.range_holds)} of the time."
    )


def likely(chance: float) -> str:
    """Write a probability; a rare or a nearly sure thing is never 0 or 100%."""
    if chance > 0.99:
        return "over 99% likely"
    return "under 1% likely" if chance < 0.01 else f"{show_percent(chance)} likely"


def segment(one: ComparedSegment) -> str:
    """Write a segment with its place; its own share stands beside the one it is ranked by."""
    name = one.segment or BLANK_SEGMENT
    share = f"{show_value(one.at.share, '%')} of {show_count(one.at.n)}"
    if one.rank is None:
        return f"{name}: {share}."
    return f"{ordinal(one.rank)} {name}: {share}, expected {show_value(one.shrunken, '%')}."


def overlap(one: Overlap) -> str:
    """Say that something else fell into the same days."""
    return f"{_happened(one)}, in these very days: what came of which cannot be told apart."


def overlap_of_another(one: Overlap) -> str:
    """Say that something fell into the days of a launch that is held against another."""
    return f"{one.launch}: {_happened(one)}."


def own_overlaps(found: Comparison) -> tuple[list[Overlap], list[Overlap]]:
    """Tell what fell into the days of the launch asked about from what fell into the others'."""
    own = [one for one in found.overlaps if one.launch == found.asked.label]
    return own, [one for one in found.overlaps if one.launch != found.asked.label]


def _happened(one: Overlap) -> str:
    if one.is_launch:
        until = "" if one.last in (None, one.first) else f" and is read until {show_day(one.last)}"
        when = f"came out on {show_day(one.first)}{until}"
    elif one.last is None:
        when = f"holds since {show_day(one.first)}"
    else:
        when = f"held from {show_day(one.first)} to {show_day(one.last)}"
    return f"“{one.name}” {when}"


def forecast(found: LaunchForecast) -> str:
    """Lead a forecast with what is known and where it will be."""
    name, by_day = found.asked.label, found.by_day
    if found.share is None or found.day is None:
        return f"{name}: too early, no whole day has been observed for everybody yet."
    so_far = (
        f"{name}: {show_value(found.share, '%')} adopted by day {found.day}, "
        f"{show_count(found.adopted)} of {show_count(found.n)} eligible"
    )
    if found.forecast is not None:
        low, high = found.forecast.band(HEADLINE_BAND)
        return f"{so_far}; day {by_day} forecast {show_interval(low, high, '%')} (80% band)."
    return f"{so_far}; {_why_none(found)}."


def _why_none(found: LaunchForecast) -> str:
    by_day = found.by_day
    return {
        ForecastState.COMPLETE: f"day {by_day} is over, there is nothing to forecast",
        ForecastState.AUDIENCE_OPEN: (
            "no forecast, because late joiners enter the curve and the audience is not frozen"
        ),
        ForecastState.TOO_EARLY: "no forecast before day 1 is over",
        ForecastState.NO_PAST_LAUNCH: (
            f"no forecast, because no past launch is complete on day {by_day}"
        ),
        ForecastState.READY: "",
    }[found.state]


def no_forecast(found: LaunchForecast) -> str:
    """Say why there is no forecast, and what would make one."""
    why = _why_none(found)
    ways = {
        ForecastState.NO_PAST_LAUNCH: (
            " One launch alone says nothing about its own future: a forecast comes with the first "
            "past launch on the same clock and by the same rule."
        ),
        ForecastState.AUDIENCE_OPEN: " Count late joiners apart to have one.",
    }
    return f"{why[0].upper()}{why[1:]}.{ways.get(found.state, '')}"


def forecast_title(found: LaunchForecast) -> str:
    """Head the forecast."""
    if found.state is ForecastState.COMPLETE:
        return f"Forecasts to day {found.by_day}"
    return f"Where it will be on day {found.by_day}"


def no_stored_target(by_day: int) -> str:
    """Say what would be told with a target."""
    return f"With a target for day {by_day} its chance would stand here."


def behind(found: LaunchForecast) -> str:
    """Say what stands behind a curve, with how many launches and units; empty without any."""
    past = [one for one in found.comparable if one.is_daily]
    undrawn = len(found.comparable) - len(past)
    rest = f" Not drawn, as counted on some days only: {undrawn}." if undrawn else ""
    if not past:
        return rest.strip()
    number = len(past)
    launches = f"{number} past {'launch' if number == 1 else 'launches'}"
    units = f"n = {show_count(sum(one.n for one in past))}"
    if number < ENOUGH_FOR_BANDS:
        return f"Behind it: {launches}, {units}, a thin line each.{rest}"
    return (
        f"Behind it: {launches}, {units}. The darker grey holds half of them, the lighter eight in "
        f"ten; the line is the typical past launch.{rest}"
    )


def two_questions(found: LaunchForecast) -> str:
    """Say why the forecast starts without width beside an interval that has one."""
    if found.forecast is None:
        return ""
    return (
        "The interval round the solid line is what launches like this one would do. The dotted "
        f"forecast is where the {show_counted(found.n, 'unit')} will stand: "
        f"{show_value(found.share, '%')} is known on day {found.day}, so its 80% and 95% bands "
        "start there with no width."
    )


def reading_logs(name: str, done: int, of: int) -> str:
    """Say how far reading the launches has come."""
    return f"Reading {name}, {done + 1} of {of} launches"


def left_out_title(number: int) -> str:
    """Head the launches that are not used."""
    return f"{number} left out, and why" if number != 1 else "1 left out, and why"


def calibration_note(found: Calibration) -> str:
    """Say how the table of trials came about."""
    number = len({one.launch.label for one in found.trials})
    return (
        f"Each of {number} finished launches was forecast as if its end were unknown: leave one "
        "out from all the others, walk forward from those that were complete on that very day. "
        "The share inside the 80% band has its 95% interval beside it; where that excludes 80% the "
        "band is flagged. Off by: how far the median lay from the end, on average."
    )


def error(record: Record) -> str:
    """Write how far forecasts were off."""
    return f"{100 * record.error:.1f} pts"


def off(record: Record) -> str:
    """Say in which direction the band is wrong."""
    return "Band too wide" if _is_wide(record) else "Band too narrow"


def _is_wide(record: Record) -> bool:
    return record.inside[HEADLINE_BAND] / record.n > HEADLINE_BAND


def rests_on(found: LaunchForecast) -> str:
    """Say which past launches a forecast rests on; empty without one."""
    if found.forecast is None:
        return ""
    number = found.forecast.launches
    launches = "launch" if number == 1 else "launches"
    names = show_names([one.launch.label for one in found.past])
    return f"From {number} past {launches} {_of_kind(found)}: {names}."


def _of_kind(found: LaunchForecast) -> str:
    """Say what past launches share with the one asked about, and why not more."""
    tier = f"tier {found.tier}" if found.tier else None
    kind = found.launch_type and f"type “{found.launch_type.value.replace('_', ' ')}”"
    shared = " and ".join(filter(None, (tier, kind)))
    few = f"as fewer than {ENOUGH_OF_A_KIND} are of its own"
    if tier and kind:
        return f"of {shared}"
    if shared:
        other = "tier" if kind else "type"
        known = found.asked.tier if kind else found.asked.launch_type
        return f"of {shared}" + (f" and any {other}, {few}" if known else "")
    is_known = found.asked.tier or found.asked.launch_type
    return f"of any tier and type, {few if is_known else 'as its own are not known'}"


def unlike(found: LaunchForecast) -> str:
    """Warn where history is unlike the launch; empty where it is not."""
    if found.forecast is None or not found.forecast.is_unlike:
        return ""
    return (
        f"History is unlike this launch: no past launch was where it is on day {found.day}. Trust "
        "the forecast less."
    )


def chance(found: LaunchForecast) -> str:
    """Say how likely the target is; empty without one."""
    if found.chance is None:
        return ""
    target = show_value(found.target, "%")
    return f"{target} or more by day {found.by_day}: {likely(found.chance)}."


def band(level: float, low: float, high: float) -> str:
    """Write one band."""
    return f"{show_percent(level)} band: {show_interval(low, high, '%')}"


def calibrated(one: CalibratedDay, *, by_day: int) -> str:
    """Say how forecasts from an early day did on the past launches."""
    walk = one.walk_forward
    known = f" With only what was complete on that day: {_inside(walk)}." if walk else ""
    return (
        f"Day {one.day} to {by_day}, each past launch from all others: "
        f"{_inside(one.leave_one_out)}, off by {100 * one.leave_one_out.error:.1f} points on "
        f"average.{_off(one.leave_one_out)}{known}"
    )


def _inside(record: Record) -> str:
    return (
        f"{record.inside[HEADLINE_BAND]} of {record.n} inside the 80% band "
        f"({show_interval(*record.interval, '%')})"
    )


def _off(record: Record) -> str:
    if not record.is_off:
        return ""
    return f" The band is too {'wide' if _is_wide(record) else 'narrow'} here."


CALIBRATION = "How far to trust forecasts here"
LEAVE_ONE_OUT = "leave one out"
WALK_FORWARD = "walk forward"
NOT_OFF = "Nothing against it"
OVERLAP = "Not separately identifiable"
NOT_CALIBRATED = "Fewer than two past launches: how far to trust this cannot be checked yet."
