"""The one number to answer for: which it should be, and who answers for what."""

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import safe_text
from pmm_core.metric import wording
from pmm_core.metric.rules import RULES
from pmm_core.metric.service import read_advice
from pmm_core.ui import cached, facts, keeping, metric
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_findings

QUESTIONS = tuple(RULES.questions)
current = visit()
advice = read_advice(store=current.store, actor=current.actor)
known = read_directory(store=current.store, actor=current.actor)

with st.container(horizontal=True, vertical_alignment="center"):
    headline = wording.headline(advice.counsel, advice.day)
    st.title(headline, anchor=False, width="stretch")
    facts.show_answer_button(current, advice.facts, QUESTIONS)
st.caption(wording.ABOUT)
keeping.show_notice(current)
facts.show_facts(advice.facts, QUESTIONS)
st.markdown(f"**{safe_text(wording.answer(advice.counsel, advice.day))}**")
metric.show_advice(advice)

with st.container(horizontal=True, vertical_alignment="bottom"):
    cycle = metric.pick_cycle(current)
    metric.show_choose(current, advice, known)
board = cached.board(current, current.today, cycle)
st.subheader(safe_text(wording.board_heading(board.cycle)), anchor=False)
show_findings(board.findings)
metric.show_board(current, board, known)
metric.show_archived(current, advice)
metric.show_history(current)
facts.show_opened_facts(current)
metric.show_opened(current, advice)
