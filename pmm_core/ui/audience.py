"""Who could adopt a launch, on screen: the rule, the frozen list, and how it is frozen."""

from dataclasses import dataclass

import streamlit as st

from pmm_core.audience import wording
from pmm_core.audience.reading import LaunchAudience
from pmm_core.audience.service import freeze_audience, read_audience
from pmm_core.catalogue.directory import Directory
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import safe_text
from pmm_core.plan import wording as plan_wording
from pmm_core.plan.build import LaunchPlan
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task
from pmm_core.ui.fields import Fields
from pmm_core.ui.kept import OpenedOnPage
from pmm_core.ui.session import Visit


@dataclass(frozen=True)
class OpenedFreeze(OpenedOnPage):
    """A launch whose audience is being frozen.

    Attributes:
        audience: as it was when it was opened, or when somebody else froze it meanwhile.
        refused: what was said then.
    """

    audience: LaunchAudience
    refused: str | None = None


def show_audience(visit: Visit, _known: Directory, plan: LaunchPlan) -> None:
    """Show who could adopt, in words and as a rule, and the list it was frozen to."""
    found = _read(visit, plan.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plan_wording.AUDIENCE_TITLE, anchor=False, width="stretch")
        if visit.is_owner and found.why_not is None:
            st.button(
                wording.FREEZE if found.frozen is None else wording.FREEZE_ANEW,
                type="tertiary",
                key="plan-freeze",
                on_click=open_task,
                args=(OpenedFreeze(found),),
            )
    st.markdown(safe_text(plan.audience or plan_wording.NO_AUDIENCE))
    st.caption(safe_text(plan_wording.audience_rule(plan)))
    _show_frozen(found)


def _show_frozen(found: LaunchAudience) -> None:
    """Say when it was frozen, by whom and to how many, or why it cannot be."""
    frozen = found.frozen
    if frozen is None:
        st.caption(safe_text(found.why_not or wording.NOT_FROZEN))
        return
    st.markdown(f":material/lock: {safe_text(wording.earlier(frozen))}")
    if said := wording.sizes(frozen):
        st.caption(safe_text(said))
    for warning in wording.warnings(found):
        st.markdown(f":orange[:material/warning:] {safe_text(warning)}")
    if found.rows[1:]:
        with st.expander(wording.EARLIER):
            for row in found.rows[1:]:
                st.markdown(safe_text(wording.earlier(row)))


def show_opened_freeze(visit: Visit, opened: OpenedFreeze) -> None:
    """Ask in a dialog whether the audience is to be frozen, and why it is frozen anew."""
    frozen = opened.audience.frozen
    title = wording.FREEZE if frozen is None else wording.FREEZE_ANEW
    name = safe_text(opened.audience.launch)
    show_dialog(visit, Dialog(f"{title}: {name}", lambda current: _freeze(current, opened)))


def _freeze(visit: Visit, opened: OpenedFreeze) -> None:
    audience = opened.audience
    frozen, launch_id = audience.frozen, audience.launch_id
    if opened.refused:
        st.markdown(f":orange[:material/warning:] {safe_text(opened.refused)}")
    st.markdown(wording.FREEZE_NOTE)
    ask = Fields(f"freeze-{launch_id}", wording.FIELDS)
    with st.form(ask.form, border=False):
        why = None
        if frozen is not None:
            st.caption(safe_text(f"{wording.earlier(frozen)} {wording.ANEW_NOTE}"))
            why = ask.text("why", None)
        if not ask.save_button(wording.FREEZE, icon=":material/lock:"):
            return
    try:
        with st.spinner(wording.READING):
            done = freeze_audience(
                store=visit.store,
                actor=visit.actor,
                launch_id=launch_id,
                today=visit.today,
                why=why,
                seen=frozen.id if frozen else 0,
            )
    except ChangedElsewhere as refused:
        open_task(OpenedFreeze(_read(visit, launch_id), refused.message))
        st.rerun()
    assert done.frozen is not None, "it was just frozen"
    finish_task(Notice(wording.done(done.launch, done.frozen)))


def _read(visit: Visit, launch_id: int) -> LaunchAudience:
    """Read it anew each time: whether its list is there is not told by the store's token."""
    store, actor = visit.store, visit.actor
    return read_audience(store=store, actor=actor, launch_id=launch_id, today=visit.today)
