"""The readiness list of a launch on screen: its own status, and one line an item."""

from collections.abc import Sequence

import streamlit as st

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text
from pmm_core.models import ReadinessItem
from pmm_core.plan import form_wording, wording
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.readiness import SETTLED, Item, Readiness
from pmm_core.plan.service import read_items, set_status, use_template
from pmm_core.ui import house_forms, kept
from pmm_core.ui.editing import Notice, tell
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.readiness_forms import item_keeping
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import ReadinessStatus


def show_readiness(visit: Visit, plan: LaunchPlan) -> None:
    """Show how ready a launch is, and what is left; the owner changes it in place."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.READINESS_TITLE, anchor=False, width="stretch")
        if visit.is_owner:
            kept.show_open_button(
                form_wording.ADD_ITEM,
                OpenedNoun(ReadinessItem, choice=str(plan.id)),
                icon=":material/add:",
            )
    found = plan.readiness
    if found.items:
        icon = ":material/warning: " if found.overdue else ""
        st.markdown(f"{icon}{safe_text(wording.readiness(found))}")
        st.caption(wording.READINESS_NOTE)
        _show_items(visit, plan)
    else:
        show_empty(wording.NO_ITEMS, wording.NO_ITEMS_TODO)
    if visit.is_owner:
        with st.container(horizontal=True, gap="small"):
            _offer_template(visit, plan)
            house_forms.show_change_lists(visit)
        kept.show_archived(visit, [(ReadinessItem, item_keeping(visit))])


def _show_items(visit: Visit, plan: LaunchPlan) -> None:
    """What is left stands in sight, what is settled one click away."""
    rows = read_items(store=visit.store, actor=visit.actor, launch_id=plan.id)
    by_id = {row.id: row for row in rows}
    found = plan.readiness
    left = [item for item in found.items if item.status not in SETTLED]
    settled = [item for item in found.items if item.status in SETTLED]
    for item in left:
        _show_item(visit, item, found, by_id.get(item.id))
    if settled:
        with st.expander(wording.settled(found), icon=":material/check_circle:", key="settled"):
            for item in settled:
                _show_item(visit, item, found, by_id.get(item.id))


def _show_item(visit: Visit, item: Item, found: Readiness, row: ReadinessItem | None) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        marks = [f":red-badge[{wording.OVERDUE}]"] if item.is_overdue(found.as_of) else []
        marks += [f":gray-badge[{wording.CRITICAL}]"] if item.critical else []
        facts = safe_text(wording.item_facts(item))
        note = f"  \n:small[{safe_text(item.note)}]" if item.note else ""
        head = " ".join([f"**{safe_text(item.name)}**", *marks])
        st.markdown(f"{head}  \n:small[:gray[{facts}]]{note}", width="stretch")
        if visit.is_owner and row is not None:
            _pick_status(visit, row)
            kept.show_tasks(row)
        else:
            icon = wording.STATUS_ICONS[item.status]
            st.badge(wording.STATUSES[item.status], icon=icon, color="gray")


def _pick_status(visit: Visit, row: ReadinessItem) -> None:
    """Another status is stored as soon as it is chosen; the next version is another field."""
    options = list(ReadinessStatus)
    key = f"status-{row.id}-{row.version}"
    st.selectbox(
        f"Status of {row.name}",
        options,
        index=options.index(row.status),
        format_func=lambda one: wording.STATUSES[one],
        key=key,
        label_visibility="collapsed",
        width=150,
        on_change=_store_status,
        args=(visit, row, key),
    )


def _store_status(visit: Visit, row: ReadinessItem, key: str) -> None:
    """Store a status (a field's callback); a refusal is told like a notice."""
    status = st.session_state[key]
    try:
        set_status(store=visit.store, actor=visit.actor, item=row, status=status)
    except PmmError as refused:
        # What was chosen is not what is stored.
        del st.session_state[key]
        tell(Notice(refused.message))


def _offer_template(visit: Visit, plan: LaunchPlan) -> None:
    tier = plan.tier.tier or plan.tier.proposal.tier
    if tier is None:
        return
    label = form_wording.FILL_TEMPLATE if plan.readiness.items else form_wording.USE_TEMPLATE
    st.button(
        label.format(tier=tier),
        icon=":material/playlist_add:",
        type="tertiary",
        key="use-template",
        on_click=_use_template,
        args=(visit, plan.id, tier),
    )


def _use_template(visit: Visit, launch_id: int, tier: int) -> None:
    """Add the items of a tier's list (a button's callback); a refusal is told like a notice."""
    try:
        added: Sequence[ReadinessItem] = use_template(
            store=visit.store, actor=visit.actor, launch_id=launch_id, tier=tier
        )
    except PmmError as refused:
        tell(Notice(refused.message))
    else:
        tell(Notice(form_wording.items_added(len(added))))
