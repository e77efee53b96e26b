"""The values of a KPI: type one in, correct one, take one back, see what was."""

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping, navigation, values
from pmm_core.ui.kpis import pick_kpi
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_empty

current = visit()
known = read_directory(store=current.store, actor=current.actor)

header = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kpi = pick_kpi(known)
    segment = values.pick_segment(current, kpi) if kpi else ""

if kpi is None:
    header.title("Values", anchor=False)
    show_empty(
        "No KPI yet",
        "A value belongs to a KPI. Add the first KPI, then record its values here.",
        page=navigation.KPIS,
        label="Add a KPI",
    )
else:
    entries = values.read_entries(current, kpi, segment)
    with header:
        values.show_values_header(current, kpi, segment, entries)
        keeping.show_notice(current)
    values.show_values(current, kpi, segment, entries)
    values.show_history(current, kpi, entries)
values.show_opened_value(current)
