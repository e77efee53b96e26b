"""Where the values of a KPI come from: typed, or read by itself from a launch or a log."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pmm_core.adoption.refs import LogFacts
from pmm_core.adoption.service import list_logs
from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.errors import InvalidInput, PmmError
from pmm_core.formatting import safe_text
from pmm_core.measures.wording import TITLES as MEASURE_WORDS
from pmm_core.models import Initiative, Kpi, Product
from pmm_core.ui import cached
from pmm_core.ui.fields import Fields
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import InitiativeType, Measure

Said = Mapping[str, Any]


def ask_reading(ask: Fields, visit: Visit, known: Directory, kpi: Kpi) -> dict[str, Any] | None:
    """Ask where the values come from; null where they are typed or imported.

    It stands before the form: inside one, a choice would not change what is offered below it.
    """
    before = kpi.reading or {}
    ways = list(wording.READING_WAYS)
    now = "launch" if "launch" in before else "log" if before else "typed"
    chosen = st.segmented_control(
        wording.READING_TITLE,
        ways,
        default=now,
        format_func=wording.READING_WAYS.__getitem__,
        required=True,
        key=ask.key("reading"),
        help=wording.READING_NOTE,
    )
    return _ASK[chosen](ask, visit, known, before)


def _typed(_ask: Fields, _visit: Visit, _known: Directory, _before: Said) -> None:
    return None


def _of_launch(ask: Fields, visit: Visit, known: Directory, before: Said) -> dict[str, Any] | None:
    launches = {
        one.id or 0: one for one in known.in_use(Initiative) if one.kind is InitiativeType.LAUNCH
    }
    if not launches:
        st.caption(wording.NO_LAUNCH_TO_READ)
        return None
    ids = list(launches)
    with st.grid(columns=2, min_column_width=180):
        launch_id = st.selectbox(
            wording.READING_LAUNCH,
            ids,
            index=ids.index(before["launch"]) if before.get("launch") in ids else 0,
            format_func=lambda one: (
                f"{known.name(Product, launches[one].product_id)}/{launches[one].name}"
            ),
            key=ask.key("reading_launch"),
        )
        measures = list(Measure)
        measure = st.selectbox(
            wording.READING_MEASURE,
            measures,
            index=measures.index(Measure(before.get("measure", Measure.ADOPTION))),
            format_func=MEASURE_WORDS.__getitem__,
            key=ask.key("reading_measure"),
        )
        windows = sorted(set(launches[launch_id].windows))
        day = st.selectbox(
            wording.READING_DAY,
            windows,
            index=windows.index(before["day"]) if before.get("day") in windows else 0,
            format_func=lambda one: f"Day {one}",
            key=ask.key(f"reading_day_{launch_id}"),
        )
        segments = _segments(visit, launches[launch_id])
        said = before.get("segment") if before.get("launch") == launch_id else None
        if said and said not in segments:
            segments = [said, *segments]
        segment = st.selectbox(
            wording.READING_SEGMENT,
            segments,
            index=segments.index(said) if said else None,
            placeholder="Everybody",
            accept_new_options=True,
            key=ask.key(f"reading_segment_{launch_id}"),
        )
    st.caption(wording.READING_LAUNCH_NOTES[measure])
    who = segment.strip() or None if segment else None
    return {"launch": launch_id, "measure": measure, "day": day, "segment": who}


def _segments(visit: Visit, launch: Initiative) -> list[str]:
    """Offer the segments a launch is read by; none where it cannot be read."""
    try:
        read = cached.launch(visit, launch.id or 0, visit.today, launch.segment_by)
    except PmmError:
        return []
    return list(read.segments)


def _of_log(ask: Fields, visit: Visit, _known: Directory, before: Said) -> dict[str, Any] | None:
    logs = list_logs(store=visit.store, actor=visit.actor)
    if not logs:
        st.caption(wording.NO_LOG_TO_READ)
        return None
    with st.grid(columns=3, min_column_width=150):
        log = st.selectbox(
            wording.READING_LOG,
            logs,
            index=logs.index(before["log"]) if before.get("log") in logs else 0,
            key=ask.key("reading_log"),
        )
        events = st.multiselect(
            wording.READING_EVENTS,
            list(dict.fromkeys([*_events(visit, log), *before.get("events", [])])),
            default=before.get("events", []),
            accept_new_options=True,
            placeholder="Any event",
            key=ask.key(f"reading_events_{log}"),
        )
        weeks = st.number_input(
            wording.READING_WEEKS,
            1,
            52,
            value=before.get("weeks", 4),
            key=ask.key("reading_weeks"),
            help=wording.READING_WEEKS_NOTE,
        )
    st.caption(wording.READING_LOG_NOTE)
    timezone = before.get("timezone") or visit.settings.timezone
    return {"log": log, "events": tuple(events), "weeks": int(weeks), "timezone": timezone}


def _events(visit: Visit, log: str) -> tuple[str, ...]:
    """Offer what the log holds; one that cannot be read offers nothing, and says why."""
    try:
        facts: LogFacts = cached.log_facts(visit, log)
    except InvalidInput as refused:
        st.caption(safe_text(refused.message))
        return ()
    return facts.events


_ASK: Mapping[str, Callable[[Fields, Visit, Directory, Said], dict[str, Any] | None]] = {
    "typed": _typed,
    "launch": _of_launch,
    "log": _of_log,
}
