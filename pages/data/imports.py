"""Bring a table of values, targets or launches: look at what would happen, then store it."""

import streamlit as st

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text
from pmm_core.importers import wording
from pmm_core.ui import imports, navigation
from pmm_core.ui.first_steps import show_next_step
from pmm_core.ui.session import visit

current = visit()

st.title("Import", anchor=False)
st.caption(wording.INTRODUCTION)

show_next_step(current, navigation.IMPORTS)

files = imports.pick_files()
options = imports.pick_options()

if not files:
    st.caption(wording.TEMPLATES)
    imports.show_templates()
else:
    try:
        summary = st.container()
        plan = imports.preview(current, files, options)
        permitted = imports.pick_permissions(plan)
        plan = imports.preview(current, files, permitted)
        if plan.same_as is not None:
            imports.show_stored(current, plan)
        else:
            with summary:
                imports.show_counts(current, plan)
            if plan.refusal is not None or not plan.rows.accepted:
                st.caption(safe_text(wording.why_not(plan)))
            elif st.button(wording.store_button(plan.rows), type="primary", icon=":material/save:"):
                st.toast(imports.store(current, plan), icon=":material/check:")
                st.rerun()
            imports.show_problems(plan)
            imports.show_rows(plan)
    except PmmError as fault:
        st.error(safe_text(wording.fault(fault)), icon=":material/error:")

st.subheader("Imported so far", anchor=False)
imports.show_taken_back()
imports.show_imports(current)
imports.show_opened_import(current)
