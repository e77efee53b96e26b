"""The windows of a launch on screen: reading, doubt, counts, target and verdict, a row each."""

from collections.abc import Sequence

import streamlit as st

from pmm_core.adoption import wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.formatting import safe_text, show_count, show_interval, show_value
from pmm_core.scorecard import wording as scorecard_wording
from pmm_core.scorecard.build import Row
from pmm_core.ui import methods
from pmm_core.ui.launches import Aims
from pmm_core.ui.show import show_cell, show_status
from pmm_core.vocabulary import WindowState

_STATE_COLOURS = {WindowState.COMPLETE: "blue"}
# In pixels: they stand in columns on a wide screen and wrap into a card on a narrow one.
_WHO_WIDTH, _SHARE_WIDTH, _FRACTION_WIDTH, _COUNT_WIDTH, _BADGE_WIDTH = 88, 116, 104, 64, 108


def show_window_table(adoption: Adoption, aims: Aims) -> None:
    """Show every window of everybody, and those of segments that have a target of their own."""
    st.subheader("By window", anchor=False)
    show_windows(adoption.whole, aims)
    for segment in adoption.segments:
        days = aims.shares(segment)
        curve = adoption.curve(segment)
        if days and curve:
            show_windows(curve, aims, only=tuple(days))


def show_windows(curve: Curve, aims: Aims | None = None, *, only: Sequence[int] = ()) -> None:
    """Show a row for each window of a curve; `only` some days of it where asked."""
    shown = [one for one in curve.windows if not only or one.day in only]
    with st.container(border=True, gap="small"):
        for window in shown:
            row = aims.rows.get((window.day, curve.segment)) if aims else None
            with st.container(horizontal=True, gap="xsmall"):
                _show_reading(curve, window)
                if aims is not None:
                    _show_target(row)
                _show_state(curve, window)
                if aims is not None:
                    show_verdict(row)
                if window.wilson is not None:
                    limits = show_interval(*window.wilson, "%")
                    methods.link_to_share(
                        window.adopted, window.n, label=wording.wilson_link(limits)
                    )


def show_verdict(row: Row | None) -> None:
    """Show the verdict of a window against its target; blank without a target."""
    with st.container(width=_BADGE_WIDTH, gap="xxsmall"):
        st.markdown(":small[:gray[Verdict]]")
        if row is None:
            st.markdown(":small[:gray[No target]]")
        else:
            show_status(row.status)


def _show_reading(curve: Curve, window: WindowReading) -> None:
    who = "" if curve.segment is None else wording.segment_name(curve.segment)
    doubt = show_interval(window.low, window.high, "%")
    share = "" if window.share is None else f"**{show_value(window.share, '%')}**"
    name = f"**Day {window.day}**" + (f"  \n:small[{safe_text(who)}]" if who else "")
    st.markdown(name, width=_WHO_WIDTH)
    show_cell(
        "Adopted", share + (f"  \n:small[:gray[{doubt}]]" if doubt else ""), width=_SHARE_WIDTH
    )
    show_cell(
        "Of eligible",
        f"{show_count(window.adopted)} of {show_count(window.n)}",
        width=_FRACTION_WIDTH,
    )
    show_cell("Matured", show_count(window.matured), width=_COUNT_WIDTH)
    is_known = window.state is not WindowState.TOO_EARLY and not curve.has_gap_before(window.day)
    at_risk = show_count(curve.days[window.day].at_risk) if is_known else ""
    show_cell("At risk", at_risk, width=_COUNT_WIDTH)


def _show_target(row: Row | None) -> None:
    aim = scorecard_wording.aim_sign(row.post, "%") if row else ""
    show_cell("Target", safe_text(aim), width=_COUNT_WIDTH + 8)


def _show_state(curve: Curve, window: WindowReading) -> None:
    with st.container(width=_BADGE_WIDTH, gap="xxsmall"):
        st.markdown(":small[:gray[State]]")
        st.badge(
            wording.STATE_WORDS[window.state],
            icon=wording.STATE_ICONS[window.state],
            color=_STATE_COLOURS.get(window.state, "gray"),  # type: ignore[arg-type]
            help=wording.window_state(window, curve.observed_through),
        )
