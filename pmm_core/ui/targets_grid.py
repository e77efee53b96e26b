"""The targets of a launch by window and segment, set in one small grid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from pmm_core.adoption.wording import BLANK_SEGMENT
from pmm_core.closing import wording as closing_wording
from pmm_core.errors import ChangedElsewhere, PmmError
from pmm_core.formatting import BLANK, safe_text, show_value
from pmm_core.plan import form_wording, wording
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.drafts import CellDraft, TargetsDraft
from pmm_core.plan.service import read_plan, save_targets
from pmm_core.plan.targets import EVERYBODY, TargetGrid, rebased
from pmm_core.ui import cached
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.kept import OpenedOnPage
from pmm_core.ui.session import Visit


@dataclass(frozen=True)
class OpenedTargets(OpenedOnPage):
    """The targets of a launch that are being set.

    Attributes:
        plan: as it was when they were opened.
        base: the grid the person started from.
        refused: set once somebody set one of them first.
    """

    plan: LaunchPlan
    base: TargetGrid
    refused: ChangedElsewhere | None = None


def show_opened_targets(visit: Visit, opened: OpenedTargets) -> None:
    """Show the grid of targets in a dialog."""
    title = f"{form_wording.TARGETS_TITLE}: {safe_text(opened.plan.name)}"
    show_dialog(visit, Dialog(title, lambda current: _show(current, opened), width="medium"))


def _show(visit: Visit, opened: OpenedTargets) -> None:
    if opened.refused is not None:
        show_sides(
            opened.refused,
            lambda field, share: (field, BLANK if share is None else show_value(share, "%")),
        )
    st.caption(form_wording.TARGETS_NOTE)
    base, launch_id = opened.base, opened.plan.id
    segments = (EVERYBODY, *_pick_segments(visit, opened))
    _offer_proposals(visit, opened)
    with st.form(f"targets-{launch_id}", border=False):
        cells = [cell for segment in segments for cell in _row(launch_id, base, segment)]
        ask = Fields(f"targets-{launch_id}", {"reason": form_wording.REASON})
        reason = ask.text("reason", None, note=form_wording.REASON_NOTE)
        if not ask.save_button():
            return
    # A segment that was taken out of the grid has no target any more.
    left_out = set(base.segments) - set(segments)
    gone = [(one.window, one.segment, None) for one in base.cells if one.segment in left_out]
    draft = TargetsDraft.check(
        cells=[
            CellDraft.check(window=window, segment=segment, share=share)
            for window, segment, share in (*cells, *gone)
        ],
        reason=reason,
    )
    store, actor, today = visit.store, visit.actor, visit.today
    try:
        save_targets(
            store=store, actor=actor, launch_id=launch_id, base=base, draft=draft, today=today
        )
    except ChangedElsewhere as refused:
        now = read_plan(store=store, actor=actor, launch_id=launch_id, as_of=today).targets
        open_task(replace(opened, base=rebased(base, now), refused=refused))
        st.rerun()
    finish_task(Notice(form_wording.targets_kept(opened.plan.name)))


def _offer_proposals(visit: Visit, opened: OpenedTargets) -> None:
    """Offer to fill the blank windows of everybody with what closed launches reached."""
    blank = {day for day in opened.base.windows if opened.base.cell(day, EVERYBODY).share is None}
    found = [
        one
        for one in cached.proposals(visit, opened.plan.id, visit.today)
        if one.share is not None and one.day in blank
    ]
    if not found:
        return
    for one in found:
        st.caption(safe_text(closing_wording.proposal(one) + closing_wording.middle(one)))
    st.button(
        closing_wording.TAKE_PROPOSALS,
        icon=":material/history:",
        type="tertiary",
        key=f"targets-{opened.plan.id}-proposals",
        help=closing_wording.TAKE_PROPOSALS_NOTE,
        on_click=_fill,
        args=({_cell_key(opened.plan.id, one.day): one.share for one in found},),
    )


def _fill(shares: Mapping[str, float]) -> None:
    for key, share in shares.items():
        st.session_state[key] = round(share * 100, 9)


def _cell_key(launch_id: int, day: int) -> str:
    return f"targets-{launch_id}-{EVERYBODY}-{day}"


def _pick_segments(visit: Visit, opened: OpenedTargets) -> list[str]:
    """Ask outside the form, so that each segment chosen gets its row at once."""
    having = [one for one in opened.base.segments if one != EVERYBODY]
    known = list(dict.fromkeys([*having, *_segments_of_log(visit, opened.plan)]))
    return st.multiselect(
        form_wording.SEGMENTS,
        known,
        default=having,
        accept_new_options=True,
        placeholder="Everybody only",
        key=f"targets-{opened.plan.id}-segments",
    )


def _segments_of_log(visit: Visit, plan: LaunchPlan) -> list[str]:
    """Name the segments of the launch's curve; none where it cannot be read."""
    by = plan.counting.segment_by
    if by is None or plan.counting.log is None:
        return []
    try:
        panels = cached.launch(visit, plan.id, visit.today, by).facets
    except PmmError:
        return []
    # Small segments drawn together, and a blank one, have no name a target could be set for.
    names = (panel.segment for panel in panels if not panel.pooled)
    return [name for name in names if name and name != BLANK_SEGMENT]


def _row(launch_id: int, grid: TargetGrid, segment: str) -> list[tuple[int, str, float | None]]:
    st.markdown(f"**{safe_text(wording.segment(segment))}**")
    ask = Fields(f"targets-{launch_id}-{segment}", {str(day): f"Day {day}" for day in grid.windows})
    with st.grid(columns=max(3, len(grid.windows)), min_column_width=96):
        return [
            (day, segment, ask.number(str(day), grid.cell(day, segment).share, unit="%"))
            for day in grid.windows
        ]
