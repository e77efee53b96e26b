"""Who owns, helps and is told, and who takes over from somebody who leaves."""

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping
from pmm_core.ui.session import visit
from pmm_core.vocabulary import NounKind

current = visit()
known = read_directory(store=current.store, actor=current.actor)
people = keeping.nouns_in_use(known, NounKind.PERSON)

keeping.show_header(current, NounKind.PERSON, len(people))
keeping.show_notice(current)
keeping.show_nouns(current, known, NounKind.PERSON, people)
keeping.show_archived(current, known, NounKind.PERSON)

with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader("Teams", anchor=False, width="stretch")
    keeping.show_add(NounKind.TEAM)
st.caption(wording.ABOUT[NounKind.TEAM])
keeping.show_nouns(current, known, NounKind.TEAM, keeping.nouns_in_use(known, NounKind.TEAM))
keeping.show_archived(current, known, NounKind.TEAM)
keeping.show_opened(current, known, NounKind.PERSON, NounKind.TEAM)
