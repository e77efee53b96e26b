"""Who owns product marketing on screen: advice, health signs, segments, the last launch."""

import streamlit as st

from pmm_core.catalogue.service import read_nouns
from pmm_core.company import wording as company
from pmm_core.formatting import safe_text, show_day
from pmm_core.models import HealthSign, Noun, TargetedSegment
from pmm_core.ownership import wording
from pmm_core.ownership.advice import OwnerAdvice
from pmm_core.ownership.need import LastLaunch, Need, Segment
from pmm_core.ownership.signs import Health, Sign, SignReading
from pmm_core.ui import kept, navigation
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.ownership_forms import segment_keeping, sign_keeping
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty, show_reasons, show_status

_HEALTH_COLOURS = {Health.HEALTHY: "green", Health.UNHEALTHY: "red", Health.UNKNOWN: "gray"}


def show_advice(advice: OwnerAdvice) -> None:
    """Show every function something is said about, with its reasons and what would change it."""
    counsel = advice.counsel
    spoken = [one for one in counsel.options if one.speak_for or one.speak_against]
    if spoken:
        with st.grid(columns=min(len(spoken), 4), min_column_width=240):
            for one in spoken:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    with st.container(horizontal=True, vertical_alignment="center"):
                        st.markdown(f"**{company.FUNCTIONS[one.option]}**", width="stretch")
                        if one.option is counsel.answer:
                            st.badge("Advised", icon=":material/check:", color="blue")
                    show_reasons(one.speak_for, one.speak_against)
    if advice.confidence is not None:
        st.caption(wording.CONFIDENCE_RULE)
    if counsel.answer is not None:
        with st.expander(wording.CHANGES_TITLE, icon=":material/swap_horiz:"):
            said = [wording.change(one) for one in counsel.changes] or [wording.NO_CHANGE]
            st.markdown("\n".join(f"- {safe_text(line)}" for line in said))


def show_look_again(visit: Visit, advice: OwnerAdvice) -> None:
    """Say when to ask again; without advice there is nothing to look at again yet."""
    if advice.counsel.answer is None:
        return
    manner = visit.settings.manner
    kept_on = show_day(advice.kept_on, manner) if advice.kept_on else None
    st.caption(wording.look_again(show_day(advice.look_again_on, manner), kept_on))


def show_what_to_do(advice: OwnerAdvice) -> None:
    """Show the first three jobs with product's help, and what to watch out for."""
    said = advice.facts.said
    st.subheader(wording.JOBS_TITLE, anchor=False)
    st.caption(wording.JOBS_SHORT if said.bandwidth_short else wording.JOBS_ENOUGH)
    with st.grid(columns=3, min_column_width=240):
        for number, one in enumerate(wording.FIRST_JOBS, start=1):
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{number}. {one.job}**")
                st.markdown(one.why)
                st.caption(f"Product helps with: {one.product_helps}")
    watch_out = wording.watch_out(advice.counsel.answer, said)
    if watch_out:
        st.subheader(wording.WATCH_TITLE, anchor=False)
        st.markdown("\n".join(f"- {line}" for line in watch_out))


