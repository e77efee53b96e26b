"""A launch on screen: which one, its readings, its curve, its segments, the numbers behind it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pmm_core.adoption import charts, example, wording
from pmm_core.adoption.curves import Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LaunchRef
from pmm_core.adoption.windows import WindowReading
from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text, show_count, show_interval, show_value
from pmm_core.results import ScopeRef
from pmm_core.ui import cached, inputs, navigation
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import Audience, Scope, WindowState

REAL_LOG = "A real launch log: CDNOW"
Targets = Mapping[str | None, tuple[charts.WindowTarget, ...]]
_STATE_COLOURS = {WindowState.COMPLETE: "blue"}


def pick_launch(visit: Visit) -> str:
    """Ask for a launch, `PRODUCT/NAME`, or for the real log that comes with the project."""
    names = list(_launches(visit))
    return inputs.pick_name("Launch", [*names, REAL_LOG], key="launch") or REAL_LOG


def pick_other(visit: Visit, launch: str) -> str | None:
    """Ask for a second launch to lay over the first."""
    names = [name for name in (*_launches(visit), REAL_LOG) if name != launch]
    return st.selectbox(
        "Compare with",
        names,
        index=None,
        placeholder="Another launch",
        key="compare",
        bind="query-params",
        width=260,
    )


def pick_day(visit: Visit, launch: str) -> dt.date:
    """Ask for the last day to take as observed."""
    if launch != REAL_LOG:
        return inputs.pick_as_of(visit)
    chosen: dt.date | None = st.date_input(
        "As of",
        value=example.LAST_DAY,
        min_value=example.FIRST_DAY,
        max_value=example.LAST_DAY,
        key="log_as_of",
        bind="query-params",
        format=visit.settings.manner.date_field,
        width=160,
    )
    return chosen if chosen is not None else example.LAST_DAY


def read(visit: Visit, launch: str, as_of: dt.date) -> Adoption | None:
    """Read a launch, or say why it cannot be read and return null."""
    try:
        if launch == REAL_LOG:
            return cached.example(as_of, visit.settings.manner)
        ref = _launches(visit)[launch]
        return cached.launch(visit, ref.id, as_of, ref.segment_by)
    except PmmError as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return None


def show_no_launch(visit: Visit) -> None:
    """Say that the company on screen has no launch yet, before the real log stands in."""
    if not _launches(visit):
        show_empty(
            "No launch yet",
            "Add one with its event log. Meanwhile, below is a real log of another company.",
            page=navigation.LAUNCHES if visit.is_owner else None,
            label="Add a launch",
        )


def newest_reading(visit: Visit, launch_id: int) -> str:
    """Say in one line how far a launch of the store has come, or why that cannot be told."""
    try:
        return wording.headline(cached.launch(visit, launch_id, visit.today, None))
    except PmmError as fault:
        return fault.message


def comparable_day(visit: Visit, other: str, launch: str, as_of: dt.date) -> dt.date:
    """The real log and the launches of the store lie years apart: each is read on its own day."""
    if (other == REAL_LOG) == (launch == REAL_LOG):
        return as_of
    return example.LAST_DAY if other == REAL_LOG else visit.today


def show_observed(adoption: Adoption, as_of: dt.date) -> None:
    """Say through which day a launch is read; a log that ends early is not to be overlooked."""
    line = safe_text(wording.observed(adoption, as_of))
    st.markdown(
        f":material/warning: {line}" if adoption.as_of < as_of else f":small[:gray[{line}]]"
    )


def read_targets(visit: Visit, launch: str, as_of: dt.date) -> Targets:
    """Read what a launch is to reach by which day, by segment; null is everybody."""
    ref = _launches(visit).get(launch)
    if ref is None:
        return {}
    scope = ScopeRef(Scope.LAUNCH, product=ref.product, name=ref.name)
    found: dict[str | None, list[charts.WindowTarget]] = defaultdict(list)
    for row in cached.scorecard(visit, scope, as_of).rows:
        if row.facts.window and row.post and row.post.value is not None:
            target = charts.WindowTarget(row.facts.window.day, row.post.value)
            found[row.facts.segment].append(target)
    return {segment: tuple(sorted(all_, key=_by_day)) for segment, all_ in found.items()}


def _by_day(target: charts.WindowTarget) -> int:
    return target.day


def show_windows(curve: Curve, targets: Sequence[charts.WindowTarget] = ()) -> None:
    """Show one card a reading: share, interval, fraction, how much was observed, the target."""
    with st.grid(columns=len(curve.windows), min_column_width=210):
        for window in curve.windows:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_window(curve, window)
                for target in targets:
                    if target.day == window.day:
                        st.caption(wording.target(target.day, target.share))


def show_curve(adoption: Adoption, other: Adoption | None, targets: Targets) -> None:
    """Draw the curve with its targets, and another launch laid over it."""
    first = charts.NamedCurve(adoption.name, adoption.whole, targets.get(None, ()))
    # Two clocks do not share an axis.
    is_alike = other is not None and other.whole.clock is adoption.whole.clock
    second = charts.NamedCurve(other.name, other.whole) if other and is_alike else None
    alt = wording.takeaway(adoption.whole, name=adoption.name, as_of=adoption.as_of)
    if other:
        alt += " " + wording.comparison(
            adoption.whole, other.whole, names=(adoption.name, other.name)
        )
    alt = " ".join([alt, *(wording.target(one.day, one.share) for one in first.targets)])
    st.altair_chart(charts.adoption_chart(first, second, theme=theme()), alt=alt)
    beyond = charts.off_scale(first)
    if beyond:
        st.caption(wording.targets_off_scale([target.day for target in beyond]))
    if other:
        names = (adoption.name, other.name)
        st.markdown(safe_text(wording.comparison(adoption.whole, other.whole, names=names)))


def show_segments(adoption: Adoption, targets: Targets) -> None:
    """Draw the segments side by side, on one scale."""
    panels = adoption.facets
    if not panels:
        return
    st.subheader(f"By {safe_text(adoption.by)}", anchor=False)
    named = [
        charts.NamedCurve(wording.facet_title(panel), panel.curve, targets.get(panel.segment, ()))
        for panel in panels
    ]
    top = charts.share_top(named)
    with st.grid(columns=min(3, len(panels)), min_column_width=280):
        for panel in named:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{safe_text(panel.name)}**")
                st.altair_chart(
                    charts.segment_chart(panel, top=top, theme=theme()),
                    alt=wording.takeaway(panel.curve, name=adoption.name, as_of=adoption.as_of),
                )


def show_late_joiners(adoption: Adoption) -> None:
    """Show those who came after the audience was frozen, apart from it."""
    curve = adoption.curve(None, Audience.LATE_JOINERS)
    if curve is None:
        return
    st.subheader("Late joiners, apart", anchor=False)
    st.caption(wording.LATE_JOINERS_NOTE)
    show_windows(curve)


def show_numbers(adoption: Adoption) -> None:
    """Show the table behind the curves, computed only when opened."""
    details = st.expander("Numbers behind the curve", on_change="rerun", key="numbers")
    if not details.open:
        return
    with details:
        st.dataframe(
            _windows_frame(adoption),
            hide_index=True,
            alt=f"Readings of {adoption.name} by segment",
        )
        st.dataframe(
            _days_frame(adoption.whole), hide_index=True, alt=f"{adoption.name} day by day"
        )


def show_method(adoption: Adoption) -> None:
    """Explain what was counted, how, and what a reader must know."""
    for line in (
        wording.definition(adoption.definition),
        wording.method(adoption.whole),
        wording.delayed_entry(adoption.whole),
        *adoption.notes,
    ):
        if line:
            st.caption(safe_text(line))


def _show_window(curve: Curve, window: WindowReading) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Day {window.day}**", width="stretch")
        st.badge(
            wording.STATE_WORDS[window.state],
            icon=wording.STATE_ICONS[window.state],
            color=_STATE_COLOURS.get(window.state, "gray"),  # type: ignore[arg-type]
        )
    doubt = show_interval(window.low, window.high, "%")
    st.metric(
        "Share adopted",
        show_value(window.share, "%"),
        label_visibility="collapsed",
        delta=f"95% interval {doubt}" if doubt else None,
        delta_arrow="off",
        delta_color="off",
    )
    st.caption(wording.window_state(window, curve.observed_through))


def _launches(visit: Visit) -> dict[str, LaunchRef]:
    return {f"{ref.product}/{ref.name}": ref for ref in cached.launches(visit)}


def _windows_frame(adoption: Adoption) -> pd.DataFrame:
    rows = [
        (
            wording.curve_name(curve),
            window.day,
            show_value(window.share, "%") if window.share is not None else "",
            show_interval(window.low, window.high, "%"),
            wording.fraction(window),
            show_count(window.matured),
            wording.window_state(window, curve.observed_through),
        )
        for curve in adoption.curves
        for window in curve.windows
    ]
    columns = ["Who", "Day", "Share", "95% interval", "Adopted", "Observed so long", "State"]
    return pd.DataFrame(rows, columns=columns)


def _days_frame(curve: Curve) -> pd.DataFrame:
    rows = [
        (
            day.day,
            day.at_risk,
            day.adopted,
            day.left,
            day.censored,
            show_value(day.share, "%") if day.share is not None else "",
            show_interval(day.low, day.high, "%"),
        )
        for day in curve.days
    ]
    columns = ["Day", "At risk", "Adopted", "Left", "No longer observed", "Share", "95% interval"]
    return pd.DataFrame(rows, columns=columns)
