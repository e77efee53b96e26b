"""The first steps on screen: a checklist on the own Overview, and the way on from every page."""

import streamlit as st

from pmm_core.start import wording
from pmm_core.start.steps import FirstSteps, Step
from pmm_core.ui import cached, navigation
from pmm_core.ui.session import Visit

_PAGES = {
    Step.PRODUCT: navigation.PRODUCTS,
    Step.KPI: navigation.KPIS,
    Step.VALUE: navigation.SNAPSHOTS,
    Step.TARGET: navigation.TARGETS,
    Step.LAUNCH: navigation.LAUNCHES,
}
# Where a step can be done, or prepared, in another way as well.
_BESIDE = {
    Step.KPI: (navigation.PEOPLE, wording.PEOPLE),
    Step.VALUE: (navigation.IMPORTS, wording.IMPORT),
}


def steps_left(visit: Visit) -> FirstSteps | None:
    """Return how far the own company has come; null once it has a scorecard, and for the sample."""
    if visit.company != "own" or not visit.is_owner:
        return None
    steps = cached.first_steps(visit)
    return None if steps.are_over else steps


def show_start(visit: Visit) -> None:
    """Lead a store without any KPI with the way to a first scorecard."""
    st.title(wording.TITLE, anchor=False)
    st.caption(wording.NOTE)
    steps = steps_left(visit)
    if steps is not None and steps.archived:
        st.info(wording.archived(steps.archived), icon=":material/inventory_2:")
    show_checklist(visit)


def show_checklist(visit: Visit) -> None:
    """Show each step, ticked where it is done, until all that are needed are."""
    steps = steps_left(visit)
    if steps is None:
        return
    with st.container(border=True, gap="small", key="first-steps"):
        st.markdown(f"**{wording.HEADING}** :small[:gray[{wording.progress(steps)}]]")
        for step in Step:
            _show_step(step, steps)


def _show_step(step: Step, steps: FirstSteps) -> None:
    is_done = step in steps.done
    sign = ":green[:material/check_circle:]" if is_done else ":gray[:material/circle:]"
    title = wording.TITLES[step]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if is_done:
            st.markdown(f"{sign} {title} :small[:gray[Done]]", width="stretch")
            return
        text = f":small[:gray[{wording.TEXTS[step]}]]"
        bold = "**" if step is steps.next else ""
        st.markdown(f"{sign} {bold}{title}{bold}  \n{text}", width="stretch")
        ways = [(_PAGES[step], wording.LABELS[step])]
        if step is steps.next and step in _BESIDE:
            ways.append(_BESIDE[step])
        with st.container(horizontal=True, width="content", gap="small"):
            for page, label in ways:
                st.page_link(page, label=label, icon=":material/arrow_forward:")


def show_next_step(visit: Visit, page: str) -> None:
    """Lead on from a page to the next first step, unless that is done on this page."""
    steps = steps_left(visit)
    if steps is None or steps.next is None:
        return
    if page in (_PAGES[steps.next], _BESIDE.get(steps.next, ("", ""))[0]):
        return
    so_far = f"{wording.HEADING}: {wording.progress(steps)}."
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":small[:gray[{so_far}]]", width="content")
        st.page_link(
            _PAGES[steps.next],
            label=wording.next_step(steps.next),
            icon=":material/arrow_forward:",
        )
