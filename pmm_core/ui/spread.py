"""Spread on screen: how thin each person is, launch load by week, products, the first product."""

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import safe_text, show_day
from pmm_core.models import Allocation, Person
from pmm_core.spread import charts, wording
from pmm_core.spread.breadth import Breadth
from pmm_core.spread.build import Spread
from pmm_core.spread.coverage import Cover, Covered
from pmm_core.spread.service import read_allocations, read_rules
from pmm_core.ui import kept, navigation
from pmm_core.ui.editing import open_task
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_empty
from pmm_core.ui.spread_forms import (
    OpenedFirst,
    OpenedRules,
    allocation_keeping,
    allocation_name,
    holding_now,
    show_opened_first,
    show_opened_rules,
)

_COVER_COLOURS = {Cover.NOBODY: "red", Cover.ONE_PERSON: "orange", Cover.SEVERAL: "green"}
_COVER_ICONS = {
    Cover.NOBODY: ":material/person_off:",
    Cover.ONE_PERSON: ":material/person_alert:",
    Cover.SEVERAL: ":material/group:",
}


def show_allocate(visit: Visit) -> None:
    """Offer to allocate somebody to a product."""
    if visit.is_owner:
        st.button(
            wording.ADD_TITLE,
            icon=":material/add:",
            type="primary" if visit.company == "own" else "secondary",
            key="add-allocation",
            on_click=open_task,
            args=(OpenedNoun(Allocation),),
        )


def show_people(spread: Spread) -> None:
    """Show a card a person: effective products, what they are, how it compares with before."""
    if not spread.products:
        show_empty(
            wording.NOBODY_YET,
            wording.NO_PRODUCT_YET,
            page=navigation.PRODUCTS,
            label="Add a product",
        )
    elif not spread.people:
        show_empty(wording.NOBODY_YET, wording.NONE_YET)
    else:
        with st.grid(columns=3, min_column_width=280):
            for one in spread.people:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _show_person(one)
    if spread.unallocated:
        st.caption(safe_text(wording.unallocated(spread.unallocated)))
    st.caption(wording.WHO_COUNTS)
    if spread.people:
        st.caption(safe_text(wording.method(spread.rules)))


def _show_person(one: Breadth) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe_text(one.person)}**", width="stretch")
        st.badge(
            wording.THIN if one.is_thin else wording.NOT_THIN,
            icon=":material/warning:" if one.is_thin else ":material/check_circle:",
            color="orange" if one.is_thin else "gray",
        )
    st.metric(
        wording.EFFECTIVE,
        wording.number(one.effective),
        delta=wording.breadth(one),
        delta_arrow="off",
        delta_color="off",
        help=wording.measures(one),
    )
    st.markdown(safe_text(wording.parts(one)))
    st.caption(safe_text(wording.history(one)))


def show_load(spread: Spread) -> None:
    """Draw each person's weeks, and name the launches of the weeks that are over."""
    if not spread.load.weeks:
        return
    st.subheader(wording.LOAD_TITLE, anchor=False)
    st.caption(safe_text(wording.load_days(spread)))
    for name in dict.fromkeys(one.person for one in spread.load.weeks):
        weeks = spread.load.of(name)
        if not any(one.causes for one in weeks):
            continue
        st.markdown(f"**{safe_text(name)}**")
        alt = wording.chart_alt(spread, name)
        st.altair_chart(charts.load_chart(spread, name, theme=theme()), alt=alt)
        for line in wording.over_lines(weeks):
            st.markdown(f":material/warning: {safe_text(line)}")
    if not any(one.causes for one in spread.load.weeks):
        st.caption(wording.NO_LOAD)
    for gap in spread.load.uncovered:
        st.markdown(f":material/person_off: {safe_text(wording.uncovered(gap))}")
    if spread.load.without_tier:
        st.caption(safe_text(wording.without_tier(spread.load.without_tier)))
    st.caption(safe_text(wording.load_method(spread.rules)))


def show_products(visit: Visit, spread: Spread) -> None:
    """Show on whom each product rests, and which one to start with."""
    if not spread.products:
        return
    st.subheader(wording.PRODUCTS_TITLE, anchor=False)
    with st.grid(columns=3, min_column_width=280):
        for one in spread.products:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_product(one)
    if spread.earns_too_much:
        st.markdown(f":material/warning: {safe_text(wording.revenue_over(spread.revenue_said))}")
    if spread.revenue_covered is not None:
        st.caption(wording.revenue_covered(spread.revenue_covered))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        lines = [f"**{safe_text(wording.first(spread))}**"]
        if spread.chosen:
            lines.append(safe_text(wording.chosen(spread.chosen)))
        lines.append(f":small[:gray[{safe_text(wording.suggestion(spread.suggestion))}]]")
        st.markdown("  \n".join(lines), width="stretch")
        if visit.is_owner:
            st.button(
                wording.FIRST_TITLE,
                type="tertiary",
                key="choose-first",
                on_click=open_task,
                args=(OpenedFirst(spread.chosen.id if spread.chosen else None),),
            )


def _show_product(one: Covered) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe_text(one.product.name)}**", width="stretch")
        st.badge(
            wording.COVER_WORDS[one.cover],
            icon=_COVER_ICONS[one.cover],
            color=_COVER_COLOURS[one.cover],  # type: ignore[arg-type]
        )
    st.markdown(safe_text(wording.covered(one)))
    st.caption(safe_text(wording.revenue(one)))


def show_allocations(visit: Visit, spread: Spread) -> None:
    """List the allocations that hold or are to come, each to be edited or archived."""
    rows = holding_now(read_allocations(store=visit.store, actor=visit.actor), spread)
    if not rows:
        return
    known = read_directory(store=visit.store, actor=visit.actor)
    rows.sort(key=lambda row: (known.name(Person, row.person_id) or "", row.start_on))
    details = st.expander(wording.allocations_heading(len(rows)), key="allocations")
    with details:
        for row in rows:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                manner = visit.settings.manner
                until = f" until {show_day(row.end_on, manner)}" if row.end_on else ""
                buyer = f"{row.buyer}, " if row.buyer else ""
                days = f"{buyer}from {show_day(row.start_on, manner)}{until}"
                named = safe_text(allocation_name(known, row))
                st.markdown(f"**{named}**  \n:small[:gray[{safe_text(days)}]]", width="stretch")
                if visit.is_owner:
                    kept.show_tasks(row)


def show_rules(visit: Visit) -> None:
    """Offer to change the house rules."""
    if not visit.is_owner:
        return
    rules = read_rules(store=visit.store, actor=visit.actor)
    st.button(
        wording.RULES_TITLE,
        icon=":material/tune:",
        type="tertiary",
        key="change-rules",
        on_click=open_task,
        args=(OpenedRules(rules),),
    )


def show_archived(visit: Visit) -> None:
    """List archived allocations, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(Allocation, allocation_keeping(visit))])


def show_opened(visit: Visit, spread: Spread) -> None:
    """Show what is open in a dialog; the last call of the page."""
    if not visit.is_owner:
        return
    kept.show_opened_noun(visit, {Allocation: allocation_keeping(visit)})
    show_opened_rules(visit)
    show_opened_first(visit, spread)
