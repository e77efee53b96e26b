"""Activation, adoption and engagement side by side, with their own fractions; who left."""

import datetime as dt

import streamlit as st

from pmm_core.adoption.curves import Curve
from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text
from pmm_core.measures import charts, wording
from pmm_core.measures.charts import Panel
from pmm_core.measures.engagement import EngagementCurve
from pmm_core.measures.reading import Measures
from pmm_core.ui import cached, launches
from pmm_core.ui.drawn import show_chart
from pmm_core.ui.last_good import read_or_keep
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Measure


def show_measures(visit: Visit, launch: str, as_of: dt.date, segment: str | None) -> None:
    """Show the three measures of a launch of the store; nothing where it has no log.

    Args:
        segment: whose; null for everybody.
    """
    ref = launches.refs(visit).get(launch)
    if ref is None or not ref.has_log:
        return

    def ask() -> Measures:
        launches.require_new(visit, ref)
        return cached.measures(visit, ref.id, as_of)

    key = f"{visit.store.name}-{ref.id}-measures"
    try:
        found = read_or_keep(key, ask, asked=(ref, as_of)).answer
    except PmmError as fault:
        st.caption(safe_text(fault.message))
        return
    if segment is not None:
        found = found.only(segment)
    day = _last_read(found)
    st.subheader(wording.HEADING, anchor=False)
    _show_panels(found, day)
    for left in found.leaving:
        if left.segment is None and left.audience is found.adoption.whole.audience:
            st.subheader(wording.LEAVING_HEADING, anchor=False)
            show_chart(
                "measure-parts",
                charts.parts_chart,
                found.adoption.whole,
                left,
                alt=wording.leaving(left, day),
            )
            st.caption(wording.leaving(left, day))


def _show_panels(found: Measures, day: int) -> None:
    whole, activated, engaged = found.adoption.whole, found.activated(), found.engaged()
    curves: dict[Measure, Curve | EngagementCurve | None] = {
        Measure.ACTIVATION: None if found.is_adoption_first else activated,
        Measure.ADOPTION: whole,
        Measure.ENGAGEMENT: engaged,
    }
    panels = {
        measure: Panel.of(
            curve, whole, wording.ON_DAY if measure is Measure.ENGAGEMENT else wording.BY_DAY
        )
        for measure, curve in curves.items()
        if curve is not None
    }
    # Activation and adoption are shares of one audience and share a scale; engagement is not.
    top = charts.panels_top([panels[one] for one in panels if one is not Measure.ENGAGEMENT])
    with st.grid(columns=len(panels), min_column_width=280):
        for measure, panel in panels.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{wording.TITLES[measure]}**")
                share, fraction = wording.reading(measure, found, day)
                show_chart(
                    f"measure-{measure}",
                    charts.measure_chart,
                    panel,
                    top=1.0 if measure is Measure.ENGAGEMENT else top,
                    alt=f"{wording.TITLES[measure]}: {share}. {fraction}",
                )
                st.markdown(f"**{safe_text(share)}**")
                st.markdown(safe_text(fraction))
                st.caption(safe_text(wording.definition(measure, found)))
    if found.is_adoption_first:
        st.caption(wording.ADOPTION_IS_FIRST)


def _last_read(found: Measures) -> int:
    """Return the last window that has a reading, else the first window."""
    known = [window.day for window in found.adoption.whole.windows if window.share is not None]
    return known[-1] if known else found.adoption.definition.windows[0]
