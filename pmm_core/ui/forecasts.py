"""Where a launch will be, on screen: its bands, what they rest on, how far to trust them."""

import datetime as dt
import time
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import streamlit as st

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text, show_count, show_interval, show_percent, show_value
from pmm_core.precedent import wording
from pmm_core.precedent.calibration import HEADLINE_BAND, CalibratedDay, Record
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.forecast import BANDS, LaunchForecast
from pmm_core.precedent.service import AS_USUAL
from pmm_core.ui import cached, launches, methods
from pmm_core.ui.last_good import read_or_keep
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_cell

Answer = TypeVar("Answer")
_PATIENCE = 0.3
# What this visitor has read last: only the first look at a day takes long.
_READ_KEY = "logs-read"


def read(visit: Visit, launch: str, as_of: dt.date) -> LaunchForecast | None:
    """Forecast a launch of the store; null for the real log, and where its own cannot be read."""
    ref = launches.refs(visit).get(launch)
    if ref is None:
        return None

    def ask() -> LaunchForecast:
        launches.require_new(visit, ref)
        read_logs(visit, as_of)
        return cached.forecast(visit, ref.id, as_of)

    return _read(f"{visit.store.name}-{ref.id}-forecast", ask, (ref, as_of))


def read_beside(visit: Visit, launch: str, as_of: dt.date) -> Comparison | None:
    """Hold a launch against all others at its last finished window; null where it cannot be."""
    ref = launches.refs(visit).get(launch)
    if ref is None:
        return None

    def ask() -> Comparison:
        launches.require_new(visit, ref)
        return cached.comparison(visit, ref.id, as_of, (), AS_USUAL)

    return _read(f"{visit.store.name}-{ref.id}-beside", ask, (ref, as_of))


def _read(key: str, ask: Callable[[], Answer], asked: Hashable) -> Answer | None:
    """Read an answer or keep the last good one, as the launch it belongs to is kept."""
    try:
        return read_or_keep(key, ask, asked=asked).answer
    except PmmError:
        # The page has told why the launch cannot be read.
        return None


def read_logs(visit: Visit, as_of: dt.date) -> None:
    """Read the log of every launch into the cache, with progress where that takes a while."""
    now = (cached.visit_key(visit), as_of)
    if st.session_state.get(_READ_KEY) == now:
        return
    found = list(launches.refs(visit).items())
    place, began = st.empty(), time.monotonic()
    for done, (name, ref) in enumerate(found):
        if time.monotonic() - began > _PATIENCE:
            place.progress(
                done / len(found), safe_text(wording.reading_logs(name, done, len(found)))
            )
        try:
            cached.launch(visit, ref.id, as_of, ref.segment_by)
        except PmmError:
            # Left out of the comparison with this very reason.
            continue
    place.empty()
    st.session_state[_READ_KEY] = now


def show_forecast(found: LaunchForecast | None) -> None:
    """Show where the launch will be with its bands, or why nothing can be said."""
    if found is None:
        return
    st.subheader(safe_text(wording.forecast_title(found)), anchor=False)
    if found.forecast is None:
        st.markdown(safe_text(wording.no_forecast(found)))
        _show_left_out(found)
        _show_calibration(found)
        return
    with st.container(border=True, horizontal=True, gap="small"):
        show_cell("Median", f"**{show_value(found.forecast.quantiles[0.5], '%')}**", width=96)
        for level in BANDS:
            low, high = found.forecast.band(level)
            limits = show_interval(low, high, "%")
            is_headline = level == HEADLINE_BAND
            show_cell(
                f"{show_percent(level)} band", f"**{limits}**" if is_headline else limits, width=130
            )
        if found.chance is not None:
            show_cell(
                f"Reaches {show_value(found.target, '%')}",
                f"**{wording.likely(found.chance)}**",
                width=150,
            )
    if found.forecast.is_unlike:
        st.markdown(f":material/warning: {safe_text(wording.unlike(found))}")
    st.caption(safe_text(wording.rests_on(found)))
    methods.link_to_forecast(found)
    if found.target is None:
        st.caption(wording.no_stored_target(found.by_day))
    _show_calibration(found)
    _show_left_out(found)


def show_overlaps(found: LaunchForecast | None) -> None:
    """Tell what else fell into the same days, as findings."""
    for one in found.overlaps if found else ():
        badge = f":gray-badge[:material/join_inner: {wording.OVERLAP}]"
        st.markdown(f"{badge} {safe_text(wording.overlap(one))}")


def _show_left_out(found: LaunchForecast) -> None:
    if found.left_out:
        with st.expander(wording.left_out_title(len(found.left_out))):
            for one in found.left_out:
                st.caption(safe_text(wording.left_out(one)))


def _show_calibration(found: LaunchForecast) -> None:
    """Show how forecasts did on the past launches, their ends known."""
    st.markdown(f"**{wording.CALIBRATION}**")
    days = found.calibration.days
    if not days:
        st.caption(wording.NOT_CALIBRATED)
        return
    with st.container(border=True, gap="small"):
        for one in days:
            for title, record in _records(one):
                _show_record(one, title, record, by_day=found.by_day)
    st.caption(wording.calibration_note(found.calibration))


def _records(one: CalibratedDay) -> Sequence[tuple[str, Record]]:
    both = [(wording.LEAVE_ONE_OUT, one.leave_one_out)]
    return [*both, (wording.WALK_FORWARD, one.walk_forward)] if one.walk_forward else both


def _show_record(one: CalibratedDay, title: str, record: Record, *, by_day: int) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.markdown(f"**Day {one.day} to {by_day}**  \n:small[:gray[{title}]]", width=116)
        inside = f"**{record.inside[HEADLINE_BAND]} of {show_count(record.n)}**"
        doubt = show_interval(*record.interval, "%")
        show_cell("Inside the 80% band", f"{inside} :small[:gray[{doubt}]]", width=190)
        for level in (0.5, 0.9):
            label = f"{show_percent(level)} band"
            show_cell(label, f"{record.inside[level]} of {record.n}", width=88)
        show_cell("Off by", wording.error(record), width=104)
        with st.container(width=170, gap="xxsmall"):
            st.markdown(":small[:gray[Trust]]")
            if record.is_off:
                st.badge(wording.off(record), icon=":material/warning:", color="orange")
            else:
                st.badge(wording.NOT_OFF, icon=":material/check_circle:", color="gray")
