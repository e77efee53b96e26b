"""What others ask for, and how much of what was taken on lies outside the mandate."""

import streamlit as st

from pmm_core.drift import wording
from pmm_core.formatting import safe_text
from pmm_core.ui import cached, inputs, keeping, requests
from pmm_core.ui.session import visit

current = visit()
title = st.container(horizontal=True, vertical_alignment="center")
st.caption(wording.ABOUT)
with st.container(horizontal=True, vertical_alignment="bottom"):
    as_of = inputs.pick_as_of(current)
    since = requests.pick_since(current)
drift = cached.drift(current, as_of, since)

with title:
    st.title(safe_text(wording.headline(drift)), anchor=False, width="stretch")
    requests.show_ways_in(current)
keeping.show_notice(current)
requests.show_share(current, drift)
requests.show_requesters(drift)
requests.show_not_taken_on(current, drift)
requests.show_requests(current, drift)
requests.show_archived(current)
requests.show_opened(current)
