"""The scorecard on screen: one row a KPI in the canonical order, and the drawer behind a row."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pmm_core.formatting import (
    Manner,
    is_word,
    safe_text,
    show_change,
    show_day,
    show_interval,
    show_value,
)
from pmm_core.scorecard import charts, wording
from pmm_core.scorecard.build import Row
from pmm_core.scorecard.overview import is_overdue
from pmm_core.scorecard.sparkline import sparkline
from pmm_core.ui import navigation
from pmm_core.ui.session import Visit, follow_settings, theme
from pmm_core.ui.show import show_status
from pmm_core.vocabulary import Status

OPEN_ICON = ":material/open_in_full:"


def show_rows(visit: Visit, rows: Sequence[Row], *, key: str) -> None:
    """Show rows in the canonical order; "Open" shows everything behind a row.

    Cells have fixed widths, so that they stand in columns on a wide screen and wrap into a card on
    a narrow one; each carries its own label for the same reason.

    Args:
        visit: for the manner of writing and the day.
        rows: in the order to show.
        key: of the rows, unique on the page.
    """
    for number, row in enumerate(rows):
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, gap="xsmall"):
                _show_cells(visit, row)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(safe_text(row.verdict.reason), width="stretch")
                if st.button("Open", key=f"{key}-{number}", type="tertiary", icon=OPEN_ICON):
                    show_drawer(visit, row)
            show_response(visit, row)


def _show_cells(visit: Visit, row: Row) -> None:
    kpi, manner = row.kpi, visit.settings.manner
    post, pace = row.post, row.verdict.pace
    target = post.value if post else None
    with st.container(width=100):
        show_status(row.status)
    st.markdown(f"**{safe_text(_name(row))}**  \n:small[:gray[{_owner(row)}]]", width=220)
    for label, value in (
        ("Actual", row.estimate.value),
        ("Target", target),
        ("Due today", pace.due),
        ("Previous", row.previous),
    ):
        _show_cell(label, _plain(value, kpi.unit, manner))
    with st.container(width=114):
        st.image(sparkline(row.series, theme=theme()), width=110, alt=_series_alt(row))
    as_of = row.estimate.as_of
    _show_cell("As of", show_day(as_of, manner) if as_of else "")


def _show_cell(label: str, value: str) -> None:
    """An unknown value is blank; the label stays, so that the row keeps its columns."""
    shown = safe_text(value) or "\N{NO-BREAK SPACE}"
    st.markdown(f":small[:gray[{label}]]  \n{shown}", width=80 if label != "As of" else 92)


def show_drawer(visit: Visit, row: Row) -> None:
    """Open the drawer of one KPI: status and reason, numbers, history, definition."""
    drawer = st.dialog(safe_text(_name(row)), position="right", width="medium")
    drawer(_show_everything)(visit, row)


def _show_everything(visit: Visit, row: Row) -> None:
    follow_settings(visit)
    kpi = row.kpi
    with st.container(horizontal=True, vertical_alignment="center"):
        show_status(row.status)
        st.caption(safe_text(row.verdict.reason))
    _show_numbers(visit, row)
    if row.facts.readings:
        alt = f"{kpi.name}: {len(row.facts.readings)} values, the last {_actual(visit, row)}"
        st.altair_chart(charts.history_chart(row, theme=theme()), alt=alt, key="drawer-history")
        if row.post and row.post.value is not None:
            st.caption(wording.CHART_NOTE)
    show_response(visit, row)
    if visit.is_owner:
        _show_ways_on(row)
    _show_definition(row)
    if row.facts.readings:
        _show_values(visit, row)


def _show_ways_on(row: Row) -> None:
    """Lead from a number to where it is made."""
    kpi = row.kpi
    with st.container(horizontal=True):
        if row.facts.window:
            launch = {"launch": f"{kpi.product}/{kpi.launch}"}
            st.page_link(navigation.ADOPTION, label="See the launch's curve", query_params=launch)
        else:
            chosen = {"kpi": f"{kpi.name} ({wording.place(kpi)})"}
            st.page_link(navigation.SNAPSHOTS, label="Record a value", query_params=chosen)
            st.page_link(navigation.TARGETS, label="Move the target", query_params=chosen)
        st.page_link(navigation.KPIS, label="Edit or add a next step")


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
    manner, cadence = visit.settings.manner, row.kpi.cadence
    values = [
        (
            visit.calendar.period(reading.on, cadence).label if cadence else "",
            show_day(reading.on, manner),
            show_value(reading.value, row.kpi.unit, manner),
            reading.why or "",
            reading.source or "",
        )
        for reading in reversed(row.facts.readings)
    ]
    st.markdown("**Values**")
    st.dataframe(
        pd.DataFrame(
            values, columns=["Period", "As of", "Value", "Why it was corrected", "Source"]
        ),
        hide_index=True,
        height=240,
        alt=f"Every value of {row.kpi.name} in force, newest first",
    )


def _show_numbers(visit: Visit, row: Row) -> None:
    kpi, manner = row.kpi, visit.settings.manner
    estimate, post, pace = row.estimate, row.post, row.verdict.pace
    doubt = safe_text(show_interval(estimate.low, estimate.high, kpi.unit, manner))

    def written(value: float | None) -> str:
        """A metric is Markdown, and a unit is whatever somebody typed."""
        return safe_text(show_value(value, kpi.unit, manner))

    with st.grid(columns=4, min_column_width=120):
        st.metric(
            "Actual",
            written(estimate.value),
            delta=_delta(row, manner),
            delta_color="inverse" if kpi.direction == "down" else "normal",
            delta_description="vs previous" if row.change is not None else None,
            help=f"95% interval {doubt}, n = {estimate.n}" if doubt else None,
        )
        st.metric(
            "Target",
            written(post.value if post else None),
            delta=show_day(post.target_date, manner) if post else None,
            delta_arrow="off",
            delta_color="off",
        )
        st.metric("Due today", written(pace.due))
        st.metric("Previous", written(row.previous))
    if doubt:
        st.caption(f"95% interval {doubt}, n = {estimate.n}, Wilson.")


def _delta(row: Row, manner: Manner) -> str | None:
    """The change as Markdown; its sign stays bare, for the arrow is chosen by it."""
    if row.change is None:
        return None
    change = show_change(row.change, row.kpi.unit, manner)
    return change[0] + safe_text(change[1:])


def show_response(visit: Visit, row: Row) -> None:
    """Show the next step with its owner and date, or that an off-track KPI lacks one."""
    step = row.facts.next_action
    if step is not None:
        due = f", due {show_day(step.due, visit.settings.manner)}" if step.due else ""
        late = " :red-badge[Overdue]" if is_overdue(row, visit.today) else ""
        by = f" ({safe_text(step.owner)}{due})" if step.owner else due
        st.markdown(f":small[:gray[Next step]] {safe_text(step.text)}{by}{late}")
    elif row.status is Status.OFF_TRACK:
        st.markdown(":red-badge[No next step yet] :small[It needs one, with owner and date.]")
    for factor in row.factors:
        st.markdown(
            f":small[:gray[External factor]] {safe_text(factor.name)}, since "
            f"{show_day(factor.start_on, visit.settings.manner)}"
        )


def _name(row: Row) -> str:
    return row.kpi.name + (f" · {row.facts.segment}" if row.facts.segment else "")


def _owner(row: Row) -> str:
    """The launch, the owner, and the unit where it is a word: the cells leave it out."""
    kpi = row.kpi
    parts = [
        kpi.launch,
        kpi.owner or "No owner yet",
        f"in {kpi.unit}" if is_word(kpi.unit) else None,
    ]
    return " · ".join(safe_text(part) for part in parts if part)


def _plain(value: float | None, unit: str | None, manner: Manner) -> str:
    """A value short enough for a cell; blank for unknown."""
    if value is None:
        return ""
    return show_value(value, None if is_word(unit) else unit, manner)


def _series_alt(row: Row) -> str:
    known = [point for point in row.series if point.value is not None]
    return (
        f"{row.kpi.name}, {row.series[0].label} to {row.series[-1].label}: "
        f"{len(known)} of {len(row.series)} periods have a value"
    )


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
        ("Definition version", str(kpi.definition_version)),
    ]
    return [(label, safe_text(value)) for label, value in facts if value]
