"""The plan of a launch on screen: what it is for, its days, tier, targets, and who counts."""

import pandas as pd
import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.formatting import BLANK, safe_text
from pmm_core.models import Initiative
from pmm_core.plan import form_wording, wording
from pmm_core.plan.build import LaunchPlan
from pmm_core.ui import cached, house_forms, inputs, navigation
from pmm_core.ui.editing import Opened, Task, open_task
from pmm_core.ui.plan_forms import OpenedMove, OpenedTier
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty, show_findings
from pmm_core.ui.targets_grid import OpenedTargets
from pmm_core.vocabulary import NounKind


def pick_launch(visit: Visit) -> str | None:
    """Ask for a launch, `PRODUCT/NAME`; null while there is none."""
    names = [f"{one.product}/{one.name}" for one in cached.launches(visit)]
    return inputs.pick_name("Launch", names, key="launch")


def read(visit: Visit, launch: str) -> LaunchPlan:
    """Read the plan of a launch as of today."""
    ids = {f"{one.product}/{one.name}": one.id for one in cached.launches(visit)}
    return cached.plan(visit, ids[launch], visit.today)


def show_no_launch(visit: Visit) -> None:
    """Say that there is no launch yet, and how to add one."""
    page = navigation.LAUNCHES if visit.is_owner else None
    show_empty(wording.NO_LAUNCH, wording.NO_LAUNCH_TODO, page=page, label="Add a launch")


def show_summary(plan: LaunchPlan) -> None:
    """Say what the launch is for, of which type, whose it is and what is in it."""
    if plan.objective:
        st.markdown(f"**{safe_text(plan.objective)}**")
    facts = [plan.product, wording.TYPES[plan.launch_type] if plan.launch_type else "No type yet"]
    facts.append(plan.owner or wording.NOBODY)
    st.markdown(":small[:gray[" + " · ".join(safe_text(fact) for fact in facts) + "]]")
    if plan.contents:
        st.markdown(safe_text(plan.contents))
    st.markdown(safe_text(wording.dates(plan.dates)))


def show_ways(visit: Visit, known: Directory, plan: LaunchPlan) -> None:
    """Lead on to how the launch is adopted, and offer to edit it."""
    st.page_link(
        navigation.ADOPTION,
        label=wording.SEE_ADOPTION,
        icon=":material/rocket_launch:",
        query_params={"launch": f"{plan.product}/{plan.name}"},
    )
    if visit.is_owner:
        st.button(
            "Edit",
            icon=":material/edit:",
            type="tertiary",
            key="edit-launch",
            on_click=open_task,
            args=(Opened(Task.EDIT, NounKind.INITIATIVE, _noun(known, plan)),),
        )


def show_gaps(plan: LaunchPlan) -> None:
    """List what the plan lacks."""
    show_findings(wording.findings(plan))


def show_dates(visit: Visit, known: Directory, plan: LaunchPlan) -> None:
    """Show each move of the day with its reason; where it stands now is said at the top."""
    _head(visit, wording.DATES_TITLE, form_wording.MOVE_TITLE, OpenedMove(_noun(known, plan)))
    if not plan.dates.slips:
        st.markdown(wording.NEVER_MOVED)
    for slip in plan.dates.slips:
        st.markdown(f":material/event_repeat: {safe_text(wording.slip(slip))}")
    st.caption(safe_text(wording.day_0(plan.dates)))


def show_tier(visit: Visit, known: Directory, plan: LaunchPlan) -> None:
    """Show the tier, the one its answers propose, and the answers."""
    _head(visit, wording.TIER_TITLE, form_wording.QUESTIONS_TITLE, OpenedTier(_noun(known, plan)))
    st.markdown(safe_text(wording.tier(plan.tier)))
    answered = plan.tier.proposal.answered
    if any(one.points is not None for one in answered):
        rows = [(safe_text(one.question), safe_text(wording.answer(one))) for one in answered]
        frame = pd.DataFrame(rows, columns=["", "Answer"]).set_index("")
        st.table(frame, border="horizontal", hide_header=True, alt=wording.tier(plan.tier))
    if visit.is_owner:
        house_forms.show_change_questions(visit)


def show_counting(_visit: Visit, _known: Directory, plan: LaunchPlan) -> None:
    """Show what counts as activation, adoption and engagement, and when it is read."""
    st.subheader(wording.COUNTING_TITLE, anchor=False)
    rows = [(label, safe_text(said)) for label, said in wording.counting(plan.counting)]
    frame = pd.DataFrame(rows, columns=["", "Rule"]).set_index("")
    st.table(frame, border="horizontal", hide_header=True, alt=wording.COUNTING_TITLE)


def show_targets(visit: Visit, plan: LaunchPlan) -> None:
    """Show what is to be reached by window and segment."""
    opened = OpenedTargets(plan, plan.targets)
    _head(visit, wording.TARGETS_TITLE, form_wording.TARGETS_TITLE, opened)
    grid = plan.targets
    if not grid.is_set:
        st.caption(wording.NO_TARGETS)
        return
    rows = [
        [safe_text(wording.segment(segment))]
        + [safe_text(wording.cell(grid.cell(day, segment))) or BLANK for day in grid.windows]
        for segment in grid.segments
    ]
    columns = ["", *(f"Day {day}" for day in grid.windows)]
    st.table(
        pd.DataFrame(rows, columns=columns).set_index(""),
        border="horizontal",
        alt=wording.TARGETS_TITLE,
    )


def _noun(known: Directory, plan: LaunchPlan) -> Initiative:
    """The launch itself, as whoever edits it starts from it."""
    noun = known.get(Initiative, plan.id)
    assert noun is not None, "nouns are archived, never deleted"
    return noun


def _head(visit: Visit, title: str, label: str, opened: object) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="stretch")
        if visit.is_owner:
            st.button(
                label,
                type="tertiary",
                key=f"plan-{title}",
                on_click=open_task,
                args=(opened,),
            )
