"""How fast the eligible adopt a launch in its first 5, 10 and 30 days."""

import streamlit as st

from pmm_core.adoption import wording
from pmm_core.formatting import safe_text
from pmm_core.ui import launches
from pmm_core.ui.session import visit

current = visit()

title = st.container()
launches.show_no_launch(current)
with st.container(horizontal=True, vertical_alignment="bottom"):
    launch = launches.pick_launch(current)
    as_of = launches.pick_day(current, launch)
    compared = launches.pick_other(current, launch)

adoption = launches.read(current, launch, as_of)
other = None
if compared:
    other_day = launches.comparable_day(current, compared, launch, as_of)
    other = launches.read(current, compared, other_day)

if adoption is None:
    title.title(safe_text(launch), anchor=False)
else:
    title.title(safe_text(wording.headline(adoption)), anchor=False)
    launches.show_observed(adoption, as_of)
    targets = launches.read_targets(current, launch, as_of)
    launches.show_windows(adoption.whole, targets.get(None, ()))
    launches.show_curve(adoption, other, targets)
    launches.show_segments(adoption, targets)
    launches.show_late_joiners(adoption)
    launches.show_method(adoption)
    launches.show_numbers(adoption)
