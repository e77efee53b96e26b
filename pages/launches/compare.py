"""A launch beside others at equal age: who is ahead, by how much, and how sure that is."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.precedent import beside_wording
from pmm_core.ui import comparison
from pmm_core.ui.last_good import show_age
from pmm_core.ui.session import visit

current = visit()

title = st.container()
asked = comparison.pick(current)
if asked is None:
    title.title("Compare launches", anchor=False)
    comparison.show_none(current)
else:
    kept = comparison.read(current, asked)
    if kept is None:
        title.title(safe_text(asked.launch), anchor=False)
    else:
        found = kept.answer
        title.title(safe_text(beside_wording.lead(found)), anchor=False)
        show_age(current, kept, asked.as_of)
        comparison.show_view(found, asked.view)
        comparison.show_apart(found)
        comparison.show_segments(found)
        comparison.show_findings(found)
        comparison.show_ways_on(current, asked)
