"""What a launch did to a KPI, on screen: what is asked, the answer by design, and its doubts."""

import datetime as dt
import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pmm_core.adoption.refs import LaunchRef
from pmm_core.days import EARLIEST_DAY
from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text, show_value
from pmm_core.impact import adopters_charts, adopters_wording, charts, wording
from pmm_core.impact.service import Chosen, KpiChoice
from pmm_core.impact.study import DesignResult, Impact, Reading
from pmm_core.ui import cached, inputs, navigation
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import Cadence, Design, Grade, ImpactVerdict

_GRADE_COLOURS = {Grade.A: "blue", Grade.B: "blue", Grade.C: "gray", Grade.D: "orange"}
_VERDICT_ICONS = {
    ImpactVerdict.HIGHER: ":material/trending_up:",
    ImpactVerdict.LOWER: ":material/trending_down:",
    ImpactVerdict.NO_CHANGE_SHOWN: ":material/trending_flat:",
    ImpactVerdict.NO_INTERVAL: ":material/question_mark:",
}
_OLD_ENOUGH = dt.timedelta(weeks=10)
_FINEST_FIRST = [*Cadence, None]


def pick_launch(visit: Visit) -> LaunchRef | None:
    """Ask for a launch; null while there is none.

    It starts from the latest one that lies ten weeks back, so that weekly values can tell.
    """
    refs = {f"{ref.product}/{ref.name}": ref for ref in cached.launches(visit)}
    due = visit.today - _OLD_ENOUGH
    start = next((name for name, ref in refs.items() if (ref.launched_on or due) < due), None)
    name = inputs.pick_name("Launch", list(refs), key="launch", start=start)
    return refs[name] if name else None


def pick_kpi(visit: Visit, launch: LaunchRef) -> KpiChoice | None:
    """Ask for a KPI: those of the launch's product first, the most frequent values first."""
    choices = sorted(
        cached.kpi_choices(visit, visit.today),
        key=lambda one: (
            _place(one) != launch.product,
            _place(one).partition("/")[0] != launch.product,
            _FINEST_FIRST.index(one.cadence),
        ),
    )
    by_name = {_name(one): one for one in choices}
    name = inputs.pick_name("KPI", list(by_name), key="kpi")
    return by_name[name] if name else None


def _place(kpi: KpiChoice) -> str:
    scope = kpi.label.removesuffix(f"/{kpi.name}")
    return scope.partition(":")[2] or scope.capitalize()


def _name(kpi: KpiChoice) -> str:
    return f"{_place(kpi)}: {kpi.name}"


