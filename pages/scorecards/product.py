"""Every KPI of a product: is it on track, and what happens next if it is not."""

import streamlit as st

from pmm_core.formatting import safe_text, show_day
from pmm_core.scorecard import wording
from pmm_core.scorecard.overview import worst_first
from pmm_core.ui import cached, inputs, keeping, navigation
from pmm_core.ui.drawer import show_asked
from pmm_core.ui.scorecards import show_rows
from pmm_core.ui.session import visit
from pmm_core.ui.show import show_counts, show_empty
from pmm_core.vocabulary import KpiBucket

current = visit()

title = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    product = inputs.pick_product(current)
    as_of = inputs.pick_as_of(current) if product else current.today

if product is None:
    title.title("Product scorecard", anchor=False)
    show_empty(
        "No product yet",
        "A scorecard lists the KPIs of a product with their status. Add your first product.",
        page=navigation.PRODUCTS if current.is_owner else None,
        label="Add a product",
    )
else:
    scorecard = cached.scorecard(current, inputs.product_scope(product), as_of)
    title.title(f"{safe_text(product)}: {wording.headline(scorecard.kpi_counts)}", anchor=False)
    show_counts(scorecard)
    if not scorecard.rows:
        show_empty(
            f"{product} has no KPIs yet",
            "Add the first one, or import a table of values.",
            page=navigation.KPIS if current.is_owner else None,
            label="Add a KPI",
        )
    keeping.show_notice(current)
    show_asked(current, scorecard.rows)
    for bucket in (*KpiBucket, None):
        rows = worst_first([row for row in scorecard.rows if row.kpi.bucket is bucket])
        if rows:
            st.subheader(wording.BUCKET_WORDS[bucket], anchor=False)
            show_rows(current, rows, key=f"rows-{bucket}")
    if scorecard.rows:
        st.caption(wording.footnote(show_day(as_of, current.settings.manner)))
