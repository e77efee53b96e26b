"""Targets of a KPI on screen: set one, move one, see what was."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from pmm_core.catalogue import wording as catalogue_wording
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import safe_text, show_day, show_value
from pmm_core.ledger import wording
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import Entry, read_targets, record_target, take_back_target
from pmm_core.models import Kpi, Target
from pmm_core.ui import navigation
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, close_task, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.first_steps import show_next_step
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import Goal, Scope

Entries = Sequence[Entry[Target]]
Key = tuple[str, int | None, dt.date]
_AMOUNTS = {"value", "start", "low", "high"}


@dataclass(frozen=True)
class OpenedTarget:
    """A target that is being set or moved.

    Attributes:
        target: the one to move; null for a new one.
        seen: id of the target in force for each segment, window and date, as the person saw them.
        take_back: true to take the target back.
        refused: set once somebody set another target first.
    """

    kpi: Kpi
    seen: Mapping[Key, int]
    target: Target | None = None
    take_back: bool = False
    refused: ChangedElsewhere | None = None

    @property
    def key(self) -> str:
        """Key of its form."""
        return f"target-{self.kpi.id}-{self.target.id if self.target else 'new'}"


def read_entries(visit: Visit, kpi: Kpi) -> Entries:
    """Read every target ever set, the newest first."""
    return read_targets(store=visit.store, actor=visit.actor, kpi_id=cast(int, kpi.id))


def show_targets_header(visit: Visit, kpi: Kpi, entries: Entries) -> None:
    """Lead with the target ahead; the one thing to do is to set another."""
    current = _in_force(entries)
    ahead = next((row for row in current if row.target_date >= visit.today), None)
    heading = wording.target_heading(kpi.name, _goal(visit, kpi, ahead) if ahead else None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe_text(heading), anchor=False, width="stretch")
        st.button(
            "Set a target",
            icon=":material/add:",
            type="primary" if visit.company == "own" else "secondary",
            on_click=open_task,
            args=(OpenedTarget(kpi, _seen(entries)),),
        )
    st.caption(wording.TARGETS_NOTE)
    show_next_step(visit, navigation.TARGETS)


def show_targets(visit: Visit, kpi: Kpi, entries: Entries) -> None:
    """List the targets in force by date, each to be moved."""
    current = _in_force(entries)
    if not current:
        show_empty("No target yet", "Set the first one, or import a table of targets.")
    for row in _ahead_first(current, visit.today):
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            facts = [row.segment, _window(row), _start(visit, kpi, row), row.reason]
            said = " · ".join(safe_text(fact) for fact in facts if fact)
            st.markdown(
                f"**{safe_text(_goal(visit, kpi, row))}**  \n:small[:gray[{said}]]", width="stretch"
            )
            with st.container(horizontal=True, width="content", gap="small"):
                opened = OpenedTarget(kpi, _seen(entries), row)
                _task("Move", row, opened)
                _task("Take back", row, replace(opened, take_back=True))


def show_taken_back(visit: Visit, kpi: Kpi, entries: Entries) -> None:
    """List the targets that were taken back, each to be set again."""
    gone = _taken_back(entries)
    if not gone:
        return
    with st.expander(f"Taken back ({len(gone)})", icon=":material/inventory:"):
        for row in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(safe_text(_goal(visit, kpi, row)), width="stretch")
                _task("Set again", row, OpenedTarget(kpi, _seen(entries), row))


def show_history(visit: Visit, kpi: Kpi, entries: Entries) -> None:
    """List every target ever set, the newest first."""
    if not entries:
        return
    rows = [
        (
            "In force" if entry.in_force else "Not in force",
            _goal(visit, kpi, entry.row),
            entry.row.reason or "",
            entry.row.recorded_by,
            show_day(visit.day_of(entry.row.recorded_at), visit.settings.manner),
        )
        for entry in entries
    ]
    columns = ["State", "Target", "Why it moved", "Recorded by", "Recorded"]
    label = f"Every target ever set, the newest recording first ({len(rows)})"
    with st.expander(label, icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            alt=f"Every target of {kpi.name} ever set, the newest recording first",
        )


def show_opened_target(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    opened = opened_task(OpenedTarget)
    if opened is None:
        return
    verb = "Take back" if opened.take_back else _verb(opened)
    title = f"{verb} a target: {safe_text(opened.kpi.name)}"
    show_dialog(visit, Dialog(title, lambda current: _show(current, opened), width="medium"))


def _show(visit: Visit, opened: OpenedTarget) -> None:
    if opened.refused is not None:
        _show_refused(opened, opened.refused)
    try:
        if opened.take_back:
            _take_back(visit, opened)
        else:
            _record(visit, opened)
    except ChangedElsewhere as refused:
        entries = read_entries(visit, opened.kpi)
        open_task(replace(opened, seen=_seen(entries), refused=refused))
        st.rerun()


def _record(visit: Visit, opened: OpenedTarget) -> None:
    draft = _target_form(visit, opened)
    if draft is None:
        return
    seen = opened.seen.get((draft.segment, draft.window, draft.target_date))
    record_target(store=visit.store, actor=visit.actor, draft=draft, today=visit.today, seen=seen)
    finish_task(Notice(wording.recorded(opened.kpi.name)))


def _take_back(visit: Visit, opened: OpenedTarget) -> None:
    row = cast(Target, opened.target)
    ask = Fields(f"back-{opened.key}")
    st.markdown(f"**{safe_text(_goal(visit, opened.kpi, row))}**")
    with st.form(ask.form, border=False):
        why = ask.text("reason", None)
        st.caption(wording.TAKE_TARGET_BACK_NOTE)
        if not ask.save_button("Take back"):
            return
    take_back_target(store=visit.store, actor=visit.actor, target=row, today=visit.today, why=why)
    finish_task(Notice(wording.target_taken_back(opened.kpi.name)))


def _show_refused(opened: OpenedTarget, refused: ChangedElsewhere) -> None:
    def write(field: str, value: Any) -> tuple[str, str]:
        is_amount = field in _AMOUNTS or value is None
        written = show_value(value, opened.kpi.unit) if is_amount else str(value)
        return wording.FIELDS[field], written

    show_sides(refused, write)
    if st.button("Keep theirs", key="keep-theirs"):
        close_task()
        st.rerun()


def _target_form(visit: Visit, opened: OpenedTarget) -> TargetDraft | None:
    kpi, row = opened.kpi, opened.target
    ask = Fields(opened.key)
    said: dict[str, Any] = {}

    def before(field: str) -> Any:
        return getattr(row, field, None)

    hint = None if _verb(opened) == "Move" else wording.WHY_HINT
    with st.form(opened.key, border=False):
        if row is not None:
            st.caption(safe_text(_goal(visit, kpi, row)))
        with st.grid(columns=2, min_column_width=200):
            said["value"] = ask.number("value", before("value"), unit=kpi.unit)
            said["target_date"] = before("target_date") or ask.day("target_date", None)
            said["start"] = ask.number(
                "start", before("start"), unit=kpi.unit, note=wording.START_NOTE
            )
            said["start_date"] = ask.day(
                "start_date", before("start_date"), note=wording.START_DATE_NOTE
            )
            goals = catalogue_wording.GOALS
            said["goal"] = ask.word("goal", before("goal") or kpi.goal, goals, required=True)
            said |= _bounds(ask, kpi, row)
            if row is None:
                said["segment"] = ask.text("segment", None, hint="The whole")
            if kpi.scope is Scope.LAUNCH and row is None:
                said["window"] = ask.window("window", note=wording.WINDOW_NOTE)
        said["reason"] = ask.text("reason", None, hint=hint, note=wording.WHY_NOTE)
        if not ask.save_button(_verb(opened)):
            return None
    if said["goal"] is kpi.goal:
        said["goal"] = before("goal")
    if row is not None:
        said |= {"segment": row.segment, "window": row.window, "direction": row.direction}
    # A share is typed in percent here, so 160 does mean 160%.
    return TargetDraft.check(kpi_id=kpi.id, over_150_percent=kpi.unit == "%", **said)


def _verb(opened: OpenedTarget) -> str:
    """One that stands is moved; a new one, or one that was taken back, is set."""
    row = opened.target
    return "Set" if row is None or _key(row) not in opened.seen else "Move"


def _bounds(ask: Fields, kpi: Kpi, row: Target | None) -> dict[str, float | None]:
    """Bounds belong to goals that must hold; a goal to reach has none."""
    if kpi.goal is Goal.REACH and (row is None or row.goal in (None, Goal.REACH)):
        return {}
    return {
        side: ask.number(side, getattr(row or kpi, side), unit=kpi.unit) for side in ("low", "high")
    }


def _task(label: str, row: Target, opened: OpenedTarget) -> None:
    st.button(label, type="tertiary", key=f"{label}-{row.id}", on_click=open_task, args=(opened,))


def _taken_back(entries: Entries) -> list[Target]:
    """The last thing each target said before it was taken back."""
    standing = {_key(row) for row in _in_force(entries)}
    last: dict[Key, Target] = {}
    for entry in entries:
        if _key(entry.row) not in standing and _says_something(entry.row):
            last.setdefault(_key(entry.row), entry.row)
    return list(last.values())


def _key(row: Target) -> Key:
    return row.segment, row.window, row.target_date


def _says_something(row: Target) -> bool:
    return any(amount is not None for amount in (row.value, row.low, row.high))


def _in_force(entries: Entries) -> list[Target]:
    current = [entry.row for entry in entries if entry.in_force]
    return sorted(current, key=lambda row: (row.target_date, row.segment, row.window or 0))


def _ahead_first(rows: list[Target], today: dt.date) -> list[Target]:
    """Those still ahead, the nearest first; then those that are over, the last first."""
    over = [row for row in rows if row.target_date < today]
    return [*(row for row in rows if row.target_date >= today), *reversed(over)]


def _seen(entries: Entries) -> dict[Key, int]:
    return {_key(row): row.id for row in _in_force(entries) if row.id is not None}


def _goal(visit: Visit, kpi: Kpi, row: Target) -> str:
    manner = visit.settings.manner
    if not _says_something(row):
        return f"Taken back for {show_day(row.target_date, manner)}"
    value, low, high = (
        None if amount is None else show_value(amount, kpi.unit, manner)
        for amount in (row.value, row.low, row.high)
    )
    return wording.goal(value, low, high, show_day(row.target_date, manner))


def _start(visit: Visit, kpi: Kpi, row: Target) -> str:
    manner = visit.settings.manner
    day = show_day(row.start_date or row.effective_on, manner)
    if row.start is None:
        return f"from {day}"
    return f"from {show_value(row.start, kpi.unit, manner)} on {day}"


def _window(row: Target) -> str | None:
    return None if row.window is None else f"day {row.window} of the launch"
