"""Requests and drift on screen: the share outside, who asks, what waits, the requests."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pmm_core.drift import charts, wording
from pmm_core.drift.outside import Drift, DriftState, Group
from pmm_core.drift.service import read_requests
from pmm_core.formatting import safe_text, show_count, show_day, show_percent, show_value
from pmm_core.models import WorkRequest
from pmm_core.ui import kept, navigation
from pmm_core.ui.editing import open_task
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.request_forms import OpenedTags, request_keeping, show_opened_tags
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_empty

# More requests than this are found in the table that tags them, not scrolled through.
_MOST = 100


def pick_since(visit: Visit) -> dt.date | None:
    """Ask for the first day; blank is the beginning."""
    chosen: dt.date | None = st.date_input(
        "Asked since",
        value=None,
        max_value=visit.today,
        key="since",
        bind="query-params",
        format=visit.settings.manner.date_field,
        width=160,
        help=wording.SINCE_NOTE,
    )
    return chosen


def show_ways_in(visit: Visit) -> None:
    """Offer to add a request, to import many, and to tag many at once."""
    if not visit.is_owner:
        return
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.button(
            wording.ADD_TITLE,
            icon=":material/add:",
            type="primary" if visit.company == "own" else "secondary",
            key="add-request",
            on_click=open_task,
            args=(OpenedNoun(WorkRequest),),
        )
        st.page_link(navigation.IMPORTS, label="Import many", icon=":material/upload_file:")


def show_share(visit: Visit, drift: Drift) -> None:
    """Show the share outside with its fraction and doubt, how it moved, and who asks for most."""
    whole = drift.whole
    if not drift.asked:
        if read_requests(store=visit.store, actor=visit.actor):
            show_empty(wording.NONE_THEN, wording.OTHER_DAYS)
        else:
            show_empty(wording.NO_REQUESTS, wording.NONE_YET)
        return
    with st.grid(columns=5, min_column_width=150):
        judged = whole.state is DriftState.ENOUGH
        share = (
            show_percent(whole.share.value or 0.0) if judged else wording.STATE_WORDS[whole.state]
        )
        st.metric(
            wording.OUTSIDE_LABEL[whole.basis],
            share,
            delta=wording.fraction(whole) if whole.denominator else None,
            delta_arrow="off",
            delta_color="off",
            border=True,
            height="stretch",
            help=wording.method(drift),
        )
        for decision, number in drift.decisions.items():
            if decision is None or number or decision.value == "do":
                label = wording.decision_word(decision)
                st.metric(label, show_count(number), border=True, height="stretch")
    for line in (
        wording.doubt(whole),
        wording.moved(drift),
        wording.most_outside(drift),
    ):
        if line:
            st.markdown(safe_text(line))
    for line in (wording.left_out(drift), wording.method(drift)):
        if line:
            st.caption(safe_text(line))


def show_requesters(drift: Drift) -> None:
    """Draw the work taken on by who asked, inside and outside; all groups as tables below."""
    if drift.whole.state is DriftState.NO_DATA:
        return
    st.subheader(wording.BY_REQUESTER, anchor=False)
    alt = wording.chart_alt(drift)
    st.altair_chart(charts.requester_chart(drift, theme=theme()), alt=alt)
    details = st.expander(wording.AS_TABLES, on_change="rerun", key="drift-tables")
    if not details.open:
        return
    with details:
        for title, groups in (
            (wording.BY_REQUESTER, drift.by_requester),
            (wording.BY_MONTH, drift.by_month),
            (wording.BY_QUARTER, drift.by_quarter),
            (wording.BY_CHALLENGE, drift.by_challenge),
        ):
            st.markdown(f"**{title}**")
            st.dataframe(_groups_frame(groups), hide_index=True, alt=title)


def _groups_frame(groups: Sequence[Group]) -> pd.DataFrame:
    rows = [
        (
            wording.group_name(group),
            wording.verdict(group.outside),
            show_count(group.outside.items_outside),
            show_count(group.outside.items),
            show_value(group.outside.hours_outside, None),
            show_value(group.outside.hours, None),
            show_count(group.outside.untagged),
        )
        for group in groups
    ]
    return pd.DataFrame(rows, columns=wording.GROUP_COLUMNS)


def show_not_taken_on(visit: Visit, drift: Drift) -> None:
    """List what waits or was declined, with its reason."""
    if not drift.asked:
        return
    st.subheader(wording.NOT_TAKEN_ON, anchor=False)
    if not drift.not_taken_on:
        st.caption(wording.NONE_POSTPONED)
    for one in drift.not_taken_on:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(wording.decision_word(one.decision), color="gray")
            day = show_day(one.asked_on, visit.settings.manner)
            st.markdown(
                f"**{safe_text(one.what)}** :small[:gray[{safe_text(one.requester)}, {day}]]  \n"
                f"{safe_text(one.reason)}",
                width="stretch",
            )


def show_requests(visit: Visit, drift: Drift) -> None:
    """List the requests of these days, each to be edited or archived, and tag many at once."""
    rows = [
        row
        for row in read_requests(store=visit.store, actor=visit.actor)
        # What is dated ahead counts nowhere yet; today it is listed all the same, to be corrected.
        if (row.asked_on <= drift.as_of or drift.as_of >= visit.today)
        and (drift.since is None or row.asked_on >= drift.since)
    ]
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.requests_heading(len(rows)), anchor=False, width="stretch")
        if visit.is_owner:
            # Those nobody has tagged come first: they are what the table is for.
            ordered = sorted(rows, key=lambda row: row.inside is not None)
            st.button(
                wording.TAG_TITLE,
                icon=":material/label:",
                key="tag-many",
                on_click=open_task,
                args=(OpenedTags(tuple(ordered)),),
            )
    details = st.expander(wording.ALL_REQUESTS, on_change="rerun", key="all-requests")
    if details.open:
        with details:
            for row in rows[:_MOST]:
                _show_request(visit, row)
            if len(rows) > _MOST:
                st.caption(wording.shortened(_MOST, len(rows)))


def _show_request(visit: Visit, row: WorkRequest) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(
            wording.inside_word(row.inside),
            icon=wording.SIDE_ICONS[row.inside],
            color="blue" if row.inside is False else "gray",
        )
        effort = [show_value(row.hours, "hours")] if row.hours is not None else []
        effort += [show_value(row.points, "points")] if row.points is not None else []
        day = show_day(row.asked_on, visit.settings.manner)
        facts = [row.requester, day, wording.decision_word(row.decision), *effort]
        beside = " · ".join(safe_text(fact) for fact in facts)
        st.markdown(f"**{safe_text(row.name)}**  \n:small[:gray[{beside}]]", width="stretch")
        if visit.is_owner:
            kept.show_tasks(row)


def show_archived(visit: Visit) -> None:
    """List archived requests, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(WorkRequest, request_keeping(visit))])


def show_opened(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    if not visit.is_owner:
        return
    kept.show_opened_noun(visit, {WorkRequest: request_keeping(visit)})
    show_opened_tags(visit)
