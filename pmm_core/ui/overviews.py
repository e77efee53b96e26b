"""The parts of the overview: who is behind and what is done about it, young launches, silence."""

import streamlit as st

from pmm_core.formatting import safe_text, show_day
from pmm_core.scorecard import wording
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.overview import Overview, YoungLaunch, is_overdue
from pmm_core.ui import navigation
from pmm_core.ui.drawer import row_name, show_open, show_way_on
from pmm_core.ui.launches import newest_reading
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty, show_status
from pmm_core.vocabulary import Status


def show_behind(visit: Visit, overview: Overview) -> None:
    """List the KPIs off track and at risk, furthest behind first."""
    st.subheader("Behind", anchor=False)
    if not overview.behind:
        show_empty("Nothing is behind", "No KPI with a verdict is off track or at risk today.")
    for number, row in enumerate(overview.behind):
        _show_row(visit, row, key=f"behind-{number}")


def show_young_launches(visit: Visit, overview: Overview) -> None:
    """List the launches inside their first 30 days."""
    st.subheader("In their first 30 days", anchor=False)
    if not overview.launches:
        show_empty("No young launch", "Launches appear here from launch day to day 30.")
    for launch in overview.launches:
        _show_launch(visit, launch)


def show_stale(visit: Visit, overview: Overview) -> None:
    """List the KPIs that have gone silent."""
    st.subheader("Gone stale", anchor=False)
    if not overview.stale:
        show_empty(
            "No KPI has gone stale",
            "A KPI is listed here when its last value is too old.",
        )
    for number, row in enumerate(overview.stale):
        _show_row(visit, row, key=f"stale-{number}")
    if overview.never:
        st.caption(safe_text(wording.never_valued(overview.never)))


def _show_row(visit: Visit, row: Row, *, key: str) -> None:
    kpi = row.kpi
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            show_status(row.status)
            st.markdown(f"**{safe_text(row_name(row))}**", width="stretch")
            is_at, is_to_be = wording.at_and_aim(row.estimate.value, row.post, kpi.unit)
            st.markdown(f"**{safe_text(is_at)}**, {safe_text(is_to_be)}", width="content")
        st.caption(f"{safe_text(wording.place(kpi))} · {safe_text(row.verdict.reason)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_next_step(visit, row), width="stretch")
            if visit.is_owner:
                show_way_on(row)
            show_open(row, key=key)


def _show_launch(visit: Visit, launch: YoungLaunch) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{safe_text(launch.name)}** · {safe_text(launch.product)}", width="stretch"
            )
            st.badge(f"Day {launch.day} of 30", icon=":material/rocket_launch:", color="blue")
        st.markdown(safe_text(newest_reading(visit, launch.id)))
        owner = f" · {safe_text(launch.owner)}" if launch.owner else ""
        st.caption(f"Launched {show_day(launch.launched_on, visit.settings.manner)}{owner}")
        st.page_link(
            navigation.ADOPTION,
            label="See its adoption",
            icon=":material/show_chart:",
            query_params={"launch": f"{launch.product}/{launch.name}"},
        )


def _next_step(visit: Visit, row: Row) -> str:
    step = row.facts.next_action
    if step is None:
        if row.status is Status.OFF_TRACK:
            return f"{_owner(row)} · :red-badge[No next step yet]"
        return _owner(row)
    due = f", due {show_day(step.due, visit.settings.manner)}" if step.due else ""
    late = " :red-badge[Overdue]" if is_overdue(row, visit.today) else ""
    by = f" ({safe_text(step.owner)}{due})" if step.owner else due
    return f"{_owner(row)} · Next: {safe_text(step.text)}{by}{late}"


def _owner(row: Row) -> str:
    return f"Owner {safe_text(row.kpi.owner)}" if row.kpi.owner else "No owner yet"
