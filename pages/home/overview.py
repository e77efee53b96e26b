"""What needs attention now, for a leader with two minutes."""

import streamlit as st

from pmm_core.formatting import show_day
from pmm_core.scorecard import wording
from pmm_core.ui import cached
from pmm_core.ui.overviews import show_behind, show_stale, show_start, show_young_launches
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_counts

current = visit()

if current.company == "own" and current.own_is_empty:
    show_start()
else:
    overview = cached.overview(current, current.today)
    worst = overview.scorecard.worst
    st.title(wording.headline(overview.scorecard.counts), anchor=False)
    show_counts(overview.scorecard.counts)
    st.caption(
        wording.overview_note(
            show_day(current.today, current.settings.manner),
            overdue=overview.overdue,
            unanswered=overview.unanswered,
            worst=worst.kpi if worst else None,
        )
    )

    show_behind(current, overview)
    left, right = st.columns(2, gap="large")
    with left:
        show_young_launches(current, overview)
    with right:
        show_stale(overview)
