"""The launch calendar on screen: what is asked, a month, a quarter, or a list; what collides."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

import streamlit as st

from pmm_core.company.calendar import Period
from pmm_core.formatting import safe_text, show_day, write_like
from pmm_core.launch_calendar import wording
from pmm_core.launch_calendar.build import Asked, LaunchCalendar
from pmm_core.launch_calendar.charts import month_chart, quarter_chart
from pmm_core.launch_calendar.collisions import Scheduled
from pmm_core.launch_calendar.feed import write_ics
from pmm_core.launch_calendar.layout import month_starts, spans, weeks
from pmm_core.ui import cached, inputs, navigation
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_cell, show_empty
from pmm_core.vocabulary import Cadence

MONTH, QUARTER, LIST = "Month", "Quarter", "List"
_CADENCES = {MONTH: Cadence.MONTHLY, QUARTER: Cadence.QUARTERLY}
_FILTER_WIDTH = 240
# In pixels: they stand in columns on a wide screen and wrap into a card on a narrow one.
_DAY_WIDTH, _NAME_WIDTH, _STATE_WIDTH = 120, 260, 110


@dataclass(frozen=True)
class Page:
    """What the page shows.

    Attributes:
        found: the launches asked for.
        every: the same without a period, for the calendar file.
        period: null in the list.
    """

    view: str
    found: LaunchCalendar
    every: LaunchCalendar
    period: Period | None


def read(visit: Visit) -> LaunchCalendar:
    """Read the calendar as of today."""
    return cached.launch_calendar(visit, visit.today)


def pick(visit: Visit, calendar: LaunchCalendar) -> Page:
    """Ask for a view, a period, and which launches."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = inputs.pick_view((MONTH, QUARTER, LIST), key="view")
        period = _pick_period(visit, calendar, view)
    launches = calendar.launches
    products = sorted({one.product for one in launches})
    tiers = sorted({one.tier for one in launches if one.tier})
    owners = sorted({one.owner for one in launches if one.owner})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [
            inputs.pick_some(
                label, names, key=key, most=None, placeholder="All", width=_FILTER_WIDTH
            )
            for label, names, key in (
                ("Product", products, "product"),
                ("Tier", [str(tier) for tier in tiers], "tier"),
                ("Owner", owners, "owner"),
            )
        ]
    asked = Asked(tuple(chosen[0]), tuple(int(tier) for tier in chosen[1]), tuple(chosen[2]))
    every = calendar.only(asked)
    if period is None:
        return Page(view, every, every, None)
    within = Asked(asked.products, asked.tiers, asked.owners, period.first, period.last)
    return Page(view, calendar.only(within), every, period)


def show_none(visit: Visit) -> None:
    """Say that there is no launch yet."""
    page = navigation.LAUNCHES if visit.is_owner else None
    show_empty(wording.NO_LAUNCH, wording.NO_LAUNCH_TODO, page=page, label="Add a launch")


def headline(page: Page) -> str:
    """Lead the page with what lies in the days looked at."""
    return wording.headline(page.found, page.period.label if page.period else None)


def show_page(visit: Visit, page: Page) -> None:
    """Draw the month or the quarter; the list is the launches below."""
    if page.period is None:
        if not page.found.launches:
            st.caption(wording.NOTHING_ASKED)
        return
    if page.view == MONTH:
        sheet = weeks(page.every, page.period, visit.calendar, _holidays(visit))
        chart = month_chart(sheet, today=visit.today, theme=theme())
    else:
        rows = spans(page.every, page.period.first, page.period.last)
        if not rows:
            st.caption(wording.NOTHING_HERE)
            return
        chart = quarter_chart(rows, month_starts(page.period), today=visit.today, theme=theme())
    alt = wording.chart_alt(page.period.label, page.found)
    st.altair_chart(chart, alt=alt, key="calendar")
    _show_legend(visit, page)


