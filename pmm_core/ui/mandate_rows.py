"""The parts of a mandate that are tables on paper, as rows that also fit a narrow screen."""

import streamlit as st

from pmm_core.company.wording import FUNCTIONS
from pmm_core.formatting import safe_text, show_day, show_names
from pmm_core.mandate import wording
from pmm_core.mandate.document import MandateDocument, MandateKpi, Partner
from pmm_core.ui.show import show_status
from pmm_core.vocabulary import KpiBucket


def show_kpis(document: MandateDocument) -> None:
    """Show the KPIs bucket by bucket, each with its status in front."""
    for bucket in (*KpiBucket, None):
        kpis = document.of_bucket(bucket)
        if bucket is None and not kpis:
            continue
        title = wording.NO_BUCKET if bucket is None else wording.bucket_title(bucket)
        st.markdown(f"**{title}**")
        for kpi in kpis:
            _show_kpi(kpi)
        if not kpis:
            st.caption(wording.NO_KPI)


def _show_kpi(kpi: MandateKpi) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if kpi.status is not None:
            show_status(kpi.status)
        facts = [kpi.owner or "", show_day(kpi.on) if kpi.on else ""]
        beside = " · ".join(safe_text(fact) for fact in facts if fact)
        value = safe_text(wording.kpi_value(kpi))
        st.markdown(
            f"{safe_text(wording.kpi_name(kpi))}  \n**{value}** :small[:gray[{beside}]]",
            width="stretch",
        )


def show_partners(document: MandateDocument) -> None:
    """Show how the team works with each function."""
    with st.grid(columns=2, min_column_width=280):
        for one in document.partners:
            with st.container(border=True, gap="xsmall", height="stretch"):
                _show_partner(one)


def _show_partner(one: Partner) -> None:
    columns = wording.PARTNER_COLUMNS
    people = (one.accountable or wording.NOBODY_YET, show_names(one.consulted))
    st.markdown(
        f"**{FUNCTIONS[one.function]}**  \n{columns[1]}: **{safe_text(people[0])}**  \n"
        f"{columns[2]}: {safe_text(people[1] or wording.NOBODY_YET)}"
    )
    for label, words in ((columns[3], one.together), (columns[4], one.overlap)):
        if words:
            st.markdown(f":small[{label}: {safe_text(words)}]")
