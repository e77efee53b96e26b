"""Rounds of scoring: who scores what, blind until handed in, and where scorers are apart."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.prioritizer import round_wording as wording
from pmm_core.ui import keeping, score_sheet, scores
from pmm_core.ui.session import visit

current = visit()
turn = score_sheet.opened_sheet() if current.is_owner else None
if turn is not None:
    # Nothing else of the page is drawn: a scorer sees their own sheet and nobody else's.
    score_sheet.show_turn(current, turn)
else:
    rounds = scores.list_rounds(current)
    title = st.container(horizontal=True, vertical_alignment="center")
    st.caption(wording.ABOUT)
    progress = scores.pick_round(rounds)
    with title:
        st.title(safe_text(wording.headline(progress)), anchor=False, width="stretch")
        scores.show_ways_in(current, rounds)
    keeping.show_notice(current)
    score_sheet.show_left_behind()
    if progress is None:
        scores.show_nothing_yet(current)
    else:
        scores.show_round(current, progress)
    scores.show_archived(current)
    scores.show_opened(current)
