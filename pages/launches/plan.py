"""What a launch is to be: its days and why they moved, tier, readiness, audience, targets."""

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import safe_text
from pmm_core.plan import wording
from pmm_core.ui import audience, closing, keeping, plan, plan_forms
from pmm_core.ui import readiness as ready
from pmm_core.ui.session import visit

current = visit()
known = read_directory(store=current.store, actor=current.actor)
title = st.container()
st.caption(wording.ABOUT)
launch = plan.pick_launch(current)
keeping.show_notice(current)

if launch is None:
    title.title(wording.NO_LAUNCH, anchor=False)
    plan.show_no_launch(current)
else:
    found = plan.read(current, launch)
    title.title(safe_text(wording.headline(found)), anchor=False)
    plan.show_summary(found)
    closing.show_closed(current, launch)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        plan.show_ways(current, known, found)
        closing.show_end(current, launch)
    plan.show_gaps(found)
    ready.show_readiness(current, found)
    plan.show_targets(current, found)
    closing.show_proposals(current, launch)
    with st.grid(columns=2, min_column_width=340, gap="large"):
        for show in (
            plan.show_dates,
            audience.show_audience,
            plan.show_tier,
            plan.show_counting,
        ):
            with st.container():
                show(current, known, found)
if not closing.show_opened_end(current):
    plan_forms.show_opened(current, known)
