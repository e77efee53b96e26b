"""Any number checked by hand: the formula, what goes in and what comes out."""

import streamlit as st

from pmm_core.ui import methods
from pmm_core.ui.session import visit

visit()

title = st.container()
method, told = methods.pick()
title.title(told.title, anchor=False)
methods.show_formula(told)
said = methods.ask(told)
if said is not None:
    methods.show_result(method, said)
