"""Every sentence about activation, engagement and leaving."""

from pmm_core.adoption.curves import Curve
from pmm_core.formatting import show_count, show_interval, show_names, show_value
from pmm_core.measures.engagement import EngagedWindow
from pmm_core.measures.leaving import LeavingCurve
from pmm_core.measures.reading import Measures
from pmm_core.vocabulary import Measure, WindowState

TITLES = {
    Measure.ACTIVATION: "Activation",
    Measure.ADOPTION: "Adoption",
    Measure.ENGAGEMENT: "Engagement",
}
HEADING = "First value, regular use, use that goes on"
LEAVING_HEADING = "Adopted, left, still open"
ADOPTION_IS_FIRST = (
    "The first value of this launch is the adopting use itself, so activation and adoption are "
    "one. Name other events as first value on the launch to tell them apart."
)
BY_DAY = "Share by that day"
ON_DAY = "Share on that day"
OPEN, LEFT, ADOPTED = "Still open", "Left", "Adopted"
_STATES = {
    WindowState.TOO_EARLY: "too early",
    WindowState.TOO_FEW: "too few for a verdict",
    WindowState.MATURING: "not everybody observed that long yet",
}


def engaged_span(longest: int) -> str:
    """Refuse a span no product is used in."""
    return f"Engagement looks back over 1 to {longest} days. Write 7 for a week."


def engaged_too_often(min_days: int, days: int) -> str:
    """Refuse more distinct days than there are."""
    return (
        f"Nobody can be active on {min_days} distinct days of {days}. Ask for 1 to {days}, or for "
        "a longer span."
    )


def typed_is_adoption(launch: str) -> str:
    """Say why counts do not tell activation or engagement."""
    return (
        f"The counts typed for “{launch}” say who adopted, not who had a first value or went on. "
        "Import its event log for activation and engagement."
    )


def definition(measure: Measure, found: Measures) -> str:
    """Say in a few words what is counted."""
    rule = found.adoption.definition
    if measure is Measure.ACTIVATION:
        return f"First {_events(found.activate)}, by day d."
    if measure is Measure.ADOPTION:
        uses = "1 use" if rule.min_uses == 1 else f"{rule.min_uses} uses"
        days = "" if rule.min_days == 1 else f" on {rule.min_days} different days"
        return f"At least {uses}{days} of {_events(rule.adopt)}, by day d."
    often = "" if found.engaged_min_days == 1 else f" on {found.engaged_min_days} different days"
    return (
        f"Of those who adopted at least {found.engaged_days} days before and are still there: "
        f"active{often} in the {found.engaged_days} days up to day d. On the day, not by it."
    )


def _events(names: tuple[str, ...]) -> str:
    return "use" if "any" in names else show_names([f"“{name}”" for name in names])


def activation_fraction(curve: Curve, day: int) -> str:
    """Spell out the fraction: `312 of 1,204 eligible`."""
    return _of_eligible(curve, day, "activated")


def adoption_fraction(curve: Curve, day: int) -> str:
    """Spell out the fraction of adopters."""
    return _of_eligible(curve, day, "adopted")


def _of_eligible(curve: Curve, day: int, what: str) -> str:
    window = next(one for one in curve.windows if one.day == day)
    said = f"{show_count(window.adopted)} of {show_count(window.n)} eligible {what} by day {day}"
    return _with_state(said, window.state)


def engagement_fraction(window: EngagedWindow, found: Measures) -> str:
    """Spell out the fraction with its own denominator: adopters, not the eligible."""
    if not window.adopters:
        return f"nobody had adopted {found.engaged_days} days before day {window.day}"
    said = (
        f"{show_count(window.active)} of {show_count(window.adopters)} adopters of at least "
        f"{found.engaged_days} days were active in the {found.engaged_days} days up to day "
        f"{window.day}"
    )
    return _with_state(said, window.state)


def _with_state(said: str, state: WindowState) -> str:
    doubt = _STATES.get(state)
    return f"{said}: {doubt}" if doubt else said


def active_rate(window: EngagedWindow) -> str | None:
    """Say on how many of their days adopters were active; null without adopters."""
    if window.active_rate is None:
        return None
    return (
        f"Active on {show_value(window.active_rate, '%')} of their days: "
        f"{show_count(window.active_days)} of {show_count(window.adopter_days)} adopter days by "
        f"day {window.day}."
    )


def share(share: float | None, low: float | None, high: float | None) -> str:
    """Write a share with its interval; a dash where it is unknown."""
    if share is None:
        return "–"
    return f"{show_value(share, '%')} ({show_interval(low, high, '%')})"


def leaving(curve: LeavingCurve, day: int) -> str:
    """Say how many left without adopting, and that they can no longer."""
    found = curve.days[day]
    if found.share is None:
        return f"{show_count(curve.left)} left before adopting; they can no longer adopt."
    return (
        f"{share(found.share, found.low, found.high)} had left by day {day} without adopting; they "
        "can no longer adopt, and are not counted as waiting."
    )


def _fractions(found: Measures, day: int) -> list[str]:
    activated, engaged = found.activated(), found.engaged()
    said = [activation_fraction(activated, day)] if activated else []
    said.append(adoption_fraction(found.adoption.whole, day))
    windows = engaged.windows if engaged else ()
    return said + [engagement_fraction(one, found) for one in windows if one.day == day]


def alt(found: Measures, day: int) -> str:
    """Describe the three curves with their fractions."""
    return f"{found.adoption.name}: {'; '.join(_fractions(found, day))}."


def lines(found: Measures) -> list[str]:
    """Write the measures for a terminal."""
    windows = found.adoption.definition.windows
    return [
        *(
            f"{TITLES[measure]}: {definition(measure, found)}"
            for measure in (Measure.ACTIVATION, Measure.ENGAGEMENT)
        ),
        *(f"  {line}" for window in windows for line in _fractions(found, window)),
        *(leaving(curve, windows[-1]) for curve in found.leaving if curve.segment is None),
    ]


def reading(measure: Measure, found: Measures, day: int) -> tuple[str, str]:
    """Say where a measure of everybody stands: its share with interval, and the fraction."""
    if measure is Measure.ENGAGEMENT:
        engaged = found.engaged()
        windows = engaged.windows if engaged else ()
        window = next((one for one in windows if one.day == day), None)
        if window is None:
            return "–", ""
        said = f"{_sentence(engagement_fraction(window, found))} {active_rate(window) or ''}"
        return share(window.share, window.low, window.high), said.strip()
    curve = found.activated() if measure is Measure.ACTIVATION else found.adoption.whole
    if curve is None:
        return "–", ""
    read = next(one for one in curve.windows if one.day == day)
    fraction = activation_fraction if measure is Measure.ACTIVATION else adoption_fraction
    return share(read.share, read.low, read.high), _sentence(fraction(curve, day))


def _sentence(said: str) -> str:
    return f"{said}."
