"""Who should own product marketing, how healthy it is there, and what it is needed for."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.ownership import wording
from pmm_core.ownership.rules import RULES
from pmm_core.ui import cached, facts, keeping, ownership
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_findings

QUESTIONS = tuple(RULES.questions)
current = visit()
found = cached.ownership(current, current.today)
advice = found.advice

with st.container(horizontal=True, vertical_alignment="center"):
    st.title(wording.headline(advice), anchor=False, width="stretch")
    facts.show_answer_button(current, advice.facts, (*QUESTIONS, "ownership_review_on"))
st.caption(wording.ABOUT)
keeping.show_notice(current)
facts.show_facts(advice.facts, QUESTIONS)
st.markdown(f"**{safe_text(wording.answer(advice))}**")
ownership.show_advice(advice)
ownership.show_look_again(current, advice)
show_findings(found.findings)
ownership.show_what_to_do(advice)
ownership.show_signs(current, found.signs)
ownership.show_need(current, found.need)
ownership.show_archived(current)
facts.show_opened_facts(current)
ownership.show_opened(current)
