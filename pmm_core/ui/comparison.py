"""Launches beside each other on screen: which ones, at which age, and how far apart they are."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from pmm_core.adoption.curve_charts import NamedCurve
from pmm_core.adoption.launch_charts import beside_chart
from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text, show_count, show_interval, show_value
from pmm_core.precedent import beside_wording, wording
from pmm_core.precedent.charts import in_order, readings_chart
from pmm_core.precedent.comparison import Apart, ComparedLaunch, Comparison, comparable_through
from pmm_core.precedent.service import HowToCompare
from pmm_core.ui import cached, forecasts, inputs, launches, methods, navigation
from pmm_core.ui.drawn import show_chart
from pmm_core.ui.last_good import Kept, read_or_keep
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_cell, show_empty
from pmm_core.vocabulary import Clock

CURVES, READINGS = "Curves", "Readings by launch"
# A page that is left takes what its own fields hold out of the address, also where a link gives it
# for the next page: the same question has another name here than on the page of one launch.
_LAUNCH_KEY, _DAY_KEY = "of", "on"
# In pixels: they stand in columns on a wide screen and wrap into a card on a narrow one.
_NAME_WIDTH, _SHARE_WIDTH, _COUNT_WIDTH, _GAP_WIDTH, _MIX_WIDTH = 172, 106, 96, 112, 106
_CURVE_WIDTH = 100


@dataclass(frozen=True)
class Asked:
    """What is compared.

    Attributes:
        launch: `PRODUCT/NAME` of the one asked about.
        beside: of the others; empty = all.
        day: of their age; null = chosen for them.
        clock: on which all are laid; null = each its own.
        view: curves, or readings by launch.
    """

    launch: str
    beside: tuple[str, ...]
    day: int | None
    clock: Clock | None
    as_of: dt.date
    view: str


def pick(visit: Visit) -> Asked | None:
    """Ask what to compare; null while there is no launch."""
    names = list(launches.refs(visit))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        launch = inputs.pick_name("Launch", names, key=_LAUNCH_KEY)
        if launch is None:
            return None
        others = [name for name in names if name != launch]
        beside = inputs.pick_some(
            "Beside", others, key="beside", most=beside_wording.MOST_DRAWN, placeholder="All others"
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = inputs.pick_number(
            "Day", key="day", most=_last_day(visit, launch), placeholder="Last one over"
        )
        zero = inputs.pick_name(
            "Day 0", [beside_wording.OWN_CLOCK, *beside_wording.ZERO], key="zero"
        )
        as_of = inputs.pick_as_of(visit, key=_DAY_KEY)
        view = inputs.pick_view((CURVES, READINGS), key="view")
    clock = beside_wording.ZERO.get(zero or "")
    return Asked(launch, tuple(beside), day, clock, as_of, view)


def _last_day(visit: Visit, launch: str) -> int:
    """The last day its curve can have, without reading its log."""
    windows = launches.refs(visit)[launch].windows
    return max(windows, default=0)


def read(visit: Visit, asked: Asked) -> Kept[Comparison] | None:
    """Compare, or keep the last good answer; say why there is none and return null."""
    refs = launches.refs(visit)
    forecasts.read_logs(visit, asked.as_of)
    beside = tuple(refs[name].id for name in asked.beside)
    launch_id = refs[asked.launch].id

    def ask() -> Comparison:
        how = HowToCompare(day=asked.day, clock=asked.clock)
        return cached.comparison(visit, launch_id, asked.as_of, beside, how)

    try:
        key = f"{visit.store.name}-{launch_id}-{beside}-{asked.day}-{asked.clock}-{asked.as_of}"
        return read_or_keep(key, ask, asked=refs[asked.launch])
    except PmmError as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return None


def show_none(visit: Visit) -> None:
    """Say that there is no launch to compare."""
    show_empty(
        beside_wording.NO_LAUNCH,
        beside_wording.NO_LAUNCH_TODO,
        page=navigation.LAUNCHES if visit.is_owner else None,
        label="Add a launch",
    )


def show_view(found: Comparison, view: str) -> None:
    """Draw the launches: their curves aligned, or a row for each reading."""
    if not found.launches or found.day is None:
        return
    st.caption(safe_text(beside_wording.aligned(found)))
    if view == READINGS:
        _show_readings(found)
    else:
        _show_curves(found)


def show_apart(found: Comparison) -> None:
    """Show a row for each launch: raw, how far from the one asked about, under one mix."""
    if len(found.launches) < 2:
        return
    st.subheader(beside_wording.APART_TITLE, anchor=False)
    gaps = {one.than.label: one for one in found.apart}
    with st.container(border=True, gap="small"):
        for one in found.launches:
            with st.container(horizontal=True, gap="xsmall"):
                _show_launch(one, found, gaps.get(one.launch.label))
    st.caption(safe_text(wording.placing(found)))
    st.caption(safe_text(beside_wording.mix_note(found)))
    st.caption(safe_text(beside_wording.curves_note(found)))


def show_segments(found: Comparison) -> None:
    """Show the segments of the launch by their shrunken share."""
    if not found.segments:
        return
    st.subheader(beside_wording.SEGMENTS_TITLE, anchor=False)
    with st.container(border=True, gap="small"):
        for one in found.segments:
            low, high = one.at.interval or (None, None)
            rank = "" if one.rank is None else f"{wording.ordinal(one.rank)} "
            name = safe_text(one.segment or wording.BLANK_SEGMENT)
            share = f"**{show_value(one.at.share, '%')}**" if one.at.share is not None else ""
            limits = show_interval(low, high, "%")
            with st.container(horizontal=True, gap="xsmall"):
                st.markdown(f"**{rank}{name}**", width=_NAME_WIDTH)
                show_cell("Adopted", _two(share, limits), width=_SHARE_WIDTH)
                fraction = f"{show_count(one.at.adopted)} of {show_count(one.at.n)}"
                show_cell("Of eligible", fraction, width=_COUNT_WIDTH)
                expected = "" if one.shrunken is None else show_value(one.shrunken, "%")
                show_cell("Expected", expected, width=_GAP_WIDTH)
                show_cell("From the rest", beside_wording.segment_p(one), width=_GAP_WIDTH)
    st.caption(beside_wording.SEGMENTS_NOTE)


def link_to(visit: Visit, launch: str, as_of: dt.date) -> None:
    """Lead to a launch beside the others, as of the same day."""
    query = {_LAUNCH_KEY: launch}
    if as_of != visit.today:
        query[_DAY_KEY] = as_of.isoformat()
    st.page_link(
        navigation.COMPARE,
        label=beside_wording.TO_COMPARE,
        icon=":material/compare_arrows:",
        query_params=query,
    )


def show_ways_on(visit: Visit, asked: Asked) -> None:
    """Lead to the launch itself."""
    query = {"launch": asked.launch}
    if asked.as_of != visit.today:
        query["as_of"] = asked.as_of.isoformat()
    st.page_link(
        navigation.ADOPTION,
        label=beside_wording.TO_THE_LAUNCH,
        icon=":material/show_chart:",
        query_params=query,
    )


def show_findings(found: Comparison) -> None:
    """Tell what else fell into the same days, and which launches are left out and why."""
    own, others = wording.own_overlaps(found)
    for one in own:
        badge = f":gray-badge[:material/join_inner: {wording.OVERLAP}]"
        st.markdown(f"{badge} {safe_text(wording.overlap(one))}")
    if others:
        with st.expander(beside_wording.overlaps_title(len(others))):
            for one in others:
                st.caption(safe_text(wording.overlap_of_another(one)))
    if found.left_out:
        st.markdown(f"**{beside_wording.LEFT_OUT_TITLE}**")
        for left in found.left_out:
            st.caption(safe_text(wording.left_out(left)))
        st.caption(beside_wording.way_to_lay(found))


def _show_curves(found: Comparison) -> None:
    drawn = found.launches[: beside_wording.MOST_DRAWN + 1]
    through = comparable_through([one.launch for one in drawn])
    if through is None or found.day is None:
        st.caption(beside_wording.not_drawn())
        return
    names = [one.launch.name for one in drawn]
    curves = [
        NamedCurve(
            one.launch.label if names.count(one.launch.name) > 1 else one.launch.name,
            one.launch.curve,
        )
        for one in drawn
    ]
    show_chart(
        "beside-curves",
        beside_chart,
        curves,
        through=through,
        day=found.day,
        alt=beside_wording.readings_alt(found.day, drawn),
    )
    st.caption(beside_wording.drawn_through(found, through, len(drawn)))


def _show_readings(found: Comparison) -> None:
    day = found.day or 0
    st.markdown(f"**{beside_wording.readings_title(day)}**")
    ordered = in_order(found.launches)
    said = beside_wording.readings_alt(day, ordered)
    show_chart("readings", readings_chart, ordered, asked=found.asked.label, alt=said)
    st.caption(beside_wording.READINGS_NOTE)


def _show_launch(one: ComparedLaunch, found: Comparison, gap: Apart | None) -> None:
    low, high = one.at.interval or (None, None)
    about = f":small[:gray[{safe_text(beside_wording.launch_name(one))}]]"
    st.markdown(f"**{safe_text(one.launch.name)}**  \n{about}", width=_NAME_WIDTH)
    share = _two(f"**{show_value(one.at.share, '%')}**", show_interval(low, high, "%"))
    show_cell("Adopted", share, width=_SHARE_WIDTH)
    fraction = f"{show_count(one.at.adopted)} of {show_count(one.at.n)}"
    show_cell("Of eligible", _two(fraction, wording.STATE_SHORT[one.at.state]), width=_COUNT_WIDTH)
    if one.launch == found.asked:
        show_cell("Difference", ":small[:gray[the one asked about]]", width=_GAP_WIDTH)
        show_cell("Extra days", "", width=_GAP_WIDTH)
        show_cell("Whole curve", "", width=_CURVE_WIDTH)
    else:
        points = beside_wording.gap(gap) if gap else ("", "")
        curves = beside_wording.curves(gap) if gap else ("", "")
        days = beside_wording.days(gap) if gap else ("", "")
        show_cell("Difference", _two(*points), width=_GAP_WIDTH)
        show_cell("Extra days", _two(*days), width=_GAP_WIDTH)
        show_cell("Whole curve", _two(*curves), width=_CURVE_WIDTH)
    if found.mix is not None:
        show_cell("One mix", _two(*beside_wording.mixed(one, found)), width=_MIX_WIDTH)
    if gap is not None:
        methods.link_to_gap(found.launches[0], one, gap)


def _two(first: str, second: str) -> str:
    """Write a number with its doubt below it."""
    below = f":small[:gray[{safe_text(second)}]]" if second else ""
    return "  \n".join(part for part in (first, below) if part)
