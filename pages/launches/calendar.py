"""When launches are, by month, quarter or list, and which of them get into each other's way."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.launch_calendar import wording
from pmm_core.ui import launch_calendar
from pmm_core.ui.session import visit

current = visit()

title = st.container()
st.caption(wording.ABOUT)
calendar = launch_calendar.read(current)
if not calendar.launches:
    title.title(wording.TITLE, anchor=False)
    launch_calendar.show_none(current)
else:
    page = launch_calendar.pick(current, calendar)
    title.title(safe_text(launch_calendar.headline(page)), anchor=False)
    launch_calendar.show_page(current, page)
    launch_calendar.show_collisions(page)
    launch_calendar.show_launches(current, page)
    launch_calendar.show_download(current, page)
    launch_calendar.show_method()
