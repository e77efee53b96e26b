"""The scorecard on screen: one row a KPI in the canonical order."""

from collections.abc import Sequence

import streamlit as st

from pmm_core.formatting import is_word, safe_text, show_day, show_value
from pmm_core.scorecard import wording
from pmm_core.scorecard.build import Row
from pmm_core.ui.drawer import row_name, show_open, show_response
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_cell, show_series, show_status

# In pixels. A phone of 390 leaves 326 inside a card, and 8 lie between two cells.
_STATUS_WIDTH, _NAME_WIDTH, _NUMBER_WIDTH, _DAY_WIDTH = 94, 220, 74, 120
_OWNER_WIDTH, _REASON_WIDTH = _STATUS_WIDTH + 8 + _NAME_WIDTH, 488


def show_rows(visit: Visit, rows: Sequence[Row], *, key: str) -> None:
    """Show rows in the canonical order; "Open" shows everything behind a row.

    Cells have fixed widths, so that they stand in columns on a wide screen and wrap into a card on
    a narrow one; each carries its own label for the same reason. On a
    phone status and name share a line, and so do the four numbers.

    Args:
        visit: for the manner of writing and the day.
        rows: in the order to show.
        key: of the rows, unique on the page.
    """
    for number, row in enumerate(rows):
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, gap="xsmall"):
                _show_cells(row)
                with st.container(horizontal=True, horizontal_alignment="right"):
                    show_open(row, key=f"{key}-{number}")
            with st.container(horizontal=True, gap="xsmall"):
                _show_upkeep(visit, row)


def _show_cells(row: Row) -> None:
    kpi = row.kpi
    unit = None if is_word(kpi.unit) else kpi.unit
    with st.container(width=_STATUS_WIDTH):
        show_status(row.status)
    st.markdown(
        f"**{safe_text(row_name(row))}**  \n:small[:gray[{_detail(row)}]]", width=_NAME_WIDTH
    )
    for label, value in (
        ("Actual", _plain(row.estimate.value, unit)),
        ("Target", wording.aim_sign(row.post, unit)),
        ("Due today", _plain(row.verdict.pace.due, unit)),
        ("Previous", _plain(row.previous, unit)),
    ):
        show_cell(label, safe_text(value), width=_NUMBER_WIDTH)
    show_series(row.kpi.name, row.series)


def _show_upkeep(visit: Visit, row: Row) -> None:
    """Who answers for it, why it has its status, what is done about it, of which day it is."""
    owner = safe_text(row.kpi.owner) or "Nobody yet"
    st.markdown(f":small[:gray[Owner]] :small[{owner}]", width=_OWNER_WIDTH)
    with st.container(width=_REASON_WIDTH, gap="xsmall"):
        st.caption(safe_text(row.verdict.reason))
        show_response(visit, row)
    day = row.estimate.as_of
    if day:
        written = show_day(day, visit.settings.manner)
        st.markdown(f":small[:gray[As of]] :small[{written}]", width=_DAY_WIDTH)


def _detail(row: Row) -> str:
    """The launch, and the unit where it is a word: the cells leave it out."""
    kpi = row.kpi
    parts = [kpi.launch, f"in {kpi.unit}" if is_word(kpi.unit) else None]
    return " · ".join(safe_text(part) for part in parts if part) or "\N{NO-BREAK SPACE}"


def _plain(value: float | None, unit: str | None) -> str:
    """A value for a cell; blank for unknown."""
    return "" if value is None else show_value(value, unit)
