"""Shows results: draws and returns nothing."""

from collections.abc import Sequence

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.results import Finding
from pmm_core.scorecard import wording
from pmm_core.scorecard.build import Point, Scorecard
from pmm_core.scorecard.sparkline import sparkline
from pmm_core.ui.session import theme
from pmm_core.vocabulary import Status

BADGE_COLOURS = {Status.ON_TRACK: "green", Status.AT_RISK: "orange", Status.OFF_TRACK: "red"}


def show_status(status: Status, *, detail: str = "") -> None:
    """Show a status as icon and word; a state without a verdict is grey."""
    label = wording.STATUS_WORDS[status] + (f": {detail}" if detail else "")
    st.badge(
        label,
        icon=wording.STATUS_ICONS[status],
        color=BADGE_COLOURS.get(status, "gray"),  # type: ignore[arg-type]
    )


def show_cell(label: str, value: str, *, width: int) -> None:
    """Show a cell of a row under its label; an unknown value is blank, the row keeps its columns.

    Args:
        label: what it is.
        value: Markdown of our own; user text in it is made safe.
        width: in pixels.
    """
    shown = value or "\N{NO-BREAK SPACE}"
    st.markdown(f":small[:gray[{label}]]  \n{shown}", width=width)


def show_series(kpi: str, series: Sequence[Point]) -> None:
    """Draw the last periods of a KPI as a line the size of a word."""
    known = sum(point.value is not None for point in series)
    days = f"{series[0].label} to {series[-1].label}"
    alt = f"{kpi}, {days}: {known} of {len(series)} periods have a value"
    with st.container(width=114):
        st.image(sparkline(series, theme=theme()), width=110, alt=alt)


def show_counts(scorecard: Scorecard) -> None:
    """Show how many KPIs have which status, verdicts first: what the headline counts."""
    counts = scorecard.kpi_counts
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for status, number in counts.items():
            st.badge(
                f"{number} {wording.STATUS_WORDS[status].lower()}",
                icon=wording.STATUS_ICONS[status],
                color=BADGE_COLOURS.get(status, "gray"),  # type: ignore[arg-type]
            )
        said = wording.counted_once(sum(counts.values()), len(scorecard.rows))
        if said:
            st.caption(said, width="content")


def show_empty(title: str, what_to_do: str, *, page: str | None = None, label: str = "") -> None:
    """Show an empty state: what this is, what is missing, one way on."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="content")
        st.caption(what_to_do, width="content")
        if page:
            st.page_link(page, label=label, icon=":material/arrow_forward:")


def show_reasons(speak_for: Sequence[str], speak_against: Sequence[str]) -> None:
    """List what speaks for and against an option, in words and signs."""
    for reason in speak_for:
        st.markdown(f":small[:material/add: For: {safe_text(reason)}]")
    for reason in speak_against:
        st.markdown(f":small[:material/remove: Against: {safe_text(reason)}]")
    if not speak_for and not speak_against:
        st.markdown(":small[:gray[Nothing speaks for or against it.]]")


def show_findings(findings: Sequence[Finding]) -> None:
    """List what a reader should do something about."""
    for finding in findings:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            if finding.status is None:
                st.badge("To do", icon=":material/flag:", color="gray")
            else:
                show_status(finding.status)
            todo = f"  \n:small[:gray[{safe_text(finding.recommendation)}]]"
            st.markdown(safe_text(finding.message) + todo, width="stretch")
