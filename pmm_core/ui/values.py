"""Values of a KPI on screen: record one, correct one, take one back, see what was."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import safe_text, show_count, show_day, show_value
from pmm_core.ledger import wording
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import (
    Entry,
    read_segments,
    read_values,
    record_value,
    take_back_value,
)
from pmm_core.models import Kpi, KpiSnapshot
from pmm_core.ui import navigation
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, close_task, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.first_steps import show_next_step
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty

Entries = Sequence[Entry[KpiSnapshot]]
# The strip of a scorecard shows as many periods.
_MOST = 13


@dataclass(frozen=True)
class OpenedValue:
    """A value that is being recorded, corrected or taken back.

    Attributes:
        value: the one to correct; null for a new one.
        seen: id of the value in force on each day, as the person saw them.
        take_back: true to take the value back.
        refused: set once somebody recorded another value first.
    """

    kpi: Kpi
    segment: str
    seen: Mapping[dt.date, int]
    value: KpiSnapshot | None = None
    take_back: bool = False
    refused: ChangedElsewhere | None = None

    @property
    def key(self) -> str:
        """Key of its form."""
        return f"value-{self.kpi.id}-{self.segment}-{self.value.id if self.value else 'new'}"


def pick_segment(visit: Visit, kpi: Kpi) -> str:
    """Ask for a segment of a KPI, or a new one; empty for the whole."""
    segments = read_segments(store=visit.store, actor=visit.actor, kpi_id=cast(int, kpi.id))
    chosen = st.selectbox(
        "Segment",
        segments,
        index=None,
        placeholder="The whole",
        accept_new_options=True,
        key=f"segment-{kpi.id}",
        width=220,
    )
    return chosen or ""


def read_entries(visit: Visit, kpi: Kpi, segment: str) -> Entries:
    """Read every value ever recorded, the newest recording first."""
    kpi_id = cast(int, kpi.id)
    return read_values(store=visit.store, actor=visit.actor, kpi_id=kpi_id, segment=segment)


def show_values_header(visit: Visit, kpi: Kpi, segment: str, entries: Entries) -> None:
    """Lead with the last value; the one thing to do is to record another."""
    current = _in_force(entries)
    last = current[0] if current else None
    heading = wording.value_heading(
        _name(kpi, segment),
        _written(visit, kpi, last) if last else None,
        _day(visit, last.on) if last else None,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe_text(heading), anchor=False, width="stretch")
        if kpi.reading is None:
            st.button(
                "Record a value",
                icon=":material/add:",
                type="primary" if visit.company == "own" else "secondary",
                on_click=open_task,
                args=(OpenedValue(kpi, segment, _seen(entries)),),
            )
    if kpi.reading is not None:
        st.caption(safe_text(wording.reads_itself_here(kpi.name)))
    st.caption(wording.VALUES_NOTE)
    show_next_step(visit, navigation.SNAPSHOTS)


def show_values(visit: Visit, kpi: Kpi, segment: str, entries: Entries) -> None:
    """List the values in force, the last day first, each to be corrected or taken back."""
    current = _in_force(entries)
    if not current:
        show_empty("No value yet", "Record the first one, or import a table of values.")
    opened = OpenedValue(kpi, segment, _seen(entries))
    for row in current[:_MOST]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            facts = [_day(visit, row.on), _fraction(visit, row), row.source, row.note]
            said = " · ".join(safe_text(fact) for fact in facts if fact)
            st.markdown(
                f"**{safe_text(_written(visit, kpi, row))}**  \n:small[:gray[{said}]]",
                width="stretch",
            )
            with st.container(horizontal=True, width="content", gap="small"):
                _task("Correct", row, replace(opened, value=row))
                _task("Take back", row, replace(opened, value=row, take_back=True))


def show_history(visit: Visit, kpi: Kpi, entries: Entries) -> None:
    """List everything ever recorded, the newest recording first."""
    if not entries:
        return
    rows = [
        (
            "In force" if entry.in_force else "Not in force",
            _written(visit, kpi, entry.row) or "Taken back",
            entry.row.why or "",
            _day(visit, entry.row.on),
            entry.row.source or "",
            entry.row.definition_version,
            entry.row.recorded_by,
            _day(visit, visit.day_of(entry.row.recorded_at)),
        )
        for entry in entries
    ]
    columns = [
        *("State", "Value", "Why it changed", "As of"),
        *("Source", "Series", "Recorded by", "Recorded"),
    ]
    label = f"Everything recorded, the newest recording first ({len(rows)})"
    with st.expander(label, icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            alt=f"Every value of {kpi.name} ever recorded, the newest recording first",
        )


def show_opened_value(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    opened = opened_task(OpenedValue)
    if opened is None:
        return
    verb = "Take back" if opened.take_back else "Correct" if opened.value else "Record"
    title = f"{verb} a value: {safe_text(_name(opened.kpi, opened.segment))}"
    show_dialog(visit, Dialog(title, lambda current: _show(current, opened)))


def _show(visit: Visit, opened: OpenedValue) -> None:
    if opened.refused is not None:
        _show_refused(opened, opened.refused)
    try:
        if opened.take_back:
            _take_back(visit, opened)
        else:
            _record(visit, opened)
    except ChangedElsewhere as refused:
        entries = read_entries(visit, opened.kpi, opened.segment)
        open_task(replace(opened, seen=_seen(entries), refused=refused))
        st.rerun()


def _show_refused(opened: OpenedValue, refused: ChangedElsewhere) -> None:
    unit = opened.kpi.unit
    show_sides(refused, lambda field, value: (wording.FIELDS[field], show_value(value, unit)))
    if st.button("Keep theirs", key="keep-theirs"):
        close_task()
        st.rerun()


def _record(visit: Visit, opened: OpenedValue) -> None:
    draft = _value_form(visit, opened)
    if draft is None:
        return
    record_value(
        store=visit.store,
        actor=visit.actor,
        draft=draft,
        today=visit.today,
        seen=opened.seen.get(draft.on),
    )
    finish_task(Notice(wording.recorded(opened.kpi.name)))


def _value_form(visit: Visit, opened: OpenedValue) -> SnapshotDraft | None:
    kpi, row = opened.kpi, opened.value
    ask = Fields(opened.key)
    said: dict[str, Any] = {}
    with st.form(opened.key, border=False):
        if row is None:
            said["on"] = ask.day("on", visit.today, latest=visit.today, note=wording.DAY_NOTE)
        else:
            said["on"] = row.on
            st.caption(f"{_day(visit, row.on)}: {safe_text(_written(visit, kpi, row))}")
        said["value"] = ask.number("value", row.value if row else None, unit=kpi.unit)
        with st.grid(columns=2, min_column_width=160):
            for field in ("numerator", "denominator"):
                fraction = getattr(row, field, None)
                said[field] = ask.number(field, fraction, note=wording.FRACTION_NOTE)
        said["source"] = ask.text("source", row.source if row else kpi.source)
        said["note"] = ask.text("note", row.note if row else None)
        said["why"] = ask.text(
            "why", None, hint=None if row else wording.WHY_HINT, note=wording.WHY_NOTE
        )
        if not ask.save_button("Record" if row is None else "Correct"):
            return None
    # A share is typed in percent here, so 160 does mean 160%.
    return SnapshotDraft.check(
        kpi_id=kpi.id, segment=opened.segment, over_150_percent=kpi.unit == "%", **said
    )


def _take_back(visit: Visit, opened: OpenedValue) -> None:
    row = cast(KpiSnapshot, opened.value)
    ask = Fields(f"back-{opened.key}")
    day = _day(visit, row.on)
    st.markdown(f"**{safe_text(_written(visit, opened.kpi, row))}** on {day}")
    with st.form(ask.form, border=False):
        why = ask.text("why", None)
        st.caption(wording.TAKE_BACK_NOTE)
        if not ask.save_button("Take back"):
            return
    take_back_value(store=visit.store, actor=visit.actor, value=row, why=why)
    finish_task(Notice(wording.taken_back(opened.kpi.name, day)))


def _task(label: str, row: KpiSnapshot, opened: OpenedValue) -> None:
    st.button(label, type="tertiary", key=f"{label}-{row.id}", on_click=open_task, args=(opened,))


def _name(kpi: Kpi, segment: str) -> str:
    return f"{kpi.name}, {segment}" if segment else kpi.name


def _in_force(entries: Entries) -> list[KpiSnapshot]:
    current = [entry.row for entry in entries if entry.in_force]
    return sorted(current, key=lambda row: row.on, reverse=True)


def _seen(entries: Entries) -> dict[dt.date, int]:
    return {row.on: row.id for row in _in_force(entries) if row.id is not None}


def _written(visit: Visit, kpi: Kpi, row: KpiSnapshot) -> str:
    if row.value is None:
        return ""
    return show_value(row.value, kpi.unit, visit.settings.manner)


def _day(visit: Visit, day: dt.date) -> str:
    return show_day(day, visit.settings.manner)


def _fraction(visit: Visit, row: KpiSnapshot) -> str | None:
    if row.numerator is None or row.denominator is None:
        return None
    manner = visit.settings.manner
    return f"{show_count(row.numerator, manner)} of {show_count(row.denominator, manner)}"
