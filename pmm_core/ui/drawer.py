"""The drawer behind a row: status and reason, numbers, history, definition; it has an address.

`?kpi=12` in the address opens it, with `segment=` and `window=` for a row of a segment or of a
launch window.
"""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from pmm_core.formatting import (
    BLANK,
    Manner,
    is_word,
    safe_text,
    show_change,
    show_counted,
    show_day,
    show_interval,
    show_value,
)
from pmm_core.response.wording import open_questions
from pmm_core.scorecard import charts, wording
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.overview import is_overdue
from pmm_core.ui import navigation
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.responses import opened_talk, show_talk
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_status
from pmm_core.vocabulary import Direction, Status

_NEWEST = 8
_DELTA_COLOURS: dict[Direction, Literal["normal", "inverse", "off"]] = {
    Direction.UP: "normal",
    Direction.DOWN: "inverse",
    Direction.HOLD: "off",
}
_ADDRESS = ("kpi", "segment", "window")


def show_open(row: Row, *, key: str) -> None:
    """Offer to open the drawer of a row; the address follows."""
    st.button(
        "Open",
        key=key,
        type="tertiary",
        icon=":material/open_in_full:",
        on_click=_open,
        args=(_address(row),),
    )


def show_asked(visit: Visit, rows: Sequence[Row]) -> None:
    """Open the drawer that the address asks for, or say that there is no such row."""
    asked = {name: st.query_params[name] for name in _ADDRESS if name in st.query_params}
    if "kpi" not in asked:
        return
    row = _find(rows, asked)
    if row is None:
        st.info(safe_text(wording.not_here(asked["kpi"])), icon=":material/info:")
        return
    dialog = opened_talk(row) or Dialog(
        safe_text(row_name(row)),
        lambda current: _show_everything(current, row),
        width="medium",
        position="right",
        on_dismiss=_close,
        writes=False,
    )
    show_dialog(visit, dialog)


def row_name(row: Row) -> str:
    """Name a row: the KPI, and its segment where it is of one."""
    return row.kpi.name + (f" · {row.facts.segment}" if row.facts.segment else "")


def _address(row: Row) -> dict[str, str]:
    """Tell a row from every other: a KPI has a row a segment and launch window."""
    window = row.facts.window
    said = (str(row.kpi.id), row.facts.segment, str(window.day) if window else None)
    return {name: value for name, value in zip(_ADDRESS, said, strict=True) if value}


def _find(rows: Sequence[Row], asked: dict[str, str]) -> Row | None:
    """The KPI alone is enough: it then means its first row."""
    of_kpi = [row for row in rows if str(row.kpi.id) == asked["kpi"]]
    exact = [row for row in of_kpi if _address(row) == asked]
    first = of_kpi if len(asked) == 1 else []
    return next(iter([*exact, *first]), None)


def _open(address: dict[str, str]) -> None:
    _close()
    st.query_params.update(address)


def _close() -> None:
    for name in _ADDRESS:
        st.query_params.pop(name, None)


def _show_everything(visit: Visit, row: Row) -> None:
    kpi = row.kpi
    with st.container(horizontal=True, vertical_alignment="center"):
        show_status(row.status)
        st.caption(safe_text(row.verdict.reason))
    _show_numbers(visit, row)
    if row.facts.readings:
        alt = f"{kpi.name}: {len(row.facts.readings)} values, the last {_actual(visit, row)}"
        chart = charts.history_chart(row, calendar=visit.calendar, theme=theme())
        st.altair_chart(chart, alt=alt, key="drawer-history")
        if row.post:
            st.caption(wording.BOUNDS_NOTE if row.post.is_bound else wording.CHART_NOTE)
    if visit.is_owner:
        with st.container(horizontal=True):
            show_way_on(row)
            if not row.facts.window:
                st.page_link(navigation.TARGETS, label="Move the target", query_params=_chosen(row))
            st.page_link(navigation.KPIS, label="Edit the KPI")
    if row.facts.next_action is None:
        _show_step(visit, row)
    _show_factors(visit, row)
    show_talk(visit, row)
    _show_definition(row)
    if row.facts.readings:
        _show_values(visit, row)


def show_response(visit: Visit, row: Row) -> None:
    """Show what is done about a row, what is asked about it, and which factors touch it."""
    _show_step(visit, row)
    if row.facts.questions:
        st.markdown(f":orange-badge[{open_questions(len(row.facts.questions))}]")
    _show_factors(visit, row)


def _show_step(visit: Visit, row: Row) -> None:
    """Show the next step with its owner and date, or that an off-track KPI lacks one."""
    step = row.facts.next_action
    if step is not None:
        due = f", due {show_day(step.due, visit.settings.manner)}" if step.due else ""
        late = " :red-badge[Overdue]" if is_overdue(row, visit.today) else ""
        by = f" ({safe_text(step.owner)}{due})" if step.owner else due
        st.markdown(f":small[:gray[Next step]] {safe_text(step.text)}{by}{late}")
    elif row.status is Status.OFF_TRACK:
        st.markdown(":red-badge[No next step yet] :small[It needs one, with owner and date.]")


def _show_factors(visit: Visit, row: Row) -> None:
    for factor in row.factors:
        st.markdown(
            f":small[:gray[External factor]] {safe_text(factor.name)}, since "
            f"{show_day(factor.start_on, visit.settings.manner)}"
        )


