"""What a launch did to a business KPI, by designs side by side, and how far to believe it."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.impact import wording
from pmm_core.ui import impacts, inputs
from pmm_core.ui.session import visit

current = visit()
title = st.container()
st.caption(wording.ABOUT)
with st.container(horizontal=True, vertical_alignment="bottom"):
    launch = impacts.pick_launch(current)
    kpi = impacts.pick_kpi(current, launch) if launch else None
    as_of = inputs.pick_as_of(current)

if launch is None or kpi is None:
    title.title(wording.TITLE_WITHOUT, anchor=False)
    impacts.show_nothing_to_ask(current, launch)
else:
    chosen = impacts.pick_chosen(current, kpi)
    found = impacts.read(current, launch, chosen, as_of)
    if found is None:
        title.title(wording.TITLE_WITHOUT, anchor=False)
    else:
        title.title(safe_text(wording.headline(found)), anchor=False)
        impacts.show_answer(found, kpi)
        impacts.show_factors(found)
        impacts.show_method(found)
        impacts.show_numbers(found)
    impacts.show_adopters(current, launch, as_of)
