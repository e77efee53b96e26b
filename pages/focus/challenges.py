"""What the company struggles with, by stage of the journey, and what proves it."""

import streamlit as st

from pmm_core.prioritizer import wording
from pmm_core.ui import cached, challenges, keeping
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_findings

current = visit()
inventory = cached.challenges(current, current.today)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title(wording.challenges_headline(*inventory.counts), anchor=False, width="stretch")
    challenges.show_add(current)
st.caption(wording.ABOUT)
keeping.show_notice(current)
show_findings(inventory.findings)
challenges.show_inventory(current, inventory)
challenges.show_archived(current)
challenges.show_opened(current)
