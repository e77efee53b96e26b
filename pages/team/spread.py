"""Who works on which product, in which weeks launches ask for too much, which product is first."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.spread import wording
from pmm_core.ui import cached, inputs, keeping, spread
from pmm_core.ui.session import visit

current = visit()
title = st.container(horizontal=True, vertical_alignment="center")
st.caption(wording.ABOUT)
as_of = inputs.pick_as_of(current)
found = cached.spread(current, as_of)

with title:
    st.title(safe_text(wording.headline(found)), anchor=False, width="stretch")
    spread.show_allocate(current)
keeping.show_notice(current)
spread.show_people(found)
spread.show_load(found)
spread.show_products(current, found)
spread.show_allocations(current, found)
spread.show_rules(current)
spread.show_archived(current)
spread.show_opened(current, found)
