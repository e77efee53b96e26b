"""What needs attention now, for a leader with two minutes."""

import streamlit as st

from pmm_core.formatting import safe_text, show_day
from pmm_core.scorecard import wording
from pmm_core.ui import cached, first_steps, keeping
from pmm_core.ui.drawer import show_asked
from pmm_core.ui.overviews import show_behind, show_stale, show_young_launches
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_counts

current = visit()

overview = cached.overview(current, current.today)
if not overview.scorecard.rows and not overview.launches:
    first_steps.show_start(current)
else:
    worst = overview.scorecard.worst
    st.title(wording.headline(overview.scorecard.kpi_counts), anchor=False)
    show_counts(overview.scorecard)
    note = wording.overview_note(
        show_day(current.today, current.settings.manner),
        overdue=overview.overdue,
        unanswered=overview.unanswered,
        worst=worst.kpi if worst else None,
    )
    st.caption(safe_text(note))
    first_steps.show_checklist(current)
    keeping.show_notice(current)
    show_asked(current, overview.scorecard.rows)

    show_behind(current, overview)
    left, right = st.columns(2, gap="large")
    with left:
        show_young_launches(current, overview)
    with right:
        show_stale(current, overview)
