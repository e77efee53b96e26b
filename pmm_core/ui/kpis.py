"""KPIs to choose from, each with what it belongs to."""

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.models import Initiative, Kpi, Product


def place_name(known: Directory, kpi: Kpi) -> str:
    """Name what a KPI belongs to, e.g. `Comet / Insights`."""
    names = (known.name(Product, kpi.product_id), known.name(Initiative, kpi.initiative_id))
    return " / ".join(name for name in names if name) or wording.WHOLE_COMPANY


def pick_kpis(known: Directory) -> list[Kpi]:
    """Ask what the KPIs belong to, and return those in use, in order."""
    kpis = sorted(known.in_use(Kpi), key=lambda kpi: place_name(known, kpi).casefold())
    products = known.in_use(Product)
    if not products:
        return kpis
    chosen = st.selectbox(
        "Belongs to",
        [wording.WHOLE_COMPANY, *(product.name for product in products)],
        index=None,
        placeholder="Everything",
        key="belongs_to",
        bind="query-params",
        width=280,
    )
    if chosen is None:
        return kpis
    product_ids = {product.name: product.id for product in products}
    return [kpi for kpi in kpis if kpi.product_id == product_ids.get(chosen)]


def pick_kpi(known: Directory) -> Kpi | None:
    """Ask for one KPI in use; null while there is none."""
    kpis = {f"{kpi.name} ({place_name(known, kpi)})": kpi for kpi in known.in_use(Kpi)}
    if not kpis:
        return None
    names = list(kpis)
    return kpis[st.selectbox("KPI", names, key="kpi", bind="query-params", width=420)]
