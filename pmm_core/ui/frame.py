"""What stands round every page: the company on screen, the sample's banner, a visitor's notice."""

import streamlit as st

from pmm_core.company import wording
from pmm_core.formatting import show_day
from pmm_core.ui.session import Visit, pick_company, start_own, theme
from pmm_core.ui.wordmark import wordmark


def show_frame(visit: Visit) -> None:
    """Draw the frame; pages draw below it."""
    st.logo(wordmark(theme()), size="large")
    day = show_day(visit.today, visit.settings.manner)
    with st.sidebar:
        if visit.is_owner:
            pick_company(visit)
        st.caption(wording.today(day, visit.now.source, visit.now.timezone))
    if not visit.is_owner:
        st.warning(visit.actor.why or "", icon=":material/lock:")
    if visit.company == "sample":
        _show_sample_banner(visit)


def _show_sample_banner(visit: Visit) -> None:
    """The sample is marked on every screen, so that nobody takes it for their own company."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="sample-banner"
    ):
        st.markdown(
            ":material/science: **Sample company.** Its names and numbers are invented; "
            f"its last day is {show_day(visit.today, visit.settings.manner)}.",
            width="stretch",
        )
        if visit.is_owner:
            st.button(
                "Start with my own" if visit.own_is_empty else "Back to my company",
                icon=":material/arrow_forward:",
                on_click=start_own,
                type="primary" if visit.own_is_empty else "secondary",
            )
    st.space("xxsmall")
