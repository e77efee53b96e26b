"""Cached reads of services: the key holds the store, its token, the role and the manner.

The token rises with every write, so an edit shows at once for everybody, and so does a file that
comes into the folder of a log; the role keeps a result of the owner's from a visitor; sentences are
cached as they were written. Only frozen results are cached, never records or sessions. What the
page of a launch shows is handed out as it is: a copy of its curves would cost more than all else
that a warm page reads.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from pmm_core.adoption.example import read_example
from pmm_core.adoption.reading import Adoption, HowToRead
from pmm_core.adoption.refs import LaunchRef, LogFacts
from pmm_core.adoption.service import describe_log, list_launches, mark_logs, read_launch
from pmm_core.closing.proposals import Lesson, Proposal
from pmm_core.closing.service import read_lessons, read_proposals
from pmm_core.drift.outside import Drift
from pmm_core.drift.service import read_drift
from pmm_core.formatting import Manner, write_like
from pmm_core.impact.adopters import Adopters
from pmm_core.impact.service import Chosen, KpiChoice, list_kpis, read_adopters, read_impact
from pmm_core.impact.study import Impact
from pmm_core.importers.apply import preview
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.keep import preview_log
from pmm_core.importers.logs import LogPlan
from pmm_core.importers.plan import ImportPlan
from pmm_core.launch_calendar.build import LaunchCalendar
from pmm_core.launch_calendar.service import read_calendar
from pmm_core.mandate.service import read_prepared
from pmm_core.mandate.versions import Prepared
from pmm_core.measures.reading import Measures
from pmm_core.measures.service import read_launch_measures
from pmm_core.metric.board import Board
from pmm_core.metric.service import read_board
from pmm_core.ownership.home import Ownership
from pmm_core.ownership.service import read_ownership
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.service import read_plan
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.precedent.service import (
    HowToCompare,
    ReadCurves,
    read_comparison,
    read_forecast,
)
from pmm_core.prioritizer.challenges import Inventory
from pmm_core.prioritizer.grounds import RankedRound
from pmm_core.prioritizer.ranking import Weights
from pmm_core.prioritizer.service import read_challenges, read_ranking
from pmm_core.prioritizer.stability import Order
from pmm_core.results import ScopeRef
from pmm_core.scorecard.build import Scorecard
from pmm_core.scorecard.overview import Overview
from pmm_core.scorecard.service import list_scopes, read_overview, read_scorecard
from pmm_core.spread.build import Spread
from pmm_core.spread.service import read_spread
from pmm_core.start.service import read_first_steps
from pmm_core.start.steps import FirstSteps
from pmm_core.ui.session import Visit
from pmm_core.verdict.service import Readers, read_verdicts
from pmm_core.verdict.settle import LaunchVerdicts
from pmm_core.vocabulary import Clock

_MARK_KEY = "logs-marked"


def visit_key(visit: Visit) -> tuple[str, int, int, str, Manner]:
    """Return what a cached read depends on beside its own arguments."""
    return (
        visit.store.name,
        visit.store.facts().token,
        _mark(visit),
        visit.actor.role.value,
        visit.settings.manner,
    )


def _mark(visit: Visit) -> int:
    """Mark the logs once a run: a file that comes while a page is drawn shows on the next one."""
    known = st.session_state.get(_MARK_KEY)
    if known is None or known[0] is not visit:
        known = (visit, mark_logs(store=visit.store, actor=visit.actor))
        st.session_state[_MARK_KEY] = known
    return int(known[1])


KEYS: dict[str | type[Any], Callable[[Any], Any]] = {Visit: visit_key}
# What may take long says how long it has taken; Stop, or any other choice, ends it.
_READING: Any = {"show_spinner": "Reading the event log", "show_time": True}
_FITTING: Any = {"show_spinner": "Fitting the designs", "show_time": True}


@st.cache_data(ttl="1h", max_entries=256, show_spinner=False, hash_funcs=KEYS)
def scorecard(visit: Visit, scope: ScopeRef, as_of: dt.date) -> Scorecard:
    """Read a scorecard, from the cache where nothing was written since."""
    return read_scorecard(store=visit.store, actor=visit.actor, scope=scope, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def overview(visit: Visit, as_of: dt.date) -> Overview:
    """Read what needs attention, from the cache where nothing was written since."""
    return read_overview(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def first_steps(visit: Visit) -> FirstSteps:
    """Read how far somebody has come on the way to a first own scorecard."""
    return read_first_steps(store=visit.store, actor=visit.actor)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def scopes(visit: Visit, as_of: dt.date) -> tuple[ScopeRef, ...]:
    """List the scopes in use on a day."""
    return list_scopes(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def board(visit: Visit, as_of: dt.date, cycle: str) -> Board:
    """Read who answers for which KPI in a cycle, and how each stands."""
    return read_board(store=visit.store, actor=visit.actor, as_of=as_of, cycle=cycle)


@st.cache_data(ttl="1h", max_entries=64, **_READING, hash_funcs=KEYS)
def ownership(visit: Visit, as_of: dt.date) -> Ownership:
    """Read who should own product marketing, with signs, segments and the last launch."""
    return read_ownership(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def challenges(visit: Visit, as_of: dt.date) -> Inventory:
    """Read what the company struggles with, and what proves it on a day."""
    return read_challenges(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=256, show_spinner=False, hash_funcs=KEYS)
def ranking(visit: Visit, round_id: int, weights: Weights, order: Order) -> RankedRound:
    """Rank the challenges of a round at weights and under an order of importance."""
    return read_ranking(
        store=visit.store, actor=visit.actor, round_id=round_id, weights=weights, order=order or ()
    )


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def mandate(visit: Visit, mandate_id: int, as_of: dt.date) -> Prepared:
    """Read what a mandate says, what it lacks, its versions and who signed them."""
    return read_prepared(store=visit.store, actor=visit.actor, mandate_id=mandate_id, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def drift(visit: Visit, as_of: dt.date, since: dt.date | None) -> Drift:
    """Read how far the work taken on lies from the mandate."""
    return read_drift(store=visit.store, actor=visit.actor, as_of=as_of, since=since)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def spread(visit: Visit, as_of: dt.date) -> Spread:
    """Read who carries what, and where it is too much."""
    return read_spread(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=128, show_spinner=False, hash_funcs=KEYS)
def plan(visit: Visit, launch_id: int, as_of: dt.date) -> LaunchPlan:
    """Read the plan of a launch: days, tier, readiness, targets."""
    return read_plan(store=visit.store, actor=visit.actor, launch_id=launch_id, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def launch_calendar(visit: Visit, as_of: dt.date) -> LaunchCalendar:
    """Read when launches are, and which of them collide."""
    return read_calendar(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, **_READING, hash_funcs=KEYS)
def proposals(visit: Visit, launch_id: int, as_of: dt.date) -> tuple[Proposal, ...]:
    """Read what past launches reached by each window of a launch."""
    return read_proposals(store=visit.store, actor=visit.actor, launch_id=launch_id, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def lessons(visit: Visit, launch_id: int) -> tuple[Lesson, ...]:
    """Read what closed launches like a launch teach."""
    return read_lessons(store=visit.store, actor=visit.actor, launch_id=launch_id)


@st.cache_resource(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def launches(visit: Visit) -> tuple[LaunchRef, ...]:
    """List the launches in use, the latest first."""
    return list_launches(store=visit.store, actor=visit.actor)


@st.cache_resource(ttl="1h", max_entries=128, hash_funcs=KEYS, **_READING)
def launch(
    visit: Visit, launch_id: int, as_of: dt.date, by: str | None, clock: Clock | None = None
) -> Adoption:
    """Read the curves of a launch, laid on a clock or on its own."""
    return read_launch(
        store=visit.store,
        actor=visit.actor,
        launch_id=launch_id,
        as_of=as_of,
        by=by,
        how=HowToRead(clock=clock, today=visit.today),
    )


@st.cache_resource(ttl="1h", max_entries=64, **_READING, hash_funcs=KEYS)
def measures(visit: Visit, launch_id: int, as_of: dt.date) -> Measures:
    """Read activation, adoption and engagement of a launch, split by its own column."""
    adoption = curves(visit, as_of)(launch_id, None)
    return read_launch_measures(
        store=visit.store,
        actor=visit.actor,
        launch_id=launch_id,
        as_of=as_of,
        by=adoption.by,
        adoption=adoption,
    )


@st.cache_resource(ttl="1h", max_entries=128, show_spinner=False, hash_funcs=KEYS)
def forecast(visit: Visit, launch_id: int, as_of: dt.date) -> LaunchForecast:
    """Forecast a launch to its last window; `ui.forecasts` reads the logs before."""
    return read_forecast(
        store=visit.store,
        actor=visit.actor,
        launch_id=launch_id,
        as_of=as_of,
        curves=curves(visit, as_of),
    )


@st.cache_resource(ttl="1h", max_entries=128, show_spinner=False, hash_funcs=KEYS)
def verdicts(visit: Visit, launch_id: int, as_of: dt.date) -> LaunchVerdicts:
    """Read the verdict on every window of a launch beside what it says now; writes nothing."""
    return read_verdicts(
        store=visit.store,
        actor=visit.actor,
        launch_id=launch_id,
        as_of=as_of,
        readers=readers(visit, as_of),
    )


@st.cache_resource(ttl="1h", max_entries=128, show_spinner=False, hash_funcs=KEYS)
def comparison(
    visit: Visit, launch_id: int, as_of: dt.date, beside: tuple[int, ...], how: HowToCompare
) -> Comparison:
    """Hold a launch against others at equal age; `ui.forecasts` reads the logs before."""
    return read_comparison(
        store=visit.store,
        actor=visit.actor,
        launch_id=launch_id,
        as_of=as_of,
        beside=beside,
        how=how,
        curves=curves(visit, as_of),
    )


def curves(visit: Visit, as_of: dt.date) -> ReadCurves:
    """Read each launch once for all questions: split by its own column, whoever asks for none."""
    own = {ref.id: ref.segment_by for ref in launches(visit)}

    def read(launch_id: int, by: str | None, clock: Clock | None = None, /) -> Adoption:
        column = by or own.get(launch_id)
        if clock is None:
            # The same key as of whoever asks for no clock: it is read once.
            return launch(visit, launch_id, as_of, column)
        return launch(visit, launch_id, as_of, column, clock)

    return read


def readers(visit: Visit, as_of: dt.date) -> Readers:
    """Read each launch once for its page and its verdicts."""

    def beside(launch_id: int) -> Measures:
        return measures(visit, launch_id, as_of)

    return Readers(curves(visit, as_of), beside)


@st.cache_data(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=KEYS)
def kpi_choices(visit: Visit, as_of: dt.date) -> tuple[KpiChoice, ...]:
    """List the KPIs that have a value by a day."""
    return list_kpis(store=visit.store, actor=visit.actor, as_of=as_of)


@st.cache_data(ttl="1h", max_entries=64, **_READING, hash_funcs=KEYS)
def adopters(visit: Visit, launch_id: int, as_of: dt.date, event: str | None) -> Adopters:
    """Read how active adopters and non-adopters of a launch were."""
    return read_adopters(
        store=visit.store, actor=visit.actor, launch_id=launch_id, as_of=as_of, event=event
    )


@st.cache_data(ttl="1h", max_entries=64, **_FITTING, hash_funcs=KEYS)
def impact(visit: Visit, launch_id: int, chosen: Chosen, as_of: dt.date) -> Impact:
    """Read what a launch did to a KPI."""
    return read_impact(
        store=visit.store, actor=visit.actor, launch_id=launch_id, chosen=chosen, as_of=as_of
    )


@st.cache_data(ttl="1h", max_entries=32, **_READING, hash_funcs=KEYS)
def log_facts(visit: Visit, log: str) -> LogFacts:
    """Read which events and columns a kept log has."""
    return describe_log(store=visit.store, actor=visit.actor, log=log)


@st.cache_data(ttl="1h", max_entries=32, **_READING)
def example(as_of: dt.date, manner: Manner) -> Adoption:
    """Read the real log that comes with the project; its notes are written in the manner."""
    write_like(manner)
    return read_example(as_of=as_of)


@st.cache_data(ttl="15m", max_entries=16, show_spinner="Reading the file", hash_funcs=KEYS)
def import_plan(
    visit: Visit, files: tuple[SourceFile, ...], options: ImportOptions, today: dt.date
) -> ImportPlan:
    """Work out what importing some files would do."""
    return preview(store=visit.store, actor=visit.actor, files=files, options=options, today=today)


@st.cache_data(ttl="15m", max_entries=8, **_READING, hash_funcs=KEYS)
def log_plan(
    visit: Visit, files: tuple[SourceFile, ...], options: ImportOptions, today: dt.date
) -> LogPlan:
    """Work out what keeping an event log would do."""
    return preview_log(
        store=visit.store, actor=visit.actor, files=files, options=options, today=today
    )
