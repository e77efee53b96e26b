"""Pickers: each asks for one thing and returns it; the choice stands in the URL."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.results import ScopeRef
from pmm_core.ui import cached
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Scope


def pick_product(visit: Visit) -> str | None:
    """Ask for a product in use; null while there is none."""
    names = [ref.product for ref in cached.scopes(visit, visit.today) if ref.kind is Scope.PRODUCT]
    return pick_name("Product", [name for name in names if name], key="product")


def pick_as_of(visit: Visit) -> dt.date:
    """Ask for the day to look from; today unless another is chosen."""
    chosen: dt.date | None = st.date_input(
        "As of",
        value=visit.today,
        max_value=visit.today,
        key="as_of",
        bind="query-params",
        format=visit.settings.manner.date_field,
        width=160,
        help="Values dated and targets in force by the end of this day.",
    )
    # A cleared field means today.
    return chosen if chosen is not None else visit.today


def product_scope(product: str) -> ScopeRef:
    """Return the scope of a product's scorecard."""
    return ScopeRef(Scope.PRODUCT, product=product)


def pick_name(
    label: str, names: Sequence[str], *, key: str, start: str | None = None
) -> str | None:
    """Ask for one of some names; an address that names another is told so, and falls back.

    Args:
        label, names, key: of the field.
        start: the name it starts from; the first unless given.
    """
    if not names:
        return None
    asked = st.query_params.get(key)
    chosen: str = st.selectbox(
        label,
        names,
        index=names.index(start) if start else 0,
        key=key,
        bind="query-params",
        width=280,
    )
    if asked is not None and asked not in names:
        st.caption(f"There is no {label.lower()} called “{safe_text(asked)}”.")
    return chosen
