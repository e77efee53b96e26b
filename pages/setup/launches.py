"""Which launches there are: day 0, owner, audience, and how each log is read."""

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping
from pmm_core.ui.session import visit
from pmm_core.vocabulary import NounKind

current = visit()
known = read_directory(store=current.store, actor=current.actor)
initiatives = keeping.nouns_in_use(known, NounKind.INITIATIVE)
launches = [one for one in initiatives if keeping.is_launch(one)]
others = [one for one in initiatives if not keeping.is_launch(one)]

keeping.show_header(current, NounKind.INITIATIVE, len(launches))
keeping.show_notice(current)
keeping.show_nouns(current, known, NounKind.INITIATIVE, launches)
if others:
    st.subheader("Other initiatives", anchor=False)
    st.caption(wording.OTHER_INITIATIVES)
    keeping.show_nouns(current, known, NounKind.INITIATIVE, others)
keeping.show_archived(current, known, NounKind.INITIATIVE)
keeping.show_opened(current, known, NounKind.INITIATIVE)
