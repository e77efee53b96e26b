"""How the company counts and writes: calendar, money, numbers, days; asked once, changeable."""

import streamlit as st

from pmm_core.company import wording
from pmm_core.ui import company, keeping
from pmm_core.ui.session import visit

current = visit()

st.title("Settings", anchor=False)
st.caption(wording.ABOUT)
keeping.show_notice(current)
company.show_settings(current)