def show_way_on(row: Row) -> None:
    """Lead from a number to where it is made; for whoever may change it."""
    kpi = row.kpi
    if row.facts.window:
        launch = {"launch": row.facts.window.launch or f"{kpi.product}/{kpi.launch}"}
        st.page_link(navigation.ADOPTION, label="See the launch's curve", query_params=launch)
    else:
        st.page_link(navigation.SNAPSHOTS, label="Record a value", query_params=_chosen(row))


def _chosen(row: Row) -> dict[str, str]:
    """How the pages of values and targets name a KPI."""
    return {"kpi": f"{row.kpi.name} ({wording.place(row.kpi)})"}


def _show_definition(row: Row) -> None:
    st.markdown("**Definition**")
    st.markdown(safe_text(row.kpi.definition) or wording.NO_DEFINITION)
    st.table(
        pd.DataFrame(_facts(row), columns=["", "Value"]).set_index(""),
        border="horizontal",
        hide_header=True,
        alt=f"What {row.kpi.name} is",
    )


def _show_values(visit: Visit, row: Row) -> None:
    """The newest on sight, the older on demand; a table that wraps fits the drawer."""
    values = _values_frame(visit, row)
    st.markdown("**Values**")
    _show_table(values.head(_NEWEST), alt=f"The newest values of {row.kpi.name} in force")
    older = values.iloc[_NEWEST:]
    if not older.empty:
        with st.expander(show_counted(len(older), "older value")):
            _show_table(older, alt=f"The older values of {row.kpi.name} in force")


def _show_table(values: pd.DataFrame, *, alt: str) -> None:
    st.table(values, border="horizontal", hide_index=True, alt=alt)


def _values_frame(visit: Visit, row: Row) -> pd.DataFrame:
    """Every value in force, newest first; a column in which nothing stands is left out."""
    manner, cadence = visit.settings.manner, row.kpi.cadence
    frame = pd.DataFrame(
        {
            "Period": visit.calendar.period(reading.on, cadence).label if cadence else "",
            "As of": show_day(reading.on, manner),
            "Value": show_value(reading.value, row.kpi.unit, manner),
            "Why corrected": reading.why or "",
            "Source": reading.source or "",
        }
        for reading in reversed(row.facts.readings)
    )
    return frame.loc[:, (frame != "").any()].map(safe_text)


def _show_numbers(visit: Visit, row: Row) -> None:
    kpi, manner = row.kpi, visit.settings.manner
    estimate, post, pace = row.estimate, row.post, row.verdict.pace
    doubt = safe_text(show_interval(estimate.low, estimate.high, kpi.unit, manner))

    # A word for a unit would be cut off behind every number: it stands once, below them.
    unit = None if is_word(kpi.unit) else kpi.unit

    def written(value: float | None) -> str:
        return safe_text(show_value(value, unit, manner))

    with st.grid(columns=4, min_column_width=120):
        st.metric(
            "Actual",
            written(estimate.value),
            delta=_delta(row, manner),
            delta_color=_DELTA_COLOURS[post.direction if post else kpi.direction],
            delta_description="vs previous" if row.change is not None else None,
            help=f"95% interval {doubt}, n = {estimate.n}" if doubt else None,
        )
        for label, aim in wording.aim_parts(post, unit):
            st.metric(
                label,
                safe_text(aim) or BLANK,
                delta=show_day(post.target_date, manner) if post else None,
                delta_arrow="off",
                delta_color="off",
            )
        if not (post and post.is_bound):
            st.metric("Due today", written(pace.due))
        st.metric("Previous", written(row.previous))
    notes = [f"In {safe_text(kpi.unit)}." if is_word(kpi.unit) else ""]
    notes += [f"95% interval {doubt}, n = {estimate.n}, Wilson."] if doubt else []
    if any(notes):
        st.caption(" ".join(notes))


def _delta(row: Row, manner: Manner) -> str | None:
    """The change as Markdown; its sign stays bare, for the arrow is chosen by it."""
    if row.change is None:
        return None
    change = show_change(row.change, row.kpi.unit, manner)
    return change[0] + safe_text(change[1:])


def _actual(visit: Visit, row: Row) -> str | None:
    value = row.estimate.value
    if value is None:
        return None
    return show_value(value, row.kpi.unit, visit.settings.manner)


def _facts(row: Row) -> list[tuple[str, str]]:
    kpi = row.kpi
    facts = [
        ("Belongs to", wording.place(kpi)),
        ("Bucket", wording.BUCKET_WORDS[kpi.bucket]),
        ("Indicator", wording.INDICATOR_WORDS[kpi.indicator] if kpi.indicator else ""),
        ("Control", wording.CONTROL_WORDS[kpi.control] if kpi.control else ""),
        ("Reach of proof", wording.RUNG_WORDS[kpi.rung] if kpi.rung else ""),
        ("Cadence", kpi.cadence.value.capitalize() if kpi.cadence else ""),
        ("Owner", kpi.owner or ""),
        ("Partner team", kpi.partner_team or ""),
        ("Source", kpi.source or ""),
        ("Series", str(kpi.definition_version)),
    ]
    return [(label, safe_text(value)) for label, value in facts if value]
