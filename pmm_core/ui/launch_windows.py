"""The windows of a launch on screen: reading, doubt, counts, target and verdict, a row each."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.formatting import safe_text, show_count, show_interval, show_value
from pmm_core.ui import methods
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_cell
from pmm_core.verdict import wording as verdict_wording
from pmm_core.verdict.recount import recounts
from pmm_core.verdict.settle import LaunchVerdicts, VerdictLine, lines
from pmm_core.vocabulary import Measure, Verdict

VERDICT_COLOURS: dict[Verdict, Literal["green", "red"]] = {
    Verdict.MET: "green",
    Verdict.MISSED: "red",
}
# In pixels: they stand in columns on a wide screen and wrap into a card on a narrow one.
_WHO_WIDTH, _SHARE_WIDTH, _FRACTION_WIDTH, _COUNT_WIDTH, _BADGE_WIDTH = 88, 116, 112, 72, 128


def judged(adoption: Adoption, found: LaunchVerdicts | None) -> LaunchVerdicts:
    """Return the verdicts of a launch; of a log that is no launch of the store, what it says."""
    if found is not None:
        return found
    now = tuple(recounts(adoption, {}, as_of=adoption.as_of))
    return LaunchVerdicts(adoption.name, adoption.as_of, lines(now, ()))


def show_window_table(visit: Visit, adoption: Adoption, found: LaunchVerdicts) -> None:
    """Show every window of everybody, and those of segments that have a target of their own."""
    st.subheader(wording.WINDOWS_HEADING, anchor=False)
    _show_windows(visit, adoption, adoption.whole, found)
    for segment in adoption.segments:
        days = tuple(found.aims(segment))
        curve = adoption.curve(segment)
        if days and curve and curve is not adoption.whole:
            _show_windows(visit, adoption, curve, found, only=days)
    curves = [one for one in adoption.curves if one is adoption.whole or found.aims(one.segment)]
    if any(_is_thin(adoption, curve, one) for curve in curves for one in curve.windows):
        st.caption(wording.few_at_risk(adoption.definition.min_n))


def show_apart(adoption: Adoption, curve: Curve) -> None:
    """Show the windows of units that no verdict is about."""
    with st.container(border=True, gap="small"):
        for window in curve.windows:
            with st.container(horizontal=True, gap="xsmall"):
                _show_reading(adoption, curve, window)
                _show_state(curve, window)


def _show_windows(
    visit: Visit,
    adoption: Adoption,
    curve: Curve,
    found: LaunchVerdicts,
    *,
    only: Sequence[int] = (),
) -> None:
    shown = [one for one in curve.windows if not only or one.day in only]
    with st.container(border=True, gap="small"):
        for window in shown:
            line = found.line(window.day, curve.segment or "")
            with st.container(horizontal=True, gap="xsmall"):
                late = found.late.get((Measure.ADOPTION, curve.segment or "", window.day))
                _show_reading(adoption, curve, window, line, late=late)
                if line is None or line.verdict is None:
                    _show_state(curve, window)
                else:
                    show_verdict(visit, line)
                if window.wilson is not None:
                    limits = show_interval(*window.wilson, "%")
                    methods.link_to_share(
                        window.adopted, window.n, label=wording.wilson_link(limits)
                    )


def show_verdict(visit: Visit, line: VerdictLine) -> None:
    """Show the verdict of a final window, and since when it stands."""
    assert line.verdict is not None, "the window is final"
    with st.container(width=_BADGE_WIDTH, gap="xxsmall"):
        st.markdown(f":small[:gray[{verdict_wording.VERDICT}]]")
        st.badge(
            verdict_wording.VERDICT_WORDS[line.verdict],
            icon=verdict_wording.VERDICT_ICONS[line.verdict],
            color=VERDICT_COLOURS.get(line.verdict, "gray"),
        )
        if line.written is not None:
            on = visit.day_of(line.written.written_at)
            said = verdict_wording.since(on, is_again=line.before is not None)
            st.markdown(f":small[:gray[{safe_text(said)}]]")


def _show_reading(
    adoption: Adoption,
    curve: Curve,
    window: WindowReading,
    line: VerdictLine | None = None,
    *,
    late: float | None = None,
) -> None:
    who = "" if curve.segment is None else wording.segment_name(curve.segment)
    doubt = show_interval(window.low, window.high, "%")
    share = "" if window.share is None else f"**{show_value(window.share, '%')}**"
    name = f"**Day {window.day}**" + (f"  \n:small[{safe_text(who)}]" if who else "")
    st.markdown(name, width=_WHO_WIDTH)
    if line is not None:
        show_cell("Target", _aim(line.target, late), width=_COUNT_WIDTH)
    show_cell(
        "Adopted", share + (f"  \n:small[:gray[{doubt}]]" if doubt else ""), width=_SHARE_WIDTH
    )
    show_cell(
        "Of eligible",
        f"{show_count(window.adopted)} of {show_count(window.n)}",
        width=_FRACTION_WIDTH,
    )
    show_cell("Matured", show_count(window.matured), width=_COUNT_WIDTH)
    at_risk = show_count(curve.days[window.day].at_risk) if _is_counted(curve, window) else ""
    if _is_thin(adoption, curve, window):
        at_risk = wording.thin(at_risk)
    show_cell("At risk", at_risk, width=_COUNT_WIDTH)


def _aim(target: float | None, late: float | None) -> str:
    if target is not None:
        return f"≥ {show_value(target, '%')}"
    if late is not None:
        aim = f"≥ {show_value(late, '%')}"
        return f":gray[{aim}]  \n:small[:gray[{verdict_wording.TOO_LATE}]]"
    return ":gray[none]"


def _is_counted(curve: Curve, window: WindowReading) -> bool:
    return window.share is not None and not curve.has_gap_before(window.day)


def _is_thin(adoption: Adoption, curve: Curve, window: WindowReading) -> bool:
    few = curve.days[window.day].at_risk < adoption.definition.min_n
    return few and _is_counted(curve, window)


def _show_state(curve: Curve, window: WindowReading) -> None:
    with st.container(width=_BADGE_WIDTH, gap="xxsmall"):
        st.markdown(f":small[:gray[{verdict_wording.VERDICT}]]")
        st.badge(
            wording.STATE_WORDS[window.state],
            icon=wording.STATE_ICONS[window.state],
            color="gray",
            help=wording.window_state(window, curve.observed_through),
        )