def show_collisions(page: Page) -> None:
    """Tell which launches collide and which external factors fall into their days, and why."""
    found = page.found
    if not found.collisions and not found.meetings:
        return
    st.subheader(wording.COLLISIONS_TITLE, anchor=False)
    for collision in found.collisions:
        badge = f":orange-badge[:material/change_history: {wording.COLLISION}]"
        st.markdown(f"{badge} {safe_text(wording.collision(collision))}")
    for meeting in found.meetings:
        badge = f":gray-badge[:material/public: {wording.FACTOR}]"
        st.markdown(f"{badge} {safe_text(wording.meeting(meeting))}")


def show_launches(visit: Visit, page: Page) -> None:
    """List the launches by their day, each leading to its plan."""
    found = page.found
    if found.launches:
        st.subheader(wording.LAUNCHES_TITLE, anchor=False)
    for one in found.launches:
        with st.container(border=True, horizontal=True, gap="small", vertical_alignment="center"):
            _show_launch(one, found, visit.today)
    if found.undated:
        st.caption(safe_text(wording.undated(found.undated)))


def show_method() -> None:
    """Say which rule marks a collision."""
    with st.expander(wording.RULES_TITLE, icon=":material/help:"):
        st.markdown(wording.RULES)


def show_download(visit: Visit, page: Page) -> None:
    """Offer what the filters show as a calendar file."""
    st.download_button(
        wording.DOWNLOAD,
        partial(_file, visit, page.every),
        file_name=wording.FILE_NAME,
        mime="text/calendar",
        icon=":material/calendar_add_on:",
        on_click="ignore",
        help=wording.DOWNLOAD_NOTE,
        key="calendar-file",
    )


def _file(visit: Visit, calendar: LaunchCalendar) -> bytes:
    write_like(visit.settings.manner)
    return write_ics(calendar)


def _pick_period(visit: Visit, calendar: LaunchCalendar, view: str) -> Period | None:
    cadence = _CADENCES.get(view)
    if cadence is None:
        return None
    days = [visit.today, *(one.launched_on for one in calendar.launches)]
    last = max([*days, *(one.last_day for one in calendar.launches)])
    periods = [visit.calendar.period(last, cadence)]
    while periods[-1].first > min(days):
        periods.append(visit.calendar.previous(periods[-1]))
    by_label = {one.label: one for one in periods}
    now = visit.calendar.period(visit.today, cadence).label
    label = inputs.pick_name(view, list(by_label), key=view.lower(), start=now)
    return by_label[label or now]


def _holidays(visit: Visit) -> dict[dt.date, str]:
    return {one.day: one.name for one in visit.settings.said.holidays}


def _show_legend(visit: Visit, page: Page) -> None:
    st.caption(wording.LEGEND)
    assert page.period is not None, "only a page of days has a legend"
    first, last = page.period.first, page.period.last
    named = [(day, name) for day, name in _holidays(visit).items() if first <= day <= last]
    if named:
        st.caption(safe_text(wording.holidays(named)))


def _show_launch(one: Scheduled, found: LaunchCalendar, today: dt.date) -> None:
    state = wording.state(one, today)
    show_cell("Launch day", f"**{show_day(one.launched_on)}**", width=_DAY_WIDTH)
    facts = f":small[:gray[{safe_text(wording.facts(one))}]]"
    st.markdown(f"**{safe_text(one.name)}**  \n{facts}", width=_NAME_WIDTH)
    show_cell("State", state, width=_STATE_WIDTH)
    with st.container(gap="xsmall", width="stretch"):
        st.markdown(f":small[{safe_text(wording.readings(one))}]")
        for collision in found.collisions_of(one):
            said = safe_text(wording.beside(collision, one))
            st.markdown(f":small[:orange[:material/change_history:] {said}]")
    st.page_link(
        navigation.PLAN,
        label="Plan",
        icon=":material/checklist:",
        query_params={"launch": one.label},
    )
