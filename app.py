"""PMM Scorecard: page setup, whose visit it is, and the pages that visit may open."""

import streamlit as st

from pmm_core.ui.faults import shown_faults
from pmm_core.ui.frame import show_frame
from pmm_core.ui.navigation import pages_for
from pmm_core.ui.session import Visit, visit

st.set_page_config(page_title="PMM Scorecard", page_icon="🎯", layout="wide")

current: Visit | None = None
with shown_faults():
    current = visit()

# Reached in every run, also after a fault: without it the server would look for pages by itself.
page = st.navigation(pages_for(current), expanded=True)
if current is not None:
    with shown_faults():
        show_frame(current)
        page.run()