def show_signs(visit: Visit, signs: tuple[SignReading, ...]) -> None:
    """Show the sign of each kind that counts; the others stand below as history."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.SIGNS_TITLE, anchor=False, width="stretch")
        if visit.is_owner:
            kept.show_open_button("Record a sign", OpenedNoun(HealthSign), icon=":material/add:")
    st.caption(wording.SIGNS_NOTE)
    rows = _by_id(visit, HealthSign)
    with st.grid(columns=2, min_column_width=320):
        for reading in signs:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_reading(visit, reading, rows)


def _show_reading(visit: Visit, reading: SignReading, rows: dict[int, Noun]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{wording.KINDS[reading.kind]}**", width="stretch")
        st.badge(
            wording.HEALTH_WORDS[reading.health],
            icon=wording.HEALTH_ICONS[reading.health],
            color=_HEALTH_COLOURS[reading.health],  # type: ignore[arg-type]
        )
    if reading.latest is None:
        st.caption(wording.nothing_recorded(reading.kind))
        return
    st.markdown(safe_text(reading.latest.evidence))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_when(visit, reading.latest), width="stretch")
        if visit.is_owner and reading.latest.id in rows:
            kept.show_tasks(rows[reading.latest.id])
    if reading.others:
        with st.expander(f"Other signs ({len(reading.others)})", icon=":material/history:"):
            for sign in reading.others:
                word = wording.HEALTH_WORDS[Health.HEALTHY if sign.healthy else Health.UNHEALTHY]
                when = _when(visit, sign)
                st.markdown(f"{word}, {when}: {safe_text(sign.evidence)}")


def _when(visit: Visit, sign: Sign) -> str:
    day = show_day(sign.on, visit.settings.manner)
    return f"{day} · {safe_text(sign.product)}" if sign.product else day


def show_need(visit: Visit, need: Need) -> None:
    """Show who is targeted on which data, and how the last launch went."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.NEED_TITLE, anchor=False, width="stretch")
        if visit.is_owner:
            opened = OpenedNoun(TargetedSegment)
            kept.show_open_button("Add a segment", opened, icon=":material/add:")
    st.caption(f"{wording.need(need)}. {wording.NEED_NOTE}")
    rows = _by_id(visit, TargetedSegment)
    if not need.segments:
        show_empty(wording.NO_SEGMENTS, wording.NO_SEGMENTS_NOTE)
    for segment in need.segments:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            _show_segment(visit, segment)
            if visit.is_owner and segment.id in rows:
                kept.show_tasks(rows[segment.id])
    if need.last_launch is None:
        st.caption(wording.NO_LAUNCH)
    else:
        _show_launch(visit, need.last_launch)


def _show_segment(visit: Visit, segment: Segment) -> None:
    since = show_day(segment.since, visit.settings.manner) if segment.since else None
    facts = [segment.product, f"since {since}" if since else None]
    beside = " · ".join(safe_text(fact) for fact in facts if fact)
    proof = safe_text(segment.proof) if segment.proof else f":orange-badge[{wording.NO_DATA}]"
    st.markdown(
        f"**{safe_text(segment.name)}** :small[:gray[{beside}]]  \n"
        f"{safe_text(segment.why)}  \n:small[{proof}]",
        width="stretch",
    )


def _show_launch(visit: Visit, launch: LastLaunch) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            day = show_day(launch.launched_on, visit.settings.manner)
            st.markdown(
                f"**Last launch: {safe_text(launch.name)}** "
                f":small[:gray[{safe_text(launch.product)}, {day}]]",
                width="stretch",
            )
            st.page_link(
                navigation.ADOPTION,
                label="See its adoption",
                icon=":material/show_chart:",
                query_params={"launch": f"{launch.product}/{launch.name}"},
                width="content",
            )
        if launch.problem:
            st.caption(safe_text(launch.problem))
        for window in launch.windows:
            st.markdown(safe_text(wording.window(window).capitalize()))
        for verdict in launch.verdicts:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_status(verdict.status)
                st.markdown(
                    f"{safe_text(verdict.kpi)}: :small[:gray[{safe_text(verdict.reason)}]]",
                    width="stretch",
                )


def show_archived(visit: Visit) -> None:
    """List archived signs and segments, each to be brought back."""
    if visit.is_owner:
        named: list[tuple[type[Noun], kept.Keeping]] = [
            (HealthSign, sign_keeping(visit)),
            (TargetedSegment, segment_keeping(visit)),
        ]
        kept.show_archived(visit, named)


def show_opened(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    keeping: dict[type[Noun], kept.Keeping] = {
        HealthSign: sign_keeping(visit),
        TargetedSegment: segment_keeping(visit),
    }
    kept.show_opened_noun(visit, keeping)


def _by_id(visit: Visit, table: type[Noun]) -> dict[int, Noun]:
    rows = read_nouns(store=visit.store, actor=visit.actor, table=table)
    return {row.id: row for row in rows if row.id is not None}
