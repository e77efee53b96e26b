"""Why the team exists and what it takes on first: written, put forward, signed."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.mandate import screen_wording as screen
from pmm_core.ui import cached, keeping, mandate
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_findings

current = visit()
title = st.container()
stamp = st.container()
picks = st.container(horizontal=True, vertical_alignment="bottom")
with picks:
    row = mandate.pick_mandate(current)
keeping.show_notice(current)
if row is None or row.id is None:
    title.title(screen.TITLE, anchor=False)
    stamp.caption(screen.ABOUT)
    mandate.show_none(current)
else:
    prepared = cached.mandate(current, row.id, current.today)
    with picks:
        version = mandate.pick_version(prepared)
        mandate.show_actions(current, prepared, version)
    outline = mandate.outline_of(prepared, version)
    title.title(safe_text(outline.title), anchor=False)
    stamp.caption(safe_text(outline.stamp))
    show_findings(prepared.findings)
    mandate.show_gaps(prepared, version)
    mandate.show_document(current, prepared, version)
    mandate.show_changes(prepared, version)
    mandate.show_kept(current, row)
mandate.show_archived(current)
mandate.show_opened(current)
