"""Pickers: each asks for one thing and returns it; the choice stands in the URL."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from pmm_core.days import EARLIEST_DAY
from pmm_core.formatting import safe_text
from pmm_core.results import ScopeRef
from pmm_core.ui import cached
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Scope


def pick_product(visit: Visit) -> str | None:
    """Ask for a product in use; null while there is none."""
    names = [ref.product for ref in cached.scopes(visit, visit.today) if ref.kind is Scope.PRODUCT]
    return pick_name("Product", [name for name in names if name], key="product")


def pick_as_of(visit: Visit, *, key: str = "as_of") -> dt.date:
    """Ask for the day to look from; today unless another is chosen or the address names none."""
    asked = st.query_params.get(key)
    chosen: dt.date | None = st.date_input(
        "As of",
        value=visit.today,
        # Else ten years back would be the end of it.
        min_value=EARLIEST_DAY,
        max_value=visit.today,
        key=key,
        bind="query-params",
        format=visit.settings.manner.date_field,
        width=160,
        help="Values dated and targets in force by the end of this day.",
    )
    if asked and chosen is not None and asked != chosen.isoformat():
        note_dropped("As of", asked)
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


def pick_some(
    label: str,
    names: Sequence[str],
    *,
    key: str,
    most: int | None,
    placeholder: str,
    width: int = 520,
) -> list[str]:
    """Ask for some of some names; what an address names beside them is told, and left out.

    Args:
        label, names, key: of the field.
        most: how many at most; null = any number.
        placeholder: what it means to choose none.
        width: in pixels.
    """
    asked = st.query_params.get_all(key)
    chosen: list[str] = st.multiselect(
        label,
        names,
        key=key,
        bind="query-params",
        max_selections=most,
        placeholder=placeholder,
        width=width,
    )
    for name in asked:
        if name not in names:
            note_dropped(label, name)
    return chosen


def pick_number(label: str, *, key: str, most: int, placeholder: str) -> int | None:
    """Ask for a whole number from 0 on, or none; an address that names another is told so."""
    asked = st.query_params.get(key)
    chosen: int | None = st.number_input(
        label,
        min_value=0,
        max_value=most,
        value=None,
        step=1,
        key=key,
        bind="query-params",
        placeholder=placeholder,
        width=200,
    )
    if asked and asked != str(chosen):
        note_dropped(label, asked)
    return chosen


def pick_view(options: Sequence[str], *, key: str) -> str:
    """Ask how to look at something; the first way unless another is chosen."""
    asked = st.query_params.get(key)
    chosen: str | None = st.segmented_control(
        "View", options, default=options[0], required=True, key=key, bind="query-params"
    )
    if asked and asked not in options:
        note_dropped("View", asked)
    return chosen or options[0]


def note_dropped(label: str, asked: str) -> None:
    """Say that the address asked for something that is not there."""
    said = f"{label}: the address asks for “{safe_text(asked)}”, which is not there."
    st.caption(said, width="content")
