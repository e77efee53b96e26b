"""The one sentence a launch leads with: how far it is, against its target, and where it will be."""

from collections.abc import Mapping

from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.formatting import show_count, show_interval, show_value
from pmm_core.precedent.calibration import HEADLINE_BAND
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.precedent.wording import ordinal
from pmm_core.vocabulary import ForecastState, WindowState

_SAME = 1e-9


def lead(
    adoption: Adoption,
    *,
    targets: Mapping[int, float],
    forecast: LaunchForecast | None,
    beside: Comparison | None,
) -> str:
    """Lead with what is known, what it was to be, and what comes next.

    Args:
        adoption: the launch.
        targets: day of a window -> least share everybody is to reach.
        forecast: of its last window; null where it was not asked for.
        beside: the launch among others; null where they were not read.
    """
    curve = adoption.whole
    window = _told(curve)
    so_far = _seen(curve) if window is None else _by_window(window, targets.get(window.day))
    ahead = "" if forecast is None else _ahead(forecast, beside)
    who = "" if curve.segment is None else f", {_named(curve.segment)}"
    return f"{adoption.name}{who}: {so_far}" + (f"; {ahead}" if ahead else "")


def one_segment(segment: str) -> str:
    """Say what is left out where a page is about one segment."""
    return f"Only {_named(segment)} is shown. Past launches and the forecast are about everybody."


def _named(segment: str) -> str:
    return f"“{segment}”" if segment else "(blank)"


def _told(curve: Curve) -> WindowReading | None:
    """Choose the window to tell: the last that is over for everybody, else the last with any."""
    over = [one for one in curve.windows if one.is_over and one.share is not None]
    known = [one for one in curve.windows if one.share is not None]
    return over[-1] if over else known[-1] if known else None


def _seen(curve: Curve) -> str:
    """Say what is known where no window is."""
    if not curve.n and curve.typed is not None:
        return "not counted for everybody yet"
    if not curve.n:
        return "nobody is eligible"
    through, first = curve.complete_through, curve.windows[0].day
    if any(one.state is WindowState.TOO_FEW for one in curve.windows):
        return "too few to say anything"
    if through is None:
        return "too early to say, no whole day has been observed"
    share = show_value(curve.days[through].share, "%")
    days = {0: "on day 0", 1: "by day 1"}.get(through, f"in the first {through} days")
    return f"{share} adopted {days}, too early for day {first}"


def _by_window(window: WindowReading, target: float | None) -> str:
    share = f"{show_value(window.share, '%')} adopted by day {window.day}"
    if window.state is WindowState.TOO_FEW:
        fraction = f"{show_count(window.adopted)} of {show_count(window.n)}"
        return f"{share}, but {fraction} is too few for a verdict"
    if window.state is WindowState.MATURING and not window.is_over:
        seen = f"{show_count(window.matured)} of {show_count(window.n)}"
        return f"{share} so far, {seen} observed that long"
    return f"{share}, {against(window, target)}"


def against(window: WindowReading, target: float | None) -> str:
    """Hold a finished window against its target; the interval may leave it open."""
    if target is None or window.share is None:
        return "no target set by then"
    gap = window.share - target
    aim = show_value(target, "%")
    if abs(gap) <= _SAME:
        return f"exactly on its {aim} target"
    side = "ahead of" if gap > 0 else "behind"
    is_open = window.low is not None and window.high is not None
    is_open = is_open and (window.low or 0.0) < target < (window.high or 0.0)
    return f"{side} its {aim} target" + (", though not clearly" if is_open else "")


def _ahead(forecast: LaunchForecast, beside: Comparison | None) -> str:
    by_day = forecast.by_day
    if forecast.forecast is not None:
        low, high = forecast.forecast.band(HEADLINE_BAND)
        return f"day {by_day} forecast {show_interval(low, high, '%')}"
    if forecast.state is ForecastState.COMPLETE:
        return _place(beside)
    return {
        ForecastState.AUDIENCE_OPEN: "no forecast while late joiners enter the curve",
        ForecastState.TOO_EARLY: "no forecast before day 1 is over",
        ForecastState.NO_PAST_LAUNCH: f"no forecast for day {by_day} without a past launch",
    }.get(forecast.state, "")


def _place(beside: Comparison | None) -> str:
    placing = beside.placing if beside else None
    if placing is None:
        return ""
    tied = ", tied" if placing.is_tied else ""
    return f"{ordinal(placing.rank)} of {placing.of} launches by that day{tied}"
