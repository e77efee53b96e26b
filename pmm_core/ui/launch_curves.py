"""Curves of a launch on screen: in front of past launches, by segment, with the numbers behind."""

import pandas as pd
import streamlit as st

from pmm_core.adoption import charts, wording
from pmm_core.adoption.curves import Curve, CurveDay
from pmm_core.adoption.launch_charts import Backdrop, BackdropDay, OutlookDay, launch_chart
from pmm_core.adoption.reading import Adoption
from pmm_core.formatting import safe_text, show_count, show_interval, show_value
from pmm_core.precedent import wording as precedent_wording
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.precedent.history import typical_days
from pmm_core.ui.drawn import show_chart
from pmm_core.ui.launch_windows import show_apart
from pmm_core.verdict.settle import LaunchVerdicts
from pmm_core.vocabulary import Audience


def show_curve(
    adoption: Adoption, found: LaunchVerdicts, forecast: LaunchForecast | None, lead: str
) -> None:
    """Draw the curve with its targets, past launches behind it and the forecast after it."""
    named = _named(adoption, found)
    aims = found.aims(adoption.whole.segment)
    alt = " ".join(
        [
            wording.takeaway(adoption.whole, name=adoption.name, as_of=adoption.as_of),
            f"{lead}.",
            *(wording.target(day, share) for day, share in aims.items()),
        ]
    )
    show_chart(
        "launch-curve",
        launch_chart,
        named,
        backdrop=_backdrop(forecast),
        outlook=_outlook(forecast),
        alt=alt,
    )
    beyond = charts.off_scale(named)
    for line in (
        precedent_wording.behind(forecast) if forecast else "",
        precedent_wording.two_questions(forecast) if forecast else "",
        wording.targets_off_scale([target.day for target in beyond]) if beyond else "",
    ):
        if line:
            st.caption(safe_text(line))


def show_segments(adoption: Adoption, found: LaunchVerdicts) -> None:
    """Draw the segments side by side, on one scale."""
    panels = adoption.facets
    if not panels:
        return
    st.subheader(f"By {safe_text(adoption.by)}", anchor=False)
    named = [
        charts.NamedCurve(
            wording.facet_title(panel),
            panel.curve,
            _targets(found, panel.segment) if panel.segment else (),
        )
        for panel in panels
    ]
    everybody = charts.NamedCurve(wording.EVERYBODY, adoption.whole)
    top = charts.share_top([*named, everybody])
    with st.grid(columns=min(3, len(panels)), min_column_width=280):
        for number, panel in enumerate(named):
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{safe_text(panel.name)}**")
                show_chart(
                    f"segment-{number}",
                    charts.segment_chart,
                    panel,
                    everybody,
                    top=top,
                    alt=wording.takeaway(panel.curve, name=adoption.name, as_of=adoption.as_of),
                )
    st.caption(wording.SEGMENTS_NOTE)


def show_late_joiners(adoption: Adoption) -> None:
    """Show those who came after the audience was frozen, apart from it."""
    curve = adoption.curve(None, Audience.LATE_JOINERS)
    if curve is None:
        return
    st.subheader("Late joiners, apart", anchor=False)
    st.caption(wording.LATE_JOINERS_NOTE)
    show_apart(adoption, curve)


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
    st.subheader("How this is counted", anchor=False)
    for line in (
        wording.counted(adoption),
        wording.method(adoption.whole),
        wording.delayed_entry(adoption.whole),
        *(note for note in adoption.notes if note not in adoption.alarms),
    ):
        if line:
            st.caption(safe_text(line))


def _named(adoption: Adoption, found: LaunchVerdicts) -> charts.NamedCurve:
    return charts.NamedCurve(
        adoption.name,
        adoption.whole,
        _targets(found, adoption.whole.segment),
        min_n=adoption.definition.min_n,
    )


def _targets(found: LaunchVerdicts, segment: str | None) -> tuple[charts.WindowTarget, ...]:
    return tuple(charts.WindowTarget(day, share) for day, share in found.aims(segment).items())


def _backdrop(forecast: LaunchForecast | None) -> Backdrop:
    """Draw past launches each by itself where they are few, else as ranges."""
    past = forecast.comparable if forecast else ()
    days = typical_days(past)
    if days:
        ranges = (BackdropDay(one.day, one.most, one.half, one.middle) for one in days)
        return Backdrop(days=tuple(ranges))
    past = tuple(one for one in past if one.is_daily)
    names = [one.launch.name for one in past]
    unclear = {forecast.asked.name if forecast else "", *(n for n in names if names.count(n) > 1)}
    launches = {}
    for one in past:
        name = one.launch.label if one.launch.name in unclear else one.launch.name
        launches[name] = [one.adopted_by(day) / one.n for day in range(one.by_day + 1)]
    return Backdrop(launches)


def _outlook(forecast: LaunchForecast | None) -> list[OutlookDay]:
    path = forecast.path if forecast else ()
    return [OutlookDay(one.day, one.middle, one.bands[0.8], one.bands[0.95]) for one in path]


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
            *_counts(curve, day),
            show_value(day.share, "%") if day.share is not None else "",
            show_interval(day.low, day.high, "%"),
        )
        for day in curve.days
        if curve.typed is None or day.day in curve.typed
    ]
    columns = ["Day", "At risk", "Adopted", "Left", "No longer observed", "Share", "95% interval"]
    return pd.DataFrame(rows, columns=columns)


def _counts(curve: Curve, day: CurveDay) -> tuple[int | None, ...]:
    """Write who was at risk, adopted, left and was no longer observed; blank where not known."""
    if curve.typed is None:
        return day.at_risk, day.adopted, day.left, day.censored
    known = None if curve.has_gap_before(day.day) else (day.at_risk, day.adopted)
    return (*(known or (None, None)), None, None)