def pick_chosen(visit: Visit, kpi: KpiChoice) -> Chosen:
    """Ask whom the launch reached, what that is held against, and by which designs."""
    choices = cached.kpi_choices(visit, visit.today)
    others = {_name(one): one.id for one in choices if one.id != kpi.id}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reached = _pick_several(
            wording.REACHED_LABEL, kpi.segments, key="reached", about=wording.REACHED_HELP
        )
        free = [one for one in kpi.segments if one not in reached]
        controls = _pick_several(
            wording.CONTROLS_LABEL, [*free, *others], key="controls", about=wording.CONTROLS_HELP
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {wording.DESIGN_NAMES[one]: one for one in Design}
        designs = _pick_several(
            wording.DESIGN_LABEL, list(names), key="designs", hint=wording.DESIGN_HINT
        )
        after = st.number_input(
            wording.AFTER_LABEL,
            min_value=1,
            max_value=400,
            value=None,
            step=1,
            key="after",
            bind="query-params",
            help=wording.AFTER_HELP,
            width=150,
        )
        since = st.date_input(
            wording.SINCE_LABEL,
            value=None,
            # Else ten years back would be the end of it.
            min_value=EARLIEST_DAY,
            max_value=visit.today,
            key="since",
            bind="query-params",
            format=visit.settings.manner.date_field,
            help=wording.SINCE_HELP,
            width=180,
        )
        hold_out = st.toggle(
            wording.HOLD_OUT_LABEL,
            key="hold_out",
            bind="query-params",
            help=wording.HOLD_OUT_HELP,
            disabled=not controls,
        )
    return Chosen(
        kpi_id=kpi.id,
        reached=tuple(reached),
        untouched=tuple(one for one in controls if one in free),
        control_ids=tuple(others[one] for one in controls if one not in free),
        designs=tuple(names[one] for one in designs),
        after=after,
        since=since,
        hold_out=hold_out and bool(controls),
    )


def read(visit: Visit, launch: LaunchRef, chosen: Chosen, as_of: dt.date) -> Impact | None:
    """Read the answer, or say why the question makes no sense and return null."""
    try:
        return cached.impact(visit, launch.id, chosen, as_of)
    except PmmError as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return None


def show_nothing_to_ask(visit: Visit, launch: LaunchRef | None) -> None:
    """Say what is missing before anything can be asked."""
    if launch is None:
        page = navigation.LAUNCHES if visit.is_owner else None
        show_empty(wording.NO_LAUNCH_TITLE, wording.NO_LAUNCH, page=page, label="Add a launch")
    else:
        page = navigation.SNAPSHOTS if visit.is_owner else None
        show_empty(wording.NO_KPI_TITLE, wording.NO_KPI, page=page, label="Record a value")


def show_answer(found: Impact, kpi: KpiChoice) -> None:
    """Show what was read, the chart of the strongest design, and every design beside it."""
    question = found.question
    if found.refused is not None:
        st.markdown(f":material/block: {safe_text(wording.refusal(found.refused, question))}")
        return
    st.caption(safe_text(f"{wording.who(found)} {wording.span(found)}"))
    if kpi.segments and not question.controls:
        st.markdown(f":material/lightbulb: {wording.CHOOSE_SEGMENTS}")
    if found.main is not None:
        st.altair_chart(
            charts.impact_chart(found, found.main, theme=theme()),
            alt=wording.chart_alt(found, found.main),
        )
        st.caption(wording.HOLLOW)
        said = wording.agree(found)
        if said:
            icon = ":material/check:" if found.agree else ":material/warning:"
            st.markdown(f"{icon} {said}")
        with st.grid(columns=min(3, len(found.results)), min_column_width=300):
            for result in found.results:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _show_design(result, found)
        if found.results:
            st.caption(wording.GRADES)
    for one in found.left_out:
        line = safe_text(wording.left_out(one.design, one.refusal, question))
        st.markdown(f":material/block: {line}")


def _show_design(result: DesignResult, found: Impact) -> None:
    question = found.question
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{wording.DESIGN_NAMES[result.design]}**", width="stretch")
        st.badge(
            f"Grade {result.grade.upper()}",
            color=_GRADE_COLOURS[result.grade],  # type: ignore[arg-type]
        )
    label = wording.ADJUSTED_LABEL if result.adjusted else wording.RAW
    _show_reading(label, result.best, result, found)
    if result.adjusted is not None:
        st.markdown(safe_text(wording.raw_beside(result, question.kpi)))
    if result.not_adjusted is not None:
        st.caption(safe_text(wording.refusal(result.not_adjusted, question)))
    moved = wording.moved_by_adjustment(result)
    if moved:
        st.markdown(f":material/warning: {moved}")
    st.markdown(f":small[{safe_text(wording.assumption(result, question))}]")
    for line in (
        wording.grade(result) + ".",
        wording.parallel(result),
        wording.placebo(result.placebo),
        wording.fit_before(result.best.fit),
    ):
        if line:
            st.caption(safe_text(line))


def _show_reading(label: str, reading: Reading, result: DesignResult, found: Impact) -> None:
    kpi = found.question.kpi
    effect = reading.fit.effect
    st.metric(
        label,
        wording.size(effect, kpi),
        delta=wording.size_limits(effect, kpi) or None,
        delta_arrow="off",
        delta_color="off",
        help=wording.actual(effect, kpi),
    )
    said = safe_text(wording.verdict(reading, result.grade).capitalize())
    st.markdown(f"{_VERDICT_ICONS[reading.verdict]} {said}")
    for line in (wording.effect(effect, kpi), wording.total(effect, kpi)):
        if line:
            st.caption(safe_text(line))


def show_factors(found: Impact) -> None:
    """List the external factors of these periods, with when each was declared by whom."""
    if found.refused is not None:
        return
    st.subheader(wording.FACTORS_TITLE, anchor=False)
    if not found.factors:
        st.caption(wording.NO_FACTORS)
    for one in found.factors:
        icon = ":material/warning:" if one.declared_late else ":material/check:"
        st.markdown(f"{icon} {safe_text(wording.factor(one, found.question.kpi.cadence))}")


def show_adopters(visit: Visit, launch: LaunchRef, as_of: dt.date) -> None:
    """Show adopters beside non-adopters with the weeks before, as an association only."""
    st.subheader(adopters_wording.TITLE, anchor=False)
    try:
        found = cached.adopters(visit, launch.id, as_of, None)
        event = st.selectbox(
            adopters_wording.ACTIVITY_LABEL,
            found.events,
            index=None,
            placeholder=adopters_wording.ACTIVITY_HINT,
            key="activity",
            bind="query-params",
            width=280,
        )
        if event is not None:
            found = cached.adopters(visit, launch.id, as_of, event)
    except PmmError as fault:
        st.caption(safe_text(fault.message))
        return
    st.markdown(safe_text(adopters_wording.compared(found)))
    st.altair_chart(
        adopters_charts.adopters_chart(found, theme=theme()),
        alt=adopters_wording.chart_alt(found),
    )
    st.caption(adopters_wording.ASSOCIATION)


def show_method(found: Impact) -> None:
    """Explain how each design was computed, and what would be better."""
    if found.results:
        with st.expander(wording.METHOD_TITLE):
            for result in found.results:
                name = wording.DESIGN_NAMES[result.design]
                st.markdown(f"**{name}.** {safe_text(wording.method(result.best.fit))}")
            st.markdown(wording.season(found))
    st.caption(wording.HOLD_OUT)


def show_numbers(found: Impact) -> None:
    """Show the table behind the chart, computed only when opened."""
    if found.panel is None or not found.results:
        return
    details = st.expander(wording.NUMBERS_TITLE, on_change="rerun", key="numbers")
    if not details.open:
        return
    with details:
        st.dataframe(_frame(found), hide_index=True, alt=wording.NUMBERS_TITLE)


def _frame(found: Impact) -> pd.DataFrame:
    assert found.panel is not None
    unit = found.question.kpi.unit

    def written(values: Sequence[float]) -> list[str]:
        return [show_value(value, unit) if math.isfinite(value) else "" for value in values]

    columns = {
        "Period": [period.label for period in found.panel.periods],
        wording.OBSERVED_TITLE: written(found.panel.outcome_of_all.tolist()),
    }
    for result in found.results:
        name = f"Expected, {wording.DESIGN_NAMES[result.design].lower()}"
        columns[name] = written(result.best.fit.expected.tolist())
    return pd.DataFrame(columns)


def _pick_several(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    about: str | None = None,
    hint: str = "None",
) -> list[str]:
    if not options:
        return []
    return st.multiselect(
        label, options, key=key, bind="query-params", help=about, placeholder=hint, width=420
    )
