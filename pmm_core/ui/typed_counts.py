"""Counts of a launch without an event log on screen: a grid to type or paste them into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from pmm_core.adoption.refs import LaunchRef
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import safe_text, show_count, show_day
from pmm_core.models import TypedCount
from pmm_core.typed import wording
from pmm_core.typed.drafts import CountCells, Key
from pmm_core.typed.service import CountEntry, read_count_history, record_counts
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.launches import OpenedOnLaunch, refs
from pmm_core.ui.session import Visit

_COLUMNS = tuple(wording.HEADERS)
_SPARE_ROWS = 3
_NEWEST = 40


@dataclass(frozen=True)
class OpenedCounts(OpenedOnLaunch):
    """The counts of a launch that are being typed.

    Attributes:
        rows: those in force, as the person saw them.
        windows: days that get an empty row while nobody counted them.
        refused: set once somebody typed one of them first.
    """

    rows: tuple[TypedCount, ...]
    windows: tuple[int, ...]
    refused: ChangedElsewhere | None = None

    @property
    def key(self) -> str:
        """Key of its grid: after somebody else's save it is another one."""
        newest = max((row.id or 0 for row in self.rows), default=0)
        return f"counts-{self.launch.id}-{newest}"

    @property
    def seen(self) -> dict[Key, int]:
        """Id of the count in force of each segment and day."""
        return {(row.segment, row.day): row.id or 0 for row in self.rows}

    def frame(self) -> pd.DataFrame:
        """Lay the grid out, with empty rows for windows nobody counted, and some to spare."""
        found = [
            (row.segment, str(row.day), str(row.eligible), str(row.adopted)) for row in self.rows
        ]
        counted = {row.day for row in self.rows if not row.segment}
        found += [("", str(day), "", "") for day in self.windows if day not in counted]
        found += [("", "", "", "")] * _SPARE_ROWS
        return pd.DataFrame(found, columns=_COLUMNS, index=range(1, len(found) + 1))


def show_counts(visit: Visit, launch: str, windows: Sequence[int] = ()) -> None:
    """Offer to type the counts of a launch without a log, and show what was typed."""
    ref = refs(visit).get(launch)
    if ref is None or ref.has_log:
        return
    entries = read_count_history(store=visit.store, actor=visit.actor, launch_id=ref.id)
    rows = tuple(entry.row for entry in reversed(entries) if entry.in_force)
    rows = tuple(sorted(rows, key=lambda row: (row.segment, row.day)))
    if visit.is_owner:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**{wording.TYPED if rows else wording.NO_LOG}**  \n"
                f":small[:gray[{wording.NO_LOG_ABOUT}]]",
                width="stretch",
            )
            st.button(
                wording.CHANGE if rows else wording.BUTTON,
                icon=":material/edit_note:",
                key="type-counts",
                on_click=open_task,
                args=(OpenedCounts(ref, rows, tuple(windows) or ref.windows),),
            )
    _show_history(visit, ref, entries)


def show_opened_counts(visit: Visit) -> None:
    """Show the grid in a dialog, if it is open; one of the last calls of the page."""
    opened = opened_task(OpenedOnLaunch)
    if isinstance(opened, OpenedCounts):
        title = f"{wording.TITLE}: {safe_text(opened.launch.name)}"
        show_dialog(visit, Dialog(title, _show_grid, width="medium"))


def _show_grid(visit: Visit) -> None:
    """Draw the grid outside a form, where an edit that comes late arrives by itself."""
    opened = opened_task(OpenedCounts)
    if opened is None:
        return
    if opened.refused is not None:
        show_sides(opened.refused, _side)
    st.caption(wording.ABOUT)
    edited = st.data_editor(
        opened.frame(),
        key=opened.key,
        num_rows="dynamic",
        height=min(420, 36 * (len(opened.frame()) + 2)),
        column_config={
            "_index": st.column_config.Column("Row", disabled=True, width=48),
            **{
                name: st.column_config.TextColumn(
                    header, width=120, alignment="left" if name == "segment" else "right"
                )
                for name, header in wording.HEADERS.items()
            },
        },
    )
    keep_place_for_fault()
    if not st.button(wording.SAVE, type="primary", icon=":material/check:", key="counts-save"):
        return
    try:
        done = record_counts(
            store=visit.store,
            actor=visit.actor,
            launch_id=opened.launch.id,
            cells=_cells(edited, opened.rows),
            today=visit.today,
            seen=opened.seen,
        )
    except ChangedElsewhere as refused:
        entries = read_count_history(
            store=visit.store, actor=visit.actor, launch_id=opened.launch.id
        )
        rows = tuple(entry.row for entry in entries if entry.in_force)
        open_task(replace(opened, rows=rows, refused=refused))
        st.rerun()
    new = len(done.rows) - done.taken_back
    finish_task(Notice(wording.recorded(opened.launch.name, new, done.taken_back, done.unchanged)))


def _cells(edited: pd.DataFrame, before: Sequence[TypedCount]) -> list[CountCells]:
    """Take the rows as they stand in the grid; a count whose row is gone is taken back."""
    found = []
    for place, row in enumerate(edited.fillna("").astype(str).to_dict("records"), start=1):
        cells = CountCells(place, *(row[name].strip() for name in _COLUMNS))
        if any((cells.segment, cells.day, cells.eligible, cells.adopted)):
            found.append(cells)
    kept = {(" ".join(one.segment.split()), one.day) for one in found}
    gone = [row for row in before if (row.segment, str(row.day)) not in kept]
    return found + [CountCells(0, row.segment, str(row.day), "", "") for row in gone]


def _side(field: str, value: object) -> tuple[str, str]:
    written = show_count(value) if isinstance(value, int) else ""
    return wording.HEADERS.get(field, field), written


def _show_history(visit: Visit, ref: LaunchRef, entries: Sequence[CountEntry]) -> None:
    if not entries:
        return
    manner = visit.settings.manner
    rows = [_line(one, show_day(visit.day_of(one.row.recorded_at), manner)) for one in entries]
    with st.expander(wording.history(len(rows)), icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(rows[:_NEWEST]),
            hide_index=True,
            alt=f"Every count ever typed for {ref.name}, the newest first",
        )


def _line(entry: CountEntry, recorded: str) -> Mapping[str, object]:
    row = entry.row
    return {
        "State": "In force" if entry.in_force else "Not in force",
        "Segment": row.segment or "Everybody",
        "Day": row.day,
        "Eligible": row.eligible,
        "Adopted": "Taken back" if row.adopted is None else show_count(row.adopted),
        "Note": row.note or "",
        "Typed by": row.recorded_by,
        "Typed on": recorded,
    }
