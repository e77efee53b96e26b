"""How fast the eligible adopt a launch, against its targets and past launches, and what comes."""

import streamlit as st

from pmm_core.formatting import safe_text
from pmm_core.ui import (
    closing,
    comparison,
    forecasts,
    keeping,
    launch_curves,
    launch_windows,
    launches,
    measures,
    typed_counts,
    verdicts,
)
from pmm_core.ui.last_good import show_age
from pmm_core.ui.session import visit

current = visit()

title = st.container()
keeping.show_notice(current)
launches.show_no_launch(current)
picks = st.container(horizontal=True, vertical_alignment="bottom")
with picks:
    launch = launches.pick_launch(current)
    as_of = launches.pick_day(current, launch)

verdicts.settle(current, launch)
kept = launches.read(current, launch, as_of)
if kept is None:
    title.title(safe_text(launch), anchor=False)
else:
    adoption, forecast, beside = kept.answer, None, None
    found = launch_windows.judged(adoption, verdicts.read(current, launch, as_of))
    with picks:
        segment = launches.pick_segment(adoption)
    if segment is None:
        forecast = forecasts.read(current, launch, as_of)
        beside = forecasts.read_beside(current, launch, as_of)
    else:
        adoption = adoption.only(segment)
    lead = launches.headline(adoption, found, forecast, beside)
    title.title(safe_text(lead), anchor=False)
    closing.show_closed(current, launch)
    show_age(current, kept, adoption.as_of)
    launches.show_observed(adoption, adoption.as_of if kept.is_old else as_of)
    launches.show_only(segment)
    launch_curves.show_curve(adoption, found, forecast, lead)
    if forecast:
        comparison.link_to(current, launch, as_of)
    forecasts.show_overlaps(forecast)
    launch_windows.show_window_table(current, adoption, found)
    verdicts.show_verdicts(current, launch, found)
    measures.show_measures(current, launch, as_of, segment)
    launch_curves.show_segments(adoption, found)
    launch_curves.show_late_joiners(adoption)
    forecasts.show_forecast(forecast)
    launch_curves.show_method(adoption)
    launch_curves.show_numbers(adoption)
typed_counts.show_counts(current, launch)
typed_counts.show_opened_counts(current)
verdicts.show_opened_verdict(current)
