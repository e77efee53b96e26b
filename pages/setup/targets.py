"""The targets of a KPI: set one, move one with its reason, see what was."""

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping, navigation, targets
from pmm_core.ui.kpis import pick_kpi
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_empty

current = visit()
known = read_directory(store=current.store, actor=current.actor)

header = st.container()
kpi = pick_kpi(known)

if kpi is None:
    header.title("Targets", anchor=False)
    show_empty(
        "No KPI yet",
        "A target says what a KPI is to reach, and by when. Add the first KPI.",
        page=navigation.KPIS,
        label="Add a KPI",
    )
else:
    entries = targets.read_entries(current, kpi)
    with header:
        targets.show_targets_header(current, kpi, entries)
        keeping.show_notice(current)
    targets.show_targets(current, kpi, entries)
    targets.show_taken_back(current, kpi, entries)
    targets.show_history(current, kpi, entries)
targets.show_opened_target(current)
