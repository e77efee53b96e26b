"""What the company struggles with, by stage of the journey, and what proves it."""

import streamlit as st

from pmm_core.prioritizer import wording
from pmm_core.ui import cached, challenges, keeping
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_findings

current = visit()
inventory = cached.challenges(current, current.today)
unproven = sum(not one.is_proven for one in inventory.challenges)

with st.container(horizontal=True, vertical_alignment="center"):
    headline = wording.challenges_headline(len(inventory.challenges), unproven)
    st.title(headline, anchor=False, width="stretch")
    challenges.show_add(current)
st.caption(wording.ABOUT)
keeping.show_notice(current)
show_findings(inventory.findings)
challenges.show_inventory(current, inventory)
challenges.show_archived(current)
challenges.show_opened(current)
